"""What one cell of a table says, and what the rest of its column and workbook say about how it is written."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Any

from ..cells import Cell, FormattedNumber, identifier
from ..columns import Column
from ..errors import CellError
from . import date_text, durations, locales, number_text
from .cycle_names import JANUARY
from .unit_words import ONLY_WITH_CURRENCY

MEASURES = frozenset(
    {"start", "target", "current", "lowest", "highest", "commit", "stretch", "value"}
)  # columns whose cells belong to one key result
TICK, DATE, DURATION, CLOCK, PERCENT = "tick", "date", "duration", "clock", "%"
NOT_A_NUMBER = frozenset({"nan", "null", "nat", "<na>", "none", "nil"})  # what other programs write for no data


_ID_HEADING = re.compile(
    r"(?:.*[ _-])?(?:ids?|no|nr|number|nummer|ref|key|code|version)[.*: ]*|#|parent.*", re.IGNORECASE
)


@dataclass(frozen=True)
class CellReading:
    """One cell: its value (None for no data), the unit that it is written in, a note, or a fault with its hint.

    `note` says what was done to cells like it ("written as text"), and is told once for a column. `factor` is what a
    word in the cell multiplies by: 1000 in "10k".
    """

    value: Any = None
    unit: str = ""
    note: str = ""
    fault: str = ""
    hint: str = ""
    factor: float = 1.0

    @property
    def plain(self) -> bool:
        """Whether there is nothing to say but the value."""
        return not (self.unit or self.note or self.fault)


@dataclass(frozen=True)
class CellUnit:
    """The unit that a measure is written in, and the cell's content as its sheet shows it."""

    unit: str
    text: str
    factor: float = 1.0


@dataclass(frozen=True)
class Conventions:
    """How numbers, dates and fiscal years are written in a workbook: what its cells prove, and the user's settings.

    `sheets` are the rows of all its sheets; they are looked at only when a column leaves something open. An id such as
    1.1 proves nothing about numbers. `answered_decimal` and `answered_day_first` are what the owner of a sheet says of it.
    """

    sheets: Sequence[Sequence[Sequence[Cell]]] = ()
    locale: str = ""
    fiscal_year_start: int = JANUARY
    answered_decimal: str = ""
    answered_day_first: bool | None = None

    @cached_property
    def _texts(self) -> Collection[str]:
        columns = (column for rows in self.sheets for column in zip_longest(*rows))
        texts = ({cell for cell in column if isinstance(cell, str)} for column in columns)
        proofs = (column for column in texts if not any(map(_ID_HEADING.fullmatch, column)))
        return {cell for column in proofs for cell in column if 2 < len(cell) < number_text.LONGEST}

    @cached_property
    def decimal_mark(self) -> tuple[str, str]:
        """The decimal mark and why; nothing twice when it is not known."""
        if self.answered_decimal:
            return self.answered_decimal, "as answered"
        mark = number_text.decimal_mark(self._texts)
        if mark:
            return mark, "other columns of the workbook are written so"
        mark = locales.decimal_mark(self.locale)
        return mark, f"locale = {self.locale!r} in the settings" if mark else ""

    @cached_property
    def day_first(self) -> tuple[bool | None, str]:
        """Whether days stand before months, and why; None when it is not known."""
        if self.answered_day_first is not None:
            return self.answered_day_first, "as answered"
        order = date_text.day_first(self._texts)
        if order is not None:
            return order, "other columns of the workbook are written so"
        order = locales.day_first(self.locale)
        return order, "" if order is None else f"locale = {self.locale!r} in the settings"


@dataclass(frozen=True)
class ColumnContext:
    """A column that is read cell by cell: its distinct texts, the units of its rows, and its workbook's conventions."""

    column: Column
    texts: Collection[str] = ()
    units: Collection[str] = ()
    conventions: Conventions = field(default_factory=Conventions)

    @cached_property
    def decimal_mark(self) -> tuple[str, str]:
        """The decimal mark and why, from the column itself first."""
        mark = number_text.decimal_mark(self.texts)
        return (mark, "its column is written so") if mark else self.conventions.decimal_mark

    @cached_property
    def day_first(self) -> tuple[bool | None, str]:
        """Whether days stand before months, and why, from the column itself first."""
        order = date_text.day_first(self.texts)
        return self.conventions.day_first if order is None else (order, "its column is written so")

    @cached_property
    def repeated_units(self) -> Collection[str]:
        """Units that stand behind two numbers of the column or more, and are no short form of "million"."""
        numbers = [number.unit for number in map(number_text.parse, self.texts) if number is not None]
        return {unit for unit in numbers if numbers.count(unit) > 1} - ONLY_WITH_CURRENCY


def context(column: Column, cells: Iterable[Cell], units: Collection[str], conventions: Conventions) -> ColumnContext:
    """Return what the cells of a column say about how it is written."""
    return ColumnContext(column, {cell for cell in cells if isinstance(cell, str)}, units, conventions)


def fault(what: str, hint: str) -> CellReading:
    """Return the reading of a cell that cannot be read."""
    return CellReading(None, fault=what, hint=hint)


def shown(cell: object) -> str:
    """Return a cell's content as its sheet shows it, at most 80 characters of it.

    >>> shown(7.0), shown(FormattedNumber(0.8, "0%")), shown(True), shown(" ten ")
    ('7', '80%', 'TRUE', 'ten')
    """
    if isinstance(cell, FormattedNumber) and "%" in cell.format:
        return f"{float(cell) * 100:g}%"
    if isinstance(cell, FormattedNumber) and durations.is_duration_format(cell.format) and math.isfinite(cell):
        cell = datetime.timedelta(days=float(cell))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime) and (cell.hour or cell.minute):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, datetime.time):
        return f"{cell.hour}:{cell.minute:02}" + (f":{cell.second:02}" if cell.second else "")
    if isinstance(cell, datetime.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(cell, (float, int)):
        try:
            return identifier(float(cell) if isinstance(cell, float) else cell) or ""
        except (CellError, OverflowError):
            return str(cell)[:80]
    return str(cell).strip()[:80]


def quoted(cell: object) -> str:
    """Return a cell's content for a message: text in quotation marks, anything else as it is shown.

    >>> quoted("ten"), quoted(7.0)
    ("'ten'", '7')
    """
    if not isinstance(cell, str):
        return shown(cell)
    text = "".join(" " if letter < " " else letter for letter in shown(cell))
    mark = '"' if "'" in text and '"' not in text else "'"
    return f"{mark}{text}{mark}"
