"""How regularly key results are looked at: check-ins by week, and whether a miss asks about the bet or about the rhythm.

A week is seven days from the first day of the cycle, and counts once it is over. A key result is in rhythm in a week when its last
check-in on the week's last day is no older than the stale days; until so many days after its own start, it is in rhythm anyway.
The rule behind the question (thresholds are our own): who looks often and still misses had the means to correct, so that the bet
itself is in question; who hardly looked can't know. C. Wodtke, "Radical Focus", makes the weekly check-in the heart of OKRs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from .cells import Day
from .key_result_status import KeyResultStatus
from .objective_status import ObjectiveStatus
from .pacing import STALE_DAYS
from .snapshot import Period

WEEK = 7
GOOD = 0.75  # share of weeks in rhythm from which the rhythm is good
WEAK = 0.5  # and below which it is weak
FEWEST_WEEKS = 3  # over which a rhythm can be told
OFF = ("off track", "missed")
STRATEGY, CADENCE, BOTH = "strategy", "cadence", "both"


@dataclass(frozen=True)
class Rate:
    """So many of all; None as a rate where there are none."""

    part: int = 0
    whole: int = 0

    @property
    def share(self) -> Optional[float]:
        """The share, 0..1."""
        return self.part / self.whole if self.whole else None

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.part + other.part, self.whole + other.whole)


def weeks(period: Optional[Period], today: Day) -> list[Period]:
    """Return the weeks of a cycle that are over, the first and last day of each; the last one may be shorter.

    >>> weeks((100, 190), today=115), weeks((100, 110), today=200), weeks(None, today=115)
    ([(100, 106), (107, 113)], [(100, 106), (107, 110)], [])
    """
    if period is None:
        return []
    first, last = period
    blocks = [(day, min(day + WEEK - 1, last)) for day in range(first, last + 1, WEEK)]
    return [block for block in blocks if block[1] <= today]


def is_active(result: KeyResultStatus, period: Period, week: Period) -> bool:
    """Return whether a key result runs in a week: by its own dates, else those of the cycle."""
    key_result = result.key_result
    start = period[0] if key_result.start_date is None else key_result.start_date
    end = period[1] if key_result.due_date is None else key_result.due_date
    return result.counted and start <= week[1] and end >= week[0]


def check_in_rate(key_results: Iterable[KeyResultStatus], period: Period, week: Period) -> Rate:
    """Return how many of the key results that run in a week have a check-in in it."""
    running = [result for result in key_results if is_active(result, period, week)]
    looked_at = sum(any(week[0] <= day <= week[1] for day in _days(result)) for result in running)
    return Rate(looked_at, len(running))


def rhythm(key_results: Iterable[KeyResultStatus], period: Period, over: Sequence[Period]) -> Rate:
    """Return in how many of their weeks key results were in rhythm, all of them together."""
    total = Rate()
    for result in key_results:
        days = _days(result)
        start = period[0] if result.key_result.start_date is None else result.key_result.start_date
        for week in over:
            if is_active(result, period, week):
                latest = max((day for day in days if day <= week[1]), default=start)
                total += Rate(int(week[1] - latest <= STALE_DAYS), 1)
    return total


def question(status: ObjectiveStatus, period: Optional[Period], today: Day) -> Optional[str]:
    """Return what to ask about an objective that is off track or missed: 'strategy', 'cadence' or 'both'.

    None where it is not, where it has no key results of its own, or where fewer than three weeks are over.
    """
    own = [result for result in status.key_results if result.counted]
    over = weeks(period, today)
    if period is None or status.status not in OFF or not status.counted or not own or len(over) < FEWEST_WEEKS:
        return None
    return asked(rhythm(own, period, over).share)


def asked(rate: Optional[float]) -> Optional[str]:
    """Return what a rhythm asks: from 75 % on whether the bet was right, below 50 % whether it was looked at often enough.

    >>> asked(0.8), asked(0.6), asked(0.2), asked(None)
    ('strategy', 'both', 'cadence', None)
    """
    if rate is None:
        return None
    return STRATEGY if rate >= GOOD else CADENCE if rate < WEAK else BOTH


def _days(result: KeyResultStatus) -> list[Day]:
    return [check_in.date for check_in in result.check_ins if check_in.date is not None]
