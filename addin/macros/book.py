"""A workbook as the macros see it, whatever program has it open; and one in memory for tests.

Rows are counted from 1 as people do, columns from 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ...core.cells import Cell, Day, ErrorCell
from ...core.errors import column_letter

At = tuple[int, int]  # row and column
Kept = TypeVar("Kept")


class Formula(str):
    """A formula as the program writes it: =SUM(A1:A3), in braces when it is an array formula."""


@dataclass(frozen=True)
class Spot:
    """One cell of the workbook.

    >>> str(Spot("Key results", 14, 5))
    'Key results!F14'
    """

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address on its sheet."""
        return f"{column_letter(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class CellEdit:
    """What a cell holds before and after: a value, a formula, or None.

    `leads_to` makes its text a link; `look` is a name of `colours.COLOURS`, None leaves the colours as they are.
    """

    spot: Spot
    old: Cell
    new: Cell
    leads_to: Spot | None = None
    look: str | None = None


class Book(Protocol):
    """An open workbook."""

    @property
    def name(self) -> str:
        """The workbook's file name."""

    @property
    def today(self) -> Day:
        """The day of the calendar."""

    def sheets(self) -> list[str]:
        """The sheets in their order."""

    def cells(self, sheet: str) -> list[list[Cell]]:
        """Return the values of a sheet's cells, from A1 on; errors as `ErrorCell`."""

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula; an array formula stands at its first cell."""

    def spelled(self, formula: str) -> str:
        """Return a formula with commas, and our functions under their own names, as this program is given it."""

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed."""

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Write changes; text goes in as text unless it is a `Formula`."""

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a copy of a sheet at the end, with values in place of formulas."""

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet that a macro added."""

    def select(self, spot: Spot) -> None:
        """Select a cell and show it to the user."""

    def selected(self) -> Spot | None:
        """Return the cell that the person has selected, None when that is something else."""


def contents(book: Book, sheet: str) -> dict[At, Cell]:
    """Return what every cell of a sheet holds: its formula, or its value; empty ones are left out."""
    held: dict[At, Cell] = {
        (row, column): cell
        for row, cells in enumerate(book.cells(sheet), start=1)
        for column, cell in enumerate(cells)
        if cell is not None and cell != ""
    }
    return {**held, **book.formulas(sheet)}


NOT_KNOWN = ErrorCell("#NAME?")


class MemoryBook:
    """A workbook in memory; `answers` says what a formula comes to once it is entered.

    >>> book = MemoryBook({"Sheet": [["Id", 1.0]]}, today=46100)
    >>> book.cells("Sheet")
    [['Id', 1.0]]
    """

    def __init__(
        self,
        sheets: Mapping[str, Sequence[Sequence[Cell]]],
        today: Day,
        shown: Mapping[Spot, Cell] | None = None,
        answers: Mapping[str, Cell] | None = None,
        locked: Sequence[str] = (),
        name: str = "book",
    ) -> None:
        self.name, self.today = name, today
        self.answers, self.locked = dict(answers or {}), set(locked)
        self.held: dict[str, dict[At, Cell]] = {sheet: _held(rows) for sheet, rows in sheets.items()}
        self.shown: dict[Spot, Cell] = dict(shown or {})
        self.links: dict[Spot, Spot] = {}
        self.looks: dict[Spot, str] = {}
        self.at: Spot | None = None

    def sheets(self) -> list[str]:
        """The sheets in their order."""
        return list(self.held)

    def cells(self, sheet: str) -> list[list[Cell]]:
        """What the cells of a sheet show."""
        held = self.held[sheet]
        height = max((row for row, _ in held), default=0)
        width = max((column for _, column in held), default=-1) + 1
        return [[self._shown(sheet, (row, column)) for column in range(width)] for row in range(1, height + 1)]

    def _shown(self, sheet: str, at: At) -> Cell:
        cell = self.held[sheet].get(at)
        return self.shown.get(Spot(sheet, *at), NOT_KNOWN) if isinstance(cell, Formula) else cell

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula."""
        return {at: cell for at, cell in self.held[sheet].items() if isinstance(cell, Formula)}

    def spelled(self, formula: str) -> str:
        """Return a formula as it is."""
        return formula

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed."""
        return sheet in self.locked

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Make changes; a formula that is entered comes to what `answers` says."""
        for change in changes:
            spot, at = change.spot, (change.spot.row, change.spot.column)
            if change.new in (None, ""):
                self.held[spot.sheet].pop(at, None)
            else:
                self.held[spot.sheet][at] = change.new
            if isinstance(change.new, Formula):
                self.shown[spot] = self.answers.get(change.new, NOT_KNOWN)
            _keep(self.links, spot, change.leads_to)
            if change.look is not None:
                _keep(self.looks, spot, change.look)

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        self.held[name] = {}

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a copy of a sheet at the end, with values in place of formulas."""
        self.held[name] = {at: self._shown(sheet, at) for at in self.held[sheet]}

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet."""
        del self.held[name]
        self.shown, self.links = _elsewhere(self.shown, name), _elsewhere(self.links, name)
        self.looks = _elsewhere(self.looks, name)

    def select(self, spot: Spot) -> None:
        """Let that be the selected cell."""
        self.at = spot

    def selected(self) -> Spot | None:
        """Return the selected cell."""
        return self.at


def _held(rows: Sequence[Sequence[Cell]]) -> dict[At, Cell]:
    return {
        (row, column): cell
        for row, cells in enumerate(rows, start=1)
        for column, cell in enumerate(cells)
        if cell is not None and cell != ""
    }


def _keep(kept: dict[Spot, Kept], spot: Spot, value: Kept | None) -> None:
    """Remember something of a cell, or forget it when there is nothing."""
    if value:
        kept[spot] = value
    else:
        kept.pop(spot, None)


def _elsewhere(kept: dict[Spot, Kept], sheet: str) -> dict[Spot, Kept]:
    return {spot: value for spot, value in kept.items() if spot.sheet != sheet}
