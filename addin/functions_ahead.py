"""Functions that look ahead, or at what is left of the past: how likely a target is, how much an old rating still counts."""

from __future__ import annotations

from ..core import cells, evidence, prediction
from ..core.cells import needed, needed_day
from . import ranges
from .declaration import Argument, sheet_function
from .ranges import Range, Value, default, numbers, one


@sheet_function(
    Argument("dates", "the dates of the check-ins", range=True),
    Argument("values", "the values of the check-ins", range=True),
    Argument("start", "the value at the start"),
    Argument("target", "the value to reach"),
    Argument("end_date", "the last day of the key result"),
    example="=OKR_CHANCE(A5:A20, C5:C20, 10, 40, Settings!C9)  ->  0.62",
)
def okr_chance(dates: Range, values: Range, start: Range, target: Range, end_date: Range) -> Value:
    """Chance, 0..1, that a key result reaches its target by the end date; blank with check-ins on fewer than four days."""
    return prediction.chance(
        ranges.each(cells.day, dates),
        numbers(values),
        needed(cells.number(one(start))),
        needed(cells.number(one(target))),
        needed_day(one(end_date)),
    )


@sheet_function(
    Argument("rated_on", "the date of the rating; blank when there is none"),
    Argument("today", "the date to evaluate at, usually a cell with =TODAY()"),
    Argument("months", "months after which a rating counts half; 12 by default", optional=True),
    example='=SKILL_FADE("2025-01-01", "2026-01-01")  ->  0.50',
    native='IF(_DEFAULT({months},12)+0*_DAY({today})<=0,"not a positive number of months"+0,IF(_BLANK({rated_on}),"",'
    "IF(_DAY({rated_on})>INT({today}+0),0,0.5^MIN(1000,(INT({today}+0)-_DAY({rated_on}))/_DEFAULT({months},12)*12/365.25))))",
)
def skill_fade(rated_on: Range, today: Range, months: Range = None) -> Value:
    """Share of its weight that a rating still has, 0..1: half after 12 months, 0 for a date after today."""
    now = needed_day(one(today))
    return evidence.fade(cells.day(one(rated_on)), now, default(months, evidence.HALF_LIFE_MONTHS))
