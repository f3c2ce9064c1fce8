"""What says the cycle of a row: a column, a line above the table, the sheet's title; and the year of a "Q3" without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...core import schema
from ...core.cells import Cell
from ...core.decisions import Decision
from ...core.errors import Location, Problem, column_letter
from ...core.records import Records
from ...core.tables.headings import normalise_heading
from ...core.tables.table_match import Rows, TableMatch
from ...core.values import cycle_text
from ...core.values.cycle_names import NamedCycle, parse
from ..sources.base import RawWorkbook, Sheet

CYCLE_HEADINGS = frozenset(
    {
        "quarter", "period", "cycle", "time period", "timeframe", "time frame", "okr period", "okr cycle", "okr quarter",
        "quartal", "zeitraum", "zyklus", "trimestre", "periodo", "período", "ciclo", "période", "cycle okr",
    }
)  # fmt: skip
YEAR_HEADINGS = ("year", "fiscal year", "jahr", "año", "année", "ano", "anno")
WITH_CYCLE = ("objectives", "key results", "check-ins")


@dataclass(frozen=True)
class RowCycle:
    """A cycle and the cell that says it; `assumed` says where its year comes from when it is not written beside it."""

    quarter: NamedCycle
    location: Location
    assumed: str = ""


@dataclass(frozen=True)
class CycleColumns:
    """The columns that say the cycle of a row, the year where it has a column of its own (-1: it has none)."""

    cycle: int
    year: int = -1


@dataclass(frozen=True)
class WorkbookCycle:
    """What a workbook as a whole says about the time that it covers."""

    raw: RawWorkbook
    fiscal_year_start: int

    def named(self, cell: Cell, year: int | None = None) -> NamedCycle | None:
        """Return the cycle that a text names; one without a year is of `year` where that is given."""
        if not isinstance(cell, str):
            return None
        whole = parse(cell, self.fiscal_year_start) or cycle_text.cycle_in(cell, self.fiscal_year_start)
        if whole is not None:
            return whole
        part = cycle_text.part_in(cell) if year is not None else None
        return None if part is None or year is None else part.of_year(year)

    @cached_property
    def by_file(self) -> RowCycle | None:
        """The cycle that the file's name says, else the folder that it is in."""
        for text in reversed(self.raw.name.rsplit(".", 1)[0].split("/")):
            cycle = cycle_text.cycle_in(text, self.fiscal_year_start)
            part = cycle_text.part_in(text)
            if cycle is None and part is not None and self._year_of_names is not None:
                cycle = part.of_year(self._year_of_names)
            if cycle is not None:
                return RowCycle(cycle, Location(self.raw.name), "the name of the file")
        return None

    @cached_property
    def year(self) -> tuple[int, str] | None:
        """The year that the workbook is about, and what says so: its name, its sheets, its dates, or its last change."""
        if self._year_of_names is not None:
            return self._year_of_names, "the name of the file"
        cycles = (cycle_text.cycle_in(sheet.title, self.fiscal_year_start) for sheet in self.raw.sheets)
        named = {int(cycle.name[:4]) for cycle in cycles if cycle is not None}
        named |= {year for sheet in self.raw.sheets if (year := cycle_text.year_in(sheet.title)) is not None}
        if len(named) == 1:
            return named.pop(), "the names of the sheets"
        dates = Counter(
            cell.year for sheet in self.raw.sheets for row in sheet.rows for cell in row if isinstance(cell, date)
        )
        if len(dates) == 1:
            return next(iter(dates)), "the dates in the workbook"
        return (self.raw.changed_in, "the last change of the file") if self.raw.changed_in else None

    @cached_property
    def _year_of_names(self) -> int | None:
        names = (cycle_text.year_in(part) for part in reversed(self.raw.name.split("/")))
        return next((year for year in names if year is not None), None)


def sheet_cycle(workbook: WorkbookCycle, sheet: Sheet, header: int) -> RowCycle | None:
    """Return the cycle of a whole sheet: from the lines above its first table, else from its title."""
    year = _year_above(sheet, header)
    for number, row in enumerate(sheet.rows[:header]):
        for at, cell in enumerate(row):
            where = Location(workbook.raw.name, sheet.title, f"{column_letter(at)}{number + 1}")
            cycle = workbook.named(cell, year)
            if cycle is not None:
                return RowCycle(cycle, where)
            if isinstance(cell, str) and cycle_text.is_part(cell) and workbook.year is not None:
                cycle = workbook.named(cell, workbook.year[0])
                return None if cycle is None else RowCycle(cycle, where, workbook.year[1])
    title = Location(workbook.raw.name, sheet.title, "A1")
    cycle = workbook.named(sheet.title, year)
    if cycle is not None:
        return RowCycle(cycle, title)
    if cycle_text.part_in(sheet.title) is not None and workbook.year is not None:
        year, why = workbook.year
        cycle = workbook.named(sheet.title, year)
        return None if cycle is None else RowCycle(cycle, title, why)
    return None


def _year_above(sheet: Sheet, header: int) -> int | None:
    """The one year that the lines above a table or the sheet's title say."""
    texts = [str(cell) for row in sheet.rows[:header] for cell in row if isinstance(cell, str)]
    years = {year for text in (*texts, sheet.title) if (year := cycle_text.year_in(text)) is not None}
    return years.pop() if len(years) == 1 else None


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
    year = next((headings[name] for name in YEAR_HEADINGS if name in headings), -1)
    return None if cycle is None else CycleColumns(cycle, year)


def cycles_of_rows(
    records: Records, sheet: Sheet, columns: CycleColumns | None, by_sheet: RowCycle | None, workbook: WorkbookCycle
) -> list[RowCycle | None]:
    """Return the cycle of each record: its own, that of the objective above which it goes on with, else the sheet's."""
    if columns is None:
        return [by_sheet] * len(records)
    cycles: list[RowCycle | None] = []
    goes_on = _go_on(records)
    above: RowCycle | None = None
    for at, (number, source) in enumerate(zip(records.rows, records.sources)):
        row = sheet.rows[number - 1]
        where = Location(source.workbook, source.sheet, f"{column_letter(columns.cycle)}{number}")
        own = _cycle_of_row(row, columns, workbook, where)
        if own is None and goes_on[at] and not _text(row, columns.cycle):
            own = above
        above = own
        cycles.append(own or by_sheet)
    return cycles


def _go_on(records: Records) -> list[bool]:
    """Whether a key result leaves its objective blank, to mean the one above."""
    if records.table is not schema.KEY_RESULTS:
        return [False] * len(records)
    return [objective is None for objective in records.columns["objective_id"]]


def _cycle_of_row(
    row: Sequence[Cell], columns: CycleColumns, workbook: WorkbookCycle, where: Location
) -> RowCycle | None:
    text, year = _text(row, columns.cycle), _text(row, columns.year)
    cycle = workbook.named(text) or (workbook.named(f"{text} {year}") if text and year else None)
    if cycle is not None:
        return RowCycle(cycle, where)
    if text and workbook.year is not None and cycle_text.part_in(text) is not None:
        cycle = workbook.named(text, workbook.year[0])
    return None if cycle is None or workbook.year is None else RowCycle(cycle, where, workbook.year[1])


def _text(row: Sequence[Cell], at: int) -> str:
    cell = row[at] if 0 <= at < len(row) else None
    return str(int(cell)) if isinstance(cell, float) else "" if cell is None else str(cell).strip()


def cycle_decisions(cycles: Sequence[RowCycle | None]) -> list[Decision]:
    """Return to which cycles some rows belong, each with the first cell that says so."""
    named = {cycle.quarter.name: cycle for cycle in reversed(cycles) if cycle is not None}
    return [
        Decision(cycle.location, f"rows belong to {name}", cycle.assumed or "named here")
        for name, cycle in sorted(named.items())
    ]


def assumed_years(cycles: Sequence[RowCycle | None]) -> Iterator[Problem]:
    """Yield a note for each cycle whose year was taken from the last change of the file."""
    named = {cycle.quarter.name: cycle for cycle in reversed(cycles) if cycle is not None and "change" in cycle.assumed}
    for name, cycle in sorted(named.items()):
        what = f"rows belong to {name}: no year is written, and the file was last changed in {name[:4]}"
        yield Problem(cycle.location, what, "write the year beside the quarter, or in the name of the file", note=True)


def unread_cycles(
    records: Records, sheet: Sheet, columns: CycleColumns | None, cycles: Sequence[RowCycle | None]
) -> list[Problem]:
    """Return a problem where the column of cycles holds something that names none."""
    if columns is None:
        return []
    letter = column_letter(columns.cycle)
    bad = [
        at
        for at, (number, cycle) in enumerate(zip(records.rows, cycles))
        if _text(sheet.rows[number - 1], columns.cycle)
        and (cycle is None or cycle.location.cell != f"{letter}{number}")
    ]
    if not bad:
        return []
    first = records.rows[bad[0]]
    source = records.sources[0]
    where = Location(source.workbook, source.sheet, f"{letter}{first}")
    text = _text(sheet.rows[first - 1], columns.cycle)
    count = "this row counts" if len(bad) == 1 else f"{len(bad)} rows count"
    what = f"{text[:40]!r} isn't a quarter with a year: {count} towards the workbook's own cycle"
    return [Problem(where, what, "write it as Q3 2026")]
