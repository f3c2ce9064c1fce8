"""A plan is shown, applied and undone; and it is only applied to the workbook that it was made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from macro_books import all_contents

from okrsheets.addin.macros.book import CellEdit, Formula, MemoryBook, Spot
from okrsheets.addin.macros.plan import NewSheet, Plan, apply, brief, lines
from okrsheets.core.cells import Cell
from okrsheets.core.errors import OkrError

CELLS = st.one_of(st.none(), st.floats(-9, 9), st.sampled_from(["a", "=b", Formula("=A1"), Formula("{=A1:A2}")]))
SHEET = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=3)


@given(SHEET, st.dictionaries(st.tuples(st.integers(1, 5), st.integers(0, 4)), CELLS))
def test_undo_brings_back_whatever_a_plan_changed(rows: list[list[Cell]], wanted: dict[tuple[int, int], Cell]) -> None:
    book = MemoryBook({"S": rows}, today=1)
    before = all_contents(book)
    changes = tuple(CellEdit(Spot("S", *at), before["S"].get(at), new) for at, new in wanted.items())
    new_sheets = (NewSheet("Copy", "S"), NewSheet("New"))
    undo = apply(Plan("x", new_sheets=new_sheets, changes=(*changes, CellEdit(Spot("New", 1, 0), None, 1))), book)
    assert book.sheets() == ["S", "Copy", "New"]
    assert not book.formulas("Copy")
    apply(undo, book)
    assert all_contents(book) == before


def test_a_plan_for_a_workbook_that_has_changed_since_is_not_applied() -> None:
    book = MemoryBook({"S": [[1, 2]]}, today=1)
    plan = Plan("x", changes=(CellEdit(Spot("S", 1, 0), 1, 5), CellEdit(Spot("S", 1, 1), 2, 6)))
    book.write([CellEdit(Spot("S", 1, 1), 2, 3)])
    with pytest.raises(OkrError, match=r"S!B1: the cell has changed since the plan was made"):
        apply(plan, book)
    assert book.cells("S") == [[1, 3]]


def test_what_is_undone_already_is_not_undone_again() -> None:
    book = MemoryBook({"S": [[1]]}, today=1)
    undo = apply(Plan("x", new_sheets=(NewSheet("New"),), changes=(CellEdit(Spot("S", 1, 0), 1, 2),)), book)
    apply(undo, book)
    book.write([CellEdit(Spot("S", 1, 0), 1, 2)])
    with pytest.raises(OkrError, match="the sheet 'New' no longer exists"):
        apply(undo, book)
    assert book.cells("S") == [[2]]


def test_a_plan_is_not_applied_when_its_sheet_is_there_by_now() -> None:
    book = MemoryBook({"S": []}, today=1)
    with pytest.raises(OkrError, match="a sheet 'S' has been added since"):
        apply(Plan("x", new_sheets=(NewSheet("S"),)), book)


def test_formulas_that_are_entered_again_are_told_in_one_line_and_long_text_is_cut() -> None:
    again = [CellEdit(Spot("S", row, 0), Formula("=A"), Formula("=A")) for row in (1, 2)]
    long = CellEdit(Spot("S", 3, 0), "x" * 99, True)
    told = lines(Plan("Refresh", changes=(*again, long)))
    assert told == ["Refresh", "S: 2 formulas re-entered", f"S!A3: {'x' * 59}… → TRUE"]


def test_a_dialog_is_told_about_few_changes_one_by_one_and_about_many_in_a_line() -> None:
    few = tuple(CellEdit(Spot("S", row, 0), None, 1) for row in (1, 2))
    many = tuple(CellEdit(Spot("T", row, 0), 1, None) for row in range(5, 20))
    told = brief(Plan("x", ("said",), (NewSheet("T 2026", "T"),), (*few, *many), ("Old",)))
    assert told == [
        "x", "said", "new sheet 'T 2026': a copy of 'T' without formulas", "the sheet 'Old' is deleted",
        "S!A1: (empty) → 1", "S!A2: (empty) → 1", "T: 15 cells change in rows 5 to 19",
    ]  # fmt: skip
