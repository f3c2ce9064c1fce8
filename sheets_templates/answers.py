"""The results of our functions: the values that formulas are stored with."""

from __future__ import annotations

from collections.abc import Sequence

from ..addin import catalogue
from ..core.cells import Cell
from ..core.errors import CellError
from .drawing import Shown

FAULT = "#VALUE!"  # for arguments that make no sense


def answer(name: str, *arguments: Cell) -> Shown:
    """Return a function's result for single cells.

    >>> answer("OKR_SCORE", 1.4), answer("OKR_SCORE", "ten")
    (1.0, '#VALUE!')
    """
    try:
        result: Shown = catalogue.call(name, arguments)
    except CellError:
        return FAULT
    return result


def answers(name: str, *arguments: Sequence[Cell]) -> list[Shown]:
    """Return the results of a function that computes all rows at once.

    >>> answers("OKR_ALIGNMENT", ["A", "B"], [None, "A"])
    ['top', 'aligned']
    """
    try:
        return [row[0] for row in catalogue.call(name, arguments)]
    except CellError:
        return [FAULT] * len(arguments[0])
