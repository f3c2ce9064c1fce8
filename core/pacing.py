"""Where a key result should be by now, and whether anybody has looked lately (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .cells import EPOCH, Day, date_of, needed
from .errors import CellError
from .progress import grade
from .values import cycle_names

AT_RISK_GAP, OFF_TRACK_GAP, STALE_DAYS = 0.10, 0.25, 14
STATUSES = ("no data", "missed", "off track", "not done", "at risk", "partly", "on track", "achieved")  # worst first
NOT_DONE = "not done"  # a yes-or-no result before its last day: a pace means nothing there
GRADE_WORDS = {"green": "achieved", "yellow": "partly", "red": "missed"}
FINAL = frozenset(GRADE_WORDS.values())

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


def status_on(
    score: float | None,
    expected: float | None,
    *,
    today: Day,
    end: Day | None,
    commitment: str = "aspirational",
    gaps: tuple[float, float] = (AT_RISK_GAP, OFF_TRACK_GAP),
    binary: bool = False,
) -> str:
    """Return the status that people read on a day: the pace up to the last day, and the grade in words from then on.

    `end` is the last day. A binary result has no pace: until then it is `not done`. Without an expected score there is
    no pace either, and the status is `no data`.

    >>> status_on(0.8, 1.0, today=200, end=200), status_on(0.8, 1.0, today=201, end=200)
    ('at risk', 'achieved')
    >>> status_on(0.8, 1.0, today=201, end=200, commitment="committed"), status_on(0, 0.4, today=9, end=20, binary=True)
    ('partly', 'not done')
    """
    if score is None:
        return "no data"
    if score >= 1:
        return "achieved"
    if end is not None and today > end:
        return GRADE_WORDS[grade(score, commitment) or "red"]
    if binary:
        return NOT_DONE
    return "no data" if expected is None else status(score, expected, *gaps)


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter: its usual name and its first and last day."""

    name: str
    start: Day
    end: Day


def quarter(year: int, number: int) -> Quarter:
    """Return a quarter of a year, 1 to 4.

    >>> quarter(2026, 1)
    Quarter(name='2026-Q1', start=46023, end=46112)
    """
    first = date(year, 3 * number - 2, 1).toordinal() - EPOCH
    after = date(year + number // 4, 3 * number % 12 + 1, 1).toordinal() - EPOCH
    return Quarter(f"{year}-Q{number}", first, after - 1)


def quarter_of(today: Day) -> Quarter:
    """Return the quarter that a day lies in.

    >>> quarter_of(46100).name
    '2026-Q1'
    """
    when = date_of(today)
    return quarter(when.year, (when.month + 2) // 3)


def quarter_named(name: str, fiscal_year_start: int = cycle_names.JANUARY) -> Quarter | None:
    """Return the quarter (or half or whole year) that a cycle's name means, or None when it is called otherwise.

    >>> quarter_named("Q1 2026").start, quarter_named("spring")
    (46023, None)
    """
    cycle = cycle_names.parse(name, fiscal_year_start)
    return None if cycle is None else Quarter(cycle.name, cycle.start, cycle.end)


def stale(last: Day | None, today: Day, days: float = STALE_DAYS) -> bool:
    """Return whether the last check-in is more than so many days old, or there is none.

    >>> stale(last=100, today=115), stale(last=100, today=114)
    (True, False)
    """
    if days < 0:
        raise CellError("negative days", "type 0 or more days")
    return last is None or today - last > days
