"""What Excel's cells hold, as its objects hand it over and take it; and cells as blocks, each of which is one call.

`Value2` is read, never `Value`: a day is then its serial number, and no currency or time zone comes in.
"""

from __future__ import annotations

from typing import Any, TypeVar

from ....core.cells import Cell, ErrorCell, number
from ...macros.book import Formula

ERROR_BASE = -2146828288  # an error value comes as this and its number
ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip

Item = TypeVar("Item")


def read(value: Any) -> Cell:
    """Return what a cell shows; a whole number can only be an error, since Excel's own numbers are floating.

    >>> read(-2146826265), read(3.0), read("")
    ('#REF!', 3.0, None)
    """
    if value is None or value == "":
        return None
    if type(value) is int:
        return ErrorCell(ERRORS.get(value - ERROR_BASE, "#ERROR!"))
    shown: Cell = value
    return shown


def written(cell: Cell) -> Any:
    """Return a cell as Excel takes it: text behind an apostrophe, so that it stays text in every language of Excel.

    >>> written("=1+1"), written(Formula("=1+1")), written(None), written(True), written(3)
    ("'=1+1", '=1+1', '', True, 3.0)
    """
    if cell is None or cell == "":
        return ""
    if isinstance(cell, (Formula, ErrorCell)):
        return str(cell)
    if isinstance(cell, str):
        return f"'{cell}"
    return cell if isinstance(cell, bool) else number(cell)


def matrix(value: Any) -> list[list[Any]]:
    """Return what a block of cells gives as rows: a single cell gives itself."""
    return [list(row) for row in value] if isinstance(value, tuple) else [[value]]
