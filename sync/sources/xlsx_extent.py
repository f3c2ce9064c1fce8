"""How far a sheet reaches, told from its bytes: the last row and column that any cell names.

Every sheet passes here before it is parsed, so that the usual spelling, `<c r="B7"`, is read for all cells at once
in numpy; any other spelling that XML allows takes a slower way to the same answer.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_COLUMNS = 16_384
MAX_DIGITS = 12  # of a reference's letters or digits; a longer one is read the slow way

_PADDING = b"\0" * 24
_LESS, _COLON = b"<:"
_ENDS_A_NAME = np.zeros(256, dtype=bool)
_ENDS_A_NAME[list(b" \t\r\n/>")] = True
_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_ANY_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row[\s/>]")


def extent(sheet: bytes) -> tuple[int, int]:
    """Return the last row and the last column, counted from 1, of a sheet's XML; (0, 0) without cells.

    >>> extent(b'<row r="7"><c r="B7"><v>1</v></c></row>')
    (7, 2)
    """
    found = _usual(np.frombuffer(sheet + _PADDING, dtype=np.uint8))
    return found if found is not None else _unusual(sheet)


def _usual(data: NDArray[np.uint8]) -> tuple[int, int] | None:
    """The extent where every cell begins with its reference and no tag has a prefix; None otherwise."""
    colons = np.flatnonzero(data == _COLON)
    if _named(data, colons, b"c").any() or _named(data, colons, b"row").any():
        return None
    tags = np.flatnonzero(data == _LESS)
    cells = tags[_named(data, tags, b"c")]
    if not len(cells):
        return 0, 0
    for offset, byte in enumerate(b' r="', start=2):
        if (data[cells + offset] != byte).any():
            return None
    at = cells + 6
    wide = data[at + 1] >= ord("A")  # two letters or more
    corners = [_corner(data, part) for part in (at[~wide], at[wide]) if len(part)]
    if None in corners:
        return None
    return max(row for row, _ in filter(None, corners)), max(column for _, column in filter(None, corners))


def _corner(data: NDArray[np.uint8], at: NDArray[np.int64]) -> tuple[int, int] | None:
    """The last row and column among the references that begin at some places; None where one is no reference."""
    columns, at, letters = _run(data, at, 64, 26, ord("A"), ord("Z"))
    longest = _most_digits(data, at)
    if longest is None or not letters.all():
        return None
    rows, _, _ = _run(data, longest, 48, 10, ord("0"), ord("9"))
    return int(rows.max()), int(columns.max())


def _most_digits(data: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.int64] | None:
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


def _named(data: NDArray[np.uint8], at: NDArray[np.int64], name: bytes) -> NDArray[np.bool_]:
    """Which of some places in the bytes are followed by a name and its end."""
    found = _ENDS_A_NAME[data[at + 1 + len(name)]]
    for offset, byte in enumerate(name, start=1):
        found &= data[at + offset] == byte
    return found


def _run(
    data: NDArray[np.uint8], at: NDArray[np.int64], zero: int, base: int, low: int, high: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Read a number in some base from each place on: its value, the place after it, and whether there is one."""
    value = np.zeros(len(at), dtype=np.int64)
    started = np.zeros(len(at), dtype=bool)
    going: NDArray[Any] = np.ones(len(at), dtype=bool)
    for _ in range(MAX_DIGITS):
        byte = data[at].astype(np.int64)
        going = going & (byte >= low) & (byte <= high)
        if not going.any():
            break
        value = np.where(going, value * base + byte - zero, value)
        at = at + going
        started |= going
    return value, at, started


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
