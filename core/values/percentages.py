"""Percentages and plain numbers within one key result: 0, 95 and 80% are 0, 95 and 80.

A plain number beside percentages is so many percent or a share of 1; where only one of the two lies near the others, it
is that. All are then written on one scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One measure of a key result: its value (a share of 1 when `marked` as a percentage), and whether it is a goal.

    The goals are the start and the target; the others are compared with them.
    """

    value: float
    marked: bool
    goal: bool
    target: bool = False


OPEN = None  # the answer for a measure that has two readings, or none that fits

Answer = Sequence["float | None"]


def together(shares: Sequence[Share], in_percent: bool) -> Answer:
    """Return the measures of a key result on one scale; None for one that has two readings or none that fits.

    `in_percent` says that the key result's own unit is percent.

    >>> together([Share(0, False, True), Share(95, False, True), Share(0.8, True, False)], False)
    [0.0, 95.0, 80.0]
    >>> together([Share(0.6, False, True), Share(0.9, False, True), Share(80, False, False)], True)
    [0.6, 0.9, 0.8]
    """
    marked = [share.value for share in shares if share.marked and share.value]
    plain = [share.value for share in shares if not share.marked and share.value]
    if marked and plain:
        return _mixed(shares, marked)
    if marked:
        return [OPEN if _is_hundredfold(share, shares) else share.value for share in shares]
    return _plain(shares) if in_percent else [share.value for share in shares]


def _near(values: Sequence[float]) -> tuple[float, float]:
    """The range of values, made wider by its own width on both sides; 0 is always near."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    return low - (high - low), high + (high - low)


def _mixed(shares: Sequence[Share], marked: Sequence[float]) -> Answer:
    readings = [share.value if share.marked else _as_share(share, marked) for share in shares]
    points = [
        share
        for share, reading in zip(shares, readings)
        if reading is not None and not share.marked and reading != share.value
    ]
    plain_goals = [share for share in shares if share.goal and not share.marked and share.value]
    if points and (not plain_goals or any(share in points for share in plain_goals)):
        return [OPEN if reading is None else _times_hundred(reading) for reading in readings]
    return readings


def _times_hundred(value: float) -> float:
    """Rounded, so that 7% is 7 and not 7.000000000000001."""
    return round(value * 100, 10)


def _as_share(share: Share, marked: Sequence[float]) -> float | None:
    """A plain number beside percentages as a share of 1, or None when it stays open."""
    value = share.value
    low, high = _near(marked)
    as_it_stands, as_percent = low <= value <= high, low <= value / 100 <= high
    if value == 0:
        return 0.0
    if abs(value) == 1:
        return value if share.target and as_it_stands else OPEN
    if abs(value) < 1:
        return value if as_it_stands else value / 100 if as_percent else OPEN
    return value / 100 if as_percent and not as_it_stands else OPEN


def _is_hundredfold(share: Share, shares: Sequence[Share]) -> bool:
    """Whether a percentage is a hundred times too large beside the goals: 95 typed into a cell that showed percent."""
    goals = [other.value for other in shares if other.goal and other.value]
    if share.goal or not goals or abs(share.value) <= 10 * max(map(abs, goals)):
        return False
    low, high = _near(goals)
    return low <= share.value / 100 <= high


def _plain(shares: Sequence[Share]) -> Answer:
    """Plain numbers only, in a key result whose unit is percent: shares of 1, or so many percent."""
    goals = [share.value for share in shares if share.goal and share.value]
    if not goals:
        return [share.value for share in shares]
    if max(map(abs, goals)) <= 1:
        return [_beside_fractions(share.value, goals) for share in shares]
    largest = max(map(abs, goals))
    return [OPEN if 0 < share.value < 1 and share.value * 100 <= largest * 1.2 else share.value for share in shares]


def _beside_fractions(value: float, goals: Sequence[float]) -> float | None:
    low, high = _near(goals)
    if low <= value <= high or abs(value) <= 1:
        return value
    return value / 100 if low <= value / 100 <= high else OPEN
