"""From the raw cells of one table to typed columns, a problem for every cell that could not be read, and the choices made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import cells
from ..cells import Cell
from ..columns import Column, Table
from ..decisions import Decision
from ..errors import CellError, Location, Problem
from ..model import Origin, TableSource
from ..records import Records
from .cell_reading import MEASURES, CellUnit, Conventions
from .column_messages import Fault, problems_of
from .column_values import CONVENTIONS, read_cells
from .key_result_units import one_unit
from .unit_words import normalised_unit

RawRow = Sequence[Cell]


@dataclass(frozen=True)
class TypedTable:
    """The records of one table, with the problems and notes of its cells and the choices that were made.

    `units` has the unit of those measures (a cell of a key result or check-in) that are not plain numbers.
    """

    records: Records
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()
    units: Mapping[Location, CellUnit] = field(default_factory=dict)


def read(
    table: Table, source: TableSource, positions: Mapping[str, int], rows: Sequence[RawRow], first_row: int
) -> tuple[Records, list[Problem]]:
    """Return the records of a table that stands alone, and its problems.

    `positions` maps a field to its place in each raw row; `first_row` is the sheet's number (from 1) of the
    first of `rows`. Rows in which no input column says anything are left out.
    """
    typed = read_table(table, source, positions, rows, first_row)
    (records,), problems, _ = one_unit([typed.records], typed.units)
    return records, [*typed.problems, *problems]


def read_table(
    table: Table,
    source: TableSource,
    positions: Mapping[str, int],
    rows: Sequence[RawRow],
    first_row: int,
    conventions: Conventions = CONVENTIONS,
) -> TypedTable:
    """Return the records of a table with everything that its reading found; the arguments are those of `read`.

    The units of measures are still those of their cells: `key_result_units.one_unit` brings them together.
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
    return _read_columns(table, source, raw, [first_row + index for index in keep], conventions)


def _read_columns(
    table: Table,
    source: TableSource,
    raw: Mapping[str, Sequence[Cell]],
    numbers: Sequence[int],
    conventions: Conventions,
) -> TypedTable:
    columns: dict[str, list[Any]] = {}
    problems: list[Problem] = []
    decisions: list[Decision] = []
    units: dict[Location, CellUnit] = {}
    row_units = {normalised_unit(unit) for unit in set(raw.get("unit", ())) if isinstance(unit, str)}
    for column in table.inputs:
        if column.field not in raw:
            columns[column.field] = [None] * len(numbers)
            continue
        cells_of_column = raw[column.field]
        if column.field == "current":
            cells_of_column = _done_as_number(cells_of_column, columns.get("kind", []))
        reading = read_cells(column, cells_of_column, conventions, row_units)
        columns[column.field] = reading.values

        def place(record: int, column: Column = column) -> Location:
            return Origin(source, numbers[record]).location(column.field)

        problems += problems_of(column.name, reading.faults, reading.notes, place)
        decisions += [
            Decision(place(note.records[0]), f"{column.name} {note.what}", note.text) for note in reading.notes
        ]
        if column.name in MEASURES:
            units.update((place(record), unit) for record, unit in reading.units)
    records = Records(table, columns, numbers, [source] * len(numbers))
    problems.extend(_missing(records, raw, {problem.location for problem in problems}))
    return TypedTable(records, tuple(problems), tuple(decisions), units)


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


def _done_as_number(raw: Sequence[Cell], kinds: Sequence[str | None]) -> Sequence[Cell]:
    """A binary key result is done or not, in words; elsewhere the cell stays as it is."""
    if "binary" not in kinds:
        return raw

    def read(cell: Cell) -> Cell:
        try:
            return cells.done(cell)
        except CellError:
            return cell

    return [read(cell) if kind == "binary" else cell for cell, kind in zip(raw, kinds)]


def _missing(records: Records, raw: Mapping[str, Sequence[Cell]], told: Collection[Location]) -> Iterator[Problem]:
    """A required cell that is blank in a row that says something; a missing column is the reader's to report."""
    for column in records.table.inputs:
        if column.required and column.field in raw and None in records.columns[column.field]:
            for record, value in enumerate(records.columns[column.field]):
                if column.field == "target" and _needs_no_target(records, record):
                    continue
                cell = raw[column.field][record]
                if value is None and cells.is_blank(cell) and not isinstance(cell, cells.ErrorCell):
                    location = records.location(record, column.field)
                    if location not in told:
                        yield Problem(location, f"{column.name} is empty", column.help)


def _needs_no_target(records: Records, record: int) -> bool:
    """Whether a key result is done or not, or is to stay in a range."""
    kind, lowest, highest = (records.columns[field][record] for field in ("kind", "lowest", "highest"))
    return kind == "binary" or lowest is not None or highest is not None


def read_column(column: Column, raw: Sequence[Cell]) -> tuple[list[Any], list[Fault]]:
    """Return a column's values, None where there is no data or the cell is at fault, and the faults.

    >>> read_column(Column("value", "number", ""), ["80%", "ten"])
    ([0.8, None], [(1, "value is text: 'ten'", 'type a number, e.g. 10')])
    """
    reading = read_cells(column, raw)
    return reading.values, list(reading.faults)
