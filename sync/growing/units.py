"""Units that people typed beside their numbers ("3 h", 14%), which a larger workbook keeps in a column of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...core.addresses import column_number
from ...core.records import Records
from ..sources.base import Sheet

MEASURES = ("start", "target", "current")
PERCENT = "%"
_NUMBER = re.compile(r"[-+−]?[0-9][0-9.,'\s]*")


def with_units(key_results: Records, sheets: Sequence[Sheet]) -> Records:
    """Return key results with the unit of their cells, where they have none and all cells that say one agree."""
    by_title = {sheet.title: sheet for sheet in sheets}
    units = [
        unit or _common(_units(key_results, record, by_title))
        for record, unit in enumerate(key_results.columns["unit"])
    ]
    return replace(key_results, columns={**key_results.columns, "unit": units})


def _common(units: Iterator[str]) -> str | None:
    known = set(units)
    return known.pop() if len(known) == 1 else None


def _units(records: Records, record: int, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """The unit of each measure of a key result that was read, where its cell says one."""
    source, row = records.sources[record], records.rows[record] - 1
    sheet = sheets.get(source.sheet)
    for field in MEASURES if sheet else ():
        letters = source.cells.get(field, "")
        if not letters.isalpha() or records.columns[field][record] is None:
            continue
        at = column_number(letters)
        cell = sheet.rows[row][at] if sheet and at < len(sheet.rows[row]) else None
        if isinstance(cell, str):
            unit = " ".join(_NUMBER.sub(" ", cell).split())
        else:
            unit = PERCENT if sheet and PERCENT in sheet.formats.get((row, at), "") else ""
        if unit:
            yield unit
