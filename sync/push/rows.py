"""The rows of one table: which record goes into which, which cells differ, and which are a person's by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.errors import Location, Problem
from .cells import Entered, comparable, digest, entered, recall, remember
from .plan import PushedChange, TablePlan

OVERWRITE = "copy the change into the team's workbook, or push with --overwrite"
UNKNOWN = "??????"  # remembered of a cell that okrsheets did not write


def fill(spreadsheet: str, plan: TablePlan, overwrite: bool) -> None:
    """Plan every row of a table into `plan`.

    As long as nobody touched the sheet, rows stand in our order; else each stays where it is.
    """
    table = _Table(spreadsheet, plan, overwrite)
    wanted = [[entered(value) for value in row] for row in plan.grid.rows]
    first = plan.position.heading_row + 1
    if table.is_untouched():
        targets: dict[int, Sequence[Entered]] = dict(enumerate(wanted, start=first))
    else:
        targets = _in_place(table, wanted, first)
    for number in sorted({*targets, *(row.number for row in table.rows.values() if row.memory)}):
        _plan_row(table, table.row(number), targets.get(number))


@dataclass(frozen=True)
class _Row:
    """A row of the sheet: its cells under our headings, what is remembered of them, and whether more stands beside."""

    number: int
    cells: Sequence[Any]
    memory: Sequence[str]
    beside: bool

    @property
    def is_blank(self) -> bool:
        return not self.memory and not self.beside and all(comparable(cell) == "" for cell in self.cells)

    def is_ours(self, at: int) -> bool:
        """Whether a cell still says what was written."""
        return bool(self.memory) and digest(comparable(self.cells[at])) == self.memory[at]


class _Table:
    """One table while it is planned."""

    def __init__(self, spreadsheet: str, plan: TablePlan, overwrite: bool) -> None:
        self.spreadsheet, self.plan, self.overwrite = spreadsheet, plan, overwrite
        self.width = len(plan.grid.columns)
        top, own = plan.position.heading_row, set(plan.position.columns)
        self.rows = {
            number: self._row(number, row, own) for number, row in enumerate(plan.sheet.rows[top:], start=top + 1)
        }

    def _row(self, number: int, row: Sequence[Any], own: set[int]) -> _Row:
        at = [row[column] if column < len(row) else "" for column in self.plan.position.columns]
        beside = any(comparable(cell) for column, cell in enumerate(row) if column not in own)
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
        parts = [values[at] for at in self.plan.grid.key]
        return " · ".join(f"{word:.12g}" if isinstance(word, float) else str(word) for word in parts if word != "")

    def location(self, change: PushedChange) -> Location:
        return Location(self.spreadsheet, change.sheet, change.cell)


def _in_place(table: _Table, wanted: Sequence[Sequence[Entered]], first: int) -> dict[int, Sequence[Entered]]:
    """Each record in the row that it has, new ones in rows that are free."""
    there = {key: row.number for key, row in _keyed(table, table.rows.values())}
    free = (number for number in range(first, first + len(table.rows) + len(wanted) + 1) if table.row(number).is_blank)
    seen: Counter[str] = Counter()
    targets: dict[int, Sequence[Entered]] = {}
    for values in wanted:
        key = _key([digest(comparable(values[at])) for at in table.plan.grid.key], seen)
        number = there.get(key)
        targets[next(free) if number is None else number] = values
    return targets


def _keyed(table: _Table, rows: Iterable[_Row]) -> Iterator[tuple[str, _Row]]:
    """Yield each row with its key as it was written, whatever a person changed in it since."""
    seen: Counter[str] = Counter()
    for row in rows:
        if not row.is_blank:
            digests = [
                row.memory[at] if row.memory else digest(comparable(row.cells[at])) for at in table.plan.grid.key
            ]
            yield _key(digests, seen), row


def _key(digests: Sequence[str], seen: Counter[str]) -> str:
    """Return the key of a row; rows with the same key are numbered."""
    joined = "".join(digests)
    seen[joined] += 1
    return f"{joined}#{seen[joined]}"


def _plan_row(table: _Table, row: _Row, values: Sequence[Entered] | None) -> None:
    """Plan the cells of a row; without `values` its record is gone, and they are cleared."""
    target: Sequence[Entered] = [""] * table.width if values is None else values
    memory = list(row.memory or [UNKNOWN] * table.width)
    record = table.record(target if values is not None else row.cells)
    # a new row is written whole, so that new rows are one rectangle
    writes: dict[int, Entered] = dict.fromkeys(table.plan.position.columns[:-1], "") if row.is_blank else {}
    for at, (old, new) in enumerate(zip(row.cells, target)):
        if comparable(old) == comparable(new):
            memory[at] = digest(comparable(new))
            continue
        change = _change(table, row.number, at, record, old, new)
        if table.overwrite or row.is_ours(at) or (comparable(old) == "" and not row.memory):
            memory[at] = digest(comparable(new))
            writes[change.column] = new
            table.plan.changes.append(change)
        else:
            table.plan.conflicts.append(_conflict(table, change, values is None))
    _remember(table, row, writes, "".join(memory), gone=values is None)


def _change(table: _Table, number: int, at: int, record: str, old: Any, new: Entered) -> PushedChange:
    heading, plan = table.plan.grid.columns[at], table.plan
    where = plan.sheet.title, number, plan.position.columns[at]
    return PushedChange(*where, heading.heading, record, old, new, heading.shape == "date")


def _remember(table: _Table, row: _Row, writes: dict[int, Entered], memory: str, gone: bool) -> None:
    """Write what is remembered of a row with its cells; nothing is remembered of a row that is clear again."""
    if memory == "".join([UNKNOWN] * table.width) or (gone and memory == remember([""] * table.width)):
        memory = ""
    if memory != "".join(row.memory):
        writes[table.plan.position.columns[-1]] = memory
    if writes:
        table.plan.writes[row.number] = writes


def _conflict(table: _Table, change: PushedChange, gone: bool) -> Problem:
    instead = "the row is no longer in the workbooks" if gone else f"okrsheets would write {change.shown(change.new)}"
    suffix = f" of {change.record}" if change.record else ""
    what = f"{change.heading}{suffix} was changed in the spreadsheet to {change.shown(change.old)}; {instead}"
    return Problem(table.location(change), what, OVERWRITE)
