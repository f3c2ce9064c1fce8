"""Where each person stands in each skill, and whether a goal has the people it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from okrsheets.core import cells
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.skill_status import PersonStatus, evaluate_people

TODAY = cells.needed_day("2026-03-01")
MakeTables = Callable[..., Tables]


def rating(person: str, level: float, rater: str = "manager", date: str = "2026-02-01", skill: str = "Excel") -> Any:
    return {"person_id": person, "skill": skill, "rater_type": rater, "level": level, "date": date}


def person(name: str, team: str | None = "Support", role: str = "Agent") -> Any:
    return {"person_id": name, "name": name.title(), "role": role, "team": team}


def only(tables: Tables) -> PersonStatus:
    (evaluation,), _ = evaluate_people(tables, TODAY)
    return evaluation


def test_the_raters_are_weighed_one_two_three_four(tables_of: MakeTables) -> None:
    ratings = [
        rating("ana", level, rater) for rater, level in zip(("self", "peer", "manager", "evidence"), (5, 4, 3, 3))
    ]
    evaluation = only(tables_of(people=[person("ana")], assessments=ratings)).skills[0]
    assert evaluation.level == pytest.approx((5 + 2 * 4 + 3 * 3 + 4 * 3) / 10)
    assert evaluation.spread == 2.0


@pytest.mark.parametrize(
    ("older", "counts"), [("2026-02-01", True), ("2025-11-05", True), ("2025-11-02", False), ("2025-01-01", False)]
)
def test_a_rating_long_before_the_newest_of_its_rater_type_does_not_count(
    tables_of: MakeTables, older: str, counts: bool
) -> None:
    ratings = [rating("ana", 4, date="2026-02-01"), rating("ana", 2, date=older)]
    assert only(tables_of(people=[person("ana")], assessments=ratings)).skills[0].level == (3.0 if counts else 4.0)


def test_an_old_rating_counts_while_nobody_of_its_type_has_rated_again(tables_of: MakeTables) -> None:
    ratings = [rating("ana", 4, "manager", "2026-02-01"), rating("ana", 1, "evidence", "2024-01-01")]
    assert only(tables_of(people=[person("ana")], assessments=ratings)).skills[0].level == pytest.approx(16 / 7)


def test_a_rating_after_today_is_not_looked_at(tables_of: MakeTables) -> None:
    ratings = [rating("ana", 2, date="2026-02-01"), rating("ana", 5, date="2026-03-02")]
    assert only(tables_of(people=[person("ana")], assessments=ratings)).skills[0].level == 2.0


def test_the_figure_leads_to_the_cells_that_it_came_from(tables_of: MakeTables) -> None:
    ratings = [rating("ana", 4, date="2020-01-01"), rating("ana", 4), rating("bob", 1), rating("ana", 3, "self")]
    evaluation = only(tables_of(people=[person("ana")], assessments=ratings)).skills[0]
    assert [str(origin.location("level")) for origin in evaluation.cells] == [
        "Q1.xlsx › Assessments!D6",
        "Q1.xlsx › Assessments!D8",
    ]


def test_a_person_shows_what_the_role_asks_and_what_else_was_rated(tables_of: MakeTables) -> None:
    evaluation = only(
        tables_of(
            people=[person("ana", role=" agent ")],
            roles=[
                {"role": "Agent", "skill": "Excel", "required_level": 4},
                {"role": "Agent", "skill": "Listening", "required_level": 2},
                {"role": "Chef", "skill": "Cooking", "required_level": 5},
            ],
            assessments=[rating("ana", 3, skill="EXCEL "), rating("ana", 5, skill="Juggling")],
        )
    )
    assert [(each.skill, each.level, each.required, each.gap) for each in evaluation.skills] == [
        ("Excel", 3.0, 4.0, 1.0),
        ("Listening", None, 2.0, 2.0),
        ("Juggling", 5.0, None, None),
    ]
    assert evaluation.coverage == 0.5


def test_a_role_that_asks_nothing_has_no_coverage(tables_of: MakeTables) -> None:
    asked = [{"role": "Agent", "skill": "Excel", "required_level": 4, "weight": 0}]
    assert only(tables_of(people=[person("ana")])).coverage is None
    assert only(tables_of(people=[person("ana")], roles=asked)).coverage is None


def test_a_certificate_that_expires_before_it_is_issued_is_a_problem_at_its_cell(tables_of: MakeTables) -> None:
    papers = [
        {"person_id": "ana", "skill": "Excel", "certification": "A", "issued": "2026-01-01", "expires": "2027-01-01"},
        {"person_id": "ana", "skill": "Excel", "certification": "B", "issued": "2026-02-01", "expires": "2026-01-01"},
        {"person_id": "ana", "skill": "Excel", "certification": "C"},
    ]
    (evaluation,), problems = evaluate_people(tables_of(people=[person("ana")], certifications=papers), TODAY)
    assert [(each.certification.certification, each.word) for each in evaluation.certificates] == [
        ("A", "valid"),
        ("C", "missing"),
    ]
    assert [str(each.location) for each in problems] == ["Q1.xlsx › Certifications!E6"]
    assert problems[0].what == "expires before it is issued"


def ready(tables_of: MakeTables, team: str | None, **need: Any) -> Any:
    tables = tables_of(
        objectives=[{"id": "O1", "objective": "Answer fast", "team": team}],
        people=[person("ana"), person("bob"), person("eve", "Sales"), person("joe", "Sales")],
        assessments=[rating("ana", 4), rating("bob", 2), rating("eve", 3), rating("joe", 5)],
        goal_skills=[{"objective_id": "O1", "skill": "excel", "level": 3, "headcount": 2, **need}],
    )
    return evaluate(tables, TODAY).objectives[0].readiness


def test_a_goal_counts_the_people_of_its_own_team(tables_of: MakeTables) -> None:
    readiness = ready(tables_of, "support")
    assert (readiness.readiness, readiness.needs[0].have, readiness.needs[0].missing) == (0.5, 1, 1.0)
    assert readiness.at_risk
    assert [each.name for each in readiness.needs[0].closest] == ["Bob"]


@pytest.mark.parametrize("team", [None, "Legal"])
def test_a_goal_whose_team_has_no_people_counts_everybody(tables_of: MakeTables, team: str | None) -> None:
    readiness = ready(tables_of, team, headcount=3)
    assert (readiness.readiness, readiness.needs[0].have) == (1.0, 3)
    assert not readiness.at_risk


def test_those_closest_to_the_level_come_first_and_no_more_than_are_missing(tables_of: MakeTables) -> None:
    (need,) = ready(tables_of, None, level=5, headcount=3).needs
    assert (need.have, [each.name for each in need.closest]) == (1, ["Ana", "Eve"])


def test_needs_that_all_weigh_nothing_leave_no_readiness(tables_of: MakeTables) -> None:
    assert ready(tables_of, "Support", weight=0).readiness is None
