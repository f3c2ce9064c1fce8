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


def rows(given: Range) -> list[list[Cell]]:
    """Return a range as a list of rows; a single cell is a range of one.

    >>> rows(3), rows([1, 2]), rows([[1], [2]])
    ([[3]], [[1, 2]], [[1], [2]])
    """
    if not isinstance(given, (list, tuple)):
        return [[given]]  # type: ignore[list-item]  # a scalar, which Sequence[Any] would also match as text
    if given and isinstance(given[0], (list, tuple)):
        return [list(row) for row in given]
    return [list(given)]


def flat(given: Range) -> list[Cell]:
    """Return the cells of a range, row by row.

    >>> flat([[1, 2], [3, 4]])
    [1, 2, 3, 4]
    """
    return [cell for row in rows(given) for cell in row]


def each(read: Callable[[Cell], Read], given: Range) -> list[Read]:
    """Return every cell of a range, read in the same way."""
    return [read(cell) for cell in flat(given)]


def numbers(given: Range) -> list[float | None]:
    """Return the numbers of a range, None for no data.

    >>> numbers([[0.5], ["n/a"]])
    [0.5, None]
    """
    return each(cells.number, given)


def numbers_or_none(given: Range) -> list[float | None] | None:
    """The same for a range that may be left out altogether."""
    return None if given is None else numbers(given)


def one(given: Range) -> Cell:
    """Return the only cell of an argument that wants one.

    >>> one([[7]]), one(7)
    (7, 7)
    """
    if not isinstance(given, (list, tuple)):
        return given  # type: ignore[return-value]  # as in `rows`; most calls, and each of their microseconds shows
    found = flat(given)
    if len(found) != 1:
        raise CellError("one cell is wanted, not a range", "select a single cell")
    return found[0]


def default(given: Range, value: float) -> float:
    """Return the number in an optional cell, or the value that it has when it is blank.

    >>> default(None, 14), default("7", 14)
    (14, 7.0)
    """
    found = cells.number(one(given))
    return value if found is None else found


def down(values: Sequence[Cell]) -> list[list[Cell]]:
    """Return values as a column that spills downwards.

    >>> down(["top", "aligned"])
    [['top'], ['aligned']]
    """
    return [[value] for value in values]
