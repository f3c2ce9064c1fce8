"""Viva Goals, which was Ally: a row for each objective, with the rows above it."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell, date_of
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals

HEADINGS = ("Row ID", "Title", "Parent", "Entity", "Owner Email", "Time Period", "Start Date")
INDIVIDUAL = "Individual"
LOST = (
    "key results (the columns of their measures have not been seen), e-mail addresses of unknown owners, commitment, weight, whether an "
    "objective contributes, and lifecycle; the level returns as organisation for what has no parent, skills for individuals, else team"
)


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the objectives of a file."""
    raw = RawGoals()
    for row in rows:
        first, *others = [line.strip() for line in row.text("Parent").splitlines() if line.strip()] or [""]
        if others:
            raw.problems.append(
                (row.number, f"{len(others) + 1} parents; only {first} is kept", "an objective has one parent")
            )
        entity = row.text("Entity")
        level = "skills" if entity == INDIVIDUAL else "team" if first else "organisation"
        raw.objectives.append(
            {
                ROW: row.number,
                "id": row["Row ID"],
                "objective": row["Title"],
                "parent_id": first or None,
                "team": None if entity == INDIVIDUAL else entity,
                "owner": row["Owner Email"],
                "level": level,
            }
        )
        raw.cycles.append(row.text("Time Period"))
        raw.dates.append(row["Start Date"])
    return raw


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return the objectives as rows."""
    start = str(date_of(goals.period[0])) if goals.period else ""
    rows: list[list[Cell]] = [
        [
            each["id"],
            each["objective"],
            each["parent_id"],
            _entity(each["level"], each["team"]),
            goals.email(each["owner"]),
            goals.cycle,
            start,
        ]
        for each in goals.objectives
    ]
    return [GoalSheet("Goals", HEADINGS, rows)]


def _entity(level: Cell, team: Cell) -> Cell:
    return INDIVIDUAL if level == "skills" else team


VIVA = GoalSystem("viva", "Viva Goals", (frozenset({"row id", "title", "parent", "entity"}),), read, write, LOST)
