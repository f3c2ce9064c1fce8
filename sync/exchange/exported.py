"""Tables on their way out: the rows of our tables under their names, as .csv or JSON; and back again."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...core.cells import Cell, date_of
from ...core.columns import Column, Table
from ...core.errors import Problem
from ...core.model import TableSource
from ...core.records import Records
from ...core.tables.headings import normalise_heading
from ...core.values.typed_values import read
from ..sources.csv_files import guarded
from .files import ReportTable
from .goals import GoalSheet


def sheet_of(records: Records) -> GoalSheet:
    """Return the records of a table as a sheet to be written, with the columns that people fill in.

    Columns that not every team has are there where a record has something in them.
    """
    columns = [column for column in records.table.inputs if not column.extra or _is_used(records, column)]
    values = [[_cell(column, value) for value in records.columns[column.field]] for column in columns]
    return GoalSheet(records.table.sheet, tuple(column.name for column in columns), [list(row) for row in zip(*values)])


def _is_used(records: Records, column: Column) -> bool:
    return any(value is not None for value in records.columns.get(column.field, ()))


def _cell(column: Column, value: Cell) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(date_of(value)) if column.type == "date" and isinstance(value, int) else value


def records_of(report: ReportTable, table: Table) -> tuple[Records, list[Problem]]:
    """Return the rows of a file as the records of a table, by the names of its columns, and what could not be read."""
    headings = [normalise_heading(heading) for heading in report.headings]
    names = {column.field: normalise_heading(column.name) for column in table.inputs}
    positions = {field: headings.index(name) for field, name in names.items() if name in headings}
    source = TableSource(report.name, table.sheet, dict.fromkeys(positions, "row "))
    return read(table, source, positions, list(report.read().rows or ()), report.first_row)


def write_csv(path: Path, sheet: GoalSheet) -> None:
    """Write a sheet as a .csv file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headings)
        writer.writerows([_csv_text(cell) for cell in row] for row in sheet.rows)


def _csv_text(cell: Cell) -> str:
    """A cell as text: 1.125 gets a zero at its end, since it could be read as a thousand, and a text that a spreadsheet would
    take for a formula gets an apostrophe before it."""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, float):
        text = repr(int(cell) if cell.is_integer() else cell)
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text
    return "" if cell is None else str(cell)


def write_json(path: Path, sheets: Sequence[GoalSheet]) -> None:
    """Write a sheet as a list of rows, and several as such lists by their titles."""
    lists = {sheet.title: [dict(zip(sheet.headings, row)) for row in sheet.rows] for sheet in sheets}
    value: Mapping[str, object] | Sequence[object] = lists if len(lists) > 1 else next(iter(lists.values()))
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
