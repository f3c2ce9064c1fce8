"""Cycles within longer texts: titles ("Support OKRs, Q3 2026"), sheet names ("Q3"), file names ("OKRs_2026-Q3_final")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import cycle_names
from .cycle_names import JANUARY, NamedCycle

YEARS = range(2015, 2051)  # a number beside a quarter or on its own is a year only within these
LONGEST = 30
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_IN_TEXT = tuple(re.compile(f"{_START}(?:{pattern.pattern}){_END}") for pattern in cycle_names.PATTERNS_WITH_PARTS)
_PART = re.compile(f"{_START}(?:{cycle_names.QUARTERS}|{cycle_names.HALVES}){_END}")
_YEAR = re.compile(r"(?<![0-9.,/-])20[0-9]{2}(?![0-9]|[.,/-][0-9])")


@dataclass(frozen=True)
class PartOfYear:
    """A quarter or a half without its year: how many months it has, and which of the year it is."""

    months: int
    number: int

    def of_year(self, year: int, fiscal_year_start: int = JANUARY) -> NamedCycle | None:
        """Return this part of a year, of a fiscal year when that begins in another month than January.

        >>> PartOfYear(3, 2).of_year(2026).name
        '2026-Q2'
        """
        first = fiscal_year_start + self.months * (self.number - 1)
        return cycle_names.span(year, first, self.months, fiscal_year_start != JANUARY)


def cycle_in(text: str, fiscal_year_start: int = JANUARY) -> NamedCycle | None:
    """Return the one cycle that a text names, None when it names none or several.

    >>> cycle_in("Support OKRs, Q3 2026").name, cycle_in("Q2 2026 to Q3 2026"), cycle_in("OKRs 2026")
    ('2026-Q3', None, None)
    """
    tidy = cycle_names.tidy(text)
    if not any("0" <= letter <= "9" for letter in tidy):
        return None
    spans: dict[tuple[int, int], NamedCycle] = {}
    for pattern in _IN_TEXT:
        for match in pattern.finditer(tidy):
            cycle = cycle_names.cycle_of_match(match.groupdict(), fiscal_year_start)
            if cycle is not None and int(cycle.name[:4]) in YEARS:
                spans.setdefault(match.span(), cycle)
    widest = [
        cycle
        for (start, end), cycle in spans.items()
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
    ]
    names = {cycle.name for cycle in widest}
    return widest[0] if len(names) == 1 else None


def part_in(text: str) -> PartOfYear | None:
    """Return the one quarter or half that a text names without a year, None when it names none or several.

    >>> part_in("OKRs Q2"), part_in("Q1 and Q2")
    (PartOfYear(months=3, number=2), None)
    """
    parts = set()
    for match in _PART.finditer(cycle_names.tidy(text)):
        quarter, half = match["quarter"] or match["nth"], match["half"] or match["nth_half"]
        parts.add(PartOfYear(3, int(quarter)) if quarter else PartOfYear(6, int(half)))
    return parts.pop() if len(parts) == 1 else None


def is_part(text: str) -> bool:
    """Return whether a text is a quarter or a half without a year, and nothing else.

    >>> is_part("Q2"), is_part("Q2 review")
    (True, False)
    """
    return len(text) < LONGEST and _PART.fullmatch(cycle_names.tidy(text)) is not None


def year_in(text: str) -> int | None:
    """Return the one year that a text names, None when it names none or several.

    >>> year_in("OKRs 2026"), year_in("2025 and 2026"), year_in("Room 1999")
    (2026, None, None)
    """
    years = {int(found) for found in _YEAR.findall(text)}
    years = {year for year in years if year in YEARS}
    return years.pop() if len(years) == 1 else None
