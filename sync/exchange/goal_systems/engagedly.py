"""Engagedly: a row for each goal."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals
from .betterworks import day

HEADINGS = (
    "Goal", "Notes", "Goal Identifier", "Start Date", "End Date", "Notification Frequency", "Check-In Type", "Status", "Assigner",
    "Assigner Email ID", "Owner Email ID",
)  # fmt: skip
LOST = "key results (their columns have not been seen), parents, levels, teams, weights and lifecycle"


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the goals of a file as objectives."""
    raw = RawGoals()
    for row in rows:
        raw.objectives.append(
            {
                ROW: row.number,
                "id": row["Goal Identifier"],
                "objective": row["Goal"],
                "owner": row["Owner Email ID"],
                "level": "team",
            }
        )
        raw.dates.append(row["Start Date"])
    return raw


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return the objectives as rows."""
    start, end = goals.period or (None, None)
    rows: list[list[Cell]] = [
        [
            each["objective"],
            "",
            each["id"],
            day(start),
            day(end),
            "",
            "Percentage",
            "",
            "",
            "",
            goals.email(each["owner"]),
        ]
        for each in goals.objectives
    ]
    return [GoalSheet("Goals", HEADINGS, rows)]


ENGAGEDLY = GoalSystem(
    "engagedly", "Engagedly", (frozenset({"goal", "goal identifier", "owner email id"}),), read, write, LOST
)
