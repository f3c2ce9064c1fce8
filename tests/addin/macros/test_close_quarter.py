"""Close the quarter: everything is kept as it stood, what is carried forward begins where it stands, the rest is gone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from macro_books import LAST_DAY, all_contents, forget_functions, lost, support, typed

from okrsheets.addin.macros.book import Formula, MemoryBook
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.plan import apply, same
from okrsheets.addin.macros.quarter import dated, following
from okrsheets.addin.macros.table_finder import as_of, find, records
from okrsheets.core import pacing
from okrsheets.core.cells import Cell, needed_day
from okrsheets.core.errors import OkrError
from okrsheets.core.model import KeyResult, Objective

DAY = needed_day(LAST_DAY)
SETTINGS: list[list[Cell]] = [
    ["Team", "Support"],
    ["Cycle", "2026-Q2"],
    ["Cycle start", needed_day("2026-04-01")],
    ["Cycle end", DAY],
]
OBJECTIVES: list[list[Cell]] = [
    ["Id", "Level", "Owner", "Objective", "Parent id", "Commitment", "Status", "Ours"],
    ["TOP", "Organisation", "Ann", "Grow", None, None, "active", "a"],
    ["SURE", "Team", "Bob", "Answer", "TOP", "committed", None, "b"],
    ["HOPE", "Team", "Cem", "Delight", "TOP", None, None, "c"],
    ["DONE", "Team", "Dee", "Ship", None, None, None, "d"],
]
RESULTS: list[list[Cell]] = [
    ["Id", "Objective id", "Key result", "Kind", "Start", "Target", "Current", "Start date", "Due date", "Status", "Reason"],
    ["S1", "SURE", "Hours", "metric", 10, 5, 7, None, None, None, None],
    ["S2", "SURE", "Sorted", "metric", 0, 5, 2, "2026-05-01", "2026-06-15", "Carried forward", "ill"],
    ["H1", "HOPE", "Stars", "increase", 3, 5, 4, None, "2026-09-01", "active", None],
    ["H2", "HOPE", "Range", "between", 3, 5, 6, None, None, None, None],
    ["H3", "HOPE", "Floor", "at least", None, 5, 4, None, None, None, None],
    ["H4", "HOPE", "Left", "metric", 0, 5, 1, None, None, "abandoned", "no"],
    ["H5", "HOPE", "Linked", "metric", 0, 5, Formula("=X"), None, None, None, None],
    ["D1", "DONE", "Parts", "metric", 0, 5, 5, None, None, None, None],
    [None, "DONE", "Draft", None, None, None, None, None, None, None, None],
]  # fmt: skip


def small(settings: list[list[Cell]] = SETTINGS) -> MemoryBook:
    check_ins: list[list[Cell]] = [["Date", "Key result id", "Value"], ["2026-05-05", "H5", 2]]
    sheets = {"Settings": settings, "Objectives": OBJECTIVES, "Key results": RESULTS, "Check-ins": check_ins}
    return MemoryBook(sheets, today=DAY, answers={"=X": None})


def of(book: MemoryBook, name: str) -> dict[str, KeyResult]:
    return {each.id: each for each in records(book, find(book, name)).nouns(KeyResult) if each.id}


def left(book: MemoryBook) -> tuple[set[str], set[str]]:
    objectives = records(book, find(book, "objectives")).nouns(Objective)
    return {each.id for each in objectives}, set(of(book, "key results"))


def test_what_says_so_is_carried_forward_with_its_objective_and_all_that_this_serves() -> None:
    book = small()
    apply(plan_close(book), book)
    assert left(book) == ({"TOP", "SURE"}, {"S2"})


def test_unfinished_aspirational_key_results_come_along_when_the_user_says_so() -> None:
    book = small()
    apply(plan_close(book, unfinished=True), book)
    assert left(book) == ({"TOP", "SURE", "HOPE"}, {"S2", "H1", "H2", "H3", "H5"})


def test_what_is_carried_forward_begins_where_it_stands() -> None:
    book = small()
    apply(plan_close(book, unfinished=True), book)
    begun = of(book, "key results")
    assert [(each.start, each.current) for each in begun.values()] == [
        (2, None), (4, None), (3, None), (None, None), (2, None),
    ], "the start of `between` is its lower end, and `at least` has none; a linked one had its last check-in"  # fmt: skip
    moved = begun["S2"]
    assert (moved.status, moved.reason, moved.start_date, moved.due_date) == ("active", None, None, None)
    assert begun["H1"].due_date == needed_day("2026-09-01"), "not over yet"
    assert book.held["Key results"][8, 6] == Formula("=X")


def test_what_is_carried_forward_moves_up_where_its_rows_hold_nothing_else() -> None:
    book = support()
    stays = [(row[0], row[2]) for row in book.cells("Key results")[4:] if row[0] in ("SHOP-SUP2.2", "SHOP-SUP2.3")]
    before = all_contents(book)
    undo = apply(plan_close(book, unfinished=True), book)
    rows = book.cells("Key results")[4:]
    assert [(row[0], row[2]) for row in rows[:2]] == stays
    assert not [cell for row in rows[2:] for cell in (*row[:3], *row[5:16]) if cell not in (None, "")]
    assert [row[0] for row in book.cells("Objectives")[4:]] == ["SHOP-SUP2"]
    apply(undo, book)
    assert all_contents(book) == before


@pytest.mark.parametrize("beside", ["ask Dee", None])
def test_rows_stay_where_they_are_when_somebody_wrote_beside_them(beside: Cell) -> None:
    book = support()
    book.held["Key results"][9, 30] = beside
    apply(plan_close(book, unfinished=True), book)
    assert (book.cells("Key results")[4][0] is None) == (beside is not None)


def test_nothing_beside_a_table_and_no_draft_loses_its_row() -> None:
    book = small()
    apply(plan_close(book), book)
    assert [row[7] for row in book.cells("Objectives")[1:]] == ["a", "b", "c", "d"]
    assert book.cells("Key results")[9][1:3] == ["DONE", "Draft"]


def test_a_value_that_stays_in_a_range_gets_no_start_and_initiatives_stay_with_their_key_results() -> None:
    heading, *rows = ([*row, None] for row in RESULTS)
    heading[-1] = "Upper limit"
    kept: list[Cell] = ["R1", "HOPE", "Tickets open", None, None, None, 45, None, None, "Carried forward", None, 40]
    sheets: dict[str, list[list[Cell]]] = {
        "Settings": SETTINGS,
        "Objectives": OBJECTIVES,
        "Key results": [heading, *rows, kept],
        "Work": [
            ["Key result id", "Initiative", "Owner"],
            ["H1", "Call everybody", "Ann"],
            ["R1", "Clean up", "Bob"],
            ["S2", "Sort by colour", "Cem"],
        ],
    }
    book = MemoryBook(sheets, today=DAY, answers={"=X": None})
    apply(plan_close(book), book)
    carried = of(book, "key results")["R1"]
    assert (carried.start, carried.current, carried.highest, carried.status) == (None, None, 40, "active")
    assert [row[:2] for row in book.cells("Work")[1:]] == [["R1", "Clean up"], ["S2", "Sort by colour"]]


def test_the_next_cycle_has_place_for_its_own_self_assessment() -> None:
    heading, *rows = ([*row, 0.7, "well done"] for row in OBJECTIVES)
    heading[-2:] = ["Self-assessment", "Lessons learned"]
    sheets = {"Settings": SETTINGS, "Objectives": [heading, *rows], "Key results": RESULTS}
    book = MemoryBook(sheets, today=DAY, answers={"=X": None})
    apply(plan_close(book), book)
    kept = [row for row in book.cells("Objectives")[1:] if row[0]]
    assert kept
    assert {(row[-2], row[-1]) for row in kept} <= {(None, None)}
    assert [row for row in book.cells("Objectives 2026-Q2") if "well done" in row]


def test_the_next_cycle_is_in_the_settings() -> None:
    book = small()
    apply(plan_close(book), book)
    assert [row[1] for row in book.cells("Settings")[1:]] == ["2026-Q3", date(2026, 7, 1), date(2026, 9, 30)]


def test_committed_key_results_below_their_target_are_listed_with_room_for_a_post_mortem() -> None:
    book = small()
    apply(plan_close(book), book)
    rows = book.cells("Post-mortems 2026-Q2")[3:]
    assert [(row[0], row[3], row[4], row[7]) for row in rows] == [
        ("S1", None, "60%", "Key results 2026-Q2!A2"),
        ("S2", None, "40%", "Key results 2026-Q2!A3"),
    ]
    assert {spot.sheet for spot in book.links.values()} == {"Key results 2026-Q2"}


def test_a_workbook_of_ours_is_kept_as_it_stood_without_formulas() -> None:
    book = support()
    stood = {sheet: book.cells(sheet) for sheet in book.sheets()}
    before = all_contents(book)
    undo = apply(plan_close(book, unfinished=True), book)
    for sheet in ("Objectives", "Key results", "Check-ins", "Goal skills", "Alignment"):
        assert book.cells(f"{sheet} 2026-Q2") == stood[sheet]
        assert not book.formulas(f"{sheet} 2026-Q2")
    changed = {line.partition("!")[0] for line in lost(typed(before), typed(all_contents(book)))}
    assert changed == {"Settings", "Objectives", "Key results", "Check-ins", "Goal skills"}
    assert {sheet: book.formulas(sheet) for sheet in before} == {
        sheet: {at: cell for at, cell in held.items() if isinstance(cell, Formula)} for sheet, held in before.items()
    }, "every formula is where it was"
    apply(undo, book)
    assert all_contents(book) == before


def test_a_second_close_waits_for_the_last_day_of_the_next_cycle() -> None:
    book = small()
    apply(plan_close(book), book)
    with pytest.raises(OkrError, match="2026-Q3 ends on 2026-09-30"):
        plan_close(book)
    assert not plan_close(book, early=True).empty


def test_the_plan_says_what_comes_along_and_what_to_look_at() -> None:
    results = [*RESULTS[:8], [*RESULTS[8][:9], "carried forward", None]]
    book = MemoryBook(
        {"Settings": [*SETTINGS, ["Today", DAY]], "Objectives": OBJECTIVES, "Key results": results}, DAY + 3
    )
    assert as_of(book) == DAY
    assert plan_close(book).says == (
        "2026-Q2 closes; 2026-Q3 begins on 2026-07-01 and ends on 2026-09-30",
        "carried forward: D1, S2",
        "post-mortems: S1, S2",
        "carried forward with its target reached; set a new target: D1",
        "today's date in the settings is still 2026-06-30: change it to see the next cycle",
    )


def test_figures_that_no_add_in_answers_are_not_kept() -> None:
    book = support()
    forget_functions(book)
    with pytest.raises(OkrError, match="cells show #NAME"):
        plan_close(book)


def with_setting(row: int, value: Cell) -> MemoryBook:
    settings = [list(each) for each in SETTINGS]
    settings[row][1] = value
    return small(settings)


@pytest.mark.parametrize(
    ("book", "what", "hint"),
    [
        (MemoryBook({"S": []}, DAY), "there is no table of settings", "cycle start"),
        (with_setting(1, None), "the cycle's name, start or end is missing", "fill in"),
        (with_setting(3, 46000), "the cycle ends before it starts", "correct its dates"),
        (with_setting(3, DAY + 9), "2026-Q2 ends on 2026-07-09", "close it early"),
        (with_setting(1, "spring"), "the cycle after 'spring' is unknown", "e.g. 2026-Q3"),
        (small(SETTINGS[:3]), "there is no setting 'cycle end'", "beside it"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_with_what_to_do(book: MemoryBook, what: str, hint: str) -> None:
    with pytest.raises(OkrError) as error:
        plan_close(book)
    assert what in error.value.what
    assert hint in error.value.hint


def test_a_copy_that_is_there_already_stops_the_close() -> None:
    book = small()
    book.held["Check-ins 2026-Q2"] = {(1, 0): "mine"}
    with pytest.raises(OkrError, match="there is a sheet 'Check-ins 2026-Q2' already"):
        plan_close(book)


def test_a_name_that_no_sheet_can_have_is_said() -> None:
    with pytest.raises(OkrError, match="is too long for a sheet's name"):
        plan_close(with_setting(1, "the spring of hope 2026"), next_cycle="summer")


@given(st.integers(1990, 2150), st.integers(1, 4))
def test_a_quarter_of_the_calendar_is_followed_by_the_next(year: int, number: int) -> None:
    this = pacing.quarter(year, number)
    assert following(this.name, this.start, this.end) == pacing.quarter(year + number // 4, number % 4 + 1)


def test_a_cycle_of_ones_own_is_followed_by_as_many_months() -> None:
    start, end = needed_day("2026-02-01"), needed_day("2026-05-31")
    assert following("spring", start, end, "summer") == pacing.Quarter("summer", end + 1, needed_day("2026-09-30"))
    assert dated("spring/1", end) == "spring-1 2026"


def test_a_date_is_the_same_as_its_serial_number() -> None:
    assert same(date(2026, 6, 30), float(DAY))
    assert not same(date(2026, 6, 30), str(DAY))
