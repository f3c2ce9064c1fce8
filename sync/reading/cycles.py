"""The tables of a workbook by cycle: rows of other quarters belong to those quarters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...core import schema
from ...core.cells import Day
from ...core.errors import Problem
from ...core.model import TableSource
from ...core.records import Records
from ...core.values import cycle_names
from .cycle_evidence import RowCycle, WorkbookCycle


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet, with the cycle of each of its records; None where the sheet does not say it."""

    records: Records
    cycles: Sequence[RowCycle | None]


def split_by_cycle(tables: Sequence[SheetTable], workbook: WorkbookCycle) -> list[list[Records]]:
    """Return the tables of each cycle that a workbook speaks of, its own first.

    Rows that say no cycle belong to the workbook's own one, which its settings say, or its file's name; objectives,
    check-ins and skills without a cycle belong to each. A cycle that no settings describe has settings of its own, with
    its name and days.
    """
    named = {cycle.quarter.name: cycle for table in tables for cycle in table.cycles if cycle is not None}
    own = own_cycle([table.records for table in tables], workbook)
    if not own and workbook.by_file is not None and _has_undated_rows(tables):
        own = workbook.by_file.quarter.name
        named.setdefault(own, workbook.by_file)
    elif not named or set(named) == {own}:
        return [[table.records for table in tables]]
    names = [own] if own else []
    names += sorted((name for name in named if name != own), reverse=True)
    return [_of_cycle(tables, name, named.get(name), name == (own or names[0])) for name in names]


def _has_undated_rows(tables: Sequence[SheetTable]) -> bool:
    """Whether some row of a kind that a cycle is about says none."""
    return any(None in table.cycles for table in tables if table.records.table is schema.KEY_RESULTS)


def own_cycle(tables: Sequence[Records], workbook: WorkbookCycle) -> str:
    """Return the name of the cycle that a workbook's settings say, or nothing when they say none."""
    for records in tables:
        if records.table is schema.SETTINGS and len(records):
            name, start, end = (records.columns[field][0] for field in ("cycle", "cycle_start", "cycle_end"))
            dated = cycle_names.named_by_days(start, end) if start is not None and end is not None else None
            named = dated or workbook.named(name)
            return named.name if named else name or ""
    return ""


def contradicted_name(tables: Sequence[Records], workbook: WorkbookCycle) -> list[Problem]:
    """Return a problem when the file's name says another cycle than the workbook's settings."""
    by_file = workbook.by_file
    settings = next((records for records in tables if records.table is schema.SETTINGS and len(records)), None)
    if by_file is None or settings is None:
        return []
    start, end = settings.columns["cycle_start"][0], settings.columns["cycle_end"][0]
    own = workbook.named(settings.columns["cycle"][0])
    first, last = (
        (start, end) if start is not None and end is not None else (own.start, own.end) if own else (None, None)
    )
    if first is None or last is None or (by_file.quarter.start <= last and first <= by_file.quarter.end):
        return []
    what = f"the settings say {own_cycle(tables, workbook)}, the file's name says {by_file.quarter.name}; the settings count"
    return [Problem(settings.location(0, "cycle"), what, "correct the settings, or rename the file")]


def _of_cycle(tables: Sequence[SheetTable], name: str, cycle: RowCycle | None, own: bool) -> list[Records]:
    chosen: list[Records] = []
    has_settings = False
    for table in tables:
        records = table.records
        if records.table is schema.SETTINGS:
            has_settings = True
            chosen.append(records if own or cycle is None else _renamed(records, cycle))
            continue
        keep = [at for at in range(len(records)) if _belongs(table, at, name, cycle, own)]
        if keep or not len(records):
            chosen.append(_only(records, keep))
    if not has_settings and cycle is not None:
        chosen.insert(0, _settings(cycle))
    return chosen


def _belongs(table: SheetTable, at: int, name: str, cycle: RowCycle | None, own: bool) -> bool:
    row_cycle = table.cycles[at]
    if row_cycle is not None:
        return row_cycle.quarter.name == name
    if table.records.table is schema.CHECK_INS and cycle is not None and not own:
        day: Day | None = table.records.columns["date"][at]
        return day is not None and cycle.quarter.start <= day <= cycle.quarter.end
    return own or table.records.table is not schema.KEY_RESULTS


def _only(records: Records, keep: Sequence[int]) -> Records:
    if len(keep) == len(records):
        return records
    columns = {field: [values[at] for at in keep] for field, values in records.columns.items()}
    return Records(records.table, columns, [records.rows[at] for at in keep], [records.sources[at] for at in keep])


def _renamed(records: Records, cycle: RowCycle) -> Records:
    count = len(records)
    days = {"cycle": cycle.quarter.name, "cycle_start": cycle.quarter.start, "cycle_end": cycle.quarter.end}
    columns = {field: [days[field]] * count if field in days else values for field, values in records.columns.items()}
    return Records(records.table, columns, records.rows, records.sources)


def _settings(cycle: RowCycle) -> Records:
    """Settings that nobody wrote: the cycle that the rows say."""
    where = cycle.location
    source = TableSource(where.workbook, where.sheet, dict.fromkeys(("cycle", "cycle_start", "cycle_end"), where.cell))
    columns = {column.field: [None] for column in schema.SETTINGS.inputs}
    row = int(re.sub(r"\D", "", where.cell) or 1)
    return _renamed(Records(schema.SETTINGS, columns, [row], [source]), cycle)
