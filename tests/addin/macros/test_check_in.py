"""Check in: the first empty row gets the value, and nothing else changes unless it was asked for."""

from __future__ import annotations

from datetime import date

import pytest
from macro_books import LAST_DAY, all_contents, lost, support

from okrsheets.addin.macros.book import Formula, MemoryBook, Spot
from okrsheets.addin.macros.check_in import plan_check_in, selected
from okrsheets.addin.macros.plan import apply, lines
from okrsheets.core.cells import Cell, needed_day
from okrsheets.core.errors import OkrError

ID = "SHOP-SUP2.2"
DAY = needed_day(LAST_DAY)

CHECK_INS: list[list[Cell]] = [["Date", "KR", "Value", "Confidence", "Note", "By"]]
RESULTS: list[list[Cell]] = [
    ["KR id", "Objective", "KR", "Kind", "Baseline", "Target", "Current"],
    ["K1", "O1", "Hours", "metric", 0, 10, 4],
    ["K2", "O1", "Live", "binary", None, 1, None],
]


@pytest.fixture
def book() -> MemoryBook:
    return support()


def small(check_ins: list[list[Cell]], results: list[list[Cell]] = RESULTS) -> MemoryBook:
    return MemoryBook({"KRs": results, "Updates": [*CHECK_INS, *check_ins]}, today=DAY)


def test_a_check_in_fills_the_first_empty_row_and_touches_nothing_else(book: MemoryBook) -> None:
    before = all_contents(book)
    apply(plan_check_in(book, ID, "75", "80%", "=1+1", "Priya"), book)
    after = all_contents(book)
    assert not lost(before, after)
    new = {at: cell for at, cell in after["Check-ins"].items() if at not in before["Check-ins"]}
    assert list(new.values()) == [date(2026, 6, 30), ID, 75.0, 0.8, "=1+1", "Priya"]
    assert {row for row, _ in new} == {max(row for row, _ in before["Check-ins"]) + 1}
    assert not any(isinstance(cell, Formula) for cell in new.values()), "a note that begins with = is text"


def test_the_same_check_in_twice_changes_nothing(book: MemoryBook) -> None:
    for _ in range(2):
        plan = plan_check_in(book, ID, 75, 0.8, "n", "Priya", set_current=True)
        apply(plan, book)
    assert plan.empty


def test_undo_takes_a_check_in_back(book: MemoryBook) -> None:
    before = all_contents(book)
    undo = apply(plan_check_in(book, ID, 75, set_current=True), book)
    assert lost(before, all_contents(book)) == ["Key results!J9: 74 → 75.0"], "asked for: the current value"
    apply(undo, book)
    assert all_contents(book) == before


def test_an_empty_row_in_the_middle_is_filled_first_and_a_blank_formula_is_not_an_empty_row() -> None:
    book = small([[1, "K1", 1], ["", None, None, Formula('=""')], [], [3, "K1", 3]])
    (change, *_) = plan_check_in(book, "K1", 5).changes
    assert change.spot == Spot("Updates", 4, 0)


@pytest.mark.parametrize(("there", "written"), [(None, 0.7), (0.5, 0.7), (8, 7), (60, 70)])
def test_a_confidence_is_written_as_the_others_in_its_column(there: Cell, written: float) -> None:
    plan = plan_check_in(small([[1, "K1", 1, there]]), "K1", 5, 0.7)
    assert [change.new for change in plan.changes if change.spot.column == 3] == [written]


@pytest.mark.parametrize(("said", "written"), [("yes", 1), ("not done", 0)])
def test_a_thing_that_is_done_or_not_is_checked_in_with_words(said: str, written: float) -> None:
    assert plan_check_in(small([]), "K2", said).changes[2].new == written


def test_the_plan_reads_cell_by_cell() -> None:
    told = lines(plan_check_in(small([]), "K1", 5, set_current=True))
    assert told == [
        "Check in K1 on 2026-06-30: 5",
        "Updates!A2: (empty) → 2026-06-30",
        "Updates!B2: (empty) → K1",
        "Updates!C2: (empty) → 5",
        "KRs!G2: 4 → 5",
    ]


@pytest.mark.parametrize(
    ("spot", "name"), [(Spot("KRs", 3, 5), "K2"), (Spot("KRs", 1, 0), None), (Spot("X", 2, 0), None)]
)
def test_the_selected_key_result_is_that_of_the_row(spot: Spot, name: str | None) -> None:
    assert selected(small([]), spot) == name


@pytest.mark.parametrize(
    ("book", "arguments", "what", "hint"),
    [
        (small([]), ("K11", 5), "no key result 'K11'", "did you mean K1?"),
        (small([]), ("", 5), "no key result is selected", "type its id: K1, K2"),
        (small([]), ("K1", "ten"), "the value 'ten' is not a number", "type a number, e.g. 10"),
        (small([]), ("K2", "maybe"), "the value 'maybe' is not yes or no", "type yes or no"),
        (small([]), ("K1", " "), "the value is missing", "today's value"),
        (small([]), ("K1", 5, 101), "confidence is above 10", "0 to 1"),
        (small([[DAY, "K1", 4]]), ("K1", 5), "Updates!A2: K1 has another check-in on 2026-06-30", "another day"),
        (small([], [RESULTS[0]]), ("K1", 5), "there are no key results yet", "add one"),
        (MemoryBook({"KRs": RESULTS, "Check-ins": []}, DAY), ("K1", 5), "the sheet 'Check-ins' is empty", "needs: date"),
        (MemoryBook({"KRs": RESULTS}, DAY), ("K1", 5), "there is no table of check-ins", "looked on KRs for the headings: date"),
        (MemoryBook({"Key results": [["KR id", "Objective", "KR", "Targeted"]]}, DAY), ("K1", 5), "no column 'target'", "is it 'Targeted'?"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_with_what_to_do(
    book: MemoryBook, arguments: tuple[str, Cell], what: str, hint: str
) -> None:
    with pytest.raises(OkrError) as error:
        plan_check_in(book, *arguments)
    assert what in error.value.what
    assert hint in error.value.hint


def test_a_current_value_that_is_a_formula_is_not_written_over() -> None:
    linked: list[Cell] = [*RESULTS[1][:6], Formula("=X!A1")]
    with pytest.raises(OkrError, match=r"KRs!G2: the current value is a formula"):
        plan_check_in(small([], [RESULTS[0], linked]), "K1", 5, set_current=True)


def test_a_sheet_with_a_password_is_left_alone() -> None:
    book = small([])
    book.locked.add("Updates")
    with pytest.raises(OkrError, match="the sheet 'Updates' is protected with a password"):
        plan_check_in(book, "K1", 5)
