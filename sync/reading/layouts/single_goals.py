"""A list of goals, each with figures of its own: the goal is the objective, and its one key result."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ...sources.base import Sheet
from .layout import INFERRED, Layout, cell_at, key_result_fields, rearranged, text_at, with_cell

GOAL_HEADINGS = frozenset(
    {
        "objective", "goal", "personal objective", "personal goal", "individual objective", "individual goal", "okr",
        "objective description", "goal description", "ziel", "persönliches ziel", "objetivo", "objetivo personal", "objectif",
    }
)  # fmt: skip
PERSON_HEADINGS = frozenset({"team member", "employee", "person", "member", "mitarbeiter", "empleado", "who"})


def single_goals(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a list of goals with a target and a current value as key results, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        fields = key_result_fields(row, index)
        goals = [at for at in range(len(row)) if normalise_heading(text_at(row, at)) in GOAL_HEADINGS]
        if len(goals) != 1 or "key_result" in fields or not {"target", "current"} <= set(fields):
            continue
        if _has_other_words(sheet, header, goals[0], fields):
            continue
        behind = max(len(cells) for cells in sheet.rows)
        headings = with_cell(with_cell(row, goals[0], "Key result"), behind, "Objective")
        for at in range(len(row)):
            if "owner" not in fields and normalise_heading(text_at(row, at)) in PERSON_HEADINGS:
                headings[at] = "Owner"
        rows = {
            number: with_cell(cells, behind, text_at(cells, goals[0]) or None)
            for number, cells in enumerate(sheet.rows)
            if number > header
        }
        where = Location(workbook, sheet.title, f"{column_letter(goals[0])}{header + 1}")
        what = "each goal has figures of its own: it is read as an objective with one key result of the same words"
        hint = "nothing is to be done, unless some of them are key results of others"
        return Layout(
            [rearranged(sheet, {**rows, header: headings}, {behind: goals[0]})],
            [Decision(where, "each row is a goal and its measure", "there is no column for key results")],
            [Problem(where, what, hint, note=True)],
            INFERRED,
        )
    return None


def _has_other_words(sheet: Sheet, header: int, goal: int, fields: Mapping[str, int]) -> bool:
    """Whether the goals come again or are left blank beside words of another column: these are the key results then."""
    rows = [row for row in sheet.rows[header + 1 :] if cell_at(row, fields["target"]) not in (None, "")]
    goals = [text_at(row, goal) for row in rows]
    if len(set(goals)) == len(goals) and "" not in goals:
        return False
    taken = {goal, *fields.values()}
    others = [at for at in range(len(sheet.rows[header])) if at not in taken and text_at(sheet.rows[header], at)]
    return any(len({text_at(row, at) for row in rows} - {""}) == len(rows) for at in others)
