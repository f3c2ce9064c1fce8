"""A workbook that is open in LibreOffice, as the macros see it; this file is carried inside the add-in.

Cells are written one by one: only that way LibreOffice lets through what is locked on a sheet without a password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from ....core.addresses import quoted_sheet
from ....core.cells import EPOCH, Cell, Day, ErrorCell
from ....core.errors import OkrError
from ...macros.book import NOT_KNOWN, At, CellEdit, Formula, Spot
from ...macros.colours import COLOURS
from ...macros.plan import Plan, apply
from .cells import method

FORMULAS = 16  # LibreOffice's flag for cells that hold one
DATES = 2  # and for number formats that show a day
NO_SUCH_NAME = 525  # and for the error #NAME?
NO_COLOUR = -1
CHARACTER, WIDEST = 200, 17_000  # of a column, in hundredths of a millimetre
BOLD, PLAIN = 150.0, 100.0
ADD_IN = "OKRSHEETS"
_SPELLED_OTHERWISE = re.compile(r'"(?:[^"]|"")*"|,|\b(?:OKR|SKILL)_[A-Z_]+(?=\()')


class LibreOfficeBook:
    """A spreadsheet document of LibreOffice."""

    def __init__(self, document: Any) -> None:
        self.document = document

    @property
    def name(self) -> str:
        """What the workbook is called."""
        return str(self.document.Title)

    @property
    def today(self) -> Day:
        """The day of the calendar."""
        return date.today().toordinal() - EPOCH

    def sheets(self) -> list[str]:
        """The sheets in their order."""
        return list(self.document.Sheets.ElementNames)

    def _sheet(self, name: str) -> Any:
        return self.document.Sheets.getByName(name)

    def _cell(self, spot: Spot) -> Any:
        return self._sheet(spot.sheet).getCellByPosition(spot.column, spot.row - 1)

    def cells(self, sheet: str) -> list[list[Cell]]:
        """What the cells of a sheet show."""
        used = self._sheet(sheet).createCursor()
        used.gotoEndOfUsedArea(False)
        end = used.RangeAddress
        area = self._sheet(sheet).getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        rows: list[list[Cell]] = [[None if cell == "" else cell for cell in row] for row in area.getDataArray()]
        for row, cells in enumerate(area.getDataArray()):
            for column in (column for column, cell in enumerate(cells) if cell is None):
                rows[row][column] = _error(area.getCellByPosition(column, row))
        return rows

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula."""
        found: dict[At, Formula] = {}
        for held in self._ranges(sheet, FORMULAS):
            at = held.RangeAddress
            for row, formulas in enumerate(held.getFormulaArray(), start=at.StartRow + 1):
                for column, formula in enumerate(formulas, start=at.StartColumn):
                    if not formula.startswith("{") or self._begins_array(sheet, row, column):
                        found[row, column] = Formula(formula)
        return found

    def _ranges(self, sheet: str, kind: int) -> list[Any]:
        worksheet = self._sheet(sheet)
        return [
            worksheet.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)
            for at in worksheet.queryContentCells(kind).RangeAddresses
        ]

    def _begins_array(self, sheet: str, row: int, column: int) -> bool:
        at = self._array(self._cell(Spot(sheet, row, column))).RangeAddress
        return (at.StartRow + 1, at.StartColumn) == (row, column)

    def _array(self, cell: Any) -> Any:
        """The range of the array formula that a cell is part of."""
        cursor = cell.Spreadsheet.createCursorByRange(cell)
        cursor.collapseToCurrentArray()
        return cursor

    def spelled(self, formula: str) -> str:
        """Return a formula with semicolons, and our functions under the names by which LibreOffice knows add-ins."""
        return _SPELLED_OTHERWISE.sub(_spelled, formula)

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed: it is tried without one, and put back as it was."""
        worksheet = self._sheet(sheet)
        if not worksheet.isProtected():
            return False
        modified = self.document.isModified()
        try:
            worksheet.unprotect("")
        except Exception:  # UNO has no other name for a wrong password than an illegal argument
            return True
        self.document.UndoManager.undo()
        self.document.UndoManager.clearRedo()
        self.document.setModified(modified)
        return False

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Make changes; text goes in as text unless it is a `Formula`."""
        self.document.addActionLock()
        try:
            for change in changes:
                self._write(change)
        finally:
            self.document.removeActionLock()
        for change in changes:
            if change.look == "heading":
                self._widen(change.spot, changes)

    def _write(self, change: CellEdit) -> None:
        cell, new = self._cell(change.spot), change.new
        if isinstance(new, Formula):
            _enter(cell, new, self._array(cell) if str(cell.Formula).startswith("{") else cell)
        elif change.leads_to is not None:
            self._link(cell, str(new), change.leads_to)
        elif isinstance(new, date):
            cell.Value = new.toordinal() - EPOCH
            self._as_date(cell)
        elif isinstance(new, str):
            cell.String = new
        elif new is None:
            cell.Formula = ""
        else:
            cell.Value = new
        if change.look is not None:
            _colour(cell, change.look)

    def _as_date(self, cell: Any) -> None:
        formats = self.document.NumberFormats
        if not formats.getByKey(cell.NumberFormat).Type & DATES:
            anywhere = cell.CharLocale
            known = formats.queryKey("YYYY-MM-DD", anywhere, False)
            cell.NumberFormat = formats.addNew("YYYY-MM-DD", anywhere) if known == -1 else known

    def _link(self, cell: Any, text: str, to: Spot) -> None:
        cell.String = ""
        field = self.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = f"#{quoted_sheet(to.sheet)}.{to.cell}", text
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def _widen(self, spot: Spot, changes: Sequence[CellEdit]) -> None:
        """Make a column as wide as its longest text; a title runs over its neighbours."""
        texts = [
            str(change.new)
            for change in changes
            if change.look != "title" and _column_of(change.spot) == _column_of(spot)
        ]
        column = self._sheet(spot.sheet).Columns.getByIndex(spot.column)
        column.Width = min(CHARACTER * (2 + max(map(len, texts))), WIDEST)

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        self._may_add()
        self.document.Sheets.insertNewByName(name, self.document.Sheets.Count)

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a protected copy of a sheet at the end, with values in place of formulas."""
        self._may_add()
        self.document.Sheets.copyByName(sheet, name, self.document.Sheets.Count)
        copy, shown = self._sheet(name), self.cells(sheet)
        if copy.isProtected():
            copy.unprotect("")
        for held in self._ranges(name, FORMULAS):
            at = held.RangeAddress
            rows = [row[at.StartColumn : at.EndColumn + 1] for row in shown[at.StartRow : at.EndRow + 1]]
            held.clearContents(FORMULAS)
            held.setDataArray(tuple(tuple("" if cell is None else cell for cell in row) for row in rows))
        copy.protect("")

    def _may_add(self) -> None:
        if self.document.isProtected():
            raise OkrError(
                f"{self.name}: the workbook's structure is protected",
                "remove that protection: it prevents sheets from being added",
            )

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet that a macro added."""
        self.document.Sheets.removeByName(name)

    def select(self, spot: Spot) -> None:
        """Show a cell, where the document is on a screen."""
        if self.document.CurrentController is not None:
            self.document.CurrentController.select(self._cell(spot))

    def selected(self) -> Spot | None:
        """Return the first selected cell, None when something else is selected."""
        chosen = self.document.CurrentSelection
        if not hasattr(chosen, "RangeAddress"):
            return None
        at = chosen.RangeAddress
        return Spot(self.document.Sheets.getByIndex(at.Sheet).Name, at.StartRow + 1, at.StartColumn)


def _spelled(match: re.Match[str]) -> str:
    text = match.group()
    if text == ",":
        return ";"
    return text if text.startswith('"') else f"{ADD_IN}.{method(text).upper()}"


def _column_of(spot: Spot) -> tuple[str, int]:
    return spot.sheet, spot.column


def _error(cell: Any) -> ErrorCell:
    """The error that a cell shows; LibreOffice has its own words for one in each language."""
    return NOT_KNOWN if cell.getError() == NO_SUCH_NAME else ErrorCell(cell.String)


def _enter(cell: Any, formula: Formula, array: Any) -> None:
    if formula.startswith("{"):
        array.setArrayFormula(formula[1:-1])
    else:
        cell.Formula = str(formula)


def _colour(cell: Any, look: str) -> None:
    colours = COLOURS[look]
    cell.CharColor = NO_COLOUR if colours.text is None else colours.text
    cell.CellBackColor = NO_COLOUR if colours.background is None else colours.background
    cell.CharWeight = BOLD if colours.bold else PLAIN


@contextmanager
def one_undo(book: LibreOfficeBook, title: str) -> Iterator[None]:
    """Let LibreOffice take back all that happens inside in one step."""
    undo = book.document.UndoManager
    undo.enterUndoContext(title)
    try:
        yield
    finally:
        undo.leaveUndoContext()


def carry_out(plan: Plan, book: LibreOfficeBook) -> Plan:
    """Carry a plan out, so that Edit › Undo takes it back in one step; return the plan that undoes it.

    What is to be seen is shown after that step: a selection inside it would leave LibreOffice unable to undo new sheets.
    """
    with one_undo(book, f"OKR: {plan.title}"):
        taken_back = apply(replace(plan, show=None), book)
    if plan.show is not None:
        book.select(plan.show)
    return taken_back
