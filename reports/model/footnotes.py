"""The notes of one page: which cells a figure comes from, numbered as the figures come up, and by workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ...core.addresses import quoted_sheet
from ...core.errors import Location
from ..i18n.language import Language
from .figure import Figure
from .provenance import compressed


@dataclass(frozen=True)
class SourceEntry:
    """The part of a note that is about one workbook; `first` says that the note's other parts come later."""

    number: int
    mark: str
    text: str
    address: str
    more: str
    first: bool


@dataclass(frozen=True)
class SourceBook:
    """A workbook with the notes that lead to it, in their order; `cells` are all their cells, each once, by sheet."""

    workbook: str
    address: str
    entries: tuple[SourceEntry, ...]
    cells: str


class Footnotes:
    """The notes of one page; equal cells share a number.

    `links` says where each workbook is, seen from the page; one that is not in it is only named.
    """

    def __init__(self, language: Language, links: Mapping[str, str] | None = None) -> None:
        self._language, self._links = language, links or {}
        self._numbers: dict[tuple[tuple[Location, ...], int], int] = {}

    def number(self, figure: Figure) -> int:
        """Return the number of the note on a figure; 0 for a figure without cells."""
        if not figure.cells:
            return 0
        return self._numbers.setdefault((figure.cells, figure.more), len(self._numbers) + 1)

    def mark(self, figure: Figure) -> str:
        """Return the letters of the note on a figure; empty for a figure without cells."""
        return letters(self.number(figure))

    def text(self, figure: Figure) -> str:
        """Return a figure's cells in one line."""
        return self.line(figure.cells, figure.more)

    def line(self, cells: tuple[Location, ...], more: int) -> str:
        """Return cells in one line, with how many there are beside them."""
        named = "; ".join(map(str, cells))
        if not more:
            return named
        return self._language.many("{named} and {count} more cell", "{named} and {count} more cells", more, named=named)

    def more(self, more: int) -> str:
        """Return how many cells a note does not name."""
        return self._language.many("and {count} more cell", "and {count} more cells", more) if more else ""

    def address(self, location: Location) -> str:
        """Return where a cell can be opened; nothing where the workbook's own location is not known.

        The first cell of a sheet's list is meant: `#'Key results'!H5`, as spreadsheet programs read it.
        """
        link = self._links.get(location.workbook, "")
        if not link or not location.sheet:
            return link
        spot = f"{quoted_sheet(location.sheet)}!{_first(location.cell)}"
        return f"{link}#{quote(spot)}"

    @property
    def all(self) -> list[tuple[int, tuple[Location, ...], int]]:
        """The notes so far, in order: number, cells, how many more."""
        return [(number, *key) for key, number in self._numbers.items()]

    @property
    def books(self) -> list[SourceBook]:
        """The notes so far by workbook, for an appendix with one row for each."""
        entries: dict[str, list[SourceEntry]] = {}
        cells: dict[str, dict[str, list[str]]] = {}
        for number, locations, more in self.all:
            for at, location in enumerate(locations):
                inside = "!".join(part for part in (location.sheet, location.cell) if part)
                rest = self.more(more) if at == len(locations) - 1 else ""
                entry = SourceEntry(number, letters(number), inside, self.address(location), rest, at == 0)
                entries.setdefault(location.workbook, []).append(entry)
                cells.setdefault(location.workbook, {}).setdefault(location.sheet, []).append(location.cell)
        return [
            SourceBook(name, self._links.get(name, ""), tuple(own), _by_sheet(cells[name]))
            for name, own in entries.items()
        ]


def letters(number: int) -> str:
    """Return a number as the letters of a note: a number beside a figure would look like an exponent.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('a', 'z', 'aa', 'aaa')
    """
    text = ""
    while number > 0:
        number, last = divmod(number - 1, 26)
        text = chr(ord("a") + last) + text
    return text


def _by_sheet(sheets: Mapping[str, list[str]]) -> str:
    parts = ((sheet, compressed(cell for cell in cells if cell)) for sheet, cells in sheets.items())
    return "; ".join("!".join(part for part in pair if part) for pair in parts)


def _first(cells: str) -> str:
    return cells.split(",")[0].split(":")[0]
