"""How far a sheet reaches, told from its bytes: the last row and column that any cell names.

Every sheet passes here before it is parsed, so that the usual spelling of a cell is read for all cells at once in
numpy; any other spelling that XML allows takes a slower way to the same answer.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from .xlsx_tags import MAX_DIGITS, CellTags, Positions, cell_tags, read_number

MAX_COLUMNS = 16_384

_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_ANY_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row[\s/>]")


def extent(sheet: bytes) -> tuple[int, int]:
    """Return the last row and the last column, counted from 1, of a sheet's XML; (0, 0) without cells.

    >>> extent(b'<row r="7"><c r="B7"><v>1</v></c></row>')
    (7, 2)
    """
    return extent_of_tags(sheet, cell_tags(sheet))


def extent_of_tags(sheet: bytes, tags: CellTags | None) -> tuple[int, int]:
    """Return the same as `extent` for a sheet whose cells were found already."""
    corner = _usual(tags) if tags is not None else None
    return corner if corner is not None else _unusual(sheet)


def _usual(tags: CellTags) -> tuple[int, int] | None:
    """The extent where every reference is letters and digits; None otherwise."""
    if not len(tags.cells):
        return 0, 0
    at = tags.tags[tags.cells] + 6
    wide = tags.data[at + 1] >= ord("A")  # two letters or more
    corners = [_corner(tags.data, part) for part in (at[~wide], at[wide]) if len(part)]
    if None in corners:
        return None
    return max(row for row, _ in filter(None, corners)), max(column for _, column in filter(None, corners))


def _corner(data: NDArray[np.uint8], at: Positions) -> tuple[int, int] | None:
    """The last row and column among the references that begin at some places; None where one is no reference."""
    columns, at, letters = read_number(data, at, 64, 26, ord("A"), ord("Z"))
    longest = _most_digits(data, at)
    if longest is None or not letters.all():
        return None
    rows, _, _ = read_number(data, longest, 48, 10, ord("0"), ord("9"))
    return int(rows.max()), int(columns.max())


def _most_digits(data: NDArray[np.uint8], at: Positions) -> Positions | None:
    """The places where the longest numbers begin; None where one does not end in a quote."""
    for digits in range(MAX_DIGITS):
        byte = data[at + digits]
        goes_on = (byte >= ord("0")) & (byte <= ord("9"))
        if not (goes_on | ((byte == ord('"')) & (digits > 0))).all():
            return None
        if not goes_on.any():
            return at
        at = at[goes_on]
    return None


def _unusual(sheet: bytes) -> tuple[int, int]:
    """Cells without a reference follow each other, in no more columns than there are of them."""
    references = _ANY_REFERENCE.findall(sheet)
    last_row = max((int(digits) for digits in {digits for _, digits in references}), default=0)
    last_column = max((_column(letters) for letters in {letters for letters, _ in references}), default=0)
    unplaced = len(_ANY_CELL.findall(sheet)) - sum(1 for letters, _ in references if letters)
    if unplaced > 0:
        last_column = max(last_column, min(unplaced, MAX_COLUMNS))
        last_row = max(last_row, len(_ANY_ROW.findall(sheet)))
    return last_row, last_column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
