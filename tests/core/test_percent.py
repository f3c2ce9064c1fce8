"""The one rule of percentages: what is not reached is never shown as 100%."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from shared_vectors import percent_vectors

from okrsheets.core.percent import percent_points, percent_text, whole_percent

SHARES = st.floats(-1e6, 1e6)


def test_every_share_of_the_shared_table_is_rounded_as_it_says() -> None:
    assert [(share, percent_text(share)) for share, _ in percent_vectors()] == percent_vectors()


@given(SHARES)
def test_only_a_share_of_at_least_one_is_shown_as_100_percent_or_more(share: float) -> None:
    assert (whole_percent(share) >= 100) == (share >= 1)


@given(SHARES)
def test_a_percentage_lies_at_most_half_a_point_away_except_just_below_100(share: float) -> None:
    assert abs(whole_percent(share) - 100 * share) <= (1 if 0.99 < share < 1 else 0.5 + 1e-6)


@given(SHARES, SHARES)
def test_a_higher_share_never_has_a_lower_percentage(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert percent_points(low, high) >= 0
