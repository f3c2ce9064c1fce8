"""Many progress values into one: within an objective, and up the tree (domain.md §4)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from .cells import Cell
from .errors import CellError
from .progress import score
from .tree import ROOT, Tree, grow

Values = Sequence["float | None"]
WEIGHTED, WEAKEST = "weighted", "weakest"
ROLLUPS = (WEIGHTED, WEAKEST)


def same_size(*ranges: Sequence[object]) -> None:
    """Raise unless ranges that belong together have as many cells.

    >>> same_size([1, 2], [3])
    Traceback (most recent call last):
    ...
    CellError: ranges differ in size
    """
    if len({len(cells) for cells in ranges}) > 1:
        raise CellError("ranges differ in size", "select as many cells in each range")


def filled_weights(weights: Values | None, count: int) -> list[float]:
    """Return a weight for each cell: a blank one is 1, a negative one is an error.

    >>> filled_weights([2, None], 2)
    [2.0, 1.0]
    """
    if weights is None:
        return [1.0] * count
    if len(weights) != count:
        same_size(weights, range(count))
    filled = [1.0 if weight is None else float(weight) for weight in weights]
    if any(weight < 0 for weight in filled):
        raise CellError("negative weight", "type 0 or more")
    return filled


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Return Σ w·v / Σ w, or None when there are no values.

    >>> weighted_mean([0.5, 1.0], [3, 1])
    0.625
    """
    if not values:
        return None
    total = sum(weights)
    if total <= 0:
        raise CellError("weights sum to 0", "give at least one of them a weight above 0")
    mean = sum(weight * value for weight, value in zip(weights, values)) / total
    if not (math.isfinite(total) and math.isfinite(mean)):
        raise CellError("the numbers are too large", "write them in thousands or millions")
    return mean


def rollup(progress: Values, weights: Values | None = None, how: str = WEIGHTED) -> float | None:
    """Return the weighted mean of the clamped progress values that have data, or the least of those with a weight.

    >>> rollup([0.5, None, 1.4]), rollup([0.5, None, 1.4], how="weakest")
    (0.75, 0.5)
    """
    checked_rollup(how)
    filled = filled_weights(weights, len(progress))
    known = [(score(value), weight) for value, weight in zip(progress, filled) if value is not None]
    mean = weighted_mean([value for value, _ in known if value is not None], [weight for _, weight in known])
    if mean is None or how == WEIGHTED:
        return mean
    return min(value for value, weight in known if value is not None and weight > 0)


def checked_rollup(how: str) -> str:
    """Return a word for a roll-up; `CellError` when it is none.

    >>> checked_rollup("weakest")
    'weakest'
    """
    if how not in ROLLUPS:
        raise CellError(f"unknown roll-up {how!r}", f"use one of: {', '.join(ROLLUPS)}")
    return how


def coverage(progress: Values) -> float | None:
    """Return the share of the cells that have data; None for no cells at all.

    >>> coverage([0.5, None, None, 0])
    0.5
    """
    if not progress:
        return None
    return sum(value is not None for value in progress) / len(progress)


def cascade(
    ids: Sequence[str | None],
    parents: Sequence[str | None],
    progress: Values,
    weights: Values | None = None,
    how: Sequence[str | None] | None = None,
) -> list[Cell]:
    """Return one value per objective: the mean of its own clamped progress (weight 1) and its children's.

    `how` says of each objective whether it is `weighted`, as where it is left out, or has the least of these values: the
    `weakest`. A child of weight 0 counts in neither. Rows in a cycle say `cycle`, repeated ids `duplicate id`, blank ids and rows without data None.

    >>> cascade(["O1", "O2"], [None, "O1"], [None, 0.4])
    [0.4, 0.4]
    """
    same_size(ids, parents, progress, *([] if how is None else [how]))
    filled = filled_weights(weights, len(ids))
    weakest = frozenset(row for row, word in enumerate(how or ()) if checked_rollup(word or WEIGHTED) == WEAKEST)
    return cascade_in(grow(ids, parents), ids, progress, filled, weakest)


def cascade_in(
    tree: Tree,
    ids: Sequence[str | None],
    progress: Values,
    weights: Sequence[float],
    weakest: Collection[int] = frozenset(),
) -> list[Cell]:
    """The same over a tree that is there already, with a weight for every row; `weakest` are the rows that have the least."""
    least = [1.0 if value is None else min(1.0, max(0.0, value)) for value in progress]
    shares = [0.0] * len(ids)
    totals = [0.0] * len(ids)
    has_data = [value is not None for value in progress]
    for row, value in enumerate(progress):
        if value is not None:
            shares[row], totals[row] = min(1.0, max(0.0, value)), 1.0
    answers: list[Cell] = [None if name is None else "duplicate id" for name in ids]
    for row in tree.cyclic:
        answers[row] = "cycle"
    for row in tree.upwards:
        mean = _mean(shares[row], totals[row]) if has_data[row] else None
        if mean is not None and row in weakest:
            mean = least[row]
        answers[row] = mean
        above = tree.parent[row]
        if mean is not None and above != ROOT:
            shares[above] += weights[row] * mean
            totals[above] += weights[row]
            has_data[above] = True
            if weights[row] > 0:
                least[above] = min(least[above], mean)
    return answers


def _mean(share: float, total: float) -> float:
    mean = weighted_mean([share / total] if total else [0.0], [total])
    assert mean is not None
    return mean
