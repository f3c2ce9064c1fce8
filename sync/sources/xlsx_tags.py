"""The cells of a sheet's XML, found all at once where they are spelled in the usual way, `<c r="B7" s="3" t="n">`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_DIGITS = 12  # of a reference's letters or digits; a longer one is read the slow way

_PADDING = b"\0" * 24
_WORD = 8  # bytes that are compared at once
_LESS, _COLON = b"<:"
_ENDS_A_NAME = np.zeros(256, dtype=bool)
_ENDS_A_NAME[list(b" \t\r\n/>")] = True

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CellTags:
    """The bytes of a sheet, where its tags begin, and which of the tags are cells, by their index among them.

    `words` has the eight bytes from each place on as one number.
    """

    data: NDArray[np.uint8]
    words: NDArray[np.uint64]
    tags: Positions
    cells: Positions

    def tag_after(self, cells: Positions, steps: int = 1) -> Positions:
        """Return where the tag begins that comes some tags after each of `cells`; the last one stands for none."""
        return self.tags[np.minimum(cells + steps, len(self.tags) - 1)]

    def reads(self, at: Positions, text: bytes) -> Mask:
        """Return which places in the bytes are followed by a text of eight bytes or fewer."""
        return _reads(self.words, at, text)


def cell_tags(sheet: bytes) -> CellTags | None:
    """Return the cells of a sheet; None where one is spelled otherwise, so that a slower way must find them."""
    data = np.frombuffer(sheet + _PADDING, dtype=np.uint8)
    words: NDArray[np.uint64] = np.ndarray((len(data) - _WORD + 1,), dtype="<u8", buffer=data, strides=(1,))
    colons = np.flatnonzero(data == _COLON)
    if (_ENDS_A_NAME[data[colons + 2]] & (data[colons + 1] == ord("c"))).any() or _reads(words, colons, b":row").any():
        return None
    tags = np.flatnonzero(data == _LESS)
    candidates = np.flatnonzero(data[tags + 1] == ord("c"))
    is_cell = _reads(words, tags[candidates], b'<c r="')
    others = tags[candidates[~is_cell]]
    if _ENDS_A_NAME[data[others + 2]].any():
        return None
    return CellTags(data, words, tags, candidates[is_cell])


def references(tags: CellTags, cells: Positions) -> tuple[Positions, Positions]:
    """Return the rows and columns, counted from 1, of cells whose references are letters and digits."""
    if not len(cells):
        return cells, cells
    columns, at, _ = read_number(tags.data, tags.tags[cells] + 6, 64, 26, ord("A"), ord("Z"))
    rows, _, _ = read_number(tags.data, at, 48, 10, ord("0"), ord("9"))
    return rows, columns


def read_number(
    data: NDArray[np.uint8], at: Positions, zero: int, base: int, low: int, high: int
) -> tuple[Positions, Positions, Mask]:
    """Read a number in some base from each place on: its value, the place after it, and whether there is one."""
    value = np.zeros(len(at), dtype=np.int64)
    started = np.zeros(len(at), dtype=bool)
    going: Mask = np.ones(len(at), dtype=bool)
    for _ in range(MAX_DIGITS):
        byte = data[at].astype(np.int64)
        going = going & (byte >= low) & (byte <= high)
        if not going.any():
            break
        value = np.where(going, value * base + byte - zero, value)
        at = at + going
        started |= going
    return value, at, started


def _reads(words: NDArray[np.uint64], at: Positions, text: bytes) -> Mask:
    wanted = int.from_bytes(text, "little")
    matches: Mask = (words[at] & np.uint64((1 << 8 * len(text)) - 1)) == np.uint64(wanted)
    return matches
