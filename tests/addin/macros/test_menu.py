"""The menu: each entry asks, shows its plan, and does nothing without a yes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from macro_books import all_contents, support
from scripted_person import Scripted

from okrsheets.addin.macros.book import MemoryBook, Spot
from okrsheets.addin.macros.menu import MENU, UNDO, Answer, run
from okrsheets.addin.macros.plan import Plan, apply


@pytest.fixture
def book() -> MemoryBook:
    book = support()
    book.select(Spot("Key results", 9, 6))
    return book


def click(name: str, book: MemoryBook, person: Scripted, last: Plan | None = None) -> Plan | None:
    return run(name, book, person, lambda plan: apply(plan, book), last)


@pytest.mark.parametrize("name", ["check_in", "check_alignment", "close"])
def test_an_entry_changes_the_workbook_after_a_yes_and_undo_takes_it_back(name: str, book: MemoryBook) -> None:
    before = all_contents(book)
    undo = click(name, book, Scripted())
    assert undo is not None
    assert all_contents(book) != before
    click(UNDO, book, Scripted(), undo)
    assert all_contents(book) == before


@pytest.mark.parametrize("name", [entry.name for entry in MENU])
def test_nothing_happens_after_a_no(name: str, book: MemoryBook) -> None:
    before = all_contents(book)
    assert click(name, book, Scripted(yes=False)) is None
    assert all_contents(book) == before


@pytest.mark.parametrize("name", ["check_in", "close"])
def test_a_form_that_is_cancelled_shows_nothing(name: str, book: MemoryBook) -> None:
    person = Scripted(answers=None)
    assert click(name, book, person) is None
    assert not person.told


def test_the_key_result_of_the_selected_row_is_offered(book: MemoryBook) -> None:
    person = Scripted()
    click("check_in", book, person)
    assert person.told[:2] == ["Check in", "Check in SHOP-SUP2.2 on 2026-06-30: 75"]


@pytest.mark.parametrize(
    ("name", "answers", "told"),
    [
        (
            "check_in",
            {"day": "tomorrow"},
            ["Check in", "'tomorrow' is not a recognised date", "use YYYY-MM-DD, e.g. 2026-03-31"],
        ),
        ("check_in", {"day": "9999999"}, ["Check in", "'9999999' is not a recognised date"]),
        ("check_in", {}, ["Check in", "the value is missing", "type today's value"]),
        ("values", {}, ["Replace errors with values", "Refresh with values"]),
        (UNDO, {}, ["Undo last OKR action", "there is nothing to undo"]),
    ],
)
def test_what_stands_in_the_way_is_told_and_never_thrown(
    name: str, answers: Mapping[str, Answer], told: list[str], book: MemoryBook
) -> None:
    person = Scripted(answers)
    assert click(name, book, person) is None
    assert person.told[: len(told)] == told
