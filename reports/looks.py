"""The check-ins since the last review, and who is asked for the next one."""

from __future__ import annotations

from collections import defaultdict

from ..core.cells import Day
from ..core.model import CheckIn
from ..core.standing import KeyResultStanding, Standing
from . import wording
from .goals import Goals
from .key_results import NAME, is_waiting, waiting_for
from .report import CheckInRow, Figure, Listing, StaleRow, cap
from .trace import Trail

LIMIT, IDS_SHOWN = 100, 8
DAYS = 14  # how far back a review looks that has no other before it


def looks_since(standing: Standing, since: Day | None) -> list[tuple[CheckIn, KeyResultStanding]]:
    """Return the check-ins after a day, or of the last two weeks, newest first."""
    first = standing.today - DAYS if since is None else since
    found = [
        (look, each)
        for each in standing.key_results
        for look in each.check_ins
        if look.date is not None and look.date > first
    ]
    return sorted(found, key=lambda pair: -(pair[0].date or 0))


def check_ins(standing: Standing, since: Day | None) -> Listing[CheckInRow]:
    """Return the check-ins since a day as rows."""
    return cap(looks_since(standing, since), LIMIT, "check-in").map(lambda pair: _row(*pair))


def _row(look: CheckIn, each: KeyResultStanding) -> CheckInRow:
    of = each.key_result
    return CheckInRow(
        day=wording.short_day(look.date),
        id=wording.label(of.id, of.key_result),
        text=wording.clip(of.key_result, NAME),
        value=Figure(wording.number(look.value), Trail.of([look.origin.place("value")]).cells),
        note=wording.clip(look.note) if look.note else "",
        by=wording.clip(look.by, NAME) if look.by else "",
    )


def stale(goals: Goals) -> Listing[StaleRow]:
    """Return who to ask for a check-in, the longest silence first."""
    by_owner: dict[str, list[KeyResultStanding]] = defaultdict(list)
    for each in goals.standing.key_results:
        if is_waiting(each):
            by_owner[goals.owner(each) or "nobody named"].append(each)
    for waiting in by_owner.values():
        waiting.sort(key=_last_day)
    owners = sorted(by_owner, key=lambda owner: (_last_day(by_owner[owner][0]), -len(by_owner[owner])))
    return cap(owners, LIMIT, "person", "people").map(lambda owner: _stale(goals, owner, by_owner[owner]))


def _last_day(each: KeyResultStanding) -> Day:
    return (each.last.date or 0) if each.last else 0


def _stale(goals: Goals, owner: str, waiting: list[KeyResultStanding]) -> StaleRow:
    ids = [wording.clip(each.key_result.id, NAME) for each in waiting]
    rest = len(ids) - IDS_SHOWN
    return StaleRow(
        owner=wording.clip(owner, NAME),
        key_results=Figure(
            wording.count(len(waiting), "key result"),
            Trail.of(each.key_result.origin.place("id") for each in waiting).cells,
        ),
        ids=wording.listed([*ids[:IDS_SHOWN], *([f"{rest} more"] if rest > 0 else [])]),
        last=waiting_for(waiting[0], goals.today),
    )
