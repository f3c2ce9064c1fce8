"""Betterworks: a row for each goal, with its milestones below it."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell, Day, date_of
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, Values, place

HEADINGS = ("name", "type", "progress", "start_date", "end_date", "owner_email", "categories", "description")
LOST = "IDs, parents, levels, teams, weights and lifecycle; of key results the measures: start, target and current value return as progress in percent"


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return goals as objectives and milestones as key results; a goal without milestones is measured by its own progress."""
    raw = RawGoals()
    goal: GoalRow | None = None
    milestones = 0
    for row in rows:
        kind = row.text("type").lower()
        if kind == "milestone" and goal is None:
            raw.problems.append((row.number, "a milestone without a goal above it; not read", "put it below its goal"))
        elif kind == "milestone":
            _add(raw, row)
            milestones += 1
        elif kind in ("goal", ""):
            _measure_by_itself(raw, goal, milestones)
            raw.objectives.append(
                {ROW: row.number, "objective": row["name"], "owner": row["owner_email"], "level": "team"}
            )
            goal, milestones = row, 0
            raw.dates.append(row["start_date"])
        else:
            raw.problems.append(
                (row.number, f"the type {kind!r} is neither goal nor milestone; not read", "correct the type")
            )
    _measure_by_itself(raw, goal, milestones)
    return raw


def _measure_by_itself(raw: RawGoals, goal: GoalRow | None, milestones: int) -> None:
    if goal is not None and not milestones and goal["progress"] is not None:
        _add(raw, goal)


def _add(raw: RawGoals, row: GoalRow) -> None:
    dates = {"start_date": row["start_date"], "due_date": row["end_date"]}
    objective = place(len(raw.objectives) - 1)
    raw.percent(None, objective, row["name"], row["progress"], owner=row["owner_email"], **dates, **{ROW: row.number})


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return each objective with its key results below it."""
    rows: list[list[Cell]] = []
    for objective in goals.objectives:
        start, end = goals.period or (None, None)
        key_results = goals.of(objective)
        score = percent(objective["score"]) if key_results else None
        rows.append(
            [objective["objective"], "goal", score, day(start), day(end), goals.email(objective["owner"]), "", ""]
        )
        rows += [_milestone(goals, each) for each in key_results]
    return [GoalSheet("Goals", HEADINGS, rows)]


def _milestone(goals: GoalSet, each: Values) -> list[Cell]:
    dates = [day(each["start_date"]), day(each["due_date"])]
    return [each["key_result"], "milestone", percent(each["progress"]), *dates, goals.email(each["owner"]), "", ""]


def percent(share: Cell) -> Cell:
    """Return a share as a number from 0 to 100."""
    return round(share * 100, 10) if isinstance(share, (int, float)) else None


def day(day: Cell | Day) -> Cell:
    """Return a day in the form 2026-03-31."""
    return str(date_of(day)) if isinstance(day, int) else None


BETTERWORKS = GoalSystem(
    "betterworks",
    "Betterworks",
    (frozenset({"name", "type", "progress", "end date", "owner email"}),),
    read,
    write,
    LOST,
)
