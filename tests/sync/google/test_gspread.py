"""Every public method of gspread, unmodified, against the emulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import gspread
import pytest
from google.oauth2.credentials import Credentials
from gspread.cell import Cell
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ExportFormat,
    InsertDataOption,
    MergeType,
    PasteOrientation,
    PasteType,
    TableDirection,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

from tests.google_emulator import Emulator

pytestmark = pytest.mark.slow

user_credentials: Any = Credentials.from_authorized_user_info


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator(seed=1) as emulator:
        yield emulator


@pytest.fixture
def client(google: Emulator) -> gspread.Client:
    client = gspread.service_account_from_dict(google.credentials)
    google.turn(client.http_client.session)
    return client


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Plan")


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1


def refused(error: pytest.ExceptionInfo[APIError]) -> str:
    """What the API said."""
    return str(error.value.error["message"])


def properties(book: gspread.Spreadsheet, index: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = book.fetch_sheet_metadata()["sheets"][index]["properties"]
    return found


def on_sheet(sheet: gspread.Worksheet, name: str) -> Any:
    """Something that hangs on a sheet, such as its merges."""
    found: Any = sheet._get_sheet_property(name, [])
    return found


def place(found: Any) -> str:
    """Where values were read from."""
    return str(found.range)


# The client


def test_a_title_that_nobody_has_is_not_found(client: gspread.Client) -> None:
    with pytest.raises(SpreadsheetNotFound):
        client.open("no such title")


def test_spreadsheets_are_opened_by_title_key_and_url(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    assert {client.open("Plan").id, client.open_by_key(book.id).id, client.open_by_url(book.url).id} == {book.id}


def test_a_spreadsheet_that_is_not_there_is_told_from_one_that_is_private(client: gspread.Client) -> None:
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key("test")
    with pytest.raises(PermissionError):
        client.open_by_key("1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc")


def test_spreadsheets_are_listed_the_last_changed_first_by_title_and_folder(
    google: Emulator, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    folder = google.folder("Teams")
    other = client.create("Shop", folder)
    assert [each["id"] for each in client.list_spreadsheet_files()] == [other.id, book.id]
    book.sheet1.update([[1]])
    assert [each["id"] for each in client.list_spreadsheet_files()] == [book.id, other.id]
    assert [each["id"] for each in client.list_spreadsheet_files(folder_id=folder)] == [other.id]
    assert [each["name"] for each in client.list_spreadsheet_files("Plan")] == ["Plan"]
    assert [each.title for each in client.openall("Shop")] == ["Shop"]
    assert client.open("Shop", folder).creationTime == other.creationTime


def test_more_spreadsheets_than_a_page_holds_are_all_listed(google: Emulator, client: gspread.Client) -> None:
    for number in range(1005):
        google.spreadsheet(f"Team {number}")
    assert len(client.list_spreadsheet_files()) == 1005


def test_a_copy_has_the_same_sheets_and_takes_permissions_and_comments_along(
    google: Emulator, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.sheet1.update([["a", 1]])
    book.share("ada@example.com", "user", "writer", notify=False)
    google.file(book.id).comments.append({"content": "Well done", "anchor": "A1"})
    twin = client.copy(book.id, "Twin", copy_permissions=True, copy_comments=True)
    assert twin.fetch_sheet_metadata()["sheets"] == book.fetch_sheet_metadata()["sheets"]
    assert twin.title == "Twin"
    assert twin.sheet1.get_all_values() == [["a", "1"]]
    assert {each["emailAddress"] for each in twin.list_permissions()} == {"ada@example.com", google.service_account}
    assert [each["content"] for each in google.file(twin.id).comments] == ["Well done"]
    assert client.copy(book.id).title == "Copy of Plan"


def test_an_imported_csv_takes_the_place_of_everything(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.add_worksheet("Other", 5, 5)
    client.import_csv(book.id, "name,amount\nAda,1.5\n")
    assert [each.get_all_values() for each in book.worksheets()] == [[["name", "amount"], ["Ada", "1.5"]]]
    client.import_csv(book.id, "größe\n1\n".encode())
    assert book.sheet1.get_all_values() == [["größe"], ["1"]]


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (ExportFormat.CSV, b"a,b\r\n1,"),
        (ExportFormat.TSV, b"a\tb\r\n1\t"),
        (ExportFormat.PDF, b"%PDF-"),
        (ExportFormat.EXCEL, b"PK\x03\x04"),
        (ExportFormat.OPEN_OFFICE_SHEET, b"PK\x03\x04"),
        (ExportFormat.ZIPPED_HTML, b"PK\x03\x04"),
    ],
)
def test_a_spreadsheet_is_exported(client: gspread.Client, book: gspread.Spreadsheet, kind: Any, start: bytes) -> None:
    book.sheet1.update([["a", "b"], [1]])
    assert client.export(book.id, kind).startswith(start)
    assert book.export(kind).startswith(start)


def test_a_deleted_spreadsheet_is_gone(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.del_spreadsheet(book.id)
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key(book.id)


def test_permissions_are_given_listed_and_taken(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.share("ada@example.com", "user", "writer", email_message="Look")
    book.share("example.com", "domain", "reader")
    book.share("", "anyone", "reader", with_link=True)
    found = {(each["type"], each["role"]) for each in client.list_permissions(book.id)}
    assert found == {("user", "owner"), ("user", "writer"), ("domain", "reader"), ("anyone", "reader")}
    assert len(book.remove_permissions("ada@example.com", "writer")) == 1
    assert len(book.remove_permissions("example.com")) == 1
    assert len(client.list_permissions(book.id)) == 2
    given = client.insert_permission(book.id, "bob@example.com", "user", "reader")
    client.remove_permission(book.id, given.json()["id"])


def test_ownership_is_offered_and_accepted(google: Emulator, client: gspread.Client, book: gspread.Spreadsheet) -> None:
    number = book.share("ada@example.com", "user", "writer").json()["id"]
    book.transfer_ownership(number)
    assert [each["pendingOwner"] for each in book.list_permissions() if each["id"] == number] == [True]
    stored = google.authorized_user()
    ada = gspread.Client(auth=user_credentials(stored, stored["scopes"]))
    google.turn(ada.http_client.session)
    ada.open_by_key(book.id).accept_ownership(number)
    assert google.file(book.id).owner == "ada@example.com"


def test_what_is_shared_with_anyone_is_read_with_a_key(google: Emulator) -> None:
    public, private = google.spreadsheet("Public", {"A": [["x"]]}), google.spreadsheet("Private")
    google.share(public, "", "reader")
    client = gspread.api_key(google.api_key())
    google.turn(client.http_client.session)
    assert client.open_by_key(public).sheet1.acell("A1").value == "x"
    with pytest.raises(PermissionError):
        client.open_by_key(private)
    with pytest.raises(APIError):
        client.open_by_key(public).sheet1.update_acell("A1", "y")


# The spreadsheet


def test_a_new_spreadsheet_is_as_google_makes_it(book: gspread.Spreadsheet) -> None:
    assert (book.title, book.locale, book.timezone) == ("Plan", "en_US", "Etc/GMT")
    assert [(each.title, each.id, each.row_count, each.col_count) for each in book] == [("Sheet1", 0, 1000, 26)]


def test_sheets_are_added_found_and_deleted(book: gspread.Spreadsheet) -> None:
    added = book.add_worksheet("Skills", 10, 5)
    first = book.add_worksheet("First", 10, 5, index=0)
    assert [each.title for each in book.worksheets()] == ["First", "Sheet1", "Skills"]
    assert (added.index, first.index, first.row_count, first.col_count) == (1, 0, 10, 5)
    assert book.worksheet("Skills").id == book.get_worksheet_by_id(added.id).id == book.get_worksheet(2).id
    book.del_worksheet(added)
    book.del_worksheet_by_id(first.id)
    assert [each.title for each in book.worksheets()] == ["Sheet1"]
    with pytest.raises(WorksheetNotFound):
        book.worksheet("x")
    with pytest.raises(WorksheetNotFound):
        book.get_worksheet(7)
    with pytest.raises(WorksheetNotFound):
        book.get_worksheet_by_id(7)


def test_two_sheets_cannot_have_one_name_and_one_must_stay(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError) as error:
        book.add_worksheet("sheet1", 1, 1)
    assert refused(error) == (
        'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.'
    )
    with pytest.raises(APIError) as error:
        book.del_worksheet(book.sheet1)
    assert refused(error) == "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."
    with pytest.raises(APIError) as error:
        book.del_worksheet_by_id(7)
    assert refused(error) == "Invalid requests[0].deleteSheet: No sheet with id: 7"


def test_sheets_are_duplicated_and_copied_to_other_spreadsheets(
    client: gspread.Client, book: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    sheet.update([["a", "=A1"]], raw=False)
    twin = book.duplicate_sheet(sheet.id, insert_sheet_index=1, new_sheet_id=77, new_sheet_name="Twin")
    assert (twin.id, twin.title, twin.index, twin.get_all_values()) == (77, "Twin", 1, [["a", "a"]])
    assert (sheet.duplicate().title, sheet.duplicate().title) == ("Copy of Sheet1", "Copy of Sheet1 2")
    other = client.create("Other")
    copied = sheet.copy_to(other.id)
    assert (copied["title"], copied["index"]) == ("Copy of Sheet1", 1)
    assert other.worksheet("Copy of Sheet1").get_all_values() == [["a", "a"]]


def test_sheets_are_put_into_an_order(book: gspread.Spreadsheet) -> None:
    for title in "BCD":
        book.add_worksheet(title, 2, 2)
    first, b, c, d = book.worksheets()
    book.reorder_worksheets([d, b])
    assert [each.title for each in book] == ["D", "B", "Sheet1", "C"]
    first.update_index(0)
    assert [each.title for each in book] == ["Sheet1", "D", "B", "C"]
    c.update_index(2)
    assert [each.title for each in book] == ["Sheet1", "D", "C", "B"]


def test_title_time_zone_and_locale_are_changed(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.update_title("🎊 Plan #2")
    book.update_timezone("Europe/Paris")
    book.update_locale("fr_FR")
    again = client.open_by_key(book.id)
    assert (again.title, again.timezone, again.locale) == ("🎊 Plan #2", "Europe/Paris", "fr_FR")
    assert client.list_spreadsheet_files("🎊 Plan #2")
    with pytest.raises(APIError):
        book.update_timezone("Nowhere/Land")
    with pytest.raises(APIError):
        book.update_locale("not a locale")


def test_times_move_when_something_is_written(book: gspread.Spreadsheet) -> None:
    before = book.get_lastUpdateTime()
    book.sheet1.update_acell("A1", 1)
    assert book.creationTime < before < book.get_lastUpdateTime()


def test_values_are_read_written_appended_and_cleared_by_range(book: gspread.Spreadsheet) -> None:
    book.values_update("Sheet1!A1", {"valueInputOption": "RAW"}, {"values": [[1, 2], [3, 4]]})
    book.values_append("Sheet1", {"valueInputOption": "RAW"}, {"values": [[5, 6]]})
    assert book.values_get("Sheet1!A1:B3")["values"] == [["1", "2"], ["3", "4"], ["5", "6"]]
    found = book.values_batch_get(["Sheet1!A:A", "Sheet1!2:2"], {"majorDimension": "COLUMNS"})["valueRanges"]
    assert [each["values"] for each in found] == [[["1", "3", "5"]], [["3"], ["4"]]]
    book.values_clear("Sheet1!A1:A2")
    book.values_batch_clear(body={"ranges": ["Sheet1!B3"]})
    assert book.sheet1.get_all_values() == [["", "2"], ["", "4"], ["5", ""]]


def test_a_batch_of_values_counts_rows_columns_and_cells(book: gspread.Spreadsheet) -> None:
    data = [
        {"range": "Sheet1!A1:A4", "values": [["Item"], ["Wheel"], ["Door"], ["Engine"]]},
        {"range": "Sheet1!B1:D2", "values": [["Cost", "Stocked", "Ship Date"], ["$20.50", "4", "3/1/2016"]]},
    ]
    answer = book.values_batch_update({"valueInputOption": "USER_ENTERED", "data": data})
    totals = {name: answer[name] for name in answer if name.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 4,
        "totalUpdatedColumns": 4,
        "totalUpdatedCells": 10,
        "totalUpdatedSheets": 1,
    }
    assert [each["updatedRange"] for each in answer["responses"]] == ["Sheet1!A1:A4", "Sheet1!B1:D2"]
    assert book.sheet1.get("B2:D2") == [["$20.50", "4", "3/1/2016"]]


# The worksheet: reading


ROWS = [["Name", "Amount", "When", "Done"], ["Ada", "1,5", "", "TRUE"], ["", "", "", ""], ["Bob", "2", "x", ""]]


def test_cells_rows_columns_and_records_are_read(sheet: gspread.Worksheet) -> None:
    sheet.update(ROWS)
    assert (sheet.acell("A2").value, sheet.cell(4, 2).value, sheet.acell("Z9").value) == ("Ada", "2", None)
    assert sheet.row_values(2) == ["Ada", "1,5", "", "TRUE"]
    assert sheet.col_values(2) == ["Amount", "1,5", "", "2"]
    assert sheet.col_values(9) == []
    assert sheet.get_all_records()[0] == {"Name": "Ada", "Amount": 15, "When": "", "Done": "TRUE"}
    assert sheet.get_values("A2:D2") == [["Ada", "1,5", "", "TRUE"]]
    assert sheet.get("C1:D4", major_dimension=Dimension.cols) == [["When", "", "", "x"], ["Done", "TRUE"]]
    assert [each.range for each in sheet.batch_get(["A1:B2", "D:D"])] == ["Sheet1!A1:B2", "Sheet1!D1:D1000"]
    assert len(sheet.get_all_cells()) == 26000
    assert sheet.get("Z1:Z3", maintain_size=True) == [[""], [""], [""]]


def test_a_range_may_be_written_from_any_corner_and_without_an_end(sheet: gspread.Worksheet) -> None:
    sheet.update(ROWS)
    assert [cell.address for cell in sheet.range("B2:A1")] == ["A1", "B1", "A2", "B2"]
    assert sheet.range(1, 1, 1, 2)[1].value == "Amount"
    assert len(sheet.range("A1:C")) == 3000
    assert sheet.get("A:B")[0] == ["Name", "Amount"]
    assert sheet.get("2:2") == [["Ada", "1,5", "", "TRUE"]]
    assert place(sheet.get("A3:A")) == "Sheet1!A3:A1000"
    assert place(sheet.get("Y1:AB2")) == "Sheet1!Y1:Z2"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nonsense!A1", "Unable to parse range: nonsense!A1"),
        ("Sheet1!what", "Unable to parse range: Sheet1!what"),
        ("Sheet1!A1001", "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Sheet1!AB1:AC2", "Range (Sheet1!AB1:AC2) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_a_range_that_is_not_there_is_refused(book: gspread.Spreadsheet, place: str, message: str) -> None:
    with pytest.raises(APIError) as error:
        book.values_get(place)
    assert refused(error) == message
    assert error.value.code == 400


def test_values_are_shown_raw_or_as_formulas(sheet: gspread.Worksheet) -> None:
    sheet.update([["=1/4", "2020-01-01", "12%", "$3", True, "1:30", "'1"]], raw=False)
    formatted = ["0.25", "2020-01-01", "12%", "$3", "TRUE", "1:30", "1"]
    assert sheet.get() == [formatted]
    plain = [0.25, 43831, 0.12, 3, True, 0.0625, "1"]
    assert sheet.get(value_render_option=ValueRenderOption.unformatted) == [plain]
    dates = sheet.get(
        value_render_option=ValueRenderOption.unformatted, date_time_render_option=DateTimeOption.formatted_string
    )
    assert dates == [[0.25, "2020-01-01", 0.12, 3, True, "1:30", "1"]]
    formulas = sheet.get(value_render_option=ValueRenderOption.formula)
    assert formulas == [["=1/4", 43831, 0.12, 3, True, 0.0625, "1"]]


def test_a_cell_tells_its_number(sheet: gspread.Worksheet) -> None:
    sheet.update_acell("A1", "= 1 / 1024")
    assert sheet.acell("A1").numeric_value == 1 / 1024
    sheet.update_acell("A1", "2,000,000.01")
    assert sheet.acell("A1").numeric_value == 2000000.01
    sheet.update_acell("A1", "no number")
    assert sheet.acell("A1").numeric_value is None


def test_texts_are_found(sheet: gspread.Worksheet) -> None:
    sheet.update([["Ada", "ada"], ["x", "Ada"]])
    found = sheet.find("Ada", in_column=2)
    assert found is not None
    assert (found.row, found.col) == (2, 2)
    assert len(sheet.findall("ADA", case_sensitive=False)) == 3
    assert [cell.address for cell in sheet.findall(re.compile("^a"))] == ["B1"]
    assert sheet.find("nobody") is None


def test_a_table_is_found_from_its_corner(sheet: gspread.Worksheet) -> None:
    sheet.update([["a", "b", "", "z"], ["c", "d", "", ""], ["", "", "", "y"]])
    assert sheet.expand("A1") == [["a", "b"], ["c", "d"]]
    assert sheet.expand("A1", TableDirection.right) == [["a", "b"]]
    assert sheet.expand("A1", TableDirection.down) == [["a"], ["c"]]


def test_merged_cells_are_combined_also_in_a_named_range(sheet: gspread.Worksheet) -> None:
    sheet.update([["1", "", "x"], ["", "", "y"]])
    sheet.merge_cells("A1:B2")
    assert sheet.get_values("A1:C2", combine_merged_cells=True) == [["1", "1", "x"], ["1", "1", "y"]]
    sheet.define_named_range("A1:C2", "Corner")
    assert sheet.get_values("Corner", combine_merged_cells=True) == [["1", "1", "x"], ["1", "1", "y"]]


# The worksheet: writing


def test_raw_values_stay_as_they_are(sheet: gspread.Worksheet) -> None:
    sheet.update([["=1+1", "'x", "007", "2020-01-01", 5, 1.5, True, None]])
    unformatted = ["=1+1", "'x", "007", "2020-01-01", 5, 1.5, True]
    assert sheet.get(value_render_option=ValueRenderOption.unformatted) == [unformatted]


def test_an_update_says_what_it_did_and_what_it_wrote(sheet: gspread.Worksheet) -> None:
    answer = sheet.update(
        [["=1+1"]],
        "B2",
        value_input_option=ValueInputOption.user_entered,
        include_values_in_response=True,
        response_value_render_option=ValueRenderOption.unformatted,
    )
    assert answer["updatedData"] == {"range": "Sheet1!B2", "majorDimension": "ROWS", "values": [[2]]}
    assert sheet.update([["a", "b"]], "A1", major_dimension=Dimension.cols)["updatedRange"] == "Sheet1!A1:A2"
    assert "updatedCells" not in sheet.update([[None]], "A1")


def test_cells_are_written_one_by_one_and_by_list(sheet: gspread.Worksheet) -> None:
    sheet.update_acell("A1", "=2+2")
    sheet.update_cell(2, 2, "two\nlines")
    sheet.update_cells([Cell(1, 3, "=3+3"), Cell(4, 4, "far")], ValueInputOption.user_entered)
    assert sheet.get_all_values() == [["4", "", "6", ""], ["", "two\nlines", "", ""], [""] * 4, ["", "", "", "far"]]


def test_writing_outside_what_was_said_or_beyond_the_grid_is_refused(sheet: gspread.Worksheet) -> None:
    with pytest.raises(APIError) as error:
        sheet.update([[1, 2, 3]], "A1:B1")
    assert refused(error) == "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"
    with pytest.raises(APIError) as error:
        sheet.update([[1], [2]], "A1:B1")
    assert refused(error) == "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"
    with pytest.raises(APIError) as error:
        sheet.update([[1]], "A1001")
    assert refused(error) == "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    with pytest.raises(APIError) as error:
        sheet.update([["x" * 50_001]])
    assert "50000 characters" in refused(error)


def test_a_batch_of_updates_is_done_all_or_not_at_all(sheet: gspread.Worksheet) -> None:
    sheet.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["=1+1"]]}], raw=False)
    assert sheet.get_all_values() == [["a", "b"], ["", ""], ["2", ""]]
    with pytest.raises(APIError) as error:
        sheet.batch_update([{"range": "A1", "values": [["lost"]]}, {"range": "A9999", "values": [[1]]}])
    assert refused(error).startswith("Invalid data[1]: Range (Sheet1!A9999) exceeds grid limits.")
    assert sheet.acell("A1").value == "a"


def test_rows_are_appended_below_the_table_that_is_meant(sheet: gspread.Worksheet) -> None:
    sheet.append_row(["a", "", "c"])
    answer = sheet.append_row(["d", "", "f"])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")
    sheet.clear()
    sheet.append_row(["a", "", "c"])
    sheet.append_row(["d", "", "f"], table_range="A1")
    assert sheet.get_all_values() == [["a", "", "c"], ["d", "", "f"]]
    sheet.append_rows([["=1+1"], ["x"]], ValueInputOption.user_entered, table_range="A1")
    assert sheet.col_values(1) == ["a", "d", "2", "x"]


def test_the_tables_of_google_s_guide_are_found_as_it_says(book: gspread.Spreadsheet) -> None:
    tables = [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y"], ["", "y", "z"], ["", "x", "y", "z"], ["", "y", "z"]]
    landed = {}
    for place in ("Sheet1", "C5:D5", "B2:D4", "A3:G10", "A1", "E4"):
        book.sheet1.clear()
        book.sheet1.update([row or [""] for row in tables])
        answer = book.values_append(
            f"Sheet1!{place}" if place != "Sheet1" else place, {"valueInputOption": "RAW"}, {"values": [["new"]]}
        )
        landed[place] = answer["updates"]["updatedRange"].removeprefix("Sheet1!")
    assert landed == {"Sheet1": "B8", "C5:D5": "B8", "B2:D4": "B8", "A3:G10": "B8", "A1": "A3", "E4": "E4"}


def test_appending_with_new_rows_pushes_down_what_is_below(sheet: gspread.Worksheet) -> None:
    sheet.update([["a"], [""], ["below"]])
    sheet.append_row(["b"], insert_data_option=InsertDataOption.insert_rows, table_range="A1")
    assert sheet.col_values(1) == ["a", "b", "", "below"]


def test_appending_at_the_end_makes_the_grid_larger(book: gspread.Spreadsheet) -> None:
    small = book.add_worksheet("Small", 1, 1)
    small.append_row(["a"])
    small.append_row(["b", "c", "d"])
    grid = properties(book, 1)["gridProperties"]
    assert grid == {"rowCount": 2, "columnCount": 3}
    assert small.get_all_values() == [["a", "", ""], ["b", "c", "d"]]


def test_rows_and_columns_are_inserted_and_formulas_follow(sheet: gspread.Worksheet) -> None:
    sheet.resize(3, 3)
    sheet.update([[1, 2, "=SUM(A1:B1)"], [3, 4, "=A1*B2"]], raw=False)
    sheet.insert_row(["new", "long", "row", "x", "y"], 1)
    assert sheet.get("A1:E3", value_render_option=ValueRenderOption.formula) == [
        ["new", "long", "row", "x", "y"],
        [1, 2, "=SUM(A2:B2)"],
        [3, 4, "=A2*B3"],
    ]
    sheet.insert_rows([["p"], ["q"]], 2, inherit_from_before=True)
    sheet.insert_cols([["c1", "c2"]], 2)
    assert sheet.col_values(2) == ["c1", "c2"]
    assert sheet.acell("D4", ValueRenderOption.formula).value == "=SUM(A4:C4)"


def test_rows_and_columns_are_deleted(sheet: gspread.Worksheet) -> None:
    sheet.update([[1, 2, 3], [4, 5, 6], [7, 8, 9], ["=SUM(A1:A3)", "=B2", ""]], raw=False)
    sheet.delete_rows(2)
    assert sheet.get(value_render_option=ValueRenderOption.formula)[2] == ["=SUM(A1:A2)", "=#REF!"]
    sheet.delete_columns(1, 2)
    assert sheet.get_all_values() == [["3"], ["9"]]
    sheet.delete_dimension(Dimension.rows, 3, 998)
    assert (sheet.row_count, sheet.col_count) == (3, 24)
    with pytest.raises(APIError) as error:
        sheet.delete_rows(1, 3)
    assert refused(error) == "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."
    with pytest.raises(APIError) as error:
        sheet.delete_rows(9)
    assert refused(error).endswith("Tried to delete row index 8 but there are only 3 rows.")


def test_the_grid_is_resized_and_what_is_beyond_is_lost(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([[1, 2], [3, 4]])
    sheet.resize(1, 1)
    assert sheet.get_all_values() == [["1"]]
    sheet.add_rows(1)
    sheet.add_cols(1)
    assert properties(book)["gridProperties"] == {"rowCount": 2, "columnCount": 2}
    with pytest.raises(APIError) as error:
        sheet.resize(10_000_001, 1)
    assert "limit of 10000000 cells" in refused(error)


def test_values_are_cleared_in_ranges_and_all(sheet: gspread.Worksheet) -> None:
    sheet.update([[1, 2], [3, 4]])
    assert sheet.batch_clear(["A1:A2", "B2"])["clearedRanges"] == ["Sheet1!A1:A2", "Sheet1!B2"]
    assert sheet.get_all_values() == [["", "2"]]
    assert sheet.clear()["clearedRange"] == "Sheet1!A1:Z1000"
    assert sheet.get_all_values() == [[]]


def test_rows_are_sorted_by_several_columns_below_frozen_ones(sheet: gspread.Worksheet) -> None:
    sheet.update([["Name", "N"], ["b", 2], ["a", 2], ["c", 1], ["", ""], ["d", 10]])
    sheet.sort((2, "des"), (1, "asc"), range="A2:B6")
    assert [row[0] for row in sheet.get_all_values()] == ["Name", "d", "a", "b", "c"]
    sheet.freeze(rows=1)
    sheet.sort((1, "asc"))
    assert [row[0] for row in sheet.get_all_values()] == ["Name", "a", "b", "c", "d"]


def test_ranges_are_copied_turned_and_cut(sheet: gspread.Worksheet) -> None:
    sheet.update([[1, 2], ["=A1", "=$A$1"]], raw=False)
    sheet.copy_range("A1:B2", "D1")
    assert sheet.get("D1:E2", value_render_option=ValueRenderOption.formula) == [[1, 2], ["=D1", "=$A$1"]]
    sheet.copy_range("A1:B2", "G1", PasteType.values, PasteOrientation.transpose)
    assert sheet.get("G1:H2") == [["1", "1"], ["2", "1"]]
    sheet.cut_range("D1:E2", "D5")
    assert sheet.get("D1:E6") == [[], [], [], [], ["1", "2"], ["0", "1"]]


# The worksheet: looks


def test_a_sheet_is_renamed_coloured_hidden_frozen_and_shown(
    book: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    book.add_worksheet("Other", 1, 1)
    sheet.update_title("It's D3!")
    sheet.update_tab_color("#FF0080")
    sheet.freeze(rows=2, cols=1)
    sheet.hide_gridlines()
    sheet.hide()
    found = properties(book)
    assert (found["title"], found["hidden"]) == ("It's D3!", True)
    assert found["gridProperties"] == {
        "rowCount": 1000,
        "columnCount": 26,
        "frozenRowCount": 2,
        "frozenColumnCount": 1,
        "hideGridlines": True,
    }
    assert found["tabColor"] == found["tabColorStyle"]["rgbColor"] == {"red": 1, "blue": 0.5019608}
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["Other"]
    sheet.update([[1]])
    assert place(sheet.get()) == "'It''s D3!'!A1:Z1000"
    sheet.clear_tab_color()
    sheet.freeze(0, 0)
    sheet.show_gridlines()
    sheet.show()
    assert properties(book) == {
        "sheetId": 0,
        "title": "It's D3!",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }


def test_the_last_sheet_to_be_seen_cannot_be_hidden_and_not_all_rows_frozen(sheet: gspread.Worksheet) -> None:
    with pytest.raises(APIError) as error:
        sheet.hide()
    assert refused(error).endswith("You can't hide all the sheets in a document.")
    sheet.resize(2, 2)
    with pytest.raises(APIError):
        sheet.freeze(rows=2)


def test_formats_are_set_in_ranges_and_both_spellings_of_a_colour_are_told(
    book: gspread.Spreadsheet, sheet: gspread.Worksheet
) -> None:
    sheet.format(["A1:B1", "A3"], {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}})
    sheet.batch_format([{"range": "A1", "format": {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}}}])
    sheet.update([[0.5]])
    assert sheet.acell("A1").value == "50.0%"
    found = book.fetch_sheet_metadata(
        {"ranges": "Sheet1!A1:A3", "fields": "sheets.data.rowData.values.userEnteredFormat"}
    )
    rows = found["sheets"][0]["data"][0]["rowData"]
    red = {
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
        "textFormat": {"bold": True},
    }
    percent = {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}}
    assert rows == [
        {"values": [{"userEnteredFormat": {**red, **percent}}]},
        {},
        {"values": [{"userEnteredFormat": red}]},
    ]


def test_notes_are_written_read_and_cleared(sheet: gspread.Worksheet) -> None:
    sheet.insert_note("A1", "first")
    sheet.update_notes({"B2": "second", "C3": "third"})
    assert sheet.get_notes() == [["first"], ["", "second"], ["", "", "third"]]
    assert sheet.get_notes(grid_range="B2:C3") == [["second"], ["", "third"]]
    sheet.update_note("A1", "changed")
    assert (sheet.get_note("A1"), sheet.get_note("D4")) == ("changed", "")
    sheet.clear_note("A1")
    sheet.clear_notes(["B2"])
    assert sheet.get_notes() == [[], [], ["", "", "third"]]


def test_cells_are_merged_in_three_ways_and_unmerged(sheet: gspread.Worksheet) -> None:
    sheet.merge_cells("A1:B2", MergeType.merge_rows)
    assert len(on_sheet(sheet, "merges")) == 2
    sheet.merge_cells("A1:B2")
    sheet.batch_merge([{"range": "D1:E1"}, {"range": "D3:E4", "mergeType": MergeType.merge_columns}])
    merges = on_sheet(sheet, "merges")
    assert merges[0] == {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert len(merges) == 4
    with pytest.raises(APIError):
        sheet.unmerge_cells("A1:A1")
    sheet.unmerge_cells("A1:E4")
    assert on_sheet(sheet, "merges") == []


def test_ranges_are_named(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.update([["a", "b"], ["c", "d"]])
    answer = sheet.define_named_range("A1:B2", "Corner")
    number = answer["replies"][0]["addNamedRange"]["namedRange"]["namedRangeId"]
    assert [cell.value for cell in book.named_range("Corner")] == ["a", "b", "c", "d"]
    bounds = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert book.list_named_ranges() == [{"namedRangeId": number, "name": "Corner", "range": bounds}]
    sheet.delete_named_range(number)
    assert book.list_named_ranges() == []
    with pytest.raises(APIError):
        sheet.define_named_range("A1", "A1")


def test_ranges_are_protected(book: gspread.Spreadsheet, google: Emulator, sheet: gspread.Worksheet) -> None:
    answer = sheet.add_protected_range("A1:B2", ["ada@example.com"], description="Formulas")
    number = answer["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    (found,) = book.list_protected_ranges(0)
    assert found["editors"]["users"] == ["ada@example.com", google.service_account]
    assert (found["description"], found["requestingUserCanEdit"]) == ("Formulas", True)
    sheet.delete_protected_range(number)
    assert book.list_protected_ranges(0) == []


def test_rows_and_columns_are_grouped(sheet: gspread.Worksheet) -> None:
    sheet.add_dimension_group_columns(0, 4)
    sheet.add_dimension_group_columns(1, 2)
    sheet.add_dimension_group_rows(1, 3)
    assert sheet.list_dimension_group_columns() == [
        {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 4}, "depth": 1},
        {"range": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}, "depth": 2},
    ]
    assert sheet.list_dimension_group_rows()[0]["depth"] == 1
    sheet.delete_dimension_group_columns(0, 4)
    sheet.delete_dimension_group_columns(1, 2)
    sheet.delete_dimension_group_rows(1, 3)
    assert sheet.list_dimension_group_columns() == sheet.list_dimension_group_rows() == []


def test_rows_and_columns_are_hidden_and_fitted(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.resize(3, 3)
    sheet.hide_columns(0, 2)
    sheet.hide_rows(1, 2)
    sheet.update_acell("C1", "A" * 100)
    sheet.columns_auto_resize(2, 3)
    sheet.rows_auto_resize(0, 1)
    found = book.fetch_sheet_metadata({"fields": "sheets.data(rowMetadata.hiddenByUser,columnMetadata)"})
    data = found["sheets"][0]["data"][0]
    assert data["rowMetadata"] == [{}, {"hiddenByUser": True}, {}]
    assert [each.get("hiddenByUser", False) for each in data["columnMetadata"]] == [True, True, False]
    assert data["columnMetadata"][2]["pixelSize"] > 500
    sheet.unhide_columns(0, 2)
    sheet.unhide_rows(1, 2)
    found = book.fetch_sheet_metadata({"fields": "sheets.data.columnMetadata.hiddenByUser"})
    assert found["sheets"][0]["data"][0]["columnMetadata"] == [{}, {}, {}]


def test_a_basic_filter_covers_the_sheet_or_a_range(sheet: gspread.Worksheet) -> None:
    sheet.resize(20, 10)
    sheet.set_basic_filter()
    bounds = {"startRowIndex": 0, "endRowIndex": 20, "startColumnIndex": 0, "endColumnIndex": 10}
    assert on_sheet(sheet, "basicFilter")["range"] == bounds
    sheet.set_basic_filter("B1:C5")
    assert on_sheet(sheet, "basicFilter")["range"]["startColumnIndex"] == 1
    sheet.clear_basic_filter()
    assert on_sheet(sheet, "basicFilter") == []


def test_cells_are_validated(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.add_validation(
        "A1:A2", ValidationConditionType.one_of_list, ["at risk", "done"], "choose", strict=True, showCustomUi=True
    )
    found = book.fetch_sheet_metadata({"fields": "sheets.data.rowData.values.dataValidation"})
    values = [{"userEnteredValue": "at risk"}, {"userEnteredValue": "done"}]
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "inputMessage": "choose",
        "strict": True,
        "showCustomUi": True,
    }
    assert found["sheets"][0]["data"][0]["rowData"] == [{"values": [{"dataValidation": rule}]}] * 2
    with pytest.raises(APIError):
        sheet.add_validation("A1", ValidationConditionType.number_between, [1])
    with pytest.raises(APIError, match="not supported for data validation"):
        sheet.add_validation("A1", ValidationConditionType.not_blank, [1])
    with pytest.raises(APIError, match="must have zero values"):
        sheet.add_validation("A1", ValidationConditionType.text_is_email, ["a@example.com"])
