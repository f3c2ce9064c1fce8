"""Key results with a column for each week, month or quarter: each value is a check-in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ...core import schema
from ...core.cells import EPOCH, Cell, Day
from ...core.errors import Problem, column_letter
from ...core.model import TableSource
from ...core.records import Records
from ...core.tables.table_match import Rows, TableMatch
from ...core.values import cycle_names, cycle_text, typed_values
from ...core.values.cycle_names import NamedCycle
from ...core.values.month_names import month_number
from ..sources.base import Sheet
from .cycle_evidence import WorkbookCycle

LEAST = 2  # columns that make a table one of periods
_WEEK = re.compile(r"\s*(?:week|wk|w|woche|semana)\s*\.?\s*([0-9]{1,2})\s*", re.IGNORECASE)


def period_columns(match: TableMatch, rows: Rows, workbook: WorkbookCycle) -> dict[int, int | Day]:
    """Return the columns of periods by their place: the number of a week in the cycle, or the day for which it stands.

    A month or quarter stands for its last day; the last one that holds a value may not be over, and stands for its first.
    """
    if match.table is not schema.KEY_RESULTS:
        return {}
    row = rows[match.header]
    taken = set(match.positions.values())
    free = [(at, cell) for at, cell in enumerate(row) if at not in taken]
    weeks = {at: week for at, cell in free if (week := _week(cell)) is not None}
    if len(weeks) >= LEAST:
        return weeks
    periods = {at: period for at, cell in free if (period := _period(cell, workbook)) is not None}
    if len(periods) < LEAST:
        return {}
    filled = [at for at in periods if any(_cell(below, at) not in (None, "") for below in rows[match.header + 1 :])]
    return {at: period.start if filled and at == filled[-1] else period.end for at, period in periods.items()}


def _week(cell: Cell) -> int | Day | None:
    if isinstance(cell, date):
        return cell.toordinal() - EPOCH
    found = _WEEK.fullmatch(cell) if isinstance(cell, str) else None
    number = int(found.group(1)) if found else 0
    return number if 1 <= number <= 53 else None


def _period(cell: Cell, workbook: WorkbookCycle) -> NamedCycle | None:
    """The month or quarter that a heading names, in the workbook's year where it names none."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > 20:
        return None
    year = workbook.by_file.quarter.name[:4] if workbook.by_file else str(workbook.year[0]) if workbook.year else ""
    named = cycle_names.parse(cell)
    if named is None and year and (month_number(cell) is not None or cycle_text.is_part(cell)):
        named = cycle_names.parse(f"{cell.strip()} {year}")
    return named if named is not None and named.end - named.start < 93 else None


def period_check_ins(
    records: Records, match: TableMatch, sheet: Sheet, weeks: Mapping[int, int | Day]
) -> list[Records]:
    """Return the check-ins of each column; the date of a week is its number until the cycle is known."""
    return [
        checked for at, week in sorted(weeks.items()) if len(checked := _of_period(records, match, sheet, at, week)) > 0
    ]


def _of_period(records: Records, match: TableMatch, sheet: Sheet, at: int, week: int | Day) -> Records:
    table = schema.CHECK_INS
    name = match.positions.get("id", match.positions.get("key_result", 0))
    names = records.columns["id"] if "id" in match.positions else records.columns["key_result"]
    cells = [_cell(sheet.rows[number - 1], at) for number in records.rows]
    values, _ = typed_values.read_column(table.column("value"), cells)
    keep = [record for record, value in enumerate(values) if value is not None and names[record] is not None]
    letter = column_letter(at)
    source = TableSource(
        records.sources[0].workbook if len(records) else "",
        sheet.title,
        {"date": f"{letter}{match.header + 1}", "key_result_id": column_letter(name), "value": letter},
    )
    columns: dict[str, list[object]] = {column.field: [None] * len(keep) for column in table.inputs}
    columns["date"] = [week] * len(keep)
    columns["key_result_id"] = [" ".join(str(names[record]).split()) for record in keep]
    columns["value"] = [values[record] for record in keep]
    return Records(table, columns, [records.rows[record] for record in keep], [source] * len(keep))


def _cell(row: Sequence[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def dated_weeks(tables: Sequence[Records]) -> tuple[list[Records], list[Problem]]:
    """Return check-ins whose date is a week's number with the last day of that week, counted from the cycle's start."""
    starts = [
        day
        for records in tables
        if records.table is schema.SETTINGS
        for day in records.columns["cycle_start"]
        if day is not None
    ]
    dated: list[Records] = []
    problems: list[Problem] = []
    for records in tables:
        numbers = records.columns["date"] if records.table is schema.CHECK_INS else []
        if not numbers or not all(isinstance(week, int) and 1 <= week <= 53 for week in numbers):
            dated.append(records)
        elif starts:
            days = [starts[0] + 7 * week - 1 for week in numbers]
            dated.append(replace(records, columns={**records.columns, "date": days}))
        else:
            what = "the columns of weeks cannot be dated: the start of the cycle is not known"
            problems.append(Problem(records.location(0, "date"), what, "say the quarter in the settings or in the tab"))
    return dated, problems
