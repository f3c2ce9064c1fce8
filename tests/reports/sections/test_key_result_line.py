"""A key result in one line: change, plan, unit, plural and sign are right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from report_cases import WORDS

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.reports.sections.key_result_line import key_result_line

HALFWAY = needed_day("2026-05-16")  # 50% of the quarter below
SETTINGS = [{"team": "T", "cycle": "Q", "cycle_start": "2026-04-01", "cycle_end": "2026-06-30"}]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            {"start": 30, "target": 10, "current": 19, "unit": "h"},
            "“Calls”: 30 → 19 h, 5 points ahead of plan.",
        ),
        ({"start": 0, "target": 100, "current": 49}, "“Calls”: 0 → 49, 1 point behind plan."),
        ({"start": 0, "target": 100, "current": 50}, "“Calls”: 0 → 50, as planned."),
        (
            {"start": 0, "target": 100, "current": 51, "unit": "%"},
            "“Calls”: 0% → 51%, 1 point ahead of plan.",
        ),
        ({"start": 0, "target": 100, "current": 120}, "“Calls”: 0 → 120, target met."),
        ({"start": 30, "target": 10, "current": 9}, "“Calls”: 30 → 9, target met."),
        ({"start": 30, "target": 10, "current": 35}, "“Calls”: 30 → 35, 50 points behind plan."),
        ({"start": 5, "target": 10, "current": 5}, "“Calls”: 5, unchanged since the start, 50 points behind plan."),
        (
            {"start": 5, "target": 10, "current": 5, "start_date": "2026-06-01"},
            "“Calls”: 5, unchanged since the start.",
        ),
        ({"start": 5, "target": 10}, "“Calls”: no value yet."),
        ({"start": 5, "target": 5, "current": 7}, "“Calls”: no value yet."),
        ({"kind": "binary", "target": 1, "current": "yes"}, "“Calls”: achieved."),
        ({"kind": "binary", "target": 1, "current": "no"}, "“Calls”: not done, due 30 Jun."),
        ({"kind": "milestone", "target": 4, "current": 3}, "“Calls”: 0 → 3, 25 points ahead of plan."),
        ({"kind": "at least", "target": 80, "current": 85}, "“Calls”: 85, target met."),
        (
            {"kind": "binary", "target": 1, "current": "no", "due_date": "2026-05-10"},
            "“Calls”: not done, was due 10 May.",
        ),
        (
            {"kind": "at least", "target": 90, "current": 70, "unit": "%"},
            "“Calls”: 70 of 90%, target not met yet, due 30 Jun.",
        ),
        ({"kind": "at most", "target": 10, "current": 12}, "“Calls”: 12, target not met yet, due 30 Jun."),
        (
            {"start": 0, "target": 100, "current": 60, "due_date": "2026-05-10"},
            "“Calls”: 0 → 60, finished 40 points below target.",
        ),
        ({"kind": "between", "start": 10, "target": 20, "current": 15}, "“Calls”: 15, target met."),
        (
            {"lowest": 10, "highest": 20, "current": 15, "unit": "h"},
            "“Calls”: 15 h, in its range (between 10 and 20 h).",
        ),
        ({"lowest": 10, "current": 9}, "“Calls”: 9, outside its range (at least 10)."),
        (
            {"start": -1234.5, "target": -1e6, "current": -2000},
            "“Calls”: -1,234.5 → -2,000, 50 points behind plan.",
        ),
    ],
)
def test_a_key_result_is_summarised_in_one_line(
    row: dict[str, Any], line: str, tables_of: Callable[..., Tables]
) -> None:
    result = {"id": "K", "objective_id": "O", "key_result": "Calls", **row}
    (each,) = evaluate(tables_of("Q2.xlsx", settings=SETTINGS, key_results=[result]), HALFWAY).key_results
    figure = key_result_line(WORDS, each)
    assert figure.text == line
    assert {str(place).partition("!")[0] for place in figure.cells} == {"Q2.xlsx › Key results"}
