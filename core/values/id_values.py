"""Ids that a spreadsheet took for numbers: 1.10 became 1.1, and is now the same as another row's id."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..cells import Cell, FormattedNumber
from .column_messages import Fault

_HINT = "format the column as text and type the id again, e.g. 1.10"


def numbers_as_ids(name: str, raw: Sequence[Cell]) -> list[Fault]:
    """Return a fault for each number in a column of ids that was probably typed with a zero at its end.

    It stands a second time, behind an id that ends in 9, or before one that begins with it and 1.

    >>> [record for record, _, _ in numbers_as_ids("id", [1.8, 1.9, 1.1, 1.11])]
    [2]
    """
    seen: set[float] = set()
    faults: list[Fault] = []
    for record, cell in enumerate(raw):
        if type(cell) is not float or not math.isfinite(cell) or cell.is_integer() or round(cell, 1) != cell:
            continue
        before = raw[record - 1] if record else None
        after = raw[record + 1] if record + 1 < len(raw) else None
        if cell in seen or _ends_in_nine(before, cell) or _continues(cell, after):
            what = f"{name} is the number {cell!r}; it may have been typed as {cell!r}0"
            faults.append((record, what, _HINT))
        seen.add(cell)
    return faults


def _ends_in_nine(before: Cell, cell: float) -> bool:
    """Whether 1.1 stands behind 1.9."""
    tenths = round(cell * 10)
    return (
        isinstance(before, float)
        and not isinstance(before, FormattedNumber)
        and (tenths % 10 == 1 and round(before * 10) == tenths + 8 and before * 10 == round(before * 10))
    )


def _continues(cell: float, after: Cell) -> bool:
    """Whether 1.11 stands behind 1.1."""
    return isinstance(after, float) and repr(after) == f"{cell!r}1"
