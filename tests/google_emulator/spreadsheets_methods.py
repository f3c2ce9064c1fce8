"""The methods of `spreadsheets` beside values and batchUpdate: create, get, copyTo, developer metadata."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .batch_cells import set_cell
from .batch_lists import meets
from .batch_sheets import copy_to as put_copy
from .celldata import grid_data, with_twins
from .data_filter import a1_of
from .drive_file import SPREADSHEET
from .drive_methods import new_file
from .errors import not_found
from .formula_values import Reckoner
from .masks import Mask, asks_for
from .ranges import Area
from .sheet import Sheet, new_sheet
from .spreadsheet import Spreadsheet
from .world import Call

Json = dict[str, Any]


def book_json(book: Spreadsheet, now: dt.datetime, ranges: list[str], with_cells: bool, mask: Mask) -> Json:
    """A spreadsheet as the API shows it; with ranges, only their sheets."""
    areas = [book.area(text) for text in ranges]
    wanted = [sheet for sheet in book.sheets if not areas or any(area.sheet_id == sheet.id for area in areas)]
    reckoner = Reckoner(book, now)
    inside = mask.get("sheets", {})
    sheets = []
    for sheet in wanted:
        entry = sheet_json(book, sheet)
        if with_cells:
            mine = [area for area in areas if area.sheet_id == sheet.id] or [Area(sheet.id)]
            entry["data"] = [grid_data(book, sheet, sheet.box(area), reckoner, inside.get("data", {})) for area in mine]
        sheets.append(entry)
    answer: Json = {"spreadsheetId": book.id, "properties": book.properties, "sheets": sheets}
    if book.names:
        answer["namedRanges"] = book.names
    if own := metadata_of(book, None):
        answer["developerMetadata"] = own
    return {**answer, "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit"}


def metadata_of(book: Spreadsheet, sheet_id: int | None) -> list[Json]:
    """The metadata of one sheet, or with None of the spreadsheet as a whole."""
    places = [(entry, entry.get("location", {})) for entry in book.metadata]
    if sheet_id is None:
        return [entry for entry, place in places if place.get("locationType") == "SPREADSHEET"]
    return [
        entry for entry, place in places if place.get("locationType") == "SHEET" and place.get("sheetId", 0) == sheet_id
    ]


def sheet_json(book: Spreadsheet, sheet: Sheet) -> Json:
    """A sheet without its cells."""
    entry: Json = {"properties": book.properties_of(sheet)}
    if sheet.merges:
        entry["merges"] = book.merges_of(sheet)
    if sheet.basic_filter:
        entry["basicFilter"] = sheet.basic_filter
    if own := metadata_of(book, sheet.id):
        entry["developerMetadata"] = own
    return {**entry, **{name: entries for name, entries in sheet.lists.items() if entries}}


def get(call: Call) -> Json:
    book = call.book()
    mask: Mask = call.query.get("mask", {})
    # A mask decides over cells alone; `includeGridData` counts only without one.
    with_cells = asks_for(mask, "sheets", "data") if mask else bool(call.query.get("includeGridData"))
    return book_json(book, call.now, call.query.get("ranges", []), with_cells, mask)


def get_by_data_filter(call: Call) -> Json:
    book = call.book()
    mask: Mask = call.query.get("mask", {})
    with_cells = asks_for(mask, "sheets", "data") if mask else bool(call.body.get("includeGridData"))
    ranges = [a1_of(book, each) for each in call.body.get("dataFilters", [])]
    return book_json(book, call.now, ranges, with_cells, mask)


def create(call: Call) -> Json:
    given = call.body
    title = given.get("properties", {}).get("title", "Untitled spreadsheet")
    file = new_file(call, title, SPREADSHEET, [])
    book = call.world.books[file.id]
    book.properties |= with_twins({k: v for k, v in given.get("properties", {}).items() if k != "title"})
    if given.get("sheets"):
        book.sheets = [_asked_for(book, index, each) for index, each in enumerate(given["sheets"])]
    for each in given.get("namedRanges", []):
        book.names.append({"namedRangeId": str(book.fresh_id()), **each})
    return book_json(book, call.now, [], False, {})


def _asked_for(book: Spreadsheet, index: int, given: Json) -> Sheet:
    properties = given.get("properties", {})
    sheet_id = properties.get("sheetId", book.fresh_id() if index else 0)
    sheet = new_sheet(sheet_id, properties.get("title", f"Sheet{index + 1}"))
    sheet.properties["gridProperties"] |= {k: v for k, v in properties.get("gridProperties", {}).items() if v}
    rest = ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
    sheet.properties |= with_twins({name: properties[name] for name in rest if properties.get(name)})
    for block in given.get("data", []):
        for down, row in enumerate(block.get("rowData", [])):
            for across, data in enumerate(row.get("values", [])):
                set_cell(sheet.cell(block.get("startRow", 0) + down, block.get("startColumn", 0) + across), {}, data)
    return sheet


def copy_to(call: Call) -> Json:
    book = call.book()
    target = call.book(writing=True, file_id=call.body.get("destinationSpreadsheetId", ""))
    source = book.by_id(int(call.path["sheetId"]))
    if source is None:
        raise not_found()
    twin = put_copy(target, source)
    call.changed(target)
    return target.properties_of(twin)


def search_metadata(call: Call) -> Json:
    book = call.book()
    lookups = [each.get("developerMetadataLookup", {}) for each in call.body.get("dataFilters", [])]
    found = [entry for entry in book.metadata if any(meets(entry, lookup) for lookup in lookups)]
    return {"matchedDeveloperMetadata": [{"developerMetadata": entry} for entry in found]} if found else {}


def get_metadata(call: Call) -> Json:
    book = call.book()
    found = next((each for each in book.metadata if str(each["metadataId"]) == call.path["metadataId"]), None)
    if found is None:
        raise not_found()
    return found
