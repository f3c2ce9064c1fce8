"""What people type into cells, one after another from a seed: the usual spellings of every kind, and some with a slip."""

from __future__ import annotations

import datetime
import importlib.util
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from okrsheets.core import schema, skills
from okrsheets.core.cells import Cell, ErrorCell
from okrsheets.core.columns import Column
from okrsheets.core.values import month_names, unit_words, value_words

VALUE_TESTS = Path(__file__).parents[1] / "core" / "values"
FIRST_MOMENT = datetime.datetime(1899, 12, 30)  # from which Google Sheets counts; it hands durations over as dates
LETTERS = "0123456789.,' -+()%€$k½/:\xa0−’hdmx✓🟢"
UNITS = sorted(
    unit_words.CURRENCIES | unit_words.OTHER_UNITS | unit_words.PER_CENT | set(unit_words.TIME_UNITS) | {"t", "m²", "‰"}
)
BLANK: Sequence[Cell] = (None, "", " ", "-", "n/a", "nan", "None", "null")
ERRORS: Sequence[Cell] = (
    ErrorCell("#REF!"),
    ErrorCell("#N/A"),
    "#NAME?",
    "Err:502",
    "Loading...",
    "#NV",
    "#REF",
    "#1",
    "L",
)
GROUPING = ((",", "."), (".", ","), ("\u202f", ","), ("’", "."), (" ", ","), ("", "."), ("", ","))
AROUND = (
    *["{}"] * 12, " {} ", "€ {}", "{} €", "${}", "CHF {}", "({})", "(€ {})", "{}-", "-{}", "− {}", "-€{}", "+{}", "'{}", "{}%", "{} %",
    "{} percent", "{} ‰", "{}k", "{} k€", "{} Mio. €", "${}M", "{}m", "{} bn", "{} tsd.", "{} days", "{} boats", "{} Boats", "{}½", "{} ¾",
    "~{}", ">{}", "{} (est.)", "{}/10", "{} of 10", "{} per day", "{} - {}", "{} €/h", "5{}", "{} fr.",
)  # fmt: skip
TIMES = ("", "", "", "", "T09:15:00Z", " 00:00", " 14:00 Uhr", " 3:45 PM", "T09:15:00.5+02:00", " at 9:30 a.m.")
DATES = (
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}", "{y}-{m}-{d}", "{y}{m:02}{d:02}", "{d}.{m}.{y}", "{d:02}.{m:02}.{s:02}",
    "{d}. {m}. {y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d}-{m}-{s:02}", "{m}/{d}/{s:02}", "{d} {n} {y}", "{d}-{n}-{s:02}", "{d}. {n} {y}",
    "{n} {d}, {y}", "{n} {d}th, {y}", "{d} de {n} de {y}", "{y} {n} {d}", "Tue, {d} {n} {y}", "Dienstag, {d}. {n} {y}", "{n} {y}", "{d} {n} '{s:02}",
)  # fmt: skip
DURATIONS = ("{}:{:02}", "{}:{:02}:30", "-{}:{:02}", "{}:{:02} pm", "PT{}H{}M", "P{}DT{}H", "{} h {} min", "{} hours and {} minutes", "{}h {}m",
             "{} min {} s", "{} days {} hours", "{} Std. {} Min.")  # fmt: skip
CYCLES = (
    "{y}-Q{q}", "Q{q} {y}", "Q{q}/{y}", "Q{q}'{s:02}", "{q}Q{s:02}", "{y}q{q}", "{q}. Quartal {y}", "Quartal {q}/{y}", "T{q} {y}", "Q{q} FY{s:02}",
    "FY{y} Q{q}", "Q{q} ({y})", "third quarter {y}", "Quarter {q}, {y}", "{a}–{b} {y}", "{a} - {b} {y}", "{a} bis {b} {y}", "{a} {y} - {b} {y}",
    "{y} {a}-{b}", "H{h} {y}", "{h}. Halbjahr {y}", "{y}", "FY{s:02}", "FY {y}/{t:02}", "{a} {y}", "CY{y} Q{q}", "sprint {q}", "Q{q}", "Q{q} FY{s:02}/{t:02}",
)  # fmt: skip
LEVELS = (
    "{} - {}",
    "{}: {}",
    "{} ({})",
    "{1} ({0})",
    "Level {}",
    "L{}",
    "lvl. {}",
    "Stufe {}",
    "{}/5",
    "{}/10",
    "{}",
    "{1}",
    "{1}",
    "{1}",
    "{},5",
    "{} = {}",
)
FLAGS = ("yes", "No", "Ja", "nein", "sí", "x", "✓", "✅", "☐", "TRUE", "on", "off", "maybe", "done", "1", "0", "0.5")


def examples() -> Sequence[Cell]:
    """Return every example of a cell in the tests of core/values."""
    return _examples()


@lru_cache
def _examples() -> Sequence[Cell]:
    found: dict[tuple[type, str], Cell] = {}
    for path in sorted(VALUE_TESTS.glob("test_*.py")):
        for name, value in vars(_loaded(path)).items():
            marked = [mark.args for mark in getattr(value, "pytestmark", ())]
            for cell in _cells_in([value, marked] if name.isupper() else marked):
                found[type(cell), repr(cell)] = cell
    return tuple(found.values())


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"examples_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cells_in(value: Any) -> Iterator[Cell]:
    if isinstance(value, Mapping):
        yield from _cells_in([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from _cells_in(each)
    elif isinstance(value, str):
        yield from (value, *re.split(r"[|\n]", value), *value.split()) if type(value) is str else (value,)
    elif isinstance(value, datetime.time):
        yield FIRST_MOMENT + datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    elif isinstance(value, datetime.timedelta):
        yield FIRST_MOMENT + value
    elif isinstance(value, datetime.datetime):
        yield value
    elif isinstance(value, datetime.date):
        yield datetime.datetime(value.year, value.month, value.day)
    elif value is None or (isinstance(value, (bool, int, float)) and math.isfinite(value) and abs(value) < 2**53):
        yield value if value is None or isinstance(value, bool) else float(value)


def typed(chance: random.Random, column: Column) -> Cell:
    """Return what a person may have typed into a cell of a column."""
    luck = chance.random()
    if luck < 0.08:
        return chance.choice(BLANK)
    if luck < 0.11:
        return chance.choice(ERRORS)
    if luck < 0.25:
        return chance.choice(examples())
    if luck < 0.30:
        return chance.choice(list(_KINDS.values()))(chance, column)
    cell = _KINDS[column.type](chance, column)
    return slip(chance, cell) if isinstance(cell, str) and chance.random() < 0.08 else cell


def slip(chance: random.Random, text: str) -> str:
    """Return a text with a letter more, less or other; never with a no-break space in front.

    Whether Python takes such a space before an error value for a part of it depends on the other cells of the column.
    """
    at = chance.randrange(len(text) + 1)
    return (text[:at] + chance.choice(("", chance.choice(LETTERS))) + text[at + chance.randint(0, 1) :]).lstrip("\xa0")


def cycle_name(chance: random.Random) -> str:
    """Return the name of a cycle as people write it."""
    year = chance.randint(1995, 2040)
    name = chance.choice(CYCLES).format(
        y=year, s=year % 100, t=(year + chance.choice((1, 1, 2))) % 100, q=chance.randint(1, 5), h=chance.randint(1, 2),
        a=_month(chance), b=_month(chance),
    )  # fmt: skip
    name = chance.choice((str, str, str.upper, str.lower, str.title))(name)
    return slip(chance, name) if chance.random() < 0.1 else name


def number_in_text(chance: random.Random) -> str:
    """Return a number as text, with separators, signs, units and words around it."""
    decimals = chance.choice((0, 0, 0, 1, 1, 2, 3))
    figures = chance.randint(0, 10 ** chance.randint(1, 7)) / 10**decimals
    group, point = chance.choice(GROUPING)
    text = f"{figures:,.{decimals}f}".replace(",", "_").replace(".", point).replace("_", group)
    if chance.random() < 0.2:
        return f"{text} {chance.choice(UNITS)}"
    text = chance.choice(AROUND).format(text, text)
    return f"{text} {chance.choice(UNITS)}" if chance.random() < 0.05 else text


def _number(chance: random.Random, column: Column) -> Cell:
    plain: Sequence[Cell] = (
        0.0,
        1.0,
        0.5,
        7.0,
        -3.0,
        95.0,
        0.35,
        1e7,
        float(chance.randint(0, 1000)),
        round(chance.random(), 2),
    )
    moments = (_moment(chance), FIRST_MOMENT + datetime.timedelta(minutes=chance.randint(0, 4000)))
    others: Sequence[Cell] = (
        True,
        False,
        "yes",
        "done",
        "no",
        *moments,
        f"{chance.randint(0, 120)}%",
    )
    texts = (number_in_text(chance), number_in_text(chance), _duration_in_text(chance))
    kinds: Sequence[Sequence[Cell]] = (plain, plain, others, texts)
    return chance.choice(chance.choice(kinds))


def _duration_in_text(chance: random.Random) -> str:
    return chance.choice(DURATIONS).format(chance.randint(0, 40), chance.randint(0, 59))


def _share(chance: random.Random, column: Column) -> Cell:
    words = (*value_words.CONFIDENCE, *value_words.SYMBOLS, *"✘✗🗹☒")
    plain: Sequence[Cell] = (0.7, 7.0, 70.0, 1.0, 0.0, 10.0, 100.0, 2.5, 110.0, -0.1, chance.randint(0, 100) / 100)
    texts: Sequence[Cell] = (
        "70%",
        "7/10",
        "8 of 10",
        "4 out of 5",
        "=> 78%",
        "→ 0,5",
        "-> 50",
        "done",
        "Not done",
        "10/10",
        "3/4",
        "0,7",
        "½",
        "sure",
        _cased(chance, chance.choice(words)),
    )
    return chance.choice(chance.choice((plain, texts)))


def _level(chance: random.Random, column: Column) -> Cell:
    word = _cased(chance, chance.choice((*skills.LEVEL_WORDS, *value_words.LEVELS, *["Advanced", "Basic"] * 12)))
    text = chance.choice(LEVELS).format(chance.randint(0, 6), word)
    number = chance.choice((*map(float, range(6)), 2.5, 0.5, 6.0, 8.0, 80.0))
    return chance.choice((number, number, text, text, text, text, "★" * chance.randint(1, 6), "●●○", "75%", True))


def _date(chance: random.Random, column: Column) -> Cell:
    moment = _moment(chance)
    text = chance.choice(DATES).format(
        y=moment.year, s=moment.year % 100, m=moment.month, d=moment.day, n=_month(chance)
    ) + chance.choice(TIMES)
    serial = float((moment - FIRST_MOMENT).days)
    compact = float(f"{moment:%Y%m%d}")
    return chance.choice(
        (text, text, text, moment, serial, serial + 0.75, str(int(serial)), compact, 10.08, 2026.0, 0.5, True)
    )


def _moment(chance: random.Random) -> datetime.datetime:
    year = chance.choice((2026, 2026, chance.randint(1930, 2110)))
    day = datetime.datetime(year, 1, 1) + datetime.timedelta(days=chance.randrange(365))
    return day + datetime.timedelta(minutes=chance.choice((0, 0, chance.randint(0, 1439))))


def _month(chance: random.Random) -> str:
    return _cased(chance, chance.choice(list(month_names.MONTHS))) + chance.choice(("", "", "."))


def _word(chance: random.Random, column: Column) -> Cell:
    words = (*column.choices, *(word for word, _ in column.means)) or tuple(value_words.STATUS_ACTIVE)
    return chance.choice(
        (_cased(chance, chance.choice(words)), _cased(chance, chance.choice(words)), True, 1.0, "galaxy")
    )


def _flag(chance: random.Random, column: Column) -> Cell:
    return chance.choice((*FLAGS, True, False, 1.0, 0.0, _moment(chance)))


def _text(chance: random.Random, column: Column) -> Cell:
    return chance.choice(
        (
            "  Answer fast ",
            "Ana",
            12.0,
            7.5,
            True,
            _moment(chance),
            chance.choice(UNITS),
            "boats",
            "%",
            "h",
            "€",
            "1.10",
            1.1,
        )
    )


def _id(chance: random.Random, column: Column) -> Cell:
    return chance.choice(("K1", "K2", " k1 ", "007", 7.0, 1.1, "1.10", _moment(chance), True, "SHOP-SUP1.1"))


def _cased(chance: random.Random, word: str) -> str:
    """A word in letters of another size, with other marks between its parts or a sign behind it."""
    word = chance.choice((str, str, str.title, str.upper, str.lower))(word)
    word = word.replace(" ", chance.choice((" ", " ", " ", "-", "_", "  ")))
    return word + chance.choice(("",) * 8 + (" ✅", " ", "!", " 🟢"))


_KINDS: Mapping[str, Callable[[random.Random, Column], Cell]] = {
    "text": _text,
    "id": _id,
    "word": _word,
    "number": _number,
    "share": _share,
    "level": _level,
    "date": _date,
    "flag": _flag,
}
COLUMNS = tuple((table, column) for table in schema.TABLES for column in table.inputs)
