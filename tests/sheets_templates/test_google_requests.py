"""The templates drawn for Google: the same cells as in the .xlsx twin, in requests of bounded size."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from okrsheets.core import schema
from okrsheets.core.cells import Day, date_of, needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.build import XlsxBook
from okrsheets.sheets_templates.drawing import DrawnBook
from okrsheets.sheets_templates.google import LONGEST_TEXT, GoogleBook, GoogleSheet
from okrsheets.sheets_templates.google_looks import PLAIN_NUMBER, cell_format, style_of
from okrsheets.sheets_templates.google_requests import BATCH_BYTES, areas, batches
from okrsheets.sheets_templates.layout import columns_of
from okrsheets.sheets_templates.new import draw_new, new_tables
from okrsheets.sheets_templates.okrs import draw_okrs
from okrsheets.sheets_templates.skills import draw_skills
from okrsheets.sheets_templates.style import STYLES
from okrsheets.sheets_templates.worked import case_names, load

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension is not supported")]

TODAY: Day = needed_day("2026-05-20")
Draw = Callable[[DrawnBook], None]
Json = dict[str, Any]


def drawings() -> Iterator[tuple[str, Draw]]:
    """Both empty templates, and the workbooks of every worked case."""
    for kind in ("okrs", "skills"):
        tables = new_tables(kind, "book", TODAY)
        yield f"new {kind}", lambda book, kind=kind, tables=tables: draw_new(kind, book, tables, "book", TODAY)  # type: ignore[misc]
    for case in case_names():
        for name, tables in load(case).items():
            yield f"{case} {name}", drawing(tables)


def drawing(tables: Tables) -> Draw:
    draw = draw_skills if len(tables["skills"]) else draw_okrs
    return lambda book: draw(book, tables, TODAY, "book")


DRAWINGS = dict(drawings())
EDITIONS = [
    *((name, False) for name in DRAWINGS),
    ("new okrs", True),
    pytest.param("new skills", True, marks=pytest.mark.slow),
]


def drawn(draw: Draw, functions: bool = False) -> GoogleBook:
    book = GoogleBook(functions=functions)
    draw(book)
    return book


def requests(book: GoogleBook, kind: str) -> list[Json]:
    return [each[kind] for batch in batches(book) for each in batch if kind in each]


@pytest.mark.parametrize(("name", "functions"), EDITIONS)
def test_every_cell_is_that_of_the_xlsx_twin_value_formula_and_note(name: str, functions: bool, tmp_path: Path) -> None:
    with XlsxBook(tmp_path / "twin.xlsx", "twin", TODAY, functions) as twin:
        DRAWINGS[name](twin)
    mine = drawn(DRAWINGS[name], functions)
    theirs = openpyxl.load_workbook(tmp_path / "twin.xlsx")
    assert [sheet.name for sheet in mine.sheets] == theirs.sheetnames
    for sheet in mine.sheets:
        cells = {(cell.row, cell.column - 1): cell for row in theirs[sheet.name].iter_rows() for cell in row}
        filled = {at for at, cell in cells.items() if cell.value not in (None, "")}
        assert set(sheet.values) == filled, sheet.name
        for at, value in sheet.values.items():
            if sheet.name != "Start":  # it says what is so in Google
                assert (value.formula or value.value) == in_google(cells[at].value), (sheet.name, at)
        assert sheet.notes == {at: cell.comment.text for at, cell in cells.items() if cell.comment}


def in_google(value: Any) -> Any:
    """What the twin holds, as Google spells it: serial days, array formulas, and functions without marks."""
    if hasattr(value, "toordinal"):
        return value.toordinal() - date_of(0).toordinal()
    if hasattr(value, "text"):
        return f"=ARRAYFORMULA({value.text.removeprefix('=').replace('_xlfn.', '')})"
    return value.replace("_xlfn.", "") if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "functions"), EDITIONS)
def test_requests_go_in_few_batches_of_bounded_size(name: str, functions: bool) -> None:
    made = batches(drawn(DRAWINGS[name], functions))
    assert len(made) <= 6
    assert max(len(json.dumps(batch)) for batch in made) < BATCH_BYTES + 10_000


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_look_is_painted_where_it_was_drawn_and_nowhere_else(name: str) -> None:
    for sheet in drawn(DRAWINGS[name]).sheets:
        painted = Counter[tuple[int, int]]()
        for first, last, look in areas(sheet.looks):
            for row in range(first[0], last[0] + 1):
                for column in range(first[1], last[1] + 1):
                    painted[row, column] += 1
                    assert sheet.looks[row, column] == look
        assert set(painted) == set(sheet.looks)
        assert set(painted.values()) == {1}


@pytest.mark.parametrize("name", DRAWINGS)
def test_links_and_names_lead_into_sheets_that_are_there(name: str) -> None:
    book = drawn(DRAWINGS[name])
    ids = {sheet.id: sheet for sheet in book.sheets}
    links = re.findall(r"#gid=(\d+)&range=([A-Z]+\d+)", json.dumps(batches(book)))
    assert {int(gid) for gid, _ in links} <= set(ids)
    assert len(links) >= len(book.sheets)
    for each in requests(book, "addNamedRange"):
        where = each["namedRange"]["range"]
        assert where["endRowIndex"] <= ids[where["sheetId"]].size[0]
        assert where["endColumnIndex"] <= ids[where["sheetId"]].size[1]


def sheet_of(book: GoogleBook, name: str) -> GoogleSheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def test_computed_columns_are_guarded_and_no_cell_to_fill_in_is() -> None:
    for name in ("new okrs", "new skills"):
        book = drawn(DRAWINGS[name])
        guarded: dict[int, set[tuple[int, int]]] = {}
        for each in requests(book, "addProtectedRange"):
            where = each["protectedRange"]["range"]
            assert each["protectedRange"]["warningOnly"] is True
            guarded.setdefault(where["sheetId"], set()).update(
                (row + 1, column)
                for row in range(where["startRowIndex"], where["endRowIndex"])
                for column in range(where["startColumnIndex"], where["endColumnIndex"])
            )
        for sheet in book.sheets:
            inputs = {at for at, look in sheet.looks.items() if "input" in look.style.split()}
            assert not guarded.get(sheet.id, set()) & inputs
            if sheet.protected:
                assert guarded[sheet.id] == set(sheet.looks) - inputs


def test_every_word_has_its_dropdown_and_what_is_an_offer_only_warns() -> None:
    book = drawn(DRAWINGS["new okrs"])
    rules = {
        (each["range"]["sheetId"], each["range"]["startColumnIndex"]): each["rule"]
        for each in requests(book, "setDataValidation")
        if each["range"]["startRowIndex"] == 4
    }
    for table in schema.tables_of("okrs")[1:5]:
        for at, column in enumerate(columns_of(table)):
            rule = rules.get((sheet_of(book, table.sheet).id, at))
            if column.choices and not column.computed:
                assert rule is not None
                assert [each["userEnteredValue"] for each in rule["condition"]["values"]] == list(column.choices)
                assert (rule["strict"], rule["showCustomUi"]) == (True, True)
            elif column.refers in ("objectives", "key results"):
                assert rule is not None
                assert rule["condition"]["type"] == "ONE_OF_RANGE"
                assert rule["strict"] == (column.field == "key_result_id")


def test_tables_name_their_columns_as_the_schema_does_and_views_have_a_filter() -> None:
    book = drawn(DRAWINGS["new okrs"])
    tables = {each["table"]["name"]: each["table"] for each in requests(book, "addTable")}
    assert set(tables) == {table.field for table in schema.tables_of("okrs")[1:5]}
    for table in schema.tables_of("okrs")[1:5]:
        named = [each["columnName"] for each in tables[table.field]["columnProperties"]]
        assert named == [column.heading for column in columns_of(table)]
    (filtered,) = requests(book, "setBasicFilter")
    assert filtered["filter"]["range"]["sheetId"] == sheet_of(book, "Alignment").id


def test_formulas_are_read_in_english_and_the_locale_of_the_spreadsheet_comes_back() -> None:
    for made in batches(drawn(DRAWINGS["new skills"]), "de_DE"):
        said = [each["updateSpreadsheetProperties"]["properties"]["locale"] for each in (made[0], made[-1])]
        assert said == ["en_US", "de_DE"]
    assert not requests(drawn(DRAWINGS["new okrs"]), "updateSpreadsheetProperties")


def test_an_interrupted_attempt_is_taken_away_first_and_a_sheet_to_drop_last() -> None:
    made = [each for batch in batches(drawn(DRAWINGS["new okrs"]), unfinished=[5, 6], drop=0) for each in batch]
    assert [each["deleteSheet"]["sheetId"] for each in (made[0], made[1], made[-1])] == [5, 6, 0]


def test_a_long_text_is_cut_to_what_a_cell_holds() -> None:
    book = GoogleBook()
    book.sheet("t").text(1, 0, "x" * (LONGEST_TEXT + 1), "text")
    assert len(str(book.sheets[0].values[1, 0].value)) == LONGEST_TEXT


@pytest.mark.parametrize("words", [word for word in STYLES if word != "base"])
def test_every_style_has_a_look_in_google(words: str) -> None:
    look = style_of(words)
    made = cell_format(look)
    assert made["textFormat"]["fontFamily"]
    pattern = look.get("num_format", PLAIN_NUMBER)
    pattern = PLAIN_NUMBER if pattern == "General" else pattern  # a cell without a format of its own
    assert made.get("numberFormat", {}).get("pattern", PLAIN_NUMBER) == pattern
    assert ("padding" in made) == bool(look.get("indent"))
    assert (made.get("wrapStrategy") == "WRAP") == bool(look.get("text_wrap"))
    assert ("backgroundColorStyle" in made) == ("bg_color" in look)
