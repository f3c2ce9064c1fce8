"""The macros on workbooks in German and Spanish plan the cells that they plan on the English one, in the words of the workbook."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from macro_books import forget_functions, support

from okrsheets.addin.macros.book import Book, CellEdit, Formula, MemoryBook
from okrsheets.addin.macros.check_alignment import plan_check_alignment
from okrsheets.addin.macros.check_in import plan_check_in
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.plan import Plan
from okrsheets.addin.macros.refresh import plan_values
from okrsheets.addin.macros.table_finder import as_of
from okrsheets.core.cells import Cell
from okrsheets.core.sheet_words import SHEETS, WORDS, sheet_in, word_in

PLANS: dict[str, Callable[[Book], Plan]] = {
    "check in": lambda book: plan_check_in(book, "SHOP-SUP2.1", "yes", 0.5, "all trained", set_current=True),
    "values": plan_values,
    "check alignment": plan_check_alignment,
    "close": lambda book: plan_close(book, unfinished=True),
}


def opened(language: str, name: str) -> MemoryBook:
    book = support(language)
    if name == "values":
        forget_functions(book)
    if name == "check alignment":  # a view that no formula fills
        held = book.held[sheet_in(language, "Alignment")]
        held.update({at: None for at in held if at[1] == 5 and isinstance(held[at], Formula)})
    return book


def translated(language: str, change: CellEdit) -> tuple[str, int, int, Cell]:
    """What an edit of the English workbook is in another one; lists that the programs write are in English."""
    new, sheet = change.new, _sheet(language, change.spot.sheet)
    if isinstance(new, Formula):
        word = new.removeprefix('="').removesuffix('"')
        new = Formula(f'="{word_in(language, word)}"') if word in WORDS[language] else new
    elif isinstance(new, str):
        new = word_in(language, new) if sheet in SHEETS[language].values() else _cell(language, new)
    return sheet, change.spot.row, change.spot.column, new


def _sheet(language: str, title: str) -> str:
    for ending in ("", " 2026-Q2"):
        if title.endswith(ending) and sheet_in(language, title.removesuffix(ending)) != title.removesuffix(ending):
            return sheet_in(language, title.removesuffix(ending)) + ending
    return title


def _cell(language: str, text: str) -> str:
    """A cell reference in words, as lists of our programs have it."""
    sheet, mark, cell = text.rpartition("!")
    return f"{_sheet(language, sheet)}{mark}{cell}" if mark else text


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("name", PLANS)
def test_a_macro_plans_the_same_in_every_language(name: str, language: str) -> None:
    english, other = (PLANS[name](opened(each, name)) for each in ("en", language))
    assert [(each.spot.sheet, each.spot.row, each.spot.column, each.new) for each in other.changes] == [
        translated(language, change) for change in english.changes
    ]
    assert len(other.changes) > 2
    assert [(_sheet(language, sheet.name), _sheet(language, sheet.copy_of)) for sheet in english.new_sheets] == [
        (sheet.name, sheet.copy_of) for sheet in other.new_sheets
    ]


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_day_of_the_settings_is_found(language: str) -> None:
    book = support(language)
    sheet = book.held[sheet_in(language, "Settings")]
    (at,) = [at for at, cell in sheet.items() if cell == book.today and at[1] == 2] or [(13, 2)]
    sheet[at] = book.today - 30
    assert as_of(book) == book.today - 30
