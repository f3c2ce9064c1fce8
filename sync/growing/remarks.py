"""Confidence and notes that people keep beside their key results, where our tables have check-ins for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core import schema
from ...core.addresses import column_number
from ...core.columns import Column
from ...core.records import Records
from ...core.tables.headings import HeadingIndex
from ...core.values.typed_values import read_column
from ..sources.base import Sheet

FIELDS = ("confidence", "note")
LOOK_ABOVE = 20  # rows above the first key result in which its headings stand
LEAST = 2  # headings of the table in a row of headings

At = tuple[int, int]  # row and column from 0


@dataclass(frozen=True)
class Remark:
    """A confidence or a note beside the key result in a row (from 1) of a sheet, with the cells that were read."""

    sheet: str
    row: int
    confidence: float | None
    note: str | None
    cells: frozenset[At]


@dataclass(frozen=True)
class Remarks:
    """The remarks of a workbook, and the headings that they were found by, for each sheet."""

    remarks: tuple[Remark, ...]
    headings: Mapping[str, frozenset[At]]


def remarks_of(sheets: Sequence[Sheet], tables: Sequence[Records], index: HeadingIndex) -> Remarks:
    """Return the confidence and notes beside the key results of a workbook, as `extract` read these."""
    found: list[Remark] = []
    headings: dict[str, frozenset[At]] = {}
    for sheet in sheets:
        for records in tables:
            rows = [row for row, source in zip(records.rows, records.sources) if source.sheet == sheet.title]
            if records.table is not schema.KEY_RESULTS or not rows:
                continue
            used = _columns_of(records, sheet)
            header, columns = _headings(sheet, min(rows) - 1, used, index)
            headings[sheet.title] = frozenset((header, at) for at in columns.values())
            found += _beside(sheet, rows, columns)
    return Remarks(tuple(found), headings)


def _columns_of(records: Records, sheet: Sheet) -> set[int]:
    source = next(source for source in records.sources if source.sheet == sheet.title)
    return {column_number(letters) for letters in source.cells.values() if letters.isalpha()}


def _headings(sheet: Sheet, first: int, used: set[int], index: HeadingIndex) -> tuple[int, dict[str, int]]:
    """The nearest row of headings above the row `first`, and the columns of it that hold remarks."""
    for number in range(first - 1, max(-1, first - 1 - LOOK_ABOVE), -1):
        row = sheet.rows[number]
        texts = {at: cell for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        if len(used & texts.keys()) < LEAST:
            continue
        columns: dict[str, int] = {}
        for at, text in texts.items():
            field = _field(text, index) if at not in used else ""
            if field:
                columns.setdefault(field, at)
        return number, columns
    return 0, {}


def _field(heading: str, index: HeadingIndex) -> str:
    meanings = (meaning.column.field for meaning in index.meanings(heading) if meaning.table is schema.CHECK_INS)
    return next((field for field in meanings if field in FIELDS), "")


def _beside(sheet: Sheet, rows: Sequence[int], columns: Mapping[str, int]) -> Iterator[Remark]:
    values = {field: _read(schema.CHECK_INS.column(field), sheet, rows, at) for field, at in columns.items()}
    blank: list[Any] = [None] * len(rows)
    for row, confidence, note in zip(rows, values.get("confidence", blank), values.get("note", blank)):
        if confidence is not None or note is not None:
            said = {"confidence": confidence, "note": note}
            cells = frozenset((row - 1, columns[field]) for field, value in said.items() if value is not None)
            yield Remark(sheet.title, row, confidence, note, cells)


def _read(column: Column, sheet: Sheet, rows: Sequence[int], at: int) -> list[Any]:
    cells = [sheet.rows[row - 1] for row in rows]
    return read_column(column, [row[at] if at < len(row) else None for row in cells])[0]
