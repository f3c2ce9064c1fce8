"""A workbook with plain formulas becomes the one with functions, cell by cell, and the other way round."""

from __future__ import annotations

import pytest
from macro_books import all_contents, support

from okrsheets.addin.macros.book import At, Formula, MemoryBook, Spot
from okrsheets.addin.macros.convert import plan_use_functions, plan_use_plain_formulas
from okrsheets.addin.macros.plan import apply
from okrsheets.addin.table_formulas import ABOUT_FUNCTIONS, ABOUT_PLAIN
from okrsheets.core.cells import Cell
from okrsheets.core.errors import OkrError

TABLES = ("Settings", "Objectives", "Key results", "Check-ins", "Goal skills", "Alignment")


def tables_of(book: MemoryBook) -> dict[str, dict[At, Cell]]:
    held = all_contents(book)
    return {sheet: held[sheet] for sheet in TABLES}


def start_text(book: MemoryBook) -> set[Cell]:
    return {
        cell for cell in book.held["Start"].values() if cell in (ABOUT_FUNCTIONS, ABOUT_PLAIN, "Functions", "Formulas")
    }


def test_each_edition_becomes_the_other_and_back_and_undo_restores_it() -> None:
    functions, plain = support(functions=True), support(functions=False)
    for book, other, convert, back in (
        (functions, plain, plan_use_plain_formulas, plan_use_functions),
        (plain, functions, plan_use_functions, plan_use_plain_formulas),
    ):
        wanted, before, everything = tables_of(other), tables_of(book), all_contents(book)
        assert before != wanted
        undo = apply(convert(book), book)
        assert tables_of(book) == wanted
        assert convert(book).empty
        apply(undo, book)
        assert all_contents(book) == everything
        apply(convert(book), book)
        apply(back(book), book)
        assert tables_of(book) == before


def test_the_start_page_says_what_computes_the_cells() -> None:
    book = support(functions=True)
    apply(plan_use_plain_formulas(book), book)
    assert start_text(book) == {ABOUT_PLAIN, "Formulas"}
    assert not any("OKR_" in cell for cell in book.held["Start"].values() if isinstance(cell, Formula))
    apply(plan_use_functions(book), book)
    assert start_text(book) == {ABOUT_FUNCTIONS, "Functions"}


def test_cells_are_found_by_their_formula_wherever_their_columns_stand() -> None:
    book = MemoryBook(
        {"Other": [[Formula('=if($C9="", "", IF(okrsheets.okrstale(B$9;as_of;IF(stale_days="";"";stale_days));"yes";"no"))')]]}, 1
    )  # fmt: skip
    (change,) = plan_use_plain_formulas(book).changes
    assert str(change.new).startswith('=IF($C9="","",IF(IF(IF(ISNUMBER(FIND("|"&LOWER(TRIM(stale_days))')
    assert "TRIM(B$9)" in str(change.new)


@pytest.mark.parametrize(
    "formula", ["=OKR_SCORE(A1)", '=IF($A5="","",IF(OKR_STALE($B5,as_of,IF(stale_days="","",7)),"yes","no"))']
)
def test_formulas_of_ones_own_stay_and_are_named(formula: str) -> None:
    book = MemoryBook({"S": [[Formula(formula)]]}, 1)
    plan = plan_use_plain_formulas(book)
    assert plan.empty
    assert plan.says[-1] == "other formulas keep their OKR_ and SKILL_ functions (1): S!A1"


def test_one_cell_for_two_columns_is_another_formula() -> None:
    stale = '=IF($A5="","",IF(OKR_STALE($R5,as_of,IF(stale_days="","",stale_days)),"yes","no"))'
    status = '=IF({a}="","",OKR_STATUS(IF(ISNUMBER({b}),{c},""),N($D6),IF(at_risk="","",at_risk),IF(off_track="","",off_track)))'
    same, mixed = (Formula(status.format(a="$A6", b="$C6", c=cell)) for cell in ("$C6", "$C7"))
    book = MemoryBook({"S": [[Formula(stale), same, mixed]]}, 1)
    assert [change.spot for change in plan_use_plain_formulas(book).changes] == [Spot("S", 1, 0), Spot("S", 1, 1)]


def test_a_sheet_with_a_password_is_not_converted() -> None:
    book = support()
    book.locked.add("Key results")
    with pytest.raises(OkrError, match="'Key results' is protected with a password"):
        plan_use_plain_formulas(book)
