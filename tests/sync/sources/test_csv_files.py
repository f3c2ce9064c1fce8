"""Rows out of .csv as it comes, and folders of .csv as one workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from bad_input import TODAY, sync_folders, wrong

from okrsheets.core.errors import SourceError
from okrsheets.sync.sources import csv_files
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
    (tmp_path / "export.csv").write_text(f'a,b\n"{"x," * 60_000}",2\n', "utf-8")
    with Store() as store:
        (fault,) = sync_folders(store, tmp_path).faults.values()
    assert (fault.what, fault.hint) == (
        "export.csv: a cell has more than 100,000 characters",
        "shorten the text, or delete it",
    )


LARGE = {
    "delimiters": (b"," * 30_000, 30_001),
    "empty lines": (b"a,b\n" + b"\n" * 30_000, 30_003),
    "line ends of Windows": (b"\r\n" * 30_000, 30_001),
    "line ends of old Macs": (b"\r" * 30_000, 30_001),
    "semicolons in UTF-16": (("a;b\n" * 10_000).encode("utf-16"), 20_001),
    "delimiters after a text": (b'"a,b"' + b"," * 30_000, 30_001),
}


@pytest.mark.parametrize(("data", "cells"), LARGE.values(), ids=LARGE)
def test_a_csv_with_too_many_cells_is_refused_before_its_rows_are_built(
    data: bytes, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[int] = []

    def text(content: str, newline: str) -> io.StringIO:
        parsed.append(len(content))
        return io.StringIO(content, newline)

    monkeypatch.setattr(csv_files, "StringIO", text)
    with pytest.raises(SourceError, match=f"^the file has {cells:,} cells; the limit is 1,000$") as raised:
        csv_rows(data, most_cells=1_000)
    assert max(parsed) <= csv_files.LOOK_AT
    assert raised.value.hint == "split the file, or raise `cells` under [limits] in okrsheets.toml"
    assert csv_rows(data, most_cells=cells)


def test_delimiters_and_line_breaks_within_texts_are_no_cells() -> None:
    rows, _ = csv_rows(b'ID,Level,Owner,Objective\nO1,Team,Ana,"' + b"a,\n" * 900 + b'"\n', most_cells=1_000)
    assert len(rows[1]) == 4


def test_the_csv_files_of_a_folder_share_their_number_of_cells() -> None:
    files = [(Path(f"{name}.csv"), b"a,b,c\n" * 150) for name in ("one", "two", "three")]
    assert len(csv_files.csv_book("team", files, 2_000).parse().sheets) == 3
    with pytest.raises(
        SourceError, match=r"^three\.csv: the file has 451 cells, after 900 in the files before it; the limit is 1,000$"
    ):
        csv_files.csv_book("team", files, 1_000).parse()


@pytest.mark.parametrize("text", ["x" * 250_000, "\0" * 250_000, "a,b\n" + "y" * 250_000 + ",c\n"])
def test_a_text_too_long_for_a_cell_is_refused_before_rows_are_built(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "reader", lambda rows, delimiter: iter([["a", "b"]]))
    with pytest.raises(SourceError, match=r"^a cell has more than 100,000 characters$"):
        csv_rows(text.encode())


def test_a_text_beside_the_csv_files_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(TABLE, "utf-8")
    with Store() as store:
        first = sync_folders(store, tmp_path)
        (tmp_path / "notes.txt").write_text("x", "utf-8")
        again = sync_folders(store, tmp_path)
        (tmp_path / "skills.csv").write_text("Skill,Category\nWriting,Words\n", "utf-8")
        third = sync_folders(store, tmp_path)
    assert (first.changed, again.changed, third.changed) == (True, False, True)
