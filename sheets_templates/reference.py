"""The last sheet of a workbook: every function with its arguments, an example, and the size of its result."""

from __future__ import annotations

from collections.abc import Sequence

from ..addin.catalogue import functions
from ..addin.declaration import SheetFunction
from ..core.schema import FUNCTIONS
from ..reports.i18n.language import marked
from . import text_fit
from .drawing import DrawnBook
from .tables import HEADINGS, head
from .wording import Wording

COLUMNS = (
    (marked("Function"), 44), (marked("Result"), 58), (marked("Arguments"), 70), (marked("Example"), 58), (marked("Result Size"), 12),
)  # fmt: skip
ONE, MANY = marked("one cell"), marked("a range")
HELP = marked("Functions that you can use in any cell. Optional arguments are in brackets.")


def write_functions(book: DrawnBook, footer: str, categories: Sequence[str]) -> None:
    """Write the functions of some categories (OKR, SKILL), as the catalogue declares them."""
    wording = book.wording
    sheet = book.sheet(wording.sheet(FUNCTIONS), "view")
    sheet.widths([width for _, width in COLUMNS])
    head(sheet, FUNCTIONS, HELP)
    for column, (heading, _) in enumerate(COLUMNS):
        sheet.text(HEADINGS, column, wording.say(heading), "optional left")
    chosen = [function for function in functions() if function.category in categories]
    for row, function in enumerate(chosen, start=HEADINGS + 1):
        cells = _cells(function, wording)
        for column, text in enumerate(cells):
            sheet.text(row, column, text, "view long")
        rooms = (text_fit.room(width, indent=1) for _, width in COLUMNS)
        sheet.fit_heights({row: text_fit.row_height(list(zip(cells, rooms)))})
    sheet.freeze(HEADINGS, 1)
    sheet.protect()
    sheet.page(footer, (HEADINGS, HEADINGS))


def _cells(function: SheetFunction, wording: Wording) -> tuple[str, ...]:
    arguments = "\n".join(f"{argument.shown}: {argument.help}" for argument in function.arguments)
    return function.signature, function.help, arguments, function.example, wording.say(MANY if function.spills else ONE)
