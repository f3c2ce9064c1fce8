"""`okrsheets sql`, and the queries of docs/store.md as other clients of DuckDB run them."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.commands import shell

DOCUMENT = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT.partition("## Queries to begin with")[2], re.DOTALL)
VARIABLES = re.findall(r"```sql\n(.*?)```", DOCUMENT.partition("## Queries to begin with")[0], re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, synced."""
    folder = tmp_path_factory.mktemp("demo") / "okrsheets-demo"
    assert run("demo", "--all", "--out", folder).exit_code == 0
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_document_has_ten_queries() -> None:
    assert len(QUERIES) == 10


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_query_of_the_document_runs_in_any_client_and_in_ours(demo: Path, query: str) -> None:
    with duckdb.connect(str(demo / "okrsheets-out" / "okrsheets.duckdb"), read_only=True) as client:
        columns = [column[0] for column in client.execute(query).description or ()]
        rows = client.fetchall()
    result = run("sql", query, demo, "--json")
    assert result.exit_code == 0, result.stderr
    assert [list(row) for row in json.loads(result.stdout)] == [columns] * len(rows)


def test_the_variables_of_the_document_choose_day_and_cycle(demo: Path) -> None:
    (statements,) = VARIABLES
    with duckdb.connect(str(demo / "okrsheets-out" / "okrsheets.duckdb"), read_only=True) as client:
        chosen = client.execute(statements).fetchall()
        assert chosen == client.execute("SELECT id, score, status FROM objective_status").fetchall() != []
        client.execute("SET VARIABLE okr_cycle = '1999-Q1'")
        assert client.execute("SELECT id FROM objective_status").fetchall() == []


def test_the_columns_that_the_document_names_are_there(demo: Path) -> None:
    named = re.findall(r"^\| `(\w+)` \| .* \| ([\w, ]+) \|$", DOCUMENT, re.MULTILINE)
    assert len(named) == 9
    with duckdb.connect(str(demo / "okrsheets-out" / "okrsheets.duckdb"), read_only=True) as client:
        for view, columns in named:
            client.execute(f"SELECT {columns} FROM {view}")


def test_a_result_is_a_table_csv_or_json(demo: Path) -> None:
    query = "SELECT id, progress, last_check_in FROM key_result_status WHERE check_ins > 0 ORDER BY id LIMIT 1"
    table = run("sql", query, demo).stdout.splitlines()
    assert table[0].split() == ["id", "progress", "last_check_in"]
    (row,) = json.loads(run("sql", query, demo, "--json").stdout)
    assert table[1].split() == [str(value) for value in row.values()]
    lines = list(csv.reader(io.StringIO(run("sql", query, demo, "--csv").stdout)))
    assert lines == [list(row), [str(value) for value in row.values()]]
    assert date(2026, 4, 1) <= date.fromisoformat(row["last_check_in"]) <= date(2026, 6, 30)


def test_csv_is_exact_where_a_program_reads_it(demo: Path) -> None:
    text = "a\nb\u202e\x1b[2J\u200b"
    query = f"SELECT '{text}' AS x, NULL AS y"
    shown = run("sql", query, demo, "--csv").stdout
    assert list(csv.reader(io.StringIO(shown, newline=""))) == [["x", "y"], [text, ""]]
    assert json.loads(run("sql", query, demo, "--json").stdout) == [{"x": text, "y": None}]


def test_csv_is_escaped_on_a_terminal(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "is_shown_on_a_terminal", lambda: True)
    shown = run("sql", "SELECT 'a\n\x1b[2J' AS x", demo, "--csv").stdout
    assert shown == 'x\n"a\\n\\x1b[2J"\n'


def test_another_day_and_cycle_are_asked_for_as_everywhere(demo: Path) -> None:
    query = "SELECT today FROM evaluation_day"
    assert json.loads(run("sql", query, demo, "--as-of", "2026-09-09", "--json").stdout) == [{"today": "2026-09-09"}]
    assert json.loads(run("sql", query, demo, "--cycle", "1999-Q1", "--json").stdout) == []


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("DELETE FROM objectives", "read-only"),
        ("COPY (SELECT 1) TO 'stolen.csv'", "disabled by configuration"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled by configuration"),
        ("SET enable_external_access = true", "locked"),
        ("SELECT nonsense", "nonsense"),
    ],
)
def test_a_query_changes_nothing_and_reaches_no_other_file(demo: Path, query: str, why: str) -> None:
    result = run("sql", query, demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr
    assert result.stderr.startswith("error: the query can't be run: ")


def test_csv_and_json_exclude_each_other_and_a_folder_needs_a_history(tmp_path: Path) -> None:
    assert "exclude each other" in run("sql", "SELECT 1", tmp_path, "--csv", "--json").stderr
    assert "run `okrsheets sync` first" in run("sql", "SELECT 1", tmp_path).stderr


@pytest.mark.slow
def test_an_interrupt_ends_a_query_that_computes_for_very_long(demo: Path) -> None:
    query = "SELECT count(*) FROM range(1000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3"
    process = subprocess.Popen(
        [sys.executable, "-m", "okrsheets", "sql", query, demo],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a background shell ignores interrupts
    )
    time.sleep(4)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "stopped: what was finished before is kept, and nothing is half done\n")
    assert time.monotonic() - sent < 2
