"""A workbook file as the macros see it: what they plan is written into the file losslessly, without a spreadsheet program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..addin.macros.book import NOT_KNOWN, At, CellEdit, Formula, Spot
from ..addin.macros.colours import COLOURS
from ..core.cells import Cell, Day
from ..core.errors import OkrError
from ..sync.xlsx.cell_xml import CellContent
from ..sync.xlsx.styles import CellLook
from ..sync.xlsx.workbook import NewCell, WorkbookFile

WIDEST, MARGIN = 85, 3  # characters of a column that a macro writes, and beyond its longest text


class FileBook:
    """A workbook file; `packed` returns its bytes with everything that was written.

    `values` are what formulas show whose saved value is an error, because no program computed them.
    """

    def __init__(self, name: str, data: bytes, today: Day) -> None:
        self.name, self.today = name, today
        self.file = WorkbookFile(data)
        self.values: dict[Spot, Cell] = {}
        self._known: dict[str, tuple[list[list[Cell]], dict[At, Formula]]] = {}
        self._added: dict[str, dict[At, NewCell]] = {}
        refuse_1904(name, self.file)

    def sheets(self) -> list[str]:
        """The sheets in their order."""
        return [*self.file.sheets(), *self._added]

    def cells(self, sheet: str) -> list[list[Cell]]:
        """Return what the cells of a sheet show, from A1 on; a formula without a saved value shows #NAME?."""
        return self._read(sheet)[0]

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula; an array formula is at its first cell."""
        return self._read(sheet)[1]

    def _read(self, sheet: str) -> tuple[list[list[Cell]], dict[At, Formula]]:
        """The values and the formulas of a sheet, read once as long as nothing is written."""
        if sheet not in self._known:
            formulas = {at: Formula(_as_shown(text)) for at, text in self.file.formulas(sheet).items()}
            self._known[sheet] = (self._shown(sheet), formulas)
        return self._known[sheet]

    def _shown(self, sheet: str) -> list[list[Cell]]:
        shown: dict[At, Cell] = dict.fromkeys(self.file.unsaved_formulas(sheet), NOT_KNOWN)
        shown |= self.file.cells(sheet)
        shown |= {(spot.row, spot.column): value for spot, value in self.values.items() if spot.sheet == sheet}
        height = max((row for row, _ in shown), default=0)
        width = max((column for _, column in shown), default=-1) + 1
        return [[shown.get((row, column)) for column in range(width)] for row in range(1, height + 1)]

    def show(self, values: Mapping[Spot, Cell]) -> None:
        """Let formulas show other values than the saved ones, as if a program had computed them."""
        self.values.update(values)
        self._known.clear()

    def spelled(self, formula: str) -> str:
        """Return a formula as it is."""
        return formula

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed."""
        return self.file.is_locked(sheet)

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Write changes; the cells of a sheet that was added are written with it."""
        self._known.clear()
        for sheet in dict.fromkeys(change.spot.sheet for change in changes):
            own = [change for change in changes if change.spot.sheet == sheet]
            if sheet in self._added:
                self._added[sheet] |= {_at(change.spot): _new_cell(change) for change in own}
            else:
                self.file.set_cells(sheet, {_at(change.spot): self._content(change) for change in own})

    def _content(self, change: CellEdit) -> CellContent:
        if isinstance(change.new, Formula):
            return CellContent(formula=change.new.strip("{}")[1:])
        style = None
        if isinstance(change.new, date):
            style = self.file.styles.as_date(self.file.style(change.spot.sheet, _at(change.spot)))
        return CellContent(change.new, style=style)

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        self._may_add()
        self._added[name] = {}

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a protected copy of a sheet at the end, with values in place of formulas."""
        self._may_add()
        self._known.clear()
        values = {_at(spot): value for spot, value in self.values.items() if spot.sheet == sheet}
        self.file.copy_as_values(sheet, name, values)

    def _may_add(self) -> None:
        if self.file.structure_is_protected:
            raise OkrError(
                f"{self.name}: the workbook's structure is protected",
                "remove that protection: it prevents sheets from being added",
            )

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet that was added since the file was opened."""
        del self._added[name]

    def select(self, spot: Spot) -> None:
        """Leave the file's selection as it is: nobody looks at it."""

    def selected(self) -> Spot | None:
        """Return None: nobody has selected anything."""
        return None

    def packed(self) -> bytes:
        """Return the bytes of the workbook with everything that was written."""
        for name, cells in self._added.items():
            self.file.add_sheet(name, cells, _widths(cells))
        self._added.clear()
        return self.file.packed()


def refuse_1904(name: str, file: WorkbookFile) -> None:
    """Raise `OkrError` for a workbook whose days are counted from 1904: what is written would be four years off."""
    if file.is_1904:
        raise OkrError(
            f"{name}: this workbook uses the 1904 date system, so its dates would be four years off",
            "untick File › Options › Advanced › Use 1904 date system in Excel, and correct its dates",
        )


def _at(spot: Spot) -> At:
    return spot.row, spot.column


def _as_shown(text: str) -> str:
    """A formula as people type it: newer functions have a prefix in files."""
    return text.replace("_xlfn._xlws.", "").replace("_xlfn.", "")


def _new_cell(change: CellEdit) -> NewCell:
    colours = COLOURS[change.look or ""]
    target = None if change.leads_to is None else (change.leads_to.sheet, change.leads_to.cell)
    return NewCell(change.new, CellLook(colours.text, colours.background, colours.bold), target)


def _widths(cells: Mapping[At, NewCell]) -> list[float]:
    """As wide as what is in each column, below the title."""
    width = max((column for _, column in cells), default=-1) + 1
    longest = [
        max((len(str(cell.value)) for (row, at), cell in cells.items() if at == column and row > 1), default=0)
        for column in range(width)
    ]
    return [min(length + MARGIN, WIDEST) for length in longest]
