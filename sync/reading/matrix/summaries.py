"""Columns and rows behind a table of levels that were computed from it: sums and averages, whatever they are called."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ....core.cells import Cell
from ...sources.base import Sheet
from .axes import ValueColumn
from .labels import likeness
from .rows import cell_at

BEHIND = 3  # columns and rows at the end that may be computed
NAMED = 0.7  # the likeness to a name from which on a label is one
LEAST = 3  # sums or averages that differ from what they are made of
MANY = 6  # of them where all could be levels as well
ROUNDED = 0.051  # how far a written average may be from the exact one


def computed_columns(sheet: Sheet, rows: Sequence[int], values: Sequence[ValueColumn]) -> set[int]:
    """Return the last columns whose cells are the sums or the averages of the levels before them in their rows."""
    found: set[int] = set()
    columns = sorted(value.at for value in values)
    for at in columns[-BEHIND:]:
        before = [other for other in columns if other < at and other not in found]
        pairs = ((cell_at(sheet, row, at), [cell_at(sheet, row, other) for other in before]) for row in rows)
        named = any(_is_name(value.entity) for value in values if value.at == at)
        if len(before) > 1 and not named and _are_computed(pairs):
            found.add(at)
    return found


def computed_rows(
    sheet: Sheet, rows: Mapping[int, str], values: Sequence[ValueColumn], labels: Sequence[int] = ()
) -> set[int]:
    """Return the last rows whose cells are the sums or the averages of the levels above them in their columns.

    `rows` are the rows that count with their labels. A row that has fewer labels than the others may also count how many levels are high enough.
    """
    found: set[int] = set()
    for row in sorted(rows)[-BEHIND:]:
        above = [other for other in rows if other < row and other not in found]
        if len(above) < 2 or _is_name(rows[row]):
            continue
        bare = any(
            cell_at(sheet, row, at) in (None, "")
            and all(cell_at(sheet, other, at) not in (None, "") for other in above)
            for at in labels
        )
        if _are_computed(_below(sheet, row, above, values)) or (
            bare and _are_counts(_below(sheet, row, above, values))
        ):
            found.add(row)
    return found


def _below(
    sheet: Sheet, row: int, above: Sequence[int], values: Sequence[ValueColumn]
) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    for value in values:
        yield cell_at(sheet, row, value.at), [cell_at(sheet, other, value.at) for other in above]


def _is_name(label: str) -> bool:
    """Whether a label is a person's name or a known skill: then figures that agree with sums do so by chance."""
    alike = likeness([label])
    return max(alike.person, alike.skill) >= NAMED


def _are_computed(pairs: Iterable[tuple[Cell, Sequence[Cell]]]) -> bool:
    """Whether cells are the sums, or the averages, of the numbers beside them; most are found out at the first one."""
    may_be: set[Callable[[Sequence[float]], float]] = {sum, _mean}
    differing, telling = 0, False
    for cell, parts in pairs:
        if cell in (None, ""):
            continue
        numbers = _numbers(parts)
        if not isinstance(cell, (int, float)) or isinstance(cell, bool):
            return False
        if numbers:
            may_be = {each for each in may_be if math.isclose(cell, each(numbers), abs_tol=ROUNDED)}
            differing += cell not in numbers
            telling = telling or cell > max(numbers) or not float(cell).is_integer()
        if not may_be:
            return False
    return differing >= (LEAST if telling else MANY)


def _are_counts(pairs: Iterable[tuple[Cell, Sequence[Cell]]]) -> bool:
    """Whether numbers say how many levels reach one of them."""
    columns = [(cell, _numbers(parts)) for cell, parts in pairs]
    reached = {level for _, parts in columns for level in parts}
    return any(all(cell == sum(part >= level for part in parts) for cell, parts in columns) for level in reached)


def _numbers(cells: Sequence[Cell]) -> list[float]:
    return [float(cell) for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]


def _mean(parts: Sequence[float]) -> float:
    return sum(parts) / len(parts)
