"""What a push knows and decides: sheets as they were read, cells before and after, and the plan of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.cells import FIRST_DAY, LAST_DAY, date_of
from ...core.errors import Problem, column_letter
from ...core.grid import Grid
from .cells import Entered


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
class PushedChange:
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
        suffix = f" of {self.record}" if self.record else ""
        return f"{self.sheet}!{self.cell} {self.heading}{suffix}: {self.shown(self.old)} → {self.shown(self.new)}"

    def shown(self, value: Any) -> str:
        """Return a value of this cell in words."""
        if value in (None, ""):
            return "nothing"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return repr(str(value))
        if self.is_day and FIRST_DAY <= value <= LAST_DAY:
            return str(date_of(int(value)))
        return f"{value:.12g}"


@dataclass(frozen=True)
class TablePosition:
    """The position of a table on its sheet: the row of its headings, and the column of each, the memory's last."""

    heading_row: int
    columns: Sequence[int]


@dataclass
class TablePlan:
    """What is to be done for one table; `writes` are the cells by row, with what is remembered of them."""

    grid: Grid
    sheet: SheetState
    position: TablePosition
    is_new: bool = False
    changes: list[PushedChange] = field(default_factory=list)
    writes: dict[int, dict[int, Entered]] = field(default_factory=dict)
    conflicts: list[Problem] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows the sheet must have."""
        return max((self.position.heading_row + 1, *self.writes))


@dataclass(frozen=True)
class PushPlan:
    """Everything that a push would do."""

    tables: Sequence[TablePlan]

    @property
    def changes(self) -> list[PushedChange]:
        """Every cell that changes."""
        return [change for table in self.tables for change in table.changes]

    @property
    def conflicts(self) -> list[Problem]:
        """The cells that people have changed, which stay as they are."""
        return [problem for table in self.tables for problem in table.conflicts]
