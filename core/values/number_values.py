"""Cells of a column of numbers: numbers, numbers as text, percentages, durations, and what is no number."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import cells
from ..cells import Cell, FormattedNumber
from ..errors import CellError
from . import durations, number_text
from .cell_reading import (
    CLOCK,
    DATE,
    DURATION,
    MEASURES,
    NOT_A_NUMBER,
    PERCENT,
    TICK,
    CellReading,
    ColumnContext,
    fault,
    quoted,
    shown,
)
from .number_text import NumberText
from .unit_words import DAYS, HOURS, IN_SECONDS, TIME_UNITS, is_known, normalised_unit

AS_TEXT = "written as text"
COLUMN_UNITS = {"hours": HOURS, "stale days": DAYS}
SURELY_HUNDREDS = 5  # weights from here on are parts of a hundred, where others are percentages
_HINT = "type a number, e.g. 10"


def read_number(context: ColumnContext, cell: Cell) -> CellReading:
    """Return the number in a cell with the unit that it is written in; a fault where it is none or may be several.

    In a measure of a key result, ticks, dates and durations are read as such: whether they fit is known only beside
    the other measures of that key result.
    """
    name = context.column.name
    if isinstance(cell, bool):
        if name in MEASURES:
            return CellReading(float(cell), TICK)
        return fault(f"{name} is {shown(cell)}, where a number belongs", _HINT)
    if isinstance(cell, (FormattedNumber, datetime.date, datetime.time, datetime.timedelta)):
        return _typed(context, cell)
    if isinstance(cell, str):
        return _text(context, cell)
    try:
        return CellReading(cells.number(cell))
    except CellError:
        return fault(f"{name} is text: {quoted(str(cell))}", _HINT)


def _typed(context: ColumnContext, cell: Cell) -> CellReading:
    """A cell whose format or type says more than its number."""
    number = float(cell) if isinstance(cell, float) else None
    if isinstance(cell, FormattedNumber) and number is not None:
        if "%" in cell.format:
            return CellReading(number, PERCENT)
        if durations.is_duration_format(cell.format):
            return _duration(context, number * 24, DURATION)
        if not is_date_format(cell.format):
            return CellReading(number)
    hours = durations.hours(cell)
    if hours is not None:
        return _duration(context, hours, DURATION)
    if context.column.name in MEASURES:
        return CellReading(cells.number(cell), DATE)
    day = cells.date_of(math.floor(number)) if number is not None and 1 <= number < cells.LAST_DAY else cell
    what = f"{context.column.name} is a date: {shown(day)}"
    return fault(what, "type the number again and format the cell as a number")


def is_date_format(number_format: str) -> bool:
    """Return whether a number format shows a day.

    >>> is_date_format("yyyy-mm-dd"), is_date_format('0.0 "days"'), is_date_format("000")
    (True, False, False)
    """
    bare = durations.unquoted(number_format).lower()
    return "y" in bare or "d" in bare or "mmm" in bare


def _duration(context: ColumnContext, hours: float, unit: str) -> CellReading:
    """A duration in hours, in a column that can hold one."""
    name = context.column.name
    if name in MEASURES:
        return CellReading(hours, unit)
    if COLUMN_UNITS.get(name) == HOURS:
        return CellReading(hours, note="read as a duration in hours")
    return fault(f"{name} is a duration, where a number belongs", "type the number and format the cell as a number")


def _text(context: ColumnContext, text: str) -> CellReading:
    if cells.is_blank(text) or text.strip().lower() in NOT_A_NUMBER:
        return CellReading()
    plain = number_text.PLAIN.fullmatch(text.strip())
    if plain and not number_text.OPEN.fullmatch(text.strip()):
        return _plain(context, text)
    number = number_text.parse(text)
    reading = None if number is None else _settled(context, text, number)
    if reading is not None:
        return _plain(context, text) if plain and reading.value == cells.number(text) else reading
    if context.column.name in MEASURES and cells.word(text) in cells.DONE | cells.NOT_DONE:
        return CellReading(cells.done(text), TICK)
    hours = durations.hours(text)
    if hours is not None:
        return _duration(context, hours, CLOCK if durations.is_clock(text) else DURATION)
    return fault(f"{context.column.name} is text: {quoted(text)}", _HINT)


def _plain(context: ColumnContext, text: str) -> CellReading:
    try:
        spaced = "%" in text and len(text.split()) > 1
        return CellReading(cells.number(text), PERCENT if "%" in text else "", AS_TEXT if spaced else "")
    except CellError:
        return fault(f"{context.column.name} is text: {quoted(text)}", _HINT)


def _settled(context: ColumnContext, text: str, number: NumberText) -> CellReading | None:
    """The number of a text whose unit is one, None where what stands around it is not understood."""
    unit = normalised_unit(number.unit)
    accepted = not unit or is_known(number.unit) or unit in context.units or number.unit in context.repeated_units
    if not accepted:
        return None
    value = number.settled(context.decimal_mark[0])
    if value is None:
        return _open(context, text, number)
    if not math.isfinite(value):
        return None
    own = COLUMN_UNITS.get(context.column.name)
    if own is not None and unit in TIME_UNITS.values() and unit != own:
        if own not in IN_SECONDS or unit not in IN_SECONDS:
            return fault(f"{context.column.name} is in {unit}: {quoted(text)}", f"type it in {own}")
        value = value * IN_SECONDS[unit] / IN_SECONDS[own]
    note = AS_TEXT
    if number.sure is None:
        note = f"written as text, with a decimal {'comma' if context.decimal_mark[0] == ',' else 'point'}"
        note += f" ({context.decimal_mark[1]})"
    if context.column.name in MEASURES:
        return CellReading(value, unit, note, factor=number.factor)
    return CellReading(value, unit if unit == PERCENT else "", note)


def _open(context: ColumnContext, text: str, number: NumberText) -> CellReading:
    """Both readings of a number whose decimal mark nothing settles."""
    readings = number.readings
    if len(readings) == 1:  # the comma that may be a slip
        readings = (readings[0], float("".join(filter(str.isdigit, text))))
    one, two = (f"{value:,.10g}".replace(",", "") for value in readings)
    what = f"{context.column.name}: {quoted(text)} could be {one} or {two}; it is not counted"
    return fault(what, 'type a plain number, or write locale = "en" (or "de", …) in okrsheets.toml')


def one_scale(context: ColumnContext, readings: Mapping[Any, CellReading]) -> dict[Any, CellReading]:
    """Return a column of weights on one scale: 30% beside 40 is 30; a fault where a percentage has two readings.

    The keys are tuples that end with the cell itself.
    """
    plain = [abs(reading.value) for reading in readings.values() if reading.value and reading.unit != PERCENT]
    marked = [reading for reading in readings.values() if reading.value and reading.unit == PERCENT]
    if not marked or not plain or max(plain) <= 1:
        return dict(readings)
    sure = min(plain) >= SURELY_HUNDREDS
    scaled: dict[Any, CellReading] = {}
    for key, reading in readings.items():
        if reading.unit != PERCENT or not reading.value:
            scaled[key] = reading
        elif sure:
            scaled[key] = replace(reading, value=reading.value * 100, note="scaled to the whole numbers beside them")
        else:
            cell = key[-1]
            what = f"{context.column.name}: {quoted(cell)} is beside plain numbers; it is not counted"
            scaled[key] = fault(what, "write all weights as percentages, or all as plain numbers")
    return scaled
