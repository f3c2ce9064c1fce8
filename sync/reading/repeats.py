"""Skills, people and roles that several sheets of skills in one workbook name: they count once where the sheets agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...core import schema
from ...core.names import fold_name
from ...core.records import Records
from .sheets import SheetReading

ONCE = (schema.SKILLS, schema.PEOPLE, schema.ROLES)

Things = dict[tuple[str, ...], tuple[str, dict[str, Any]]]


def without_repeats(readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Return the readings without rows that an earlier sheet of skills has already; rows that differ from it stay."""
    seen: Things = {}
    kept: list[SheetReading] = []
    for reading in readings:
        if not reading.implied:
            kept.append(reading)
            continue
        tables = [
            replace(table, records=records, cycles=[None] * len(records))
            for table in reading.tables
            if len(records := _fresh(table.records, reading.sheet.title, seen))
        ]
        kept.append(replace(reading, tables=tables))
    return kept


def _fresh(records: Records, sheet: str, seen: Things) -> Records:
    if records.table not in ONCE:
        return records
    keep = []
    for at in range(len(records)):
        values = {field: column[at] for field, column in records.columns.items()}
        identity = (records.table.name, *(fold_name(str(values[field])) for field in records.table.identity))
        first_sheet, first = seen.setdefault(identity, (sheet, values))
        if first_sheet == sheet or not _agree(first, values):
            keep.append(at)
    if len(keep) == len(records):
        return records
    columns = {field: [column[at] for at in keep] for field, column in records.columns.items()}
    return Records(records.table, columns, [records.rows[at] for at in keep], [records.sources[at] for at in keep])


def _agree(first: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a row says nothing else than an earlier one; a blank contradicts nothing."""
    return all(value is None or first[field] in (None, value) for field, value in values.items() if field != "skill")
