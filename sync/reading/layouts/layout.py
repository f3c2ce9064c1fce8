"""A sheet in a layout of its own, rearranged: the same cells at the same places, under headings that a table has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ....core import schema
from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Problem
from ....core.tables.headings import HeadingIndex
from ....core.tables.table_match import Rows
from ...sources.base import Sheet

INFERRED = 0.85  # the confidence of a layout that no heading says
MEASURES = ("start", "target", "current", "progress")


@dataclass(frozen=True)
class Layout:
    """The sheet once for each table that it holds, what was decided, and what was left out.

    `confidence` is how sure the layout is, from 0 to 1: less than 1 where it is inferred and no heading says it.
    """

    parts: Sequence[Sheet]
    decisions: Sequence[Decision] = ()
    problems: Sequence[Problem] = ()
    confidence: float = 1.0


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """Return a cell of a row, None behind its end."""
    return row[column] if 0 <= column < len(row) else None


def text_at(row: Sequence[Cell], column: int) -> str:
    """Return the text of a cell without spaces around it, and nothing for any other cell."""
    cell = cell_at(row, column)
    return cell.strip() if isinstance(cell, str) else ""


def filled_columns(row: Sequence[Cell]) -> list[int]:
    """Return the columns of a row in which something stands."""
    return [at for at, cell in enumerate(row) if cell is not None and not (isinstance(cell, str) and not cell.strip())]


def key_result_fields(row: Sequence[Cell], index: HeadingIndex) -> dict[str, int]:
    """Return the columns of a row of headings by the fields of key results that they may mean, the surest first."""
    claims = sorted(
        (-meaning.sure, at, meaning.column.field)
        for at, cell in enumerate(row)
        if isinstance(cell, str) and cell.strip()
        for meaning in index.meanings(cell)
        if meaning.table is schema.KEY_RESULTS
    )
    fields: dict[str, int] = {}
    for _, at, field in claims:
        if field not in fields and at not in fields.values():
            fields[field] = at
    return fields


def rearranged(sheet: Sheet, rows: Mapping[int, Sequence[Cell]], added: Mapping[int, int] | None = None) -> Sheet:
    """Return a sheet with some rows changed; `added` has the new columns, each with the column where its words stand."""
    changed: Rows = [rows.get(number, row) for number, row in enumerate(sheet.rows)]
    return replace(sheet, rows=changed, written_in={**sheet.written_in, **(added or {})})


def with_cell(row: Sequence[Cell], column: int, cell: Cell) -> list[Cell]:
    """Return a row with one cell changed, and with as many blank ones before it as that needs."""
    longer = list(row) + [None] * (column + 1 - len(row))
    longer[column] = cell
    return longer
