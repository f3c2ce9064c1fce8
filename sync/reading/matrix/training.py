"""Tables of days, people down and trainings across: when somebody completed one, or until when a certificate is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ....core import schema
from ....core.columns import Table
from ....core.errors import column_letter
from ....core.model import TableSource
from ....core.records import Records
from ....core.values import typed_values
from .records import MatrixSheet
from .rows import cell_at
from .vocabulary import vocabulary


def days_meaning(titles: str) -> str:
    """Return what the days of a table are: "expires", "completed", "" when its titles say neither or both.

    >>> days_meaning("Training matrix - expiry dates"), days_meaning("Training matrix")
    ('expires', '')
    """
    says = [kind for kind in ("expires", "completed") if vocabulary().says(kind, titles)]
    return says[0] if len(says) == 1 else ""


def training_records(matrix: MatrixSheet, meaning: str) -> Iterator[Records]:
    """Yield a certificate or a completed course for each day of a table."""
    table = schema.CERTIFICATIONS if meaning == "expires" else schema.LEARNING
    name, day = ("certification", "expires") if meaning == "expires" else ("course", "completed_on")
    for value in matrix.axes.values:
        if value.at not in matrix.region.days or not value.entity:
            continue
        cells = {row: cell_at(matrix.sheet, row, value.at) for row in matrix.rows.entries}
        rows = [row for row, cell in cells.items() if isinstance(cell, date) or _is_day_text(cell)]
        columns: dict[str, list[Any]] = {
            "person_id": [matrix.rows.entries[row] for row in rows],
            name: [value.entity] * len(rows),
            day: typed_values.read_column(table.column(day), [cells[row] for row in rows])[0],
        }
        if meaning == "expires":
            columns["skill"] = [value.entity] * len(rows)
        else:
            columns["progress"] = [1.0] * len(rows)
        heading = f"{column_letter(value.at)}{value.row + 1}"
        places = {"person_id": column_letter(matrix.axes.labels["person"]), name: heading, day: column_letter(value.at)}
        yield _records(matrix, table, columns, rows, places)


def _is_day_text(cell: object) -> bool:
    return isinstance(cell, str) and cell[:4].isdigit()


def _records(
    matrix: MatrixSheet, table: Table, columns: dict[str, list[Any]], rows: list[int], cells: dict[str, str]
) -> Records:
    source = TableSource(matrix.workbook, matrix.sheet.title, cells)
    whole = {column.field: columns.get(column.field, [None] * len(rows)) for column in table.inputs}
    return Records(table, whole, [row + 1 for row in rows], [source] * len(rows))
