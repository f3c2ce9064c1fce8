"""Where a key result will end if it goes on as it has (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import Day
from .progress import progress
from .rollup import same_size


def forecast(
    days: Sequence[Day | None],
    values: Sequence[float | None],
    start: float,
    target: float,
    end: Day,
) -> float | None:
    """Return the raw progress at the end date, on the least-squares line through the check-ins.

    None with fewer than two distinct dates; check-ins without a date or a value drop out.

    >>> forecast([0, 10], [10, 20], start=10, target=50, end=30)
    0.75
    """
    same_size(days, values)
    points = [(when, what) for when, what in zip(days, values) if when is not None and what is not None]
    if len({when for when, _ in points}) < 2:
        return None
    middle = sum(when for when, _ in points) / len(points)
    mean = sum(what for _, what in points) / len(points)
    spread = sum((when - middle) * (when - middle) for when, _ in points)
    slope = sum((when - middle) * (what - mean) for when, what in points) / spread
    return progress(start, target, mean + slope * (end - middle))
