"""Cells of a column of dates: dates, serial numbers, dates as text, and what is no date."""

from __future__ import annotations

import datetime
import math

from .. import cells
from ..cells import Cell, Day, FormattedNumber
from ..errors import CellError
from . import date_text, durations
from .cell_reading import NOT_A_NUMBER, CellReading, ColumnContext, fault, quoted

AS_TEXT = "written as text"
FIRST_SERIAL = 18264  # 1950-01-01: a smaller number that is not formatted as a date was meant otherwise
HINT = "type it as 2026-03-31, or as a date of the spreadsheet"
_COMPACT = (1950_01_01, 2100_12_31)


def read_date(context: ColumnContext, cell: Cell) -> CellReading:
    """Return the day in a cell; a fault where it is none or may be several.

    Plain numbers are serial days of a spreadsheet or, with eight digits, 20260811.

    >>> from okrsheets.core.schema import CHECK_INS
    >>> dates = ColumnContext(CHECK_INS.column("date"))
    >>> read_date(dates, "11 Aug 2026").value, read_date(dates, 10.08).fault
    (46245, "date: 10.08 isn't a recognised date")
    """
    if isinstance(cell, str):
        return _text(context, cell)
    if isinstance(cell, (bool, datetime.time, datetime.timedelta)):
        return _none(context, cell)
    if isinstance(cell, FormattedNumber) and ("%" in cell.format or durations.is_duration_format(cell.format)):
        return _none(context, cell)
    if isinstance(cell, datetime.date):
        return _within(context, cell, cells.day(cell))
    if isinstance(cell, (int, float)):
        return _number(context, cell, formatted=isinstance(cell, FormattedNumber))
    return CellReading()


def _number(context: ColumnContext, cell: float, formatted: bool = False) -> CellReading:
    if not math.isfinite(cell):
        return _none(context, cell)
    if _COMPACT[0] <= cell <= _COMPACT[1] and float(cell).is_integer():
        reading = date_text.parse(str(int(cell)))
        if reading is not None and reading.sure is not None:
            return CellReading(reading.sure, note="written as a number such as 20260811")
    if not formatted and not cell >= FIRST_SERIAL:
        return _none(context, cell)
    return _within(context, cell, math.floor(cell))


def _within(context: ColumnContext, cell: Cell, day: Day | None) -> CellReading:
    """Spreadsheets count days from 1899-12-31 to 9999-12-31."""
    if day is not None and not cells.FIRST_DAY <= day <= cells.LAST_DAY:
        return _none(context, cell)
    return CellReading(day)


def _none(context: ColumnContext, cell: Cell, why: str = "") -> CellReading:
    return fault(f"{context.column.name}: {quoted(cell)} isn't a recognised date{why}", HINT)


def _text(context: ColumnContext, text: str) -> CellReading:
    if cells.is_blank(text) or text.strip().lower() in NOT_A_NUMBER:
        return CellReading()
    try:
        day = cells.day(text)
    except CellError as error:
        return _other_text(context, text, "" if error.what.startswith("not a number") else f" ({error.what})")
    if day is not None and "-" not in text.strip()[1:]:
        return _number(context, cells.number(text) or 0.0)
    return _within(context, text, day)


def _other_text(context: ColumnContext, text: str, why: str) -> CellReading:
    reading = date_text.parse(text)
    if reading is None:
        return _none(context, text, why)
    order, evidence = context.day_first
    day = reading.settled(order)
    if day is None:
        return _open(context, text, reading)
    if reading.sure is not None:
        return CellReading(day, note="" if text.strip()[:4].isdigit() else AS_TEXT)
    first = "day" if order else "month"
    return CellReading(day, note=f"written as text, the {first} first ({evidence})")


def _open(context: ColumnContext, text: str, reading: date_text.DateText) -> CellReading:
    one, two = (cells.date_of(day).isoformat() for day in (reading.day_first, reading.month_first) if day is not None)
    what = f"{context.column.name}: {quoted(text)} could be {one} or {two}; it is not counted"
    return fault(what, f'type it as {one}, or write locale = "en-US" (or "en-GB", "de", …) in okrsheets.toml')
