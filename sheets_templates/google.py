"""A book that becomes a spreadsheet in Google: it records what is drawn, and touches no network.

`google_requests.batches` makes of it what the Sheets API takes. Formulas are written with A1 references and names,
which are the same there; an array formula becomes ARRAYFORMULA. Google computes them when they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .drawing import Host, Shown, spelled
from .style import Style
from .wording import ENGLISH, Wording

LONGEST_TEXT = 50_000  # what a cell of Google's can hold
At = tuple[int, int]  # row from 1, column from 0


@dataclass(frozen=True)
class Value:
    """The content of a cell: text or a number; or a formula and its result."""

    value: Shown = None
    formula: str = ""


@dataclass(frozen=True)
class Look:
    """How a cell looks: words of `style.STYLES`, and the sheet and cell that a click on it leads to."""

    style: str
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class Ruled:
    """A rule on a range, with the look that it gives."""

    first: At
    last: At
    rule: Mapping[str, object]
    look: Style | None = None


@dataclass
class GoogleSheet:
    """One sheet of a `GoogleBook`, as it was drawn."""

    book: GoogleBook
    name: str
    kind: str
    id: int
    values: dict[At, Value] = field(default_factory=dict)
    looks: dict[At, Look] = field(default_factory=dict)
    notes: dict[At, str] = field(default_factory=dict)
    merged: list[tuple[At, At]] = field(default_factory=list)
    rules: list[Ruled] = field(default_factory=list)
    colours: list[Ruled] = field(default_factory=list)
    tables: list[tuple[str, At, At, Sequence[str]]] = field(default_factory=list)
    filtered: tuple[At, At] | None = None
    column_widths: dict[int, float] = field(default_factory=dict)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # the first and last of each group
    row_heights: dict[int, float] = field(default_factory=dict)
    frozen: At = (0, 0)
    protected: bool = False
    rows_named: int = 1  # names may reach further down than what is drawn

    def _put(self, row: int, column: int, value: Value | None, style: str) -> None:
        self.looks[row, column] = Look(style)
        if value is not None and (value.formula or value.value not in (None, "")):
            self.values[row, column] = value

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """Write text as text."""
        self._put(row, column, Value(text[:LONGEST_TEXT]), style)

    def number(self, row: int, column: int, value: float, style: str) -> None:
        """Write a number, also a day."""
        self._put(row, column, Value(value), style)

    def blank(self, row: int, column: int, style: str) -> None:
        """Write an empty cell that is ready to be filled in."""
        self._put(row, column, None, style)

    def formula(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula with its result."""
        self._put(row, column, Value(shown, in_google(spelled(formula, self.book.functions, self.book.wording))), style)

    def array(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula that looks at each cell of a range."""
        self._put(
            row, column, Value(shown, f"=ARRAYFORMULA({in_google(self.book.wording.formula(formula))[1:]})"), style
        )

    def share(self, first_row: int, last_row: int, column: int) -> None:
        """Do nothing: Google has no formulas that rows share."""

    def print_filled(self, first_row: int, last_row: int, columns: int) -> None:
        """Do nothing: how a sheet prints cannot be set through Google's API."""

    def link(self, row: int, column: int, sheet: str, at: str, text: str, style: str) -> None:
        """Write text that leads to a cell of this spreadsheet."""
        self._put(row, column, Value(text), style)
        self.looks[row, column] = Look(style, (sheet, at))

    def merge(self, row: int, first: int, last: int, text: str, style: str) -> None:
        """Write text across cells of one row."""
        for column in range(first, last + 1):
            self.looks[row, column] = Look(style)
        self.text(row, first, text, style)
        self.merged.append(((row, first), (row, last)))

    def note(self, row: int, column: int, text: str) -> None:
        """Put a note on a cell."""
        self.notes[row, column] = text

    def rule(self, first: At, last: At, rule: Mapping[str, object]) -> None:
        """Check what is typed into a range."""
        self.rules.append(Ruled(first, last, self.book.wording.rule(rule)))

    def colour(self, first: At, last: At, rule: Mapping[str, object], look: Style | None = None) -> None:
        """Colour the cells of a range by what they say."""
        self.colours.append(Ruled(first, last, self.book.wording.rule(rule), look))

    def table(self, name: str, row: int, last_row: int, headings: Sequence[tuple[str, str]]) -> None:
        """Make a table of a range whose first row are the headings, each with its style."""
        for column, (text, style) in enumerate(headings):
            self.text(row, column, text, style)
        self.tables.append((name, (row, 0), (last_row, len(headings) - 1), [text for text, _ in headings]))

    def filter(self, row: int, last_row: int, columns: int) -> None:
        """Offer filters on headings that are no table's."""
        self.filtered = (row, 0), (last_row, columns - 1)

    def numbers_as_text(self, first: At, last: At) -> None:
        """Do nothing: Google marks no ids that look like numbers."""

    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set the widths of columns, in characters."""
        self.column_widths.update(enumerate(widths, start=first))

    def hide_columns(self, widths: Sequence[float], first: int) -> None:
        """Set the widths of columns and fold them away, as a group that a click opens."""
        self.widths(widths, first)
        self.hidden_columns.append((first, first + len(widths) - 1))

    def guard(self, first: At, last: At) -> None:
        """Have Google ask before anyone types over what is computed."""
        self.protected = True

    def heights(self, heights: Mapping[int, float]) -> None:
        """Set the heights of rows, in points."""
        self.row_heights.update(heights)

    def fit_heights(self, heights: Mapping[int, float]) -> None:
        """Leave rows to Google, which fits them to their text."""

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        self.frozen = rows, columns

    def protect(self) -> None:
        """Have Google ask before anyone types over what is computed."""
        self.protected = True

    def page(self, footer: str, heading_rows: tuple[int, int] | None = None, one_page: bool = False) -> None:
        """Do nothing: how a sheet prints cannot be set through Google's API."""

    @property
    def size(self) -> At:
        """How many rows and columns the grid has: as far as anything was drawn, and names reach."""
        rows = max((*(row for row, _ in self.looks), *self.row_heights), default=1)
        columns = max((column for _, column in self.looks), default=0)
        return max(rows, self.rows_named), columns + 1


class GoogleBook:
    """A spreadsheet being drawn; `first_id` is the id of its first sheet."""

    host: Host = "google"

    def __init__(self, first_id: int = 1, functions: bool = False, wording: Wording = ENGLISH) -> None:
        self.functions, self.wording, self._first_id = functions, wording, first_id
        self.sheets: list[GoogleSheet] = []
        self.names: dict[str, str] = {}

    def sheet(self, name: str, kind: str = "input") -> GoogleSheet:
        """Add a sheet; `kind` is start, input or view."""
        self.sheets.append(GoogleSheet(self, name, kind, self._first_id + len(self.sheets)))
        return self.sheets[-1]

    def name(self, name: str, refers_to: str) -> None:
        """Give cells a name that formulas may use."""
        self.names[name] = refers_to


def in_google(formula: str) -> str:
    """Return a formula without the marks that .xlsx files have on newer functions.

    >>> in_google("=_xlfn.MAXIFS(A1:A9,B1:B9,1)")
    '=MAXIFS(A1:A9,B1:B9,1)'
    """
    return formula.replace("_xlfn.", "")
