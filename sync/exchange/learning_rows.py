"""The rows of learning reports: loaded into a database, and gathered to one row for each person and course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ...core.cells import Cell, date_of
from ...core.errors import Location, Problem
from ...core.names import fold_name
from ...core.values import durations
from ..sources.csv_files import DELIMITERS
from .database import CsvDialect, Database, sql_text
from .files import ReportTable
from .learning_systems import LearningSystem
from .learning_values import (
    DAYS,
    NUMBERS,
    flag_expression,
    prepared_expressions,
    unusual_expression,
    value_expression,
)

EXAMPLES = 20  # rows that are named for one kind of problem

_DDL = (
    "CREATE TABLE raw (source SMALLINT, who VARCHAR, external_id VARCHAR, name VARCHAR, deactivated BOOLEAN, "
    "key VARCHAR, course VARCHAR, provider VARCHAR, skills VARCHAR, finished BOOLEAN, "
    + ", ".join([*(f"{name} INTEGER" for name in DAYS), *(f"{name} DOUBLE" for name in NUMBERS)])
    + ", "
    + ", ".join(f"{name}_text VARCHAR" for name in (*DAYS, *NUMBERS))
    + ")"
)
_FILLED = "(who != '' OR course IS NOT NULL)"


@dataclass(frozen=True)
class Loaded:
    """A report in the database: its number and name, how many rows, and what a row of the file is ahead of `rowid`."""

    number: int
    name: str
    rows: int
    offset: int


@dataclass(frozen=True)
class ReportCourse:
    """A course of the reports under its most frequent name, with its other names and the skills that a system names."""

    number: int
    name: str
    other_names: tuple[str, ...]
    skills: tuple[str, ...]


def create(database: Database) -> None:
    """Make the tables that reports are loaded into."""
    database.rows(_DDL)
    database.rows("CREATE TABLE reports (number SMALLINT, provider VARCHAR)")


def load(database: Database, number: int, report: ReportTable, system: LearningSystem) -> Loaded:
    """Append the rows of a report to the table `raw` under its number."""
    fields = system.fields_of(report.headings)
    at = {field.replace(" ", "_"): report.headings.index(heading) for field, heading in fields.items()}
    prepared, chosen = _prepared(at), _expressions(number, at, system)
    is_loaded = False
    if report.rows is None and report.path is not None and report.delimiter in DELIMITERS:
        dialect = CsvDialect(report.first_row - 1, report.delimiter, len(report.headings))
        is_loaded = database.insert_csv("raw", report.path, dialect, prepared, chosen)
    if not is_loaded:
        _load_rows(database, report.read(), prepared, chosen)
    database.rows("INSERT INTO reports VALUES (?, ?)", [number, system.name])
    rows, first = database.one(f"SELECT count(*) FILTER ({_FILLED}), min(rowid) FROM raw WHERE source = ?", [number])
    return Loaded(number, report.name, rows, report.first_row - (first or 0))


def _load_rows(database: Database, report: ReportTable, prepared: str, chosen: Mapping[str, str]) -> None:
    texts = [[_text(cell) for cell in row] for row in report.rows or ()]
    width = range(len(report.headings))
    database.rows(f"CREATE OR REPLACE TABLE loading ({', '.join(f'c{n} VARCHAR' for n in width)})")
    database.insert("loading", {f"c{n}": [row[n] if n < len(row) else None for row in texts] for n in width})
    database.rows(
        f"INSERT INTO raw ({', '.join(chosen)}) SELECT {', '.join(chosen.values())} FROM (SELECT {prepared} FROM loading)"
    )


def _prepared(at: Mapping[str, int]) -> str:
    """The cells of the fields of a file as expressions over its columns c0, c1, …: trimmed, blanks as NULL, values read once."""
    expressions = []
    for field, place in at.items():
        cell = f"nullif(trim(c{place}), '')"
        expressions += prepared_expressions(field, cell) if field in (*DAYS, *NUMBERS) else [f"{cell} AS t_{field}"]
    return ", ".join(expressions)


def _expressions(number: int, at: Mapping[str, int], system: LearningSystem) -> dict[str, str]:
    """Each column of `raw` as an expression over what `_prepared` gives."""

    def cell(field: str) -> str:
        return f"t_{field}" if field in at else "NULL"

    names = [cell(field) for field in ("first_name", "last_name") if field in at]
    name = cell("name") if "name" in at else f"nullif(concat_ws(' ', {', '.join(names)}), '')" if names else "NULL"
    provider = f"coalesce({cell('provider')}, {sql_text(system.name)})" if "provider" in at else sql_text(system.name)
    course = sql_text(system.totals) if system.totals else f"coalesce({cell('course')}, {cell('course_id')})"
    by_id, by_name = f"'id:' || lower({cell('external_id')})", f"'name:' || lower({name})"
    return {
        "source": str(number),
        "who": f"coalesce(lower({cell('email')}), {by_id}, {by_name}, '')",
        "external_id": f"lower({cell('external_id')})",
        "name": name,
        "deactivated": f"coalesce(lower({cell('deactivated')}) IN ('true', 'yes', '1', 't'), false)",
        "key": f"coalesce(lower({provider}) || '#' || {cell('course_id')}, lower({course}))",
        "course": course,
        "provider": cell("provider"),
        "skills": cell("skills"),
        "finished": flag_expression(cell("completed")),
        **{field: value_expression(field) if field in at else "NULL" for field in (*DAYS, *NUMBERS)},
        **{f"{field}_text": unusual_expression(field) if field in at else "NULL" for field in (*DAYS, *NUMBERS)},
    }


def make_persons(database: Database) -> None:
    """Make the table `persons` of everybody whom the rows name: by e-mail address, else by ID, else by name."""
    database.rows(
        "CREATE OR REPLACE TABLE persons AS SELECT row_number() OVER () AS number, * FROM ("
        "SELECT who, CASE WHEN starts_with(who, 'id:') OR starts_with(who, 'name:') THEN '' ELSE who END AS email, coalesce(any_value(external_id), '') AS external_id, "
        "coalesce(any_value(name), '') AS name, bool_or(deactivated) AS deactivated, count(*) AS rows "
        f"FROM raw WHERE {_FILLED} GROUP BY who)"
    )


def courses(database: Database, existing: Sequence[str]) -> list[ReportCourse]:
    """Make the table `courses`, and return the courses: one for each ID, or name where there is no ID.

    The name is that of an `existing` course where one is among the names, else the most frequent one.
    """
    known = {fold_name(name) for name in existing}
    names: dict[str, list[tuple[bool, int, str]]] = {}
    skills: dict[str, dict[str, None]] = {}
    for key, course, times, named in database.rows(
        "SELECT key, course, count(*), string_agg(DISTINCT skills, ';') FROM raw WHERE course IS NOT NULL "
        "GROUP BY key, course ORDER BY key, course DESC"
    ):
        name = " ".join(course.split())
        names.setdefault(key, []).append((fold_name(name) in known, int(times), name))
        skills.setdefault(key, {}).update({each.strip(): None for each in (named or "").split(";") if each.strip()})
    numbers: dict[str, int] = {}
    found: dict[int, ReportCourse] = {}
    rows: list[tuple[str, int]] = []
    for key, variants in names.items():
        name = max(variants)[2]
        number = numbers.setdefault(fold_name(name), len(numbers))
        course = found.get(number) or ReportCourse(number, name, (), ())
        others = {text for *_, text in variants if fold_name(text) != fold_name(name)}
        found[number] = ReportCourse(
            number,
            course.name,
            tuple(sorted({*course.other_names, *others})),
            tuple(dict.fromkeys([*course.skills, *skills[key]])),
        )
        rows.append((key, number))
    database.rows("CREATE OR REPLACE TABLE courses (key VARCHAR, number INTEGER, name VARCHAR)")
    columns: dict[str, Sequence[object]] = {"key": [key for key, _ in rows], "number": [number for _, number in rows]}
    columns["name"] = [found[number].name for _, number in rows]
    database.insert("courses", columns)
    return list(found.values())


def wrong_order(database: Database, report: Loaded) -> Iterator[Problem]:
    """Take back completion dates before the enrolment, and report them; the progress counts all the same."""
    done = "least(completed_on, first_completed_on)"
    condition = f"source = {report.number} AND {done} < enrolled_on"
    rows = database.rows(
        f"SELECT rowid, course, {done}, enrolled_on, count(*) OVER () FROM raw WHERE {condition} ORDER BY rowid LIMIT {EXAMPLES}"
    )
    for row, course, completed, enrolled, _ in rows:
        days = f"was completed on {date_of(completed)}, before the enrolment on {date_of(enrolled)}"
        where = Location(report.name, cell=f"row {row + report.offset}")
        yield Problem(where, f"{course!r} {days}; the date is not used", "correct one of the two dates in the system")
    if rows and rows[0][-1] > len(rows):
        what = f"{rows[0][-1] - len(rows)} more rows with a completion before the enrolment"
        yield Problem(Location(report.name), what, "correct the dates in the system")
    if rows:
        database.rows(
            f"UPDATE raw SET finished = true, completed_on = NULL, first_completed_on = NULL WHERE {condition}"
        )


def gather(database: Database) -> None:
    """Make the table `facts`: one row for each matched person and course, with the highest progress and the first completion.

    The table `matched` (person, id_number, person_id) says whose rows these are.
    """
    done = "least(r.completed_on, r.first_completed_on)"
    database.rows(
        "CREATE OR REPLACE TABLE grouped AS SELECT m.id_number, c.number, min(coalesce(r.provider, e.provider)) AS provider, "
        f"max(CASE WHEN r.finished OR {done} IS NOT NULL THEN 1.0 ELSE r.progress END) AS progress, "
        f"min({done}) AS completed_on, round(max(coalesce(r.hours, r.minutes / 60)), 2) AS hours, "
        "arg_max(r.progress, r.rowid) AS last FROM raw r JOIN reports e ON e.number = r.source JOIN persons p ON p.who = r.who "
        "JOIN matched m ON m.person = p.number JOIN courses c ON c.key = r.key GROUP BY m.id_number, c.number"
    )
    database.rows(
        "CREATE OR REPLACE TABLE facts AS SELECT i.person_id, n.name AS course, g.* EXCLUDE (id_number) FROM grouped g "
        "JOIN (SELECT DISTINCT id_number, person_id FROM matched) i ON i.id_number = g.id_number "
        "JOIN (SELECT DISTINCT number, name FROM courses) n ON n.number = g.number"
    )


def _text(cell: Cell | timedelta | time) -> str | None:
    """A cell of a workbook or JSON as the text that a .csv file would have."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (timedelta, time)):
        return repr(durations.hours(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
