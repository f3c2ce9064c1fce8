"""What one cell means (domain.md §3): the same in a sheet, a workbook that is read, and on the command line."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Union

from .errors import CellError

Cell = Union[None, bool, int, float, str, date, datetime]
Day = int  # whole days since 1899-12-30, as spreadsheets count them

EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY, LAST_DAY = 1, date(9999, 12, 31).toordinal() - EPOCH  # what a spreadsheet counts
NO_SUCH_DAY = 0
NO_DATA = frozenset({"", "-", "–", "na", "n/a", "#n/a"})
DONE = frozenset({"yes", "y", "true", "done", "x", "✓", "ja", "sí", "si"})
NOT_DONE = frozenset({"no", "n", "false", "not done", "open", "nein"})

_PLAIN_NUMBER = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*(%?)")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ErrorCell(str):
    """An error value of a spreadsheet, such as #REF!, where a cell's value should be."""


class FormattedNumber(float):
    """A number whose cell shows more than its value: a percentage, leading zeros, a duration, a date.

    >>> cell = FormattedNumber(7.0, "000")
    >>> cell + 1, cell.format
    (8.0, '000')
    """

    format: str

    def __new__(cls, value: float, format: str) -> FormattedNumber:
        number = super().__new__(cls, value)
        number.format = format
        return number


def is_blank(cell: Cell) -> bool:
    """Return whether a cell says nothing: empty, or a dash, or one of the ways to write "not available".

    >>> is_blank(" n/a "), is_blank(0)
    (True, False)
    """
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NO_DATA)


def number(cell: Cell) -> float | None:
    """Return the number in a cell, or None for no data; a `CellError` for anything else.

    >>> number(" 80 % "), number("n/a")
    (0.8, None)
    """
    if isinstance(cell, (float, int)):
        try:
            value = float(cell)
        except OverflowError:  # a whole number of more than 308 digits
            raise not_a_number(cell) from None
    elif is_blank(cell):
        return None
    elif isinstance(cell, str):
        value = _number_from_text(cell)
    elif isinstance(cell, datetime):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        value = cell.toordinal() - EPOCH + seconds / 86400
    elif isinstance(cell, date):
        value = float(cell.toordinal() - EPOCH)
    else:
        raise not_a_number(cell)
    if not math.isfinite(value):
        raise not_a_number(cell)
    return value


def _number_from_text(text: str) -> float:
    match = _PLAIN_NUMBER.fullmatch(text.strip())
    if match is None:
        raise not_a_number(text)
    digits, percent = match.groups()
    return float(digits) / 100 if percent else float(digits)


def not_a_number(cell: object) -> CellError:
    """Return the error that every function gives for text where a number is wanted."""
    return CellError(f"not a number: {cell!r}", "type a plain number, e.g. 10 or 7.5 or 80%")


def needed(value: float | None, what: str = "missing") -> float:
    """Return a value that must be there.

    >>> needed(None)
    Traceback (most recent call last):
    ...
    CellError: missing
    """
    if value is None:
        raise CellError(what, "fill in the cell that this needs")
    return value


def day(cell: Cell) -> Day | None:
    """Return the day that a cell names as a serial number; the time of day is dropped.

    >>> day("2026-01-01"), day(46023.75), day("")
    (46023, 46023, None)
    """
    if isinstance(cell, date):
        return cell.toordinal() - EPOCH
    if isinstance(cell, str):
        match = _ISO_DATE.fullmatch(cell.strip())
        if match is not None:
            return _day_of(*map(int, match.groups()))
    value = number(cell)
    return None if value is None else math.floor(value)


def _day_of(year: int, month: int, day_of_month: int) -> Day:
    """The messages are spelled out since those of Python change between versions."""
    if not year >= 1:
        raise CellError("year is out of range")
    if not 1 <= month <= 12:
        raise CellError("month must be in 1..12")
    leap = month == 2 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)
    if not 1 <= day_of_month <= _DAYS_IN_MONTH[month - 1] + leap:
        raise CellError("day is out of range for month")
    return date(year, month, day_of_month).toordinal() - EPOCH


def needed_day(cell: Cell) -> Day:
    """Return the day of a cell that must hold one.

    >>> needed_day("2026-03-31")
    46112
    """
    value = day(cell)
    if value is None:
        raise CellError("missing date", "type a date, e.g. 2026-03-31")
    return value


def date_of(serial: Day) -> date:
    """Return the calendar date of a serial day.

    >>> date_of(46023).isoformat()
    '2026-01-01'
    """
    return date.fromordinal(serial + EPOCH)


def identifier(cell: Cell) -> str | None:
    """Return an id as text: 1, 1.0 and "1" are the same, "007" stays as it is.

    >>> identifier(1.0), identifier(" 007 "), identifier("")
    ('1', '007', None)
    """
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, int):
        return str(int(cell))
    if isinstance(cell, float):
        value = needed(number(cell))
        return str(int(value)) if value.is_integer() else repr(value)
    return str(cell)


def word(cell: Cell) -> str | None:
    """Return a word of the domain in small letters with single spaces, or None.

    >>> word(" At  Least ")
    'at least'
    """
    if is_blank(cell):
        return None
    return " ".join(str(cell).lower().split())


def done(cell: Cell) -> float | None:
    """Return 1 for a thing done and 0 for one that is not, as people write it.

    >>> done("Yes"), done(0.5), done("")
    (1.0, 0.0, None)
    """
    said = word(cell)
    if said is None:
        return None
    if said in DONE:
        return 1.0
    if said in NOT_DONE:
        return 0.0
    return 1.0 if needed(number(cell)) >= 1 else 0.0
