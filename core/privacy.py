"""What an organisation says about the skills of people that it keeps: for what, how long, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .cells import Day, date_of, needed_day
from .errors import CellError

PAGES = (
    "organisation",
    "team",
    "person",
    "skills",
    "index",
    "consolidated",
    "history",
)  # what readers may be named for
_PERIOD = re.compile(r"(\d{1,4}) (day|month|year)s?")


@dataclass(frozen=True)
class Retention:
    """How long rows about people are kept."""

    number: int
    unit: str  # day, month or year

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"

    @property
    def days(self) -> float:
        """How many days that is on average.

        >>> Retention(12, "month").days, Retention(90, "day").days
        (365.25, 90.0)
        """
        return self.number * {"day": 1.0, "month": 365.25 / 12, "year": 365.25}[self.unit]

    def first_day(self, today: Day) -> Day:
        """Return the first day that is still kept.

        >>> from .cells import needed_day
        >>> date_of(Retention(6, "month").first_day(needed_day("2026-08-31"))).isoformat()
        '2026-02-28'
        """
        if self.unit == "day":
            return today - self.number
        date = date_of(today)
        months = date.year * 12 + date.month - 1 - self.number * (12 if self.unit == "year" else 1)
        for day in (date.day, 30, 29, 28):  # a month may be shorter
            try:
                return needed_day(date.replace(year=months // 12, month=months % 12 + 1, day=day))
            except ValueError:
                continue
        raise AssertionError("every month has 28 days")


def retention(text: str) -> Retention:
    """Return a period such as "24 months"; `CellError` for any other text.

    >>> retention("24 months"), str(retention("1 year"))
    (Retention(number=24, unit='month'), '1 year')
    """
    match = _PERIOD.fullmatch(" ".join(text.lower().split()))
    if not match or int(match[1]) == 0:
        raise CellError(f"retention {text!r} is not a period", 'write retention = "24 months"')
    period = Retention(int(match[1]), match[2])
    if period.number > {"day": 9999, "month": 1200, "year": 100}[period.unit]:
        raise CellError(f"retention {text!r} is longer than 100 years", 'write retention = "24 months"')
    return period


@dataclass(frozen=True)
class PrivacySettings:
    """The section [privacy] of okrsheets.toml; `readers` are by page, in the order of `PAGES`."""

    purpose: str = ""
    retention: Retention | None = None
    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)
