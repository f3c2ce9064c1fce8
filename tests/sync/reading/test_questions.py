"""What adopt asks about sheets, and that each answer reads what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.column_questions import CHOICES
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.reading.questions import questions
from okrsheets.sync.reading.sheet_question import SheetQuestion
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.sources.map_files import MapEntry

KR = ["Objective", "Key result", "Owner", "Start", "Target", "Current"]


def book(*rows: Sequence[Any], title: str = "Plan") -> RawWorkbook:
    return RawWorkbook("q3.xlsx", [Sheet(title, [list(row) for row in rows])])


def asked(raw: RawWorkbook, *own: MapEntry) -> list[SheetQuestion]:
    raw = replace(raw, mapping=own)
    return questions(raw, extract(raw, HeadingIndex()), HeadingIndex(), own)


def answered(raw: RawWorkbook, question: SheetQuestion, choice: str) -> Extract:
    entry = question.entries[list(question.choices).index(choice)]
    assert entry is not None
    return extract(replace(raw, mapping=[entry]), HeadingIndex())


def column(reading: Extract, table: str, field: str) -> list[Any]:
    return [
        value
        for part in reading.parts
        for each in part.tables
        if each.table.name == table
        for value in each.columns[field]
    ]


def test_a_sheet_that_is_read_for_sure_is_not_asked_about() -> None:
    assert asked(book(KR, ["Grow", "Sales", "Ann Lee", 0, 10, 4], ["Grow", "Visits", "Bo Ray", 5, 50, 20])) == []


def test_of_two_columns_for_one_meaning_the_owner_of_the_sheet_chooses() -> None:
    raw = book([*KR, "Actual"], ["Grow", "Sales", "Ann Lee", 0, 10, 4, 6], ["Grow", "Visits", "Bo Ray", 5, 50, 20, 30])
    (question,) = asked(raw)
    assert "Two columns mean 'current'" in question.text
    assert question.choices == ["Current", "Actual"]
    assert column(answered(raw, question, "Actual"), "key results", "current") == [6, 30]


def test_a_column_of_figures_that_nobody_knows_is_offered_for_the_figure_that_lacks() -> None:
    raw = book(
        ["Objective", "Key result", "Zum Anfang", "Target", "Current"],
        ["Grow", "Sales", 2, 10, 4],
        ["Grow", "Visits", 5, 50, 20],
    )
    (question,) = asked(raw)
    assert question.choices[0] == "start = Zum Anfang"
    assert column(answered(raw, question, question.choices[0]), "key results", "start") == [2, 5]


@pytest.mark.parametrize(
    ("choice", "value"), [("a comma is the decimal mark", 1.2), ("a point is the decimal mark", 1200)]
)
def test_a_number_that_could_be_two_is_read_as_answered(choice: str, value: float) -> None:
    raw = book(KR, ["Grow", "Sales", "Ann Lee", 0, "1,200", 1])
    question = next(each for each in asked(raw) if "decimal" in each.key)
    assert column(answered(raw, question, choice), "key results", "target") == [value]


@pytest.mark.parametrize(
    ("choice", "month"), [("the day stands before the month", 4), ("the month stands before the day", 3)]
)
def test_a_day_that_could_be_two_is_read_as_answered(choice: str, month: int) -> None:
    raw = book([*KR, "Due date"], ["Grow", "Sales", "Ann Lee", 0, 10, 4, "03/04/2026"])
    question = next(each for each in asked(raw) if "days" in each.key)
    (day,) = column(answered(raw, question, choice), "key results", "due_date")
    assert (day - column(answered(raw, question, question.choices[0]), "key results", "due_date")[0] == 0) == (
        month == 4
    )


def test_a_scale_that_no_legend_explains_is_chosen() -> None:
    raw = book(["Name", "Python", "SQL", "Excel"], ["Ann Lee", 70, 85, 40], ["Bo Ray", 55, 20, 90])
    (kind,) = asked(raw)
    entry = kind.entries[list(kind.choices).index("people down and skills across")]
    assert entry is not None
    (scale,) = asked(raw, entry)
    assert scale.choices[0] == "from 0 to 100: 100 is the highest, 0 is none"
    levels = column(answered(raw, scale, scale.choices[0]), "assessments", "level")
    assert sorted(levels) == [1, 2, 2.75, 3.5, 4.25, 4.5]


def test_letters_that_no_legend_explains_are_read_in_the_order_that_is_chosen() -> None:
    raw = book(["Name", "Python", "SQL"], ["Ann Lee", "A", "D"], ["Bo Ray", "C", "B"])
    (kind,) = asked(raw)
    entry = kind.entries[list(kind.choices).index("people down and skills across")]
    assert entry is not None
    (scale,) = asked(raw, entry)
    assert [each.split(",")[0] for each in scale.choices] == ["A = 5", "A = 1"]
    assert sorted(column(answered(raw, scale, scale.choices[1]), "assessments", "level")) == [1, 2.33, 3.67, 5]


def test_choices_are_a_handful_and_the_question_with_most_cells_is_first() -> None:
    headings = [f"Spalte {letter}" for letter in "ABCDEFGH"]
    raw = book(headings, *([f"t{number}", f"u{number}", number, 2 * number, 3, 4, 5, 6] for number in range(1, 6)))
    entry = MapEntry(tuple(headings), "key results")
    open_ones = asked(raw, entry)
    assert len(open_ones) > 1
    assert all(len(each.choices) <= CHOICES + 1 for each in open_ones)
    assert [each.cells for each in open_ones] == sorted((each.cells for each in open_ones), reverse=True)
