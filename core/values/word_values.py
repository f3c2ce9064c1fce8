"""Cells of columns of words, of yes and no, of ids and of text."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from functools import lru_cache

from .. import cells
from ..cells import Cell, FormattedNumber
from ..columns import Column
from ..errors import CellError
from ..sheet_words import words_for
from .cell_reading import NOT_A_NUMBER, CellReading, ColumnContext, fault, quoted, shown
from .number_values import is_date_format
from .value_words import NO, SYMBOLS, YES, fold

NOTED = frozenset({"rater type"})  # columns where another word than ours is worth a note
MISSING_TEXT = frozenset({"nan", "NaN", "NaT", "<NA>"})
_AS_TEXT_HINT = "format the column as text and type the id again"


def read_word(context: ColumnContext, cell: Cell) -> CellReading:
    """Return the choice that a word means, in small letters; a fault names the words that are known."""
    column = context.column
    word = cells.word(cell)
    if word is None or word in NOT_A_NUMBER:
        return CellReading()
    means = _meanings(column)
    choice = means.get(word) or means.get(fold(str(cell)))
    if choice is None:
        what = f"{column.name}: {quoted(cell)} isn't a valid value"
        return fault(what, f"choose: {', '.join(column.choices)}")
    own = {each for choice in column.choices for each in (choice.lower(), *words_for(choice))}
    noted = column.name in NOTED and word not in own
    return CellReading(
        choice, note=f"read as {', '.join(column.choices[:-1])} or {column.choices[-1]}" if noted else ""
    )


@lru_cache(maxsize=64)
def _meanings(column: Column) -> Mapping[str, str]:
    """Every word with its choice; the choices themselves win."""
    means = {fold(word): choice.lower() for word, choice in column.means}
    means.update((word, choice.lower()) for word, choice in column.means)
    means.update((choice.lower(), choice.lower()) for choice in column.choices)
    return means


def read_flag(context: ColumnContext, cell: Cell) -> CellReading:
    """Return whether a cell says yes."""
    if isinstance(cell, str):
        word = fold(cell)
        if word in YES or (cell.strip() in SYMBOLS and SYMBOLS[cell.strip()] == "done"):
            return CellReading(True)
        if word in NO:
            return CellReading(False)
        if word in NOT_A_NUMBER:
            return CellReading()
    try:
        if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
            raise CellError("a date")
        answer = cells.done(cell)
    except CellError:
        return fault(f"{context.column.name} is {quoted(cell)}", "type yes or no")
    return CellReading(None if answer is None else answer >= 1)


def read_text(context: ColumnContext, cell: Cell) -> CellReading:
    """Return a cell as text without spaces around it."""
    if isinstance(cell, str):
        text = cell.strip()
        return CellReading(None if cells.is_blank(text) or text in MISSING_TEXT else text)
    return CellReading(_as_text(cell))


def _as_text(cell: Cell) -> str | None:
    """What a cell that holds no text looks like in a sheet."""
    if cell is None or isinstance(cell, (bool, datetime.date, datetime.time, datetime.timedelta)):
        return None if cell is None else shown(cell)
    if isinstance(cell, FormattedNumber):
        return as_formatted(cell)
    return cells.identifier(cell)


def read_id(context: ColumnContext, cell: Cell) -> CellReading:
    """Return an id as its sheet shows it; a date in its place is kept and told, since it was hardly meant."""
    if isinstance(cell, str):
        return read_text(context, cell)
    dated = isinstance(cell, FormattedNumber) and "%" not in cell.format and is_date_format(cell.format)
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)) or dated:
        day = cells.date_of(math.floor(cell)) if isinstance(cell, FormattedNumber) and cell >= 1 else cell
        what = f"{context.column.name} is a date: {shown(day)}; the spreadsheet may have changed the id that was typed"
        return CellReading(shown(day), fault=what, hint=_AS_TEXT_HINT)
    return CellReading(_as_text(cell))


def as_formatted(cell: FormattedNumber) -> str:
    """Return a number as its format shows it: with leading zeros and decimals, else as any other number.

    >>> as_formatted(FormattedNumber(7.0, "000")), as_formatted(FormattedNumber(1.1, "0.00")), as_formatted(FormattedNumber(7.0, "#,##0"))
    ('007', '1.10', '7')
    """
    digits, _, decimals = cell.format.partition(".")
    zeros = digits.strip("\"'")
    if math.isfinite(cell) and zeros and set(zeros + decimals) <= {"0"}:
        width = len(zeros) + (len(decimals) + 1 if decimals else 0)
        return f"{float(cell):0{width}.{len(decimals)}f}"
    if "%" in cell.format:
        return shown(cell)
    return cells.identifier(float(cell)) or ""
