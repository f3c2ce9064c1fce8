"""What people are asked: what a goal of theirs needs and nothing recent answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from okrsheets.core.cells import date_of, needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.model import Settings
from okrsheets.core.records import Tables
from okrsheets.core.skill_questions import SkillQuestion, skill_questions

TODAY = needed_day("2026-06-30")
Make = Callable[..., dict[str, list[SkillQuestion]]]


def iso(days_ago: int) -> str:
    return date_of(TODAY - days_ago).isoformat()


def need(goal: str, skill: str) -> dict[str, Any]:
    return {"objective_id": goal, "skill": skill, "level": 3, "headcount": 1}


GOALS = [
    {"id": "O1", "level": "Team", "team": "Kitchen", "owner": "Eve", "objective": "Satisfaction up 20 %"},
    {"id": "O2", "level": "Team", "team": "Bar", "owner": "Eve", "objective": "Faster drinks"},
    {"id": "O3", "level": "CEO", "team": "Board", "owner": "Eve", "objective": "Everybody is safe"},
    {"id": "O4", "level": "Team", "team": "Kitchen", "owner": "Eve", "objective": "Given up", "status": "abandoned"},
]
NEEDS = [
    need("O1", "Cooking"),
    need("O2", "Mixing"),
    need("O3", "First aid"),
    need("O4", "Juggling"),
    need("O3", "cooking"),
]
PEOPLE = [
    {"person_id": "p1", "name": "Ida", "role": "Cook", "team": "Kitchen"},
    {"person_id": "p2", "name": "Jon", "role": "Barkeeper", "team": "bar"},
    {"person_id": "erased-0a1b2c3d", "name": "erased-0a1b2c3d", "role": "Cook", "team": "Kitchen"},
]


@pytest.fixture
def asked(tables_of: Callable[..., Tables]) -> Make:
    """The questions by person id."""

    def of(**rows: Any) -> dict[str, list[SkillQuestion]]:
        tables = tables_of(**{"objectives": GOALS, "goal_skills": NEEDS, "people": PEOPLE, **rows})
        evaluation = evaluate(tables, TODAY, Settings(cycle_start=TODAY - 80, cycle_end=TODAY + 10))
        return {id: questions for id, (_, questions) in skill_questions(evaluation, tables).items()}

    return of


def test_people_are_asked_what_goals_of_their_team_or_of_everybody_need(asked: Make) -> None:
    questions = asked()
    assert {id: {question.skill for question in own} for id, own in questions.items()} == {
        "p1": {"Cooking", "First aid"},
        "p2": {"Mixing", "First aid", "Cooking"},
    }
    assert questions["p1"][0] == SkillQuestion("Cooking", ("Satisfaction up 20 %", "Everybody is safe"))


ANSWERS: list[dict[str, list[dict[str, Any]]]] = [
    {"assessments": [{"person_id": "p1", "skill": " COOKING", "rater_type": "manager", "level": 1, "date": iso(365)}]},
    {"certifications": [{"person_id": "p1", "skill": "Cooking", "certification": "Chef", "issued": iso(2000)}]},
    {"learning": [{"person_id": "p1", "course": "Knives", "skill": "Cooking", "completed_on": iso(10)}]},
]
NO_ANSWERS: list[dict[str, list[dict[str, Any]]]] = [
    {"assessments": [{"person_id": "p1", "skill": "Cooking", "rater_type": "manager", "level": 1, "date": iso(366)}]},
    {"assessments": [{"person_id": "p1", "skill": "Cooking", "rater_type": "manager", "level": 1, "date": iso(-5)}]},
    {
        "certifications": [
            {"person_id": "p1", "skill": "Cooking", "certification": "Chef", "issued": iso(9), "expires": iso(1)}
        ]
    },
    {"learning": [{"person_id": "p1", "course": "Knives", "skill": "Cooking", "progress": 0.5}]},
]


@pytest.mark.parametrize("rows", ANSWERS, ids=["rating", "certificate", "course"])
def test_what_is_recent_or_valid_answers_a_question(asked: Make, rows: dict[str, Any]) -> None:
    assert [question.skill for question in asked(**rows)["p1"]] == ["First aid"]


@pytest.mark.parametrize("rows", NO_ANSWERS, ids=["old rating", "later rating", "expired", "begun"])
def test_what_is_old_does_not(asked: Make, rows: dict[str, Any]) -> None:
    assert "Cooking" in [question.skill for question in asked(**rows)["p1"]]


def test_what_was_never_rated_comes_before_what_is_old(asked: Make) -> None:
    old = [{"person_id": "p1", "skill": "Cooking", "rater_type": "self", "level": 1, "date": iso(400)}]
    assert [(q.skill, q.newest) for q in asked(assessments=old)["p1"]] == [
        ("First aid", None),
        ("Cooking", TODAY - 400),
    ]
