"""The points of charts: from check-ins, objectives and ratings to values between 0 and 1, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_cases import WORDS, report_data_of

from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all, of_team
from okrsheets.reports.sections.chart_data import (
    confidence_chart,
    overall_chart,
    progress_chart,
    skill_chart,
    spark,
    thinned,
    tree_chart,
)

START, END, HALFWAY = needed_day("2026-04-01"), needed_day("2026-06-30"), needed_day("2026-05-16")
GOAL = {"id": "O", "level": "Team", "team": "T", "owner": "Jo", "objective": "Shine"}
RESULT = {"id": "K", "objective_id": "O", "key_result": "Calls", "start": 0, "target": 100}

Make = Callable[..., ReportData]


@pytest.fixture
def data(tables_of: Callable[..., Tables]) -> Make:
    def make(**rows: Sequence[Mapping[str, Any]]) -> ReportData:
        return report_data_of(tables_of("Q2.xlsx", **{"objectives": [GOAL], **rows}), HALFWAY)

    return make


def look(date: str, value: float, confidence: float | None = None, name: str = "K") -> dict[str, Any]:
    return {"key_result_id": name, "date": date, "value": value, "confidence": confidence}


def test_a_key_result_goes_from_its_first_day_to_its_last_with_the_forecast_at_the_end(data: Make) -> None:
    made = data(
        key_results=[{**RESULT, "due_date": "2026-06-30"}], check_ins=[look("2026-04-16", 10), look("2026-05-16", 30)]
    )
    (each,) = made.snapshot.evaluation.key_results
    chart = progress_chart(WORDS, each, HALFWAY, (START, END))
    assert chart is not None
    assert chart.points == ((15 / 90, 0.1), (0.5, 0.3))
    assert chart.plan == ((0.0, 0.0), (1.0, 1.0))
    assert chart.forecast == pytest.approx((1.0, 0.6))
    assert (chart.today, chart.low, chart.high) == (0.5, 0.0, 1.0)
    assert chart.description == "Calls: from 10% to 30%; at the current pace, it will finish at 60%."
    assert (chart.from_day, chart.to_day) == ("1 Apr", "30 Jun")


def test_a_regression_and_a_record_stay_on_the_axis(data: Make) -> None:
    made = data(key_results=[RESULT], check_ins=[look("2026-04-16", -900), look("2026-05-16", 150)])
    chart = progress_chart(WORDS, made.snapshot.evaluation.key_results[0], HALFWAY, (START, END))
    assert chart is not None
    assert (chart.low, chart.high) == (-1.0, 1.5)
    assert chart.description.startswith("Calls: from -900% to 150%")


@pytest.mark.parametrize("looks", [[], [look("2026-04-16", 10)]], ids=["none", "one"])
def test_a_line_needs_two_check_ins(data: Make, looks: list[dict[str, Any]]) -> None:
    (each,) = data(key_results=[RESULT], check_ins=looks).snapshot.evaluation.key_results
    assert progress_chart(WORDS, each, HALFWAY, (START, END)) is None
    assert spark(WORDS, each, HALFWAY, (START, END)) is None


def test_the_same_key_results_make_up_their_mean_on_each_day(data: Make) -> None:
    """The second key result is at its start until its first check-in: its coming does not move the line."""
    looks = [look("2026-04-01", 20), look("2026-05-16", 40), look("2026-05-16", 80, name="L")]
    chart = overall_chart(of_all(data(key_results=[RESULT, {**RESULT, "id": "L"}], check_ins=looks), WORDS))
    assert chart is not None
    assert chart.points[0] == (0.0, 0.1)
    assert chart.points[-1] == pytest.approx((0.5, 0.6))
    assert chart.title == "2 key results with check-ins"
    assert chart.dates == (START, END)
    assert len(chart.points) <= 14


def test_confidence_is_the_mean_of_each_day(data: Make) -> None:
    looks = [
        look("2026-04-01", 1, 0.8),
        look("2026-04-01", 2, 0.6, "L"),
        look("2026-05-16", 3, 0.5),
        look("2026-05-20", 3),
    ]
    made = data(key_results=[RESULT, {**RESULT, "id": "L"}], check_ins=looks)
    given = [one for each in made.snapshot.evaluation.key_results for one in each.check_ins]
    chart = confidence_chart(WORDS, "All", given, HALFWAY, (START, END))
    assert chart is not None
    assert [share for _, share in chart.points] == pytest.approx([0.7, 0.5])
    assert [when for when, _ in chart.points] == [0.0, 0.5]
    assert chart.description == "All: confidence from 70% on 1 Apr to 50% on 16 May."


def test_the_tree_shows_who_serves_whom_and_what_only_supports(data: Make) -> None:
    objectives = [
        {"id": "TOP", "level": "CEO", "owner": "A", "objective": "Lead"},
        {**GOAL, "parent_id": "TOP"},
        {
            "id": "S",
            "level": "Skills",
            "team": "T",
            "owner": "B",
            "objective": "Learn",
            "parent_id": "O",
            "contributes": "no",
        },
        {"id": "X", "level": "Team", "team": "U", "owner": "C", "objective": "Other", "parent_id": "TOP"},
    ]
    made = data(objectives=objectives)
    chart = tree_chart(of_team(made, WORDS, "t"))
    assert chart is not None
    assert [(node.id, node.parent, node.solid) for node in chart.nodes] == [
        ("TOP", -1, True),
        ("O", 0, True),
        ("S", 1, False),
    ]
    assert chart.description == "2 of 3 objectives have a parent objective."
    assert tree_chart(of_all(data(), WORDS)) is None


def test_objectives_in_a_circle_hang_on_nobody(data: Make) -> None:
    circle = [{**GOAL, "id": name, "parent_id": above} for name, above in (("A", "B"), ("B", "A"))]
    chart = tree_chart(of_all(data(objectives=circle), WORDS))
    assert chart is not None
    assert [node.parent for node in chart.nodes] == [-1, -1]


def test_a_persons_skills_come_with_what_the_role_asks_and_the_raters(data: Make) -> None:
    made = data(
        people=[{"person_id": "P", "name": "Jo", "role": "R"}],
        roles=[{"role": "R", "skill": "CSS", "required_level": 3}, {"role": "R", "skill": "HTML", "required_level": 2}],
        assessments=[{"person_id": "P", "skill": "CSS", "rater_type": rater, "level": level, "date": "2026-05-10"}
                     for rater, level in (("self", 5), ("manager", 2))],
    )  # fmt: skip
    chart = skill_chart(WORDS, made.snapshot.evaluation.people[0])
    assert chart is not None
    css, other = chart.bars
    assert (css.level, css.required, css.low, css.high) == (2.75, 3.0, 2.0, 5.0)
    assert (css.description, other.description) == (
        "CSS: level 2.8, the role requires 3.", "HTML: not rated, the role requires 2.",
    )  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=200), st.integers(2, 60))
def test_a_line_that_is_thinned_keeps_its_ends_and_its_order(points: list[tuple[float, float]], most: int) -> None:
    points.sort()
    kept = thinned(points, most)
    assert len(kept) == min(len(points), most)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert kept == sorted(kept)
