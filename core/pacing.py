"""Where a key result should be by now, and whether anybody has looked lately (domain.md §4)."""

from __future__ import annotations

from .cells import Day, needed
from .errors import CellError

AT_RISK_GAP, OFF_TRACK_GAP, STALE_DAYS = 0.10, 0.25, 14
STATUSES = ("no data", "off track", "at risk", "on track", "achieved")

_EDGE = 1e-9


def expected(start: Day, end: Day, today: Day) -> float:
    """Return the elapsed share of a period, 0..1.

    >>> expected(start=100, end=200, today=125)
    0.25
    """
    if end <= start:
        raise CellError("the end is not after the start", "check the start and end dates")
    return min(1.0, max(0.0, (today - start) / (end - start)))


def status(
    score: float | None,
    expected: float | None,
    at_risk_gap: float = AT_RISK_GAP,
    off_track_gap: float = OFF_TRACK_GAP,
) -> str:
    """Return where a score stands against what is expected by now; below 0 counts as 0.

    >>> status(0.4, expected=0.5), status(0.2, expected=0.5)
    ('on track', 'off track')
    """
    if at_risk_gap > off_track_gap:
        raise CellError("gaps out of order", "the at-risk gap is the smaller of the two")
    if score is None:
        return "no data"
    if score >= 1:
        return "achieved"
    gap = needed(expected) - max(0.0, score)
    if gap <= at_risk_gap + _EDGE:
        return "on track"
    return "at risk" if gap <= off_track_gap + _EDGE else "off track"


def stale(last: Day | None, today: Day, days: float = STALE_DAYS) -> bool:
    """Return whether the last check-in is more than so many days old, or there is none.

    >>> stale(last=100, today=115), stale(last=100, today=114)
    (True, False)
    """
    if days < 0:
        raise CellError("negative days", "type 0 or more days")
    return last is None or today - last > days
