"""Key results that lack a start or a current value: what their typed progress says of it, and what cannot be meant otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...core import schema
from ...core.errors import Problem
from ...core.records import Records
from ...core.tables.table_match import Rows, TableMatch
from ...core.values import typed_values
from ...core.values.column_messages import problems_of

ROUNDED = 0.011  # how far a typed progress may be from the figures that it rounds
FROM_ZERO = (None, "metric", "increase")
_AS_TYPED = "{} used as typed: there is no start and no current value"
_START = "{} used as typed: there is no start, so it follows from the progress"
_CURRENT = "{} used as typed: there is no current value, so it follows from the progress"
_HINT = "columns for start, target and current let the progress be computed"


def with_typed_progress(
    records: Records, match: TableMatch, rows: Rows, problems: Sequence[Problem]
) -> tuple[Records, list[Problem]]:
    """Return key results whose typed progress stands for a start or current value that has no column, and all problems.

    Without a target the scale is 0 to 1. A progress that cannot be read is a problem: nothing else says how far it is.
    """
    at = match.positions.get("progress", -1)
    if records.table is not schema.KEY_RESULTS or at < 0 or {"start", "current"} <= set(match.positions):
        return records, list(problems)
    cells = [rows[number - 1][at] if at < len(rows[number - 1]) else None for number in records.rows]
    shares, faults = typed_values.read_column(schema.KEY_RESULTS.column("progress"), cells)
    measures = list(zip(*(records.columns[field] for field in ("start", "target", "current"))))
    worked_out = {
        record: _worked_out(start, target, current, share)
        for record, ((start, target, current), share) in enumerate(zip(measures, shares))
        if share is not None
    }
    columns = {field: list(values) for field, values in records.columns.items()}
    used: dict[str, list[int]] = defaultdict(list)
    for record, (start, target, current, what) in worked_out.items():
        columns["start"][record], columns["target"][record], columns["current"][record] = start, target, current
        if what:
            used[what].append(record)
    filled = Records(records.table, columns, records.rows, records.sources)
    unread = [fault for fault in faults if None in (measures[fault[0]][0], measures[fault[0]][2])]
    settled = {filled.location(record, "target") for record in worked_out}
    told = [problem for problem in problems if problem.location not in settled or problem.what != "target is empty"]
    told += problems_of("progress", unread, (), lambda record: filled.location(record, "progress"))
    for what, some in used.items():
        count = "the progress of a key result is" if len(some) == 1 else f"the progress of {len(some)} key results is"
        told.append(Problem(filled.location(some[0], "progress"), what.format(count), _HINT, note=True))
    return filled, told


_Measure = float | None


def _worked_out(
    start: _Measure, target: _Measure, current: _Measure, share: float
) -> tuple[_Measure, _Measure, _Measure, str]:
    """The start, target and current value of a key result of which a share is typed, and the words for what was done."""
    if start is not None and target is not None:
        if current is not None:
            return start, target, current, ""
        return start, target, start + share * (target - start), _CURRENT
    if target is None or current is None:
        target = target or 1.0
        return 0.0, target, share * target, _AS_TYPED
    if target and abs(current / target - share) <= ROUNDED:
        return 0.0, target, current, ""
    if share == 1 or current == target:
        return start, target, current, ""
    return (current - share * target) / (1 - share), target, current, _START


def from_zero(tables: Sequence[Records]) -> tuple[list[Records], list[Problem]]:
    """Return key results of tables without a column for the start as starting at 0, where all values lie up to the target.

    A value beyond the target is overachieved, or on its way down to it: there the start stays open.
    """
    checked_in = _check_in_values(tables)
    filled: list[Records] = []
    problems: list[Problem] = []
    for records in tables:
        if records.table is schema.KEY_RESULTS and len(records) and "start" not in records.sources[0].cells:
            chosen = list(_starting_at_zero(records, checked_in))
            if chosen:
                starts = list(records.columns["start"])
                for record in chosen:
                    starts[record] = 0.0
                records = replace(records, columns={**records.columns, "start": starts})
                count = "a key result is" if len(chosen) == 1 else f"{len(chosen)} key results are"
                what = f"there is no column for the start: {count} taken to start at 0"
                hint = "add a column 'start' if the first value was another one"
                problems.append(Problem(records.location(chosen[0], "target"), what, hint, note=True))
        filled.append(records)
    return filled, problems


def _check_in_values(tables: Sequence[Records]) -> Mapping[str, list[float]]:
    values: dict[str, list[float]] = defaultdict(list)
    for records in tables:
        if records.table is schema.CHECK_INS:
            for name, value in zip(records.columns["key_result_id"], records.columns["value"]):
                if name is not None and value is not None:
                    values[name].append(value)
    return values


def _starting_at_zero(records: Records, checked_in: Mapping[str, list[float]]) -> Iterator[int]:
    columns = records.columns
    for record, (name, kind, start, target, current) in enumerate(
        zip(*(columns[field] for field in ("id", "kind", "start", "target", "current")))
    ):
        values = [*checked_in.get(name, ()), *([] if current is None else [current])]
        rises = start is None and target is not None and target > 0 and kind in FROM_ZERO
        if rises and values and all(0 <= value <= target for value in values):
            yield record
