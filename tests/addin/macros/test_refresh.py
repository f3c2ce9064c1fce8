"""Refresh: formulas are entered again and heal, or what they would come to is written where nothing answers them."""

from __future__ import annotations

import pytest
from macro_books import NAME_ERROR, all_contents, forget_functions, support, typed

from okrsheets.addin.macros.book import Formula, MemoryBook, Spot
from okrsheets.addin.macros.plan import apply
from okrsheets.addin.macros.refresh import constant, plan_refresh, plan_values
from okrsheets.core.cells import Cell
from okrsheets.core.errors import OkrError


@pytest.fixture
def book() -> MemoryBook:
    return support()


def errors(book: MemoryBook) -> int:
    return sum(cell == NAME_ERROR for sheet in book.sheets() for row in book.cells(sheet) for cell in row)


def test_a_workbook_that_shows_name_errors_heals_and_no_cell_holds_anything_else(book: MemoryBook) -> None:
    before, figures = all_contents(book), {sheet: book.cells(sheet) for sheet in book.sheets()}
    forget_functions(book)
    assert errors(book) > 50
    for _ in range(2):
        undo = apply(plan_refresh(book), book)
        assert all_contents(book) == before
        assert {sheet: book.cells(sheet) for sheet in book.sheets()} == figures
    apply(undo, book)
    assert all_contents(book) == before


@pytest.mark.parametrize(
    ("formula", "ours"),
    [
        ("=1+okr_score(A1)", True), ("=_xldudf_OKRSHEETS_SKILL_GAP(A1,2)", True), ("=OKRSHEETS.OKRSCORE(A1)", True),
        ("=OKRSHEETS_UDF.OKRSCORE(A1)", True), ("=OKR_SCORES", False), ("=MY_OKR_SCORE(A1)", False), ("=SUM(A1)", False),
    ],
)  # fmt: skip
def test_formulas_of_others_are_left_alone_unless_they_show_an_error(formula: str, ours: bool) -> None:
    book = MemoryBook({"S": [[Formula(formula), Formula("=B9")]]}, 1, {Spot("S", 1, 0): 1})
    assert [change.spot.cell for change in plan_refresh(book).changes] == (["A1", "B1"] if ours else ["B1"])


def test_a_sheet_with_a_password_is_passed_over_and_said(book: MemoryBook) -> None:
    book.locked.add("Alignment")
    plan = plan_refresh(book)
    assert plan.says == ("skipped, protected with a password: Alignment",)
    assert {change.spot.sheet for change in plan.changes} == {"Start", "Key results"}
    book.locked |= {"Start", "Key results"}
    with pytest.raises(OkrError, match="protected with a password: Start, Key results, Alignment"):
        plan_refresh(book)


def test_a_workbook_without_formulas_of_ours_says_so() -> None:
    plan = plan_refresh(MemoryBook({"S": [[1]], "T": []}, 1))
    assert plan.empty
    assert plan.says == ("no formula uses a function of okrsheets, and none shows an error",)


def test_without_an_add_in_the_values_of_the_core_are_the_figures_that_the_formulas_came_to(book: MemoryBook) -> None:
    before, figures = all_contents(book), book.cells("Key results")
    forget_functions(book)
    undo = apply(plan_values(book), book)
    after = all_contents(book)
    for row in range(5, 13):
        for column in (3, 4, 16, 17, 18):
            formula = before["Key results"][row, column]
            came_to = constant(figures[row - 1][column]) if "OKR_" in str(formula) else formula
            assert after["Key results"].get((row, column)) == came_to, Spot("Key results", row, column)
    assert typed(after) == typed(before), "what people typed stands as it stood"
    apply(undo, book)
    assert all_contents(book) == before


def test_written_values_follow_a_change_and_twice_changes_nothing() -> None:
    head: list[Cell] = ["Id", "Objective id", "Key result", "Target", "Start", "Current", "Progress", "Status now"]
    row: list[Cell] = ["K1", "O1", "Hours", 10, 0, 5]
    book = MemoryBook({"Key results": [head, row, [*row[:5], None, 0.3, "fine"]]}, today=46100)
    book.held["Key results"][3, 0] = "K2"
    apply(plan_values(book), book)
    assert book.held["Key results"][2, 6] == Formula("=0.5")
    assert book.held["Key results"][2, 7] == Formula('="no data"')
    assert plan_values(book).empty
    book.held["Key results"][2, 5] = 10
    apply(plan_values(book), book)
    assert book.held["Key results"][2, 6] == Formula("=1")
    assert [book.held["Key results"][3, column] for column in (6, 7)] == [0.3, "fine"], "typed, and so not ours"


def test_a_formula_that_answers_is_not_replaced_by_its_value(book: MemoryBook) -> None:
    assert plan_values(book).empty
