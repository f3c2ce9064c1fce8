"""The rules that ask questions: they point at what they should, and leave alone what is fine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.model import KeyResult
from okrsheets.core.quality_checks import thin, too_easy
from okrsheets.core.quality_words import activity
from okrsheets.sheets_templates.worked import case_names, load


@pytest.mark.parametrize(
    ("text", "measured", "word"),
    [
        ("Help the sales team", False, "Help"),
        ("Help articles read to the end", True, ""),
        ("Analyze churn", True, "Analyze"),
        ("Participate in two fairs", True, "Participate"),
        ("“Launch” the new site", True, "Launch"),
        ("Hold 12 workshops", True, "Hold"),
        ("Support tickets answered in time", True, ""),
        ("Share of orders that arrive whole", True, ""),
        ("Workshops durchführen", True, "durchführen"),
        ("Anteil der Kunden, die wiederkommen", True, ""),
        ("Organizar talleres", True, "Organizar"),
        ("Clientes que vuelven", True, ""),
        ("schreiben", True, ""),
        ("", True, ""),
        (None, False, ""),
    ],
)
def test_a_task_is_told_by_its_word(text: str | None, measured: bool, word: str) -> None:
    assert activity(text, measured) == word


def test_no_key_result_of_the_worked_cases_is_taken_for_a_task() -> None:
    rows = [
        row for case in case_names() for tables in load(case).values() for row in tables["key results"].nouns(KeyResult)
    ]
    assert len(rows) > 60
    assert not [row.key_result for row in rows if activity(row.key_result, row.start is not None)]


@pytest.mark.parametrize(
    ("outcomes", "contributors", "why"),
    [([], 0, "Q18"), ([], 1, ""), ([True], 0, ""), ([False], 0, "Q19"), ([True], 1, ""),
     ([False, False], 0, "Q19"), ([False, False], 1, ""), ([True, False], 0, "")],
)  # fmt: skip
def test_an_objective_may_be_measured_too_thinly(outcomes: list[bool], contributors: int, why: str) -> None:
    assert thin(outcomes, contributors) == why


SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=4)


@given(st.lists(SCORES, min_size=3, max_size=5))
def test_one_key_result_below_its_target_in_three_quarters_is_ambition_enough(quarters: list[list[float]]) -> None:
    assert too_easy(quarters) == (min(score for quarter in quarters[:3] for score in quarter) >= 1.0)
    assert not too_easy([quarters[0], [], quarters[1]])
    assert not too_easy(quarters[:2])
