"""What a push would change in a spreadsheet, cell by cell. Pure.

Each sheet of ours carries, in a hidden column, what okrsheets wrote last into every cell of the row. A cell that
says something else now was changed by a person: it is a conflict, and is not written over. Since a row and what is
remembered of it are written together, a push that breaks off leaves nothing that the next one cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.errors import Location, Problem, PushError
from ...core.grid import Grid
from .plan import PushPlan, SheetState, TablePlan, TablePosition
from .rows import fill

MEMORY = "Written by okrsheets"  # the heading of the hidden column
HEADINGS_WITHIN = 20  # rows from the top in which the headings are looked for


def plan(spreadsheet: str, before: Sequence[SheetState], grids: Sequence[Grid], overwrite: bool = False) -> PushPlan:
    """Return what would make a spreadsheet say what the grids say.

    `overwrite` overwrites what people changed. `PushError` when a sheet that okrsheets did not write has a needed title.
    """
    table_plans = []
    for grid in grids:
        sheet = _sheet_of(spreadsheet, before, grid)
        if sheet is None and not grid.rows:
            continue
        table_plans.append(_plan_table(spreadsheet, sheet, grid, overwrite))
    return PushPlan(table_plans)


def _sheet_of(spreadsheet: str, before: Sequence[SheetState], grid: Grid) -> SheetState | None:
    ours = [sheet for sheet in before if sheet.ours == grid.title]
    if len(ours) > 1:  # somebody made a copy of the sheet
        ours = [sheet for sheet in ours if sheet.title == grid.title]
        if not ours:
            raise PushError(f"{spreadsheet} has the table {grid.title!r} on two sheets", "delete one of them")
    if ours:
        return ours[0]
    if any(sheet.title.lower() == grid.title.lower() for sheet in before):
        what = f"{spreadsheet} has a sheet {grid.title!r} that okrsheets did not write"
        raise PushError(what, "rename that sheet, or push into another spreadsheet")
    return None


def headings(grid: Grid) -> list[str]:
    """Return the headings of a table with that of its memory."""
    return [*(column.heading for column in grid.columns), MEMORY]


def position_of(grid: Grid, rows: Sequence[Sequence[Any]]) -> TablePosition | str:
    """Return the position of a table, wherever people moved its columns; or a heading that is not there exactly once."""
    wanted = headings(grid)
    best: tuple[int, int, Sequence[Any]] = (-1, 0, ())
    for number, row in enumerate(rows[:HEADINGS_WITHIN], start=1):
        hits = len(set(wanted) & {cell for cell in row if isinstance(cell, str)})
        best = max(best, (hits, -number, row), key=lambda candidate: candidate[:2])
    row = list(best[2])
    for heading in wanted:
        if row.count(heading) != 1:
            return heading
    return TablePosition(-best[1], [row.index(heading) for heading in wanted])


def _plan_table(spreadsheet: str, sheet: SheetState | None, grid: Grid, overwrite: bool) -> TablePlan:
    if sheet is None:
        width = len(grid.columns) + 1
        fresh = SheetState(0, grid.title, grid.title, 0, width, [headings(grid)])
        table_plan = TablePlan(grid, fresh, TablePosition(1, range(width)), is_new=True)
    else:
        position = position_of(grid, sheet.rows)
        if isinstance(position, str):
            what = f"the heading {position!r} of the table {grid.title!r} is missing or there twice; the table was not written"
            hint = "restore the heading, or delete the sheet and push again to recreate it"
            return TablePlan(
                grid, sheet, TablePosition(1, ()), conflicts=[Problem(Location(spreadsheet, sheet.title), what, hint)]
            )
        table_plan = TablePlan(grid, sheet, position)
    fill(spreadsheet, table_plan, overwrite)
    return table_plan
