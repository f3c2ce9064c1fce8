"""How a key result is likely to end: the range that should hold in four of five cases, and the chance that it lands.

Progress is taken as a random walk with drift, which is what check-ins look like: what was reached stays, and each week adds
a part that differs. The forecast starts at the last check-in and goes on at the pace so far, drawn towards the pace of the
other key results as far as the own check-ins leave it open (an empirical Bayes estimate: Efron and Morris, "Stein's paradox
in statistics", Scientific American 236, 1977). The range is that of Student's distribution for a walk whose drift and
volatility are both estimated. It is for goals and groups of people, never for a person.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .cells import Day
from .progress import progress
from .rollup import same_size

SHARE = 0.80  # of the cases the range is stated to hold
FEWEST = 4  # check-ins on different days, without other key results to compare with
FEWEST_COMPARED = 2  # with others
GROUP = 5  # key results from which on they tell something about each other
USUAL_VOLATILITY = 0.1 * 0.1 / 90  # of a day: ten points in a quarter, where nothing else is known
USUAL_WORTH = 2  # check-ins that this assumption counts as
GROUP_WORTH = 4  # check-ins that the volatility of the others counts as
SLACK = 1e-9

Path = Sequence[tuple[Day, float]]
"""Raw progress by day, in order, one point a day."""


@dataclass(frozen=True)
class Prediction:
    """Raw progress at the end: the middle, the range that holds in four of five cases, and the chance of at least 1."""

    middle: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Habit:
    """What a back-test showed: how much of the pace so far is kept until the end, and how much wider ranges have to be."""

    onward: float = 1.0
    widening: float = 1.0


NO_HABIT = Habit()


@dataclass(frozen=True)
class Pace:
    """What the key results of a group have in common: progress a day, how much that differs, and how much a day varies."""

    drift: float
    variance: float
    volatility: float


def path_of(points: Iterable[tuple[Day | None, float | None]]) -> Path:
    """Return the points that have a day and a value, by day; of several on one day the last counts.

    >>> path_of([(8, 0.2), (1, 0.0), (8, 0.3), (None, 1.0)])
    [(1, 0.0), (8, 0.3)]
    """
    by_day = {day: value for day, value in points if day is not None and value is not None}
    return sorted(by_day.items())


def pace_of(paths: Iterable[Path]) -> Pace | None:
    """Return what paths have in common; None with fewer than five of at least two points.

    The mean and the spread of the drifts follow by the method of moments (DerSimonian and Laird, 1986).
    """
    known = [path for path in paths if len(path) >= FEWEST_COMPARED]
    if len(known) < GROUP:
        return None
    walks = [_Walk.of(path) for path in known]
    steps = sum(walk.steps - 1 for walk in walks)
    squares = sum(walk.squares for walk in walks) + USUAL_WORTH * USUAL_VOLATILITY
    volatility = max(squares / (steps + USUAL_WORTH), SLACK * USUAL_VOLATILITY)
    weights = [walk.days / volatility for walk in walks]
    drift = sum(weight * walk.drift for weight, walk in zip(weights, walks)) / sum(weights)
    differing = sum(weight * (walk.drift - drift) ** 2 for weight, walk in zip(weights, walks))
    scale = sum(weights) - sum(weight * weight for weight in weights) / sum(weights)
    variance = max(0.0, (differing - (len(walks) - 1)) / scale)
    drift = sum(walk.drift / (variance + 1 / weight) for weight, walk in zip(weights, walks)) / sum(
        1 / (variance + 1 / weight) for weight in weights
    )
    return Pace(drift, variance, volatility)


def predict(path: Path, end: Day, pace: Pace | None = None, habit: Habit = NO_HABIT) -> Prediction | None:
    """Return how a path is likely to stand on the day `end`; None when it says too little, or that day is over.

    Without a `pace` of others, four check-ins are needed, with it two. `habit` is what a back-test of earlier cycles showed.

    >>> predict([(0, 0.0), (30, 0.1)], end=90) is None
    True
    """
    left = end - path[-1][0] if path else 0
    if left <= 0 or len(path) < (FEWEST if pace is None else FEWEST_COMPARED):
        return None
    walk = _Walk.of(path)
    assumed, worth = (USUAL_VOLATILITY, USUAL_WORTH) if pace is None else (pace.volatility, GROUP_WORTH)
    freedom = walk.steps - 1 + worth
    volatility = (walk.squares + worth * assumed) / freedom
    drift, variance = walk.drift, volatility / walk.days
    if pace is not None:
        drift, variance = _drawn(drift, variance, pace)
    middle = path[-1][1] + habit.onward * drift * left
    deviation = habit.widening * math.sqrt(volatility * left + variance * left * left)
    reach = student_quantile(0.5 + SHARE / 2, freedom) * deviation
    chance = 1 - student_share((1 - SLACK - middle) / deviation, freedom)
    return Prediction(middle, middle - reach, middle + reach, chance)


def chance(
    days: Sequence[Day | None], values: Sequence[float | None], start: float, target: float, end: Day
) -> float | None:
    """Return the chance, 0..1, that a key result reaches its target by a day, from its own check-ins alone.

    None with check-ins on fewer than four days, or when the last of them is on that day or later. Check-ins without a date or
    a value drop out; of several on one day the last counts.

    >>> round(chance([0, 10, 20, 30], [0, 10, 20, 30], start=0, target=90, end=90) or 0, 2)
    0.5
    """
    same_size(days, values)
    prediction = predict(
        path_of((day, progress(start, target, value)) for day, value in zip(days, values) if value is not None), end
    )
    return None if prediction is None else prediction.chance


def _drawn(drift: float, variance: float, pace: Pace) -> tuple[float, float]:
    """The own drift drawn towards the group's, each as sure as it is."""
    if pace.variance == 0:
        return pace.drift, 0.0
    own, others = 1 / variance, 1 / pace.variance
    return (drift * own + pace.drift * others) / (own + others), 1 / (own + others)


@dataclass(frozen=True)
class _Walk:
    """What a path tells as a walk: its days, steps and drift a day, and the squares of its steps around that drift."""

    days: Day
    steps: int
    drift: float
    squares: float

    @classmethod
    def of(cls, path: Path) -> _Walk:
        days = path[-1][0] - path[0][0]
        drift = (path[-1][1] - path[0][1]) / days
        squares = sum(
            (after - before - drift * (to - since)) ** 2 / (to - since)
            for (since, before), (to, after) in pairwise(path)
        )
        return cls(days, len(path) - 1, drift, squares)


def student_share(value: float, freedom: int) -> float:
    """Return the share of Student's distribution below a value (Abramowitz and Stegun, 26.7.3 and 26.7.4).

    >>> round(student_share(1.0, 1), 6), round(student_share(1.533206, 4), 6)
    (0.75, 0.9)
    """
    angle = math.atan(value / math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for factor in range(1 + odd, freedom, 2):
        total += term
        term *= cosine * cosine * factor / (factor + 1)
    inside = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return 0.5 + inside / 2


@lru_cache(maxsize=1024)
def student_quantile(share: float, freedom: int) -> float:
    """Return the value below which a share of Student's distribution lies, by halving, to nine digits.

    >>> round(student_quantile(0.9, 4), 4)
    1.5332
    """
    low, high = 0.0, 1e3
    while high - low > 1e-9 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if student_share(middle, freedom) < share else (low, middle)
    return high
