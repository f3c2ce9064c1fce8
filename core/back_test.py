"""What forecasts would have said of cycles that have ended, against how they did end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import Day
from .forecast import forecast
from .prediction import NO_HABIT, SHARE, Habit, Path, Prediction, pace_of, predict

LOOKS = (1 / 2, 2 / 3, 5 / 6)  # of a cycle: the days on which a forecast is made
ENOUGH = 20  # forecasts from which on their errors widen or narrow the next ranges
ONWARD, WIDENING = (0.0, 2.0), (0.5, 10.0)  # within which these factors stay


@dataclass(frozen=True)
class Ended:
    """A key result of a cycle that is over: its check-ins as raw progress, and where it stood in the end."""

    path: Path
    final: float


@dataclass(frozen=True)
class PastForecast:
    """One forecast and what came: the range that was stated, where the straight line led, and the end."""

    now: float
    stated: Prediction
    line: float
    final: float

    @property
    def held(self) -> bool:
        """Whether the end was within the range."""
        return self.stated.low <= self.final <= self.stated.high

    def stretch(self, onward: float = 1.0) -> float:
        """Return how wide the range should have been to reach the end, as a multiple of what it was.

        `onward` is the part of the pace that is expected to be kept.
        """
        middle = self.now + onward * (self.stated.middle - self.now)
        return abs(self.final - middle) / (self.stated.high - self.stated.middle)


@dataclass(frozen=True)
class BackTest:
    """All looks at cycles that have ended."""

    looks: Sequence[PastForecast]

    @property
    def held(self) -> float | None:
        """The share of the ranges that held; None without looks."""
        return sum(look.held for look in self.looks) / len(self.looks) if self.looks else None

    @property
    def error(self) -> float | None:
        """The mean distance between the middle of the forecast and the end, in progress."""
        return _mean([abs(look.stated.middle - look.final) for look in self.looks])

    @property
    def line_error(self) -> float | None:
        """The same of the straight line through the check-ins (OKR_FORECAST)."""
        return _mean([abs(look.line - look.final) for look in self.looks])

    @property
    def habit(self) -> Habit:
        """What the next forecasts should take into account; nothing with fewer than 20 looks.

        `onward` is the least-squares factor from expected to real progress after a look: below 1 where a pace wears off,
        above 1 where the end is hurried. `widening` is the quantile of split conformal prediction (Vovk, Gammerman and
        Shafer, "Algorithmic learning in a random world", 2005).
        """
        number = len(self.looks)
        if number < ENOUGH:
            return NO_HABIT
        expected = [look.stated.middle - look.now for look in self.looks]
        square = sum(step * step for step in expected)
        real = sum(step * (look.final - look.now) for step, look in zip(expected, self.looks))
        onward = _within(ONWARD, real / square) if square else 1.0
        place = min(number, math.ceil((number + 1) * SHARE))
        stretches = sorted(look.stretch(onward) for look in self.looks)
        return Habit(onward, _within(WIDENING, stretches[place - 1]))


def back_test(cycles: Sequence[tuple[Day, Day, Sequence[Ended]]], habit: Habit = NO_HABIT) -> BackTest:
    """Return what forecasts would have said at half, two thirds and five sixths of each cycle (start, end, key results).

    A check-in counts on a day when it is dated up to that day.

    >>> back_test([]).held is None
    True
    """
    looks = [
        look
        for start, end, ended in cycles
        for share in LOOKS
        for look in _looks(round(start + share * (end - start)), end, ended, habit)
    ]
    return BackTest(looks)


def _looks(today: Day, end: Day, ended: Sequence[Ended], habit: Habit) -> list[PastForecast]:
    until = [[point for point in one.path if point[0] <= today] for one in ended]
    pace = pace_of(until)
    looks = []
    for path, one in zip(until, ended):
        stated = predict(path, end, pace, habit)
        if stated is not None:
            line = forecast([day for day, _ in path], [value for _, value in path], 0.0, 1.0, end)
            looks.append(PastForecast(path[-1][1], stated, one.final if line is None else line, one.final))
    return looks


def _within(bounds: tuple[float, float], value: float) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
