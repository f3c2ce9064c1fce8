"""Rows out of .csv as it comes, and folders of .csv as one workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input import TODAY, sync_folders, wrong

from okrsheets.sync.sources.csv_files import csv_rows
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

TABLE = 'ID,Level,Owner,Objective\nO1,Team,Ána,"Grow, fast"\n'
ROWS = [["ID", "Level", "Owner", "Objective"], ["O1", "Team", "Ána", "Grow, fast"]]
QUOTED = '"ID,Level,Owner,Objective"\n"O1,Team,Ána,""Grow, fast"""\n'
SEMICOLONS = "ID;Level;Owner;Objective\nO1;Team;Ána;Grow, fast\n"
QUOTED_SEMICOLONS = '"ID;Level;Owner;Objective"\n"O1;Team;Ána;Grow, fast"\n'
UTF_16 = "the file is UTF-16, not UTF-8; it was read all the same"
WINDOWS = "the file is not UTF-8; it was read as Windows-1252"
TAKEN_APART = "every row was in one quoted cell; the cells were separated"

FILES = {
    "UTF-8": (TABLE.encode(), ""),
    "a byte-order mark": (TABLE.encode("utf-8-sig"), ""),
    "line ends of Windows": (TABLE.replace("\n", "\r\n").encode(), ""),
    "line ends of old Macs": (TABLE.replace("\n", "\r").encode(), ""),
    "Windows-1252": (TABLE.encode("cp1252"), WINDOWS),
    "UTF-16": (TABLE.encode("utf-16"), UTF_16),
    "UTF-16 without its mark": (TABLE.encode("utf-16-le"), UTF_16),
    "UTF-16 the other way round": (TABLE.encode("utf-16-be"), UTF_16),
    "semicolons": (SEMICOLONS.encode(), ""),
    "tabs": (SEMICOLONS.replace(";", "\t").encode(), ""),
    "every row in one quoted cell": (QUOTED.encode("utf-8-sig"), TAKEN_APART),
    "rows of semicolons in one quoted cell": (QUOTED_SEMICOLONS.encode(), TAKEN_APART),
}


@pytest.mark.parametrize(("data", "what"), FILES.values(), ids=FILES)
def test_the_same_rows_come_out_of_every_kind_of_csv(data: bytes, what: str) -> None:
    assert csv_rows(data) == (ROWS, what)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Our goals, 2026\n\nID;Level;Owner;Objective\nO1;Team;Ana;Grow\n", ["O1", "Team", "Ana", "Grow"]),
        ("sep=;\nID;Level;Owner\nO1;Team;Ana\n", ["O1", "Team", "Ana"]),
        ("ID;Start;Target\nK1;1,5;2,5\nK2;0,5;4,5\n", ["K2", "0,5", "4,5"]),
        ("ID\nO1\n", ["O1"]),
        ("", None),
    ],
    ids=["a title above", "a line for Excel", "decimal commas", "one column", "nothing"],
)
def test_what_parts_the_cells_is_told_by_the_whole_table(text: str, last: list[str] | None) -> None:
    rows, what = csv_rows(text.encode())
    assert (rows[-1] if rows else None) == last
    assert not what


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    rows, what = csv_rows(b'ID,Level,Owner,Objective\nO1,Team,Ana,"Grow\nO2,Team,Ana,Shrink\n')
    assert len(rows) == 2
    assert what == "a quotation mark is never closed, so all rows after it are in one cell"


def test_the_csv_files_of_a_folder_are_the_tables_of_one_workbook(tmp_path: Path) -> None:
    team = tmp_path / "support"
    team.mkdir()
    (team / "objectives.csv").write_text(TABLE, "utf-8")
    (team / "key results.csv").write_bytes(
        "ID;Objective ID;Key result;Start;Target\nK1;O1;Größe;1;2\n".encode("cp1252")
    )
    with Store() as store:
        outcome = sync_folders(store, tmp_path)
        state = State(store, outcome.sync, TODAY)
        tables, problems = state.tables, state.all_problems()
        assert outcome.read == ["support"]
        assert str(tables["objectives"].location(0, "objective")) == "support › objectives!D2"
        assert tables["key results"].columns["key_result"] == ["Größe"]
    assert wrong(problems) == [
        f"support › key results: {WINDOWS}",
        "note support: there is no Settings sheet: its team is not known,"
        " and the quarter of the day is taken for its cycle",
    ]
    assert problems[0].hint == "save it as 'CSV UTF-8'"


def test_a_csv_that_cannot_be_read_is_named_within_its_folder(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(TABLE, "utf-8")
    (tmp_path / "export.csv").write_text(f'a,b\n"{"x" * 1_100_000}",2\n', "utf-8")
    with Store() as store:
        (fault,) = sync_folders(store, tmp_path).faults.values()
    assert fault.what.startswith("export.csv: this isn't a valid .csv file: field larger than field limit")


def test_a_text_beside_the_csv_files_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(TABLE, "utf-8")
    with Store() as store:
        first = sync_folders(store, tmp_path)
        (tmp_path / "notes.txt").write_text("x", "utf-8")
        again = sync_folders(store, tmp_path)
        (tmp_path / "skills.csv").write_text("Skill,Category\nWriting,Words\n", "utf-8")
        third = sync_folders(store, tmp_path)
    assert (first.changed, again.changed, third.changed) == (True, False, True)
