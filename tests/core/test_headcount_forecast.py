"""How many people are likely to have a skill."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.headcount_forecast import (
    Gains,
    back_test_headcount,
    forecast_headcount,
    gains_of,
    have_on,
)  # fmt: skip

STEPS = {"ana": [(0, False), (100, True)], "ben": [(0, True), (50, False)], "eva": [(40, False)]}


def test_a_gain_is_somebody_seen_below_and_later_at_the_level() -> None:
    assert gains_of(STEPS, today=200) == Gains(1, 100 + 150 + 160)
    assert gains_of(STEPS, today=60) == Gains(0, 60 + 10 + 20)


def test_the_last_rating_counts() -> None:
    assert [have_on(STEPS, STEPS, day) for day in (0, 60, 120)] == [1, 0, 1]


def test_people_who_go_are_taken_off() -> None:
    gains = Gains(10, 3000.0)
    stays, goes = (forecast_headcount(gains, 5, 4, going, 5, 90) for going in (0, 2))
    assert stays is not None
    assert goes is not None
    assert (goes.low, goes.high) == (stays.low - 2, stays.high - 2)
    assert goes.chance < stays.chance == 1.0


@given(st.integers(3, 50), st.floats(1, 1e5), st.integers(0, 20), st.integers(0, 20), st.integers(1, 400))
def test_no_more_people_than_there_are(number: int, exposure: float, have: int, below: int, days: int) -> None:
    ahead = forecast_headcount(Gains(number, exposure), have, below, 0, have + 1, days)
    assert ahead is not None
    assert have <= ahead.low <= ahead.high <= have + below
    assert 0 <= ahead.chance <= 1


@given(st.integers(3, 50), st.integers(0, 10), st.integers(1, 300))
def test_one_more_person_never_lowers_the_chance(number: int, have: int, days: int) -> None:
    chances = [
        ahead.chance
        for more in (0, 1)
        if (ahead := forecast_headcount(Gains(number, 2000.0), have + more, 6, 0, have + 3, days))
    ]
    assert chances[1] >= chances[0] - 1e-12


def test_ranges_hold_where_people_learn_at_one_rate() -> None:
    held = number = 0
    for seed in range(60):
        chance = random.Random(seed)
        steps = {}
        for person in range(40):
            learned = round(chance.expovariate(1 / 700))
            steps[str(person)] = [(day, day >= learned) for day in range(0, 721, 30)]
        kept, looks = back_test_headcount(steps, steps, 720)
        held, number = held + kept, number + looks
    assert number > 150
    assert held / number == pytest.approx(0.85, abs=0.05)  # whole people: a range holds a little more often than stated
