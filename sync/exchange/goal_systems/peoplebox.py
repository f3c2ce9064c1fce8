"""Peoplebox: a row for everything, objectives and key results, with the rows above it."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, Values
from .betterworks import day

HEADINGS = (
    "Row ID", "Parent Row IDs", "Parent Goal IDs", "Goal ID", "Action", "Goal Title", "Owner Emails", "Goal Cycle", "Goal Type", "Scope",
    "Departments", "Start Date", "End Date", "Description", "Starting Value", "Target Value", "Current Value", "Progress Status",
    "Check-in Type", "Tags",
)  # fmt: skip
LOST = (
    "kinds of key results, units, weights, commitment, whether an objective contributes, and lifecycle; CEO objectives return as those of a team, "
    "and only the first parent, owner and department is read"
)
SCOPES = {"organisation": "Company", "ceo": "Department", "team": "Department", "skills": "Individual"}
LEVELS = {"company": "organisation", "department": "team", "individual": "skills"}
OBJECTIVE, KEY_RESULT = "Objective", "Key Result"


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the rows as objectives and key results.

    Where the goal type names neither, a row with a target above which no row lies is a key result.
    """
    raw = RawGoals()
    above = {parent for row in rows for parent in _several(row.text("Parent Row IDs"))}
    for row in rows:
        parent, *others = [*_several(row.text("Parent Row IDs")), *_several(row.text("Parent Goal IDs"))] or [""]
        if others and len(set(others)) > 1:
            raw.problems.append(
                (row.number, f"{len(others) + 1} parents; only {parent} is kept", "an objective has one parent")
            )
        common: dict[str, Cell] = {
            ROW: row.number,
            "id": row["Row ID"] or row["Goal ID"],
            "owner": _first(row.text("Owner Emails")),
        }
        raw.cycles.append(row.text("Goal Cycle"))
        if _is_key_result(row, above):
            measure = {"start": row["Starting Value"], "target": row["Target Value"], "current": row["Current Value"]}
            dates = {"start_date": row["Start Date"], "due_date": row["End Date"]}
            raw.key_results.append(
                {**common, "objective_id": parent or None, "key_result": row["Goal Title"], **measure, **dates}
            )
        else:
            level = LEVELS.get(row.text("Scope").lower(), "team" if parent else "organisation")
            team = _first(row.text("Departments"))
            raw.objectives.append(
                {**common, "parent_id": parent or None, "objective": row["Goal Title"], "level": level, "team": team}
            )
            raw.dates.append(row["Start Date"])
    return raw


def _is_key_result(row: GoalRow, above: set[str]) -> bool:
    kind = row.text("Goal Type").lower()
    if kind in ("objective", "key result", "kr"):
        return kind != "objective"
    return row["Target Value"] is not None and row.text("Row ID") not in above and bool(row.text("Parent Row IDs"))


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()]


def _first(text: str) -> Cell:
    return next(iter(_several(text)), None)


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return objectives and key results as rows."""
    start, end = goals.period or (None, None)
    rows = [
        _row(goals, each, OBJECTIVE, each["parent_id"], each["objective"], (start, end)) for each in goals.objectives
    ]
    rows += [
        _row(goals, each, KEY_RESULT, each["objective_id"], each["key_result"], (each["start_date"], each["due_date"]))
        for each in goals.key_results
    ]
    return [GoalSheet("Goals", HEADINGS, rows)]


def _row(goals: GoalSet, each: Values, kind: str, parent: Cell, title: Cell, dates: tuple[Cell, Cell]) -> list[Cell]:
    scope = SCOPES.get(str(each.get("level")), "")
    measure = [each.get(name) for name in ("start", "target", "current")]
    head: list[Cell] = [
        each["id"],
        parent,
        "",
        "",
        "",
        title,
        goals.email(each["owner"]),
        goals.cycle,
        kind,
        scope,
        each.get("team"),
    ]
    return [*head, day(dates[0]), day(dates[1]), "", *measure, "", "", ""]


PEOPLEBOX = GoalSystem(
    "peoplebox", "Peoplebox", (frozenset({"row id", "parent row ids", "goal title", "goal type"}),), read, write, LOST
)
