"""From values to pixels: whatever the values are, the points are finite and lie within the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ..model.charts import Point

RUNS = 30  # that a long line is cut into: four points of each keep its shape


def fraction(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return how far a value lies from `low` to `high`, 0..1; values beyond them are at the nearer end.

    >>> fraction(15, 10, 20), fraction(math.inf), fraction(-3), fraction(1, 2, 2), fraction(1, -math.inf, 2)
    (0.5, 1.0, 0.0, 0.0, 0.0)
    """
    if value >= high > low:
        return 1.0
    if not low < value < high:
        return 0.0
    span = high / 2 - low / 2  # halves, since the whole distance may be beyond what a number holds
    return (value / 2 - low / 2) / span if 0.0 < span < math.inf else 0.0


@dataclass(frozen=True, slots=True)
class Plot:
    """The field that a line is drawn in.

    `left`, `right`, `top` and `bottom` are its edges in pixels; `low` and `high` the values at its bottom and top. Time
    runs from 0 at the left edge to 1 at the right.
    """

    left: float
    right: float
    top: float
    bottom: float
    low: float = 0.0
    high: float = 1.0

    def x(self, time: float) -> float:
        """Return the pixel of a time, 0..1, from the left edge of the picture."""
        return self.left + (self.right - self.left) * fraction(time)

    def y(self, value: float) -> float:
        """Return the pixel of a value from the top of the picture."""
        return self.bottom - (self.bottom - self.top) * fraction(value, self.low, self.high)

    def at(self, point: Point) -> Point:
        """Return the pixel of a point of (time, value)."""
        return self.x(point[0]), self.y(point[1])


def line_through(points: Iterable[Point], field: Plot, runs: int = RUNS) -> list[Point]:
    """Return the pixels of points of (time, value) in the order of time, without those that do not change the line.

    Points that are no number are left out; at most 4 × `runs` are kept.


    >>> line_through([(0.5, 1.0), (0.0, 0.2), (0.3, float("nan"))], Plot(0, 10, 0, 5))
    [(0.0, 4.0), (5.0, 0.0)]
    """
    known = [point for point in points if point[0] == point[0] and point[1] == point[1]]  # what is no number is not
    return [field.at(point) for point in thinned(sorted(known, key=itemgetter(0)), runs)]


def thinned(points: Sequence[Point], runs: int = RUNS) -> list[Point]:
    """Return fewer points that make the same line: the first, lowest, highest and last of each run of neighbours.

    >>> thinned([(0, 0), (1, 5), (2, 1), (3, 9), (4, 2)], runs=1)
    [(0, 0), (3, 9), (4, 2)]
    """
    if len(points) <= 4 * runs:
        return list(points)
    size = -(-len(points) // runs)
    return [corner for at in range(0, len(points), size) for corner in _corners(points[at : at + size])]


def _corners(run: Sequence[Point]) -> list[Point]:
    values = [value for _, value in run]
    corners = {0, values.index(min(values)), values.index(max(values)), len(run) - 1}
    return [run[place] for place in sorted(corners)]
