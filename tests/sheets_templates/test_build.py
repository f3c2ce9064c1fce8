"""The workbooks as files: the same bytes twice, text that stays text, and everything read back as it was written."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from okrsheets.core import schema
from okrsheets.core.cells import Day, needed_day
from okrsheets.core.columns import Table
from okrsheets.core.errors import UsageError
from okrsheets.core.model import TableSource
from okrsheets.core.records import Records, Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.core.tables.own_sheets import HELPER_HEADINGS
from okrsheets.core.tables.table_finder import find_tables
from okrsheets.core.values import typed_values
from okrsheets.sheets_templates.build import LONGEST_TEXT, XlsxBook
from okrsheets.sheets_templates.drawing import cell, down
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.tables import EXACT, FIRST, HEADINGS
from okrsheets.sheets_templates.worked import case_names, load, write_case

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension is not supported")]

TODAY: Day = needed_day("2026-05-20")
Rows = list[list[Any]]
WRITERS: dict[str, Callable[..., None]] = {"okrs": write_okrs, "skills": write_skills}


def sheets(path: Path) -> dict[str, Rows]:
    """Every sheet's rows as the reader of `sync` sees them, from A1."""
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def read_back(table: Table, rows: Rows) -> Records:
    if table is schema.SETTINGS:
        positions = {column.field: at for at, column in enumerate(table.columns)}
        rows, first = [[row[2] for row in rows[FIRST - 1 : FIRST - 1 + len(table.columns)]]], FIRST
    else:
        headings = rows[HEADINGS - 1]
        there = [column for column in table.inputs if not column.extra or column.heading in headings]
        positions = {column.field: headings.index(column.heading) for column in there}
        rows, first = rows[HEADINGS:], FIRST
    records, problems = typed_values.read(table, TableSource("book", table.sheet, {"": "A"}), positions, rows, first)
    assert not [problem for problem in problems if not problem.what.endswith("is empty")]
    return records


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new user's two workbooks."""
    folder = tmp_path_factory.mktemp("blank")
    for kind, write in WRITERS.items():
        write(folder / f"{kind}.xlsx", Tables(), TODAY)
    return {kind: folder / f"{kind}.xlsx" for kind in WRITERS}


@pytest.mark.parametrize("case", case_names())
def test_every_table_of_a_case_is_read_back_as_it_was_written(case: str, tmp_path: Path) -> None:
    for name, tables in load(case).items():
        kind = "skills" if len(tables["skills"]) else "okrs"
        path = tmp_path / f"{name}.xlsx"
        WRITERS[kind](path, tables, TODAY)
        written = sheets(path)
        for table in schema.TABLES:
            if table.book == kind and (not table.extra or len(tables[table.name])):
                records = read_back(table, written[table.sheet])
                assert dict(records.columns) == dict(tables[table.name].columns), (name, table.name)


@pytest.mark.parametrize("ready", [None, EXACT], ids=["usual rows", "exact rows"])
@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_content_gives_the_same_bytes(kind: str, ready: Any, tmp_path: Path) -> None:
    tables = load("shop")["skills" if kind == "skills" else "support"]
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        WRITERS[kind](tmp_path / name / "book.xlsx", tables, TODAY, ready=ready)
    first, second = ((tmp_path / name / "book.xlsx").read_bytes() for name in ("first", "second"))
    assert first == second
    assert (
        "2026-05-20T00:00:00Z" in zipfile.ZipFile(tmp_path / "first" / "book.xlsx").read("docProps/core.xml").decode()
    )


@pytest.mark.parametrize("text", ["=1+1", "+31 20 555", "-x", "@team", "{=A1}", "http://example.com", "007", " x "])
def test_text_stays_text_whatever_it_begins_with(text: str, tmp_path: Path) -> None:
    with XlsxBook(tmp_path / "t.xlsx", "t", TODAY) as book:
        book.sheet("t").text(1, 0, text, "input text")
    assert sheets(tmp_path / "t.xlsx")["t"] == [[text]]
    found = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A1"]
    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


def test_text_of_users_never_becomes_a_formula_anywhere(tables_of: Callable[..., Tables], tmp_path: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    okrs = tables_of(
        settings=[{"team": evil, "cycle": evil, "organisation": evil}],
        objectives=[{"id": evil, "objective": evil, "owner": evil, "team": evil, "reason": evil}],
        key_results=[{"id": evil, "objective_id": evil, "key_result": evil, "unit": evil, "target": 1}],
        check_ins=[{"date": TODAY, "key_result_id": evil, "value": 1, "note": evil, "by": evil}],
    )
    skills = tables_of(
        skills=[{"skill": evil, "level_1": evil}],
        people=[{"person_id": evil, "name": evil, "role": evil, "team": evil}],
        roles=[{"role": evil, "skill": evil, "required_level": 3}],
    )
    for kind, tables in (("okrs", okrs), ("skills", skills)):
        path = tmp_path / f"{kind}.xlsx"
        WRITERS[kind](path, tables, TODAY, ready=EXACT)
        texts = [found for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for found in row]
        assert evil in [found.value for found in texts if found.data_type == "s"]
        assert not [found for found in texts if found.data_type == "f" and "cmd" in str(found.value)]


def test_a_text_longer_than_a_cell_is_cut_rather_than_lost(tmp_path: Path) -> None:
    with XlsxBook(tmp_path / "t.xlsx", "t", TODAY) as book:
        book.sheet("t").text(1, 0, "x" * (LONGEST_TEXT + 5), "text")
    assert sheets(tmp_path / "t.xlsx")["t"] == [["x" * LONGEST_TEXT]]


def test_a_formula_that_came_to_nothing_is_stored_as_empty_text(tmp_path: Path) -> None:
    with XlsxBook(tmp_path / "t.xlsx", "t", TODAY) as book:
        sheet = book.sheet("t")
        sheet.formula(1, 0, '=""', None, "computed")
        sheet.array(2, 0, '=""', None, "computed")
        sheet.formula(3, 0, "=1/0", "#DIV/0!", "computed")
        sheet.formula(4, 0, "=1+1", 2.0, "computed")
    xml = zipfile.ZipFile(tmp_path / "t.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="A\d" s="\d+"(?: t="(\w+)")?>', xml) == ["str", "str", "e", ""]


def test_a_workbook_keeps_its_figures_on_opening(blank: dict[str, Path]) -> None:
    """Excel computes a file anew that asks for it, or that an older Excel wrote: without the add-in all would be #NAME?."""
    for path in blank.values():
        xml = zipfile.ZipFile(path).read("xl/workbook.xml").decode()
        assert '<calcPr calcId="191029"/>' in xml


def without_helpers(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows without the hidden columns that stand beside a table."""
    headings = rows[HEADINGS - 1] if len(rows) >= HEADINGS else []
    hidden = {at for at, heading in enumerate(headings) if str(heading).lower() in HELPER_HEADINGS}
    return [[value for at, value in enumerate(row) if at not in hidden] for row in rows]


@pytest.mark.parametrize("kind", WRITERS)
def test_an_empty_workbook_shows_neither_errors_nor_zeros(kind: str, blank: dict[str, Path]) -> None:
    books = {name: without_helpers(rows) for name, rows in sheets(blank[kind]).items()}
    shown = [value for rows in books.values() for row in rows for value in row if value != ""]
    assert not [value for value in shown if value == 0 or str(value).startswith("#")]
    tables = {table.sheet for table in schema.TABLES if not table.extra} - {"Settings"}
    for name, rows in books.items():
        below = [value for row in rows[HEADINGS:] for value in row if name in tables]
        assert set(below) <= {""}, name


@pytest.mark.parametrize("kind", WRITERS)
def test_no_formula_stands_in_a_cell_formatted_as_text(kind: str, blank: dict[str, Path]) -> None:
    """Entered anew, as our macros do and users may, it would become text."""
    cells = [found for sheet in openpyxl.load_workbook(blank[kind]) for row in sheet.iter_rows() for found in row]
    assert not [found.coordinate for found in cells if found.data_type == "f" and found.number_format == "@"]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_sheet_is_found_as_its_own_table(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    WRITERS[kind](path, load("shop")["skills" if kind == "skills" else "leadership"], TODAY)
    for name, rows in sheets(path).items():
        found = find_tables(name, rows, HeadingIndex())
        if name not in schema.VIEWS:
            assert [match.table.sheet for match in found] == [name]


def test_addresses_are_written_as_spreadsheets_write_them() -> None:
    assert (cell(5, 27), cell(5, 0, fixed=True)) == ("AB5", "$A$5")
    assert down("Key results", 1, 5, 9) == "='Key results'!$B$5:$B$9"


def test_a_case_becomes_a_folder_of_workbooks_that_are_never_written_over(tmp_path: Path) -> None:
    made, kept = write_case("shop", tmp_path / "shop", TODAY)
    names = ["Leadership OKRs.xlsx", "Skill matrix.xlsx", "Support OKRs.xlsx", "Warehouse OKRs.xlsx"]
    assert sorted(path.name for path in made) == names
    assert not kept
    made[0].write_text("mine")
    made[1].unlink()
    again, kept = write_case("shop", tmp_path / "shop", TODAY)
    assert (again, kept) == ([made[1]], [path for path in made if path != made[1]])
    assert made[0].read_text() == "mine"


def test_a_case_that_does_not_exist_is_said() -> None:
    with pytest.raises(UsageError, match="no case 'bakery'") as raised:
        load("bakery")
    assert "shop" in raised.value.hint


def test_dates_are_dates_for_every_reader(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_okrs(path, load("shop")["support"], TODAY)
    found: Sequence[Any] = sheets(path)["Check-ins"][FIRST - 1]
    assert found[0] == datetime.date(2026, 4, 7)
    assert openpyxl.load_workbook(path)["Check-ins"]["A5"].number_format == "yyyy-mm-dd"
