"""Typed current values and check-ins: which counts on a day, and what is said where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.records import Tables

Rows = Sequence[dict[str, Any]]
TODAY, REAL_TODAY = needed_day("2026-05-31"), needed_day("2026-06-30")
KEY_RESULT = {"id": "K1", "objective_id": "O1", "key_result": "Hours", "start": 0, "target": 10}


def looked_at(
    tables_of: Callable[..., Tables], current: Any, *check_ins: tuple[str, float], end: str = "2026-06-30"
) -> Evaluation:
    tables = tables_of(
        settings=[{"team": "A", "cycle": "2026-Q2", "cycle_start": "2026-04-01", "cycle_end": end}],
        objectives=[{"id": "O1", "level": "Team", "owner": "Ana", "objective": "Grow"}],
        key_results=[{**KEY_RESULT, "current": current}],
        check_ins=[{"date": day, "key_result_id": "K1", "value": value} for day, value in check_ins],
    )
    return evaluate(tables, TODAY, known_until=REAL_TODAY)


def found(evaluation: Evaluation) -> tuple[float | None, list[str]]:
    return evaluation.key_results[0].progress, [
        f"{problem.location.cell}{' note' if problem.note else ''}: {problem.what}"
        for problem in evaluation.problems
        if "current" in problem.what
    ]


def test_a_typed_value_without_check_ins_counts(tables_of: Callable[..., Tables]) -> None:
    assert found(looked_at(tables_of, 5)) == (0.5, [])


def test_a_typed_value_and_a_check_in_that_agree_say_nothing(tables_of: Callable[..., Tables]) -> None:
    assert found(looked_at(tables_of, 5, ("2026-05-01", 3), ("2026-05-20", 5))) == (0.5, [])


def test_a_typed_value_against_a_later_check_in_is_reported_with_both_values_and_the_day(
    tables_of: Callable[..., Tables],
) -> None:
    progress, problems = found(looked_at(tables_of, 2, ("2026-05-20", 8)))
    assert progress == 0.2
    assert len(problems) == 1
    assert problems[0].startswith(
        "H5: current is 2, but the check-in of 2026-05-20 at C5 says 8: the typed value counts"
    )


@pytest.mark.parametrize(
    ("check_ins", "progress"), [((("2026-06-20", 9),), None), ((("2026-05-02", 3), ("2026-06-20", 9)), 0.3)]
)
def test_a_typed_value_does_not_stand_for_a_day_before_the_workbook_was_last_changed(
    tables_of: Callable[..., Tables], check_ins: tuple[tuple[str, float], ...], progress: float | None
) -> None:
    got, problems = found(looked_at(tables_of, 9, *check_ins))
    assert got == progress
    assert [line.split(":")[0] for line in problems] == ["H5 note"]


def test_a_check_in_in_the_real_future_is_no_sign_that_the_workbook_was_changed(
    tables_of: Callable[..., Tables],
) -> None:
    assert found(looked_at(tables_of, 5, ("2026-09-20", 9)))[0] == 0.5


def test_after_the_end_of_its_cycle_the_typed_value_is_the_final_one(tables_of: Callable[..., Tables]) -> None:
    assert found(looked_at(tables_of, 5, ("2026-06-02", 9), end="2026-05-31"))[0] == 0.5
