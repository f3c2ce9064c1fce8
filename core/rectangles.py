"""Single cells gathered into rectangles, since a program or a service takes a rectangle in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

At = tuple[int, int]  # row and column
Item = TypeVar("Item")


def rectangles(cells: Mapping[At, Item], equal: bool = False) -> Iterator[tuple[At, list[list[Item]]]]:
    """Return rectangles without gaps that hold all cells once: the first row and column of each, and its rows.

    A row is cut into runs of neighbouring cells, with `equal` of neighbours that hold the same; runs of one width that
    lie below each other make a rectangle.

    >>> list(rectangles({(5, 0): "a", (5, 1): "b", (6, 0): "c", (6, 1): "d", (9, 0): "e"}))
    [((5, 0), [['a', 'b'], ['c', 'd']]), ((9, 0), [['e']])]
    >>> list(rectangles({(1, 0): "a", (1, 1): "b", (2, 0): "a", (2, 1): "b"}, equal=True))
    [((1, 0), [['a'], ['a']]), ((1, 1), [['b'], ['b']])]
    """
    growing: dict[tuple[int, int], tuple[At, list[list[Item]]]] = {}  # by first column and width
    row_above = 0
    for row, runs in _runs_by_row(cells, equal):
        continued = {}
        for column, run in runs:
            key = (column, len(run))
            above = growing.get(key) if row == row_above + 1 else None
            if above is not None and not (equal and above[1][0][0] != run[0]):
                above[1].append(run)
                continued[key] = growing.pop(key)
            else:
                continued[key] = ((row, column), [run])
        yield from growing.values()
        growing, row_above = continued, row
    yield from growing.values()


def _runs_by_row(cells: Mapping[At, Item], equal: bool) -> Iterator[tuple[int, list[tuple[int, list[Item]]]]]:
    """Yield each row with its runs: the first column of a run, and its cells."""
    columns_by_row: dict[int, list[int]] = {}
    for row, column in cells:
        columns_by_row.setdefault(row, []).append(column)
    for row in sorted(columns_by_row):
        runs: list[tuple[int, list[Item]]] = []
        for column in sorted(columns_by_row[row]):
            item = cells[row, column]
            is_neighbour = bool(runs) and runs[-1][0] + len(runs[-1][1]) == column
            if is_neighbour and not (equal and runs[-1][1][0] != item):
                runs[-1][1].append(item)
            else:
                runs.append((column, [item]))
        yield row, runs
