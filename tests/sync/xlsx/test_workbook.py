"""A workbook that is changed keeps every part that the change doesn't concern, and in a changed sheet every other cell."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rich_workbook import changed_parts, parts_of, rich_workbook

from okrsheets.core.archive import pack
from okrsheets.core.cells import Cell, ErrorCell, needed_day
from okrsheets.core.errors import PushError
from okrsheets.sync.sources import folder
from okrsheets.sync.xlsx.cell_xml import CellContent
from okrsheets.sync.xlsx.notes import CellNote
from okrsheets.sync.xlsx.sheet_edit import edited, formulas_of
from okrsheets.sync.xlsx.sheet_rows import SheetXml
from okrsheets.sync.xlsx.styles import CellLook
from okrsheets.sync.xlsx.workbook import NewCell, WorkbookFile

RESULTS, RESULTS_PART = "Key results", "xl/worksheets/sheet3.xml"
CALCULATED_AGAIN = {"xl/workbook.xml"}
CHAIN = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


@lru_cache
def rich() -> bytes:
    return rich_workbook()


def opened(data: bytes, values: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=values, rich_text=True)


def all_cells(data: bytes) -> dict[tuple[str, str], Any]:
    """What another reader sees in every cell, with its format."""
    return {
        (sheet.title, cell.coordinate): (str(getattr(cell.value, "text", cell.value)), cell.number_format, cell.font.b)
        for sheet in opened(data).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_the_workbook_of_these_tests_has_as_many_parts_as_a_large_one() -> None:
    assert len(parts_of(rich())) >= 56


def test_a_workbook_that_is_only_looked_at_keeps_every_byte() -> None:
    file = WorkbookFile(rich())
    for title in file.sheets():
        assert file.cells(title) is not None
        assert file.formulas(title) is not None
        assert file.notes(title) is not None
    assert file.packed() == rich()


def test_a_changed_cell_changes_its_sheet_and_nothing_else() -> None:
    file = WorkbookFile(rich())
    file.set_cells(RESULTS, {(2, 5): CellContent(6.5)})
    assert changed_parts(rich(), file.packed()) == {RESULTS_PART, *CALCULATED_AGAIN}
    before, after = parts_of(rich())[RESULTS_PART], parts_of(file.packed())[RESULTS_PART]
    assert after == before.replace(b"<v>7</v>", b"<v>6.5</v>", 1)


def test_formulas_are_computed_again_when_a_program_opens_the_workbook() -> None:
    file = WorkbookFile(rich())
    file.set_cells(RESULTS, {(2, 5): CellContent(6.5)})
    assert b'fullCalcOnLoad="1"' in parts_of(file.packed())["xl/workbook.xml"]
    assert opened(file.packed(), values=True)[RESULTS]["M2"].value == 1.4, "the saved value stays until then"


def unsaved(data: bytes, title: str) -> set[tuple[int, int]]:
    """The formulas of a sheet, from row 0, that a sync takes for ones that no program has computed."""
    return next(set(sheet.unsaved_formulas) for sheet in folder.parse("rich.xlsx", data).sheets if sheet.title == title)


def test_saved_values_of_zero_still_count_as_computed_after_a_change() -> None:
    file = WorkbookFile(rich())
    file.set_cells(RESULTS, {(2, 12): CellContent(0, "F2*0"), (3, 12): CellContent(0, "F3*0")})
    assert unsaved(file.packed(), RESULTS) == set()
    again = WorkbookFile(file.packed())
    again.set_cells(RESULTS, {(2, 5): CellContent(1)})
    assert unsaved(again.packed(), RESULTS) == set()


def test_a_workbook_that_was_never_computed_is_not_declared_to_be() -> None:
    parts = parts_of(rich())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ')
    file = WorkbookFile(pack(parts))
    file.set_cells(RESULTS, {(2, 12): CellContent(0, "F2*0"), (3, 12): CellContent(0, "F3*0")})
    assert unsaved(file.packed(), RESULTS) == {(1, 12), (2, 12)}


def test_a_formula_that_is_replaced_takes_the_list_of_formulas_with_it() -> None:
    file = WorkbookFile(rich())
    file.set_cells(RESULTS, {(2, 12): CellContent(0.5), (3, 12): CellContent(formula="F2*2")})
    assert changed_parts(rich(), file.packed()) == {RESULTS_PART, *CALCULATED_AGAIN, *CHAIN}
    assert "xl/calcChain.xml" not in parts_of(file.packed())
    assert opened(file.packed())[RESULTS]["M3"].value == "=F2*2"
    assert opened(file.packed(), values=True)[RESULTS]["M3"].value is None, "no stale value of the old formula"


def test_the_format_of_a_cell_stays_and_that_of_its_column_is_used_for_a_new_one() -> None:
    file = WorkbookFile(rich())
    file.set_cells(RESULTS, {(2, 12): CellContent(0.25), (40, 5): CellContent(0.5)})
    sheet = opened(file.packed())[RESULTS]
    assert [(sheet[cell].value, sheet[cell].number_format, sheet[cell].font.b) for cell in ("M2", "F40")] == [
        (0.25, "0%", True),
        (0.5, "0.0", True),
    ]


def test_a_date_is_shown_as_one_and_keeps_the_way_in_which_the_workbook_shows_dates() -> None:
    file = WorkbookFile(rich())
    day = float(needed_day("2026-09-30"))
    for title, at in (("Settings", (3, 1)), (RESULTS, (2, 5))):
        file.set_cells(title, {at: CellContent(day, style=file.styles.as_date(file.style(title, at)))})
    book = opened(file.packed())
    assert [(cell.value.date(), cell.number_format) for cell in (book["Settings"]["B3"], book[RESULTS]["F2"])] == [
        (date(2026, 9, 30), "dd.mm.yyyy"),
        (date(2026, 9, 30), "yyyy-mm-dd"),
    ]
    assert book[RESULTS]["F2"].font.b, "everything else of the format stays"


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20).map(lambda text: re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)),
    st.sampled_from([" spaces ", "two\nlines", "carriage\rreturn", "_x0041_", "<&>\"'", "=1+1", "]]>", "ü — 日本"]),
)  # fmt: skip
VALUES: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**12), 10**12), TEXTS
)
PLACES = st.tuples(st.integers(1, 60), st.integers(0, 40))


def as_read(value: Cell) -> Cell:
    return None if value in (None, "") else value


@settings(max_examples=60)
@given(st.dictionaries(PLACES, VALUES, min_size=1, max_size=12))
def test_what_is_written_is_read_back_and_every_other_cell_stays(values: dict[tuple[int, int], Cell]) -> None:
    file = WorkbookFile(rich())
    before = file.cells(RESULTS)
    file.set_cells(RESULTS, {at: CellContent(value) for at, value in values.items()})
    again = WorkbookFile(file.packed())
    wanted = {**before, **{at: as_read(value) for at, value in values.items()}}
    assert again.cells(RESULTS) == {at: value for at, value in wanted.items() if value is not None}
    assert changed_parts(rich(), file.packed()) <= {RESULTS_PART, *CALCULATED_AGAIN, *CHAIN}
    old, new = SheetXml(parts_of(rich())[RESULTS_PART]), SheetXml(parts_of(file.packed())[RESULTS_PART])
    for at, cell in old.cells.items():
        if at not in values:
            assert new.data[new.cells[at].start : new.cells[at].end] == old.data[cell.start : cell.end]
    assert (new.data[new.after :], new.data[new.data.index(b"<sheetViews") : new.begin]) == (
        old.data[old.after :],
        old.data[old.data.index(b"<sheetViews") : old.begin],
    )


@settings(max_examples=25)
@given(st.dictionaries(PLACES, VALUES, min_size=1, max_size=8))
def test_other_readers_see_what_was_written(values: dict[tuple[int, int], Cell]) -> None:
    file = WorkbookFile(rich())
    file.set_cells("Data 3", {(row + 20, column): CellContent(value) for (row, column), value in values.items()})
    sheet = opened(file.packed())["Data 3"]
    calamine = {sheet.title: sheet.rows for sheet in folder.parse("rich.xlsx", file.packed()).sheets}["Data 3"]
    for (row, column), value in values.items():
        seen = sheet.cell(row + 20, column + 1).value
        expected = as_read(value)
        if isinstance(expected, str):
            assert str(seen).replace("_x000D_", "\r") == expected or "\r" in expected or "_x" in expected
        else:
            assert seen == expected
        if not isinstance(expected, (str, type(None))):
            assert calamine[row + 19][column] == expected


def sheet_of(rows: str, prefix: str = "") -> SheetXml:
    data = f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>"
    whole = f'<worksheet xmlns="urn:main"><dimension ref="A1"/>{data}<pageMargins/></worksheet>'
    if prefix:
        whole = re.sub(r"<(/?)(\w)", rf"<\g<1>{prefix}:\2", whole)
    return SheetXml(whole.encode())


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        ("", '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2"/>', '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2" spans="1:1"><c r="A2"/></row>', '<row r="2" spans="1:2"><c r="A2"/><c r="B2"><v>1</v></c></row>'),
        ('<row r="1"/><row r="3"/>', '<row r="1"/><row r="2"><c r="B2"><v>1</v></c></row><row r="3"/>'),
        ("<row r='2'><c r='C2'/>\n</row>\n", "<row r='2'><c r=\"B2\"><v>1</v></c><c r='C2'/>\n</row>\n"),
        ('<row r="2" s="4" customFormat="1"/>', '<row r="2" s="4" customFormat="1"><c r="B2" s="4"><v>1</v></c></row>'),
        ('<row r="2"><c r="B2" s="7" t="s" vm="1"><v>0</v></c></row>', '<row r="2"><c r="B2" s="7"><v>1</v></c></row>'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "x"])
def test_rows_are_added_and_changed_in_any_usual_spelling(rows: str, written: str, prefix: str) -> None:
    sheet = edited(sheet_of(rows, prefix), {(2, 1): CellContent(1)})
    assert re.sub(rf"(</?){prefix}:", r"\1", sheet.decode()) == (
        f'<worksheet xmlns="urn:main"><dimension ref="A1:B2"/><sheetData>{written}</sheetData><pageMargins/></worksheet>'
    )


def test_an_empty_cell_that_the_sheet_does_not_list_is_not_added() -> None:
    sheet = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert edited(sheet, {(1, 3): CellContent(None), (9, 0): CellContent("")}) == sheet.data


SHARED = (
    '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f><v>1</v></c></row>'
    '<row r="2"><c r="B2" s="3"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="B3" t="str"><f t="shared" si="0"/><v>x</v></c></row>'
)


def test_formulas_that_share_one_are_read_with_their_own_references() -> None:
    assert formulas_of(sheet_of(SHARED)) == {(1, 1): "=A1*$A$1", (2, 1): "=A2*$A$1", (3, 1): "=A3*$A$1"}


def test_formulas_that_shared_a_replaced_one_stand_on_their_own_with_their_values() -> None:
    changed = edited(sheet_of(SHARED), {(1, 1): CellContent(5)})
    assert (
        '<c r="B1"><v>5</v></c></row><row r="2"><c r="B2" s="3"><f>A2*$A$1</f><v>2</v></c></row>'
        '<row r="3"><c r="B3" t="str"><f>A3*$A$1</f><v>x</v></c></row>'
    ) in changed.decode()
    assert "shared" not in changed.decode()


def test_a_replaced_cell_that_only_shares_a_formula_leaves_the_others_alone() -> None:
    changed = edited(sheet_of(SHARED), {(2, 1): CellContent(5)})
    assert changed.decode().count("shared") == 2


ARRAY = (
    '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
)


def test_a_part_of_an_array_formula_is_not_changed() -> None:
    with pytest.raises(PushError, match="the cells A1:A2 have one array formula together"):
        edited(sheet_of(ARRAY), {(2, 0): CellContent(5)})
    assert b"array" not in edited(sheet_of(ARRAY), {(1, 0): CellContent(5), (2, 0): CellContent(6)})


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ('<row><c r="A1"/></row>', "a row of a sheet has no number"),
        ('<row r="1"><c><v>1</v></c></row>', "a cell of a sheet has no address"),
        ('<row r="2"/><row r="1"/>', "rows of a sheet are out of order"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "cells of a sheet are out of order"),
        ('<row r="1"/><!-- note -->', "written in an unusual way"),
        ('<row r="1"/><other/>', "something behind the rows"),
        ('<other/><row r="1"/>', "something between the rows"),
    ],
)
def test_a_spelling_that_is_not_understood_is_refused(rows: str, what: str) -> None:
    with pytest.raises(PushError, match=what) as error:
        edited(sheet_of(rows), {(1, 0): CellContent(5)})
    assert "save it again" in error.value.hint


def test_an_archived_sheet_shows_what_the_sheet_showed_without_formulas_and_protected() -> None:
    file = WorkbookFile(rich())
    file.copy_as_values(RESULTS, "Key results 2026-Q2")
    data = file.packed()
    assert changed_parts(rich(), data) == {
        *CALCULATED_AGAIN, "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet11.xml",
        "xl/worksheets/_rels/sheet11.xml.rels", "xl/comments9.xml", "xl/drawings/vmlDrawing9.vml",
    }  # fmt: skip
    book, shown = opened(data), opened(data, values=True)
    copy, sheet = book["Key results 2026-Q2"], shown[RESULTS]
    for row in sheet.iter_rows():
        for cell in row:
            archived = copy[cell.coordinate]
            assert str(archived.value) == str(cell.value)
            assert (archived.number_format, archived.font.b) == (cell.number_format, cell.font.b)
    assert copy.protection.sheet
    assert copy["C2"].comment.text == "Ask Mia"
    assert copy.column_dimensions["F"].width == book[RESULTS].column_dimensions["F"].width
    assert sorted(str(each.sqref) for each in copy.conditional_formatting) == ["D2:D5", "F2:F5"]
    assert not WorkbookFile(data).formulas("Key results 2026-Q2")
    assert b"sparkline" not in parts_of(data)["xl/worksheets/sheet11.xml"], "they would show the next cycle"
    assert file.sheets()[-1] == "Key results 2026-Q2"


def test_an_archived_sheet_leaves_tables_pictures_and_conversations_where_they_are() -> None:
    file = WorkbookFile(rich())
    file.copy_as_values("Objectives", "Objectives 2026-Q2")
    data = file.packed()
    copy = parts_of(data)["xl/worksheets/sheet11.xml"]
    assert not re.search(rb"<(drawing|tableParts)\b", copy)
    links = parts_of(data)["xl/worksheets/_rels/sheet11.xml.rels"]
    assert b"https://example.org/a?b=1&amp;c=2" in links
    assert str(opened(data)["Objectives 2026-Q2"].merged_cells) == "J8:K9"
    assert all_cells(data).items() >= all_cells(rich()).items()


def test_a_sheet_that_is_added_has_its_texts_colours_links_and_widths() -> None:
    file = WorkbookFile(rich())
    cells = {
        (1, 0): NewCell("Title", CellLook(0x14505C, bold=True)),
        (3, 1): NewCell("a < b", CellLook(0x8A1C0F, 0xF9D5CD)),
        (4, 0): NewCell("there", leads_to=("Key results", "A2")),
    }
    file.add_sheet("Bob's list", cells, [12, 30])
    sheet = opened(file.packed())["Bob's list"]
    assert (sheet["A1"].value, sheet["A1"].font.b, sheet["A1"].font.color.rgb) == ("Title", True, "FF14505C")
    assert (sheet["B3"].value, sheet["B3"].fill.fgColor.rgb) == ("a < b", "FFF9D5CD")
    assert sheet["A4"].hyperlink.location == "'Key results'!A2"
    assert sheet.column_dimensions["B"].width == 30
    assert all_cells(file.packed()).items() >= all_cells(rich()).items()


NOTED = [("Objectives", (3, 3)), ("Settings", (2, 1)), (RESULTS, (3, 2))]


def test_notes_are_added_beside_those_of_people_and_removed_again_without_a_trace() -> None:
    file = WorkbookFile(rich())
    for title, at in NOTED:
        file.set_notes(title, {at: CellNote("okrsheets", f"for <{title}>\nsecond line")})
    with_notes = file.packed()
    book = opened(with_notes)
    assert book["Objectives"]["D3"].comment.text == "for <Objectives>\nsecond line"
    assert book["Objectives"]["D2"].comment.text == "Since 2024"
    assert book["Settings"]["B2"].comment.author == "okrsheets"
    again = WorkbookFile(with_notes)
    for title, at in NOTED:
        assert again.notes(title)[at] == CellNote("okrsheets", f"for <{title}>\nsecond line")
        again.set_notes(title, {at: None})
    old, new = parts_of(rich()), parts_of(again.packed())
    remaining = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    assert remaining == {"xl/comments1.xml", "xl/comments2.xml"}, "the name of an author, among those of people's notes"
    assert {title: again.notes(title) for title in again.sheets()} == {
        title: WorkbookFile(rich()).notes(title) for title in again.sheets()
    }


def test_a_note_takes_the_place_of_the_one_on_its_cell() -> None:
    file = WorkbookFile(rich())
    file.set_notes("Settings", {(2, 1): CellNote("okrsheets", "old")})
    file.set_notes("Settings", {(2, 1): CellNote("okrsheets", "new")})
    assert file.notes("Settings") == {(2, 1): CellNote("okrsheets", "new")}
    drawing = next(data for name, data in parts_of(file.packed()).items() if name.endswith("vmlDrawing9.vml"))
    assert drawing.count(b"<v:shape ") == 1


def test_errors_and_texts_of_formulas_are_read_as_what_they_are() -> None:
    file = WorkbookFile(rich())
    file.set_cells(
        RESULTS, {(9, 0): CellContent(ErrorCell("#NAME?"), "OKR_X()"), (9, 1): CellContent("a\nb", '"a"&CHAR(10)&"b"')}
    )
    again = WorkbookFile(file.packed())
    shown = again.cells(RESULTS)
    assert (shown[9, 0], type(shown[9, 0]), shown[9, 1]) == ("#NAME?", ErrorCell, "a\nb")
    assert again.formulas(RESULTS)[9, 0] == "=OKR_X()"
    file.set_cells(RESULTS, {(9, 0): CellContent(formula="OKR_X()")})
    assert file.unsaved_formulas(RESULTS) == [(9, 0)]


def test_notes_that_belong_to_a_conversation_are_not_copied_into_an_archive() -> None:
    relations = "xl/worksheets/_rels/sheet5.xml.rels"
    parts = parts_of(rich())
    link = b'<Relationship Id="rId90" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    parts[relations] = parts[relations].replace(b"</Relationships>", link + b"</Relationships>")
    file = WorkbookFile(pack(parts))
    file.copy_as_values("Data 0", "Data 0 2026-Q2")
    assert file.notes("Data 0 2026-Q2") == {}
    assert file.notes("Data 0") == {(1, 0): CellNote("", "note 0")}
