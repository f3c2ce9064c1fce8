"""A workbook with plain formulas becomes the one with functions, cell by cell, and the other way round."""

from __future__ import annotations

import pytest
from macro_books import all_contents, support

from okrsheets.addin.macros.book import At, Formula, MemoryBook, Spot
from okrsheets.addin.macros.convert import plan_use_functions, plan_use_plain_formulas
from okrsheets.addin.macros.formula_text import filled
from okrsheets.addin.macros.plan import apply
from okrsheets.addin.table_formulas import formula_pairs
from okrsheets.core.cells import Cell
from okrsheets.core.errors import OkrError
from okrsheets.core.formula_texts import FORMULA_TEXTS
from okrsheets.core.sheet_words import LANGUAGES, sheet_in

TABLES = ("Settings", "Objectives", "Key results", "Check-ins", "Goal skills", "Alignment")


def tables_of(book: MemoryBook, language: str) -> dict[str, dict[At, Cell]]:
    held = all_contents(book)
    return {sheet: held[sheet_in(language, sheet)] for sheet in TABLES}


def start_text(book: MemoryBook, language: str) -> set[Cell]:
    texts = FORMULA_TEXTS[language]
    wanted = (texts.functions, texts.plain, texts.functions_heading, texts.plain_heading)
    return {cell for cell in book.held[sheet_in(language, "Start")].values() if cell in wanted}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_edition_becomes_the_other_and_back_and_undo_restores_it(language: str) -> None:
    functions, plain = (support(language, functions) for functions in (True, False))
    for book, other, convert, back in (
        (functions, plain, plan_use_plain_formulas, plan_use_functions),
        (plain, functions, plan_use_functions, plan_use_plain_formulas),
    ):
        wanted, before, everything = tables_of(other, language), tables_of(book, language), all_contents(book)
        assert before != wanted
        undo = apply(convert(book), book)
        assert tables_of(book, language) == wanted
        assert convert(book).empty
        apply(undo, book)
        assert all_contents(book) == everything
        apply(convert(book), book)
        apply(back(book), book)
        assert tables_of(book, language) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_says_what_computes_the_cells(language: str) -> None:
    book, texts = support(language), FORMULA_TEXTS[language]
    apply(plan_use_plain_formulas(book), book)
    assert start_text(book, language) == {texts.plain, texts.plain_heading}
    start = book.held[sheet_in(language, "Start")].values()
    assert not any("OKR_" in cell for cell in start if isinstance(cell, Formula))
    apply(plan_use_functions(book), book)
    assert start_text(book, language) == {texts.functions, texts.functions_heading}


STALE, EXPECTED = (
    next(pair.functions for pair in formula_pairs("en") if f"OKR_{name}(" in pair.functions)
    for name in ("STALE", "EXPECTED")
)


def test_cells_are_found_by_their_formula_wherever_their_columns_stand() -> None:
    formula = (
        filled(STALE, {"ID": "$C9", "LAST_CHECK_IN": "B$9"})
        .replace(",", "; ")
        .replace("OKR_STALE", "okrsheets.okrstale")
    )
    book = MemoryBook({"Other": [[Formula(formula)]]}, 1)
    (change,) = plan_use_plain_formulas(book).changes
    assert str(change.new).startswith('=IF($C9="","",IFERROR(IF(IF(')
    assert "TRIM(B$9)" in str(change.new)


@pytest.mark.parametrize("formula", ["=OKR_SCORE(A1)", '=IF($A5="","",IF(OKR_STALE($B5,as_of,7),"yes","no"))'])
def test_formulas_of_ones_own_stay_and_are_named(formula: str) -> None:
    book = MemoryBook({"S": [[Formula(formula)]]}, 1)
    plan = plan_use_plain_formulas(book)
    assert plan.empty
    assert plan.says[-1] == "other formulas keep their OKR_ and SKILL_ functions (1): S!A1"


def test_one_cell_for_two_columns_is_another_formula() -> None:
    cells = {"ID": "$A6", "START_DATE": "$M6", "DUE_DATE": "$N6"}
    same = Formula(filled(EXPECTED, cells))
    mixed = Formula(same.replace("last_day,$N6", "last_day,$N7"))
    assert mixed != same
    book = MemoryBook({"S": [[same, mixed]]}, 1)
    assert [change.spot for change in plan_use_plain_formulas(book).changes] == [Spot("S", 1, 0)]


def test_a_sheet_with_a_password_is_not_converted() -> None:
    book = support()
    book.locked.add("Key results")
    with pytest.raises(OkrError, match="'Key results' is protected with a password"):
        plan_use_plain_formulas(book)
