"""Culture Amp: a row for each goal, with its key results in numbered columns."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ....core.columns import Column
from ....core.values.typed_values import read_column
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, place
from .betterworks import day

HEADINGS = (
    "email",
    "name",
    "description",
    "visibility",
    "individual_emails",
    "due_at",
    "created_at",
    "priority",
    "status",
    "completion",
)
LOST = (
    "IDs, parents, levels, teams, weights and abandoned goals; of key results the owner, the start date and the measures: start, target and current "
    "value return as progress in percent, and all key results of a goal have its due date"
)
STATUSES = {"created", "ongoing", "blocked", "accomplished"}
_COMPLETION = Column("completion", "number", "")


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the goals of a file; a goal without key results is measured by its own completion."""
    raw = RawGoals()
    for row in rows:
        raw.objectives.append({ROW: row.number, "objective": row["name"], "owner": row["email"], "level": "team"})
        raw.dates.append(row["due_at"] or row["created_at"])
        status = row.text("status").lower()
        if status and status not in STATUSES:
            raw.problems.append(
                (
                    row.number,
                    f"the status {status!r} is not known; it is not read",
                    f"use one of: {', '.join(sorted(STATUSES))}",
                )
            )
        titles = [(row[f"key_result_{n}_title"], row[f"key_result_{n}_completion"]) for n in _numbers(row)]
        results: list[tuple[Cell, Cell]] = [(title, completion) for title, completion in titles if title is not None]
        if not results and row["completion"] is not None:
            results = [(row["name"], row["completion"])]
        for title, completion in results:
            values, faults = read_column(_COMPLETION, [completion])
            raw.problems += [(row.number, what, hint) for _, what, hint in faults]
            share = values[0]
            raw.percent(
                None,
                place(len(raw.objectives) - 1),
                title,
                None if share is None else share * 100,
                due_date=row["due_at"],
                **{ROW: row.number},
            )
    return raw


def _numbers(row: GoalRow) -> list[int]:
    """The numbers of the columns of key results, in order."""
    words = [heading.split() for heading in row.headings]
    return sorted(
        int(each[2])
        for each in words
        if len(each) == 4 and each[:2] == ["key", "result"] and each[2].isdigit() and each[3] == "title"
    )


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return the objectives that are not abandoned, each with its key results beside it."""
    kept = [each for each in goals.objectives if each["status"] != "abandoned"]
    most = max((len(goals.of(each)) for each in kept), default=0)
    numbered = [f"key_result_{n}_{part}" for n in range(1, most + 1) for part in ("title", "completion")]
    rows: list[list[Cell]] = []
    for objective in kept:
        key_results = goals.of(objective)
        end = goals.period[1] if goals.period else None
        days = [due for each in key_results if isinstance(due := each["due_date"], int)]
        score = objective["score"]
        status = "accomplished" if isinstance(score, float) and score >= 1 else "ongoing"
        completion = score if key_results else None
        row: list[Cell] = [
            goals.email(objective["owner"]),
            objective["objective"],
            "",
            "",
            "",
            day(max(days, default=end)),
            "",
            "",
            status,
            completion,
        ]
        rows.append([*row, *(cell for each in key_results for cell in (each["key_result"], each["progress"]))])
    return [GoalSheet("Goals", (*HEADINGS, *numbered), rows)]


CULTURE_AMP = GoalSystem(
    "culture-amp",
    "Culture Amp",
    (frozenset({"email", "name", "individual emails", "due at", "completion"}),),
    read,
    write,
    LOST,
)
