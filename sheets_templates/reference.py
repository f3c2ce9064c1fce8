"""The last sheet of a workbook: every function with its arguments, an example, and the cells that it gives."""

from __future__ import annotations

from collections.abc import Sequence

from ..addin.catalogue import functions
from ..addin.declaration import SheetFunction
from .drawing import DrawnBook
from .tables import HEADINGS, head

COLUMNS = (("Function", 44), ("What it gives", 58), ("Arguments", 70), ("Example", 58), ("Cells", 12))
ONE, MANY = "one cell", "a range"
LINE_HEIGHT, LEAST_LINES = 15, 2


def write_functions(book: DrawnBook, footer: str, categories: Sequence[str]) -> None:
    """Write the functions of some categories (OKR, SKILL), as the catalogue declares them."""
    sheet = book.sheet("Functions", "view")
    sheet.widths([width for _, width in COLUMNS])
    head(sheet, "Functions", "What can be typed into any cell; optional arguments stand in brackets.")
    for column, (heading, _) in enumerate(COLUMNS):
        sheet.text(HEADINGS, column, heading, "optional left")
    chosen = [function for function in functions() if function.category in categories]
    for row, function in enumerate(chosen, start=HEADINGS + 1):
        cells = _cells(function)
        for column, text in enumerate(cells):
            sheet.text(row, column, text, "view long")
        lines = max(LEAST_LINES, len(function.arguments), -(-len(cells[0]) // 40))
        sheet.heights({row: lines * LINE_HEIGHT + 6})
    sheet.freeze(HEADINGS, 1)
    sheet.protect()
    sheet.page(footer, (HEADINGS, HEADINGS))


def _cells(function: SheetFunction) -> tuple[str, ...]:
    arguments = "\n".join(f"{argument.shown}: {argument.help}" for argument in function.arguments)
    return function.signature, function.help, arguments, function.example, MANY if function.spills else ONE
