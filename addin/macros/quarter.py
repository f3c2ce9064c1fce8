"""The cycle after this one: its name and its days."""

from __future__ import annotations

import re
from datetime import date

from ...core.cells import EPOCH, Day, date_of
from ...core.errors import UsageError
from ...core.pacing import Quarter
from ...core.values import cycle_names

_YEAR = re.compile(r"\b[12][0-9]{3}\b")
_MONTH = 365.2425 / 12


def following(cycle: str, start: Day, end: Day, name: str = "") -> Quarter:
    """Return the cycle that begins the day after one ends and takes as many months; `name` is what to call it.

    >>> following("2026-Q4", 46296, 46387).name
    '2027-Q1'
    """
    first = date_of(end + 1)
    months = max(1, round((end + 1 - start) / _MONTH))
    after = first.year * 12 + first.month - 1 + months
    last = date(after // 12, after % 12 + 1, 1).toordinal() - EPOCH + first.day - 2
    return Quarter(name or _next_name(cycle), end + 1, last)


def _next_name(cycle: str) -> str:
    named = cycle_names.parse(cycle)
    after = None if named is None else cycle_names.after(named)
    if after is None:
        raise UsageError(f"the cycle after {cycle!r} is unknown", "enter the name of the next cycle, e.g. 2026-Q3")
    return after.name


def dated(cycle: str, end: Day) -> str:
    """Return a cycle's name with its year, as a sheet's name can end.

    >>> dated("2026/Q2", 46203), dated("spring", 46203)
    ('2026-Q2', 'spring 2026')
    """
    named = re.sub(r"[\[\]:*?/\\']", "-", cycle).strip()
    return named if _YEAR.search(named) else f"{named} {date_of(end).year}"
