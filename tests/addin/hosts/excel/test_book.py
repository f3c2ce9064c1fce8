"""A workbook of Excel as the macros see it: the laws of every book, over a model of Excel's objects."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fake_dispatch
import pytest
import xlsxwriter
from fake_dispatch import Dispatch
from hypothesis import given, settings
from hypothesis import strategies as st
from macro_books import all_contents
from pyopenvba.apps.excel import ExcelApplication

from okrsheets.addin.hosts.excel import book as book_module
from okrsheets.addin.hosts.excel import reading
from okrsheets.addin.hosts.excel.book import ExcelBook
from okrsheets.addin.hosts.excel.cells import ERRORS, read
from okrsheets.addin.hosts.excel.menu import carry_out
from okrsheets.addin.hosts.excel.protection import ALLOWED
from okrsheets.addin.macros.book import At, CellEdit, Formula, Spot, contents
from okrsheets.addin.macros.colours import COLOURS
from okrsheets.addin.macros.plan import NewSheet, Plan, apply
from okrsheets.core.cells import Cell, ErrorCell
from okrsheets.core.errors import OkrError

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(-9, 9),
    st.sampled_from(["a", "=b", "'c", "TRUE", "2026-01-01", "-1", "#N/A", ErrorCell("#REF!")]),
    st.sampled_from([Formula("=A1"), Formula('="=b"'), Formula("{=A1:A2}")]),
)
SHEET = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=3)
SPOTS = st.tuples(st.integers(1, 5), st.integers(0, 4))


def new_book(rows: list[list[Cell]] | None = None, waits: bool = False) -> ExcelBook:
    """A workbook with one sheet, S."""
    application = ExcelApplication()
    application.add_workbook()
    book = ExcelBook(Dispatch(application.workbook), waits)
    book.workbook.Worksheets(1).Name = "S"
    put(book, {(row, at): cell for row, cells in enumerate(rows or [], 1) for at, cell in enumerate(cells)})
    return book


def put(book: ExcelBook, cells: dict[At, Cell]) -> None:
    book.write([CellEdit(Spot("S", *at), None, cell) for at, cell in cells.items()])


def at(book: ExcelBook, address: str, sheet: str = "S") -> Any:
    return book.workbook.Worksheets(sheet).Range(address)


@given(SHEET, st.dictionaries(SPOTS, CELLS), st.booleans())
@settings(deadline=None, max_examples=100)
def test_undo_brings_back_whatever_a_plan_changed(rows: list[list[Cell]], wanted: dict[At, Cell], waits: bool) -> None:
    book = new_book(rows, waits)
    before = all_contents(book)
    changes = tuple(CellEdit(Spot("S", *at), before["S"].get(at), new) for at, new in wanted.items())
    new_sheets = (NewSheet("Copy", "S"), NewSheet("New"))
    undo = apply(Plan("x", new_sheets=new_sheets, changes=(*changes, CellEdit(Spot("New", 1, 0), None, 1))), book)
    assert book.sheets() == ["S", "Copy", "New"]
    assert not book.formulas("Copy")
    apply(undo, book)
    assert all_contents(book) == before


@given(SHEET)
@settings(deadline=None, max_examples=60)
def test_a_cell_holds_what_was_written_and_a_copy_what_it_shows(rows: list[list[Cell]]) -> None:
    book = new_book(rows)
    wanted = {(row, at): cell for row, cells in enumerate(rows, 1) for at, cell in enumerate(cells) if cell is not None}
    assert contents(book, "S") == wanted
    assert {at: type(cell) for at, cell in contents(book, "S").items()} == {
        at: type(cell) for at, cell in wanted.items()
    }
    book.copy_as_values("S", "Copy")
    assert book.cells("Copy") == book.cells("S")
    assert not book.formulas("Copy")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "1.10", "1/2", "5%", "TRUE", "'quoted", "2026-01-01", "May 5"]
)
@pytest.mark.parametrize("format", ["General", "@"])
def test_text_stays_text(text: str, format: str) -> None:
    book = new_book()
    at(book, "A1").NumberFormat = format
    put(book, {(1, 0): text})
    assert book.cells("S") == [[text]]
    assert not book.formulas("S")


@pytest.mark.parametrize("cell", [5.0, True, datetime.date(2026, 3, 31), Formula("=1+1")])
def test_a_number_or_a_formula_is_none_the_less_one_in_a_cell_that_is_formatted_as_text(cell: Cell) -> None:
    book = new_book([["a", "b"]])
    for address in ("A1", "B2"):
        at(book, address).NumberFormat = "@"
    put(book, {(1, 0): "a", (1, 1): cell, (2, 0): cell, (2, 1): cell})
    assert at(book, "B2").NumberFormat != "@"
    assert at(book, "A1").NumberFormat == "@"


def test_a_day_goes_in_as_its_number_and_shows_as_a_day_unless_the_cell_shows_days_already() -> None:
    book = new_book()
    at(book, "B1").NumberFormat = "dd.mm.yy"
    put(book, {(1, 0): datetime.date(2026, 3, 31), (1, 1): datetime.date(2026, 3, 31)})
    assert book.cells("S") == [[46112.0, 46112.0]]
    assert [at(book, each).NumberFormat for each in ("A1", "B1")] == ["yyyy-mm-dd", "dd.mm.yy"]


@pytest.mark.parametrize("number", ERRORS)
def test_an_error_value_is_an_error_and_never_a_number(number: int) -> None:
    assert read(fake_dispatch.ERROR_BASE + number) == ErrorCell(ERRORS[number])
    assert isinstance(read(fake_dispatch.ERROR_BASE + number + 1000), ErrorCell)


def test_an_array_formula_stands_at_its_first_cell_and_a_spilled_one_only_there() -> None:
    book = new_book()
    at(book, "A1:A3").FormulaArray = "=ROW(A1:A3)"
    at(book, "C2").Formula2 = "=SEQUENCE(2)"
    assert book.formulas("S") == {(1, 0): "{=ROW(A1:A3)}", (2, 2): "=SEQUENCE(2)"}
    assert book.cells("S")[2] == [3.0, None, 2.0]
    book.copy_as_values("S", "Copy")
    assert book.cells("Copy") == book.cells("S")
    put(book, {(1, 0): Formula("{=ROW(A2:A4)}")})
    assert book.cells("S")[2] == [4.0, None, 2.0]


def test_an_array_formula_that_is_too_long_for_excel_to_be_entered_again_stays_as_it_is(tmp_path: Path) -> None:
    long = f"=ROW(A1:A3)+{'+'.join(['0'] * 130)}"
    with xlsxwriter.Workbook(tmp_path / "long.xlsx") as made:
        made.add_worksheet("S").write_array_formula("A1:A3", f"{{{long}}}", None, 1)
    book = ExcelBook(Dispatch(ExcelApplication.open(tmp_path / "long.xlsx").workbook))
    entered: list[str] = []
    with watched("FormulaArray", entered):
        put(book, {(1, 0): Formula(f"{{{long}}}")})
    assert not entered
    assert book.formulas("S") == {(1, 0): f"{{{long}}}"}


@contextmanager
def watched(name: str, seen: list[str]) -> Iterator[None]:
    """Remember every value that is given to a property."""
    real = Dispatch.__setattr__

    def remember(self: Dispatch, key: str, value: Any) -> None:
        if key == name:
            seen.append(value)
        real(self, key, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatch, "__setattr__", remember)
        yield


def test_an_excel_without_dynamic_arrays_is_given_formulas_as_it_knows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Dispatch.__getattr__

    def older(self: Dispatch, name: str) -> Any:
        if name == "Formula2":
            raise AttributeError(name)
        return real(self, name)

    monkeypatch.setattr(Dispatch, "__getattr__", older)
    book, seen = new_book(), list[str]()
    with watched("Formula2", seen):
        put(book, {(1, 0): Formula("=1+1"), (1, 1): Formula("=A1+1")})
    assert book.formulas("S") == {(1, 0): "=1+1", (1, 1): "=A1+1"}
    assert book.cells("S") == [[2.0, 3.0]]
    assert not seen


def test_a_sheet_that_is_formatted_far_below_its_last_row_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    book = new_book([["a", 1.0], [None, None], [None, None], [None, None], [None, Formula("=B1")]])
    at(book, "D90").NumberFormat = "0%"
    whole = book.cells("S"), book.formulas("S")
    for at_once in (1, 2, 3, 4):
        monkeypatch.setattr(reading, "AT_ONCE", at_once)
        assert (book.cells("S"), book.formulas("S")) == whole
    assert [row[:2] for row in whole[0]] == [["a", 1.0], [None, None], [None, None], [None, None], [None, 1.0]]


def test_a_sheet_is_read_once_while_excel_waits_and_again_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    book = new_book([["a", Formula("=1+1")]], waits=True)
    seen: list[str] = []
    rows = reading.rows_of

    def watched_rows(sheet: Any, what: str) -> list[list[Any]]:
        seen.append(what)
        return rows(sheet, what)

    for module in (book_module, reading):
        monkeypatch.setattr(module, "rows_of", watched_rows)
    for _ in range(3):
        assert contents(book, "S") == {(1, 0): "a", (1, 1): "=1+1"}
    assert seen == ["Value2", "Formula2"]
    put(book, {(1, 0): "b"})
    assert contents(book, "S")[1, 0] == "b"


def test_an_empty_sheet_has_no_cells() -> None:
    book = new_book()
    assert book.cells("S") == []
    assert book.formulas("S") == {}


# Protection


@pytest.mark.parametrize("allowed", [(), ("AllowSorting",), ("AllowFormattingCells", "AllowFiltering"), ALLOWED])
def test_a_sheet_without_a_password_is_written_and_protected_again_as_it_was(allowed: tuple[str, ...]) -> None:
    book = new_book([["a"]])
    sheet = book.workbook.Worksheets("S")
    sheet.Protect("", False, True, True, False, *[name in allowed for name in ALLOWED])
    sheet.EnableSelection = 1
    assert not book.is_locked("S")
    put(book, {(1, 0): "b"})
    assert book.cells("S") == [["b"]]
    assert [name for name in ALLOWED if getattr(sheet.Protection, name)] == list(allowed)
    assert [sheet.ProtectContents, sheet.ProtectDrawingObjects, sheet.ProtectionMode] == [True, False, False]
    assert sheet.EnableSelection == 1


def test_a_sheet_with_a_password_is_locked_and_asking_changes_nothing() -> None:
    book = new_book([["a"]])
    book.workbook.Worksheets("S").Protect("secret")
    book.workbook.Saved = True
    assert book.is_locked("S")
    assert book.workbook.Saved
    assert book.workbook.Worksheets("S").ProtectContents
    book.workbook.Worksheets("S").Unprotect("secret")
    assert not book.is_locked("S")


def test_asking_whether_a_sheet_is_locked_leaves_it_protected_and_the_workbook_saved() -> None:
    book = new_book([["a"]])
    book.workbook.Worksheets("S").Protect("")
    book.workbook.Saved = True
    assert not book.is_locked("S")
    assert book.workbook.Saved
    assert book.workbook.Worksheets("S").ProtectContents


def test_a_workbook_whose_structure_is_protected_gets_no_sheet_and_says_so() -> None:
    book = new_book([["a"]])
    book.workbook.Protect("", True)
    for new in (NewSheet("New"), NewSheet("Copy", "S")):
        with pytest.raises(OkrError, match="structure is protected"):
            carry_out(Plan("x", new_sheets=(new,)), book)
    assert book.sheets() == ["S"]


# The whole of a plan


def test_when_excel_refuses_in_the_middle_everything_is_as_it_was() -> None:
    book = new_book([["a", 1.0, Formula("=B1")]])
    before = all_contents(book)
    refused = NewSheet("COPY")
    changes = (CellEdit(Spot("S", 1, 0), "a", "b"), CellEdit(Spot("S", 3, 3), None, 5))
    for plan in (
        Plan("x", new_sheets=(NewSheet("Copy", "S"), refused), changes=changes),
        Plan("x", new_sheets=(NewSheet("Copy", "S"),), changes=(*changes, CellEdit(Spot("Nowhere", 1, 0), None, 1))),
    ):
        with pytest.raises(OkrError, match="this could not be done") as error:
            carry_out(plan, book)
        assert error.value.hint == "nothing was changed"
        assert all_contents(book) == before


def test_excel_is_left_as_it_was_found_and_the_person_stays_where_they_were() -> None:
    book = new_book([["a", Formula("=1+1")]])
    excel, before = book.workbook.Application, {}
    for name in ("Calculation", "ScreenUpdating", "EnableEvents", "DisplayAlerts"):
        before[name] = getattr(excel, name)
    undo = carry_out(Plan("x", new_sheets=(NewSheet("Copy", "S"), NewSheet("New"))), book)
    assert excel.ActiveSheet.Name == "S"
    carry_out(undo, book)
    assert {name: getattr(excel, name) for name in before} == before


def test_a_cell_is_shown_and_the_one_that_is_selected_is_found() -> None:
    book = new_book([["a"]])
    book.add_sheet("New")
    book.select(Spot("New", 5, 2))
    assert book.selected() == Spot("New", 5, 2)
    book.workbook.Worksheets("S").Visible = 0
    book.select(Spot("S", 1, 0))
    assert book.selected() == Spot("New", 5, 2)


def test_a_cell_of_another_workbook_is_not_one_that_is_selected_here() -> None:
    application = ExcelApplication()
    first, second = (application.add_workbook() for _ in range(2))
    assert ExcelBook(Dispatch(first)).selected() is None
    assert ExcelBook(Dispatch(second)).selected() == Spot("Sheet1", 1, 0)


def blue_first(colour: int) -> int:
    return int.from_bytes(colour.to_bytes(3, "little"), "big")


def test_links_lead_to_their_cell_and_looks_are_those_of_the_templates() -> None:
    book = new_book()
    book.add_sheet("It's mine")
    to = Spot("It's mine", 5, 2)
    book.write([CellEdit(Spot("S", 1, 0), None, "=not a formula", leads_to=to, look="bad")])
    cell = at(book, "A1")
    assert (cell.Hyperlinks(1).SubAddress, cell.Value2, cell.HasFormula) == ("'It''s mine'!C5", "=not a formula", False)
    for row, look in enumerate(COLOURS, start=1):
        book.write([CellEdit(Spot("S", row, 0), None, look or "plain", look=look)])
        colours = COLOURS[look]
        cell = at(book, f"A{row}")
        assert int(cell.Font.Color) == blue_first(colours.text or 0)
        assert colours.background is None or int(cell.Interior.Color) == blue_first(colours.background)
        assert cell.Font.Bold is colours.bold
    assert at(book, "A1").Hyperlinks.Count == 0


def test_columns_are_as_wide_as_what_stands_under_their_heading_within_reason() -> None:
    book = new_book()
    cells = {
        (1, 0): ("a title that is longer than its column", "title"),
        (3, 0): ("Id", "heading"),
        (4, 0): ("SHOP-SUP-S1.1", ""),
    }
    cells |= {(3, 1): ("Description", "heading"), (4, 1): ("x" * 300, "")}
    book.write([CellEdit(Spot("S", *spot), None, text, look=look) for spot, (text, look) in cells.items()])
    assert [at(book, each).ColumnWidth for each in ("A1", "B1")] == [16, 85]
