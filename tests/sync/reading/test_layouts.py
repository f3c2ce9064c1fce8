"""Layouts that are no table of ours: one row a node, a column a week, only a progress, a matrix of people and skills."""

from __future__ import annotations

from typing import Any

import pytest
from bad_input import Rows, wrong

from okrsheets.core.cells import needed_day
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet


def read(title: str, rows: Rows) -> Extract:
    return extract(RawWorkbook("Q", [Sheet(title, rows)]), HeadingIndex())


def column(found: Extract, table: str, field: str) -> list[Any]:
    return [value for records in found.tables if records.table.name == table for value in records.columns[field]]


NODES: Rows = [
    ["Key", "Name", "Type", "Parent", "Owner", "Start", "Target", "Current"],
    ["A", "Grow", "Goal", "", "Ana", "", "", ""],
    ["B", "Sell", "KR", "A", "Ben", 0, 10, 5],
    ["C", "Call", "Task", "B", "Ben", "", "", ""],
    ["D", "Write", "Task", "B", "Ben", "", "", ""],
]


def test_an_export_of_one_row_a_node_is_objectives_and_key_results() -> None:
    found = read("Export", NODES)
    assert column(found, "objectives", "id") == ["A"]
    assert (column(found, "key results", "id"), column(found, "key results", "objective_id")) == (["B"], ["A"])
    assert wrong(found.problems) == [
        "note Q › Export!C4: 2 rows of type 'task': listed here and not counted: 'Call', 'Write'"
    ]


def test_a_column_of_types_without_key_results_is_no_export() -> None:
    found = read("Plan", [["Id", "Level", "Owner", "Objective", "Type"], ["O1", "Team", "Ana", "Grow", "committed"]])
    assert column(found, "objectives", "commitment") == ["committed"]


WEEKS: Rows = [["Objective", "Key result", "Target", "W1", "W2"], ["Grow", "Sell", 10, 1, ""], ["", "Train", 10, 2, 3]]


def test_the_weeks_are_counted_from_the_start_of_the_cycle() -> None:
    found = read("Q3 2026", WEEKS)
    days = [needed_day(day) for day in ("2026-07-07", "2026-07-07", "2026-07-14")]
    assert column(found, "check-ins", "date") == days
    assert column(found, "check-ins", "key_result_id") == ["Sell", "Train", "Train"]
    assert column(found, "check-ins", "value") == [1.0, 2.0, 3.0]


def test_weeks_of_an_unknown_cycle_are_a_problem_at_each_column() -> None:
    found = read("OKRs", WEEKS)
    assert [str(each.location) for each in found.problems if not each.note] == ["Q › OKRs!D1", "Q › OKRs!E1"]
    assert column(found, "check-ins", "value") == []


@pytest.mark.parametrize("heading", ["Progress", "% complete", "Score", "Progress %"])
@pytest.mark.parametrize(("typed", "share"), [(0.6, 0.6), ("60 %", 0.6), ("60%", 0.6)])
def test_a_typed_progress_counts_as_it_stands(heading: str, typed: Any, share: float) -> None:
    found = read("OKRs", [["Objective", "Key result", heading], ["Grow", "Sell", typed], ["", "Train", ""]])
    assert column(found, "key results", "current") == [share, None]
    assert (column(found, "key results", "start")[0], column(found, "key results", "target")[0]) == (0.0, 1.0)
    assert not [each for each in found.problems if not each.note]


def test_a_progress_beside_current_values_is_not_read() -> None:
    rows: Rows = [
        ["Objective", "Key result", "Start", "Target", "Current", "Progress"],
        ["Grow", "Sell", 0, 10, 5, 0.9],
    ]
    assert column(read("OKRs", rows), "key results", "current") == [5.0]


MATRIX: Rows = [
    ["Employee", "Role", "Python", "SQL"],
    ["Required level", "", 3, 2],
    ["Backend", "", "", ""],
    ["Ann", "Engineer", 3, "-"],
    ["Bob", "Tester", 1, 4],
    ["Team average", "", 2, 4],
    ["Gap", "", 1, 0],
]


def test_a_matrix_is_people_skills_ratings_and_what_each_role_requires() -> None:
    found = read("Matrix", MATRIX)
    assert column(found, "people", "name") == ["Ann", "Bob"]
    assert column(found, "skills", "skill") == ["Python", "SQL"]
    ratings = zip(*(column(found, "assessments", field) for field in ("person_id", "skill", "level")))
    assert list(ratings) == [("Ann", "Python", 3.0), ("Bob", "Python", 1.0), ("Bob", "SQL", 4.0)]
    required = zip(*(column(found, "roles", field) for field in ("role", "skill", "required_level")))
    assert list(required) == [
        ("Engineer", "Python", 3.0),
        ("Tester", "Python", 3.0),
        ("Engineer", "SQL", 2.0),
        ("Tester", "SQL", 2.0),
    ]
    assert all(each.note for each in found.problems)
    assert "note Q › Matrix!A3: rows 3, 6, 7: totals, averages or group rows; not counted" in wrong(found.problems)


def test_people_with_columns_of_numbers_that_are_no_levels_are_no_matrix() -> None:
    found = read(
        "People", [["Person id", "Name", "Role", "Team", "Salary", "Desk"], ["P1", "Ann", "E", "T", 50_000, 12]]
    )
    assert column(found, "people", "name") == ["Ann"]
    assert column(found, "skills", "skill") == []
