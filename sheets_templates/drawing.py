"""What a template draws on: a book and its sheets, whatever becomes of them, an .xlsx file or requests to Google.

Rows are counted from 1 as people do, columns from 0, and a style is words of `style.STYLES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from ..addin.plain_formulas import expand, without_words
from ..core.errors import column_letter
from .style import Style
from .wording import ENGLISH, Wording

Shown = float | int | str | None  # the result of a formula; None and "" are an empty cell
Host = Literal["file", "google"]


def cell(row: int, column: int, fixed: bool = False) -> str:
    """Return a cell's address; `fixed` ones do not move.

    >>> cell(5, 0), cell(5, 0, fixed=True)
    ('A5', '$A$5')
    """
    return f"${column_letter(column)}${row}" if fixed else f"{column_letter(column)}{row}"


def down(sheet: str, column: int, first_row: int, last_row: int) -> str:
    """Return the address of a column's cells on a sheet, by the name on its tab, for a name or a list.

    >>> down("Key results", 0, 5, 9)
    "='Key results'!$A$5:$A$9"
    """
    return f"='{sheet}'!{cell(first_row, column, fixed=True)}:{cell(last_row, column, fixed=True)}"


def spelled(formula: str, functions: bool, wording: Wording = ENGLISH) -> str:
    """Return a formula as an edition writes it: with our `functions`, or as a plain formula that needs no add-in.

    A function's error stays in sight, since it may say that the add-in is missing; a plain formula shows a word instead.

    >>> spelled('=IFERROR(OKR_COVERAGE(A1:A9),"check")', functions=True)
    '=OKR_COVERAGE(A1:A9)'
    """
    return wording.formula(without_words(formula) if functions else expand(formula))


class DrawnSheet(Protocol):
    """One sheet being drawn."""

    @property
    def book(self) -> DrawnBook:
        """The book that it is in."""

    @property
    def name(self) -> str:
        """The text on its tab."""

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """Write text as text, whatever it begins with."""

    def number(self, row: int, column: int, value: float, style: str) -> None:
        """Write a number, also a day."""

    def blank(self, row: int, column: int, style: str) -> None:
        """Write an empty cell that is ready to be filled in."""

    def formula(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula with its result."""

    def array(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula that looks at each cell of a range, with its one result."""

    def share(self, first_row: int, last_row: int, column: int) -> None:
        """Keep a formula once for all its rows, where a file can."""

    def print_filled(self, first_row: int, last_row: int, columns: int) -> None:
        """Print from A1 down to the last of these rows that shows something."""

    def link(self, row: int, column: int, sheet: str, at: str, text: str, style: str) -> None:
        """Write text that leads to a cell of this workbook."""

    def merge(self, row: int, first: int, last: int, text: str, style: str) -> None:
        """Write text across cells of one row."""

    def note(self, row: int, column: int, text: str) -> None:
        """Put a note on a cell."""

    def rule(self, first: tuple[int, int], last: tuple[int, int], rule: Mapping[str, object]) -> None:
        """Check what is typed into a range."""

    def colour(
        self, first: tuple[int, int], last: tuple[int, int], rule: Mapping[str, object], look: Style | None = None
    ) -> None:
        """Colour the cells of a range by what they say."""

    def table(self, name: str, row: int, last_row: int, headings: Sequence[tuple[str, str]]) -> None:
        """Make a table of a range whose first row are the headings, each with its style."""

    def filter(self, row: int, last_row: int, columns: int) -> None:
        """Offer filters on headings that are no table's."""

    def numbers_as_text(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Spare the reader the marks on ids that look like numbers."""

    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set the widths of columns, in characters."""

    def hide_columns(self, widths: Sequence[float], first: int) -> None:
        """Set the widths of columns and fold them away, as a group that a click opens."""

    def guard(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Refuse what is typed over computed cells, or have the program ask first."""

    def heights(self, heights: Mapping[int, float]) -> None:
        """Set the heights of rows, in points; they stay as they are whatever is typed."""

    def fit_heights(self, heights: Mapping[int, float]) -> None:
        """Set the first heights of rows, in points; programs fit them again to what is typed."""

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""

    def protect(self) -> None:
        """Keep people from typing over what is computed."""

    def page(self, footer: str, heading_rows: tuple[int, int] | None = None, one_page: bool = False) -> None:
        """Set how the sheet prints."""


class DrawnBook(Protocol):
    """A workbook being drawn.

    Formulas are described once, with our functions; a book without `functions` writes them as plain formulas.
    """

    @property
    def functions(self) -> bool:
        """Whether formulas call our functions, which need the add-in."""

    @property
    def wording(self) -> Wording:
        """The words of its language."""

    @property
    def host(self) -> Host:
        """Whether it becomes a file, which keeps the results of its formulas, or a spreadsheet in Google."""

    def sheet(self, name: str, kind: str = "input") -> DrawnSheet:
        """Add a sheet; `kind` is start, input or view."""

    def name(self, name: str, refers_to: str) -> None:
        """Give cells a name that formulas may use."""
