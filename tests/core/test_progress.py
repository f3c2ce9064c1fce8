"""How far along one key result is."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrsheets.core import progress
from okrsheets.core.errors import CellError

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)
STRAIGHT = st.sampled_from(["metric", "increase", "milestone"])


def apart(start: float, target: float) -> bool:
    return abs(target - start) > 1e-3


@given(NUMBERS, NUMBERS)
def test_progress_is_zero_at_the_start_and_one_at_the_target(start: float, target: float) -> None:
    assume(apart(start, target))
    assert progress.progress(start, target, start) == 0
    assert progress.progress(start, target, target) == 1


@given(NUMBERS, NUMBERS, NUMBERS)
def test_mirroring_a_decrease_into_an_increase_leaves_progress_the_same(a: float, b: float, current: float) -> None:
    low, high = sorted((a, b))
    assume(apart(low, high))
    assert progress.of("decrease", high, low, current) == progress.of("increase", -high, -low, -current)
    assert progress.of("at most", high, low, current) == progress.of("at least", -high, -low, -current)


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(-20, 20))
def test_the_unit_does_not_matter(start: float, target: float, current: float, power: int) -> None:
    assume(apart(start, target))
    unit = 2.0**power
    assert progress.progress(start * unit, target * unit, current * unit) == progress.progress(start, target, current)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_coming_closer_to_the_target_never_lowers_progress(a: float, b: float, one: float, two: float) -> None:
    assume(apart(a, b))
    before, after = sorted((one, two), reverse=b < a)
    assert progress.progress(a, b, before) <= progress.progress(a, b, after)


@given(STRAIGHT, NUMBERS, NUMBERS, NUMBERS)
def test_the_straight_kinds_agree_where_they_are_allowed(kind: str, a: float, b: float, current: float) -> None:
    start, target = sorted((a, b))
    assume(apart(start, target))
    assert progress.of(kind, start, target, current) == progress.progress(start, target, current)


@given(st.sampled_from(progress.KINDS), st.none() | NUMBERS, st.none() | NUMBERS)
def test_without_a_current_value_there_is_no_progress(kind: str, start: float | None, target: float | None) -> None:
    assert progress.of(kind, start, target, None) is None


@given(NUMBERS, NUMBERS, NUMBERS)
def test_between_is_all_or_nothing(a: float, b: float, current: float) -> None:
    low, high = sorted((a, b))
    assert progress.of("between", low, high, current) == (1.0 if low <= current <= high else 0.0)


@given(NUMBERS, NUMBERS)
def test_a_floor_without_a_start_is_all_or_nothing(target: float, current: float) -> None:
    assert progress.of("at least", None, target, current) == float(current >= target)
    assert progress.of("at most", None, target, current) == float(current <= target)


def test_a_milestone_starts_at_zero_when_nothing_else_is_said() -> None:
    assert progress.of("milestone", None, 4, 1) == 0.25


@pytest.mark.parametrize(
    ("kind", "start", "target", "error"),
    [
        ("metric", 5, 5, "target equals start"),
        ("metric", None, 5, "missing"),
        ("metric", 5, None, "missing"),
        ("increase", 5, 4, "target is on the wrong side of start"),
        ("decrease", 4, 5, "target is on the wrong side of start"),
        ("at least", 5, 5, "the floor is not below the target"),
        ("at most", 5, 5, "the ceiling is not above the target"),
        ("between", 6, 5, "low above high"),
        ("metric", 0, 1e-320, "the numbers are too large"),
        ("guess", 0, 1, "unknown kind 'guess'"),
    ],
)
def test_cells_that_make_no_sense_together_are_an_error(
    kind: str, start: float | None, target: float | None, error: str
) -> None:
    with pytest.raises(CellError, match=f"^{error}$"):
        progress.of(kind, start, target, 1e300)


@given(st.floats(allow_nan=False))
def test_a_score_is_progress_cut_to_nought_and_one(raw: float) -> None:
    score = progress.score(raw)
    assert score is not None
    assert 0 <= score <= 1
    assert progress.score(score) == score
    assert score == raw or not 0 <= raw <= 1


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(progress.COMMITMENTS))
def test_a_better_score_never_has_a_worse_grade(one: float, two: float, commitment: str) -> None:
    order = ("red", "yellow", "green")
    low, high = (order.index(progress.grade(value, commitment) or "") for value in sorted((one, two)))
    assert low <= high


@given(st.floats(0, 1))
def test_committed_is_never_the_easier_of_the_two(score: float) -> None:
    order = ("red", "yellow", "green")
    committed, aspirational = (order.index(progress.grade(score, each) or "") for each in ("committed", "aspirational"))
    assert committed <= aspirational
