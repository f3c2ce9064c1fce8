"""Where a key result should be by now."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrsheets.core import cells, pacing
from okrsheets.core.errors import CellError

DAYS = st.integers(1, 100_000)
SHARES = st.floats(0, 1)
SCORES = st.floats(-2, 2)


@given(DAYS, st.integers(1, 1000), DAYS, DAYS)
def test_what_is_expected_only_grows_with_the_days(start: int, length: int, one: int, two: int) -> None:
    before, after = (pacing.expected(start, start + length, today) for today in sorted((one, two)))
    assert 0 <= before <= after <= 1


@given(DAYS, st.integers(1, 1000), st.integers(0, 1000))
def test_nothing_is_expected_before_the_start_and_all_from_the_end_on(start: int, length: int, days: int) -> None:
    assert pacing.expected(start, start + length, start - days) == 0
    assert pacing.expected(start, start + length, start + length + days) == 1


@given(DAYS, st.integers(0, 1000), DAYS)
def test_a_period_ends_after_it_starts(start: int, length: int, today: int) -> None:
    with pytest.raises(CellError, match="the end is not after the start"):
        pacing.expected(start, start - length, today)


@given(SCORES, SCORES, SHARES, SHARES, SHARES)
def test_a_better_score_never_has_a_worse_status(one: float, two: float, expected: float, a: float, b: float) -> None:
    gaps = sorted((a, b))
    low, high = (pacing.STATUSES.index(pacing.status(score, expected, *gaps)) for score in sorted((one, two)))
    assert low <= high


@given(SCORES, SHARES, SHARES)
def test_expecting_more_never_betters_a_status(score: float, one: float, two: float) -> None:
    little, much = (pacing.STATUSES.index(pacing.status(score, expected)) for expected in sorted((one, two)))
    assert much <= little


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_gap_of_exactly_the_limit_is_still_on_the_better_side(gap: int, score: int) -> None:
    expected = (score + gap) / 1000
    assume(score < 1000)
    assert pacing.status(score / 1000, expected, gap / 1000, 1.0) == "on track"
    assert pacing.status(score / 1000, expected, 0.0, gap / 1000) == ("at risk" if gap else "on track")


def test_a_score_of_one_is_achieved_even_when_nothing_is_expected() -> None:
    assert pacing.status(1.0, None) == "achieved"


def test_without_a_score_there_is_no_data() -> None:
    assert pacing.status(None, 0.5) == "no data"


@given(SHARES, SHARES)
def test_gaps_in_the_wrong_order_are_an_error(a: float, b: float) -> None:
    assume(a != b)
    with pytest.raises(CellError, match="gaps out of order"):
        pacing.status(0.5, 0.5, max(a, b), min(a, b))


@given(DAYS, DAYS, DAYS, st.integers(0, 400))
def test_what_is_stale_stays_stale(last: int, one: int, two: int, days: int) -> None:
    before, after = (pacing.stale(last, today, days) for today in sorted((one, two)))
    assert before <= after


@given(DAYS, DAYS, st.integers(0, 400), st.integers(0, 400))
def test_more_patience_never_makes_stale(last: int, today: int, a: int, b: int) -> None:
    hasty, patient = (pacing.stale(last, today, days) for days in sorted((a, b)))
    assert patient <= hasty


@given(DAYS, st.integers(0, 400))
def test_stale_begins_the_day_after_the_last_patient_one(last: int, days: int) -> None:
    assert not pacing.stale(last, last + days, days)
    assert pacing.stale(last, last + days + 1, days)
    assert pacing.stale(None, last, days)


@given(st.integers(1900, 2900), st.integers(1, 4))
def test_a_quarter_is_three_whole_months_and_the_next_begins_the_day_after(year: int, number: int) -> None:
    quarter = pacing.quarter(year, number)
    first, last = cells.date_of(quarter.start), cells.date_of(quarter.end)
    assert (first.year, first.month, first.day) == (year, 3 * number - 2, 1)
    assert (last.year, last.month) == (year, 3 * number)
    assert pacing.quarter_of(quarter.end + 1).start == quarter.end + 1


@given(DAYS, st.sampled_from(["-", " ", "", "/"]), st.booleans())
def test_a_day_lies_in_its_quarter_and_the_quarter_is_known_by_its_name(day: int, mark: str, small: bool) -> None:
    quarter = pacing.quarter_of(day)
    assert quarter.start <= day <= quarter.end
    name = quarter.name.replace("-", mark)
    assert pacing.quarter_named(name.lower() if small else name) == quarter


@pytest.mark.parametrize("name", ["", "spring", "2026-Q5", "0000-Q1", "9999-Q4", "2026-Q1 draft"])
def test_a_cycle_of_another_name_is_no_quarter(name: str) -> None:
    assert pacing.quarter_named(name) is None
