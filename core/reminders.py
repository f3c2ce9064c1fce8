"""What a key result's owner is reminded of: a check-in that is stale, a due date, a missing value; nothing that is fresh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from . import schema
from .cells import Day
from .key_result_status import KeyResultStatus
from .pacing import STALE_DAYS
from .snapshot import Period

FRESH_DAYS = 7  # days after a check-in in which nobody is reminded of its key result
EVERY_DAYS = 7  # days before an owner is reminded again
MOST_ITEMS = 5  # in one reminder
AHEAD_DAYS = 7  # days before a due date on which it is mentioned, unless asked otherwise

CLOSING, DUE, MISSING, STALE = "closing", "due", "missing", "stale"  # the most urgent first
URGENCY = (CLOSING, DUE, MISSING, STALE)


@dataclass(frozen=True)
class ReminderItem:
    """One key result to be reminded of, with the reasons, the most urgent first.

    'closing' is that its last day has passed without a check-in since; 'due' that its last day is near; 'missing' that it has no
    value; 'stale' that its last check-in is too old, or that there is none.
    """

    result: KeyResultStatus
    reasons: tuple[str, ...]
    end: Optional[Day]

    @property
    def order(self) -> tuple[int, Day, Day]:
        """The most urgent reason first, then the nearest last day, then the oldest check-in."""
        last = self.result.last.date if self.result.last else None
        return URGENCY.index(self.reasons[0]), self.end or 0, last or 0


def reminder_item(
    result: KeyResultStatus, period: Optional[Period], today: Day, ahead: int = AHEAD_DAYS
) -> Optional[ReminderItem]:
    """Return what to remind the owner of a key result of; None when it is fresh, achieved, dropped or not begun.

    `ahead` is how many days before its last day a key result is mentioned, `period` the first and last day of the cycle.

    >>> from okrsheets.core.key_result_status import evaluate_key_result
    >>> from okrsheets.core.model import KeyResult, Origin, Settings, TableSource
    >>> origin = Origin(TableSource("Q1.xlsx", "Key results", {}), 2)
    >>> key_result = KeyResult("KR-1", "O-1", "Calls", None, None, 0, 10, *[None] * 7, origin=origin)
    >>> reminder_item(evaluate_key_result(key_result, None, (), Settings(), 140), (100, 190), 140).reasons
    ('missing',)
    """
    key_result, last = result.key_result, result.last.date if result.last else None
    start = period[0] if key_result.start_date is None and period else key_result.start_date
    end = period[1] if key_result.due_date is None and period else key_result.due_date
    begun = start is None or start <= today
    dropped = not result.counted or key_result.status == schema.CARRIED
    if dropped or not begun or result.reached or (last is not None and today - last < FRESH_DAYS):
        return None
    reasons = []
    if end is not None and end < today and (last is None or last < end):
        reasons.append(CLOSING)
    if end is not None and today <= end <= today + ahead:
        reasons.append(DUE)
    if result.current is None:
        reasons.append(MISSING)
    young = last is None and start is not None and today - start <= STALE_DAYS
    told = MISSING in reasons and last is None
    if result.stale and not young and not told and (end is None or today <= end):
        reasons.append(STALE)
    return ReminderItem(result, tuple(reasons), end) if reasons else None
