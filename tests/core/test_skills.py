"""Skill levels, gaps, and whether a goal has the people it needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrsheets.core import skills
from okrsheets.core.errors import CellError

LEVELS = st.floats(0, 5)
RATED = st.none() | LEVELS
GROUPS = st.lists(st.lists(RATED, max_size=4), min_size=4, max_size=4)
WEIGHTS = st.lists(st.floats(0.1, 10), min_size=4, max_size=4)
PEOPLE = st.lists(RATED, max_size=8)
NEEDS = st.lists(st.tuples(st.none() | st.floats(0, 20), st.none() | st.floats(0.1, 20)), max_size=8)
CERT_ORDER = ("not yet valid", "valid", "expiring", "expired")


@given(GROUPS, WEIGHTS)
def test_a_level_stays_between_the_lowest_and_the_highest_rating(groups: list[Any], weights: list[float]) -> None:
    ratings = [rating for group in groups for rating in group if rating is not None]
    level = skills.level(groups, weights)
    if not ratings:
        assert level is None
    else:
        assert level is not None
        assert min(ratings) - 1e-12 <= level <= max(ratings) + 1e-12


@given(GROUPS, WEIGHTS, st.floats(0.01, 100))
def test_scaling_every_raters_weight_changes_nothing(groups: list[Any], weights: list[float], factor: float) -> None:
    scaled = [weight * factor for weight in weights]
    assert skills.level(groups, scaled) == pytest.approx(skills.level(groups, weights), abs=1e-12)


@given(GROUPS, WEIGHTS, st.integers(0, 3))
def test_asking_more_raters_of_one_kind_gives_them_no_more_weight(
    groups: list[Any], weights: list[float], at: int
) -> None:
    twice = [group * 2 if index == at else group for index, group in enumerate(groups)]
    assert skills.level(twice, weights) == pytest.approx(skills.level(groups, weights), abs=1e-12)


@given(RATED, LEVELS)
def test_the_gap_and_what_is_there_make_up_what_is_required(have: float | None, required: float) -> None:
    gap = skills.gap(have, required)
    assert gap is not None
    assert gap >= 0
    assert gap + min(have or 0.0, required) == pytest.approx(required, abs=1e-12)


@given(st.lists(st.lists(RATED, min_size=3, max_size=3)), st.lists(RATED, min_size=3, max_size=3))
def test_a_matrix_of_gaps_is_a_gap_in_every_cell(levels: list[Any], required: list[float | None]) -> None:
    want = [[skills.gap(have, wanted) for have, wanted in zip(row, required)] for row in levels]
    assert skills.gaps(levels, required) == want


@given(st.lists(st.tuples(RATED, LEVELS), min_size=1))
def test_coverage_is_full_exactly_when_no_gap_is_left(pairs: list[tuple[Any, float]]) -> None:
    pairs = [(have, wanted) for have, wanted in pairs if wanted == 0 or wanted > 1e-3]
    coverage = skills.coverage([have for have, _ in pairs], [wanted for _, wanted in pairs])
    if not any(wanted for _, wanted in pairs):
        assert coverage is None
    else:
        assert coverage is not None
        assert 0 <= coverage <= 1 + 1e-12
        lacking = sum(skills.gap(have, wanted) or 0.0 for have, wanted in pairs)
        assert lacking == pytest.approx((1 - coverage) * sum(wanted for _, wanted in pairs), abs=1e-9)


@given(PEOPLE, LEVELS, LEVELS)
def test_fewer_people_stand_at_a_higher_level(levels: list[float | None], one: float, two: float) -> None:
    low, high = (skills.bus_factor(levels, at) for at in sorted((one, two)))
    assert high <= low <= len(levels)
    assert skills.bus_factor([*levels, one], one) == skills.bus_factor(levels, one) + 1


@given(PEOPLE, LEVELS, st.integers(0, 20))
def test_those_who_are_there_and_those_who_are_missing_make_the_headcount(levels: Any, at: float, count: int) -> None:
    there = skills.bus_factor(levels, at)
    assert skills.missing(levels, at, count) + min(there, count) == count


@given(NEEDS)
def test_readiness_runs_from_nought_to_one(needs: list[tuple[Any, Any]]) -> None:
    ready = skills.readiness([have for have, _ in needs], [wanted for _, wanted in needs])
    if all(wanted is None for _, wanted in needs):
        assert ready is None
    else:
        assert ready is not None
        assert 0 <= ready <= 1 + 1e-12


@given(NEEDS, st.integers(0, 7), st.floats(0, 5))
def test_one_more_person_never_makes_a_goal_less_ready(needs: list[tuple[Any, Any]], at: int, more: float) -> None:
    assume(at < len(needs))
    have, wanted = [there for there, _ in needs], [required for _, required in needs]
    helped = [(there or 0.0) + more if index == at else there for index, there in enumerate(have)]
    assert (skills.readiness(helped, wanted) or 0.0) >= (skills.readiness(have, wanted) or 0.0)


@given(st.integers(1, 1000), st.none() | st.integers(0, 1000), st.integers(0, 90), st.lists(st.integers(1, 2500)))
def test_a_certificate_ages_in_one_direction(issued: int, length: int | None, warn: int, days: list[int]) -> None:
    expires = None if length is None else issued + length
    words = [skills.certification(issued, expires, today, warn) for today in sorted(days)]
    places = [CERT_ORDER.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("today", "word"),
    [(99, "not yet valid"), (100, "valid"), (139, "valid"), (140, "expiring"), (199, "expiring"), (200, "expired")],
)
def test_a_certificate_changes_on_the_day(today: int, word: str) -> None:
    assert skills.certification(100, 200, today, 60) == word


@given(st.floats(-5, -0.01))
def test_a_negative_level_is_an_error_everywhere(below: float) -> None:
    for use in (
        lambda: skills.level([[below]], [1.0]),
        lambda: skills.gap(below, 1.0),
        lambda: skills.gap(1.0, below),
        lambda: skills.coverage([below], [1.0]),
        lambda: skills.bus_factor([below], 1.0),
        lambda: skills.bus_factor([1.0], below),
    ):
        with pytest.raises(CellError, match="negative level"):
            use()
