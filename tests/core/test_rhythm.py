"""The rhythm of check-ins: weeks, rates, and what a miss asks about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.evaluation import evaluate
from okrsheets.core.objective_status import ObjectiveStatus
from okrsheets.core.records import Tables
from okrsheets.core.rhythm import Rate, asked, check_in_rate, question, rhythm, weeks

MakeTables = Callable[..., Tables]
FIRST = 46023  # 2026-01-01
PERIOD = FIRST, FIRST + 89
TODAY = FIRST + 70  # ten weeks are over


def objective(tables_of: MakeTables, *days: Sequence[int], today: int = TODAY, **more: Any) -> ObjectiveStatus:
    """An objective with a key result for each list of days with check-ins, off track unless `more` says otherwise."""
    key_results = [
        {"id": f"K{at}", "objective_id": "O1", "key_result": "Calls", "start": 0, "target": 10, "current": 1, **more}
        for at in range(len(days))
    ]
    check_ins = [
        {"date": FIRST + day, "key_result_id": f"K{at}", "value": 1} for at, own in enumerate(days) for day in own
    ]
    tables = tables_of(
        settings=[{"team": "T", "cycle": "2026-Q1", "cycle_start": FIRST, "cycle_end": FIRST + 89}],
        objectives=[{"id": "O1", "level": "Team", "owner": "Ana", "objective": "Answer at once"}],
        key_results=key_results,
        check_ins=check_ins,
    )
    (status,) = evaluate(tables, today).objectives
    return status


def test_a_week_counts_once_it_is_over() -> None:
    assert [len(weeks(PERIOD, FIRST + day)) for day in (0, 5, 6, 12, 13, 89, 400)] == [0, 0, 1, 1, 2, 13, 13]


def test_the_rate_is_the_share_of_running_key_results_with_a_check_in_in_the_week(tables_of: MakeTables) -> None:
    results = objective(tables_of, [0, 3], [8], []).key_results
    rates = [check_in_rate(results, PERIOD, week) for week in weeks(PERIOD, FIRST + 20)]
    assert rates == [Rate(1, 3), Rate(1, 3), Rate(0, 3)]


def test_a_key_result_counts_only_in_the_weeks_that_it_runs_in(tables_of: MakeTables) -> None:
    late = objective(tables_of, [20], start_date=FIRST + 14, due_date=FIRST + 24).key_results
    rates = [check_in_rate(late, PERIOD, week) for week in weeks(PERIOD, FIRST + 40)]
    assert rates == [Rate(0, 0), Rate(0, 0), Rate(1, 1), Rate(0, 1), Rate(0, 0)]
    assert Rate(0, 0).share is None


def test_a_check_in_every_fortnight_is_a_good_rhythm_and_one_at_the_start_is_not(tables_of: MakeTables) -> None:
    over = weeks(PERIOD, TODAY)
    assert rhythm(objective(tables_of, [6, 20, 34, 48, 62]).key_results, PERIOD, over) == Rate(10, 10)
    assert rhythm(objective(tables_of, [1]).key_results, PERIOD, over) == Rate(2, 10)


@pytest.mark.parametrize(
    ("days", "what"),
    [([6, 20, 34, 48, 62], "strategy"), ([], "cadence"), ([20, 34], "both"), ([20, 60], "both")],
)
def test_a_miss_asks_about_the_bet_or_the_rhythm(tables_of: MakeTables, days: list[int], what: str) -> None:
    assert question(objective(tables_of, days), PERIOD, TODAY) == what


def test_nothing_is_asked_too_early_or_where_all_is_well(tables_of: MakeTables) -> None:
    assert question(objective(tables_of, [6]), PERIOD, FIRST + 19) is None
    assert question(objective(tables_of, [6], current=10), PERIOD, TODAY) is None
    assert question(objective(tables_of, [6], status="abandoned"), PERIOD, TODAY) is None
    assert question(objective(tables_of, [6]), None, TODAY) is None


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_rhythm_never_asks_more_about_the_rhythm(one: float, other: float) -> None:
    order = ["cadence", "both", "strategy"]
    low, high = asked(min(one, other)), asked(max(one, other))
    assert low is not None
    assert high is not None
    assert order.index(low) <= order.index(high)
