"""The range in which a key result is likely to end, and the chance that it lands."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from simulated_organisations import forecasts, late_sprint, mixed, steps, walk, wears_off

from okrsheets.core.back_test import BackTest, Ended, back_test
from okrsheets.core.prediction import Habit, pace_of, path_of, predict, student_quantile, student_share

POINTS = [(0, 0.0), (7, 0.1), (14, 0.15), (21, 0.3), (28, 0.35)]


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 30, 101])
@pytest.mark.parametrize("value", [-3.0, -0.5, 0.0, 0.8, 2.2, 12.0])
def test_student_s_distribution_is_that_of_scipy(freedom: int, value: float) -> None:
    assert student_share(value, freedom) == pytest.approx(stats.t.cdf(value, freedom), abs=1e-12)
    assert student_quantile(0.9, freedom) == pytest.approx(stats.t.ppf(0.9, freedom), rel=1e-7)


def test_too_few_check_ins_give_no_forecast() -> None:
    assert predict(POINTS[:3], end=90) is None
    assert predict(POINTS[:4], end=90) is not None
    pace = pace_of([POINTS] * 5)
    assert predict(POINTS[:1], 90, pace) is None
    assert predict(POINTS[:2], 90, pace) is not None


def test_nothing_is_forecast_on_the_last_day_or_after_it() -> None:
    assert predict(POINTS, end=28) is None
    assert predict(POINTS, end=20) is None
    assert predict([], end=90) is None


def test_a_straight_path_is_not_taken_for_a_certain_one() -> None:
    prediction = predict([(day, day / 90) for day in range(0, 60, 7)], end=90)
    assert prediction is not None
    assert prediction.middle == pytest.approx(1.0)
    assert prediction.low < 0.97
    assert prediction.high > 1.03
    assert 0.4 < prediction.chance < 0.6


def test_a_target_that_is_far_away_has_hardly_a_chance() -> None:
    prediction = predict(POINTS, end=35)
    assert prediction is not None
    assert prediction.chance < 0.01


def test_the_pace_of_the_others_draws_a_short_path() -> None:
    fast = [(0, 0.0), (7, 0.4)]
    others = [[(day, day * 0.01) for day in range(0, 50, 7)] for _ in range(6)]
    alone, drawn = predict(POINTS, 90), predict(fast, 90, pace_of(others))
    assert alone is not None
    assert drawn is not None
    assert drawn.middle < 0.4 + 0.4 / 7 * 83


def test_a_habit_keeps_a_part_of_the_pace_and_widens() -> None:
    plain, known = predict(POINTS, 90), predict(POINTS, 90, None, Habit(0.5, 2.0))
    assert plain is not None
    assert known is not None
    assert known.middle - 0.35 == pytest.approx((plain.middle - 0.35) / 2)
    assert known.high - known.low == pytest.approx(2 * (plain.high - plain.low))


@given(
    st.lists(st.tuples(st.integers(0, 80), st.floats(-2, 3)), min_size=4, max_size=20, unique_by=lambda point: point[0])
)
def test_a_forecast_is_always_a_range_around_its_middle(points: list[tuple[int, float]]) -> None:
    prediction = predict(path_of(points), end=90)
    assert prediction is not None
    assert prediction.low < prediction.middle < prediction.high
    assert 0 <= prediction.chance <= 1
    assert math.isfinite(prediction.low)


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_later_end_is_less_sure(near: int, more: int) -> None:
    sooner, later = predict(POINTS, 28 + near), predict(POINTS, 28 + near + more)
    assert sooner is not None
    assert later is not None
    assert later.high - later.low > sooner.high - sooner.low


@pytest.mark.parametrize("kind", [walk, wears_off, late_sprint, steps, mixed])
def test_four_of_five_ranges_hold_and_the_straight_line_is_beaten(kind: Callable[[random.Random], Ended]) -> None:
    test = forecasts(kind, organisations=25)
    assert test.held is not None
    assert test.error is not None
    assert test.line_error is not None
    assert 0.75 <= test.held <= (0.90 if kind is wears_off else 0.85)
    assert test.error <= (0.90 if kind is walk else 0.85) * test.line_error


def test_a_few_forecasts_teach_nothing() -> None:
    few = back_test([(0, 90, [Ended(POINTS, 0.9)])])
    assert len(few.looks) < 20
    assert few.habit == Habit()
    assert BackTest([]).held is None
