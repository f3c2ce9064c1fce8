"""The quarter of a row, wherever a workbook says it: tab, title, column, file or folder name, with or without its year."""

from __future__ import annotations

from datetime import date

import pytest
from bad_input import Rows, wrong

from okrsheets.core import schema
from okrsheets.core.errors import Problem
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet

HEADINGS = ["Objective", "Key result", "Owner", "Start", "Target", "Current"]
BODY: Rows = [["Grow", "Sell", "Ann", 0, 10, 5], ["", "Train", "Bo", 0, 20, 10]]
TABLE: Rows = [HEADINGS, *BODY]


def read(name: str, sheets: dict[str, Rows], fiscal_year_start: int = 1, changed_in: int | None = None) -> Extract:
    raw = RawWorkbook(name, [Sheet(title, rows) for title, rows in sheets.items()], changed_in=changed_in)
    return extract(raw, HeadingIndex(fiscal_year_start=fiscal_year_start))


def cycles(found: Extract) -> dict[str, int]:
    """How many key results each cycle of a workbook has; the cycle without a name is that of the day."""
    counts: dict[str, int] = {}
    for part in found.parts:
        names = [records.columns["cycle"][0] for records in part.tables if records.table is schema.SETTINGS]
        results = [len(records) for records in part.tables if records.table is schema.KEY_RESULTS]
        counts[names[0] if names else ""] = sum(results)
    return counts


def problems(found: Extract) -> list[Problem]:
    return [problem for part in found.parts for problem in part.problems if not problem.note]


@pytest.mark.parametrize(
    ("title", "cycle"),
    [
        ("Q2 2026", "2026-Q2"),
        ("OKRs 2. Quartal 2026", "2026-Q2"),
        ("Apr-Jun 2026", "2026-Q2"),
        ("Objectifs T2-2026", "2026-Q2"),
        ("2026 H1", "2026-H1"),
        ("Q1 FY26", "2026-Q1"),
        ("Sheet1", ""),
    ],
)
def test_a_tab_or_a_line_above_the_table_names_the_cycle(title: str, cycle: str) -> None:
    assert cycles(read("okr.xlsx", {title: TABLE})) == {cycle: 2}
    assert cycles(read("okr.xlsx", {"Plan": [[title], [], *TABLE]})) == {cycle: 2}


def test_a_fiscal_year_that_begins_in_april_is_followed_in_titles() -> None:
    assert cycles(read("okr.xlsx", {"Q1 FY26": TABLE}, fiscal_year_start=4)) == {"2026-Q2": 2}


@pytest.mark.parametrize(
    ("name", "cycle"),
    [
        ("OKRs Q3 2026.xlsx", "2026-Q3"),
        ("2026-Q3/Hafen.xlsx", "2026-Q3"),
        ("2026/Q3/Hafen.xlsx", "2026-Q3"),
        ("hafen_2026q3_final.xlsx", "2026-Q3"),
        ("OKRs 2026.xlsx", ""),
        ("Hafen.xlsx", ""),
    ],
)
def test_the_name_of_the_file_or_its_folder_names_the_cycle_where_the_workbook_does_not(name: str, cycle: str) -> None:
    assert cycles(read(name, {"Plan": TABLE})) == {cycle: 2}
    assert cycles(read(name, {"Q2 2025": TABLE})) == {"2025-Q2": 2}


@pytest.mark.parametrize(
    ("name", "first_tab", "changed_in", "noted"),
    [
        ("OKRs 2025.xlsx", [], 2026, 0),
        ("OKRs.xlsx", [["Plan for 2025"]], 2026, 0),
        ("OKRs.xlsx", [[date(2025, 5, 1)]], 2026, 0),
        ("OKRs.xlsx", [], 2025, 2),
    ],
)
def test_the_year_of_tabs_without_one_comes_from_the_workbook(
    name: str, first_tab: Rows, changed_in: int, noted: int
) -> None:
    found = read(name, {"Read me 2025" if first_tab else "Read me": first_tab, "Q1": TABLE, "Q2": TABLE}, 1, changed_in)
    assert cycles(found) == {"2025-Q2": 2, "2025-Q1": 2}
    assert sum("no year is written" in problem.what for problem in found.problems) == noted


def test_without_any_year_a_column_of_quarters_is_told() -> None:
    rows = [[*HEADINGS, "Quarter"], [*BODY[0], "Q1"], ["Win", *BODY[1][1:], "Q2"]]
    found = read("OKRs.xlsx", {"Plan": rows})
    assert [(problem.location.cell, problem.what[:32]) for problem in problems(found)] == [
        ("G2", "'Q1' isn't a quarter with a year")
    ]
    assert cycles(read("OKRs 2026.xlsx", {"Plan": rows})) == {"2026-Q2": 1, "2026-Q1": 1}


def test_an_objective_that_is_written_once_counts_across_quarters() -> None:
    rows = [[*HEADINGS, "Period"], [*BODY[0], "Jul–Sep 2026"], [*BODY[1], "Apr–Jun 2026"]]
    found = read("OKRs.xlsx", {"Plan": rows})
    assert cycles(found) == {"2026-Q3": 1, "2026-Q2": 1}
    assert problems(found) == []
    objectives = [
        records.columns["objective_id"]
        for part in found.parts
        for records in part.tables
        if records.table is schema.KEY_RESULTS
    ]
    assert objectives == [["Grow"], ["Grow"]]


def test_a_row_that_goes_on_with_the_objective_above_goes_on_with_its_quarter() -> None:
    rows = [[*HEADINGS, "Quarter"], [*BODY[0], "Q1 2026"], [*BODY[1], ""]]
    assert cycles(read("OKRs.xlsx", {"Plan": rows})) == {"2026-Q1": 2}


SETTINGS: Rows = [["Team", "Cycle", "Cycle start", "Cycle end"], ["Hafen", "2026-Q3", "2026-07-01", "2026-09-30"]]


def test_a_file_name_that_contradicts_the_settings_is_told() -> None:
    found = read("OKRs Q4 2026.xlsx", {"Settings": SETTINGS, "Key results": TABLE})
    assert wrong(found.problems)[0] == (
        "OKRs Q4 2026.xlsx › Settings!B2: the settings say 2026-Q3, the file's name says 2026-Q4; the settings count"
    )
    for name in ("OKRs 2026-Q3.xlsx", "OKRs H2 2026.xlsx", "OKRs 2026.xlsx", "OKRs.xlsx"):
        assert problems(read(name, {"Settings": SETTINGS, "Key results": TABLE})) == []


def test_quarters_side_by_side_are_read_apart() -> None:
    rows: Rows = [
        ["", "", "Q2", "", "Q3", ""],
        ["Objective", "Key result", "Target", "Actual", "Target", "Actual"],
        ["Grow", "Sell", 10, 9, 20, 5],
        ["", "Train", 10, 8, 20, 10],
    ]
    found = read("OKRs 2026.xlsx", {"Plan": rows})
    values = {
        part.tables[0].columns["cycle"][0]: records.columns["current"]
        for part in found.parts
        for records in part.tables
        if records.table is schema.KEY_RESULTS
    }
    assert values == {"2026-Q3": [5, 10], "2026-Q2": [9, 8]}
