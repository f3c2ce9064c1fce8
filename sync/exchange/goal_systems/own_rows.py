"""Our own table of goals: a row for everything, with every column that people fill in."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ..goals import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, Values
from .betterworks import day

OBJECTIVE, KEY_RESULT = "objective", "key result"
_RENAMED = {"objective": "title", "key_result": "title", "parent_id": "parent id", "objective_id": "parent id"}
_DAYS = ("start_date", "due_date")
_FIELDS = tuple(dict.fromkeys((*OBJECTIVE_FIELDS, *KEY_RESULT_FIELDS)))
HEADINGS = ("type", *dict.fromkeys(_RENAMED.get(field, field.replace("_", " ")) for field in _FIELDS), "cycle")


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the rows as objectives and key results."""
    raw = RawGoals()
    for row in rows:
        kind = row.text("type").lower()
        if kind not in (OBJECTIVE, KEY_RESULT):
            raw.problems.append(
                (row.number, f"the type {kind!r} is neither objective nor key result; not read", "correct the type")
            )
            continue
        fields = OBJECTIVE_FIELDS if kind == OBJECTIVE else KEY_RESULT_FIELDS
        cells: dict[str, Cell] = {ROW: row.number, **{field: row[_heading(field)] for field in fields}}
        (raw.objectives if kind == OBJECTIVE else raw.key_results).append(cells)
        raw.cycles.append(row.text("cycle"))
    return raw


def _heading(field: str) -> str:
    return _RENAMED.get(field, field.replace("_", " "))


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return objectives and key results as rows."""
    rows = [_row(OBJECTIVE, each, OBJECTIVE_FIELDS, goals.cycle) for each in goals.objectives]
    rows += [_row(KEY_RESULT, each, KEY_RESULT_FIELDS, goals.cycle) for each in goals.key_results]
    return [GoalSheet("Goals", HEADINGS, rows)]


def _row(kind: str, each: Values, fields: Sequence[str], cycle: str) -> list[Cell]:
    cells: dict[str, Cell] = {"type": kind, "cycle": cycle}
    for field in fields:
        value = day(each.get(field)) if field in _DAYS else each.get(field)
        cells[_heading(field)] = ("yes" if value else "no") if isinstance(value, bool) else value
    return [cells.get(heading) for heading in HEADINGS]


OWN = GoalSystem(
    "okrsheets",
    "okrsheets",
    (frozenset({"type", "id", "parent id", "title", "contributes", "due date"}),),
    read,
    write,
    "nothing",
)
