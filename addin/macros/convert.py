"""Use OKR functions, use plain formulas: the formulas of our templates written the other way, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...core.cells import Cell
from ...core.formula_texts import FORMULA_TEXTS
from ...core.sheet_words import language_of
from ..plain_formulas import NO_DATA_WORDS
from ..table_formulas import FormulaPair, formula_pairs
from .book import At, Book, CellEdit, Formula, Spot, contents
from .formula_text import canonical, cells_in, filled
from .plan import Plan, checked
from .refresh import OURS

NAMED = 5  # formulas that are named one by one
TO_FUNCTIONS, TO_PLAIN = "Use OKR functions", "Use plain formulas"
NEEDS_ADD_IN = "whoever recalculates these cells then needs the add-in; elsewhere they show #NAME?"

Way = Callable[[FormulaPair], tuple[str, str]]  # how a formula is written, and how it is to be written


def plan_use_functions(book: Book) -> Plan:
    """Plan to write the formulas of our templates with OKR_ functions, where they are plain formulas."""
    changes = _converted(book, lambda pair: (pair.plain, pair.functions))
    texts = FORMULA_TEXTS.values()
    headings = {text.plain_heading: text.functions_heading for text in texts}
    changes += _start_page(book, {text.plain: text.functions for text in texts}, headings)
    says = [NEEDS_ADD_IN] if changes else ["no formula of a template is written as a plain formula"]
    return checked(Plan(TO_FUNCTIONS, tuple(says), changes=tuple(changes)), book)


def plan_use_plain_formulas(book: Book) -> Plan:
    """Plan to write the formulas of our templates as plain formulas, where they call OKR_ functions.

    Other formulas that call our functions stay as they are, and are named.
    """
    changes = _converted(book, lambda pair: (pair.functions, pair.plain))
    texts = FORMULA_TEXTS.values()
    about = {called: text.plain for text in texts for called in (text.functions, text.in_google)}
    changes += _start_page(book, about, {text.functions_heading: text.plain_heading for text in texts})
    converted = {change.spot for change in changes}
    others = [spot for spot, formula in _formulas(book) if OURS.search(formula) and spot not in converted]
    says = [] if changes else ["no formula of a template calls a function of okrsheets"]
    if others:
        named = ", ".join(map(str, others[:NAMED])) + (" …" if len(others) > NAMED else "")
        says.append(f"other formulas keep their OKR_ and SKILL_ functions ({len(others)}): {named}")
    return checked(Plan(TO_PLAIN, tuple(says), changes=tuple(changes)), book)


def _formulas(book: Book) -> Iterator[tuple[Spot, Formula]]:
    for sheet in book.sheets():
        for (row, column), formula in book.formulas(sheet).items():
            yield Spot(sheet, row, column), formula


def _converted(book: Book, way: Way) -> list[CellEdit]:
    """Rewrite what matches a formula of the templates in the language of its sheet."""
    changes: list[CellEdit] = []
    languages = {sheet: language_of(book.cells(sheet)) for sheet in book.sheets()}
    for spot, formula in _formulas(book):
        if not (OURS.search(formula) or NO_DATA_WORDS in formula):
            continue
        text = canonical(formula)
        for before, after in map(way, formula_pairs(languages[spot.sheet])):
            cells = cells_in(text, before)
            if cells is not None:
                changes.append(CellEdit(spot, formula, Formula(book.spelled(filled(after, cells)))))
                break
    return changes


def _start_page(book: Book, about: dict[str, str], headings: dict[str, str]) -> Iterator[CellEdit]:
    """What a start page says of the formulas, with its heading; the cells that look for the add-in go, too."""
    for sheet in book.sheets():
        held = contents(book, sheet)
        for (row, column), cell in held.items():
            new = about.get(cell) if isinstance(cell, str) else None
            if new is None:
                continue
            yield CellEdit(Spot(sheet, row, column), cell, new)
            above = held.get((row - 1, column))
            if isinstance(above, str) and above in headings:
                yield CellEdit(Spot(sheet, row - 1, column), above, headings[above])
            yield from _probe(sheet, held, row + 1, column + 1)


def _probe(sheet: str, held: dict[At, Cell], row: int, column: int) -> Iterator[CellEdit]:
    probe = held.get((row, column))
    if isinstance(probe, Formula) and OURS.search(probe):
        for at in (column, column + 1):
            if (row, at) in held:
                yield CellEdit(Spot(sheet, row, at), held[row, at], None)
