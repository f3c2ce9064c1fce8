"""What a function of ours answers in a cell: the value that a formula is stored with."""

from __future__ import annotations

from collections.abc import Sequence

from ..addin import catalogue
from ..core.cells import Cell
from ..core.errors import CellError
from .drawing import Shown

FAULT = "#VALUE!"  # where the cells make no sense


def answer(name: str, *arguments: Cell) -> Shown:
    """Return a function's answer for single cells.

    >>> answer("OKR_SCORE", 1.4), answer("OKR_SCORE", "ten")
    (1.0, '#VALUE!')
    """
    try:
        given: Shown = catalogue.call(name, arguments)
    except CellError:
        return FAULT
    return given


def answers(name: str, *arguments: Sequence[Cell]) -> list[Shown]:
    """Return the answers of a function that answers for all rows at once.

    >>> answers("OKR_ALIGNMENT", ["A", "B"], [None, "A"])
    ['top', 'aligned']
    """
    try:
        return [row[0] for row in catalogue.call(name, arguments)]
    except CellError:
        return [FAULT] * len(arguments[0])
