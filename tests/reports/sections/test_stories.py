"""A key result in one sentence: direction, plan, unit, plural and sign are right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from report_cases import WORDS

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.reports.sections.stories import story

HALFWAY = needed_day("2026-05-16")  # 50% of the quarter below
SETTINGS = [{"team": "T", "cycle": "Q", "cycle_start": "2026-04-01", "cycle_end": "2026-06-30"}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"start": 30, "target": 10, "current": 19, "unit": "h"},
            "“Calls” fell from 30 h to 19 h, 5 points ahead of plan.",
        ),
        ({"start": 0, "target": 100, "current": 49}, "“Calls” rose from 0 to 49, 1 point behind plan."),
        ({"start": 0, "target": 100, "current": 50}, "“Calls” rose from 0 to 50, as planned."),
        (
            {"start": 0, "target": 100, "current": 51, "unit": "%"},
            "“Calls” rose from 0% to 51%, 1 point ahead of plan.",
        ),
        ({"start": 0, "target": 100, "current": 120}, "“Calls” rose from 0 to 120 and reached its target."),
        ({"start": 30, "target": 10, "current": 9}, "“Calls” fell from 30 to 9 and reached its target."),
        ({"start": 30, "target": 10, "current": 35}, "“Calls” rose from 30 to 35, 50 points behind plan."),
        ({"start": 5, "target": 10, "current": 5}, "“Calls” is at 5, where it began, 50 points behind plan."),
        ({"start": 5, "target": 10, "current": 5, "start_date": "2026-06-01"}, "“Calls” is at 5, where it began."),
        ({"start": 5, "target": 10}, "“Calls” has no figure yet."),
        ({"start": 5, "target": 5, "current": 7}, "“Calls” has no figure yet."),
        ({"kind": "binary", "target": 1, "current": "yes"}, "“Calls” is done."),
        ({"kind": "binary", "target": 1, "current": "no"}, "“Calls” is not done yet."),
        ({"kind": "milestone", "target": 4, "current": 3}, "“Calls” rose from 0 to 3, 25 points ahead of plan."),
        ({"kind": "at least", "target": 80, "current": 85}, "“Calls” is at 85, where it should be."),
        ({"kind": "at most", "target": 10, "current": 12}, "“Calls” is at 12, not yet where it should be."),
        ({"kind": "between", "start": 10, "target": 20, "current": 15}, "“Calls” is at 15, where it should be."),
        (
            {"start": -1234.5, "target": -1e6, "current": -2000},
            "“Calls” fell from -1,234.5 to -2,000, 50 points behind plan.",
        ),
    ],
)
def test_a_key_result_is_told_in_one_sentence(row: dict[str, Any], said: str, tables_of: Callable[..., Tables]) -> None:
    result = {"id": "K", "objective_id": "O", "key_result": "Calls", **row}
    (each,) = evaluate(tables_of("Q2.xlsx", settings=SETTINGS, key_results=[result]), HALFWAY).key_results
    told = story(WORDS, each)
    assert told.text == said
    assert {str(place).partition("!")[0] for place in told.cells} == {"Q2.xlsx › Key results"}
