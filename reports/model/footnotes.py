"""The notes of one page: which cells a figure comes from, numbered as the figures come up."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ...core.addresses import quoted_sheet
from ...core.errors import Location
from ..i18n.language import Language
from .figure import Figure


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


def _first(cells: str) -> str:
    return cells.split(",")[0].split(":")[0]
