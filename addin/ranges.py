"""A host's cells and ranges <-> Python values.

A host hands over a scalar or a list of rows; `None` stands for an argument that was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, Union

from ..core import cells
from ..core.cells import Cell
from ..core.errors import CellError

Range = Union[Cell, Sequence[Any]]
Value = Union[None, bool, float, str, "list[list[Cell]]"]
Read = TypeVar("Read")


def rows(cells_or_rows: Range) -> list[list[Cell]]:
    """Return a range as a list of rows; a single cell is a range of one.

    >>> rows(3), rows([1, 2]), rows([[1], [2]])
    ([[3]], [[1, 2]], [[1], [2]])
    """
    if not isinstance(cells_or_rows, (list, tuple)):
        return [[cells_or_rows]]  # type: ignore[list-item]  # a scalar, which Sequence[Any] would also match as text
    if cells_or_rows and isinstance(cells_or_rows[0], (list, tuple)):
        return [list(row) for row in cells_or_rows]
    return [list(cells_or_rows)]


def flat(argument: Range) -> list[Cell]:
    """Return the cells of a range, row by row.

    >>> flat([[1, 2], [3, 4]])
    [1, 2, 3, 4]
    """
    return [cell for row in rows(argument) for cell in row]


def each(read: Callable[[Cell], Read], argument: Range) -> list[Read]:
    """Return every cell of a range, read in the same way."""
    return [read(cell) for cell in flat(argument)]


def numbers(argument: Range) -> list[float | None]:
    """Return the numbers of a range, None for no data.

    >>> numbers([[0.5], ["n/a"]])
    [0.5, None]
    """
    return each(cells.number, argument)


def numbers_or_none(argument: Range) -> list[float | None] | None:
    """The same for a range that may be left out altogether."""
    return None if argument is None else numbers(argument)


def one(argument: Range) -> Cell:
    """Return the only cell of an argument that wants one.

    >>> one([[7]]), one(7)
    (7, 7)
    """
    if not isinstance(argument, (list, tuple)):
        return argument  # type: ignore[return-value]  # as in `rows`; most calls, and each of their microseconds shows
    cells_of_range = flat(argument)
    if len(cells_of_range) != 1:
        raise CellError("one cell is wanted, not a range", "select a single cell")
    return cells_of_range[0]


def default(argument: Range, value: float) -> float:
    """Return the number in an optional cell, or the value that it has when it is blank.

    >>> default(None, 14), default("7", 14)
    (14, 7.0)
    """
    number = cells.number(one(argument))
    return value if number is None else number


def down(values: Sequence[Cell]) -> list[list[Cell]]:
    """Return values as a column that spills downwards.

    >>> down(["top", "aligned"])
    [['top'], ['aligned']]
    """
    return [[value] for value in values]
