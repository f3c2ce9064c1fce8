"""Tables are found by their headings: any order, any place, any of the names that people use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_input import Rows, okrs, sync_folders, wrong, xlsx

from okrsheets.core.cells import needed_day
from okrsheets.core.tables.headings import Aliases, HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.store.store import Store

ABOVE: Rows = [["Our OKRs"], ["draft", "of May"], *[[]] * 9]
ROW = ["O1", "Team", "Ana", "Grow"]
OBJECTIVE = {"id": ["O1"], "level": ["team"], "owner": ["Ana"], "objective": ["Grow"]}


def read(title: str, rows: Rows, aliases: Aliases | None = None) -> Extract:
    return extract(RawWorkbook("Q1", [Sheet(title, rows)]), HeadingIndex(aliases))


def only(found: Extract) -> dict[str, list[Any]]:
    """The columns of the only table in which anything stands."""
    (records,) = found.tables
    return {field: values for field, values in records.columns.items() if any(value is not None for value in values)}


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Objectives", [["ID*", "Level*", "Owner*", "Objective*"], ["O1", "Team", "Ana", "Grow"]]),
        ("Sheet1", [["Objective", "Owner", "ID", "Level"], ["Grow", "Ana", "O1", "Team"]]),
        ("OKRs", [["OKR ID", "Tier", "Responsible", "Goal"], ["O1", "Team", "Ana", "Grow"]]),
        ("Sheet1", [["objective_id", "LEVEL", " owner: ", "Objective (text)"], ["O1", "Team", "Ana", "Grow"]]),
        ("Plan", [*ABOVE, ["ID", "Level", "Owner", "Objective"], ROW]),
        ("Objectives", [["ID", "Level", "Owner", "Objective", "Owner"], [*ROW, "Ana"]]),
    ],
    ids=[
        "as in the templates",
        "another order",
        "aliases",
        "spelled anyhow",
        "row 12",
        "a heading twice with the same below",
    ],
)
def test_a_table_is_found_by_its_headings(title: str, rows: Rows) -> None:
    found = read(title, rows)
    assert only(found) == OBJECTIVE
    assert not [problem for problem in found.problems if not problem.note]


def test_a_problem_names_the_cell_where_the_table_really_stands() -> None:
    rows = [*[[]] * 11, ["", "Objective", "Level", "ID", "Owner"], [], ["x", "Grow", "Village", "O1", "Ana"]]
    assert wrong(read("Plan", rows).problems) == [
        "Q1 › Plan!C14: level: 'Village' isn't a valid value",
    ]


@pytest.mark.parametrize("start", [[], [["Welcome"], [], ["How to fill this in"]]])
@pytest.mark.parametrize("indent", [0, 2])
def test_settings_may_stand_as_a_form(start: Rows, indent: int) -> None:
    form: list[list[Any]] = [["Team", "Support"], ["Quarter:", "2026-Q1"], ["Start of cycle", date(2026, 1, 1)]]
    form += [["Cycle end", "2026-03-31"], ["Stale days", "ten"]]
    found = read("Settings", [*start, *([""] * indent + row for row in form)])
    days = {"cycle_start": [needed_day("2026-01-01")], "cycle_end": [needed_day("2026-03-31")]}
    assert only(found) == {"team": ["Support"], "cycle": ["2026-Q1"], **days}
    cell = f"{'BCD'[indent]}{len(start) + 5}"
    assert wrong(found.problems) == [f"Q1 › Settings!{cell}: stale days is text: 'ten'"]


def test_a_missing_column_is_told_with_the_nearest_heading() -> None:
    found = read("Objectives", [["ID", "Leveling", "Ownership", "Parent ID"], ["O1", "Team", "Ana", ""]])
    assert wrong(found.problems) == [
        "note Q1 › Objectives!A1: the objectives have no column 'level'",
        "note Q1 › Objectives!A1: the objectives have no column 'owner'",
        "Q1 › Objectives!A1: the objectives have no column 'objective'",
        "note Q1 › Objectives!B1: 2 columns were not used: 'Leveling' (nearest: 'level'), 'Ownership' (nearest: 'owner')",
    ]
    assert [problem.hint for problem in found.problems] == [
        "is it 'Leveling'? Name that column 'level', or map it in okrsheets.toml",
        "is it 'Ownership'? Name that column 'owner', or map it in okrsheets.toml",
        "add a column 'objective': Describe what will be true at the end of the quarter, in words that people remember.",
        "rename a heading, or map it in okrsheets.toml, if it should count; else nothing is to be done",
    ]
    assert only(found) == {"id": ["O1"]}


def test_a_sheet_whose_title_promises_a_table_must_have_it() -> None:
    found = read("Key results", [["Nr", "Was"], ["1", "x"]])
    assert wrong(found.problems) == [
        "Q1 › Key results: the sheet is called 'Key results' but has no headings of key results"
    ]
    assert found.problems[0].hint == "its heading row needs: id, objective id, key result, target"


@pytest.mark.parametrize(
    ("without", "so"),
    [
        ("Settings", "its team is not known, and the quarter of the day is taken for its cycle"),
        ("Key results", "nothing says how far its objectives are"),
    ],
)
def test_a_sheet_that_is_not_there_is_noted(without: str, so: str) -> None:
    sheets = [Sheet(title, rows) for title, rows in okrs().items() if title != without]
    found = extract(RawWorkbook("Q1", sheets), HeadingIndex())
    assert wrong(found.problems) == [f"note Q1: there is no {without} sheet: {so}"]
    renamed = extract(RawWorkbook("Q1", [*sheets, Sheet(without, [["a", "b"], [1, 2]])]), HeadingIndex())
    assert [problem.location.sheet for problem in renamed.problems] == [without]  # told once


def test_a_workbook_without_any_table_shows_what_was_looked_at() -> None:
    found = read("Budget", [["Month", "Amount"], ["May", 5]])
    assert wrong(found.problems) == ["Q1 › Budget: unrecognised table (headings: Month, Amount)"]


@pytest.mark.parametrize("rows", [[], [[]], [["", None]]])
def test_an_empty_workbook_says_that_it_is_empty(rows: Rows) -> None:
    assert wrong(read("Sheet1", rows).problems) == ["Q1: the workbook is empty"]


def test_a_sheet_of_something_else_beside_known_ones_is_noted() -> None:
    sheets = [Sheet(title, rows) for title, rows in {**okrs(), "Budget": [["Month"], ["May"]]}.items()]
    assert wrong(extract(RawWorkbook("Q1", sheets), HeadingIndex()).problems) == [
        "note Q1 › Budget: unrecognised table; skipped"
    ]


GERMAN: Rows = [["Nr", "Ziel", "Messgröße", "Von", "Bis", "Wer"], ["K1", "O1", "Antwort", 20, 5, "Ana"]]
MAPPED = {
    "Nr": "id",
    "Ziel": "objective id",
    "Messgröße": "Key_Result",
    "Von": "start",
    "Bis": "target",
    "Wer": "owner",
}


def test_a_heading_may_be_mapped_to_a_column() -> None:
    assert only(read("Key results", GERMAN, {"key results": MAPPED})) == {
        "id": ["K1"],
        "objective_id": ["O1"],
        "key_result": ["Antwort"],
        "start": [20.0],
        "target": [5.0],
        "owner": ["Ana"],
    }


def test_a_mapping_goes_before_a_heading_of_ours() -> None:
    rows = [["ID", "Level", "Owner", "Objective", "Really responsible"], ["O1", "Team", "Ana", "Grow", "Ben"]]
    mapped = {"objectives": {"Really responsible": "owner"}}
    assert only(read("Objectives", rows, mapped))["owner"] == ["Ben"]


def test_a_new_mapping_reads_workbooks_again_that_did_not_change(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(xlsx({"Key results": GERMAN}))
    german = HeadingIndex({"key results": MAPPED})
    with Store() as store:
        outcomes = [sync_folders(store, tmp_path, layouts=layouts) for layouts in (None, german, german, None)]
        assert [outcome.read for outcome in outcomes] == [["q1.xlsx"], ["q1.xlsx"], (), ["q1.xlsx"]]
        owners = store.rows("SELECT owner FROM key_results ORDER BY version")
    assert owners == [(None,), ("Ana",), (None,)]
