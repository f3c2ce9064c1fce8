"""Calls as hostile as a sheet can make them, one after another from a seed: wrong types, shapes, counts, dates and texts."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from okrsheets.addin.catalogue import functions
from okrsheets.addin.declaration import Argument, SheetFunction

BLANKS = [None, "", "-", "–", " NA ", "n/a", "#N/A", "\u2003"]
NUMBERS_AS_TEXT = ["12", " 7.5 ", "+4", ".5", "5.", "1e3", "80%", "80 %", "\u00a03\u2009%", "-2", "1E-2", "007"]
NO_NUMBERS = [
    "ten", "1,5", "1_0", "0x1", "inf", "NaN", "−4", "--1", "1 2", "5%%", "%", "e3", "1e", "٣", "１２", "\ufeff3", "3\x1f",
    "it's", 'say "it\'s"', "a\\b", "line\nbreak\ttab", "\u200b1", "\ud83d", "😀", "\xad", "\u2028", "1e999", "-1e999",
    "#REF!", "#DIV/0!", "#ERROR!", "constructor", "__proto__", "toString", "=1+1", "İ", "ß",
]  # fmt: skip
DAYS_AS_TEXT = ["2026-01-01", " 2026-03-31 ", "2024-02-29", "2026-02-29", "2000-02-29", "1900-02-29", "2026-13-01", "0000-01-01", "0001-01-01",
                "9999-12-31", "01/02/2026", "2026-1-1", "2026-01-01T00:00"]  # fmt: skip
WORDS = [
    "metric", "Increase", " DECREASE", "milestone", "binary", "At  Least", "at most", "between", "stretch", "committed",
    "Aspirational", "yes", "Y", "x", "✓", "done", "not  done", "open", "TRUE", "true", "no", "Organisation", "company", "CEO",
    "Team", "skills", "person", "galaxy",
]  # fmt: skip
KINDS = WORDS[:8]
IDS = [
    "O1",
    " O1 ",
    "o1",
    "O2",
    "O3",
    "1",
    1,
    2,
    "2",
    1.5,
    "1.5",
    True,
    "007",
    7,
    1e16,
    1e22,
    0.00001,
    "O 1",
    "a\u00a0",
]
EXTREMES = [0, 1, -1, 0.1, 1e-9, 5e-324, 1e-300, 1e15, 1e16, 123456789.125, 1e308, -1e308, 46023, 46023.75]

# Few values for what is compared with each other, so that both sides of every edge come up.
_COMPARED: tuple[tuple[tuple[str, ...], list[Any]], ...] = (
    (("start", "target", "current"), [0, 1, 2, 5, 10]),
    (("score", "expected"), [-0.1, 0, 0.25, 0.3, 0.4, 0.4000000015, 0.5, 0.65, 0.7, 0.75, 1, 1.2]),
    (("at_risk_gap", "off_track_gap"), [0, 0.1, 0.25, 0.3]),
    (("days", "warn_days"), [-1, -0.5, 0, 0.5, 1, 13, 14, 15, 46, 59, 60, 61]),
    (("today", "last_date", "start_date", "end_date", "issued", "expires"), [46000, 46001, 46014, 46015, 46060, 46061]),
)
EDGES = {name: values for names, values in _COMPARED for name in names}

Call = tuple[SheetFunction, list[Any]]


def calls(seed: int, count: int) -> Iterator[Call]:
    """Give that many calls; the same seed gives the same ones."""
    chance = random.Random(seed)
    every = functions()
    for _ in range(count):
        function = chance.choice(every)
        yield function, _arguments(chance, function)


def _arguments(chance: random.Random, function: SheetFunction) -> list[Any]:
    least = sum(not argument.optional for argument in function.arguments)
    count = chance.randint(least, len(function.arguments))
    if chance.random() < 0.02:
        count = chance.randint(0, len(function.arguments) + 2)
    rows, columns = chance.randint(1, 9), chance.choice((1, 1, 1, 2, 4))
    fair = chance.random() < 0.6  # most cells as they should be, so that more than the first cell is looked at
    wanted = [(argument, _wanted(function, argument)) for argument in function.arguments[:count]]
    given = [_argument(chance, argument, name, rows, columns, fair) for argument, name in wanted]
    return given + [_cell(chance, "", False) for _ in range(count - len(given))]


def _wanted(function: SheetFunction, argument: Argument) -> str:
    """What an argument is about: its name, or `level` where numbers below 0 are errors."""
    return "level" if function.category == "SKILL" and argument.name != "today" and argument.range else argument.name


def _argument(chance: random.Random, argument: Argument, name: str, rows: int, columns: int, fair: bool) -> Any:
    if argument.range != (chance.random() < 0.03):
        if chance.random() < 0.05:
            rows, columns = chance.randint(1, 9), chance.randint(1, 3)
        if chance.random() < 0.02:
            return [_cell(chance, name, fair) for _ in range(rows)]
        if argument.name == "required" and chance.random() < 0.5:
            rows = 1
        return [[_cell(chance, name, fair) for _ in range(columns)] for _ in range(rows)]
    return _cell(chance, name, fair)


def _cell(chance: random.Random, name: str, fair: bool) -> Any:
    if fair and chance.random() < 0.99:
        return _expected(chance, name)
    kinds = (
        _number,
        BLANKS,
        NUMBERS_AS_TEXT,
        NO_NUMBERS,
        DAYS_AS_TEXT,
        WORDS,
        IDS,
        EXTREMES,
        (True, False),
        _date,
        _noise,
    )
    kind = chance.choice(kinds)
    return kind(chance) if callable(kind) else chance.choice(kind)


def _expected(chance: random.Random, name: str) -> Any:
    if chance.random() < 0.12:
        return chance.choice(BLANKS)
    if name in ("ids", "parents"):
        return chance.choice((f"O{chance.randint(1, 9)}", chance.randint(1, 5)))
    if name in ("kind", "commitment", "levels") and chance.random() < 0.8:
        return chance.choice(KINDS if name == "kind" and chance.random() < 0.9 else WORDS)
    if name == "current" and chance.random() < 0.15:
        return chance.choice(WORDS)
    if name in EDGES and chance.random() < 0.5:
        return chance.choice(EDGES[name])
    if "date" in name or name in ("today", "issued", "expires"):
        return chance.choice((_date(chance), chance.randint(45990, 46200), round(chance.uniform(46000, 46100), 2)))
    if name in ("level", "weights", "headcount", "days", "warn_days") and chance.random() < 0.97:
        return chance.choice((0, 0.5, 1, 2, 2.5, 3, 4, 5, "4", "50%", round(chance.uniform(0, 6), 3), True))
    return chance.choice((_number(chance), chance.choice(NUMBERS_AS_TEXT), chance.choice((0, 0.5, 1, 2, 3, 4, 5))))


def _number(chance: random.Random) -> float:
    return chance.choice((chance.randint(-3, 99), round(chance.uniform(-2, 6), 2), chance.gauss(0, 1000)))


def _date(chance: random.Random) -> date:
    """A day as a sheet shows it, now and then with the time: from the first that spreadsheets know to far away."""
    first = date(1899, 12, 31) if chance.random() < 0.1 else date(2025, 12, 1)
    day = first + timedelta(days=chance.randint(0, 200 if first.year > 2000 else 73_000))
    if chance.random() < 0.8:
        return day
    return datetime(day.year, day.month, day.day, chance.randint(1, 23), chance.randint(0, 59), chance.randint(0, 59))


def _noise(chance: random.Random) -> str:
    return "".join(
        chr(chance.choice((chance.randint(0, 0x24F), chance.randint(0x2000, 0x2070), 0x1F600)))
        for _ in range(chance.randint(1, 5))
    )


def as_handed_over(value: Any) -> Any:
    """Return an argument as JSON for `google_node.mjs`: a date as the parts of a Date, whole numbers without a point."""
    if isinstance(value, list):
        return [as_handed_over(each) for each in value]
    if isinstance(value, date):
        time = (value.hour, value.minute, value.second) if isinstance(value, datetime) else (0, 0, 0)
        return {"date": [value.year, value.month - 1, value.day, *time]}
    if isinstance(value, float) and value.is_integer() and math.fabs(value) < 1e16:
        return int(value)
    return value


def as_python(value: Any) -> Any:
    """Return an argument for Python: whole numbers as JSON would give them."""
    if isinstance(value, list):
        return [as_python(each) for each in value]
    return value if isinstance(value, date) else as_handed_over(value)
