"""A workbook that is open in Excel, as the macros see it: over Excel's own objects, as VBA hands one to Python.

What is read and written goes in blocks, since each call crosses from one program to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from ...core.cells import EPOCH, Cell, Day
from ...core.errors import OkrError
from ..macros.book import At, Change, Formula, Spot
from .excel_cells import address, blocks, matrix, read, written
from .excel_looks import colour, widen
from .excel_protection import is_locked, unprotected

AT_ONCE = 20_000  # rows that are read in one call: a sheet may be formatted down to its last row
BY_HAND = -4135  # Excel's number for formulas that are computed when asked for
VISIBLE = -1  # and for a sheet that can be shown
LONGEST_ARRAY = 255  # characters of an array formula that Excel lets a program enter
Read = TypeVar("Read")
AS_TEXT, GENERAL, DAY = "@", "General", "yyyy-mm-dd"


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
        given = self._sheet(sheet)
        return self._once("cells", sheet, lambda: [[read(cell) for cell in row] for row in _rows(given, "Value2")])

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula."""
        return self._once("formulas", sheet, lambda: _formulas(self._sheet(sheet), self.cells(sheet)))

    def is_locked(self, sheet: str) -> bool:
        """Whether a password keeps the sheet from being changed."""
        saved = self.workbook.Saved
        found = is_locked(self._sheet(sheet))
        self.workbook.Saved = saved
        return found

    def write(self, changes: Sequence[Change]) -> None:
        """Make changes; text goes in as text unless it is a `Formula`."""
        with self.quiet():
            for name in dict.fromkeys(change.spot.sheet for change in changes):
                sheet = self._sheet(name)
                with unprotected(sheet):
                    _write(sheet, {_at(change): change for change in changes if change.spot.sheet == name})

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        with self._adding():
            self.workbook.Worksheets.Add(After=self._last()).Name = name

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a protected copy of a sheet at the end, with values in place of formulas."""
        shown, before = self.cells(sheet), self.sheets()
        filled = _filled(self._sheet(sheet), self.formulas(sheet))
        with self._adding():
            self._sheet(sheet).Copy(After=self._last())
            (made,) = (each for each in self._names() if each not in before)
            copy = self._sheet(made)
            copy.Name = name
            if copy.ProtectContents:
                copy.Unprotect("")
            _freeze(copy, filled, shown)
            copy.Protect("")

    def _last(self) -> Any:
        return self.workbook.Worksheets(self.workbook.Worksheets.Count)

    @contextmanager
    def _adding(self) -> Iterator[None]:
        """Add a sheet, and stay where the person was: Excel shows a new one at once."""
        if self.workbook.ProtectStructure:
            raise OkrError(
                f"{self.name}: the workbook's structure is protected",
                "take that protection off: it keeps sheets from being added",
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


def _at(change: Change) -> At:
    return change.spot.row, change.spot.column


# Reading


def _rows(sheet: Any, what: str) -> list[list[Any]]:
    """One property of all cells of a sheet, from A1 on, up to the last row that holds something."""
    used = sheet.UsedRange
    height, width = used.Row + used.Rows.Count - 1, used.Column + used.Columns.Count - 1
    rows: list[list[Any]] = []
    blank = 0
    for first in range(1, height + 1, AT_ONCE):
        count = min(AT_ONCE, height + 1 - first)
        got = matrix(getattr(sheet.Range(address(first, 0, count, width)), what))
        while got and all(cell is None or cell == "" for cell in got[-1]):
            got.pop()
        if got:
            rows += [[None] * width for _ in range(blank)] + got
        blank = count - len(got) if got else blank + count
    return rows


def _formula_of(sheet: Any) -> str:
    """Which property reads and writes a formula as it is: an Excel without dynamic arrays has no Formula2."""
    try:
        return "Formula2" if isinstance(sheet.Range("A1").Formula2, str) else "Formula"
    except Exception:  # pywin32 has several names for a property that is not there
        return "Formula"


def _formulas(sheet: Any, shown: list[list[Cell]]) -> dict[At, Formula]:
    if sheet.UsedRange.HasFormula is False:
        return {}
    found = {
        (row, column): Formula(text)
        for row, texts in enumerate(_rows(sheet, _formula_of(sheet)), start=1)
        for column, text in enumerate(texts)
        if isinstance(text, str) and text.startswith("=") and _is_formula(sheet, (row, column), text, shown)
    }
    arrays = _in_arrays(sheet, found)
    texts = _rows(sheet, "Formula") if arrays else []
    for at in arrays:
        area = sheet.Range(address(*at)).CurrentArray
        if (area.Row, area.Column - 1) == at:
            found[at] = Formula(f"{{{_among(texts, at)}}}")
        else:
            del found[at]
    return found


def _is_formula(sheet: Any, at: At, text: str, shown: list[list[Any]]) -> bool:
    """Whether that is a formula, and not a text that begins with an equals sign and so shows itself."""
    return _among(shown, at) != text or sheet.Range(address(*at)).HasFormula is True


def _among(rows: list[list[Any]], at: At) -> Any:
    """One cell of the rows that were read, None below the last that holds something."""
    row = rows[at[0] - 1] if at[0] <= len(rows) else []
    return row[at[1]] if at[1] < len(row) else None


def _in_arrays(sheet: Any, found: Mapping[At, Formula]) -> list[At]:
    """The cells among them that are part of an array formula, looked for in whole blocks first."""
    if not found or sheet.UsedRange.HasArray is False:
        return []
    among: list[At] = []
    for column in sorted({column for _, column in found}):
        own = {at: text for at, text in found.items() if at[1] == column}
        for (row, _), rows in blocks(own):
            if sheet.Range(address(row, column, len(rows))).HasArray is not False:
                cells = ((each, column) for each in range(row, row + len(rows)))
                among += [at for at in cells if sheet.Range(address(*at)).HasArray is True]
    return among


# Writing


def _write(sheet: Any, changes: Mapping[At, Change]) -> None:
    new = {at: change.new for at, change in changes.items()}
    arrays = {at: cell for at, cell in new.items() if isinstance(cell, Formula) and cell.startswith("{")}
    formulas = {at: cell for at, cell in new.items() if isinstance(cell, Formula) and at not in arrays}
    values = {at: cell for at, cell in new.items() if at not in formulas and at not in arrays}
    for at, formula in arrays.items():
        _enter_array(sheet.Range(address(*at)), formula[1:-1])
    _put(sheet, values, "Value2")
    _put(sheet, formulas, _formula_of(sheet))
    for at, change in changes.items():
        if isinstance(change.new, date):
            _as_day(sheet.Range(address(*at)))
    _link(sheet, changes)
    colour(sheet, {at: change.look for at, change in changes.items() if change.look is not None})
    widen(sheet, changes)


def _put(sheet: Any, cells: Mapping[At, Cell], what: str) -> None:
    for (row, column), rows in blocks(cells):
        block = sheet.Range(address(row, column, len(rows), len(rows[0])))
        _let_be_read(sheet, (row, column), block, rows)
        given = tuple(tuple(map(written, each)) for each in rows)
        setattr(block, what, given if len(given) > 1 or len(given[0]) > 1 else given[0][0])


def _let_be_read(sheet: Any, first: At, block: Any, rows: list[list[Cell]]) -> None:
    """Take the format Text from cells that get a number or a formula: Excel would keep either as text."""
    if block.NumberFormat not in (None, AS_TEXT):
        return
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            one = sheet.Range(address(first[0] + down, first[1] + across))
            is_text = cell is None or (isinstance(cell, str) and not isinstance(cell, Formula))
            if not is_text and one.NumberFormat == AS_TEXT:
                one.NumberFormat = GENERAL


def _enter_array(cell: Any, formula: str) -> None:
    """Enter an array formula where it stands; one that is too long to be entered again is computed again."""
    area = cell.CurrentArray if cell.HasArray else cell
    if len(formula) > LONGEST_ARRAY and area is not cell and cell.Formula == formula:
        area.Calculate()
    else:
        area.FormulaArray = formula


def _as_day(cell: Any) -> None:
    if not {"d", "y"} & set(str(cell.NumberFormat).lower()):
        cell.NumberFormat = DAY


def _link(sheet: Any, changes: Mapping[At, Change]) -> None:
    """Let cells lead where they should; where a macro colours a cell, a link that is no longer meant goes."""
    for at, change in changes.items():
        if change.leads_to is None and change.look is None:
            continue
        cell = sheet.Range(address(*at))
        if cell.Hyperlinks.Count:
            cell.Hyperlinks.Delete()
        if change.leads_to is not None:
            quoted = change.leads_to.sheet.replace("'", "''")
            sheet.Hyperlinks.Add(cell, "", f"'{quoted}'!{change.leads_to.cell}")


def _filled(sheet: Any, formulas: Mapping[At, Formula]) -> dict[At, tuple[int, int]]:
    """How many rows and columns each formula fills: more than its own cell when it is an array or spills."""
    spills = bool(formulas) and sheet.UsedRange.HasSpill is not False
    sizes: dict[At, tuple[int, int]] = {}
    for at, formula in formulas.items():
        sizes[at] = (1, 1)
        if formula.startswith("{") or spills:
            cell = sheet.Range(address(*at))
            area = cell.CurrentArray if formula.startswith("{") else cell.SpillingToRange if cell.HasSpill else cell
            sizes[at] = (int(area.Rows.Count), int(area.Columns.Count))
    return sizes


def _freeze(sheet: Any, filled: Mapping[At, tuple[int, int]], shown: list[list[Cell]]) -> None:
    """Write what formulas showed in the place of all that they fill."""
    values: dict[At, Cell] = {}
    for (row, column), (height, width) in filled.items():
        if (height, width) != (1, 1):
            sheet.Range(address(row, column, height, width)).ClearContents()
        for down in range(row, row + height):
            for across in range(column, column + width):
                values[down, across] = _among(shown, (down, across))
    _put(sheet, values, "Value2")
