"""PeopleCues: a row for each metric, with its objective beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ....core.names import fold_name
from ..goals import ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, place
from .betterworks import day

HEADINGS = (
    "Objective Title", "Owner_Email_ID", "Start_Date", "Due_Date", "Description", "Metric_Name", "Metric_Type", "Metric_Start_Value",
    "Metric_Target_Value",
)  # fmt: skip
LOST = (
    "IDs, parents, levels, teams, current values, kinds, weights and lifecycle; the owner of a key result is its objective's, of units only % returns, and "
    "objectives of one title are one"
)
PERCENTAGE, NUMBER = "Percentage", "Number"


def read(rows: Sequence[GoalRow]) -> RawGoals:
    """Return the objectives of a file, each title once, with its metrics as key results."""
    raw = RawGoals()
    places: dict[str, int] = {}
    for row in rows:
        title = fold_name(row.text("Objective Title"))
        if title and title not in places:
            places[title] = len(raw.objectives)
            raw.objectives.append(
                {ROW: row.number, "objective": row["Objective Title"], "owner": row["Owner_Email_ID"], "level": "team"}
            )
        raw.dates.append(row["Start_Date"])
        if row["Metric_Name"] is None:
            continue
        if not places:
            raw.problems.append(
                (row.number, "a metric without an objective; not read", "enter the title of the objective")
            )
            continue
        at = places[title] if title else len(raw.objectives) - 1
        raw.key_results.append(
            {
                ROW: row.number,
                "objective_id": place(at),
                "key_result": row["Metric_Name"],
                "unit": "%" if row.text("Metric_Type") == PERCENTAGE else None,
                "start": row["Metric_Start_Value"],
                "target": row["Metric_Target_Value"],
                "start_date": row["Start_Date"],
                "due_date": row["Due_Date"],
            }
        )
    return raw


def write(goals: GoalSet) -> list[GoalSheet]:
    """Return a row for each key result, and one for an objective without."""
    rows: list[list[Cell]] = []
    for objective in goals.objectives:
        start, end = goals.period or (None, None)
        head: list[Cell] = [objective["objective"], goals.email(objective["owner"])]
        key_results = goals.of(objective)
        if not key_results:
            rows.append([*head, day(start), day(end), "", None, None, None, None])
        for each in key_results:
            kind = PERCENTAGE if each["unit"] == "%" else NUMBER
            dates = [day(each["start_date"]), day(each["due_date"])]
            rows.append([*head, *dates, "", each["key_result"], kind, each["start"], each["target"]])
    return [GoalSheet("Goals", HEADINGS, rows)]


PEOPLECUES = GoalSystem(
    "peoplecues", "PeopleCues", (frozenset({"objective title", "owner email id", "metric name"}),), read, write, LOST
)
