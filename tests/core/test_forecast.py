"""Where a key result will end if it goes on as it has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.errors import CellError
from okrsheets.core.forecast import forecast

VALUES = st.floats(-1000, 1000)
DAYS = st.integers(46_000, 46_100)
CHECK_INS = st.lists(st.tuples(DAYS, VALUES), min_size=2, max_size=12, unique_by=lambda each: each[0])
END = 46_120


def ahead(points: list[Any], start: float = 0.0, target: float = 100.0, end: int = END) -> float | None:
    days, values = zip(*points)
    return forecast(days, values, start, target, end)


@given(st.lists(DAYS, min_size=2, unique=True), VALUES, st.floats(-10, 10))
def test_check_ins_on_a_line_go_on_along_it(days: list[int], first: float, slope: float) -> None:
    on_the_line = [(day, first + slope * (day - 46_000)) for day in days]
    want = (first + slope * (END - 46_000)) / 100
    assert ahead(on_the_line) == pytest.approx(want, rel=1e-9, abs=1e-7)


@given(CHECK_INS, st.randoms(use_true_random=False))
def test_the_order_of_the_check_ins_does_not_matter(points: list[Any], random: Any) -> None:
    assert ahead(random.sample(points, len(points))) == pytest.approx(ahead(points), rel=1e-9, abs=1e-7)


@given(CHECK_INS, st.integers(-500, 500))
def test_moving_every_day_by_as_many_changes_nothing(points: list[Any], shift: int) -> None:
    moved = [(day + shift, value) for day, value in points]
    assert ahead(moved, end=END + shift) == pytest.approx(ahead(points), rel=1e-9, abs=1e-7)


@given(CHECK_INS, st.lists(st.sampled_from([(None, 5.0), (46_050, None), (None, None)]), max_size=3))
def test_a_check_in_without_a_date_or_a_value_drops_out(points: list[Any], holes: list[Any]) -> None:
    assert ahead([*holes, *points]) == ahead(points)


@given(CHECK_INS)
def test_mirroring_everything_leaves_the_forecast_the_same(points: list[Any]) -> None:
    mirrored = [(day, -value) for day, value in points]
    assert ahead(mirrored, 0.0, -100.0) == pytest.approx(ahead(points), rel=1e-9, abs=1e-9)


@given(DAYS, st.lists(VALUES, max_size=4))
def test_one_day_makes_no_line(day: int, values: list[float]) -> None:
    assert forecast([day] * len(values), values, 0, 100, END) is None


@given(CHECK_INS)
def test_a_target_equal_to_the_start_is_an_error(points: list[Any]) -> None:
    with pytest.raises(CellError, match="target equals start"):
        ahead(points, 5.0, 5.0)


def test_days_beyond_all_calendars_do_not_break_it() -> None:
    assert forecast([10**200, 10**201], [1.0, 2.0], 0.0, 1.0, 5) is not None


def test_values_beyond_all_numbers_are_an_error() -> None:
    with pytest.raises(CellError, match="too large"):
        forecast([1, 2], [-1e308, 1e308], 0.0, 1.0, 50)


def test_a_date_for_every_value_is_wanted() -> None:
    with pytest.raises(CellError, match="ranges differ in size"):
        forecast([1, 2], [1.0], 0.0, 1.0, 50)
