"""What importing a million learning records takes, against DuckDB's own reading of the same file.

.venv/bin/python -m benchmarks.exchange [ROWS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from okrsheets.commands.import_learning import write_csv
from okrsheets.core.model import Origin, Person, TableSource
from okrsheets.sync.exchange.database import Database
from okrsheets.sync.exchange.files import contents
from okrsheets.sync.exchange.learning_import import ImportContext, plan_learning
from okrsheets.sync.exchange.learning_systems import system_of

ROWS, PEOPLE, COURSES, ROUNDS = 1_000_000, 100_000, 7, 3
MOST = 3.0  # times DuckDB's own reading

_STAMP = "strftime(TIMESTAMP '{0}' + to_seconds(i % 5000000), '%Y-%m-%dT%H:%M:%SZ')"
_FILE = f"""
COPY (SELECT i % {PEOPLE} AS user_id, 'First' || (i % {PEOPLE}) AS user_name, 'Last' || (i % {PEOPLE}) AS user_surname,
    'p' || (i % {PEOPLE}) || '@corp.example' AS user_email, 'member' AS user_role, 'E' || (i % {PEOPLE}) AS user_external_id,
    (i // {PEOPLE}) * {COURSES} + i % {COURSES} AS course_id, 'Course ' || course_id AS course_title, 'Development' AS course_category,
    120 AS course_duration, (i * 37 % 10001) / 100.0 AS completion_ratio, i % 300 AS num_video_consumed_minutes,
    {_STAMP.format("2026-01-01")} AS course_enroll_date, course_enroll_date AS course_start_date,
    CASE WHEN i % 3 = 0 THEN {_STAMP.format("2026-03-01")} END AS course_completion_date,
    course_completion_date AS course_first_completion_date, {_STAMP.format("2026-04-01")} AS course_last_accessed_date,
    false AS is_assigned, '' AS assigned_by, false AS user_is_deactivated, i AS lms_user_id
FROM range($rows) t(i)) TO '$path' (HEADER)
"""


def main() -> None:
    """Print the seconds of both, the best of some rounds one after the other, and how many times as long ours takes."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "udemy.csv"
        duckdb.sql(_FILE.replace("$rows", str(rows)).replace("$path", str(path)))
        origin = Origin(TableSource("Skill matrix.xlsx", "People", {}), 5)
        people = [
            Person(f"E{n}", f"First{n} Last{n}", None, None, None, f"p{n}@corp.example", origin) for n in range(PEOPLE)
        ]
        times = [(_duckdb(path), *_ours(path, people)) for _ in range(ROUNDS)]
    reading, planning, all_of_it = map(min, zip(*times))
    print(f"{rows:,} learning records of {PEOPLE:,} people")
    print(f"  DuckDB reads the file     {reading:6.2f} s")
    print(f"  read, matched, compared   {planning:6.2f} s  {planning / reading:.2f} times (at most {MOST:g})")
    print(f"  and written as .csv       {all_of_it:6.2f} s  {all_of_it / reading:.2f} times")


def _duckdb(path: Path) -> float:
    began = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows AS SELECT * FROM read_csv(?)", [str(path)])
    return time.perf_counter() - began


def _ours(path: Path, people: list[Person]) -> tuple[float, float]:
    began = time.perf_counter()
    with Database() as database:
        inputs = contents(path, lambda row: system_of(row) is not None)
        plan = plan_learning(database, inputs, ImportContext(people))
        planned = time.perf_counter() - began
        assert plan.total == plan.new > 0
        write_csv(database, path.with_name("learning.csv"))
        return planned, time.perf_counter() - began


if __name__ == "__main__":
    main()
