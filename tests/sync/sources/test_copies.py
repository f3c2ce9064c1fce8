"""The same book twice: which names look like copies, which contents are, and which one counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bad_input import TODAY, okrs, sync_folders, wrong, xlsx

from okrsheets.sync.sources.base import FileInfo
from okrsheets.sync.sources.copies import plain_name, possible_copies
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

HOURS = 3600
MARKED = [
    "Hafen (1).xlsx", "Hafen (2).xlsx", "Copy of Hafen.xlsx", "Copy (2) of Hafen.xlsx", "Hafen - Copy.xlsx",
    "Hafen - Copy (3).xlsx", "Hafen-LAPTOP.xlsx", "Hafen-DESKTOP-AB12CD.xlsx", "Hafen - Kopie.xlsx", "Kopie von Hafen.xlsx",
    "Hafen Kopie 2.xlsx", "Hafen_copy.xlsx", "Copia de Hafen.xlsx", "Hafen (Ana's conflicted copy 2026-08-01).xlsx",
    "Hafen.sync-conflict-20260801-101010-ABCDEF.xlsx", "Hafen (backup) - Copy.xlsx", "hafen.ods", "Backup of Hafen.xlsx",
]  # fmt: skip
OTHERS = ["Hafen 2026-Q2.xlsx", "Hafen-EMEA.xlsx", "Hafen 2.xlsx", "Photocopy.xlsx", "Copy.xlsx", "Hafen OKRs.xlsx"]


def book(current: float, **changes: object) -> bytes:
    rows = [
        ("O1.1", "O1", "Hours to a first answer", 20, 5, current),
        ("O1.2", "O1", "Calls that are answered", 0, 9, 3),
    ]
    return xlsx(okrs(key_results=rows, **changes))  # type: ignore[arg-type]


def write(path: Path, data: bytes, hours_ago: int) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    moment = 1_786_000_000 - hours_ago * HOURS
    os.utime(path, (moment, moment))


def synced(folder: Path) -> tuple[list[float], list[str]]:
    """The current value of the first key result in each workbook that counts, and what is said."""
    with Store() as store:
        outcome = sync_folders(store, folder)
        state = State(store, outcome.sync, TODAY)
        said = [*wrong(outcome.skipped), *wrong(state.all_problems())]
        return state.tables["key results"].columns["current"][::2], said


@pytest.mark.parametrize("name", MARKED)
def test_a_name_with_the_mark_of_a_copy_is_that_of_the_book(name: str) -> None:
    assert plain_name(name).replace(" (backup)", "") == plain_name("Hafen.xlsx")


@pytest.mark.parametrize("name", OTHERS)
def test_another_name_is_another_book(name: str) -> None:
    assert plain_name(name) != plain_name("Hafen.xlsx")
    assert not possible_copies([FileInfo(each, each, size, 0) for size, each in enumerate((name, "Hafen.xlsx"))])


@pytest.mark.parametrize("name", ["Hafen (1).xlsx", "Hafen-LAPTOP.xlsx", "Kopie von Hafen.xlsx", "Copy of Hafen.xlsx"])
def test_the_newer_of_two_copies_counts_and_the_older_is_a_problem(name: str, tmp_path: Path) -> None:
    write(tmp_path / "Hafen.xlsx", book(10), hours_ago=1)
    write(tmp_path / name, book(12), hours_ago=99)
    current, said = synced(tmp_path)
    assert current == [10.0]
    (problem,) = said
    assert problem.startswith(f"{name}: a copy of 'Hafen.xlsx' with other content; skipped: it was changed on 2026-08-")
    write(tmp_path / name, book(12), hours_ago=0)
    current, (problem,) = synced(tmp_path)
    assert current == [12.0]
    assert problem.startswith(f"Hafen.xlsx: a copy of {name!r} with other content; skipped")


@pytest.mark.parametrize("name", ["Hafen (1).xlsx", "Hafen - Kopie.xlsx", "backup/Hafen.xlsx"])
def test_the_same_content_twice_is_a_note_and_the_plain_name_counts(name: str, tmp_path: Path) -> None:
    write(tmp_path / "Hafen.xlsx", book(10), hours_ago=99)
    write(tmp_path / name, book(10), hours_ago=1)
    current, said = synced(tmp_path)
    assert current == [10.0]
    assert said == [f"note {name}: the same as 'Hafen.xlsx'; skipped"]


def test_three_copies_are_told_by_the_newest(tmp_path: Path) -> None:
    for hours, name in enumerate(["Hafen - Copy.xlsx", "Hafen.xlsx", "Hafen (2).xlsx"]):
        write(tmp_path / name, book(10 + hours), hours_ago=hours)
    current, said = synced(tmp_path)
    assert current == [10.0]
    assert [line.split(" with")[0] for line in said] == [
        "Hafen (2).xlsx: a copy of 'Hafen - Copy.xlsx'",
        "Hafen.xlsx: a copy of 'Hafen - Copy.xlsx'",
    ]


def test_two_books_of_which_one_bears_the_mark_of_a_copy_are_both_read(tmp_path: Path) -> None:
    other = okrs(
        "Sales",
        objectives=(("S1", "Team", "Bo", "Sell more boats"),),
        key_results=(
            ("S1.1", "S1", "Boats that were sold", 0, 9, 4),
            ("S1.2", "S1", "Customers who came back", 0, 9, 1),
        ),
    )
    write(tmp_path / "Team.xlsx", book(10), hours_ago=1)
    write(tmp_path / "Team (1).xlsx", xlsx(other), hours_ago=2)
    assert synced(tmp_path) == ([4.0, 10.0], [])


def test_a_copy_is_read_again_when_the_book_that_counted_changes_or_goes(tmp_path: Path) -> None:
    write(tmp_path / "Hafen.xlsx", book(10), hours_ago=1)
    write(tmp_path / "Hafen (1).xlsx", book(12), hours_ago=99)
    with Store() as store:
        first = sync_folders(store, tmp_path)
        same = sync_folders(store, tmp_path)
        (tmp_path / "Hafen.xlsx").unlink()
        third = sync_folders(store, tmp_path)
        values = State(store, third.sync, TODAY).tables["key results"].columns["current"]
    assert (first.changed, same.changed, third.read) == (True, False, ["Hafen (1).xlsx"])
    assert values == [12.0, 3.0]


def test_a_table_that_lies_twice_in_a_folder_of_csv_files_is_told(tmp_path: Path) -> None:
    table = "Id,Level,Owner,Objective\nO1,Team,Ana,Grow\n"
    for name, text in {
        "objectives": table,
        "objectives (1)": table,
        "objectives - Copy": table + "O2,Team,Bo,Go\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    _, said = synced(tmp_path)
    assert f"note {tmp_path.name} › objectives (1): the same as 'objectives.csv'; skipped" in said
    assert f"{tmp_path.name} › objectives - Copy: a copy of 'objectives.csv' with other content; both were read" in said
