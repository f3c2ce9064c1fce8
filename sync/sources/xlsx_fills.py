"""The fill colours of an .xlsx sheet's cells, looked up only when a reading asks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...core.addresses import column_number
from .marks import CellAt
from .number_formats import CELL_FORMAT, CELL_FORMATS

MOST = 50_000  # coloured cells of one sheet
_FILLS = re.compile(rb"<(?:\w+:)?fills\b.*?</(?:\w+:)?fills>", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill\b[^>]*>(.*?)</(?:\w+:)?fill>|<(?:\w+:)?fill\b[^>]*/>", re.DOTALL)
_SOLID = re.compile(rb"""patternType\s*=\s*["']solid["'].*?<(?:\w+:)?fgColor\b([^>]*?)/?>""", re.DOTALL)
_FILL_ID = re.compile(rb"""\bfillId\s*=\s*["']([0-9]+)""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*?\bs\s*=\s*["']([0-9]+)["']"""
)
_WHITE = re.compile(r"""rgb="(?:FF|00)FFFFFF\"""")


def fills_of(sheet: bytes, styles: bytes) -> dict[CellAt, str]:
    """Return a name for the fill colour of each cell that has one; two cells of one colour have the same name."""
    colours = _colours(styles)
    fills: dict[CellAt, str] = {}
    for match in _CELL.finditer(sheet) if colours else ():
        colour = colours.get(int(match[3]))
        if colour:
            fills[int(match[2]) - 1, column_number(match[1].decode())] = colour
            if len(fills) > MOST:
                return {}
    return fills


def _colours(styles: bytes) -> Mapping[int, str]:
    """The fill colour of each cell style, where it is filled with one."""
    fills, formats = _FILLS.search(styles), CELL_FORMATS.search(styles)
    if fills is None or formats is None:
        return {}
    solid = [_SOLID.search(fill[1] or b"") for fill in _FILL.finditer(fills.group())]
    names = [" ".join(match[1].decode("ascii", "replace").split()) if match else "" for match in solid]
    colours: dict[int, str] = {}
    for style, tag in enumerate(CELL_FORMAT.findall(formats.group())):
        fill = _FILL_ID.search(tag)
        number = int(fill[1]) if fill else 0
        if number < len(names) and names[number] and not _WHITE.search(names[number]):
            colours[style] = names[number]
    return colours
