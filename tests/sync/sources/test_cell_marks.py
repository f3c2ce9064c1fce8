"""What reaches the reading beside the values: formats, formulas without a value, totals rows, errors, the date system."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from bad_input import SHEET, SHEET_XML, TODAY, ods, ods_row, okrs, sync_folders, with_parts, xls, xlsx

from okrsheets.sync.sources import xlsx_cells
from okrsheets.sync.sources.base import RawWorkbook, Sheet
from okrsheets.sync.sources.error_words import is_error_word
from okrsheets.sync.sources.folder import parse
from okrsheets.sync.sources.xlsx_tags import cell_tags
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

CASES = Path(__file__).parents[2] / "cases"
PLAIN = xlsx({"S": [["x"]]})
FORMATS = {"0%": 0.8, "0.0%": 0.815, "000": 7, "[h]:mm": 1.5, "h:mm": 0.25, "yyyy-mm-dd": 46204, "0.00": 2, "@": 3}


def case(name: str, book: str = "hafen.xlsx") -> RawWorkbook:
    return parse(book, (CASES / name / book).read_bytes())


def sheet_of(raw: RawWorkbook, title: str) -> Sheet:
    return next(sheet for sheet in raw.sheets if sheet.title == title)


def formatted(book: Any) -> None:
    for row, (code, value) in enumerate(FORMATS.items()):
        book.get_worksheet_by_name("S").write_number(row, 0, value, book.add_format({"num_format": code}))


SPELLINGS = {
    "as Excel writes it": '<row r="1"><c r="A1" s="{s}"><v>0.8</v></c><c r="B1" s="{s}" t="str"><v>x</v></c></row>',
    "with the kind of a number": '<row r="1"><c r="A1" s="{s}" t="n"><v>0.8</v></c></row>',
    "the kind first": '<row r="1"><c r="A1" t="n" s="{s}"><v>0.8</v></c></row>',
    "the style first": '<row r="1"><c s="{s}" r="A1"><v>0.8</v></c></row>',
    "single quotes": "<row r='1'><c r='A1' s='{s}'><v>0.8</v></c></row>",
    "a prefix": '<x:row r="1"><x:c r="A1" s="{s}"><x:v>0.8</x:v></x:c></x:row>',
    "lines between the tags": '<row r="1">\n <c r="A1" s="{s}">\n  <v>0.8</v>\n </c>\n</row>',
    "metadata": '<row r="1"><c r="A1" s="{s}" vm="1"><v>0.8</v></c></row>',
    "a formula": '<row r="1"><c r="A1" s="{s}"><f>1-0.2</f><v>0.8</v></c></row>',
}


@pytest.mark.parametrize("xml", SPELLINGS.values(), ids=SPELLINGS)
def test_the_format_of_a_cell_is_found_however_the_cell_is_spelled(xml: str) -> None:
    sheet = SHEET_XML.format(xml.replace("{s}", "4")).encode()
    marks = xlsx_cells.cell_marks(sheet, cell_tags(sheet), {4: "0%", 40: "000"})
    assert marks.formats == {(0, 0): "0%"}


def test_formats_that_say_more_than_the_number_are_handed_on_and_no_others() -> None:
    (sheet,) = parse("q3.xlsx", xlsx({"S": []}, formatted)).sheets
    assert sheet.formats == {(0, 0): "0%", (1, 0): "0.0%", (2, 0): "000", (3, 0): "[h]:mm", (4, 0): "h:mm"}
    assert [row[0] for row in sheet.rows] == [
        0.8, 0.815, 7.0, timedelta(days=1.5), time(6), date(2026, 7, 1), 2.0, 3.0,
    ]  # fmt: skip


def test_formats_of_an_old_xls_are_handed_on() -> None:
    import xlwt

    def write(book: Any) -> None:
        for row, (value, code) in enumerate([(0.8, "0%"), (7, "000"), (5, "0.00"), (1.5, "[h]:mm")]):
            book.get_sheet("S").write(row, 0, value, xlwt.easyxf(num_format_str=code))

    (sheet,) = parse("q3.xls", xls({"S": []}, write)).sheets
    assert sheet.formats == {(0, 0): "0%", (1, 0): "000", (3, 0): "[h]:mm"}


def test_percentages_leading_zeros_and_durations_of_an_ods_are_handed_on() -> None:
    cells = (
        '<table:table-cell office:value-type="percentage" office:value="0.8"><text:p>80 %</text:p></table:table-cell>',
        '<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>',
        '<table:table-cell office:value-type="time" office:time-value="PT36H30M00S"><text:p>36:30</text:p></table:table-cell>',
        '<table:table-cell office:value-type="float" office:value="0.5"><text:p>0.5</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=1+1"/>',
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>',
    )
    (sheet,) = parse("q3.ods", ods(ods_row(*cells))).sheets
    assert sheet.formats == {(0, 0): "0%", (0, 1): "000", (0, 2): "[h]:mm:ss"}
    assert list(sheet.rows[0])[:4] == [0.8, 7.0, timedelta(hours=36, minutes=30), 0.5]
    assert set(sheet.unsaved_formulas) == {(0, 4)}


FORMULAS = {
    "no value": ('<c r="A1"><f>1+1</f></c>', True),
    "an empty value": ('<c r="A1"><f>1+1</f><v></v></c>', True),
    "an empty tag": ('<c r="A1"><f>1+1</f><v/></c>', True),
    "an empty tag with a space": ('<c r="A1"><f>1+1</f><v /></c>', True),
    "a shared formula": ('<c r="A1" s="3"><f t="shared" si="0"/></c>', True),
    "a shared formula with its value": ('<c r="A1" s="3"><f t="shared" si="0"/><v>2</v></c>', False),
    "a value": ('<c r="A1"><f>1+1</f><v>2</v></c>', False),
    "an empty text": ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
    "a text without a value": ('<c r="A1" t="str"><f>""</f></c>', True),
    "a number beside": ('<c r="A1"><v>2</v></c>', False),
    "a prefix": ('<x:c r="A1"><x:f>1+1</x:f></x:c>', True),
    "a prefix and a value": ('<x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c>', False),
    "an array": ('<c r="A1" cm="1"><f t="array" ref="A1">SUM(B1)</f><v>0</v></c>', False),
}


@pytest.mark.parametrize(("xml", "unsaved"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_that_was_stored_without_a_value_is_found(xml: str, unsaved: bool) -> None:
    sheet = SHEET_XML.format(f'<row r="1">{xml}<c r="B1"><v>1</v></c></row>').encode()
    marks = xlsx_cells.cell_marks(sheet, cell_tags(sheet), {})
    assert marks.unsaved_formulas == ({(0, 0)} if unsaved else set())


def test_the_zeros_of_a_program_that_does_not_calculate_are_no_values() -> None:
    def write(book: Any) -> None:
        book.get_worksheet_by_name("S").write_formula("B1", "=2+3")
        book.get_worksheet_by_name("T").write_formula("B1", "=2-2", None, 0)
        book.get_worksheet_by_name("T").write_formula("B2", "=2+2", None, 4)

    first, second = parse("q3.xlsx", xlsx({"S": [["x"]], "T": [["x"]]}, write)).sheets
    assert set(first.unsaved_formulas) == {(0, 1)}
    assert not second.unsaved_formulas  # it calculated: one of its formulas has a value


def test_formulas_without_a_value_are_found_in_the_case() -> None:
    raw = case("06-no-cached")
    assert set(sheet_of(raw, "Key results").unsaved_formulas) == {(1, 7), (2, 6), (3, 7)}
    assert set(sheet_of(raw, "Check-ins").unsaved_formulas) == {(2, 0), (2, 2)}


@pytest.mark.parametrize(("title", "row"), [("Plan", 3), ("A & B", 3)])
def test_the_totals_row_that_a_table_declares_is_found(title: str, row: int) -> None:
    def write(book: Any) -> None:
        columns = [{"header": "Id", "total_string": "Total"}, {"header": "Value", "total_function": "sum"}]
        book.get_worksheet_by_name(title).add_table(0, 0, 3, 1, {"total_row": True, "columns": columns})

    raw = parse("q3.xlsx", xlsx({"First": [["x"]], title: [["Id", "Value"], ["a", 1], ["b", 2]]}, write))
    assert set(sheet_of(raw, title).totals_rows) == {row}
    assert not sheet_of(raw, "First").totals_rows


def test_a_table_without_totals_and_the_case_with_them() -> None:
    def write(book: Any) -> None:
        book.get_worksheet_by_name("S").add_table(0, 0, 2, 1)

    (sheet,) = parse("q3.xlsx", xlsx({"S": [["Id", "Value"], ["a", 1]]}, write)).sheets
    assert not sheet.totals_rows
    assert set(sheet_of(case("10-totals"), "Key results").totals_rows) == {4}


def test_error_values_of_every_age_cost_their_cells_and_not_the_workbook() -> None:
    words = ["#N/A", "#DIV/0!", "#ERROR!", "#SPILL!", "#CALC!", "#NAME?", "#FIELD!", "#BUSY!", "#GETTING_DATA"]
    sheet = sheet_of(case("35-errors"), "Key results")
    assert sheet.errors == {f"H{row}": word for row, word in enumerate(words, 2)}
    assert sheet_of(case("35b-error-text"), "Key results").errors == {"H2": "#REF!", "H3": "#N/A", "H4": "Loading..."}


@pytest.mark.parametrize("word", ["#SPILL!", "#BLOCKED!", "#PYTHON!", "#UNKNOWN!", "#REF!"])
@pytest.mark.parametrize("attributes", ['t="e"', 's="1" t="e"', 't="e" vm="1"', "t='e'"])
def test_an_error_cell_is_found_with_its_word_in_every_spelling(word: str, attributes: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" {attributes}><f>X1</f><v>{word}</v></c></row>'
    (sheet,) = parse("q3.xlsx", with_parts(PLAIN, {SHEET: SHEET_XML.format(rows)})).sheets
    assert sheet.errors == {"B1": word}
    assert sheet.rows[0][0] == 1.0


@pytest.mark.parametrize(
    ("text", "is_error"),
    [
        ("#BEZUG!", True), ("#¡DIV/0!", True), ("#WERT!", True), ("#NV", True), ("Err:502", True), (" #REF! ", True),
        ("#1", False), ("#hashtag!", False), ("#OKR", False), ("We saw #REF! once", False), ("Loading", False),
    ],
)  # fmt: skip
def test_error_words_of_each_language_are_told_from_text(text: str, is_error: bool) -> None:
    assert is_error_word(text) == is_error


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_number_in_a_date_column_of_a_1904_workbook_is_the_right_day(ending: str, tmp_path: Path) -> None:
    start, end = (day.toordinal() - date(1904, 1, 1).toordinal() for day in (date(2026, 1, 1), date(2026, 3, 31)))
    tables = okrs(cycle=("2026-Q1", start, end))
    book = xlsx(tables, date_1904=True) if ending == "xlsx" else xls(tables, dates_1904=True)
    (tmp_path / f"q1.{ending}").write_bytes(book)
    with Store() as store:
        columns = State(store, sync_folders(store, tmp_path).sync, TODAY).tables["settings"].columns
    assert (columns["cycle_start"], columns["cycle_end"]) == ([46023], [46112])


def test_dates_and_other_numbers_of_a_1904_workbook_stay_as_they_are(tmp_path: Path) -> None:
    tables = okrs(cycle=("2026-Q1", datetime(2026, 1, 1), datetime(2026, 3, 31)))
    (tmp_path / "q1.xlsx").write_bytes(xlsx(tables, date_1904=True))
    with Store() as store:
        tables_read = State(store, sync_folders(store, tmp_path).sync, TODAY).tables
        assert tables_read["settings"].columns["cycle_start"] == [46023]
        assert tables_read["key results"].columns["target"] == [5.0]
