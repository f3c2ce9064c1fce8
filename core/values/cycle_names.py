"""What a cycle's name means: "2026-Q3", "Q3 FY26", "3. Quartal 2026", "Jul–Sep 2026", "H2 2026", "2026".

A name has one canonical spelling ("2026-Q3", "2026-H2", "2026") and the days from its first to its last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..cells import EPOCH, Day, date_of
from .month_names import month_number
from .number_text import clean

JANUARY = 1
_QUARTER_WORD = r"(?:quarter|quartal|qtr|quart|trimestre|trim|q|t)"
_HALF_WORD = r"(?:half[ -]year|half|halbjahr|semestre|sem|h|s)"
_YEAR = r"(?:(?P<fiscal>fy|gj|fiscal year|fiscal|geschäftsjahr|cy|calendar year)[ ']?)?(?P<year>[12]\d{3}(?:[/-]\d{2})?|'?\d{2}(?:/\d{2})?)"
QUARTERS = rf"(?:{_QUARTER_WORD}\.? ?(?P<quarter>[1-4])|(?P<nth>[1-4])(?:st|nd|rd|th|\.|º|er|°)? ?{_QUARTER_WORD}\.?)"
HALVES = rf"(?:{_HALF_WORD}\.? ?(?P<half>[12])|(?P<nth_half>[12])(?:st|nd|\.|º|er|°)? ?{_HALF_WORD}\.?)"
_WORDS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "erstes": "1.", "zweites": "2.",
          "drittes": "3.", "viertes": "4.", "primer": "1", "segundo": "2", "tercer": "3", "cuarto": "4",
          "i": "1", "ii": "2", "iii": "3", "iv": "4"}  # fmt: skip
_MONTH = r"(?P<{}>[^\W\d_]{{3,10}})\.?"
_JOIN = r" ?[/_.-]? ?(?:of |del? )?"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{QUARTERS}{_JOIN}{_YEAR}",
        rf"{_YEAR}{_JOIN}{QUARTERS}",
        rf"{HALVES}{_JOIN}{_YEAR}",
        rf"{_YEAR}{_JOIN}{HALVES}",
        rf"{_MONTH.format('first')}(?: (?P<first_year>[12]\d{{3}}))? ?(?:-|to|bis|until|a|/) ?{_MONTH.format('last')} ?{_YEAR}",
        rf"{_YEAR} ?{_MONTH.format('first')} ?- ?{_MONTH.format('last')}",
        rf"{_MONTH.format('first')} ?[/-]? ?(?P<fiscal>)(?P<year>[12]\d{{3}})",
        r"(?P<fiscal>fy|gj|fiscal year|geschäftsjahr|cy|calendar year) ?(?P<year>[12]\d{3}(?:/\d{2})?|\d{2}(?:/\d{2})?)",
        r"(?P<fiscal>)(?P<year>[12]\d{3})",
    )
)

PATTERNS_WITH_PARTS = _PATTERNS[:6]  # those that are no bare year or month


@dataclass(frozen=True)
class NamedCycle:
    """A span of whole months: its canonical name and its first and last day; `fiscal` when named by a fiscal year."""

    name: str
    start: Day
    end: Day
    fiscal: bool = False


def parse(name: str, fiscal_year_start: int = JANUARY) -> NamedCycle | None:
    """Return the cycle that a name means, or None when it is called otherwise.

    A fiscal year is named after the calendar year that it begins in; `fiscal_year_start` is its first month.

    >>> parse("Q3/2026").name, parse("FY26 Q2", 4).name, parse("Jul–Sep 2026").name, parse("spring")
    ('2026-Q3', '2026-Q3', '2026-Q3', None)
    """
    text = tidy(name)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None:
            return cycle_of_match(match.groupdict(), fiscal_year_start)
    return None


def tidy(text: str) -> str:
    """Return a text as the patterns read it: small letters, single spaces, number words as numbers.

    >>> tidy("Third_Quarter  (2026)")
    '3rd quarter 2026'
    """
    plain = re.sub(r"[\s,_()]+", " ", clean(text).lower()).strip()
    return " ".join(_WORDS.get(word.rstrip("."), word) for word in plain.split(" "))


def cycle_of_match(named: dict[str, str | None], fiscal_year_start: int) -> NamedCycle | None:
    """Return the cycle that the groups of a pattern say, or None for a year or month that does not exist."""
    fiscal = bool(named.get("fiscal")) and named["fiscal"] not in ("cy", "calendar year")
    year = _year(named["year"] or "")
    quarter, half = named.get("quarter") or named.get("nth"), named.get("half") or named.get("nth_half")
    if year is None:
        return None
    if named.get("first"):
        return None if fiscal else _months(named, year)
    months = 3 if quarter else 6 if half else 12
    first = (fiscal_year_start if fiscal else JANUARY) + months * (int(quarter or half or 1) - 1)
    return span(year, first, months, fiscal)


def _year(text: str) -> int | None:
    """Two digits are a year of this century; "2026/27" is named after its first year."""
    digits = re.split("[/-]", text.lstrip("'"))
    if len(digits) == 2 and int(digits[1]) != (int(digits[0]) + 1) % 100:
        return None
    return int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)


def _months(named: dict[str, str | None], year: int) -> NamedCycle | None:
    """From a month to a month, over the turn of a year where the last one comes earlier."""
    first = month_number(named["first"] or "")
    last = month_number(named.get("last") or named["first"] or "")
    if first is None or last is None:
        return None
    begins = year if first <= last else year - 1
    if named.get("first_year") and named["first_year"] != str(begins):
        return None
    return span(begins, first, (last - first) % 12 + 1)


def span(year: int, first_month: int, months: int, fiscal: bool = False) -> NamedCycle | None:
    """Return the cycle of so many months from a month of a year on (13 is the next January); None past year 9999.

    >>> span(2026, 7, 3).name, span(2026, 7, 6).name, span(2026, 4, 12).name, span(2026, 2, 3).name
    ('2026-Q3', '2026-H2', '2026-04 to 2027-03', '2026-02 to 2026-04')
    """
    begin, after = year * 12 + first_month - 1, year * 12 + first_month - 1 + months
    if not 12 <= begin <= after < 9999 * 12 + 12:
        return None
    start = date(begin // 12, begin % 12 + 1, 1).toordinal() - EPOCH
    end = date(after // 12, after % 12 + 1, 1).toordinal() - EPOCH - 1
    return NamedCycle(_canonical(start, end, months), start, end, fiscal)


def _canonical(start: Day, end: Day, months: int) -> str:
    first, last = date_of(start), date_of(end)
    if first.year == last.year and months in (3, 6, 12) and (first.month - 1) % months == 0:
        number = (first.month - 1) // months + 1
        return f"{first.year}" + {3: f"-Q{number}", 6: f"-H{number}", 12: ""}[months]
    return f"{first:%Y-%m}" if months == 1 else f"{first:%Y-%m} to {last:%Y-%m}"


def after(cycle: NamedCycle) -> NamedCycle | None:
    """Return the cycle of as many months that follows one; None past year 9999.

    >>> after(NamedCycle("2026-Q4", 46296, 46387)).name
    '2027-Q1'
    """
    first, last, following = date_of(cycle.start), date_of(cycle.end), date_of(cycle.end + 1)
    return span(following.year, following.month, (last.year - first.year) * 12 + last.month - first.month + 1)


def named_by_days(start: Day, end: Day) -> NamedCycle | None:
    """Return the quarter, half or whole year from a first to a last day, or None when the days are others.

    >>> named_by_days(46204, 46295).name, named_by_days(46204, 46290)
    ('2026-Q3', None)
    """
    if end <= start or not 1 <= start <= end:
        return None
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    cycle = span(first.year, first.month, months) if months in (3, 6, 12) else None
    return cycle if cycle is not None and (cycle.start, cycle.end) == (start, end) else None
