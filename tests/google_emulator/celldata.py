"""A cell and a grid as `spreadsheets.get` shows them with `includeGridData`."""

from __future__ import annotations

import copy
from typing import Any

from .cells import Cell, Failed, Formula, extended
from .formats import DEFAULTS, shown
from .formula_values import Reckoner
from .masks import Mask, asks_for
from .ranges import Box
from .sheet import COLUMNS, ROWS, Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]

TWINS = {
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
    "tabColor": "tabColorStyle",
}


def with_twins(value: Any) -> Any:
    """Colours in both of their spellings, as Google answers: `backgroundColor` and `backgroundColorStyle`.

    >>> with_twins({"backgroundColorStyle": {"rgbColor": {"red": 1}}})["backgroundColor"]
    {'red': 1}
    """
    if isinstance(value, list):
        return [with_twins(each) for each in value]
    if not isinstance(value, dict):
        return value
    result = {name: with_twins(inner) for name, inner in value.items()}
    for plain, style in TWINS.items():
        if "rgbColor" in (result.get(style) or {}):
            result[plain] = copy.deepcopy(result[style]["rgbColor"])
        elif plain in result and style not in result:
            result[style] = {"rgbColor": copy.deepcopy(result[plain])}
    return result


def merged(base: Json, over: Json) -> Json:
    """One format laid over another.

    >>> merged({"textFormat": {"bold": False, "fontSize": 10}}, {"textFormat": {"bold": True}})
    {'textFormat': {'bold': True, 'fontSize': 10}}
    """
    result = dict(base)
    for name, value in over.items():
        both = isinstance(value, dict) and isinstance(base.get(name), dict)
        result[name] = merged(base[name], value) if both and name != "numberFormat" else value
    return result


def cell_data(book: Spreadsheet, sheet: Sheet, at: tuple[int, int], reckoner: Reckoner, mask: Mask) -> Json:
    """A cell as CellData."""
    cell = sheet.peek(*at)
    data: Json = {}
    if cell.typed is not None:
        data |= _values(cell, reckoner.value(sheet.id, *at))
    if cell.format:
        data["userEnteredFormat"] = with_twins(_with_pattern(cell.format))
    if (cell.format or cell.typed is not None) and asks_for(mask, "effectiveFormat"):
        data["effectiveFormat"] = _effective(book, cell, reckoner.value(sheet.id, *at))
    if link := _link(cell):
        data["hyperlink"] = link
    if cell.note:
        data["note"] = cell.note
    if cell.rule:
        data["dataValidation"] = cell.rule
    return {**data, **cell.rest}


def _values(cell: Cell, value: Any) -> Json:
    data: Json = {"userEnteredValue": extended(cell.typed)}
    if isinstance(cell.typed, Formula) or value is not None:
        data["effectiveValue"] = extended(value)
    text = shown(value, cell.format.get("numberFormat"))
    if text:
        data["formattedValue"] = text
    return data


def _with_pattern(given: Json) -> Json:
    number = given.get("numberFormat")
    if number and not number.get("pattern") and number.get("type") in DEFAULTS:
        return {**given, "numberFormat": {**number, "pattern": DEFAULTS[number["type"]]}}
    return given


def _effective(book: Spreadsheet, cell: Cell, value: Any) -> Json:
    effective = merged(book.properties["defaultFormat"], with_twins(_with_pattern(cell.format)))
    if "horizontalAlignment" not in effective and value is not None:
        numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
        effective["horizontalAlignment"] = (
            "RIGHT" if numeric else "CENTER" if isinstance(value, (bool, Failed)) else "LEFT"
        )
    effective.setdefault("hyperlinkDisplayType", "LINKED" if _link(cell) else "PLAIN_TEXT")
    return effective


def _link(cell: Cell) -> str:
    if isinstance(cell.typed, Formula) and cell.typed.text.upper().startswith('=HYPERLINK("'):
        return cell.typed.text.split('"')[1]
    if isinstance(cell.typed, str) and cell.typed.startswith(("http://", "https://")) and " " not in cell.typed:
        return cell.typed
    uri: str = cell.format.get("textFormat", {}).get("link", {}).get("uri", "")
    return uri


def grid_data(book: Spreadsheet, sheet: Sheet, box: Box, reckoner: Reckoner, mask: Mask) -> Json:
    """A rectangle as GridData: rows to the last one that holds something, sizes of all of them."""
    data: Json = {"startRow": box.top, "startColumn": box.left}
    if asks_for(mask, "rowData"):
        rows = _rows(book, sheet, box, reckoner, mask.get("rowData", {}).get("values", {}))
        if rows:
            data["rowData"] = rows
    if asks_for(mask, "rowMetadata"):
        data["rowMetadata"] = [sheet.size(ROWS, row) for row in box.rows]
    if asks_for(mask, "columnMetadata"):
        data["columnMetadata"] = [sheet.size(COLUMNS, column) for column in box.columns]
    return data


def _rows(book: Spreadsheet, sheet: Sheet, box: Box, reckoner: Reckoner, mask: Mask) -> list[Json]:
    ends: dict[int, int] = {}
    for (row, column), cell in sheet.cells.items():
        if box.holds(row, column) and not cell.is_bare:
            ends[row] = max(ends.get(row, -1), column)
    if not ends:
        return []
    lines = []
    for row in range(box.top, max(ends) + 1):
        columns = range(box.left, ends.get(row, -1) + 1)
        values = [cell_data(book, sheet, (row, column), reckoner, mask) for column in columns]
        lines.append({"values": values} if values else {})
    return lines
