"""One unit within one key result."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import schema
from okrsheets.core.cells import Cell, FormattedNumber
from okrsheets.core.errors import Problem
from okrsheets.core.model import TableSource
from okrsheets.core.values import percentages, typed_values
from okrsheets.core.values.key_result_units import one_unit
from okrsheets.core.values.percentages import Share

Measures = tuple["float | None", ...]


def pct(value: float) -> FormattedNumber:
    return FormattedNumber(value, "0%")


def hours(value: float) -> FormattedNumber:
    return FormattedNumber(value / 24, "[h]:mm")


def settled(
    cells: Sequence[Cell], unit: str = "", kind: str = "metric", value: Cell = None
) -> tuple[Measures, list[Problem]]:
    """Read a key result with start, target and current, and a check-in with a value, as a workbook holds them."""
    fields = {"id": "K1", "kind": kind, "unit": unit, "start": cells[0], "target": cells[1], "current": cells[2]}
    results = _read("key results", fields)
    check_ins = _read("check-ins", {"date": datetime.date(2026, 8, 10), "key_result_id": "K1", "value": value})
    tables, problems, _ = one_unit([results.records, check_ins.records], {**results.units, **check_ins.units})
    own, others = tables[0].columns, tables[1].columns
    told = [*results.problems, *problems]
    return (own["start"][0], own["target"][0], own["current"][0], others["value"][0]), told


def _read(name: str, fields: Mapping[str, Any]) -> typed_values.TypedTable:
    table = schema.table(name)
    letters = {field: chr(65 + at) for at, field in enumerate(fields)}
    positions = {field: at for at, field in enumerate(fields)}
    return typed_values.read_table(table, TableSource("Q", table.sheet, letters), positions, [list(fields.values())], 2)


READ: list[tuple[str, Sequence[Any], str, Any, Measures]] = [
    ("whole numbers and a percent cell", (0, 95, pct(0.8)), "%", None, (0, 95, 80, None)),
    ("whole numbers and a percent text", (20, 50, "35%"), "%", None, (20, 50, 35, None)),
    ("percent texts and a whole number", ("20%", "50%", 35), "%", None, (20, 50, 35, None)),
    ("fractions and a check-in in whole numbers", (0.6, 0.9, None), "%", 80, (0.6, 0.9, None, 0.8)),
    ("percent cells only", (pct(0.2), pct(0.5), pct(0.35)), "", 0.4, (0.2, 0.5, 0.35, 0.4)),
    ("percent cells and a check-in in whole numbers", (pct(0.6), pct(0.9), None), "", 80, (60, 90, None, 80)),
    ("small percentages and a plain number", ("0.2%", "0.5%", 0.35), "%", None, (0.2, 0.5, 0.35, None)),
    ("percent beyond the target", (0, 50, pct(0.6)), "%", None, (0, 50, 60, None)),
    ("a decrease of an error rate", (8, 5, 0.8), "%", None, (8, 5, 0.8, None)),
    ("a target of 1 beside percentages", (0, 1, "80%"), "", None, (0, 1, 0.8, None)),
    ("durations", (hours(0), hours(60), hours(36)), "", None, (0, 60, 36, None)),
    ("durations in minutes", (datetime.time(2), datetime.time(0, 30), datetime.time(1, 15)), "min", None, (120, 30, 75, None)),
    ("durations and plain minutes", (120, 30, datetime.time(1, 15)), "minutes", None, (120, 30, 75, None)),
    ("texts of two units of time", ("2 h", "30 min", "1 h"), "min", None, (120, 30, 60, None)),
    ("clock texts only", ("2:00", "0:30", "1:15"), "", None, (2, 0.5, 1.25, None)),
    ("dates only", tuple(datetime.date(2026, *day) for day in ((7, 1), (9, 30), (8, 15))), "", None, (46204, 46295, 46249, None)),
    ("money in two spellings", ("0 €", "300 EUR", "€ 150"), "€", None, (0, 300, 150, None)),
    ("thousands in a word and in full", (0, "1.5k", 850), "", None, (0, 1500, 850, None)),
    ("the unit of the row", ("10 boats", 20, 15), "boats", None, (10, 20, 15, None)),
]  # fmt: skip
TOLD: list[tuple[str, Sequence[Any], str, Any, str, str]] = [
    ("a tick where a number belongs", (0, 100, True), "", None, "current", "current is TRUE, where a number belongs"),
    ("a tick for 1", (0, 1, True), "", None, "current", "current is TRUE, where a number belongs"),
    ("a word in a check-in", (0, 10, None), "", "done", "value", "value is text: 'done'"),
    ("one date among numbers", (0, 10, datetime.date(2026, 10, 5)), "", None, "current", "current is a date: 2026-10-05"),
    ("one date in a check-in", (0, 10, None), "", datetime.date(2026, 10, 5), "value", "value is a date: 2026-10-05"),
    ("1 beside percentages", ("20%", "50%", 1), "%", None, "current", "current: 1 could be 100% or 1%"),
    ("0.8 beside whole numbers", (0, 95, 0.8), "%", None, "current", "current: 0.8 could be 80% or 0.8%"),
    ("95 typed into a percent cell", (pct(0), pct(1), pct(95)), "", None, "current", "current is 9500%, far from"),
    ("neither reading fits", ("20%", "50%", 3000), "%", None, "current", "current: 3000 could be"),
    ("a clock beside an ISO duration", ("PT2H", "PT1H", "0:45"), "", None, "current", "current: '0:45' could be 0 h 45 min or 0 min"),
    ("a duration beside plain numbers", (0, 60, hours(36)), "", 12, "current", "current is 36:00 beside plain numbers"),
    ("two currencies", ("0 $", "300 $", "€ 150"), "", None, "current", "current is '€ 150', while the key result is in $"),
    ("another size of a unit", ("10 days", "5 days", "2 weeks"), "days", None, "current", "current is '2 weeks', while the key result is in days"),
    ("a percentage of money", (0, 300, "50%"), "€", None, "current", "current is '50%', while the key result is in €"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "unit", "value", "want"), READ, ids=[row[0] for row in READ])
def test_measures_that_fit_in_one_way_are_brought_together(
    name: str, cells: Sequence[Cell], unit: str, value: Cell, want: Measures
) -> None:
    measures, told = settled(cells, unit, value=value)
    assert [problem for problem in told if not problem.note and "empty" not in problem.what] == []
    assert measures == pytest.approx(want)


@pytest.mark.parametrize(("name", "cells", "unit", "value", "field", "what"), TOLD, ids=[row[0] for row in TOLD])
def test_a_measure_that_does_not_fit_is_told_at_its_cell_and_not_counted(
    name: str, cells: Sequence[Cell], unit: str, value: Cell, field: str, what: str
) -> None:
    measures, told = settled(cells, unit, value=value)
    (problem,) = [problem for problem in told if not problem.note and "empty" not in problem.what]
    assert problem.what.startswith(what)
    assert problem.hint
    assert problem.location.cell == {"current": "F2", "value": "C2"}[field]
    assert measures[{"current": 2, "value": 3}[field]] is None


@pytest.mark.parametrize(("value", "want"), [(True, 1.0), ("done", 1.0), ("no", 0.0), (1, 1.0)])
def test_a_binary_key_result_may_be_ticked(value: Cell, want: float) -> None:
    measures, told = settled(("", "yes", ""), kind="binary", value=value)
    assert told == []
    assert measures[3] == want


def test_a_table_that_stands_alone_is_settled_by_itself(read_rows: Callable[..., Any]) -> None:
    records, problems = read_rows("key results", [{"id": "K1", "start": 0, "target": 95, "current": pct(0.8)}])
    assert records.columns["current"] == [80.0]
    assert [problem.what for problem in problems if not problem.note and "empty" not in problem.what] == []


def test_a_number_that_may_lack_the_k_of_the_others_is_noted() -> None:
    measures, told = settled((0, "10k", 7))
    assert measures[:3] == (0, 10_000, 7)
    assert "current: 1 cell read in full beside '10k': 7 = 7 (F2)" in [problem.what for problem in told if problem.note]


@given(
    st.tuples(st.integers(5, 95), st.integers(5, 95), st.integers(5, 95)),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_mixture_of_percentages_and_whole_numbers_keeps_its_proportions_or_is_told(
    points: tuple[int, int, int], marked: tuple[bool, bool, bool]
) -> None:
    roles = ((True, False), (True, True), (False, False))
    shares = [
        Share(point / 100 if mark else float(point), mark, *role) for point, mark, role in zip(points, marked, roles)
    ]
    answers = percentages.together(shares, True)
    scale = {round(answer / point, 9) for answer, point in zip(answers, points) if answer is not None}
    assert scale <= {1.0} or scale <= {0.01}


@pytest.mark.parametrize(
    ("cells", "unit", "shown"),
    [
        ((pct(0.14), pct(0.09), pct(0.13)), "", "%"),
        (("14%", "9%", "13%"), "", "%"),
        ((14, 9, pct(0.13)), "", None),
        ((pct(0.14), pct(0.09), None), "of orders", "of orders"),
        ((14, 9, 13), "", None),
    ],
)
def test_percent_cells_name_the_unit_where_none_is_typed(cells: Sequence[Cell], unit: str, shown: str | None) -> None:
    fields = {"id": "K1", "unit": unit, "start": cells[0], "target": cells[1], "current": cells[2]}
    results = _read("key results", fields)
    tables, _, _ = one_unit([results.records], results.units)
    assert tables[0].columns["unit"][0] == shown
