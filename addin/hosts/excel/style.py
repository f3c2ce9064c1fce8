"""How the cells that a macro writes look in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.addresses import block_address
from ....core.rectangles import rectangles
from ...macros.book import At, CellEdit
from ...macros.colours import COLOURS

NO_BACKGROUND, AUTOMATIC = -4142, -4105  # Excel's numbers for no colour, and for the colour that it chooses
WIDEST = 85  # characters


def colour(sheet: Any, looks: Mapping[At, str]) -> None:
    """Colour cells, in blocks of the same look."""
    for look in COLOURS:
        for (row, column), rows in rectangles({at: own_look for at, own_look in looks.items() if own_look == look}):
            _colour(sheet.Range(block_address(row, column, len(rows), len(rows[0]))), look)


def _colour(cells: Any, look: str) -> None:
    colours = COLOURS[look]
    if colours.text is None:
        cells.Font.ColorIndex = AUTOMATIC
    else:
        cells.Font.Color = _blue_first(colours.text)
    if colours.background is None:
        cells.Interior.ColorIndex = NO_BACKGROUND
    else:
        cells.Interior.Color = _blue_first(colours.background)
    cells.Font.Bold = colours.bold


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
            below = (str(other.new) for at, other in changes.items() if at[1] == column and at[0] >= row)
            sheet.Range(block_address(row, column)).ColumnWidth = min(max(map(len, below)) + 3, WIDEST)
