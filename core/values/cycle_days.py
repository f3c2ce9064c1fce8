"""A workbook's cycle, from its name and its days; and the days in the workbook that lie far from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import schema
from ..cells import EPOCH, Day, date_of
from ..decisions import Decision
from ..errors import Location, Problem
from ..records import Records
from . import cycle_names
from .column_messages import Fault, problems_of
from .cycle_names import NamedCycle

REACH = 184  # days before and after a cycle in which its check-ins may lie
YEARS = 5 * 366
FIRST_DAY, LAST_DAY = 25569, 73415  # 1970-01-01 and 2100-12-31: days outside are slips
UNLIMITED = frozenset({"expires"})  # a certificate may hold for ever
_HINT = "correct the year, or clear the cell"
_UNKNOWN = (
    "cycle {} isn't a quarter that is recognised, and its first and last day are not given; the current quarter is used"
)
_UNKNOWN_HINT = "write it as 2026-Q3, or add the columns 'cycle start' and 'cycle end'"


@dataclass(frozen=True)
class NamedCycles:
    """Settings with each cycle under its canonical name and with its days, what is to be said, and cells that were filled."""

    settings: Records
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    filled: frozenset[Location] = frozenset()


def name_cycles(settings: Records, fiscal_year_start: int) -> NamedCycles:
    """Return the settings with their cycles named in one way: the days of a cycle count before its name.

    >>> from okrsheets.core.records import empty
    >>> name_cycles(empty(schema.SETTINGS), 1).decisions
    ()
    """
    columns: dict[str, list[Any]] = {field: list(values) for field, values in settings.columns.items()}
    problems: list[Problem] = []
    decisions: list[Decision] = []
    filled: set[Location] = set()
    for record, name in enumerate(columns["cycle"]):
        named = None if name is None else cycle_names.parse(name, fiscal_year_start)
        place = settings.location(record, "cycle")
        if named is None:
            if name is not None and None in (columns["cycle_start"][record], columns["cycle_end"][record]):
                problems.append(Problem(place, _UNKNOWN.format(repr(name)), _UNKNOWN_HINT))
            continue
        for field, day in (("cycle_start", named.start), ("cycle_end", named.end)):
            if columns[field][record] is None:
                columns[field][record] = day
                filled.add(settings.location(record, field))
        start, end = columns["cycle_start"][record], columns["cycle_end"][record]
        by_days = cycle_names.named_by_days(start, end)
        if named.fiscal and by_days is not None and by_days.start != named.start:
            columns["cycle"][record] = by_days.name
            decisions.append(Decision(place, f"{name!r} is {by_days.name}", "its start and end date"))
        elif _contradicts(named, start, end):
            problems.append(Problem(place, _contradiction(name, start, end), "correct the name, or the two dates"))
        else:
            columns["cycle"][record] = named.name
            if name != named.name:
                decisions.append(Decision(place, f"{name!r} is {named.name}", "a usual way to write it"))
    return NamedCycles(replace(settings, columns=columns), tuple(problems), tuple(decisions), frozenset(filled))


def _contradicts(named: NamedCycle, start: Day, end: Day) -> bool:
    """Whether less than half of the named cycle lies between the two days."""
    return start <= end and 2 * (min(end, named.end) - max(start, named.start) + 1) < named.end - named.start + 1


def _contradiction(name: str, start: Day, end: Day) -> str:
    return f"the cycle is called {name!r}, but goes from {date_of(start)} to {date_of(end)}; the dates count"


def without_far_days(records: Records, cycle: tuple[Day, Day] | None) -> tuple[Records, list[Problem]]:
    """Return a table without the days that cannot be meant, and a problem for each of their cells.

    `cycle` has the first and last day of the workbook's cycles; without it only days before 1970 or after 2100 are far.

    >>> from okrsheets.core.records import empty
    >>> without_far_days(empty(schema.CHECK_INS), (46204, 46295))[1]
    []
    """
    problems: list[Problem] = []
    columns = dict(records.columns)
    for column in records.table.inputs:
        values = columns[column.field]
        low, high = _limits(records, column.field, cycle)
        days = [day for day in values if day is not None] if column.type == "date" else []
        if not days or (min(days) >= low and max(days) <= high):
            continue
        far = [(record, day) for record, day in enumerate(values) if day is not None and not low <= day <= high]
        faults: list[Fault] = [(record, _far(column.name, day, cycle), _HINT) for record, day in far]
        places = {record: records.location(record, column.field) for record, _ in far}
        problems += problems_of(column.name, faults, (), places.__getitem__)
        gone = {record for record, _ in far}
        columns[column.field] = [None if record in gone else day for record, day in enumerate(values)]
    settled = replace(records, columns=columns) if problems else records
    if cycle is not None and records.table is schema.KEY_RESULTS:
        return _within_cycle(settled, cycle, problems)
    return settled, problems


def _limits(records: Records, field: str, cycle: tuple[Day, Day] | None) -> tuple[Day, Day]:
    if cycle is not None and records.table in (schema.CHECK_INS, schema.KEY_RESULTS):
        reach = REACH if records.table is schema.CHECK_INS else YEARS
        return max(FIRST_DAY, cycle[0] - reach), min(LAST_DAY, cycle[1] + reach)
    return FIRST_DAY, date_of(1).max.toordinal() - EPOCH if field in UNLIMITED else LAST_DAY


def _far(name: str, day: Day, cycle: tuple[Day, Day] | None) -> str:
    beside = (
        f"far from the cycle ({date_of(cycle[0])} to {date_of(cycle[1])})"
        if cycle
        else "outside the years 1970 to 2100"
    )
    return f"{name} is {date_of(day)}, {beside}; it is not counted"


def _within_cycle(records: Records, cycle: tuple[Day, Day], problems: list[Problem]) -> tuple[Records, list[Problem]]:
    """A key result that starts after its cycle, or is due before it, where nothing else gives the other date."""
    starts, dues = list(records.columns["start_date"]), list(records.columns["due_date"])
    for record, (start, due) in enumerate(zip(starts, dues)):
        if start is not None and due is None and start >= cycle[1]:
            what = f"start date is {date_of(start)}, after the cycle's end ({date_of(cycle[1])}); it is not counted"
            problems.append(Problem(records.location(record, "start_date"), what, _HINT))
            starts[record] = None
        elif due is not None and start is None and due <= cycle[0]:
            what = f"due date is {date_of(due)}, before the cycle's start ({date_of(cycle[0])}); it is not counted"
            problems.append(Problem(records.location(record, "due_date"), what, _HINT))
            dues[record] = None
    if starts == records.columns["start_date"] and dues == records.columns["due_date"]:
        return records, problems
    return replace(records, columns={**records.columns, "start_date": starts, "due_date": dues}), problems


def cycle_of(tables: Sequence[Records]) -> tuple[Day, Day] | None:
    """Return the first and last day of the cycles that a workbook's settings name, or None when they name none.

    >>> cycle_of([])
    """
    days = [_days(records.columns) for records in tables if records.table is schema.SETTINGS]
    starts = [day for start, _ in days for day in start]
    ends = [day for _, end in days for day in end]
    return (min(starts), max(ends)) if starts and ends and min(starts) < max(ends) else None


def _days(columns: Mapping[str, list[Any]]) -> tuple[Iterator[Day], Iterator[Day]]:
    starts = (day for day in columns["cycle_start"] if day is not None)
    return starts, (day for day in columns["cycle_end"] if day is not None)
