"""A workbook that is open in Excel, as the macros see it: over Excel's own objects, as VBA hands one to Python.

What is read and written goes in blocks, since each call crosses from one program to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from ....core.cells import EPOCH, Cell, Day
from ....core.errors import OkrError
from ...macros.book import At, CellEdit, Formula, Spot
from .cells import read
from .protection import is_locked, unprotected
from .reading import formulas_of, rows_of
from .writing import filled_by, freeze, write

BY_HAND = -4135  # Excel's number for formulas that are computed when asked for
VISIBLE = -1  # and for a sheet that can be shown
Read = TypeVar("Read")


class ExcelBook:
    """A workbook of Excel.

    `waits` says that Excel waits for us: what was read then stays true until we write something.
    """

    def __init__(self, workbook: Any, waits: bool = False) -> None:
        self.workbook, self.waits = workbook, waits
        self._known: dict[tuple[str, str], Any] = {}

    @property
    def name(self) -> str:
        """What the workbook is called."""
        return str(self.workbook.Name)

    @property
    def today(self) -> Day:
        """The day of the calendar."""
        return date.today().toordinal() - EPOCH

    def sheets(self) -> list[str]:
        """The sheets in their order; a sheet that is a chart is none."""
        return list(self._once("sheets", "", self._names))

    def _names(self) -> list[str]:
        return [str(sheet.Name) for sheet in self.workbook.Worksheets]

    def _once(self, what: str, sheet: str, read_it: Callable[[], Read]) -> Read:
        if not self.waits or (what, sheet) not in self._known:
            self._known[what, sheet] = read_it()
        known: Read = self._known[what, sheet]
        return known

    def _sheet(self, name: str) -> Any:
        return self.workbook.Worksheets(name)

    def cells(self, sheet: str) -> list[list[Cell]]:
        """What the cells of a sheet show."""
        worksheet = self._sheet(sheet)
        return self._once(
            "cells", sheet, lambda: [[read(cell) for cell in row] for row in rows_of(worksheet, "Value2")]
        )

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula."""
        return self._once("formulas", sheet, lambda: formulas_of(self._sheet(sheet), self.cells(sheet)))

    def spelled(self, formula: str) -> str:
        """Return a formula as it is."""
        return formula

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed."""
        saved = self.workbook.Saved
        locked = is_locked(self._sheet(sheet))
        self.workbook.Saved = saved
        return locked

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Make changes; text goes in as text unless it is a `Formula`."""
        with self.quiet():
            for name in dict.fromkeys(change.spot.sheet for change in changes):
                sheet = self._sheet(name)
                with unprotected(sheet):
                    write(sheet, {_at(change): change for change in changes if change.spot.sheet == name})

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        with self._adding():
            self.workbook.Worksheets.Add(After=self._last()).Name = name

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a protected copy of a sheet at the end, with values in place of formulas."""
        shown, before = self.cells(sheet), self.sheets()
        filled = filled_by(self._sheet(sheet), self.formulas(sheet))
        with self._adding():
            self._sheet(sheet).Copy(After=self._last())
            (copy_name,) = (title for title in self._names() if title not in before)
            copy = self._sheet(copy_name)
            copy.Name = name
            if copy.ProtectContents:
                copy.Unprotect("")
            freeze(copy, filled, shown)
            copy.Protect("")

    def _last(self) -> Any:
        return self.workbook.Worksheets(self.workbook.Worksheets.Count)

    @contextmanager
    def _adding(self) -> Iterator[None]:
        """Add a sheet, and stay where the person was: Excel shows a new one at once."""
        if self.workbook.ProtectStructure:
            raise OkrError(
                f"{self.name}: the workbook's structure is protected",
                "remove that protection: it prevents sheets from being added",
            )
        shown = self.workbook.ActiveSheet
        with self.quiet():
            yield
            shown.Activate()

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet that a macro added."""
        with self.quiet():
            self._sheet(name).Delete()

    def select(self, spot: Spot) -> None:
        """Show a cell, unless its sheet is hidden."""
        sheet = self._sheet(spot.sheet)
        if sheet.Visible == VISIBLE:
            self.workbook.Application.Goto(sheet.Range(spot.cell))

    def selected(self) -> Spot | None:
        """Return the selected cell, None where a sheet has none, such as a chart."""
        cell = self.workbook.Application.ActiveCell
        if cell is None or cell.Worksheet.Parent.Name != self.workbook.Name:
            return None
        return Spot(str(cell.Worksheet.Name), int(cell.Row), int(cell.Column) - 1)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Let Excel ask nothing, draw nothing and compute nothing until all is done."""
        excel = self.workbook.Application
        wanted = {"DisplayAlerts": False, "EnableEvents": False, "ScreenUpdating": False, "Calculation": BY_HAND}
        before = {name: getattr(excel, name) for name in wanted}
        for name, value in wanted.items():
            setattr(excel, name, value)
        try:
            yield
        finally:
            self._known.clear()
            for name, value in before.items():
                setattr(excel, name, value)


def _at(change: CellEdit) -> At:
    return change.spot.row, change.spot.column
