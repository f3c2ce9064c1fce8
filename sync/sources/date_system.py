"""Days in workbooks that count from 1904, as Excel for the Mac did and as their settings say to this day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .marks import CellAt

DAYS_BEFORE_1904 = 1462  # from 1899-12-30, where all other workbooks begin
LAST_DAY = 2_957_003  # 9999-12-31; a number beyond it is no day: 20260811


def with_days_of_1900(rows: Sequence[Sequence[Any]], cells: Iterable[CellAt]) -> list[list[Any]]:
    """Return rows in which the plain numbers of some cells, which must hold dates, count their days from 1900.

    Cells with a date format are dates already and stay as they are.

    >>> with_days_of_1900([["Due", 44818.0]], [(0, 0), (0, 1)])
    [['Due', 46280.0]]
    """
    shifted = [list(row) for row in rows]
    for row, column in cells:
        if row < len(shifted) and column < len(shifted[row]):
            cell = shifted[row][column]
            if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 < cell <= LAST_DAY:
                shifted[row][column] = cell + DAYS_BEFORE_1904
    return shifted
