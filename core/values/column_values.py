"""From the raw cells of one column to its values, the faults of its cells, and what was done to cells of a kind.

The common case, cells of one type, takes one pass without a call per cell. All other columns are read by their distinct
cells, and then as a whole where a cell's scale is settled by its neighbours.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import cells
from ..cells import Cell, FormattedNumber
from ..columns import Column
from ..errors import CellError
from . import cell_reading, date_values, error_values, level_values, number_values, share_values, word_values
from .cell_reading import CellReading, CellUnit, ColumnContext, Conventions
from .column_messages import Fault, Note
from .id_values import numbers_as_ids

FIRST_DATE = datetime.date(1899, 12, 31)  # day 1; a spreadsheet has none before
CONVENTIONS = Conventions()


@dataclass(frozen=True)
class ColumnReading:
    """The values of a column, the faults of its cells, what was done to cells of a kind, and units that differ."""

    values: list[Any]
    faults: Sequence[Fault] = ()
    notes: Sequence[Note] = ()
    units: Sequence[tuple[int, CellUnit]] = ()


def read_cells(
    column: Column, raw: Sequence[Cell], conventions: Conventions = CONVENTIONS, units: Collection[str] = ()
) -> ColumnReading:
    """Return a column as its cells say it; `units` are those that its rows name, `conventions` their workbook's.

    >>> read_cells(Column("value", "number", ""), ["10 days", 4.0]).values
    [10.0, 4.0]
    """
    kinds = set(map(type, raw))
    if column.type in ("text", "id") and kinds <= {str, type(None)}:
        distinct = set(raw)
        suspects = [cell for cell in distinct if cell and cell[0] in error_values.BEGINNINGS]  # type: ignore[index]
        if not any(map(error_values.error_word, suspects)):
            texts = {cell: _text(cell) for cell in distinct}
            return ColumnReading([texts[cell] for cell in raw])
    if column.type in ("number", "level") and kinds <= {float, int, str}:
        values = _finite(raw)
        if values is not None and _is_within(column, values):
            return ColumnReading(values)
    if column.type == "date" and kinds == {datetime.date} and min(raw) >= FIRST_DATE:  # type: ignore[type-var, operator]
        epoch = cells.EPOCH
        return ColumnReading([cell.toordinal() - epoch for cell in raw])  # type: ignore[union-attr]
    return _cell_by_cell(column, raw, conventions, units)


def _finite(raw: Sequence[Any]) -> list[Any] | None:
    """Return numbers as they are and None for blanks; None for all when anything else is among them, or NaN."""
    filled = [cell for cell in raw if cell != ""]
    if not set(map(type, filled)) <= {float, int}:
        return None
    try:
        values: list[Any] = [None if cell == "" else float(cell) for cell in raw]
        return values if math.isfinite(math.fsum(map(float, filled))) else None
    except OverflowError:
        return None


def _is_within(column: Column, values: Sequence[float | None]) -> bool:
    """Whether the numbers of a column lie within its limits, so that nothing is left to be looked at."""
    low, high = column.limits
    if low is None and high is None:
        return True
    known = [value for value in values if value is not None]
    if column.type == "level" and known and 0 < max(known) <= 1:
        return False  # shares of 1, perhaps
    return not known or ((low is None or min(known) >= low) and (high is None or max(known) <= high))


def _text(cell: Any) -> str | None:
    if not cell:
        return None
    cell = cell.strip()
    return None if cell in word_values.MISSING_TEXT or (len(cell) <= 4 and cell.lower() in cells.NO_DATA) else cell


def _cell_by_cell(
    column: Column, raw: Sequence[Cell], conventions: Conventions, units: Collection[str]
) -> ColumnReading:
    """Read each distinct cell once: words, names and dates come again and again."""
    keys = list(map(_key, raw)) if FormattedNumber in set(map(type, raw)) else list(zip(map(type, raw), raw))
    counts = Counter(keys)
    context = cell_reading.context(column, (key[-1] for key in counts), units, conventions)
    readings: dict[Any, CellReading] = {key: _read_one(context, key[-1]) for key in counts}
    whole: list[Fault] = []
    if column.type == "share":
        readings = share_values.scale(context, readings)
    elif column.type == "level":
        readings, what = level_values.on_scale(context, readings, counts)
        if what:
            whole = [(_first(readings, keys), what, level_values.OWN_SCALE)]
    readings = {key: _limited(context, key[-1], reading) for key, reading in readings.items()}
    if column.name == "weight":
        readings = number_values.one_scale(context, readings)
    elif column.name == "id":
        whole += numbers_as_ids(column.name, raw)
    return _collected(column, keys, readings, whole)


def _key(cell: Cell) -> tuple[Any, ...]:
    """What tells a cell from all that read otherwise; the cell itself comes last."""
    return (type(cell), cell.format, cell) if type(cell) is FormattedNumber else (type(cell), cell)


def _first(readings: Mapping[Any, CellReading], keys: Sequence[Any]) -> int:
    """The first record whose plain number is not counted."""
    dropped = (
        at for at, key in enumerate(keys)
        if readings[key].value is None and readings[key].plain and not cells.is_blank(key[-1])
    )  # fmt: skip
    return next(dropped, 0)


def _read_one(context: ColumnContext, cell: Cell) -> CellReading:
    word = error_values.error_word(cell)
    if word:
        instead = "; the last check-in counts instead" if context.column.name == "current" else ""
        return cell_reading.fault(f"{context.column.name} holds {_article(word)}{instead}", error_values.hint(word))
    try:
        return READERS[context.column.type](context, cell)
    except CellError as error:
        return cell_reading.fault(error.what, error.hint)


def _article(word: str) -> str:
    return word if word == error_values.UNSAVED else f"the error {word}"


def _limited(context: ColumnContext, cell: Cell, reading: CellReading) -> CellReading:
    """A number outside the column's limits is no data, and said so."""
    low, high = context.column.limits
    value = reading.value
    if context.column.type == "share" or not isinstance(value, float) or reading.fault:
        return reading
    for side, limit, outside in (("below", low, value < (low or 0)), ("above", high, value > (high or 0))):
        if limit is not None and outside:
            what = f"{context.column.name} is {side} {limit:g}: {cell_reading.shown(cell)}"
            return cell_reading.fault(what, context.column.help)
    return reading


def _conversion(column: Column, cell: Cell, value: Any) -> str:
    """A cell and what it was read as."""
    if column.type == "date" and isinstance(value, int):
        value = cells.date_of(value).isoformat()
    elif column.type == "share" and isinstance(value, float):
        value = f"{value:.4g}" if value > 1 else f"{value:.3%}".replace(".000", "")
    return f"{cell_reading.quoted(cell)} = {cell_reading.shown(value)}"


def _collected(
    column: Column, keys: Sequence[Any], readings: Mapping[Any, CellReading], whole: Sequence[Fault]
) -> ColumnReading:
    values = [readings[key].value for key in keys]
    if all(reading.plain for reading in readings.values()):
        return ColumnReading(values, whole)
    faults = [(at, readings[key].fault, readings[key].hint) for at, key in enumerate(keys) if readings[key].fault]
    notes: dict[str, list[tuple[int, str]]] = {}
    for at, key in enumerate(keys):
        if readings[key].note:
            notes.setdefault(readings[key].note, []).append((at, _conversion(column, key[-1], readings[key].value)))
    units = [
        (at, CellUnit(readings[key].unit, cell_reading.quoted(key[-1]), readings[key].factor))
        for at, key in enumerate(keys)
        if readings[key].unit or readings[key].factor > 1
    ]
    return ColumnReading(
        values,
        sorted([*faults, *whole], key=lambda fault: fault[0]),
        [Note(what, [at for at, _ in told], [text for _, text in told]) for what, told in notes.items()],
        units,
    )


READERS: dict[str, Callable[[ColumnContext, Any], CellReading]] = {
    "text": word_values.read_text,
    "id": word_values.read_id,
    "word": word_values.read_word,
    "number": number_values.read_number,
    "share": share_values.read_share,
    "level": level_values.read_level,
    "date": date_values.read_date,
    "flag": word_values.read_flag,
}
