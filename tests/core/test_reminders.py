"""What an owner is reminded of, and that nothing fresh, achieved, dropped or young is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.reminders import reminder_item

MakeTables = Callable[..., Tables]
FIRST = 46023
PERIOD = FIRST, FIRST + 89


@pytest.fixture
def reasons(tables_of: MakeTables) -> Callable[..., tuple[str, ...]]:
    """`reasons(day, check_ins=[3, 10], due_date=…)` gives why somebody is reminded on a day of the cycle."""

    def reasons(day: int, check_ins: tuple[int, ...] = (), ahead: int = 7, **more: Any) -> tuple[str, ...]:
        tables = tables_of(
            settings=[{"team": "T", "cycle": "2026-Q1", "cycle_start": FIRST, "cycle_end": FIRST + 89}],
            objectives=[{"id": "O1", "level": "Team", "owner": "Ana", "objective": "Answer at once"}],
            key_results=[{"id": "K1", "objective_id": "O1", "key_result": "Calls", "start": 0, "target": 10, **more}],
            check_ins=[{"date": FIRST + on, "key_result_id": "K1", "value": 1} for on in check_ins],
        )
        (result,) = evaluate(tables, FIRST + day).key_results
        item = reminder_item(result, PERIOD, FIRST + day, ahead)
        return item.reasons if item else ()

    return reasons


@pytest.mark.parametrize(
    ("day", "check_ins", "more", "wanted"),
    [
        (40, (25,), {}, ("stale",)),
        (40, (34,), {}, ()),  # fresh
        (40, (33,), {}, ()),  # not stale yet
        (40, (), {"current": 3}, ("stale",)),
        (10, (), {"current": 3}, ()),  # young
        (10, (), {}, ("missing",)),
        (40, (), {}, ("missing",)),  # that there is no check-in is the same thing
        (85, (70,), {}, ("due", "stale")),
        (85, (80,), {}, ()),
        (40, (30,), {"due_date": FIRST + 45}, ("due",)),
        (40, (30,), {"due_date": FIRST + 48}, ()),
        (60, (30,), {"due_date": FIRST + 45}, ("closing",)),
        (60, (46,), {"due_date": FIRST + 45}, ()),
        (95, (70,), {}, ("closing",)),
        (40, (), {"start_date": FIRST + 41}, ()),
        (40, (), {"current": 10}, ()),
        (40, (25,), {"status": "abandoned"}, ()),
        (40, (25,), {"status": "carried forward"}, ()),
    ],
)
def test_an_owner_is_reminded_of_what_is_due_and_of_nothing_else(
    reasons: Callable[..., tuple[str, ...]], day: int, check_ins: tuple[int, ...], more: Any, wanted: tuple[str, ...]
) -> None:
    assert reasons(day, check_ins, **more) == wanted


def test_due_dates_are_mentioned_as_many_days_ahead_as_asked(reasons: Callable[..., tuple[str, ...]]) -> None:
    assert reasons(40, (30,), ahead=14, due_date=FIRST + 54) == ("due",)
    assert reasons(40, (30,), ahead=13, due_date=FIRST + 54) == ()
