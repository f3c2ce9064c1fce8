"""Changes on a sheet of Excel, written in blocks, and formulas that become what they showed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ....core.addresses import block_address, quoted_sheet
from ....core.cells import Cell
from ....core.rectangles import rectangles
from ...macros.book import At, CellEdit, Formula
from .cells import written
from .reading import among, formula_property
from .style import colour, widen

LONGEST_ARRAY = 255  # characters of an array formula that Excel lets a program enter
AS_TEXT, GENERAL, DAY = "@", "General", "yyyy-mm-dd"


def write(sheet: Any, changes: Mapping[At, CellEdit]) -> None:
    """Make changes on a sheet that is not protected."""
    new = {at: change.new for at, change in changes.items()}
    arrays = {at: cell for at, cell in new.items() if isinstance(cell, Formula) and cell.startswith("{")}
    formulas = {at: cell for at, cell in new.items() if isinstance(cell, Formula) and at not in arrays}
    values = {at: cell for at, cell in new.items() if at not in formulas and at not in arrays}
    for at, formula in arrays.items():
        _enter_array(sheet.Range(block_address(*at)), formula[1:-1])
    _put(sheet, values, "Value2")
    _put(sheet, formulas, formula_property(sheet))
    for at, change in changes.items():
        if isinstance(change.new, date):
            _as_day(sheet.Range(block_address(*at)))
    _link(sheet, changes)
    colour(sheet, {at: change.look for at, change in changes.items() if change.look is not None})
    widen(sheet, changes)


def _put(sheet: Any, cells: Mapping[At, Cell], what: str) -> None:
    for (row, column), rows in rectangles(cells):
        block = sheet.Range(block_address(row, column, len(rows), len(rows[0])))
        _let_be_read(sheet, (row, column), block, rows)
        values = tuple(tuple(map(written, line)) for line in rows)
        setattr(block, what, values if len(values) > 1 or len(values[0]) > 1 else values[0][0])


def _let_be_read(sheet: Any, first: At, block: Any, rows: list[list[Cell]]) -> None:
    """Take the format Text from cells that get a number or a formula: Excel would keep either as text."""
    if block.NumberFormat not in (None, AS_TEXT):
        return
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            one = sheet.Range(block_address(first[0] + down, first[1] + across))
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


def _link(sheet: Any, changes: Mapping[At, CellEdit]) -> None:
    """Let cells lead where they should; where a macro colours a cell, a link that is no longer meant goes."""
    for at, change in changes.items():
        if change.leads_to is None and change.look is None:
            continue
        cell = sheet.Range(block_address(*at))
        if cell.Hyperlinks.Count:
            cell.Hyperlinks.Delete()
        if change.leads_to is not None:
            sheet.Hyperlinks.Add(cell, "", f"{quoted_sheet(change.leads_to.sheet)}!{change.leads_to.cell}")


def filled_by(sheet: Any, formulas: Mapping[At, Formula]) -> dict[At, tuple[int, int]]:
    """Return how many rows and columns each formula fills: more than its own cell when it is an array or spills."""
    spills = bool(formulas) and sheet.UsedRange.HasSpill is not False
    sizes: dict[At, tuple[int, int]] = {}
    for at, formula in formulas.items():
        sizes[at] = (1, 1)
        if formula.startswith("{") or spills:
            cell = sheet.Range(block_address(*at))
            area = cell.CurrentArray if formula.startswith("{") else cell.SpillingToRange if cell.HasSpill else cell
            sizes[at] = (int(area.Rows.Count), int(area.Columns.Count))
    return sizes


def freeze(sheet: Any, filled: Mapping[At, tuple[int, int]], shown: list[list[Cell]]) -> None:
    """Write what formulas showed in the place of all that they fill."""
    values: dict[At, Cell] = {}
    for (row, column), (height, width) in filled.items():
        if (height, width) != (1, 1):
            sheet.Range(block_address(row, column, height, width)).ClearContents()
        for down in range(row, row + height):
            for across in range(column, column + width):
                values[down, across] = among(shown, (down, across))
    _put(sheet, values, "Value2")
