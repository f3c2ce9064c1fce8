"""Requests about cells: values, formats, notes, rules, borders, merges."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from .celldata import with_twins
from .cells import Cell, typed_of
from .conditions import check_validation
from .edit import Edit, Refused, fields
from .entering import enter
from .find_replace import replaced
from .masks import Mask, update
from .ranges import Box
from .sheet import Sheet
from .values import LONGEST

Json = dict[str, Any]


def set_cell(cell: Cell, mask: Mask, data: Json) -> None:
    """Set the fields of the mask on a cell from CellData; what the data lacks is cleared."""
    names = set(mask) if mask else {"userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns"}
    if "userEnteredValue" in names:
        cell.typed = typed_of(data.get("userEnteredValue", {}))
        if isinstance(cell.typed, str) and len(cell.typed) > LONGEST:
            raise Refused("Your input contains more than the maximum of 50000 characters in a single cell.")
    if "userEnteredFormat" in names:
        inside = _both_spellings((mask or {}).get("userEnteredFormat", {}))
        cell.format = _without_blanks(update(inside, cell.format, with_twins(data.get("userEnteredFormat", {}))))
    if "note" in names:
        cell.note = data.get("note", "")
    if "dataValidation" in names:
        check_validation(data.get("dataValidation", {}))
        cell.rule = copy.deepcopy(data.get("dataValidation", {}))
    for name in names & {"textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable", "dataSourceFormula"}:
        cell.rest.pop(name, None)
        if data.get(name):
            cell.rest[name] = copy.deepcopy(data[name])


def _both_spellings(mask: Mask) -> Mask:
    """A mask for `backgroundColor` also concerns `backgroundColorStyle`, and the other way round."""
    result: Mask = {name: _both_spellings(inner) for name, inner in mask.items()}
    for plain in ("backgroundColor", "foregroundColor"):
        for one, other in ((plain, plain + "Style"), (plain + "Style", plain)):
            if one in result and other not in result:
                result[other] = {}
    return result


def _without_blanks(given: Json) -> Json:
    return {name: copy.deepcopy(value) for name, value in given.items() if value not in ({}, "", None)}


def update_cells(edit: Edit, given: Json) -> Json:
    mask, rows = fields(given, "CellData"), given.get("rows", [])
    if "range" in given:
        sheet, box = edit.place(given["range"])
        for row, column in _every(box):
            _set_one(sheet, row, column, mask, _data(rows, row - box.top, column - box.left))
    else:
        start = given.get("start", {})
        sheet = edit.sheet(start.get("sheetId"))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        for down, line in enumerate(rows):
            for across, data in enumerate(line.get("values", [])):
                _on_grid(sheet, top + down, left + across)
                set_cell(sheet.cell(top + down, left + across), mask, data)
    sheet.sweep()
    return {}


def _on_grid(sheet: Sheet, row: int, column: int) -> None:
    if row >= sheet.row_count or column >= sheet.column_count:
        word, index, count = (
            ("row", row, sheet.row_count) if row >= sheet.row_count else ("column", column, sheet.column_count)
        )
        raise Refused(f"Attempting to write {word}: {index}, beyond the last requested {word} of: {count - 1}")


def _set_one(sheet: Sheet, row: int, column: int, mask: Mask, data: Json) -> None:
    if data or (row, column) in sheet.cells:
        set_cell(sheet.cell(row, column), mask, data)


def _data(rows: list[Json], down: int, across: int) -> Json:
    values = rows[down].get("values", []) if down < len(rows) else []
    data: Json = values[across] if across < len(values) else {}
    return data


def _every(box: Box) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in box.rows for column in box.columns)


def repeat_cell(edit: Edit, given: Json) -> Json:
    mask, data = fields(given, "CellData"), given.get("cell", {})
    sheet, box = edit.place(given.get("range"))
    for row, column in _every(box):
        _set_one(sheet, row, column, mask, data)
    sheet.sweep()
    return {}


def append_cells(edit: Edit, given: Json) -> Json:
    mask, rows = fields(given, "CellData"), given.get("rows", [])
    sheet = edit.sheet(given.get("sheetId"))
    top = max((row for (row, _), cell in sheet.cells.items() if not cell.is_bare), default=-1) + 1
    width = max((len(line.get("values", [])) for line in rows), default=0)
    sheet.grow(top + len(rows), width)
    for down, line in enumerate(rows):
        for across, data in enumerate(line.get("values", [])):
            set_cell(sheet.cell(top + down, across), mask, data)
    sheet.sweep()
    return {}


def set_data_validation(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    rule = given.get("rule", {})
    check_validation(rule)
    for row, column in _every(box):
        if rule or (row, column) in sheet.cells:
            sheet.cell(row, column).rule = copy.deepcopy(rule)
    sheet.sweep()
    return {}


def update_borders(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    for row, column in _every(box):
        for side, name in _borders_of(box, row, column).items():
            if name in given:
                _set_border(sheet.cell(row, column), side, given[name])
    sheet.sweep()
    return {}


def _borders_of(box: Box, row: int, column: int) -> dict[str, str]:
    """Which border of a rectangle each side of one of its cells is.

    >>> _borders_of(Box(0, 2, 0, 1), 0, 0)
    {'top': 'top', 'bottom': 'innerHorizontal', 'left': 'left', 'right': 'right'}
    """
    return {
        "top": "top" if row == box.top else "innerHorizontal",
        "bottom": "bottom" if row == box.bottom - 1 else "innerHorizontal",
        "left": "left" if column == box.left else "innerVertical",
        "right": "right" if column == box.right - 1 else "innerVertical",
    }


WIDTHS = {"SOLID": 1, "DOTTED": 1, "DASHED": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}


def _set_border(cell: Cell, side: str, given: Json) -> None:
    borders = dict(cell.format.get("borders", {}))
    style = given.get("style", "NONE")
    if style == "NONE":
        borders.pop(side, None)
    else:
        color = given.get("color") or given.get("colorStyle", {}).get("rgbColor", {})
        width = WIDTHS.get(style, 1)
        borders[side] = {"style": style, "width": width, "color": color, "colorStyle": {"rgbColor": color}}
    cell.format.pop("borders", None)
    if borders:
        cell.format["borders"] = borders


# Merges


def merge_cells(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    kind = given.get("mergeType", "MERGE_ALL")
    if any(old.meets(box) and not box.covers(old) for old in sheet.merges):
        raise Refused("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [old for old in sheet.merges if not box.covers(old)]
    for part in _parts(box, kind):
        if part.bottom - part.top > 1 or part.right - part.left > 1:
            sheet.merges.append(part)
            _keep_first(sheet, part)
    return {}


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_COLUMNS":
        return [Box(box.top, box.bottom, column, column + 1) for column in box.columns]
    if kind == "MERGE_ROWS":
        return [Box(row, row + 1, box.left, box.right) for row in box.rows]
    return [box]


def _keep_first(sheet: Sheet, box: Box) -> None:
    """A merged cell shows the first value there was; the others are gone."""
    filled = list(sheet.filled(box))
    value = sheet.cells[filled[0]].typed if filled else None
    for at in filled:
        sheet.cells[at].typed = None
    if filled:
        sheet.cell(box.top, box.left).typed = value
    sheet.sweep()


def unmerge_cells(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    if any(old.meets(box) and not box.covers(old) for old in sheet.merges):
        raise Refused("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [old for old in sheet.merges if not box.covers(old)]
    return {}


def find_replace(edit: Edit, given: Json) -> Json:
    return {"findReplace": replaced(edit, given)}


def paste_data(edit: Edit, given: Json) -> Json:
    """Lay delimited text over cells."""
    at = given.get("coordinate", {})
    sheet = edit.sheet(at.get("sheetId"))
    if given.get("html"):
        raise Refused("the emulator does not read HTML.")
    delimiter = given.get("delimiter") or "\t"
    for down, line in enumerate(given.get("data", "").split("\n")):
        for across, text in enumerate(line.split(delimiter)):
            row, column = at.get("rowIndex", 0) + down, at.get("columnIndex", 0) + across
            sheet.grow(row + 1, column + 1)
            sheet.cell(row, column).typed = enter(text).value
    sheet.sweep()
    return {}


REQUESTS: dict[str, Callable[[Edit, Json], Json]] = {
    "appendCells": append_cells,
    "findReplace": find_replace,
    "mergeCells": merge_cells,
    "pasteData": paste_data,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "unmergeCells": unmerge_cells,
    "updateBorders": update_borders,
    "updateCells": update_cells,
}
