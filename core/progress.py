"""How far along one key result is, and how good that is (domain.md §4)."""

from __future__ import annotations

import math
from itertools import pairwise

from .cells import needed
from .errors import CellError

KINDS = ("metric", "increase", "decrease", "milestone", "binary", "at least", "at most", "between")
GRADES = {"aspirational": (0.3, 0.7), "committed": (0.7, 1.0)}  # the scores from which a grade is yellow and green
COMMITMENTS = tuple(GRADES)


def progress(start: float, target: float, current: float) -> float:
    """Return how far `current` has come from `start` to `target`: 1 is there, below 0 is worse than the start.

    >>> progress(start=20, target=50, current=35)
    0.5
    """
    if target == start:
        raise CellError("target equals start", "give the target another value than the start")
    share = (current - start) / (target - start)
    if not math.isfinite(share):
        raise CellError("the numbers are too large", "write them in thousands or millions")
    return share


def of(kind: str, start: float | None, target: float | None, current: float | None) -> float | None:
    """Return the raw progress of a key result of some kind; None while there is no current value.

    `current` of a binary key result is 1 or 0 (see `cells.done`).

    >>> of("at most", start=30, target=15, current=20)
    0.6666666666666666
    """
    if current is None:
        return None
    if kind == "metric":
        return progress(needed(start), needed(target), current)
    try:
        rule = _RULES[kind]
    except KeyError:
        raise CellError(f"unknown kind {kind!r}", f"use one of: {', '.join(KINDS)}") from None
    return rule(start, target, current)


def _increase(start: float | None, target: float | None, current: float) -> float:
    start, target = needed(start), needed(target)
    if target < start:
        raise _wrong_side("an increase ends above its start")
    return progress(start, target, current)


def _decrease(start: float | None, target: float | None, current: float) -> float:
    start, target = needed(start), needed(target)
    if target > start:
        raise _wrong_side("a decrease ends below its start")
    return progress(start, target, current)


def _wrong_side(hint: str) -> CellError:
    return CellError("target is on the wrong side of start", hint)


def _milestone(start: float | None, target: float | None, current: float) -> float:
    return progress(0.0 if start is None else start, needed(target), current)


def _binary(start: float | None, target: float | None, current: float) -> float:
    return 1.0 if current >= 1 else 0.0


def _at_least(start: float | None, target: float | None, current: float) -> float:
    target = needed(target)
    if start is None:
        return 1.0 if current >= target else 0.0
    if start >= target:
        raise CellError("the floor is not below the target", "the start of `at least` is the worst value")
    return min(1.0, progress(start, target, current))


def _at_most(start: float | None, target: float | None, current: float) -> float:
    target = needed(target)
    if start is None:
        return 1.0 if current <= target else 0.0
    if start <= target:
        raise CellError("the ceiling is not above the target", "the start of `at most` is the worst value")
    return min(1.0, progress(start, target, current))


def _between(start: float | None, target: float | None, current: float) -> float:
    low, high = needed(start), needed(target)
    if low > high:
        raise CellError("low above high", "the start of `between` is the lower end")
    return 1.0 if low <= current <= high else 0.0


def control(current: float | None, lowest: float | None, highest: float | None) -> float | None:
    """Return the progress of a key result whose value is to stay in a range: 1 in the range, both ends included.

    Outside, it falls by the distance from the nearer end as a share of the range's width, down to 0 (decision 0051). With
    only one end there is no width: the progress is 1 or 0. None while there is no current value.

    >>> control(99.7, lowest=99.5, highest=100), control(45, lowest=20, highest=40), control(9, lowest=10, highest=None)
    (1.0, 0.75, 0.0)
    """
    if current is None:
        return None
    distance = distance_outside(current, lowest, highest)
    if distance <= 0:
        return 1.0
    if lowest is None or highest is None or lowest == highest:
        return 0.0
    if not math.isfinite(highest - lowest):
        raise CellError("the numbers are too large", "write them in thousands or millions")
    return max(0.0, 1 - distance / (highest - lowest))


def distance_outside(current: float, lowest: float | None, highest: float | None) -> float:
    """Return how far a value lies outside a range of one or two ends; 0 or less in it. `CellError` when it is no range.

    >>> distance_outside(45, lowest=20, highest=40), distance_outside(40, lowest=None, highest=40)
    (5, 0.0)
    """
    if lowest is None and highest is None:
        raise CellError("missing", "type the lowest or the highest value that is in order")
    if lowest is not None and highest is not None and lowest > highest:
        raise CellError("low above high", "the lowest value lies below the highest")
    return max(0.0 if lowest is None else lowest - current, 0.0 if highest is None else current - highest)


ZONES = ("stretch", "target", "commit", "below commit", "below target")


def zone(current: float | None, target: float | None, commit: float | None, stretch: float | None) -> str | None:
    """Return the zone that a value has reached: stretch, target, commit, or below the lowest one that is typed.

    The order of commit, target and stretch says whether more or less is better. None while there is no current value.

    >>> zone(85, target=90, commit=80, stretch=100), zone(5, target=4, commit=6, stretch=None)
    ('commit', 'commit')
    """
    if current is None:
        return None
    if commit is None and stretch is None:
        raise CellError("missing", "type a commit or a stretch value")
    steps = [step for step in (commit, needed(target), stretch) if step is not None]
    rises = steps[0] < steps[-1]
    if any(one == other or (one < other) is not rises for one, other in pairwise(steps)):
        raise CellError("zones out of order", "the target lies between commit and stretch")
    names = [name for name, step in (("commit", commit), ("target", target), ("stretch", stretch)) if step is not None]
    reached = [name for name, step in zip(names, steps) if (current >= step if rises else current <= step)]
    return reached[-1] if reached else f"below {names[0]}"


_RULES = {
    "increase": _increase,
    "decrease": _decrease,
    "milestone": _milestone,
    "binary": _binary,
    "at least": _at_least,
    "at most": _at_most,
    "between": _between,
}


def score(raw: float | None) -> float | None:
    """Return progress clamped to 0..1.

    >>> score(1.6), score(-0.2)
    (1.0, 0.0)
    """
    return None if raw is None else min(1.0, max(0.0, raw))


def grade(value: float | None, commitment: str = "aspirational") -> str | None:
    """Return red, yellow or green for a score: a committed key result is green only at 1.

    >>> grade(0.7), grade(0.7, "committed")
    ('green', 'yellow')
    """
    if commitment not in COMMITMENTS:
        raise CellError("unknown commitment", f"{commitment!r} is neither committed nor aspirational")
    if value is None:
        return None
    yellow, green = GRADES[commitment]
    return "green" if value >= green else "yellow" if value >= yellow else "red"
