"""From raw cells to typed columns and a problem for every cell that could not be read."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import cells, schema
from okrsheets.core.cells import Cell, ErrorCell
from okrsheets.core.errors import Problem
from okrsheets.core.model import TableSource
from okrsheets.core.records import Records
from okrsheets.core.values import typed_values

ReadRows = Callable[..., tuple[Records, list[Problem]]]
NEW_YEAR = 46023
CELLS = st.lists(
    st.none() | st.floats() | st.integers(-2, 2) | st.integers() | st.dates() | st.booleans() | st.text(max_size=6),
    max_size=8,
)

GOOD: list[tuple[str, str, Cell, object]] = [
    ("objectives", "objective", "  Answer fast ", "Answer fast"),
    ("objectives", "objective", "=1+1", "=1+1"),
    ("objectives", "objective", "@SUM(A1)", "@SUM(A1)"),
    ("objectives", "objective", " n/a ", None),
    ("objectives", "objective", 12.0, "12"),
    ("objectives", "objective", 7.5, "7.5"),
    ("objectives", "objective", True, "TRUE"),
    ("objectives", "objective", datetime(2026, 1, 1), "2026-01-01"),
    ("objectives", "objective", "ö" * 40_000, "ö" * 40_000),
    ("objectives", "id", 1.0, "1"),
    ("objectives", "id", 1, "1"),
    ("objectives", "id", " 007 ", "007"),
    ("objectives", "level", " ceo ", "ceo"),
    ("objectives", "level", "Department", "ceo"),
    ("objectives", "commitment", "Moonshot", "aspirational"),
    ("objectives", "status", "Cancelled", "abandoned"),
    ("objectives", "contributes", "No", False),
    ("objectives", "contributes", 1.0, True),
    ("objectives", "contributes", "✓", True),
    ("objectives", "weight", 0, 0.0),
    ("key results", "target", "80 %", 0.8),
    ("key results", "target", True, 1.0),
    ("check-ins", "date", "2026-01-01", NEW_YEAR),
    ("check-ins", "date", date(2026, 1, 1), NEW_YEAR),
    ("check-ins", "date", datetime(2026, 1, 1, 23, 59), NEW_YEAR),
    ("check-ins", "date", NEW_YEAR + 0.75, NEW_YEAR),
    ("check-ins", "confidence", 0.7, 0.7),
    ("check-ins", "confidence", 7, 0.7),
    ("check-ins", "confidence", 70, 0.7),
    ("check-ins", "confidence", "70%", 0.7),
    ("settings", "at_risk_gap", 12, 0.12),
    ("learning", "progress", 0.5, 0.5),
    ("learning", "progress", "50", 0.5),
    ("assessments", "level", "Applies  alone", 3.0),
    ("assessments", "level", "2.5", 2.5),
]
BAD: list[tuple[str, str, Cell, str]] = [
    ("objectives", "level", "galaxy", "level: 'galaxy' isn't a valid value"),
    ("objectives", "contributes", "maybe", "contributes is 'maybe'"),
    ("objectives", "weight", -1, "weight is below 0: -1"),
    ("objectives", "id", math.nan, "not a number: nan"),
    ("key results", "target", "ten", "target is text: 'ten'"),
    ("key results", "target", "=1+1", "target is text: '=1+1'"),
    ("key results", "target", ErrorCell("#REF!"), "target holds the error #REF!"),
    ("objectives", "objective", ErrorCell("#N/A"), "objective holds the error #N/A"),
    ("key results", "target", math.nan, "target is text: 'nan'"),
    ("key results", "target", math.inf, "target is text: 'inf'"),
    ("objectives", "weight", date(2026, 3, 7), "weight is a date: 2026-03-07"),
    ("key results", "target", "x" * 40_000, "target is text: '" + "x" * 80 + "'"),
    ("check-ins", "date", "the 31st", "date: 'the 31st' isn't a recognised date"),
    ("check-ins", "date", "2026-02-30", "date: '2026-02-30' isn't a recognised date (day is out of range for month)"),
    ("check-ins", "date", True, "date: TRUE isn't a recognised date"),
    ("check-ins", "date", 0, "date: 0 isn't a recognised date"),
    ("check-ins", "date", 1e9, "date: 1000000000 isn't a recognised date"),
    ("check-ins", "date", date(1850, 1, 1), "date: 1850-01-01 isn't a recognised date"),
    ("check-ins", "confidence", -0.1, "confidence is below 0: -0.1"),
    ("learning", "progress", 150, "progress is above 1: 150"),
    ("assessments", "level", 6, "level is above 5: 6"),
    ("assessments", "level", "brilliant", "level is text: 'brilliant'"),
    ("goal skills", "headcount", -2, "headcount is below 0: -2"),
]


def name_of(row: tuple[str, str, Cell, object]) -> str:
    return f"{row[0]}-{row[1]}-{str(row[2])[:12]}"


@pytest.mark.parametrize("row", GOOD, ids=map(name_of, GOOD))
def test_a_good_cell_has_its_value(row: tuple[str, str, Cell, object]) -> None:
    table, field, cell, want = row
    column = schema.table(table).column(field)
    values, faults = typed_values.read_column(column, [cell])
    assert (values, faults) == ([want], [])
    assert type(values[0]) is type(want)
    assert typed_values.read_column(column, [cell, None, cell]) == ([want, None, want], [])


@pytest.mark.parametrize("row", BAD, ids=map(name_of, BAD))
def test_a_bad_cell_is_no_data_and_a_problem_with_a_hint(row: tuple[str, str, Cell, str]) -> None:
    table, field, cell, what = row
    column = schema.table(table).column(field)
    for raw, at in (([cell], 0), ([None, cell], 1), (["", "n/a", cell], 2)):
        values, ((record, said, hint),) = typed_values.read_column(column, raw)
        assert values == [None] * len(raw)
        assert (record, said) == (at, what)
        assert hint


@given(CELLS)
def test_no_cell_of_any_kind_is_more_than_a_problem(raw: list[Cell]) -> None:
    for table in schema.TABLES:
        for column in table.inputs:
            values, faults = typed_values.read_column(column, raw)
            assert len(values) == len(raw)
            assert all(values[record] is None for record, _, _ in faults if column.type != "id")
            assert all(math.isfinite(value) for value in values if isinstance(value, float))


@given(CELLS)
def test_a_column_reads_each_cell_as_if_it_stood_alone(raw: list[Cell]) -> None:
    for table, field in (("people", "name"), ("people", "person_id"), ("check-ins", "value"), ("check-ins", "date")):
        column = schema.table(table).column(field)
        alone = [typed_values.read_column(column, [cell]) for cell in raw]
        values, faults = typed_values.read_column(column, raw)
        assert values == [value for (value,), _ in alone]
        assert faults == [(record, *fault[1:]) for record, (_, given) in enumerate(alone) for fault in given]


@given(st.lists(st.floats(0, 100), min_size=1), st.sampled_from(["check-ins", "learning"]))
def test_a_share_is_read_on_a_scale_of_its_own_or_told(shares: list[float], table: str) -> None:
    column = schema.table(table).column("confidence" if table == "check-ins" else "progress")
    values, faults = typed_values.read_column(column, shares)
    told = {record for record, _, _ in faults}
    for record, (share, value) in enumerate(zip(shares, values)):
        if record in told:
            assert value is None
            assert share >= 1
        elif share < 1:
            assert value == share
        else:
            assert value in {1.0 if share == 1 else share / 100, share / 100, share / 10}


def test_what_a_binary_key_result_says_in_words_is_one_or_nought(read_rows: ReadRows) -> None:
    rows = [
        {"kind": kind, "current": said} for kind, said in (("binary", "done"), ("yes/no", "No"), ("metric", "done"))
    ]
    records, problems = read_rows("key results", rows)
    assert records.columns["current"] == [1.0, 0.0, None]
    assert [str(problem.location) for problem in problems] == ["Q1.xlsx › Key results!H7"]


def test_a_problem_knows_its_cell(read_rows: ReadRows) -> None:
    rows = [{"date": "2026-01-01", "value": 1}, {}, {"date": "soon", "value": "much"}, {"value": 2, "note": "x"}]
    records, problems = read_rows("check-ins", rows)
    assert list(records.rows) == [5, 7, 8]
    assert [(str(problem.location), problem.what) for problem in problems] == [
        ("Q1.xlsx › Check-ins!A7", "date: 'soon' isn't a recognised date"),
        ("Q1.xlsx › Check-ins!C7", "value is text: 'much'"),
        ("Q1.xlsx › Check-ins!A8", "date is empty"),
    ]
    assert str(records.location(1, "note")) == "Q1.xlsx › Check-ins!E7"


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_row_that_says_nothing_is_skipped(read_rows: ReadRows, nothing: Cell) -> None:
    records, problems = read_rows(
        "people", [{"person_id": nothing, "name": nothing}, {"person_id": "ana", "name": "Ana"}]
    )
    assert (list(records.rows), problems) == ([6], [])


def test_a_required_cell_that_is_blank_is_a_problem_with_the_help_of_its_column(read_rows: ReadRows) -> None:
    records, (problem,) = read_rows("people", [{"person_id": "ana", "name": " - "}])
    assert (str(problem.location), problem.what, problem.hint) == (
        "Q1.xlsx › People!B5",
        "name is empty",
        "Enter the person's name.",
    )
    assert records.columns["name"] == [None]


def test_columns_may_stand_in_any_order_with_others_beside_them_and_short_rows() -> None:
    raw: list[list[Any]] = [["x", 3, "K1", "2026-01-01"], ["x", 4], ["only ours is empty"]]
    positions = {"value": 1, "key_result_id": 2, "date": 3}
    source = TableSource("a.xlsx", "Updates", {"value": "B", "key_result_id": "C", "date": "D"})
    records, problems = typed_values.read(schema.table("check-ins"), source, positions, raw, 2)
    assert records.columns["value"] == [3.0, 4.0]
    assert records.columns["note"] == [None, None]
    assert [str(problem.location) for problem in problems] == ["a.xlsx › Updates!D3", "a.xlsx › Updates!C3"]


def test_a_settings_cell_is_named_as_it_stands() -> None:
    source = TableSource("a.xlsx", "Settings", {"cycle_start": "C8"})
    _, (problem,) = typed_values.read(schema.table("settings"), source, {"cycle_start": 0}, [["soon"]], 1)
    assert str(problem.location) == "a.xlsx › Settings!C8"


@given(st.lists(st.dates(date(1900, 1, 1)), min_size=1), st.booleans())
def test_a_column_of_dates_reads_like_its_cells(days: list[date], mixed: bool) -> None:
    raw: list[Cell] = [*days, *([""] if mixed else [])]
    values, faults = typed_values.read_column(schema.table("check-ins").column("date"), raw)
    assert (values, faults) == ([cells.day(cell) for cell in raw], [])
