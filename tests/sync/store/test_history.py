"""What the store remembers: last good data, what went, past days; and that nothing happens when nothing changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_input import TODAY, Rows, okrs, sync_books, sync_folders, xlsx

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location, Problem, SourceError
from okrsheets.sync.sources.base import FileInfo, MemorySource
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store import evaluation
from okrsheets.sync.store.history import earlier_review
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

BROKEN = SourceError("the file is damaged", "restore it")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as opened:
        yield opened


def team(name: str, current: float = 5) -> dict[str, Rows]:
    return okrs(
        name, [[f"{name}-1", "Team", "Ana", f"{name} grows"]], [[f"{name}-1.1", f"{name}-1", "x", 0, 10, current]]
    )


def scores(state: State) -> dict[str, float]:
    return dict(evaluation.scores(state))


def faults(state: State) -> dict[str, str]:
    return {book.name: book.fault for book in state.workbooks()}


def content(store: Store) -> list[list[tuple[object, ...]]]:
    """Every row of every table of the store."""
    names = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1")]
    assert {"versions", "objectives"} <= set(names)
    return [sorted(store.rows(f'SELECT * FROM "{name}"'), key=repr) for name in names]


def test_a_workbook_that_cannot_be_read_any_more_keeps_its_last_good_data_and_is_marked(store: Store) -> None:
    sync_books(store, {"a.xlsx": team("A", 5), "b.xlsx": team("B", 5)}, TODAY)
    state = sync_books(store, {"a.xlsx": BROKEN, "b.xlsx": team("B", 9)}, TODAY + 1)
    assert scores(state) == {"A-1": 0.5, "B-1": 0.9}
    assert faults(state) == {"a.xlsx": "the file is damaged", "b.xlsx": ""}
    assert [book.read_on for book in state.workbooks()] == [TODAY, TODAY + 1]
    (problem,) = state.all_problems()
    assert str(problem) == "a.xlsx: the file is damaged\n  hint: restore it"


def test_a_workbook_that_can_be_read_again_is_marked_no_more(store: Store) -> None:
    books = {"a.xlsx": team("A"), "b.xlsx": team("B")}
    sync_books(store, books)
    sync_books(store, {**books, "a.xlsx": BROKEN})
    state = sync_books(store, books)
    assert faults(state) == {"a.xlsx": "", "b.xlsx": ""}
    assert len(store.rows("SELECT * FROM versions")) == 2


def test_a_workbook_that_was_deleted_leaves_the_state_and_stays_in_the_past(store: Store) -> None:
    sync_books(store, {"a.xlsx": team("A"), "b.xlsx": team("B")})
    assert scores(sync_books(store, {"b.xlsx": team("B")})) == {"B-1": 0.5}
    assert scores(State(store, 1, TODAY)) == {"A-1": 0.5, "B-1": 0.5}


def test_two_states_of_one_store_can_be_read_side_by_side(store: Store) -> None:
    before = sync_books(store, {"a.xlsx": team("A"), "b.xlsx": team("B"), "copy.xlsx": team("B", 7)})
    after = sync_books(store, {"c.xlsx": team("C", 8)}, TODAY + 1)
    for _ in range(2):
        assert scores(after) == {"C-1": 0.8}
        assert scores(before) == {"A-1": 0.5, "B-1": 0.5}
        assert faults(before) == {"a.xlsx": "", "b.xlsx": "", "copy.xlsx": ""}
        assert len(before.table(schema.KEY_RESULTS)) == 2
        assert before.all_problems()
        assert not after.all_problems()


def test_the_same_input_twice_changes_nothing_in_the_store(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(team("A")))
    (tmp_path / "bad.xlsx").write_bytes(b"PK")
    first = sync_folders(store, tmp_path)
    before = content(store)
    again = sync_folders(store, tmp_path, today=TODAY + 7)
    assert (first.changed, again.changed) == (True, False)
    assert again.sync == first.sync
    assert again.faults == first.faults
    assert content(store) == before


def test_a_new_time_without_new_content_is_no_new_version(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(team("A")))
    sync_folders(store, tmp_path)
    os.utime(path, ns=(1, 1_000_000_000))
    outcome = sync_folders(store, tmp_path)
    assert (outcome.sync, outcome.changed, outcome.unchanged) == (1, False, 1)
    assert store.rows("SELECT version, modified FROM versions") == [(1, 1_000_000_000)]


def test_a_past_day_has_the_figures_that_it_had(store: Store) -> None:
    for days, current in ((0, 2), (7, 4), (14, 8)):
        sync_books(store, {"a.xlsx": team("A", current)}, TODAY + days)
    replayed = {}
    for day in (TODAY, TODAY + 10, TODAY + 99):
        last = store.last_sync(day)
        assert last is not None
        replayed[day - TODAY] = scores(State(store, last[0], day))["A-1"]
    assert replayed == {0: 0.2, 10: 0.4, 99: 0.8}
    assert store.last_sync(TODAY - 1) is None
    earlier = earlier_review(store, TODAY + 14, "")
    assert earlier is not None
    assert (earlier.day, earlier.scores, earlier.lifecycles) == (TODAY + 7, {"A-1": 0.4}, {"A-1": "active"})


def test_check_ins_after_the_day_are_not_looked_at(store: Store) -> None:
    days = [[date(2026, 1, 10), "O1.1", 14, ""], [date(2026, 2, 10), "O1.1", 8, ""]]
    book = okrs(key_results=[["O1.1", "O1", "Hours", 20, 5, ""]], check_ins=days)
    sync_books(store, {"a.xlsx": book})
    found = [scores(State(store, 1, needed_day(day)))["O1"] for day in ("2026-01-31", "2026-02-28")]
    assert found == pytest.approx([0.4, 0.8])


def test_two_cycles_in_one_folder_do_not_mix(store: Store) -> None:
    spring = ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30))
    books = {"q1.xlsx": team("A", 5), "q2.xlsx": {**team("A", 1), "Settings": okrs(cycle=spring)["Settings"]}}
    sync_books(store, books)
    found = {}
    for day, cycle in (("2026-02-15", ""), ("2026-05-01", ""), ("2026-02-15", "2026-q2")):
        state = State(store, 1, needed_day(day), cycle)
        found[day, cycle] = (state.cycle.name if state.cycle else "", scores(state), *map(str, state.all_problems()))
    left_out = "{}.xlsx: not in the review of 2026-Q{}, since the cycle is 2026-Q{}: {}.xlsx\n  hint: --cycle '2026-Q{}' shows it"
    assert list(found.values()) == [
        ("2026-Q1", {"A-1": 0.5}, left_out.format("q2", 1, 2, "q2", 2)),
        ("2026-Q2", {"A-1": 0.1}, left_out.format("q1", 2, 1, "q1", 1)),
        ("2026-Q2", {"A-1": 0.1}, left_out.format("q1", 2, 1, "q1", 1)),
    ]


def test_a_source_folder_that_was_moved_is_a_fault_and_its_data_is_kept(store: Store, tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    for folder in (here, there):
        folder.mkdir()
        (folder / "q1.xlsx").write_bytes(xlsx(team(folder.name)))
    sync_folders(store, here, there)
    here.rename(tmp_path / "elsewhere")
    outcome = sync_folders(store, here, there)
    state = State(store, outcome.sync, TODAY)
    assert scores(state) == {"a-1": 0.5, "b-1": 0.5}
    assert outcome.gone == []
    assert faults(state) == {"q1.xlsx": f"there is no file or folder {str(here)!r}", "b/q1.xlsx": ""}
    (tmp_path / "elsewhere").rename(here)
    assert not sync_folders(store, here, there).faults


class Closed(MemorySource):
    """A folder in which another one was closed to us."""

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        stamps, _ = super().list()
        problem = Problem(Location("team"), "the folder cannot be read: Permission denied", "ask for permission")
        return [stamp for stamp in stamps if not stamp.name.startswith("team/")], [problem]


def test_a_folder_within_that_cannot_be_read_keeps_its_data(store: Store) -> None:
    books: dict[str, Any] = {"team/q1.xlsx": team("A"), "teams.xlsx": team("B")}
    sync_books(store, books)
    outcome = sync(store, [Closed({"team/q1.xlsx": team("A")})], TODAY)
    state = State(store, outcome.sync, TODAY)
    assert outcome.gone == ["teams.xlsx"]
    assert scores(state) == {"A-1": 0.5}
    assert faults(state) == dict.fromkeys(("team", "team/q1.xlsx"), "the folder cannot be read: Permission denied")


def test_a_workbook_that_becomes_a_link_to_nowhere_keeps_its_data(store: Store, tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(xlsx(team("A")))
    sync_folders(store, tmp_path)
    (tmp_path / "q1.xlsx").unlink()
    (tmp_path / "q1.xlsx").symlink_to("gone.xlsx")
    outcome = sync_folders(store, tmp_path)
    state = State(store, outcome.sync, TODAY)
    assert scores(state) == {"A-1": 0.5}
    assert faults(state) == {"q1.xlsx": "the file cannot be read: No such file or directory"}


def test_a_new_workbook_does_not_take_the_name_of_one_that_is_out_of_reach(store: Store, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "q1.xlsx").write_bytes(xlsx(team(name)))
    sync_folders(store, tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "elsewhere")
    outcome = sync_folders(store, tmp_path / "a", tmp_path / "b")
    assert outcome.read == ["b/q1.xlsx"]
    assert scores(State(store, outcome.sync, TODAY)) == {"a-1": 0.5, "b-1": 0.5}


def test_workbooks_of_one_name_keep_their_names_apart_whoever_is_synced(store: Store, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        (folder / "q1.xlsx").write_bytes(xlsx(team(folder.name)))
    assert sync_folders(store, *folders).read == ["q1.xlsx", "b/q1.xlsx"]
    assert not sync_folders(store, folders[1]).changed
    assert not sync_folders(store, *folders).changed
    (folders[0] / "q1.xlsx").unlink()
    assert sync_folders(store, *folders).gone == ["q1.xlsx"]
    assert list(store.versions()) == ["b/q1.xlsx"]


def test_a_workbook_that_was_synced_alone_is_gone_when_its_folder_no_longer_has_it(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(team("A")))
    sync_folders(store, tmp_path / "a.xlsx")
    assert not sync_folders(store, tmp_path).changed
    (tmp_path / "a.xlsx").unlink()
    assert sync_folders(store, tmp_path).gone == ["a.xlsx"]


def test_a_workbook_that_was_given_alone_beside_its_folder_leaves_no_ghost(store: Store, tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    book = tmp_path / "team" / "q1.xlsx"
    book.write_bytes(xlsx(team("A")))
    sync(store, [FolderSource(tmp_path / "team"), FolderSource(book)], TODAY)
    assert sorted(store.versions()) == ["q1.xlsx", "team/q1.xlsx"]
    sync(store, [FolderSource(tmp_path / "team")], TODAY)
    assert sorted(store.versions()) == ["q1.xlsx"]
