"""Which cycle a row belongs to, where a column, a line above the table or the sheet's title says one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...core import schema
from ...core.cells import Cell, Day
from ...core.decisions import Decision
from ...core.errors import Location, Problem, column_letter
from ...core.model import TableSource
from ...core.pacing import Quarter, quarter, quarter_named, quarter_of
from ...core.records import Records
from ...core.tables.headings import normalise_heading
from ...core.tables.table_match import Rows, TableMatch
from ..sources.base import Sheet

CYCLE_HEADINGS = frozenset(
    {"quarter", "period", "cycle", "time period", "timeframe", "time frame", "okr period", "okr cycle", "okr quarter"}
)
WITH_CYCLE = ("objectives", "key results", "check-ins")
_YEAR = r"['’]?([12][0-9]{3}|[0-9]{2})"
_GAP = r"[\s/_.,-]{0,3}"
_QUARTER = re.compile(
    rf"\bq\s?([1-4]){_GAP}{_YEAR}\b|(?<![0-9]){_YEAR}{_GAP}q([1-4])\b"
    rf"|\b([1-4])\.?\s?(?:st|nd|rd|th)?\s?(?:quarter|quartal|qtr|trimestre){_GAP}{_YEAR}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RowCycle:
    """A cycle and the cell that says it."""

    quarter: Quarter
    location: Location


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet, with the cycle of each of its records; None where the sheet does not say it."""

    records: Records
    cycles: Sequence[RowCycle | None]


def quarter_in(text: Cell) -> Quarter | None:
    """Return the one quarter that a text names, None when it names none or several.

    >>> quarter_in("Support OKRs, Q3 2026").name, quarter_in("Q2 2026 to Q3 2026")
    ('2026-Q3', None)
    """
    if not isinstance(text, str):
        return None
    found = {
        (number or other or third, year or early or late)
        for number, year, early, other, third, late in _QUARTER.findall(text.replace("_", " "))
    }
    whole = quarter_named(text)
    if whole is not None or len(found) != 1:
        return whole
    number, year = next(iter(found))
    return quarter(int(year) + (2000 if len(year) == 2 else 0), int(number))


def sheet_cycle(workbook: str, sheet: Sheet, header: int) -> RowCycle | None:
    """Return the cycle of a whole sheet: from the lines above its first table, else from its title."""
    for number, row in enumerate(sheet.rows[:header]):
        for at, cell in enumerate(row):
            named = quarter_in(cell)
            if named is not None:
                return RowCycle(named, Location(workbook, sheet.title, f"{column_letter(at)}{number + 1}"))
    titled = quarter_in(sheet.title)
    return None if titled is None else RowCycle(titled, Location(workbook, sheet.title, "A1"))


@dataclass(frozen=True)
class CycleColumns:
    """The columns that say the cycle of a row, the year where it has a column of its own (-1: it has none)."""

    cycle: int
    year: int = -1


def cycle_columns(match: TableMatch, rows: Rows) -> CycleColumns | None:
    """Return the columns of a table that say each row's cycle, None when there are none."""
    if match.table.name not in WITH_CYCLE:
        return None
    row = rows[match.header]
    taken = set(match.positions.values())
    headings = {
        normalise_heading(cell): at
        for at, cell in reversed(list(enumerate(row)))
        if at in match.columns and at not in taken and isinstance(cell, str)
    }
    cycle = next((headings[name] for name in headings if name in CYCLE_HEADINGS), None)
    return None if cycle is None else CycleColumns(cycle, headings.get("year", -1))


def cycles_of_rows(
    records: Records, sheet: Sheet, columns: CycleColumns | None, by_sheet: RowCycle | None
) -> list[RowCycle | None]:
    """Return the cycle of each record: its own, else the sheet's."""
    if columns is None:
        return [by_sheet] * len(records)
    cycles: list[RowCycle | None] = []
    for number, source in zip(records.rows, records.sources):
        named = _quarter_of_row(sheet.rows[number - 1], columns)
        where = Location(source.workbook, source.sheet, f"{column_letter(columns.cycle)}{number}")
        cycles.append(by_sheet if named is None else RowCycle(named, where))
    return cycles


def _quarter_of_row(row: Sequence[Cell], columns: CycleColumns) -> Quarter | None:
    text, year = _text(row, columns.cycle), _text(row, columns.year)
    return quarter_in(text) or (quarter_in(f"{text} {year}") if text and year else None)


def _text(row: Sequence[Cell], at: int) -> str:
    cell = row[at] if 0 <= at < len(row) else None
    return str(int(cell)) if isinstance(cell, float) else "" if cell is None else str(cell).strip()


def cycle_decisions(cycles: Sequence[RowCycle | None]) -> list[Decision]:
    """Return to which cycles some rows belong, each with the first cell that says so."""
    named = {cycle.quarter.name: cycle for cycle in reversed(cycles) if cycle is not None}
    return [Decision(cycle.location, f"rows belong to {name}", "named here") for name, cycle in sorted(named.items())]


def unread_cycles(records: Records, sheet: Sheet, columns: CycleColumns | None) -> list[Problem]:
    """Return a problem where the column of cycles holds something that names none."""
    if columns is None:
        return []
    rows = [sheet.rows[number - 1] for number in records.rows]
    bad = [at for at, row in enumerate(rows) if _text(row, columns.cycle) and _quarter_of_row(row, columns) is None]
    if not bad:
        return []
    first = records.rows[bad[0]]
    source = records.sources[0]
    where = Location(source.workbook, source.sheet, f"{column_letter(columns.cycle)}{first}")
    text = _text(rows[bad[0]], columns.cycle)
    count = "this row counts" if len(bad) == 1 else f"{len(bad)} rows count"
    what = f"{text[:40]!r} isn't a quarter with a year: {count} towards the workbook's own cycle"
    return [Problem(where, what, "write it as Q3 2026")]


def split_by_cycle(tables: Sequence[SheetTable]) -> list[list[Records]]:
    """Return the tables of each cycle that a workbook speaks of, its own first.

    Rows that say no cycle belong to the workbook's own one; objectives, check-ins and skills without a cycle belong to
    each. A cycle that no settings describe has settings of its own, with its name and days.
    """
    own = _own_cycle([table.records for table in tables])
    named = {cycle.quarter.name: cycle for table in tables for cycle in table.cycles if cycle is not None}
    if not named or set(named) == {own}:
        return [[table.records for table in tables]]
    names = [own] if own else []
    names += sorted((name for name in named if name != own), reverse=True)
    return [_of_cycle(tables, name, named.get(name), name == (own or names[0])) for name in names]


def _own_cycle(tables: Sequence[Records]) -> str:
    for records in tables:
        if records.table is schema.SETTINGS and len(records):
            name, start, end = (records.columns[field][0] for field in ("cycle", "cycle_start", "cycle_end"))
            dated = quarter_of(start) if start is not None else None
            if dated is not None and (dated.start, dated.end) == (start, end):
                return dated.name
            named = quarter_in(name)
            return named.name if named else name or ""
    return ""


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
