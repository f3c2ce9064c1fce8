"""What the emulator's batchUpdate does with each kind of request, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.google_emulator import Emulator
from tests.google_emulator.batch import REQUESTS

pytestmark = pytest.mark.slow

Json = dict[str, Any]
GRID = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}


class Book:
    """A spreadsheet with two rows and two columns of values, reached over HTTP."""

    def __init__(self, google: Emulator) -> None:
        self.google = google
        self.id = google.spreadsheet("Plan", {"Sheet1": [["a", 1], ["b", 2]]})
        self.headers = {"Authorization": f"Bearer {google.token()}"}

    def ask(self, verb: str, path: str, **more: Any) -> Json:
        address = f"{self.google.url}/v4/spreadsheets/{self.id}{path}"
        answer: Json = requests.request(verb, address, headers=self.headers, timeout=10, **more).json()
        return answer

    def change(self, *wanted: Json, **more: Any) -> list[Json]:
        """Do requests and give their replies."""
        answer = self.ask("POST", ":batchUpdate", json={"requests": wanted, **more})
        assert "error" not in answer, answer
        replies: list[Json] = answer["replies"]
        return replies

    def refused(self, *wanted: Json) -> str:
        answer = self.ask("POST", ":batchUpdate", json={"requests": wanted})
        return str(answer["error"]["message"])

    def sheet(self, fields: str = "*") -> Json:
        """What the first sheet looks like."""
        answer = self.ask("GET", "", params={"fields": f"sheets({fields})"})
        first: Json = answer["sheets"][0]
        return first

    def values(self, place: str = "Sheet1", render: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        return self.google.values(self.id, place, render)


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


@pytest.fixture
def book(google: Emulator) -> Book:
    return Book(google)


def cell(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}}


# One transaction


def test_when_one_request_is_refused_none_is_done(book: Book) -> None:
    before = book.google.file(book.id).version
    rename = {"updateSheetProperties": {"properties": {"title": "New"}, "fields": "title"}}
    message = book.refused(rename, {"deleteSheet": {"sheetId": 5}})
    assert message == "Invalid requests[1].deleteSheet: No sheet with id: 5"
    assert book.sheet("properties")["properties"]["title"] == "Sheet1"
    assert book.google.file(book.id).version == before


def test_no_request_is_refused(book: Book) -> None:
    assert book.refused() == "Must specify at least one request."


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            {"addSheet": {"properties": {"name": "x"}}},
            "Invalid JSON payload received. Unknown name \"name\" at 'requests[0].add_sheet.properties': Cannot find field.",
        ),
        (
            {"mergeCells": {"range": GRID, "mergeType": "SIDEWAYS"}},
            "Invalid value at 'requests[0].merge_cells.merge_type' "
            '(type.googleapis.com/google.apps.sheets.v4.MergeType), "SIDEWAYS"',
        ),
        (
            {"updateSheetProperties": {"properties": {"title": "x"}}},
            "Invalid requests[0].updateSheetProperties: At least one field must be listed in 'fields'. "
            "(Use '*' to indicate all fields.)",
        ),
        (
            {"repeatCell": {"range": {"sheetId": 9}, "cell": {}, "fields": "note"}},
            "Invalid requests[0].repeatCell: No grid with id: 9",
        ),
        (
            {"repeatCell": {"range": GRID, "cell": {}, "fields": "userEnteredFormat.bold"}},
            "Invalid requests[0].repeatCell: Invalid field: userEnteredFormat.bold",
        ),
        (
            {"addNamedRange": {"namedRange": {"name": "no good", "range": GRID}}},
            "Invalid requests[0].addNamedRange: Invalid name: no good",
        ),
        (
            {"insertDimension": {"range": {"dimension": "ROWS", "endIndex": 1}, "inheritFromBefore": True}},
            "Invalid requests[0].insertDimension: Can't inherit from before the first row or column.",
        ),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_google_s_words(book: Book, wanted: Json, message: str) -> None:
    assert book.refused(wanted) == message


def test_names_may_be_spelled_with_underscores_and_nulls_are_left_out(book: Book) -> None:
    wanted = {
        "update_sheet_properties": {"properties": {"sheet_id": 0, "title": "New", "hidden": None}, "fields": "title"}
    }
    book.change(wanted)
    assert book.sheet("properties.title") == {"properties": {"title": "New"}}


def test_the_changed_spreadsheet_is_given_back_if_asked_for(book: Book) -> None:
    body = {
        "requests": [{"addSheet": {"properties": {"title": "Second"}}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A1"],
        "responseIncludeGridData": True,
    }
    found = book.ask("POST", ":batchUpdate", json=body)["updatedSpreadsheet"]
    assert [sheet["properties"]["title"] for sheet in found["sheets"]] == ["Sheet1"]
    assert found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "a"


# Cells


def test_cells_get_values_formats_and_notes_and_lose_what_is_left_out(book: Book) -> None:
    rows = [{"values": [{**cell("x"), "note": "n"}, {"userEnteredValue": {"formulaValue": "=B2*2"}}]}]
    book.change({"updateCells": {"range": GRID, "rows": rows, "fields": "userEnteredValue,note"}})
    assert book.values() == [["x", 0]]
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    rows = [
        {
            "values": [
                {"userEnteredValue": {"numberValue": 0.5}, "userEnteredFormat": {"numberFormat": {"type": "PERCENT"}}}
            ]
        }
    ]
    book.change({"updateCells": {"start": start, "rows": rows, "fields": "*"}})
    assert book.values(render="FORMATTED_VALUE") == [["x", "1"], ["", "50.00%"]]


def test_one_cell_is_repeated(book: Book) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.change({"repeatCell": {"range": GRID, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}})
    rows = book.sheet("data.rowData.values.userEnteredFormat")["data"][0]["rowData"]
    assert rows == [{"values": [bold] * 2}] * 2


def test_rows_are_appended_below_everything(book: Book) -> None:
    book.change({"appendCells": {"sheetId": 0, "rows": [{"values": [cell("c")]}], "fields": "*"}})
    assert book.values() == [["a", 1], ["b", 2], ["c"]]


def test_borders_are_drawn_around_and_inside(book: Book) -> None:
    line = {"style": "SOLID", "color": {"red": 1}}
    book.change({"updateBorders": {"range": GRID, "top": line, "innerHorizontal": line}})
    rows = book.sheet("data.rowData.values.userEnteredFormat.borders")["data"][0]["rowData"]
    sides = [sorted(each["userEnteredFormat"]["borders"]) for row in rows for each in row["values"]]
    assert sides == [["bottom", "top"], ["bottom", "top"], ["top"], ["top"]]


def test_a_cell_tells_all_about_itself_with_grid_data(book: Book) -> None:
    rows = [
        {"values": [{"userEnteredValue": {"formulaValue": "=1/3"}}, {"userEnteredValue": {"formulaValue": "=1/0"}}]}
    ]
    book.change({"updateCells": {"range": GRID, "rows": rows, "fields": "*"}})
    answer = book.ask("GET", "", params={"includeGridData": "true", "ranges": "A1:B1"})
    data = answer["sheets"][0]["data"][0]
    third, failed = data["rowData"][0]["values"]
    assert third["userEnteredValue"] == {"formulaValue": "=1/3"}
    assert (third["effectiveValue"], third["formattedValue"]) == ({"numberValue": 1 / 3}, "0.3333333333")
    assert (third["effectiveFormat"]["horizontalAlignment"], failed["formattedValue"]) == ("RIGHT", "#DIV/0!")
    assert failed["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert (len(data["rowMetadata"]), len(data["columnMetadata"])) == (1, 2)


def test_text_is_found_and_replaced_and_trimmed_and_split(book: Book) -> None:
    (reply,) = book.change({"findReplace": {"find": "A", "replacement": " x,y ", "allSheets": True}})
    assert reply["findReplace"] == {"valuesChanged": 1, "occurrencesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1}
    assert book.change({"trimWhitespace": {"range": GRID}}) == [{"trimWhitespace": {"cellsChangedCount": 1}}]
    first = {**GRID, "endColumnIndex": 1}
    book.change({"textToColumns": {"source": first, "delimiterType": "COMMA"}})
    assert book.values() == [["x", "y"], ["b", 2]]
    book.change({"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 2}, "data": "1;2\n3;4", "delimiter": ";"}})
    assert book.values("A3:B4") == [[1, 2], [3, 4]]


# Moving


def test_cells_are_filled_shifted_and_freed_of_duplicates(book: Book) -> None:
    series = {"source": {**GRID, "startColumnIndex": 1}, "dimension": "ROWS", "fillLength": 2}
    book.change({"autoFill": {"sourceAndDestination": series}})
    assert book.values("B:B") == [[1], [2], [3], [4]]
    one = {**GRID, "endRowIndex": 1}
    book.change({"insertRange": {"range": one, "shiftDimension": "ROWS"}})
    assert book.values("A1:B3") == [[], ["a", 1], ["b", 2]]
    book.change({"deleteRange": {"range": one, "shiftDimension": "ROWS"}})
    assert book.values("A1:B2") == [["a", 1], ["b", 2]]
    book.google.write(book.id, "A3", [["a", 1]])
    (reply,) = book.change({"deleteDuplicates": {"range": {**GRID, "endRowIndex": 3}}})
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    book.change({"randomizeRange": {"range": {**GRID, "endColumnIndex": 1}}})
    assert sorted(row[0] for row in book.values("A1:A2")) == ["a", "b"]


def test_rows_are_moved_and_appended_and_ranges_follow(book: Book) -> None:
    book.google.write(book.id, "C1", [["=B2"]], typed=True)
    named = {"name": "First", "range": {**GRID, "endRowIndex": 1}}
    book.change({"addNamedRange": {"namedRange": named}})
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    book.change({"moveDimension": {"source": lines, "destinationIndex": 2}})
    assert book.values(render="FORMULA") == [["b", 2], ["a", 1, "=B1"]]
    assert book.values("First") == [["a", 1]]
    book.change({"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 4}})
    assert book.sheet("properties.gridProperties.columnCount")["properties"]["gridProperties"]["columnCount"] == 30


def test_what_stands_on_deleted_rows_goes_with_them(book: Book) -> None:
    book.change(
        {"addNamedRange": {"namedRange": {"name": "Both", "range": GRID}}},
        {"addProtectedRange": {"protectedRange": {"range": {**GRID, "endRowIndex": 1}}}},
        {"mergeCells": {"range": {**GRID, "endRowIndex": 1}, "mergeType": "MERGE_ALL"}},
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
    )
    found = book.sheet()
    assert {"protectedRanges", "merges"} & set(found) == set()
    assert book.values("Both") == [["b", 2]]


# What hangs on a sheet


WRONG_CONDITIONS = [
    ("NUMBER_GREATER", [], "must have exactly one value"),
    ("NUMBER_GREATER", ["ten"], "must have a number or a formula: 'ten'"),
    ("NUMBER_BETWEEN", ["1"], "must have exactly 2 values"),
    ("DATE_BEFORE", ["soon"], "must have a date or a formula: 'soon'"),
    ("DATE_IS_VALID", ["2026-01-01"], "must have zero values"),
    ("TEXT_IS_EMAIL", ["a@example.com"], "must have zero values"),
    ("ONE_OF_LIST", [], "must have at least one value"),
    ("ONE_OF_RANGE", ["=A1:A2", "=B1:B2"], "must have exactly one value"),
    ("CUSTOM_FORMULA", ["A1>1"], "must have a formula"),
    ("BOOLEAN", ["x", "y", "z"], "must have at most 2 values"),
    ("BOOLEAN", ["x", "x"], "must have unique values"),
    ("BLANK", [], "is not supported for data validation"),
    ("NOT_BLANK", ["x"], "is not supported for data validation"),
]
RIGHT_CONDITIONS = [
    ("NUMBER_GREATER", ["10"]),
    ("NUMBER_GREATER_THAN_EQ", ["=B1"]),
    ("NUMBER_BETWEEN", ["0", "100%"]),
    ("DATE_BEFORE", ["2026-01-01"]),
    ("ONE_OF_LIST", ["at risk", "done"]),
    ("CUSTOM_FORMULA", ["=A1>1"]),
    ("BOOLEAN", []),
    ("BOOLEAN", ["yes", "no"]),
    ("TEXT_IS_URL", []),
]


def conditions(kind: str, values: list[str]) -> Json:
    return {"condition": {"type": kind, "values": [{"userEnteredValue": value} for value in values]}}


@pytest.mark.parametrize(("kind", "values", "message"), WRONG_CONDITIONS)
def test_a_validation_with_values_that_its_condition_must_not_have_is_refused(
    kind: str, values: list[str], message: str, book: Book
) -> None:
    rule = conditions(kind, values)
    cells = {"range": GRID, "cell": {"dataValidation": rule}, "fields": "dataValidation"}
    for request in ({"setDataValidation": {"range": GRID, "rule": rule}}, {"repeatCell": cells}):
        error = book.ask("POST", ":batchUpdate", json={"requests": [request]})["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
        assert error["message"].startswith(f"Invalid requests[0].{next(iter(request))}: ConditionType '{kind}' ")
        assert message in error["message"]


@pytest.mark.parametrize(("kind", "values"), RIGHT_CONDITIONS)
def test_a_validation_with_the_values_of_its_condition_is_kept(kind: str, values: list[str], book: Book) -> None:
    book.change({"setDataValidation": {"range": GRID, "rule": conditions(kind, values)}})


def test_a_relative_date_is_for_conditional_formats_only(book: Book) -> None:
    condition = {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]}
    rule = {"ranges": [GRID], "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}}}
    book.change({"addConditionalFormatRule": {"rule": rule}})
    validation = {"setDataValidation": {"range": GRID, "rule": {"condition": condition}}}
    error = book.ask("POST", ":batchUpdate", json={"requests": [validation]})["error"]
    assert error["message"].endswith("Relative dates are not supported in data validation.")


def test_conditional_formats_are_a_list_with_an_order(book: Book) -> None:
    def rule(text: str) -> Json:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
        return {"ranges": [GRID], "booleanRule": {"condition": condition, "format": {"backgroundColor": {"green": 1}}}}

    add = [{"addConditionalFormatRule": {"rule": rule(text), "index": 0}} for text in ("done", "late")]
    book.change(*add)
    change = {"updateConditionalFormatRule": {"index": 1, "rule": rule("at risk")}}
    (reply,) = book.change(change)
    assert reply["updateConditionalFormatRule"]["oldRule"]["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": "done"}
    ]
    book.change({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    (kept,) = book.sheet("conditionalFormats")["conditionalFormats"]
    assert kept["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "at risk"}]
    assert kept["booleanRule"]["format"]["backgroundColorStyle"] == {"rgbColor": {"green": 1}}


@pytest.mark.parametrize(
    ("verb", "noun", "key", "listed", "given", "changed"),
    [
        (
            "Banding",
            "bandedRange",
            "bandedRangeId",
            "bandedRanges",
            {"rowProperties": {"firstBandColor": {"red": 1}}},
            {"range": GRID},
        ),
        ("FilterView", "filter", "filterViewId", "filterViews", {"title": "Late"}, {"title": "Soon"}),
        (
            "ProtectedRange",
            "protectedRange",
            "protectedRangeId",
            "protectedRanges",
            {"description": "x"},
            {"description": "y"},
        ),
        ("Table", "table", "tableId", "tables", {"name": "Goals"}, {"name": "Results"}),
    ],
)
def test_things_with_a_number_are_added_changed_and_deleted(
    book: Book, verb: str, noun: str, key: str, listed: str, given: Json, changed: Json
) -> None:
    (reply,) = book.change({f"add{verb}": {noun: {"range": GRID, **given}}})
    number = reply[f"add{verb}"][noun][key]
    book.change({f"update{verb}": {noun: {key: number, **changed}, "fields": ",".join(changed)}})
    (found,) = book.sheet(listed)[listed]
    assert {name: found[name] for name in changed} == {name: _shown(value) for name, value in changed.items()}
    book.change({f"delete{verb}": {"filterId" if verb == "FilterView" else key: number}})
    assert book.sheet(listed) == {}
    assert "with id" in book.refused({f"delete{verb}": {"filterId" if verb == "FilterView" else key: number}})


def _shown(value: Any) -> Any:
    """A range as an answer has it: without the zero of the first sheet."""
    return {name: inner for name, inner in value.items() if name != "sheetId"} if isinstance(value, dict) else value


def test_a_protected_range_is_closed_to_those_who_are_not_its_editors(book: Book) -> None:
    book.change({"addProtectedRange": {"protectedRange": {"range": GRID}}})
    google = book.google
    google.share(book.id, "eve@example.com", "writer")
    place = "/values/Sheet1!A1:C1?valueInputOption=RAW"
    own = book.headers
    book.headers = {"Authorization": f"Bearer {google.token(email='eve@example.com', kind='user')}"}
    message = book.ask("PUT", place, json={"values": [["x"]]})["error"]["message"]
    assert message.startswith("You are trying to edit a protected cell or object.")
    assert "error" in book.ask("POST", "/values/Sheet1:clear")
    assert "error" not in book.ask("PUT", "/values/Sheet1!C1?valueInputOption=RAW", json={"values": [["x"]]})
    book.headers = own
    assert "error" not in book.ask("PUT", place, json={"values": [["x"]]})


def test_what_many_write_at_once_is_all_there(book: Book) -> None:
    def append(number: int) -> None:
        book.ask("POST", "/values/Sheet1!A1:append?valueInputOption=RAW", json={"values": [[number, number]]})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(append, range(100)))
    assert sorted(row[0] for row in book.values("A3:B")) == list(range(100))


def test_no_number_is_no_json(book: Book) -> None:
    address = f"{book.google.url}/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    answer = requests.put(address, data=b'{"values": [[NaN]]}', headers=book.headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        400,
        "Invalid JSON payload received. Unexpected token.",
    )


def test_a_workbook_kept_in_drive_is_no_spreadsheet(book: Book) -> None:
    book.id = book.google.upload("Q1.xlsx", b"PK")
    error = book.ask("GET", "")["error"]
    assert (error["status"], error["message"]) == (
        "FAILED_PRECONDITION",
        "This operation is not supported for this document",
    )
    book.id = book.google.folder("Teams")
    assert book.ask("GET", "")["error"]["status"] == "NOT_FOUND"


def test_a_table_takes_its_columns_from_the_headings(book: Book) -> None:
    book.google.write(book.id, "A1", [["Name", "Amount"]])
    (reply,) = book.change({"addTable": {"table": {"name": "Goals", "range": GRID}}})
    columns = reply["addTable"]["table"]["columnProperties"]
    assert [column["columnName"] for column in columns] == ["Name", "Amount"]
    assert book.values("Goals") == [["Name", "Amount"], ["b", 2]]
    assert "overlaps" in book.refused({"addTable": {"table": {"name": "Other", "range": GRID}}})


def test_charts_and_slicers_are_kept_until_they_are_deleted(book: Book) -> None:
    chart = {"spec": {"title": "Progress"}, "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}
    slicer = {"spec": {"dataRange": GRID}, "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}
    chart_reply, slicer_reply = book.change({"addChart": {"chart": chart}}, {"addSlicer": {"slicer": slicer}})
    number = chart_reply["addChart"]["chart"]["chartId"]
    book.change({"updateChartSpec": {"chartId": number, "spec": {"title": "Now"}}})
    assert book.sheet("charts.spec.title")["charts"] == [{"spec": {"title": "Now"}}]
    other = slicer_reply["addSlicer"]["slicer"]["slicerId"]
    book.change(*({"deleteEmbeddedObject": {"objectId": each}} for each in (number, other)))
    assert book.sheet("charts,slicers") == {}


def test_names_are_changed_and_groups_folded(book: Book) -> None:
    (reply,) = book.change({"addNamedRange": {"namedRange": {"name": "One", "range": GRID}}})
    named = {"namedRangeId": reply["addNamedRange"]["namedRange"]["namedRangeId"], "name": "Two"}
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    group = {"range": lines, "depth": 1, "collapsed": True}
    book.change(
        {"updateNamedRange": {"namedRange": named, "fields": "name"}},
        {"addDimensionGroup": {"range": lines}},
        {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}},
    )
    assert book.values("two") == [["a", 1], ["b", 2]]
    found = book.sheet("rowGroups,data.rowMetadata.hiddenByUser")
    assert found["rowGroups"][0]["collapsed"] is True
    assert found["data"][0]["rowMetadata"][:4] == [{}, {"hiddenByUser": True}, {"hiddenByUser": True}, {}]


def test_developer_metadata_are_found_by_key(book: Book) -> None:
    entry = {"metadataKey": "okr", "metadataValue": "1", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    (reply,) = book.change({"createDeveloperMetadata": {"developerMetadata": entry}})
    number = reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    lookup = {"developerMetadataLookup": {"metadataKey": "okr"}}
    found = book.ask("POST", "/developerMetadata:search", json={"dataFilters": [lookup]})
    assert found["matchedDeveloperMetadata"][0]["developerMetadata"]["metadataId"] == number
    assert book.ask("GET", f"/developerMetadata/{number}")["metadataValue"] == "1"
    book.change({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    assert book.ask("POST", "/developerMetadata:search", json={"dataFilters": [lookup]}) == {}


def test_a_spreadsheet_is_created_with_sheets_cells_and_names(book: Book) -> None:
    sheet = {
        "properties": {"title": "OKR", "gridProperties": {"frozenRowCount": 1}},
        "data": [{"startRow": 1, "rowData": [{"values": [cell("x")]}]}],
    }
    body: Any = {"properties": {"title": "New", "locale": "de"}, "sheets": [sheet, {"properties": {"title": "Skills"}}]}
    address = f"{book.google.url}/v4/spreadsheets"
    made = requests.post(address, json=body, headers=book.headers, timeout=10).json()
    assert (made["properties"]["title"], made["properties"]["locale"]) == ("New", "de")
    assert [each["properties"]["title"] for each in made["sheets"]] == ["OKR", "Skills"]
    assert book.google.values(made["spreadsheetId"], "OKR!A2") == [["x"]]


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("Q1", "Sheet1!Q1"),
        ("'Q1'", "'Q1'!A1:Z1000"),
        ("'Q1'!B2", "'Q1'!B2"),
        ("Plan", "Sheet1!A1:B2"),
        ("'Plan'", "Plan!A1:Z1000"),
        ("R2C3", "Sheet1!C2"),
        ("R1C1:R2C2", "Sheet1!A1:B2"),
        ("$B$2:$A$1", "Sheet1!A1:B2"),
        ("sheet1!b:b", "Sheet1!B1:B1000"),
        ("It''s", None),
        ("'It''s'", "'It''s'!A1:Z1000"),
    ],
)
def test_a_place_is_read_as_google_s_guide_says(book: Book, place: str, cells: str | None) -> None:
    titles = [{"addSheet": {"properties": {"title": title}}} for title in ("Q1", "Plan", "It's")]
    book.change(*titles, {"addNamedRange": {"namedRange": {"name": "Plan", "range": GRID}}})
    answer = book.ask("GET", "/values/" + quote(place, safe=""))
    assert answer.get("range") == cells


def test_cells_are_asked_for_by_data_filter(book: Book) -> None:
    filters = [{"a1Range": "Sheet1!A2"}, {"gridRange": GRID}]
    found = book.ask("POST", ":getByDataFilter", json={"dataFilters": filters, "includeGridData": True})
    assert [block["rowData"][0]["values"][0]["formattedValue"] for block in found["sheets"][0]["data"]] == ["b", "a"]


def test_values_are_read_written_and_cleared_by_data_filter(book: Book) -> None:
    corner = {"gridRange": {**GRID, "endRowIndex": 1, "endColumnIndex": 1}}
    data = [{"dataFilter": corner, "values": [["x"]], "majorDimension": "ROWS"}]
    written = book.ask("POST", "/values:batchUpdateByDataFilter", json={"data": data, "valueInputOption": "RAW"})
    told = {name: value for name, value in corner["gridRange"].items() if name != "sheetId"}
    assert (written["totalUpdatedCells"], written["responses"][0]["dataFilter"]) == (1, {"gridRange": told})
    found = book.ask("POST", "/values:batchGetByDataFilter", json={"dataFilters": [{"a1Range": "Sheet1!A1:B1"}]})
    assert found["valueRanges"][0]["valueRange"]["values"] == [["x", "1"]]
    cleared = book.ask("POST", "/values:batchClearByDataFilter", json={"dataFilters": [corner]})
    assert cleared["clearedRanges"] == ["Sheet1!A1"]


def test_a_filter_view_is_duplicated_and_a_slicer_changed(book: Book) -> None:
    (reply,) = book.change({"addFilterView": {"filter": {"title": "Late", "range": GRID}}})
    (twin,) = book.change({"duplicateFilterView": {"filterId": reply["addFilterView"]["filter"]["filterViewId"]}})
    assert twin["duplicateFilterView"]["filter"]["title"] == "Copy of Late"
    (reply,) = book.change({"addSlicer": {"slicer": {"spec": {"dataRange": GRID, "title": "Old"}, "position": {}}}})
    number = reply["addSlicer"]["slicer"]["slicerId"]
    book.change({"updateSlicerSpec": {"slicerId": number, "spec": {"title": "New"}, "fields": "title"}})
    assert book.sheet("slicers.spec.title")["slicers"] == [{"spec": {"title": "New"}}]


def test_a_mask_may_not_name_what_is_not_there(book: Book) -> None:
    answer = book.ask("GET", "", params={"fields": "sheets.nonsense"})
    assert answer["error"]["message"] == "Request contains an invalid argument."
    assert "'sheets.nonsense'" in answer["error"]["details"][0]["fieldViolations"][0]["description"]
    assert "Cannot bind query parameter" in book.ask("GET", "?nonsense=1")["error"]["message"]
    wrong = book.ask("GET", "/values/A1?valueRenderOption=PRETTY")["error"]["message"]
    assert wrong == (
        "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"PRETTY\""
    )
    missing = book.ask("PUT", "/values/A1", json={"values": [[1]]})["error"]["message"]
    assert missing == "'valueInputOption' is required but not specified"


def test_every_kind_of_request_is_one_that_google_knows(google: Emulator) -> None:
    from tests.google_emulator.schema import sheets

    assert set(REQUESTS) <= set(sheets().schemas["Request"]["properties"])
