"""The words for a key result and an objective: the pace until the last day, the grade after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from okrsheets.core import cells
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.records import Tables

SETTINGS = [{"team": "A", "cycle": "2026-Q3", "cycle_start": "2026-07-01", "cycle_end": "2026-09-30"}]
HALFWAY, LAST, AFTER = (cells.needed_day(day) for day in ("2026-08-15", "2026-09-30", "2026-10-01"))

Make = Callable[..., Tables]


def evaluation(tables_of: Make, today: int, commitment: str = "", **key_result: Any) -> Evaluation:
    objective = {"id": "O", "level": "Team", "objective": "Win", "owner": "Ana", "commitment": commitment}
    row = {"id": "K", "objective_id": "O", "key_result": "Calls", **key_result}
    return evaluate(tables_of("Q3.xlsx", settings=SETTINGS, objectives=[objective], key_results=[row]), today)


@pytest.mark.parametrize(
    ("current", "commitment", "last", "after"),
    [
        (80, "", "at risk", "achieved"),
        (80, "committed", "at risk", "partly"),
        (50, "", "off track", "partly"),
        (50, "committed", "off track", "missed"),
        (20, "aspirational", "off track", "missed"),
        (100, "committed", "achieved", "achieved"),
        (None, "committed", "no data", "no data"),
    ],
)
def test_the_pace_is_shown_up_to_the_last_day_and_the_grade_after_it(
    tables_of: Make, current: float | None, commitment: str, last: str, after: str
) -> None:
    for today, word in ((LAST, last), (AFTER, after)):
        day = evaluation(tables_of, today, commitment, start=0, target=100, current=current)
        assert [day.key_results[0].status, day.objectives[0].status] == [word, word]


def test_a_due_date_of_its_own_ends_a_key_result_but_not_its_objective(tables_of: Make) -> None:
    day = evaluation(tables_of, HALFWAY, start=0, target=100, current=45, due_date="2026-07-31")
    assert (day.key_results[0].status, day.objectives[0].status) == ("partly", "off track")


@pytest.mark.parametrize(("today", "word"), [(HALFWAY, "not done"), (LAST, "not done"), (AFTER, "missed")])
def test_a_yes_or_no_result_has_no_pace(tables_of: Make, today: int, word: str) -> None:
    assert evaluation(tables_of, today, kind="binary", target=1, current="no").key_results[0].status == word
    assert evaluation(tables_of, today, kind="binary", target=1, current="yes").key_results[0].status == "achieved"


def test_what_can_t_be_calculated_has_no_grade_either(tables_of: Make) -> None:
    assert evaluation(tables_of, AFTER, start=5, target=5, current=7).key_results[0].status == "no data"


def test_at_least_without_a_start_is_all_or_nothing(tables_of: Make) -> None:
    (result,) = evaluation(tables_of, HALFWAY, kind="at least", target=90, current=70, unit="%").key_results
    assert (result.score, result.status) == (0.0, "off track")
