"""The last sheet of a workbook: every function with its arguments, an example, and the size of its result."""

from __future__ import annotations

from collections.abc import Sequence

from ..addin.catalogue import functions
from ..addin.declaration import SheetFunction
from . import text_fit
from .drawing import DrawnBook
from .tables import HEADINGS, head

COLUMNS = (("Function", 44), ("Result", 58), ("Arguments", 70), ("Example", 58), ("Result Size", 12))
ONE, MANY = "one cell", "a range"


def write_functions(book: DrawnBook, footer: str, categories: Sequence[str]) -> None:
    """Write the functions of some categories (OKR, SKILL), as the catalogue declares them."""
    sheet = book.sheet("Functions", "view")
    sheet.widths([width for _, width in COLUMNS])
    head(sheet, "Functions", "Functions that you can use in any cell. Optional arguments are in brackets.")
    for column, (heading, _) in enumerate(COLUMNS):
        sheet.text(HEADINGS, column, heading, "optional left")
    chosen = [function for function in functions() if function.category in categories]
    for row, function in enumerate(chosen, start=HEADINGS + 1):
        cells = _cells(function)
        for column, text in enumerate(cells):
            sheet.text(row, column, text, "view long")
        rooms = (text_fit.room(width, indent=1) for _, width in COLUMNS)
        sheet.fit_heights({row: text_fit.row_height(list(zip(cells, rooms)))})
    sheet.freeze(HEADINGS, 1)
    sheet.protect()
    sheet.page(footer, (HEADINGS, HEADINGS))


def _cells(function: SheetFunction) -> tuple[str, ...]:
    arguments = "\n".join(f"{argument.shown}: {argument.help}" for argument in function.arguments)
    return function.signature, function.help, arguments, function.example, MANY if function.spills else ONE
