"""What a push would change in a spreadsheet: from what stands there to what should, cell by cell. Pure.

Each sheet of ours carries, in a hidden column, what okrsheets wrote last into every cell of the row. A cell that
says something else now was changed by a person: it is a conflict, and is not written over. Since a row and what is
remembered of it are written together, a push that breaks off leaves nothing that the next one cannot tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..core.cells import date_of
from ..core.errors import Place, Problem, PushError, column_letter
from ..core.grid import Grid
from .pushed_cells import Entered, digest, entered, recall, remember, said

MEMORY = "Written by okrsheets"  # the heading of the hidden column
HEADINGS_WITHIN = 20  # rows from the top in which the headings are looked for
OVERWRITE = "take it over into the team's workbook, or push with --overwrite"
UNKNOWN = "??????"  # remembered of a cell that okrsheets did not write


@dataclass(frozen=True)
class SheetState:
    """A sheet as it was read; `ours` is the title of the table of ours that it holds."""

    id: int
    title: str
    ours: str = ""
    height: int = 0
    width: int = 0
    rows: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Change:
    """One cell, before and after; rows count from 1, columns from 0."""

    sheet: str
    row: int
    column: int
    heading: str
    record: str
    old: Any
    new: Entered
    is_day: bool = False

    @property
    def cell(self) -> str:
        """Its address."""
        return f"{column_letter(self.column)}{self.row}"

    def __str__(self) -> str:
        of = f" of {self.record}" if self.record else ""
        return f"{self.sheet}!{self.cell} {self.heading}{of}: {self._shown(self.old)} → {self._shown(self.new)}"

    def _shown(self, value: Any) -> str:
        if value in (None, ""):
            return "nothing"
        if isinstance(value, float) and self.is_day:
            return str(date_of(int(value)))
        return f"{value:.12g}" if isinstance(value, float) else repr(value)


@dataclass(frozen=True)
class Spot:
    """Where a table stands on its sheet: the row of its headings, and the column of each, the memory's last."""

    heading_row: int
    columns: Sequence[int]


@dataclass
class TablePlan:
    """What is to be done for one table; `writes` are the cells by row, with what is remembered of them."""

    grid: Grid
    sheet: SheetState
    spot: Spot
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    writes: dict[int, dict[int, Entered]] = field(default_factory=dict)
    conflicts: list[Problem] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows the sheet must have."""
        return max((self.spot.heading_row + 1, *self.writes))


@dataclass(frozen=True)
class Plan:
    """Everything that a push would do."""

    tables: Sequence[TablePlan]

    @property
    def changes(self) -> list[Change]:
        """Every cell that changes."""
        return [change for table in self.tables for change in table.changes]

    @property
    def conflicts(self) -> list[Problem]:
        """What was changed by people, and stays."""
        return [problem for table in self.tables for problem in table.conflicts]


def plan(spreadsheet: str, before: Sequence[SheetState], grids: Sequence[Grid], overwrite: bool = False) -> Plan:
    """Return what would make a spreadsheet say what the grids say.

    `overwrite` writes over what people changed. `PushError` when a title that is needed is somebody else's.
    """
    made = []
    for grid in grids:
        sheet = _sheet_of(spreadsheet, before, grid)
        if sheet is None and not grid.rows:
            continue
        made.append(_plan_table(spreadsheet, sheet, grid, overwrite))
    return Plan(made)


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


def spot_of(grid: Grid, rows: Sequence[Sequence[Any]]) -> Spot | str:
    """Return where a table stands, wherever people moved its columns; a heading that is not there once, if any."""
    wanted = headings(grid)
    best: tuple[int, int, Sequence[Any]] = (-1, 0, ())
    for number, row in enumerate(rows[:HEADINGS_WITHIN], start=1):
        found = len(set(wanted) & {cell for cell in row if isinstance(cell, str)})
        best = max(best, (found, -number, row), key=lambda each: each[:2])
    row = list(best[2])
    for heading in wanted:
        if row.count(heading) != 1:
            return heading
    return Spot(-best[1], [row.index(heading) for heading in wanted])


def _plan_table(spreadsheet: str, sheet: SheetState | None, grid: Grid, overwrite: bool) -> TablePlan:
    if sheet is None:
        width = len(grid.columns) + 1
        fresh = SheetState(0, grid.title, grid.title, 0, width, [headings(grid)])
        made = TablePlan(grid, fresh, Spot(1, range(width)), is_new=True)
    else:
        spot = spot_of(grid, sheet.rows)
        if isinstance(spot, str):
            what = f"the heading {spot!r} of the table {grid.title!r} is not there, or there twice; nothing was written"
            hint = "put it back; or delete the sheet, and push again: it will be made anew"
            return TablePlan(grid, sheet, Spot(1, ()), conflicts=[Problem(Place(spreadsheet, sheet.title), what, hint)])
        made = TablePlan(grid, sheet, spot)
    _fill(_Table(spreadsheet, made, overwrite))
    return made


@dataclass(frozen=True)
class _Row:
    """A row of the sheet: its cells under our headings, what is remembered of them, and whether more stands beside."""

    number: int
    cells: Sequence[Any]
    memory: Sequence[str]
    beside: bool

    @property
    def is_blank(self) -> bool:
        return not self.memory and not self.beside and all(said(cell) == "" for cell in self.cells)

    def is_ours(self, at: int) -> bool:
        """Whether a cell still says what was written."""
        return bool(self.memory) and digest(said(self.cells[at])) == self.memory[at]


class _Table:
    """One table while it is planned."""

    def __init__(self, spreadsheet: str, plan: TablePlan, overwrite: bool) -> None:
        self.spreadsheet, self.plan, self.overwrite = spreadsheet, plan, overwrite
        self.width = len(plan.grid.columns)
        top, own = plan.spot.heading_row, set(plan.spot.columns)
        self.rows = {
            number: self._row(number, row, own) for number, row in enumerate(plan.sheet.rows[top:], start=top + 1)
        }

    def _row(self, number: int, row: Sequence[Any], own: set[int]) -> _Row:
        at = [row[column] if column < len(row) else "" for column in self.plan.spot.columns]
        beside = any(said(cell) for column, cell in enumerate(row) if column not in own)
        return _Row(number, at[:-1], recall(at[-1], self.width), beside)

    def row(self, number: int) -> _Row:
        """Return a row, also one beyond the last that holds anything."""
        return self.rows.get(number) or _Row(number, [""] * self.width, (), False)

    def is_untouched(self) -> bool:
        """Whether every row is as we left it, and nobody wrote beside the table."""
        return all(row.is_blank or self._as_we_left_it(row) for row in self.rows.values())

    def _as_we_left_it(self, row: _Row) -> bool:
        if row.beside or not row.memory:
            return False
        return self.overwrite or all(row.is_ours(at) for at in range(self.width))

    def record(self, values: Sequence[Any]) -> str:
        """What a row is called in messages."""
        words = [values[at] for at in self.plan.grid.key]
        return " · ".join(f"{word:.12g}" if isinstance(word, float) else str(word) for word in words if word != "")

    def place(self, change: Change) -> Place:
        return Place(self.spreadsheet, change.sheet, change.cell)


def _fill(table: _Table) -> None:
    """Plan every row. As long as nobody touched the sheet, rows stand in our order; else each stays where it is."""
    wanted = [[entered(value) for value in row] for row in table.plan.grid.rows]
    first = table.plan.spot.heading_row + 1
    if table.is_untouched():
        targets: dict[int, Sequence[Entered]] = dict(enumerate(wanted, start=first))
    else:
        targets = _in_place(table, wanted, first)
    for number in sorted({*targets, *(row.number for row in table.rows.values() if row.memory)}):
        _plan_row(table, table.row(number), targets.get(number))


def _in_place(table: _Table, wanted: Sequence[Sequence[Entered]], first: int) -> dict[int, Sequence[Entered]]:
    """Each record in the row that it has, new ones in rows that are free."""
    there = {key: row.number for key, row in _keyed(table, table.rows.values())}
    free = (number for number in range(first, first + len(table.rows) + len(wanted) + 1) if table.row(number).is_blank)
    seen: Counter[str] = Counter()
    targets: dict[int, Sequence[Entered]] = {}
    for values in wanted:
        key = _key([digest(said(values[at])) for at in table.plan.grid.key], seen)
        number = there.get(key)
        targets[next(free) if number is None else number] = values
    return targets


def _keyed(table: _Table, rows: Any) -> Iterator[tuple[str, _Row]]:
    """Rows by what tells them from each other: as it was written, whatever a person made of it since."""
    seen: Counter[str] = Counter()
    for row in rows:
        if not row.is_blank:
            parts = [row.memory[at] if row.memory else digest(said(row.cells[at])) for at in table.plan.grid.key]
            yield _key(parts, seen), row


def _key(parts: Sequence[str], seen: Counter[str]) -> str:
    """Rows that cannot be told apart are counted."""
    joined = "".join(parts)
    seen[joined] += 1
    return f"{joined}#{seen[joined]}"


def _plan_row(table: _Table, row: _Row, values: Sequence[Entered] | None) -> None:
    """Plan the cells of a row; without `values` its record is gone, and they are cleared."""
    target: Sequence[Entered] = [""] * table.width if values is None else values
    memory = list(row.memory or [UNKNOWN] * table.width)
    record = table.record(target if values is not None else row.cells)
    # a new row is written whole, so that new rows are one rectangle
    writes: dict[int, Entered] = dict.fromkeys(table.plan.spot.columns[:-1], "") if row.is_blank else {}
    for at, (old, new) in enumerate(zip(row.cells, target)):
        if said(old) == said(new):
            memory[at] = digest(said(new))
            continue
        change = _change(table, row.number, at, record, old, new)
        if table.overwrite or row.is_ours(at) or (said(old) == "" and not row.memory):
            memory[at] = digest(said(new))
            writes[change.column] = new
            table.plan.changes.append(change)
        else:
            table.plan.conflicts.append(_conflict(table, change, values is None))
    _remember(table, row, writes, "".join(memory), gone=values is None)


def _change(table: _Table, number: int, at: int, record: str, old: Any, new: Entered) -> Change:
    heading, plan = table.plan.grid.columns[at], table.plan
    where = plan.sheet.title, number, plan.spot.columns[at]
    return Change(*where, heading.heading, record, old, new, heading.shape == "date")


def _remember(table: _Table, row: _Row, writes: dict[int, Entered], memory: str, gone: bool) -> None:
    """Write what is remembered of a row with its cells; nothing is remembered of a row that is clear again."""
    if memory == "".join([UNKNOWN] * table.width) or (gone and memory == remember([""] * table.width)):
        memory = ""
    if memory != "".join(row.memory):
        writes[table.plan.spot.columns[-1]] = memory
    if writes:
        table.plan.writes[row.number] = writes


def _conflict(table: _Table, change: Change, gone: bool) -> Problem:
    should = "the row is gone from the workbooks" if gone else f"okrsheets would write {change._shown(change.new)}"
    of = f" of {change.record}" if change.record else ""
    what = f"{change.heading}{of} was changed in the spreadsheet to {change._shown(change.old)}; {should}"
    return Problem(table.place(change), what, OVERWRITE)


def blocks(writes: Mapping[int, Mapping[int, Entered]]) -> Iterator[tuple[int, int, list[list[Entered]]]]:
    """Return cells as rectangles: the first row and column of each, and its rows.

    >>> list(blocks({5: {0: "a", 1: "b", 3: "d"}, 6: {0: "e", 1: "f"}}))
    [(5, 0, [['a', 'b'], ['e', 'f']]), (5, 3, [['d']])]
    """
    open_blocks: dict[tuple[int, int], tuple[int, list[list[Entered]]]] = {}
    before = 0
    for number in sorted(writes):
        runs = _runs(writes[number])
        going = {}
        for (left, right), values in runs.items():
            kept = open_blocks.pop((left, right), None) if number == before + 1 else None
            top, rows = kept or (number, [])
            going[left, right] = (top, [*rows, values] if not rows else _appended(rows, values))
        yield from ((top, left, rows) for (left, _), (top, rows) in open_blocks.items())
        open_blocks, before = going, number
    yield from ((top, left, rows) for (left, _), (top, rows) in open_blocks.items())


def _appended(rows: list[list[Entered]], values: list[Entered]) -> list[list[Entered]]:
    rows.append(values)
    return rows


def _runs(cells: Mapping[int, Entered]) -> dict[tuple[int, int], list[Entered]]:
    """Neighbouring cells of a row, by their first and last column."""
    found: dict[tuple[int, int], list[Entered]] = {}
    run: list[int] = []
    for column in [*sorted(cells), -1]:
        if run and column != run[-1] + 1:
            found[run[0], run[-1]] = [cells[each] for each in run]
            run = []
        run.append(column)
    return found
