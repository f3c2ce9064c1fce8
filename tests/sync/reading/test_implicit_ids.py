"""Sheets without ids, as most people keep them: the words stand for the ids."""

from __future__ import annotations

from collections.abc import Sequence

from okrsheets.core.cells import Cell
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.records import Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet

TODAY = 46203
COMBINED: list[list[Cell]] = [
    ["Our OKRs", "", "", "", "", ""],
    ["Objective", "Key Result", "Owner", "Baseline", "Target", "Current"],
    ["Delight customers", "NPS", "Ann", 30, 50, 40],
    ["", "Answer in a day", "Bo", 72, 24, 48],
    ["Grow in the  north", "Shops opened", "Cy", 0, 4, 1],
]


def read(*sheets: tuple[str, Sequence[Sequence[Cell]]]) -> Extract:
    """Extract a workbook that is given as sheets of rows."""
    return extract(RawWorkbook("Q3.xlsx", [Sheet(title, rows) for title, rows in sheets]), HeadingIndex())


def stood(found: Extract) -> Evaluation:
    """Where the objectives of an extract stand."""
    return evaluate(Tables({records.table.name: records for records in found.tables}), TODAY)


def test_objectives_and_key_results_in_one_sheet_without_ids_are_both_read() -> None:
    evaluation = stood(read(("Plan", COMBINED)))
    assert [(each.objective.id, each.own) for each in evaluation.objectives] == [
        ("Delight customers", 0.5),
        ("Grow in the north", 0.25),
    ]
    assert [each.key_result.id for each in evaluation.key_results] == ["NPS", "Answer in a day", "Shops opened"]


def test_the_cells_of_implied_objectives_are_those_where_they_are_written() -> None:
    evaluation = stood(read(("Plan", COMBINED)))
    assert [str(each.objective.origin.location("objective")) for each in evaluation.objectives] == [
        "Q3.xlsx › Plan!A3",
        "Q3.xlsx › Plan!A5",
    ]


def test_missing_ids_are_a_note_and_no_problem() -> None:
    found = read(("Plan", COMBINED))
    assert [problem.what for problem in found.problems if not problem.note] == []
    assert [str(problem) for problem in found.problems] == [
        "Q3.xlsx › Plan!B3: there are no ids: the key result stands for the id\n"
        "  hint: an id column lets you change the words without losing the history"
    ]


def test_an_objective_that_is_missing_altogether_is_still_a_problem() -> None:
    rows: list[list[Cell]] = [COMBINED[1], ["", "NPS", "Ann", 30, 50, 40]]
    assert [problem.what for problem in read(("Plan", rows)).problems if not problem.note] == ["objective id is empty"]


def test_a_check_in_may_name_its_key_result_by_its_words() -> None:
    key_results: list[list[Cell]] = [
        ["ID", "Objective ID", "Key result", "Start", "Target"],
        ["K1", "O1", "NPS", 30, 50],
    ]
    check_ins: list[list[Cell]] = [["Date", "Key result", "Value"], ["2026-06-01", "nps", 45]]
    objectives: list[list[Cell]] = [["ID", "Level", "Owner", "Objective"], ["O1", "Team", "Ann", "Delight"]]
    evaluation = stood(read(("Key results", key_results), ("Check-ins", check_ins), ("Objectives", objectives)))
    assert evaluation.key_results[0].progress == 0.75


def test_words_that_two_things_share_are_not_taken_for_an_id() -> None:
    key_results: list[list[Cell]] = [
        ["ID", "Objective", "Key result", "Start", "Target"],
        ["K1", "Delight", "NPS", 30, 50],
    ]
    objectives: list[list[Cell]] = [
        ["ID", "Level", "Owner", "Objective"],
        ["O1", "Team", "Ann", "Delight"],
        ["O2", "Team", "Bo", "Delight"],
    ]
    found = read(("Key results", key_results), ("Objectives", objectives))
    assert found.tables[0].columns["objective_id"] == ["Delight"]


def test_a_key_result_may_name_its_objective_by_its_words() -> None:
    key_results: list[list[Cell]] = [
        ["ID", "Objective", "Key result", "Start", "Target"],
        ["K1", "delight", "NPS", 30, 50],
    ]
    objectives: list[list[Cell]] = [["ID", "Level", "Owner", "Objective"], ["O1", "Team", "Ann", "Delight"]]
    found = read(("Key results", key_results), ("Objectives", objectives))
    assert found.tables[0].columns["objective_id"] == ["O1"]
