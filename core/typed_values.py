"""From the raw cells of one table to typed columns and a problem for every cell that could not be read.

Whole columns are read at a time: the common case, cells of one type, takes one pass without a call per cell.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from . import cells, skills
from .cells import Cell
from .columns import Column, Table
from .errors import CellError, Problem
from .model import Origin, TableSource
from .records import Records

RawRow = Sequence[Cell]
Fault = tuple[int, str, str]  # record, what, hint

SCALES = {"confidence": (1.0, 10.0, 100.0)}
PERCENT_SCALES = (1.0, 100.0)
FIRST_DATE = datetime.date(1899, 12, 31)  # day 1; a spreadsheet has none before


def read(
    table: Table,
    source: TableSource,
    positions: Mapping[str, int],
    rows: Sequence[RawRow],
    first_row: int,
) -> tuple[Records, list[Problem]]:
    """Return the records of a table and what is wrong with them.

    `positions` maps a field to its place in each raw row; `first_row` is the sheet's number (from 1) of the
    first of `rows`. Rows in which no input column says anything are left out.
    """
    known = [(column, positions[column.field]) for column in table.inputs if column.field in positions]
    raw = _columns(known, rows)
    keep = [
        index
        for index, row in enumerate(zip(*raw.values()))
        if row.count("") < len(row) and any(map(_says_something, row))
    ]
    if len(keep) < len(rows):
        raw = {field: [column[index] for index in keep] for field, column in raw.items()}
    numbers = [first_row + index for index in keep]
    columns: dict[str, list[Any]] = {}
    problems: list[Problem] = []
    for column in table.inputs:
        if column.field not in raw:
            columns[column.field] = [None] * len(keep)
            continue
        cells_of_column = raw[column.field]
        if column.field == "current":
            cells_of_column = _done_as_number(cells_of_column, columns.get("kind", []))
        values, faults = read_column(column, cells_of_column)
        columns[column.field] = values
        for record, what, hint in faults:
            problems.append(Problem(Origin(source, numbers[record]).location(column.field), what, hint))
    records = Records(table, columns, numbers, [source] * len(keep))
    problems.extend(_missing(records, raw))
    return records, problems


def _columns(known: Sequence[tuple[Column, int]], rows: Sequence[RawRow]) -> dict[str, Sequence[Cell]]:
    """Turn rows into columns; a row that is cut short has blanks at its end."""
    if rows and min(map(len, rows)) > max((at for _, at in known), default=0):
        turned = list(zip(*rows))
        return {column.field: turned[at] for column, at in known}
    return {column.field: [row[at] if at < len(row) else None for row in rows] for column, at in known}


def _says_something(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return cell is not None
    return cell != "" and ((len(cell) > 4 and not cell.isspace()) or not cells.is_blank(cell))


def _done_as_number(raw: Sequence[Cell], kinds: Sequence[str | None]) -> list[Cell]:
    """A binary key result is done or not, in words; elsewhere the cell stays as it is."""

    def read(cell: Cell) -> Cell:
        try:
            return cells.done(cell)
        except CellError:
            return cell

    return [read(cell) if kind == "binary" else cell for cell, kind in zip(raw, kinds)]


def _missing(records: Records, raw: Mapping[str, Sequence[Cell]]) -> Iterator[Problem]:
    """A required cell that is blank in a row that says something; a missing column is the reader's to report."""
    for column in records.table.inputs:
        if column.required and column.field in raw and None in records.columns[column.field]:
            for record, value in enumerate(records.columns[column.field]):
                if column.field == "target" and records.columns["kind"][record] == "binary":
                    continue  # done or not: nothing else is read
                cell = raw[column.field][record]
                if value is None and cells.is_blank(cell) and not isinstance(cell, cells.ErrorCell):
                    yield Problem(records.location(record, column.field), f"{column.name} is empty", column.help)


def read_column(column: Column, raw: Sequence[Cell]) -> tuple[list[Any], list[Fault]]:
    """Return a column's values, None where there is no data or the cell is at fault, and the faults.

    >>> read_column(Column("value", "number", ""), ["80%", "ten"])
    ([0.8, None], [(1, "value is text: 'ten'", 'type a number, e.g. 10')])
    """
    kinds = set(map(type, raw))
    if column.type in ("text", "id") and kinds <= {str, type(None)}:
        texts = {cell: _text(cell) for cell in set(raw)}
        return [texts[cell] for cell in raw], []
    if column.type in ("number", "level") and kinds <= {float, int, str}:
        values = _finite(raw)
        if values is not None:
            return _within(column, values)
    if column.type == "date" and kinds == {datetime.date} and min(raw) >= FIRST_DATE:  # type: ignore[type-var, operator]
        epoch = cells.EPOCH
        return [cell.toordinal() - epoch for cell in raw], []  # type: ignore[union-attr]
    return _cell_by_cell(column, raw)


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


def _text(cell: Any) -> str | None:
    if not cell:
        return None
    cell = cell.strip()
    return None if len(cell) <= 4 and cell.lower() in cells.NO_DATA else cell


def _cell_by_cell(column: Column, raw: Sequence[Cell]) -> tuple[list[Any], list[Fault]]:
    """Read each distinct cell once: words, names and dates come again and again."""
    keys = list(zip(map(type, raw), raw))
    readings = {key: _read_one(column, key[1]) for key in set(keys)}
    values = [readings[key] for key in keys]
    faults: list[Fault] = []
    if any(isinstance(reading, CellError) for reading in readings.values()):
        faults = [(at, value.what, value.hint) for at, value in enumerate(values) if isinstance(value, CellError)]
        values = [None if isinstance(value, CellError) else value for value in values]
    if column.type == "share":
        values = _scaled(column, values)
    values, outside = _within(column, values)
    return values, faults + outside


def _read_one(column: Column, cell: Cell) -> Any:
    try:
        _refuse_error(column, cell)
        return _READERS[column.type](column, cell)
    except CellError as error:
        return error


def _refuse_error(column: Column, cell: Cell) -> None:
    if isinstance(cell, cells.ErrorCell):
        raise CellError(f"{column.name} holds the error {cell}", "mend the formula in that cell")


def _within(column: Column, values: list[Any]) -> tuple[list[Any], list[Fault]]:
    """A number outside the column's limits is no data, and said so."""
    low, high = column.limits
    known = [value for value in values if value is not None]
    if not known or column.limits == (None, None):
        return values, []
    if (low is None or min(known) >= low) and (high is None or max(known) <= high):
        return values, []
    faults: list[Fault] = []
    for record, value in enumerate(values):
        if value is not None and low is not None and value < low:
            faults.append((record, f"{column.name} is below {low:g}: {value:g}", column.help))
        elif value is not None and high is not None and value > high:
            faults.append((record, f"{column.name} is above {high:g}: {value:g}", column.help))
    bad = {record for record, _, _ in faults}
    return [None if record in bad else value for record, value in enumerate(values)], faults


def _scaled(column: Column, values: list[Any]) -> list[Any]:
    """A column of shares may be written as 0..1 or as 0..100 (confidence also 0..10): the largest value tells."""
    largest = max((value for value in values if value is not None), default=0.0)
    scales = SCALES.get(column.name, PERCENT_SCALES)
    scale = next((scale for scale in scales if largest <= scale), 1.0)
    return values if scale == 1.0 else [None if value is None else value / scale for value in values]


def _read_text(column: Column, cell: Cell) -> str | None:
    if isinstance(cell, str):
        return _text(cell)
    return _shown(cell)


def _shown(cell: Cell) -> str | None:
    """What a cell that holds no text looks like in a sheet."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    return cells.identifier(cell)


def _read_id(column: Column, cell: Cell) -> str | None:
    return (
        cells.identifier(cell) if isinstance(cell, (str, int, float)) and not isinstance(cell, bool) else _shown(cell)
    )


def _read_number(column: Column, cell: Cell) -> float | None:
    if isinstance(cell, datetime.date):
        raise CellError(
            f"{column.name} is a date: {cell.isoformat()[:10]}", "type the number again and format the cell as a number"
        )
    try:
        return cells.number(cell)
    except CellError:
        raise CellError(f"{column.name} is text: {str(cell)[:80]!r}", "type a number, e.g. 10") from None


def _read_level(column: Column, cell: Cell) -> float | None:
    said = skills.LEVEL_WORDS.get(cells.word(cell) or "") if isinstance(cell, str) else None
    if said is not None:
        return said
    try:
        return _read_number(column, cell)
    except CellError as error:
        words = ", ".join(f"{level:g} {word}" for word, level in skills.LEVEL_WORDS.items())
        raise CellError(error.what, f"type a level: {words}") from None


def _read_date(column: Column, cell: Cell) -> cells.Day | None:
    if isinstance(cell, bool):
        raise CellError(f"{column.name} is no date: {str(cell).upper()}", "type a date, e.g. 2026-03-31")
    try:
        found = cells.day(cell)
    except CellError as error:
        why = "" if error.what.startswith("not a number") else f" ({error.what})"
        raise CellError(
            f"{column.name} is no date: {str(cell)[:80]!r}{why}",
            "type it as 2026-03-31, or as a date of the spreadsheet",
        ) from None
    if found is not None and not cells.FIRST_DAY <= found <= cells.LAST_DAY:
        raise CellError(f"{column.name} is no date: {cell}", "type a date, e.g. 2026-03-31")
    return found


def _read_word(column: Column, cell: Cell) -> str | None:
    said = cells.word(cell)
    if said is None:
        return None
    by_word = {choice.lower(): choice.lower() for choice in column.choices}
    by_word.update((word, choice.lower()) for word, choice in column.means)
    if said not in by_word:
        raise CellError(
            f"{column.name} is {str(cell)[:80]!r}, which is none of its words",
            f"use one of: {', '.join(column.choices)}",
        )
    return by_word[said]


def _read_flag(column: Column, cell: Cell) -> bool | None:
    try:
        if isinstance(cell, datetime.date):
            raise CellError("a date")
        said = cells.done(cell)
    except CellError:
        raise CellError(f"{column.name} is {str(cell)[:80]!r}", "type yes or no") from None
    return None if said is None else said >= 1


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    "text": _read_text,
    "id": _read_id,
    "word": _read_word,
    "number": _read_number,
    "share": _read_number,
    "level": _read_level,
    "date": _read_date,
    "flag": _read_flag,
}
