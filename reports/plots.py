"""From check-ins to the points of charts."""

from __future__ import annotations

from ..core import progress
from ..core.cells import Day
from ..core.errors import CellError
from ..core.standing import KeyResultStanding
from .facts import Period
from .language import Language
from .pictures import Point, Spark

SPARK_POINTS = 60


def spark(words: Language, each: KeyResultStanding, today: Day, period: Period | None) -> Spark | None:
    """Return the check-ins of a key result against its plan; None with fewer than two, or without its dates."""
    dates = dates_of(each, period)
    if dates is None:
        return None
    first, last = dates
    points = [(_inside(when), _inside(share)) for when, share in points_of(each, dates)]
    if len(points) < 2:
        return None
    said = words.many(
        "{count} check-in, from {first} to {last}", "{count} check-ins, from {first} to {last}", len(points),
        first=words.percent(points[0][1]), last=words.percent(points[-1][1]),
    )  # fmt: skip
    return Spark(tuple(points[-SPARK_POINTS:]), _inside((today - first) / (last - first)), each.status, said)


def dates_of(each: KeyResultStanding, period: Period | None) -> Period | None:
    """Return the first and the last day of a key result: its own, else those of the cycle."""
    of = each.key_result
    first = of.start_date if of.start_date is not None else period[0] if period else None
    last = of.due_date if of.due_date is not None else period[1] if period else None
    return None if first is None or last is None or last <= first else (first, last)


def points_of(each: KeyResultStanding, dates: Period) -> list[Point]:
    """Return the check-ins as (time, raw progress), the time from 0 on the first day to 1 on the last."""
    first, last = dates
    return [
        ((look.date - first) / (last - first), share)
        for look in each.check_ins
        if look.date is not None and (share := _share(each, look.value)) is not None
    ]


def _share(each: KeyResultStanding, value: float | None) -> float | None:
    of = each.key_result
    try:
        return progress.of(of.kind or "metric", of.start, of.target, value)
    except CellError:
        return None


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
