"""How the cells that a macro writes look in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...macros.book import LOOKS, At, CellEdit
from .cells import address, blocks

NO_GROUND, USUAL_INK = -4142, -4105  # Excel's numbers for no colour, and for the colour that it chooses
WIDEST = 85  # characters
# ink and ground as red, green and blue, as in the templates
COLOURS: dict[str, tuple[int | None, int | None]] = {
    "": (None, None),
    "title": (0x14505C, None),
    "heading": (0xFFFFFF, 0x14505C),
    "good": (0x0B5C43, 0xDDF0E8),
    "careful": (0x7A4B00, 0xFDEBCB),
    "bad": (0x8A1C0F, 0xF9D5CD),
}
BOLD = frozenset({"title", "heading", "bad"})


def colour(sheet: Any, looks: Mapping[At, str]) -> None:
    """Colour cells, in blocks of the same look."""
    for look in LOOKS:
        for (row, column), rows in blocks({at: each for at, each in looks.items() if each == look}):
            _colour(sheet.Range(address(row, column, len(rows), len(rows[0]))), look)


def _colour(cells: Any, look: str) -> None:
    ink, ground = COLOURS[look]
    if ink is None:
        cells.Font.ColorIndex = USUAL_INK
    else:
        cells.Font.Color = _blue_first(ink)
    if ground is None:
        cells.Interior.ColorIndex = NO_GROUND
    else:
        cells.Interior.Color = _blue_first(ground)
    cells.Font.Bold = look in BOLD


def _blue_first(colour: int) -> int:
    """Return a colour as Excel counts it.

    >>> hex(_blue_first(0x14505C))
    '0x5c5014'
    """
    return int.from_bytes(colour.to_bytes(3, "big"), "little")


def widen(sheet: Any, changes: Mapping[At, CellEdit]) -> None:
    """Make columns as wide as what stands under a heading that was written."""
    for (row, column), change in changes.items():
        if change.look == "heading":
            below = (str(each.new) for at, each in changes.items() if at[1] == column and at[0] >= row)
            sheet.Range(address(row, column)).ColumnWidth = min(max(map(len, below)) + 3, WIDEST)
