"""The store: one writer at a time, all or nothing, and clear words when it cannot be used."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from bad_input import many_days, okrs, sync_books, sync_folders, xlsx

from okrsheets.core.errors import OkrError, StoreError
from okrsheets.sync.exchange.database import Database
from okrsheets.sync.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one workbook in it."""
    path = tmp_path / "okrsheets.duckdb"
    with Store(path) as store:
        sync_books(store, {"a.xlsx": okrs()})
    return path


def test_a_second_process_is_told_that_the_first_is_at_work(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from okrsheets.sync.store.store import Store; from okrsheets.core.errors import *\n"
        "try: Store(Path(sys.argv[1]))\n"
        "except StoreLocked as error: print(error.exit_code, error.what, error.hint, sep=' | ')"
    )
    with Store(path):
        tried = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    assert tried.stdout == (
        f"1 | another okrsheets is using the history file {path} | wait until it has finished, then try again\n"
    ), tried.stderr


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing in it": lambda data: b"",
    "something else": lambda data: b"Dear all, " * 100,
    "cut in half": lambda data: data[: len(data) // 2],
    "overwritten at its beginning": lambda data: data[:5_000] + b"\xff" * 3_000 + data[8_000:],
    "overwritten in a block": lambda data: data[:13_000] + b"\xff" * 2_000 + data[15_000:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_store_is_told_in_words_and_never_as_one_in_use(
    path: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    (tmp_path / "b.xlsx").write_bytes(xlsx(okrs()))
    with pytest.raises(OkrError, match=r"the history file .* is ") as raised, Store(path) as store:
        sync_folders(store, tmp_path / "b.xlsx")
    assert type(raised.value) is StoreError
    assert "\n" not in raised.value.what
    assert raised.value.hint.startswith("`okrsheets store rebuild` makes a new history")


def test_a_store_of_another_format_is_left_alone(path: Path) -> None:
    with Store(path) as store:
        store.rows("UPDATE meta SET format = 99")
    with pytest.raises(StoreError, match=r"the history file .* has format 99, and this okrsheets needs format 3"):
        Store(path)


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no history at") as raised:
        Store(tmp_path / "none.duckdb", read_only=True)
    assert raised.value.hint == "run `okrsheets sync` first"
    assert not list(tmp_path.iterdir())


def test_an_exception_within_a_transaction_leaves_everything_as_it_was(path: Path) -> None:
    def interrupted(store: Store) -> None:
        with store.transaction():
            store.rows("DELETE FROM versions")
            raise KeyboardInterrupt

    with Store(path) as store:
        before = store.versions()
        with pytest.raises(KeyboardInterrupt):
            interrupted(store)
        assert store.versions() == before


def test_an_interrupted_query_is_an_interrupt_and_leaves_everything_as_it_was(path: Path) -> None:
    endless = "SELECT sum(hash(range) % 7) FROM range(1000000000000)"

    def deletes_and_waits(store: Store) -> None:
        with store.transaction():
            store.rows("DELETE FROM versions")
            store.rows(endless)

    with Store(path) as store:
        before = store.versions()
        for run in (deletes_and_waits, lambda store: store.query(endless)):
            threading.Timer(0.5, store._db.interrupt).start()
            with pytest.raises(KeyboardInterrupt):
                run(store)
            assert store.versions() == before != {}


def test_what_duckdb_says_on_ctrl_c_is_an_interrupt_and_no_other_error_is() -> None:
    with Store() as store:
        with pytest.raises(KeyboardInterrupt), store._errors_of_ours():
            raise RuntimeError("Query interrupted")
        with pytest.raises(RuntimeError, match="something else"), store._errors_of_ours():
            raise RuntimeError("something else")


@pytest.mark.parametrize("at", [0, 3_333, 4_999])
def test_a_text_far_down_a_column_of_blanks_is_kept(at: int) -> None:
    """A data frame's type is often guessed from its first rows."""
    days = [[day, "O1.1", 1, ""] for day in many_days(50)] * 100
    days[at] = [*days[at][:3], "at last"]
    with Store() as store:
        sync_books(store, {"a.xlsx": okrs(check_ins=days)})
        assert store.rows("SELECT row, note FROM check_ins WHERE note IS NOT NULL") == [(at + 2, "at last")]


@pytest.mark.parametrize("text", ["a\0b", "🚀 ‮", "x" * 32_767, "'; DROP TABLE versions; --", "NULL"])
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    with Store() as store:
        state = sync_books(store, {"a.xlsx": okrs(objectives=[("O1", "Team", "Ana", text)])})
        assert state.tables["objectives"].columns["objective"] == [text]


def test_columns_of_no_rows_are_no_trouble() -> None:
    with Store() as store:
        store.insert("standings", {name: np.array([]) for name in ("sync", "objective_id", "score")})
        assert store.rows("SELECT * FROM standings") == []


def test_a_long_query_prints_no_bar_into_what_a_command_prints() -> None:
    with Store() as store, Database() as database:
        for rows in (store.rows, database.rows):
            assert rows("SELECT current_setting('enable_progress_bar')") == [(False,)]
