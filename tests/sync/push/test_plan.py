"""The plan of a push: only what differs, never what people wrote, and always the same end."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.errors import PushError
from okrsheets.core.grid import Grid, GridColumn
from okrsheets.core.rectangles import rectangles
from okrsheets.sync.push.cells import LONGEST_TEXT, PushedFormula, comparable, entered
from okrsheets.sync.push.plan import PushPlan, SheetState, TablePlan
from okrsheets.sync.push.tables import MEMORY, headings, plan

COLUMNS = (GridColumn("Id", "text", 9), GridColumn("Goal", "long", 9), GridColumn("Score", "share", 9))
BOOK = "Leadership"

Rows = list[list[Any]]


def grid(*rows: Sequence[Any], title: str = "Goals") -> Grid:
    return Grid(title, COLUMNS, (0,), rows)


A, B, C = ("A", "grow", 0.5), ("B", "shrink", None), ("C", "stay", 1.0)


class Sheet:
    """A sheet of a spreadsheet, in memory."""

    def __init__(self, title: str = "Goals", ours: str = "Goals", rows: Rows | None = None) -> None:
        self.title, self.ours = title, ours
        self.rows: Rows = [headings(grid())] if rows is None else rows

    def state(self) -> SheetState:
        return SheetState(7, self.title, self.ours, 100, 26, [list(row) for row in self.rows])

    def put(self, row: int, column: int, value: Any) -> None:
        while len(self.rows) < row:
            self.rows.append([])
        self.rows[row - 1] += [""] * (column + 1 - len(self.rows[row - 1]))
        self.rows[row - 1][column] = value

    def apply(self, made: PushPlan, most: int = 10**9) -> None:
        """Write what a plan says, or as many of its rows as were written before the push was killed."""
        for table in made.tables:
            for row, writes in list(table.writes.items())[:most]:
                for column, value in writes.items():
                    self.put(row, column, value)

    def push(self, wanted: Grid, overwrite: bool = False, most: int = 10**9) -> PushPlan:
        made = plan(BOOK, [self.state()], [wanted], overwrite)
        self.apply(made, most)
        return made

    def shown(self) -> Rows:
        """What stands under our headings, without what is remembered, and without blank rows."""
        at = [self.rows[0].index(column.heading) for column in COLUMNS]
        rows = [[row[each] if each < len(row) else "" for each in at] for row in self.rows[1:]]
        return [row for row in rows if any(comparable(cell) for cell in row)]


def written(made: PushPlan) -> int:
    return sum(len(row) for table in made.tables for row in table.writes.values())


def only(made: PushPlan) -> TablePlan:
    (table,) = made.tables
    return table


def pushed(*rows: Sequence[Any]) -> Sheet:
    sheet = Sheet()
    sheet.push(grid(*rows))
    return sheet


def test_a_spreadsheet_without_the_table_gets_it_with_its_headings_first() -> None:
    made = plan(BOOK, [SheetState(0, "Sheet1")], [grid(A, B)])
    table = only(made)
    assert table.is_new
    assert [str(change) for change in made.changes[:2]] == [
        "Goals!A2 Id of A: nothing → 'A'",
        "Goals!B2 Goal of A: nothing → 'grow'",
    ]
    assert table.height == 3


def test_only_cells_that_differ_are_written_and_twice_changes_nothing() -> None:
    sheet = pushed(A, B)
    made = sheet.push(grid(A, ("B", "shrink", 0.25)))
    assert [str(change) for change in made.changes] == ["Goals!C3 Score of B: nothing → 0.25"]
    assert set(only(made).writes) == {3}
    again = sheet.push(grid(A, ("B", "shrink", 0.25)))
    assert written(again) == 0


def test_rows_that_went_are_cleared_and_leave_no_memory() -> None:
    sheet = pushed(A, B, C)
    sheet.push(grid(A))
    assert sheet.shown() == [["A", "grow", 0.5]]
    assert [row[3] for row in sheet.rows[2:]] == ["", ""]


def test_rows_stand_in_our_order_as_long_as_nobody_wrote_beside_them() -> None:
    sheet = pushed(A, C)
    sheet.push(grid(A, B, C))
    assert [row[0] for row in sheet.shown()] == ["A", "B", "C"]


def test_a_remark_beside_a_row_stays_beside_it_when_other_rows_come_and_go() -> None:
    sheet = pushed(A, B)
    sheet.put(3, 5, "call Ana")
    sheet.push(grid(C, B))
    assert [(row[0], (row[5:] or [""])[0]) for row in sheet.rows[1:]] == [("", ""), ("B", "call Ana"), ("C", "")]
    sheet.push(grid(C, B, ("D", "new", 0.0)))
    assert [(row[0], (row[5:] or [""])[0]) for row in sheet.rows[1:]] == [("D", ""), ("B", "call Ana"), ("C", "")]


def test_what_a_person_changed_is_reported_and_kept_until_it_is_overwritten() -> None:
    sheet = pushed(A, B)
    sheet.put(2, 2, 0.9)
    made = sheet.push(grid(("A", "grow", 0.6), ("B", "shrink", 0.1)))
    (conflict,) = made.conflicts
    assert str(conflict.location) == "Leadership › Goals!C2"
    assert conflict.what == "Score of A was changed in the spreadsheet to 0.9; okrsheets would write 0.6"
    assert "--overwrite" in conflict.hint
    assert sheet.shown() == [["A", "grow", 0.9], ["B", "shrink", 0.1]]
    again = sheet.push(grid(("A", "grow", 0.6), ("B", "shrink", 0.1)))
    assert written(again) == 0
    assert len(again.conflicts) == 1
    assert not sheet.push(grid(("A", "grow", 0.6), B), overwrite=True).conflicts
    assert sheet.shown() == [["A", "grow", 0.6], ["B", "shrink", ""]]


def test_a_cell_that_a_person_emptied_is_a_conflict_too() -> None:
    sheet = pushed(A)
    sheet.put(2, 1, "")
    assert len(sheet.push(grid(A)).conflicts) == 1


def test_a_person_who_types_what_we_would_write_is_no_conflict() -> None:
    sheet = pushed(A)
    sheet.put(2, 2, 0.6)
    made = sheet.push(grid(("A", "grow", 0.6)))
    assert not made.conflicts
    assert not made.changes
    assert written(sheet.push(grid(("A", "grow", 0.6)))) == 0


def test_a_changed_id_does_not_make_a_second_row_of_the_same_record() -> None:
    sheet = pushed(A, B)
    sheet.put(2, 0, "A1")
    made = sheet.push(grid(A, B))
    assert [conflict.location.cell for conflict in made.conflicts] == ["A2"]
    assert [row[0] for row in sheet.shown()] == ["A1", "B"]


def test_a_row_that_went_keeps_the_cell_that_a_person_changed() -> None:
    sheet = pushed(A, B)
    sheet.put(2, 1, "ours now")
    made = sheet.push(grid(B))
    assert "the row is no longer" in made.conflicts[0].what
    assert sheet.shown() == [["", "ours now", ""], ["B", "shrink", ""]]


def test_rows_of_people_inside_the_table_stay() -> None:
    sheet = pushed(A)
    for column, value in enumerate(("X", "mine", 1)):
        sheet.put(3, column, value)
    sheet.push(grid(A, B))
    assert sheet.shown() == [["A", "grow", 0.5], ["X", "mine", 1], ["B", "shrink", ""]]


def test_columns_may_be_moved_and_others_put_between() -> None:
    sheet = pushed(A, B)
    sheet.rows = [
        ["", row[2], "Remark" if not number else "", row[0], row[1], row[3]] for number, row in enumerate(sheet.rows)
    ]
    sheet.rows.insert(0, ["Our goals"])
    made = sheet.push(grid(A, ("B", "shrink", 0.5)))
    assert [change.cell for change in made.changes] == ["B4"]


@pytest.mark.parametrize("spoil", ["", "Goal"])
def test_a_heading_that_is_gone_or_there_twice_is_said_and_nothing_is_written(spoil: str) -> None:
    sheet = pushed(A)
    sheet.put(1, 2 if spoil else 1, spoil)
    made = plan(BOOK, [sheet.state()], [grid(A, B)])
    assert written(made) == 0
    assert "'Goal'" in made.conflicts[0].what


def test_a_sheet_of_that_name_that_is_not_ours_is_left_alone() -> None:
    with pytest.raises(PushError, match="'Goals' that okrsheets did not write"):
        plan(BOOK, [Sheet(ours="").state()], [grid(A)])


def test_a_sheet_is_ours_under_any_name_and_of_two_copies_the_one_with_our_title() -> None:
    sheet = pushed(A)
    sheet.title = "Renamed"
    assert only(plan(BOOK, [sheet.state()], [grid(A)])).sheet.title == "Renamed"
    copy = pushed(A)
    assert only(plan(BOOK, [sheet.state(), copy.state()], [grid(A)])).sheet.title == "Goals"
    copy.title = "Copy of Renamed"
    with pytest.raises(PushError, match="on two sheets"):
        plan(BOOK, [sheet.state(), copy.state()], [grid(A)])


def test_a_table_without_rows_makes_no_sheet_and_empties_one_that_is_there() -> None:
    assert not plan(BOOK, [], [grid()]).tables
    sheet = pushed(A)
    sheet.push(grid())
    assert sheet.shown() == []


def test_records_that_cannot_be_told_apart_are_counted() -> None:
    sheet = pushed(A, A)
    sheet.put(2, 6, "beside")
    sheet.push(grid(A, A, A))
    assert len(sheet.shown()) == 3
    assert written(sheet.push(grid(A, A, A))) == 0


def test_without_its_memory_a_row_is_a_persons() -> None:
    sheet = pushed(A)
    sheet.rows[1][3] = ""
    made = plan(BOOK, [sheet.state()], [grid(("A", "grow", 0.9))])
    assert [conflict.location.cell for conflict in made.conflicts] == ["C2"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, ""), (math.inf, ""), (None, ""), (np.float64("nan"), ""), (np.int64(7), 7.0), (np.bool_(True), "yes"),
        (datetime.date(2026, 3, 31), 46112.0), (datetime.datetime(2026, 3, 31, 15), 46112.0), (-0.0, 0.0),
        ("=IMPORTXML(1)", "=IMPORTXML(1)"), ("a\r\nb\rc", "a\nb\nc"), ("nul\x00\ud800", "nul"), (10**400, ""), (False, "no"),
    ],
)  # fmt: skip
def test_what_google_cannot_take_is_written_as_what_it_means(value: Any, expected: Any) -> None:
    found = entered(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("text", ["x" * 60_000, "😀" * 30_000])
def test_a_text_that_no_cell_holds_is_cut_and_says_so(text: str) -> None:
    cut = str(entered(text))
    assert LONGEST_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.endswith("(cut: the workbook has all of it)")
    assert entered("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_days_are_shown_as_days() -> None:
    day = Grid("Days", [GridColumn("Day", "date", 9)], (0,), [[46112]])
    (change,) = plan(BOOK, [], [day]).changes
    assert str(change) == "Days!A2 Day of 46112: nothing → 2026-03-31"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (46113, "2026-04-01"),
        (1e12, "1e+12"),
        (True, "'True'"),
        ("soon", "'soon'"),
        (PushedFormula("=NOW()"), "'=NOW()'"),
    ],
)
def test_whatever_a_person_typed_into_a_day_can_be_shown(typed: Any, shown: str) -> None:
    day = Grid("Goals", [GridColumn("Id", "text", 9), GridColumn("Day", "date", 9)], (0,), [["A", 46112]])
    first = only(plan(BOOK, [], [day]))
    rows = [headings(day), ["A", typed, first.writes[2][2]]]
    (conflict,) = plan(BOOK, [SheetState(7, "Goals", "Goals", 9, 9, rows)], [day]).conflicts
    assert f"in the spreadsheet to {shown}; okrsheets would write 2026-03-31" in conflict.what


CELL = st.sampled_from(["", "x", "=1+1", 0.5, 2.0])
RECORDS = st.lists(st.tuples(st.sampled_from("ABCDE"), CELL, CELL), max_size=6, unique_by=lambda row: row[0])
TOUCHES = st.lists(st.tuples(st.integers(2, 8), st.integers(0, 5), st.sampled_from(["mine", 9.0, ""])), max_size=3)


@given(RECORDS, RECORDS, RECORDS, st.integers(0, 6))
def test_a_push_that_was_killed_anywhere_is_completed_by_the_next_one(a: Rows, b: Rows, c: Rows, most: int) -> None:
    sheet = pushed(*a)
    sheet.push(grid(*b), most=most)
    assert not sheet.push(grid(*c)).conflicts
    assert sheet.shown() == [[said_back(cell) for cell in row] for row in c]
    assert written(sheet.push(grid(*c))) == 0


@given(RECORDS, RECORDS, TOUCHES, st.integers(0, 6))
def test_nothing_that_a_person_wrote_is_ever_lost(
    a: Rows, b: Rows, touches: list[tuple[int, int, Any]], most: int
) -> None:
    sheet = pushed(*a)
    typed: dict[tuple[int, int], Any] = {}
    for row, column, value in touches:
        if column != 3:  # the memory is ours
            before = (sheet.rows[row - 1][column : column + 1] or [""])[0] if row <= len(sheet.rows) else ""
            if comparable(before) != comparable(value):
                sheet.put(row, column, value)
                typed[row, column] = value
    for wanted in (a, b, b):
        sheet.push(grid(*wanted), most=most)
        sheet.push(grid(*wanted))
    for (row, column), value in typed.items():
        if value != "":  # an emptied row cannot be told from one that never was
            assert comparable(sheet.rows[row - 1][column]) == comparable(value)
    assert written(sheet.push(grid(*b))) == 0


def said_back(cell: Any) -> Any:
    return "" if cell is None else cell


def test_new_rows_are_written_as_one_rectangle() -> None:
    made = plan(BOOK, [], [grid(A, B, C)])
    writes = only(made).writes
    (((row, column), rows),) = rectangles(
        {(row, column): cell for row in writes for column, cell in writes[row].items()}
    )
    assert (row, column, len(rows), {len(each) for each in rows}) == (2, 0, 3, {4})
    assert headings(grid())[-1] == MEMORY
    assert len(made.changes) == 8
