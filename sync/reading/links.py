"""Cells of an export that refer to a page: its words, with the address in brackets behind them."""

from __future__ import annotations

import re
from dataclasses import replace

from ..sources.base import Sheet

_LINK = re.compile(r"(.*\S)\s*\(https?://[^\s()]+\)\s*", re.DOTALL)


def without_links(sheet: Sheet) -> Sheet:
    """Return a sheet whose cells have only their words where an address stands in brackets behind them.

    >>> without_links(Sheet("Goals", [["Grow (https://x.org/1a2b)", 3.0]])).rows
    [['Grow', 3.0]]
    """
    changed = {
        number: [
            match[1] if type(cell) is str and "://" in cell and (match := _LINK.fullmatch(cell)) else cell
            for cell in row
        ]
        for number, row in enumerate(sheet.rows)
        if any(type(cell) is str and cell.endswith(")") and "://" in cell for cell in row)
    }
    if not changed:
        return sheet
    return replace(sheet, rows=[changed.get(number, row) for number, row in enumerate(sheet.rows)])
