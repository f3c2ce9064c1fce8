"""Requests about the spreadsheet and its sheets: add, delete, duplicate, rename, reorder, hide, freeze."""

from __future__ import annotations

import copy
import re
import zoneinfo
from collections.abc import Callable
from typing import Any

from .celldata import with_twins
from .edit import Edit, Refused, fields
from .masks import Mask, update
from .ranges import Box, grid_range
from .sheet import COLUMNS, ROWS, Sheet, new_sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


def add_sheet(edit: Edit, given: Json) -> Json:
    properties = given.get("properties", {})
    book = edit.book
    grid = properties.get("gridProperties", {})
    sheet_id = properties.get("sheetId")
    title = properties.get("title") or free_title(book, f"Sheet{len(book.sheets) + 1}")
    _refuse_taken(book, title, sheet_id)
    sheet = new_sheet(book.fresh_id() if sheet_id is None else sheet_id, title)
    sheet.properties["gridProperties"] = {"rowCount": 1000, "columnCount": 26, **{k: v for k, v in grid.items() if v}}
    rest = {
        name: value
        for name, value in properties.items()
        if name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
    }
    sheet.properties |= with_twins({name: value for name, value in rest.items() if value})
    _refuse_bad_grid(sheet)
    book.sheets.insert(_position(properties.get("index"), len(book.sheets)), sheet)
    return {"addSheet": {"properties": book.properties_of(sheet)}}


def _position(index: Any, end: int) -> int:
    return end if index is None else min(int(index), end)


def free_title(book: Spreadsheet, wanted: str) -> str:
    """A title that no sheet has yet."""
    title, number = wanted, len(book.sheets) + 1
    while book.by_title(title):
        number += 1
        title = f"Sheet{number}"
    return title


def _refuse_taken(book: Spreadsheet, title: str, sheet_id: Any, but: Sheet | None = None) -> None:
    if any(sheet.title.lower() == title.lower() for sheet in book.sheets if sheet is not but):
        raise Refused(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if sheet_id is not None and any(sheet.id == sheet_id for sheet in book.sheets if sheet is not but):
        raise Refused(f'A sheet with ID "{sheet_id}" already exists.')


def delete_sheet(edit: Edit, given: Json) -> Json:
    book = edit.book
    sheet = book.by_id(given.get("sheetId", 0))
    if sheet is None:
        raise Refused(f"No sheet with id: {given.get('sheetId', 0)}")
    if len(book.sheets) == 1:
        raise Refused("You can't remove all the sheets in a document.")
    if not [other for other in book.sheets if other is not sheet and not other.properties.get("hidden")]:
        raise Refused("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    book.names = [name for name in book.names if name.get("range", {}).get("sheetId", 0) != sheet.id]
    return {}


def duplicate_sheet(edit: Edit, given: Json) -> Json:
    book = edit.book
    source = book.by_id(given.get("sourceSheetId", 0))
    if source is None:
        raise Refused(f"No sheet with id: {given.get('sourceSheetId', 0)}")
    title = given.get("newSheetName") or copy_title(book, source.title)
    _refuse_taken(book, title, given.get("newSheetId"))
    new_id = given.get("newSheetId")
    twin = twin_of(book, source, book.fresh_id() if new_id is None else new_id, title)
    book.sheets.insert(_position(given.get("insertSheetIndex", 0), len(book.sheets)), twin)
    return {"duplicateSheet": {"properties": book.properties_of(twin)}}


def copy_title(book: Spreadsheet, title: str) -> str:
    """`Copy of …`, with a number when there is one already."""
    wanted, number = f"Copy of {title}", 1
    while book.by_title(wanted):
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def twin_of(book: Spreadsheet, source: Sheet, sheet_id: int, title: str) -> Sheet:
    """A copy of a sheet, the things on it under numbers of their own."""
    twin = source.twin()
    twin.properties |= {"sheetId": sheet_id, "title": title}
    trial = Spreadsheet(book.id, {}, [twin])
    for holder, key in trial.ranges():
        holder[key]["sheetId"] = sheet_id
    numbers = {"protectedRanges": "protectedRangeId", "bandedRanges": "bandedRangeId", "filterViews": "filterViewId"}
    for name, key in {**numbers, "charts": "chartId", "slicers": "slicerId", "tables": "tableId"}.items():
        for entry in twin.lists[name]:
            entry[key] = str(book.fresh_id()) if name == "tables" else book.fresh_id()
    for name in ("rowGroups", "columnGroups"):
        for entry in twin.lists[name]:
            entry["range"]["sheetId"] = sheet_id
    return twin


def update_sheet_properties(edit: Edit, given: Json) -> Json:
    properties, mask = given.get("properties", {}), fields(given, "SheetProperties")
    sheet = edit.book.by_id(properties.get("sheetId", 0))
    if sheet is None:
        raise Refused(f"No sheet with id: {properties.get('sheetId', 0)}")
    names = set(mask) or set(properties)
    if "title" in names and properties.get("title", "") != sheet.title:
        if not properties.get("title"):
            raise Refused("Sheet name cannot be empty.")
        _refuse_taken(edit.book, properties["title"], None, sheet)
    if "index" in names:
        _reorder(edit.book, sheet, int(properties.get("index", 0)))
    _set(sheet, mask, properties)
    if all(each.properties.get("hidden") for each in edit.book.sheets):
        raise Refused("You can't hide all the sheets in a document.")
    return {}


def _reorder(book: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Move a sheet to before the one that has the index now, as Google counts."""
    if index > len(book.sheets):
        raise Refused(f"index ({index}) is greater than the number of sheets in the document ({len(book.sheets)}).")
    old = book.sheets.index(sheet)
    book.sheets.remove(sheet)
    book.sheets.insert(index - 1 if index > old else index, sheet)


def _set(sheet: Sheet, mask: Mask, properties: Json) -> None:
    wanted = {name: inner for name, inner in mask.items() if name not in ("sheetId", "index")}
    if not mask:
        wanted = {name: {} for name in properties if name not in ("sheetId", "index")}
    for plain, style in (("tabColor", "tabColorStyle"), ("tabColorStyle", "tabColor")):
        if plain in wanted:
            sheet.properties.pop(style, None)
    changed = update(wanted, sheet.properties, properties) if wanted else dict(sheet.properties)
    if not changed.get("tabColorStyle") and not changed.get("tabColor"):
        changed = {name: value for name, value in changed.items() if name not in ("tabColor", "tabColorStyle")}
    old = sheet.properties.get("gridProperties", {})
    changed["gridProperties"] = {
        **{k: old[k] for k in ("rowCount", "columnCount")},
        **changed.get("gridProperties", {}),
    }
    sheet.properties = with_twins(changed)
    _refuse_bad_grid(sheet)
    sheet.cut_to_size()


def _refuse_bad_grid(sheet: Sheet) -> None:
    grid = sheet.grid
    for name, label in (("rowCount", "rows"), ("columnCount", "columns")):
        if int(grid.get(name, 0)) < 1:
            raise Refused(f"You can't delete all the {label} on the sheet.")
    for frozen, count, label in (("frozenRowCount", ROWS, "rows"), ("frozenColumnCount", COLUMNS, "columns")):
        if grid.get(frozen, 0) >= sheet.count(count):
            raise Refused(f"You can't freeze all visible {label} on the sheet.")


def update_spreadsheet_properties(edit: Edit, given: Json) -> Json:
    mask, properties = fields(given, "SpreadsheetProperties"), given.get("properties", {})
    if "title" in mask and not properties.get("title"):
        raise Refused("Spreadsheet title cannot be empty.")
    locale = properties.get("locale")
    if "locale" in mask and locale is not None and not _is_locale(locale):
        raise Refused(f"Unsupported locale: {locale}")
    if "timeZone" in mask and not _is_time_zone(properties.get("timeZone", "")):
        raise Refused(f"Unsupported time zone: {properties.get('timeZone', '')}")
    old, new = edit.book.properties, with_twins(properties)
    edit.book.properties = update(mask, old, new) if mask else {**old, **new}
    return {}


def _is_locale(text: str) -> bool:
    """
    >>> _is_locale("de"), _is_locale("fr_FR"), _is_locale("not a locale")
    (True, True, False)
    """
    return bool(re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", text))


def _is_time_zone(text: str) -> bool:
    """
    >>> _is_time_zone("Europe/Paris"), _is_time_zone("GMT-07:00"), _is_time_zone("Nowhere")
    (True, True, False)
    """
    return text in zoneinfo.available_timezones() or bool(re.fullmatch(r"GMT[+-]\d\d:\d\d", text))


def copy_to(book: Spreadsheet, source: Sheet) -> Sheet:
    """Put a copy of a sheet, which may be another book's, at the end of a book."""
    twin = twin_of(book, source, book.fresh_id(), copy_title(book, source.title))
    book.sheets.append(twin)
    return twin


def set_basic_filter(edit: Edit, given: Json) -> Json:
    wanted = copy.deepcopy(given.get("filter", {}))
    sheet, box = edit.place(wanted.get("range", {}))
    bounds = wanted.get("range", {})
    if not any(name in bounds for name in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")):
        box = Box(0, sheet.row_count, 0, sheet.column_count)
    sheet.basic_filter = {**wanted, "range": grid_range(sheet.id, box)}
    return {}


def clear_basic_filter(edit: Edit, given: Json) -> Json:
    edit.sheet(given.get("sheetId")).basic_filter = {}
    return {}


REQUESTS: dict[str, Callable[[Edit, Json], Json]] = {
    "addSheet": add_sheet,
    "clearBasicFilter": clear_basic_filter,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "setBasicFilter": set_basic_filter,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
