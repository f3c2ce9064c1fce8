"""From values to places: whatever the values are, the places are finite and lie within the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from ..pictures import Point

COLUMNS = 60  # of a line that was thinned: four points in each keep its shape


def inside(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return where a value lies between two others, 0..1; what lies beyond stands at the end.

    >>> inside(15, 10, 20), inside(float("inf")), inside(-3), inside(1, 2, 2)
    (0.5, 1.0, 0.0, 0.0)
    """
    if value >= high > low:
        return 1.0
    if not low < value < high:
        return 0.0
    span = high / 2 - low / 2  # halves, since the whole distance may be beyond what a number holds
    return (value / 2 - low / 2) / span if span else 0.0


@dataclass(frozen=True, slots=True)
class Plot:
    """The field that a line is drawn in, and the ends of its upright axis; time runs from 0 to 1."""

    left: float
    right: float
    top: float
    bottom: float
    low: float = 0.0
    high: float = 1.0

    def x(self, time: float) -> float:
        """Return how far right a time is."""
        return self.left + (self.right - self.left) * inside(time)

    def y(self, value: float) -> float:
        """Return how far down a value is."""
        return self.bottom - (self.bottom - self.top) * inside(value, self.low, self.high)

    def at(self, point: Point) -> Point:
        """Return the place of a point."""
        return self.x(point[0]), self.y(point[1])


def steady(points: Iterable[Point]) -> list[Point]:
    """Return the points in the order of time, without those that are not numbers.

    >>> steady([(0.5, 1.0), (0.1, 0.2), (0.3, float("nan"))])
    [(0.1, 0.2), (0.5, 1.0)]
    """
    return sorted((point for point in points if not isnan(point[0]) and not isnan(point[1])), key=lambda one: one[0])


def thin(places: Sequence[Point], columns: int = COLUMNS) -> list[Point]:
    """Return fewer points that make the same line: the first, lowest, highest and last of each column.

    >>> thin([(0, 0), (1, 5), (2, 1), (3, 9), (4, 2)], columns=1)
    [(0, 0), (3, 9), (4, 2)]
    """
    if len(places) <= 4 * columns:
        return list(places)
    first, last = places[0][0], places[-1][0]
    filled: dict[int, list[Point]] = {}
    for place in places:
        filled.setdefault(min(columns - 1, int(columns * inside(place[0], first, last))), []).append(place)
    return [corner for column in filled.values() for corner in _corners(column)]


def _corners(column: Sequence[Point]) -> list[Point]:
    lowest, highest = (find(range(len(column)), key=lambda place: column[place][1]) for find in (min, max))
    return [column[place] for place in sorted({0, lowest, highest, len(column) - 1})]
