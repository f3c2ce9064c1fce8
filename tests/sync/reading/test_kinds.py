"""Rows, regions and headings of other people's sheets: what counts, what is noted, and what is a problem."""

from __future__ import annotations

from typing import Any

import pytest
from bad_input import Rows, wrong

from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet

HEADINGS = ["Id", "Objective id", "Key result", "Start", "Target", "Current"]


def kr(number: int, *more: Any) -> list[Any]:
    return [f"K{number}", "O1", f"Answered {number}", 0, 10, number, *more]


def read(*sheets: tuple[str, Rows], **facts: Any) -> Extract:
    return extract(RawWorkbook("Q", [Sheet(title, rows) for title, rows in sheets], **facts), HeadingIndex())


def ids(found: Extract, table: str = "key results") -> list[Any]:
    return [name for records in found.tables if records.table.name == table for name in records.columns["id"]]


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL:", "Summe", "Grand total", "Promedio", "Moyenne", "Ø", "Total (KRs)"]
)
@pytest.mark.parametrize("at", [0, 2])
def test_totals_are_noted_and_not_counted(label: str, at: int) -> None:
    row: list[Any] = ["", "", "", "", 20, 3]
    row[at] = label
    found = read(("Plan", [HEADINGS, kr(1), kr(2), row]))
    assert ids(found) == ["K1", "K2"]
    assert wrong(found.problems) == [
        f"note Q › Plan!{'ABC'[at]}4: row 4 ({label!r}): totals and averages are not counted"
    ]


def test_rows_that_a_table_declares_as_totals_are_noted() -> None:
    sheet = Sheet("Plan", [HEADINGS, kr(1), ["", "", "", "", 10, 1]], totals_rows=[2])
    found = extract(RawWorkbook("Q", [sheet]), HeadingIndex())
    assert ids(found) == ["K1"]
    assert [problem.note for problem in found.problems] == [True]


def test_numbers_without_a_key_result_are_a_problem_at_their_row() -> None:
    found = read(("Plan", [HEADINGS, kr(1), ["", "", "", "", 20, 3]]))
    assert ids(found) == ["K1"]
    assert wrong(found.problems) == ["Q › Plan!E3: row 3: something is filled in, but no key result; not counted"]


def test_many_rows_of_one_kind_are_one_note() -> None:
    rows: Rows = [
        HEADINGS,
        *[row for number in range(1, 9) for row in (["Team " + "ABCDEFGH"[number - 1]], kr(number))],
    ]
    found = read(("Plan", rows))
    assert len(ids(found)) == 8
    assert wrong(found.problems) == [
        "note Q › Plan!A2: rows 2, 4, 6, 8, 10 and 3 more ('Team A'): a heading for the rows below, or a remark; not counted"
    ]


def test_a_second_table_beside_or_below_is_read_as_such() -> None:
    check_ins: Rows = [["Date", "Key result id", "Value"], ["2026-07-08", "K1", 3]]
    beside = read(("Plan", [[*HEADINGS, "", *check_ins[0]], kr(1, "", *check_ins[1])]))
    below = read(("Plan", [HEADINGS, kr(1), [], *check_ins]))
    for found in (beside, below):
        assert not found.problems
        assert [(records.table.name, len(records)) for records in found.tables] == [
            ("key results", 1),
            ("check-ins", 1),
        ]


def test_an_index_of_headings_that_was_not_used_is_one_note_with_the_nearest_names() -> None:
    found = read(("Plan", [[*HEADINGS, "Dependencies", "Ownership", "Stage"], kr(1, "x", "Ana", "y")]))
    assert wrong(found.problems) == [
        "note Q › Plan!G1: 3 columns were not used: 'Dependencies', 'Ownership' (nearest: 'owner'), 'Stage' (nearest: 'status')"
    ]


@pytest.mark.parametrize("second", ["Current", "Actual", "Current value"])
def test_two_columns_for_one_meaning_are_a_problem_at_both(second: str) -> None:
    found = read(("Plan", [[*HEADINGS, second], kr(1, 7)]))
    assert [problem.location.cell for problem in found.problems if not problem.note] == ["F1", "G1"]


@pytest.mark.parametrize("values", [("", ""), (1, 2), ("", 2)])
def test_two_columns_that_do_not_contradict_each_other_are_no_problem(values: tuple[Any, Any]) -> None:
    rows = [[*HEADINGS, "Current"], *(kr(number, value) for number, value in enumerate(values, start=1))]
    assert not [problem for problem in read(("Plan", rows)).problems if not problem.note]


def test_an_annotated_heading_beside_the_plain_one_is_noted() -> None:
    found = read(("Plan", [[*HEADINGS, "Current (last quarter)"], kr(1, 7)]))
    assert wrong(found.problems) == [
        "note Q › Plan!G1: a column was not used: 'Current (last quarter)' (column F is 'current')"
    ]


@pytest.mark.parametrize("title", ["OKRs", "Objectives", "Goals", "Team", "Sheet1", "Alignment", "Start"])
@pytest.mark.parametrize("headings", [["Objective", "Key result"], ["Objectives", "Key results"], ["Goal", "KR"]])
def test_a_title_never_outweighs_a_better_fit(title: str, headings: list[str]) -> None:
    found = read((title, [[*headings, "Owner", "Target", "Current"], ["Grow", "Answer", "Ana", 10, 5]]))
    assert ids(found) == ["Answer"]
    assert ids(found, "objectives") == ["Grow"]


def test_a_view_is_skipped_only_in_a_workbook_that_we_made() -> None:
    view = ("Alignment", [HEADINGS, kr(2)])
    own = ("Key results", [HEADINGS, kr(1)])
    assert ids(read(own, view)) == ["K1", "K2"]
    assert ids(read(own, view, made_by_us=True)) == ["K1"]


@pytest.mark.parametrize(
    "titles",
    [
        ("Q2 2026", "Q3 2026"),
        ("2026-Q2", "2026-Q3"),
        ("OKRs Q2'26", "OKRs Q3'26"),
        ("2. Quartal 2026", "3. Quartal 2026"),
    ],
)
def test_a_tab_per_quarter_holds_the_rows_of_that_quarter(titles: tuple[str, str]) -> None:
    found = read((titles[0], [HEADINGS, kr(1)]), (titles[1], [HEADINGS, kr(1), kr(2)]))
    assert ids(found) == ["K1", "K2"]
    assert [records.columns["cycle"] for records in found.tables if records.table.name == "settings"] == [["2026-Q3"]]
    assert [len(records) for records in found.other_cycles[0].tables] == [1, 1]


def test_a_quarter_without_a_year_is_a_problem_unless_a_column_has_the_year() -> None:
    with_year = read(("Plan", [[*HEADINGS, "Quarter", "Year"], kr(1, "Q2", 2026), kr(2, "Q3", 2026)]))
    without = read(("Plan", [[*HEADINGS, "Quarter"], kr(1, "Q2"), kr(2, "Q3")]))
    assert (ids(with_year), with_year.problems) == (["K2"], ())
    assert [str(problem.location) for problem in without.problems] == ["Q › Plan!G2"]


def test_what_was_decided_names_the_table_its_headings_and_its_quarter() -> None:
    found = read(("Q3 2026", [["Id", "Objective id", "Key result", "Baseline", "Targt", "Current"], kr(1)]))
    assert [str(decision) for decision in found.decisions] == [
        "Q › Q3 2026!A1:F2: a table of key results (70% sure: a heading with a slip is read as 'target')",
        "Q › Q3 2026!A1: 'Id' is id",
        "Q › Q3 2026!B1: 'Objective id' is objective id",
        "Q › Q3 2026!C1: 'Key result' is key result",
        "Q › Q3 2026!F1: 'Current' is current",
        "Q › Q3 2026!D1: 'Baseline' is start",
        "Q › Q3 2026!E1: 'Targt' is target (read in spite of a slip)",
        "Q › Q3 2026!A1: rows belong to 2026-Q3 (named here)",
    ]


def test_a_row_of_words_below_unknown_headings_is_told_and_headings_alone_are_not() -> None:
    for rows, problems in (([["Kürzel", "Rang"], ["O1", "Team"]], 1), ([["Name", "Role"]], 0)):
        found = extract(RawWorkbook("Q", [Sheet("Objectives", rows)]), HeadingIndex())
        assert sum(not problem.note for problem in found.problems) == problems
