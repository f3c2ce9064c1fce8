"""The key results that need somebody, worst first, and how their check-ins ran against the plan."""

from __future__ import annotations

from ..core import progress, schema
from ..core.cells import Day
from ..core.errors import CellError
from ..core.standing import KeyResultStanding
from . import wording
from .goals import Goals
from .key_results import NAME, is_waiting, key_result_row
from .report import AttentionRow, Listing, Spark, cap

LIMIT = 100
WORST = {"off track": 0, "at risk": 1, "no data": 2}

Period = tuple[Day, Day]


def attention(goals: Goals, period: Period | None) -> Listing[AttentionRow]:
    """Return what is off track, at risk, without data or without a check-in lately, in this order."""
    found = [each for each in goals.standing.key_results if _needs_somebody(each)]
    found.sort(key=lambda each: (WORST.get(each.status, 3), -each.behind))
    return cap(found, LIMIT, "key result").map(lambda each: _row(goals, each, period))


def _needs_somebody(each: KeyResultStanding) -> bool:
    if not each.counted or each.key_result.status == schema.CARRIED or (each.expected == 0.0 and not each.fault):
        return False
    return each.status in WORST or is_waiting(each)


def _row(goals: Goals, each: KeyResultStanding, period: Period | None) -> AttentionRow:
    row = key_result_row(each, goals.today, goals.owner(each))
    objective = goals.by_id.get(each.key_result.objective_id or "")
    last = each.last
    return AttentionRow(
        key_result=row,
        objective=wording.clip(objective.objective.objective, NAME) if objective else "",
        why=_why(each),
        note=wording.clip(last.note) if last and last.note else "",
        noted=", ".join(
            part for part in (wording.short_day(last.date), wording.clip(last.by, NAME) if last.by else "") if part
        )
        if last
        else "",
        outlook=_outlook(each),
        spark=spark(each, goals.today, period),
    )


def _why(each: KeyResultStanding) -> str:
    if each.status == "no data":
        return "nobody has given a value yet" if not each.fault else "its numbers do not fit together"
    if each.status in WORST:
        points = wording.count(round(100 * each.behind), "point")
        return f"closed {points} short" if each.expected == 1.0 else f"{points} behind plan"
    return "on track, but nobody has looked lately"


def _outlook(each: KeyResultStanding) -> str:
    """A straight line through the check-ins is only worth saying where there is something to draw it through."""
    if each.forecast is None or each.expected == 1.0:
        return ""
    return f"at this pace it ends at {wording.percent(progress.score(each.forecast))}"


def spark(each: KeyResultStanding, today: Day, period: Period | None) -> Spark | None:
    """Return the check-ins of a key result against its plan; None with fewer than two, or without its dates."""
    of = each.key_result
    first = of.start_date if of.start_date is not None else period[0] if period else None
    last = of.due_date if of.due_date is not None else period[1] if period else None
    if first is None or last is None or last <= first:
        return None
    points = [
        (_inside((look.date - first) / (last - first)), _inside(share))
        for look in each.check_ins
        if look.date is not None and (share := _share(each, look.value)) is not None
    ]
    if len(points) < 2:
        return None
    said = f"{len(points)} check-ins, from {wording.percent(points[0][1])} to {wording.percent(points[-1][1])}"
    return Spark(tuple(points[-60:]), _inside((today - first) / (last - first)), said)


def _share(each: KeyResultStanding, value: float | None) -> float | None:
    of = each.key_result
    try:
        return progress.of(of.kind or "metric", of.start, of.target, value)
    except CellError:
        return None


def _inside(share: float) -> float:
    return min(1.0, max(0.0, share))
