"""Dates that were written as text: "2026/8/11", "12.10.2026", "11. August 2026", "2026-08-10T09:15:00Z", "8/12/2026".

What can mean one day only is that day. "8/12/2026" is the 12 August or the 8 December: the sheet's other cells settle
it, or its locale.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..cells import EPOCH, Day
from .month_names import month_number
from .number_text import clean

YEARS_IN_USE = range(20, 32)  # as two digits

_TIME = r"(?:[T ,]\s*(?:at )?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?|uhr)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so|[a-zäéá]+tag|mittwoch)\.?,?\s+"
_NAME = r"(?P<month>[^\W\d_]{3,10}\.?)"
_YEAR = r"(?P<year>[12]\d{3}|'?\d{2})"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_WEEKDAY})?{text}{_TIME}", re.IGNORECASE)


_YEAR_FIRST = _pattern(r"(?P<year>[12]\d{3})(?P<mark>[-/.])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<day>\d{1,2})")
_COMPACT = re.compile(r"(?P<year>20\d{2}|19\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_DOTS = _pattern(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})")
_SLASHES = _pattern(r"(?P<one>\d{1,2})(?P<mark>[-/])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})")
_DAY_NAME = _pattern(rf"{_ORDINAL}[\s-]*(?:de |of )?{_NAME}[\s,-]*(?:de |del )?{_YEAR}")
_NAME_DAY = _pattern(rf"{_NAME}[\s-]*{_ORDINAL}[\s,-]+{_YEAR}")
_YEAR_NAME = _pattern(rf"(?P<year>[12]\d{{3}})[\s,-]+{_NAME}[\s-]*{_ORDINAL}")
_ONE_WAY = (_YEAR_FIRST, _COMPACT, _DOTS, _DAY_NAME, _NAME_DAY, _YEAR_NAME)


@dataclass(frozen=True)
class DateText:
    """The day that a text names when it begins with the day, and when it begins with the month; None where it is none."""

    day_first: Day | None
    month_first: Day | None

    @property
    def sure(self) -> Day | None:
        """The day, where it can be one only."""
        if self.day_first is None or self.month_first is None:
            return self.day_first if self.month_first is None else self.month_first
        return self.day_first if self.day_first == self.month_first else None

    @property
    def order(self) -> bool | None:
        """Whether the text proves that days stand before months (True) or behind them (False)."""
        if (self.day_first is None) == (self.month_first is None):
            return None
        return self.month_first is None

    def settled(self, day_first: bool | None) -> Day | None:
        """Return the day when the order is known, None when it stays open."""
        if self.sure is not None or day_first is None:
            return self.sure
        return self.day_first if day_first else self.month_first


@lru_cache(maxsize=65_536)
def parse(text: str) -> DateText | None:
    """Return what day a text names, or None when it names none; the time of day is dropped.

    >>> parse("11. August 2026"), parse("8/12/2026"), parse("8/13/2026"), parse("soon")
    (DateText(day_first=46245, month_first=46245), DateText(day_first=46364, month_first=46246), DateText(day_first=None, month_first=46247), None)
    """
    text = clean(text)
    for pattern in _ONE_WAY:
        match = pattern.fullmatch(text)
        if match is not None:
            month = match["month"]
            number = int(month) if month.isdigit() else month_number(month)
            day = None if number is None else _day(match["year"], number, int(match["day"]))
            return None if day is None else DateText(day, day)
    match = _SLASHES.fullmatch(text)
    if match is None:
        return None
    one, two = int(match["one"]), int(match["two"])
    if len(match["year"]) == 2 and one in YEARS_IN_USE:
        return None  # 26-08-11 may begin with its year
    reading = DateText(_day(match["year"], two, one), _day(match["year"], one, two))
    return None if reading.day_first is None and reading.month_first is None else reading


def _day(year: str, month: int, day: int) -> Day | None:
    """Two digits are a year of this century."""
    digits = year.lstrip("'")
    try:
        return date(int(digits) + (2000 if len(digits) == 2 else 0), month, day).toordinal() - EPOCH
    except ValueError:
        return None


def day_first(texts: Collection[str]) -> bool | None:
    """Return whether texts prove that days stand before months, or None when nothing or both is proved.

    >>> day_first({"8/12/2026", "8/13/2026"}), day_first({"8/12/2026"})
    (False, None)
    """
    orders = {reading.order for reading in map(parse, texts) if reading is not None} - {None}
    return orders.pop() if len(orders) == 1 else None
