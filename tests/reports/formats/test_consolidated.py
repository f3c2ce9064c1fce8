"""The consolidated workbook, as a spreadsheet reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location, Problem
from okrsheets.core.evaluation import evaluate
from okrsheets.core.percent import PERCENT_FORMAT
from okrsheets.core.records import BATCH, Tables
from okrsheets.reports.formats.consolidated import write_consolidated
from okrsheets.reports.formats.push_tables import grids
from okrsheets.sheets_templates.worked import load

TODAY = needed_day("2026-05-16")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "https://a.example", "{=1}", "12")


@pytest.fixture
def written(tables_of: Callable[..., Tables], tmp_path: Path) -> Callable[..., Any]:
    def write(limit: int = 100, **rows: Any) -> Any:
        tables = tables_of("Q2.xlsx", **rows)
        problem = Problem(Location("Q2.xlsx", "Key results", "F14"), "=cmd|' /C calc'!A0", "type a number")
        path = tmp_path / "consolidated.xlsx"
        write_consolidated(path, tables, evaluate(tables, TODAY), [problem], row_limit=limit)
        return openpyxl.load_workbook(path)

    return write


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_table_has_a_sheet_with_the_cell_of_each_row(written: Callable[..., Any]) -> None:
    looks = [{"date": "2026-05-01", "key_result_id": "K", "value": 3.5, "confidence": 0.4, "note": "Fine"}]
    book = written(check_ins=looks, goal_skills=[], objectives=[{"id": "O", "contributes": "no"}])
    assert book.sheetnames == [
        "Alignment tree",
        "Problems",
        *(table.sheet for table in schema.TABLES if not table.extra),
    ]
    assert rows_of(book["Check-ins"]) == [
        ["Date", "Key result id", "Value", "Confidence", "Note", "By", "Workbook", "Sheet", "Cell"],
        [datetime(2026, 5, 1), "K", 3.5, 0.4, "Fine", None, "Q2.xlsx", "Check-ins", "A5"],
    ]
    assert book["Check-ins"]["D2"].number_format == PERCENT_FORMAT
    assert "no" in rows_of(book["Objectives"])[1]


def test_text_never_becomes_a_formula_or_a_link(written: Callable[..., Any]) -> None:
    objectives = [{"id": f"O{at}", "owner": text, "objective": text} for at, text in enumerate(FORMULAS)]
    book = written(objectives=objectives)
    shown = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in shown} >= {*FORMULAS, "=cmd|' /C calc'!A0"}
    assert not [cell.coordinate for cell in shown if cell.data_type == "f" or cell.hyperlink]


def test_a_table_that_is_too_long_says_how_much_of_it_is_there(written: Callable[..., Any]) -> None:
    sheet = written(limit=2, objectives=[{"id": name} for name in "ABC"])["Objectives"]
    assert sheet["A1"].value == "The first 2 of 3 rows; the history has all of them."
    assert [row[0] for row in rows_of(sheet)[1:]] == ["Id", "A", "B"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:N4")


def test_the_tree_is_indented_and_says_where_each_objective_stands(written: Callable[..., Any]) -> None:
    objectives = [
        {"id": "ORG", "level": "Organisation", "objective": "Be liked", "owner": "Ana"},
        {"id": "T", "level": "CEO", "objective": "Answer fast", "parent_id": "ORG", "team": "Support"},
        {"id": "X", "level": "Team", "objective": "Alone", "status": "abandoned"},
    ]
    results = [{"id": "K", "objective_id": "T", "start": 0, "target": 10, "current": 4,
                "start_date": "2026-05-01", "due_date": "2026-05-31"}]  # fmt: skip
    sheet = written(objectives=objectives, key_results=results)["Alignment tree"]
    top, below, alone = rows_of(sheet)[1:]
    assert top == ["Be liked", 0.4, 0.5, "on track", "top", "1 of 1", "Organisation", "Ana", None, "ORG",
                   "Q2.xlsx", "Objectives", "A5"]  # fmt: skip
    assert (below[0], below[4], below[8], alone[3], alone[4]) == (
        "Answer fast", "aligned", "Support", "abandoned", "orphan",
    )  # fmt: skip
    assert [sheet[f"A{row}"].alignment.indent for row in (2, 3)] == [1, 3]
    assert sheet.row_dimensions[3].outlineLevel == 1


def test_a_problem_is_listed_with_what_to_do(written: Callable[..., Any]) -> None:
    sheet = written(objectives=[{"id": "A", "level": "Team"}, {"id": "B", "level": "CEO"}])["Problems"]
    assert rows_of(sheet)[1][:5] == ["Q2.xlsx", "Key results", "F14", "=cmd|' /C calc'!A0", "type a number"]
    assert rows_of(sheet)[2][5] == "yes"


@pytest.mark.parametrize("name", ["leadership", "skills", "support"])
def test_the_workbook_and_a_push_have_the_same_tables_headings_and_rows(name: str, tmp_path: Path) -> None:
    tables = load("shop")[name]
    evaluation = evaluate(tables, TODAY)
    problem = Problem(Location("Q2.xlsx", "Key results", "F14"), "target is text: 'ten'", "type a number")
    write_consolidated(tmp_path / "book.xlsx", tables, evaluation, [problem])
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    pushed = grids(tables, evaluation, [problem], with_people=True)
    assert book.sheetnames == [grid.title for grid in pushed]
    for grid in pushed:
        headings, *rows = rows_of(book[grid.title])
        assert headings == [column.heading for column in grid.columns]
        assert [list(map(_value, row)) for row in rows] == [list(map(_value, row)) for row in grid.rows]


def _value(value: Any) -> Any:
    """A value however it is written: a day, a flag and an indented text are cells of another kind in each."""
    if isinstance(value, datetime):
        return needed_day(value.date().isoformat())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.strip() or None
    return round(value, 9) if isinstance(value, float) else value


def test_the_same_rows_give_the_same_bytes(tables_of: Callable[..., Tables], tmp_path: Path) -> None:
    tables = tables_of("Q2.xlsx", objectives=[{"id": "A", "objective": "Same"}])
    for name in ("a.xlsx", "b.xlsx"):
        write_consolidated(tmp_path / name, tables, evaluate(tables, TODAY), ())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_text_that_is_too_long_for_a_cell_is_cut(written: Callable[..., Any]) -> None:
    book = written(objectives=[{"id": "O", "objective": "é<" * 20_000}])
    assert len(book["Objectives"]["E2"].value) == 32_767


def test_a_sheet_has_its_rows_once_however_many_there_are(written: Callable[..., Any]) -> None:
    ids = [f"O{at}" for at in range(2 * BATCH + 1)]
    parents = {"O1": "O0", "O2": "O1"}
    book = written(limit=10_000, objectives=[{"id": id, "parent_id": parents.get(id)} for id in ids])
    assert [cell.value for cell in book["Objectives"]["A"]] == ["Id", *ids]
    tree = book["Alignment tree"]
    assert [cell.value for cell in tree["J"]] == ["Id", *ids]
    assert [tree.row_dimensions[row].outlineLevel for row in (2, 3, 4, 5, 4002)] == [0, 1, 2, 0, 0]
    assert [tree.cell(row, 1).alignment.indent for row in (2, 3, 4, 5, 4002)] == [1, 3, 5, 1, 1]
    assert tree.calculate_dimension() == f"A1:M{len(ids) + 1}"
