"""What becomes of each row when a quarter closes: which are carried forward, which leave, and how those that stay begin."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ...core import schema
from ...core.cells import Cell, Day
from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus, is_control
from ...core.model import KeyResult, Objective
from .book import At, CellEdit, Formula, Spot
from .plan import same
from .table_finder import Located

START_STAYS = frozenset({"binary", "between"})  # the start of these is no place where a measure stood


@dataclass(frozen=True)
class Carried:
    """The ids of what goes into the next cycle."""

    objectives: frozenset[str]
    key_results: frozenset[str]


def carried(
    evaluation: Evaluation, unfinished: bool, added: Collection[str] = (), left_out: Collection[str] = ()
) -> Carried:
    """Return what is carried forward: what says so, and with `unfinished` every aspirational key result below its target.

    An objective comes along when it says so or one of its key results does, and so does what it serves. `added` and
    `left_out` are key results that somebody chose otherwise.
    """
    objectives = {
        status.objective.id: status.objective for status in reversed(evaluation.objectives) if status.objective.id
    }
    ids = {status.key_result.id for status in evaluation.key_results if status.key_result.id}
    key_results = {status.key_result.id for status in evaluation.key_results if _comes(status, objectives, unfinished)}
    key_results = (key_results | (ids & set(added))) - set(left_out)
    kept = {name for name, objective in objectives.items() if objective.status == schema.CARRIED}
    kept |= {
        status.key_result.objective_id
        for status in evaluation.key_results
        if status.key_result.id in key_results and status.key_result.objective_id
    }
    return Carried(frozenset(_with_those_above(kept, objectives)), frozenset(key_results))


def _comes(evaluation: KeyResultStatus, objectives: Mapping[str, Objective], unfinished: bool) -> bool:
    key_result = evaluation.key_result
    if not key_result.id or not evaluation.counted:
        return False
    if key_result.status == schema.CARRIED:
        return True
    objective = objectives.get(key_result.objective_id or "")
    asked = objective is not None and objective.status == schema.CARRIED
    return evaluation.score != 1.0 and (asked or (unfinished and evaluation.commitment == "aspirational"))


def _with_those_above(names: Collection[str], objectives: Mapping[str, Objective]) -> set[str]:
    kept: set[str] = set()
    for name in names:
        above = objectives.get(name)
        while above is not None and above.id not in kept:
            kept.add(above.id)
            above = objectives.get(above.parent_id or "")
    return kept


def rows_of_next_cycle(
    located: Located, held: Mapping[At, Cell], ids: Mapping[int, str | None], kept: Collection[str]
) -> Iterator[CellEdit]:
    """Return the edits that clear the rows whose id is not kept.

    A row without an id is somebody's draft, and left alone.
    """
    for row, name in ids.items():
        if name is not None and name not in kept:
            for column in located.table.inputs:
                if column.field in located.columns:
                    yield from change(located, held, column.field, row, None)


def change(located: Located, held: Mapping[At, Cell], field: str, row: int, new: Cell) -> Iterator[CellEdit]:
    """Return the edit of one cell; none when the table lacks the column or the cell has that value already."""
    if field in located.columns:
        spot = located.spot(field, row)
        old = held.get((spot.row, spot.column))
        if not same(old, new):
            yield CellEdit(spot, old, new)


def begin_again(located: Located, held: Mapping[At, Cell], evaluation: KeyResultStatus, end: Day) -> Iterator[CellEdit]:
    """Return the edits that make the current value of a key result its start, and clear the current value."""
    key_result: KeyResult = evaluation.key_result
    row = key_result.origin.row
    if _has_a_start(key_result) and evaluation.current is not None and evaluation.score != 1.0:
        yield from change(located, held, "start", row, evaluation.current)
    if "current" in located.columns and not isinstance(held.get((row, located.columns["current"])), Formula):
        yield from change(located, held, "current", row, None)
    yield from renew(located, held, row)
    for field, day in (("start_date", key_result.start_date), ("due_date", key_result.due_date)):
        if day is not None and day <= end:
            yield from change(located, held, field, row, None)


def _has_a_start(key_result: KeyResult) -> bool:
    if key_result.kind in START_STAYS or is_control(key_result):
        return False
    return key_result.start is not None or key_result.kind not in ("at least", "at most")


def renew(located: Located, held: Mapping[At, Cell], row: int) -> Iterator[CellEdit]:
    """Return the edits that make a carried-forward row active and clear its reason; the copied sheet keeps it."""
    yield from change(located, held, "status", row, located.in_words(schema.ACTIVE))
    yield from change(located, held, "reason", row, None)


def unassessed(located: Located, held: Mapping[At, Cell], row: int) -> Iterator[CellEdit]:
    """Return the edits that clear the self-assessment of an objective, so that the next cycle has place for its own."""
    for field in ("self_assessment", "self_assessment_note"):
        yield from change(located, held, field, row, None)


def moved_up(
    located: Located, held: Mapping[At, Cell], ids: Mapping[int, str | None], changes: Sequence[CellEdit]
) -> Iterator[CellEdit]:
    """Let the rows that stay after some changes follow each other from the first row on, where their rows are theirs alone.

    Rows stay where they are when somebody wrote beside the table, has a draft without an id, or typed a formula into it.
    """
    columns = [
        located.columns[column_of_table.field]
        for column_of_table in located.table.inputs
        if column_of_table.field in located.columns
    ]
    if not ids or not _are_alone(held, ids, columns):
        yield from changes
        return
    after = {**held, **{(change.spot.row, change.spot.column): change.new for change in changes}}
    rows = sorted(ids)
    stay = [row for row in rows if any(after.get((row, column)) not in (None, "") for column in columns)]
    for row, source in zip_longest(rows, stay):
        for column in columns:
            old, new = held.get((row, column)), None if source is None else after.get((source, column))
            if not same(old, new):
                yield CellEdit(Spot(located.sheet, row, column), old, new)


def _are_alone(held: Mapping[At, Cell], ids: Mapping[int, str | None], columns: Collection[int]) -> bool:
    """Whether the rows hold what was typed into the table, and beside it nothing but formulas."""
    within = {at: cell for at, cell in held.items() if min(ids) <= at[0] <= max(ids)}
    typed_in = all(isinstance(cell, Formula) != (column in columns) for (_, column), cell in within.items())
    return typed_in and None not in ids.values() and {row for row, column in within if column in columns} == set(ids)
