"""Sheets of skills in one workbook: what several of them name counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .matrix.once import Things, fresh_rows
from .sheets import SheetReading


def without_repeats(readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Return the readings without skills, people and requirements that an earlier sheet of skills has already."""
    seen: Things = {}
    kept: list[SheetReading] = []
    for reading in readings:
        if reading.implied:
            tables = [
                replace(table, records=records, cycles=[None] * len(records))
                for table in reading.tables
                if len(records := fresh_rows(table.records, reading.sheet.title, seen))
            ]
            reading = replace(reading, tables=tables)
        kept.append(reading)
    return kept
