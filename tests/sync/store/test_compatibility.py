"""History files of older versions, and of older and newer DuckDB.

The files in `histories/` were made with DuckDB 1.4.4, the oldest that is supported: the workbook of `book()`, synced in memory.
"""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bad_input import JANUARY, TODAY, Rows, okrs, sync_books
from click.testing import CliRunner

from okrsheets.cli import main
from okrsheets.core.errors import StoreError
from okrsheets.core.model import Settings
from okrsheets.sync.store.evaluation import evaluate_state
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import STORAGE, Store

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.xz"))
OLDEST = "1.4.4"
FIGURES = "SELECT progress, status, last_check_in::VARCHAR, okr_progress(20, 50, 35) FROM key_result_status"


def book() -> dict[str, Rows]:
    return okrs(check_ins=[(JANUARY, "O1.1", 18, "")])


def statuses(store: Store) -> list[tuple[float | None, str]]:
    evaluation = evaluate_state(State(store, 1, TODAY), Settings())
    return [(status.progress, status.status) for status in evaluation.key_results]


def content(store: Store) -> list[set[tuple[Any, ...]]]:
    """What a history must never lose; of a version, what does not change when its file is only looked at again."""
    tables = (
        "SELECT version, name, first_sync FROM versions",
        "FROM syncs",
        "FROM objectives",
        "FROM check_ins",
        "FROM standings",
    )
    return [set(store.rows(query)) for query in tables]


@pytest.fixture(params=HISTORIES, ids=[path.name.split(".")[0] for path in HISTORIES])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A history file of an older version."""
    path = tmp_path / "okrsheets.duckdb"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    return path


def test_there_is_a_history_of_each_format() -> None:
    assert [path.name for path in HISTORIES] == ["format_1.duckdb.xz", "format_2.duckdb.xz", "format_3.duckdb.xz"]


def test_an_older_history_is_read_as_it_is(history: Path) -> None:
    before = history.read_bytes()
    with Store(history, read_only=True) as store:
        assert statuses(store) == [(10 / 15, "on track")]
        assert store.rows("SELECT target, lowest, highest FROM key_results") == [(5.0, None, None)]
    assert history.read_bytes() == before


def test_an_older_history_is_upgraded_by_the_next_sync_and_loses_nothing(history: Path) -> None:
    with Store(history, read_only=True) as store:
        kept = content(store)
    with Store(history) as store:
        assert store.rows("SELECT format FROM meta") == [(3,)]
        sync_books(store, {"a.xlsx": book(), "b.xlsx": okrs("Sales", [("S1", "Team", "Ben", "Sell")], [])}, TODAY + 1)
        assert statuses(store) == [(10 / 15, "on track")]
        assert all(old <= new for old, new in zip(kept, content(store)))
    with Store(history, read_only=True) as store:
        assert store.query("SELECT id FROM objective_status ORDER BY id")[1] == [("O1",), ("S1",)]


def test_a_history_without_views_says_what_to_run(tmp_path: Path) -> None:
    path = tmp_path / "okrsheets.duckdb"
    path.write_bytes(lzma.decompress(HISTORIES[0].read_bytes()))
    with (
        Store(path, read_only=True) as store,
        pytest.raises(StoreError, match="written by an older okrsheets") as raised,
    ):
        store.query("SELECT 1")
    assert raised.value.hint == "run `okrsheets sync` once"


def test_a_sync_without_news_in_an_older_history_fills_the_views(tmp_path: Path) -> None:
    (tmp_path / "settings.csv").write_text("team,cycle,cycle start,cycle end\nSupport,2026-Q1,2026-01-01,2026-03-31\n")
    (tmp_path / "objectives.csv").write_text("id,level,owner,objective\nO1,Team,Ann,Serve people well\n")
    words = ["sync", str(tmp_path), "--out", str(tmp_path / "out"), "--as-of", "2026-02-15"]
    CliRunner().invoke(main, words)
    with Store(tmp_path / "out" / "okrsheets.duckdb") as store:
        for table in ("states", "state_workbooks"):
            store.rows(f"DELETE FROM {table}")
        store.rows("UPDATE made SET choice = 'of an older version'")
        assert store.query("SELECT id FROM objective_status")[1] == []
    CliRunner().invoke(main, words)
    with Store(tmp_path / "out" / "okrsheets.duckdb", read_only=True) as store:
        assert store.query("SELECT id FROM objective_status")[1] == [("O1",)]


def test_the_file_is_written_for_the_oldest_duckdb(tmp_path: Path) -> None:
    with Store(tmp_path / "okrsheets.duckdb") as store:
        ((tags,),) = store.rows("SELECT tags FROM duckdb_databases() WHERE database_name = 'okrsheets'")
    assert tags["storage_version"].startswith(STORAGE)
    assert OLDEST.startswith(STORAGE.strip("v").removesuffix(".0"))


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the oldest DuckDB."""
    library = tmp_path_factory.mktemp("library")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(library), f"duckdb=={OLDEST}"]
    if subprocess.run(install, capture_output=True).returncode:
        pytest.skip(f"duckdb {OLDEST} can't be installed here")
    return library


def in_oldest(library: Path, script: str, *arguments: str | Path) -> Any:
    """What a script prints that runs with the oldest DuckDB; it finds the path of a history in `sys.argv[1]`."""
    told = subprocess.run(
        [sys.executable, "-c", f"import duckdb, json, sys\n{script}", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(library), *sys.path])},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.mark.slow
def test_the_oldest_duckdb_opens_a_history_of_the_newest(tmp_path: Path, oldest: Path) -> None:
    with Store(tmp_path / "okrsheets.duckdb") as store:
        sync_books(store, {"a.xlsx": book()})
    script = (
        "client = duckdb.connect(sys.argv[1], read_only=True); "
        "print(json.dumps([duckdb.__version__, *client.execute(sys.argv[2]).fetchall()]))"
    )
    told = in_oldest(oldest, script, tmp_path / "okrsheets.duckdb", FIGURES)
    assert told == [OLDEST, [10 / 15, "on track", "2026-01-01", 0.5]]


@pytest.mark.slow
def test_okrsheets_works_with_the_oldest_duckdb(tmp_path: Path, oldest: Path) -> None:
    script = """
from pathlib import Path
from bad_input import JANUARY, okrs, sync_books
from okrsheets.sync.store.store import Store
with Store(Path(sys.argv[1])) as store:
    sync_books(store, {"a.xlsx": okrs(check_ins=[(JANUARY, "O1.1", 18, "")])})
views = ("key_result_status", "objective_status", "skill_status", "goal_readiness", "kpi_status", "initiative_status")
with Store(Path(sys.argv[1]), read_only=True) as store:
    print(json.dumps([duckdb.__version__, *(len(store.rows(f"FROM {view}")) for view in views)]))
"""
    assert in_oldest(oldest, script, tmp_path / "okrsheets.duckdb") == [OLDEST, 1, 1, 0, 0, 0, 0]
