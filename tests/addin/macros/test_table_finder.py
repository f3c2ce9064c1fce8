"""Tables of an open workbook are found by their headings, and the copies of closed cycles are never taken for them."""

from __future__ import annotations

from typing import Any

import pytest
from macro_books import support
from table_vectors import VECTORS

from okrsheets.addin.macros.book import MemoryBook, Spot
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.plan import apply
from okrsheets.addin.macros.table_finder import as_of, find, look, records
from okrsheets.core import schema
from okrsheets.core.cells import Cell
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet

RESULTS: list[Cell] = ["Id", "Objective id", "Key result", "Target"]


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (["Our numbers 2026-Q1", "Our numbers"], "Our numbers"),
        (["Our numbers 2025", "Our numbers 2026"], "Our numbers 2025"),
        (["Archive", "KRs"], "KRs"),
        (["Alignment", "KRs"], "KRs"),
        (["Alignment"], "Alignment"),
        (["Alignment check"], None),
        (["Post-mortems 2026-Q1"], None),
    ],
)
def test_the_table_is_the_sheet_that_is_no_copy_and_has_the_tables_name(titles: list[str], found: str | None) -> None:
    located = look(MemoryBook({title: [RESULTS] for title in titles}, 1), "key results")
    assert (located and located.sheet) == found


def test_a_view_of_our_templates_is_no_table() -> None:
    sheets: dict[str, list[list[Cell]]] = {"Alignment": [["Alignment"], [], ["‹ Start"], RESULTS]}
    assert look(MemoryBook(sheets, 1), "key results") is None


def test_a_sheet_of_ones_own_is_found_as_reading_finds_it() -> None:
    headings: list[Cell] = ["ID", "Objective ID", "Key result", "Start", "Current"]
    located = look(MemoryBook({"Plan": [headings, ["K1", "O1", "Answered", 0, 1]]}, 1), "key results")
    assert located is not None
    assert located.columns == {"id": 0, "objective_id": 1, "key_result": 2, "start": 3, "current": 4}


def test_totals_and_a_table_below_are_not_among_the_records() -> None:
    rows: list[list[Cell]] = [RESULTS, ["K1", "O1", "Answered", 1], ["Total", None, None, 1], []]
    rows += [["Id", "Level", "Owner", "Objective"], ["O1", "Team", "Ana", "Grow"]]
    book = MemoryBook({"Plan": rows}, 1)
    assert [records(book, find(book, name)).columns["id"] for name in ("key results", "objectives")] == [["K1"], ["O1"]]


def test_headings_may_have_other_names_another_order_and_stand_anywhere() -> None:
    rows: list[list[Cell]] = [["Numbers"], [], [None, "Goal value", "Ours", "kr_id*", "Goal id", "KR"]]
    located = find(MemoryBook({"Sheet1": rows}, 1), "key results")
    assert (located.header, located.columns) == (3, {"target": 1, "id": 3, "objective_id": 4, "key_result": 5})


def test_an_exact_name_goes_before_an_alias() -> None:
    located = find(MemoryBook({"S": [["Goal", *RESULTS]]}, 1), "key results")
    assert (located.columns["target"], located.columns["objective_id"]) == (4, 2)


def test_settings_may_stand_as_a_form_or_as_a_table() -> None:
    names: list[Cell] = ["Team", "Quarter", "Cycle start", "Cycle end"]
    form = find(MemoryBook({"S": [[None, name, 1] for name in names]}, 1), "settings")
    table = find(MemoryBook({"S": [names, [1, 1, 1, 1]]}, 1), "settings")
    assert form.spot("cycle", 0) == Spot("S", 2, 2)
    assert table.spot("cycle", 2) == Spot("S", 2, 1)


@pytest.mark.parametrize(
    ("typed", "day"), [(46100, 46100), ("2026-01-01", 46023), ("soon", 7), (None, 7), (1e7, 7), (-5, 7)]
)
def test_the_day_is_that_of_the_settings_or_of_the_calendar(typed: Cell, day: int) -> None:
    form: list[list[Cell]] = [["Team", "T"], ["Cycle", "C"], ["Cycle start", 1], ["Cycle end", 2], ["Today", typed]]
    assert as_of(MemoryBook({"Settings": form}, today=7)) == day


def test_a_sync_after_the_close_reads_every_table_once() -> None:
    book = support()
    apply(plan_close(book, unfinished=True), book)
    sheets = [Sheet(title, book.cells(title)) for title in book.sheets()]
    read = extract(RawWorkbook("support.xlsx", sheets), HeadingIndex())
    assert {each.table.name: len(each) for each in read.tables} == {
        "settings": 1, "objectives": 1, "key results": 2, "check-ins": 0, "goal skills": 2,
    }  # fmt: skip
    assert len(read.tables) == len([table for table in schema.tables_of("okrs") if not table.extra])
    assert not [problem for problem in read.problems if not problem.note]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_macros_find_what_reading_finds(vector: dict[str, Any]) -> None:
    book = MemoryBook({vector["title"]: vector["rows"]}, 1)
    for table in vector["tables"]:
        located = look(book, table["table"])
        assert located is not None
        assert (located.header, located.columns) == (table["header"] + 1, table.get("columns", {}))
        if "rows" in table:
            assert records(book, located).rows == [row + 1 for row in table["rows"]]
