"""Our workbooks computed anew by a model of Excel: every figure comes to what was stored, with functions or without."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import fake_com
import pytest
from fake_addin import functions_answer
from fake_dispatch import Dispatch
from pyopenvba.apps.excel import ExcelApplication

from okrsheets.addin.hosts.excel.book import ExcelBook
from okrsheets.core.cells import Cell, needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills

pytestmark = pytest.mark.slow

ONLY_ASKS = "Start"  # whether the add-in is there: computed, so that it may come to something else


@pytest.fixture(autouse=True, scope="module")
def server() -> Iterator[None]:
    with fake_com.windows():
        yield


def computed_anew(path: Path) -> list[str]:
    """The cells of a workbook that come to something else than what it was stored with."""
    application = ExcelApplication.open(path)
    book = ExcelBook(Dispatch(application.workbook))
    sheets = [sheet for sheet in book.sheets() if sheet != ONLY_ASKS]
    stored = {sheet: book.cells(sheet) for sheet in sheets}
    assert any(book.formulas(sheet) for sheet in sheets)
    for sheet in application.workbook.sheets_:
        for cell in sheet.cells_.values():
            cell.stale = bool(cell.formula)
    return [
        f"{sheet}!{row},{column}: {one!r} → {other!r}"
        for sheet in sheets
        for row, (before, after) in enumerate(zip(stored[sheet], book.cells(sheet), strict=True), start=1)
        for column, (one, other) in enumerate(zip(before, after, strict=True))
        if not same(one, other)
    ]


def same(one: Cell, other: Cell) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


OKRS = [(case, name) for case in worked.case_names() for name in worked.load(case) if name != "skills"]


def written(case: str, name: str, folder: Path, functions: bool = False) -> Path:
    path, tables = folder / f"{name}.xlsx", worked.load(case)[name]
    (write_skills if name == "skills" else write_okrs)(path, tables, needed_day("2026-05-20"), functions=functions)
    return path


@pytest.mark.parametrize(("case", "name"), [*OKRS, ("shop", "skills")])
def test_every_figure_comes_to_what_was_stored(case: str, name: str, tmp_path: Path) -> None:
    path = written(case, name, tmp_path, functions=True)
    with functions_answer():
        assert computed_anew(path) == []


@pytest.mark.parametrize(("case", "name"), OKRS)
def test_every_figure_of_plain_formulas_comes_to_what_was_stored(case: str, name: str, tmp_path: Path) -> None:
    assert computed_anew(written(case, name, tmp_path)) == []


def test_without_the_functions_the_figures_do_not_come_to_anything(tmp_path: Path) -> None:
    differ = computed_anew(written("shop", "support", tmp_path, functions=True))
    assert sum(each.endswith("→ '#NAME?'") for each in differ) > 20
