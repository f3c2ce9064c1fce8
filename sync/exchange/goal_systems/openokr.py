"""OpenOKR: a table of objectives and a table of key results."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ....core.names import fold_name
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals
from .betterworks import day

OBJECTIVES = ("Objective ID", "Objective", "LEVEL", "Start", "End", "Champion", "Reviewer")
KEY_RESULTS = ("Key result ID", "Objective", "Key result", "Direction", "Baseline", "Target", "Unit")
LOST = "parents, teams, current values, weights, owners and dates of key results, lifecycle; the kind of a key result returns as increase or decrease"
UP, DOWN = "Increase", "Decrease"
_KINDS = {"increase": "increase", "up": "increase", "decrease": "decrease", "down": "decrease"}


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the rows of both tables; key results name their objective by its ID or its text."""
    raw = RawGoals()
    for row in rows:
        if row["Objective ID"] is not None:
            raw.objectives.append(
                {
                    ROW: row.number,
                    "id": row["Objective ID"],
                    "objective": row["Objective"],
                    "level": row["LEVEL"] or "team",
                    "owner": row["Champion"],
                }
            )
            raw.dates.append(row["Start"])
    ids = {fold_name(str(each["objective"])): each["id"] for each in raw.objectives}
    known = {str(each["id"]) for each in raw.objectives}
    for row in rows:
        if row["Key result ID"] is not None:
            named = row.text("Objective")
            raw.key_results.append(
                {
                    ROW: row.number,
                    "id": row["Key result ID"],
                    "objective_id": named if named in known else ids.get(fold_name(named), named),
                    "key_result": row["Key result"],
                    "kind": _KINDS.get(row.text("Direction").lower()),
                    "start": row["Baseline"],
                    "target": row["Target"],
                    "unit": row["Unit"],
                }
            )
    return raw


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return both tables."""
    start, end = goals.period or (None, None)
    objectives: list[list[Cell]] = [
        [each["id"], each["objective"], each["level"], day(start), day(end), goals.email(each["owner"]), ""]
        for each in goals.objectives
    ]
    key_results: list[list[Cell]] = [
        [
            each["id"],
            each["objective_id"],
            each["key_result"],
            _direction(each["start"], each["target"]),
            each["start"],
            each["target"],
            each["unit"],
        ]
        for each in goals.key_results
    ]
    return [GoalSheet("Objectives", OBJECTIVES, objectives), GoalSheet("Key results", KEY_RESULTS, key_results)]


def _direction(start: Cell, target: Cell) -> Cell:
    if not isinstance(start, (int, float)) or not isinstance(target, (int, float)) or start == target:
        return None
    return UP if target > start else DOWN


OPENOKR = GoalSystem(
    "openokr",
    "OpenOKR",
    (frozenset({"objective id", "objective", "champion"}), frozenset({"key result id", "objective", "baseline"})),
    read,
    write,
    LOST,
)
