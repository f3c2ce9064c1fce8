"""What changes when people leave or learn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.model import GoalSkill, Origin, Person, TableSource
from okrsheets.core.skill_status import PersonStatus, SkillStatus, evaluate_goals
from okrsheets.core.what_if import Training, level_in, what_if

ORIGIN = Origin(TableSource("Q1.xlsx", "People", {}), 5)


def person(id: str, team: str = "Support", **levels: float) -> PersonStatus:
    own = Person(id, id.title(), "Agent", team, None, None, ORIGIN)
    skills = tuple(SkillStatus(own, skill, level, None, None, {}, ()) for skill, level in levels.items())
    return PersonStatus(own, skills, None, (), ())


def need(goal: str, skill: str, level: float, headcount: float) -> GoalSkill:
    return GoalSkill(goal, skill, level, headcount, None, ORIGIN)


PEOPLE = [person("ana", Excel=4), person("ben", Excel=2), person("eva", Excel=1), person("kim", "Sales", Excel=5)]
NEEDS = [need("SUP-1", "Excel", 3, 2), need("SAL-1", "excel", 3, 1)]
TEAMS = {"SUP-1": "Support", "SAL-1": "Sales"}


def test_somebody_who_leaves_is_missed_by_the_goals_of_the_team_only() -> None:
    (effect,) = what_if(NEEDS, TEAMS.get, PEOPLE, leaving={"ana"})
    assert (effect.objective_id, effect.before.needs[0].have, effect.after.needs[0].have) == ("SUP-1", 1, 0)


def test_the_closest_learn_first_and_as_far_as_is_needed() -> None:
    (effect,) = what_if(NEEDS, TEAMS.get, PEOPLE, trainings=[Training("EXCEL", 1)])
    assert not effect.after.at_risk
    assert effect.after.readiness == 1.0


def test_no_more_learn_than_a_goal_lacks() -> None:
    (effect,) = what_if(NEEDS, TEAMS.get, PEOPLE, trainings=[Training("Excel", 50)])
    assert effect.after.needs[0].have == 2


def test_somebody_who_was_never_rated_can_learn() -> None:
    (effect,) = what_if([need("SUP-1", "Excel", 3, 1)], TEAMS.get, [person("ana")], trainings=[Training("Excel", 1)])
    assert effect.after.readiness == 1.0


def test_nothing_changes_without_a_change() -> None:
    assert what_if(NEEDS, TEAMS.get, PEOPLE) == []
    assert what_if(NEEDS, TEAMS.get, PEOPLE, leaving={"nobody"}) == []


LEVELS = st.lists(st.integers(0, 5), max_size=6)


@given(LEVELS, st.integers(1, 5), st.integers(1, 4))
def test_one_qualified_person_more_never_lowers_readiness(levels: list[int], level: int, headcount: int) -> None:
    people = [person(f"p{at}", Excel=own) for at, own in enumerate(levels)]
    needs = [need("SUP-1", "Excel", level, headcount)]
    fewer = evaluate_goals(needs, TEAMS.get, people)["SUP-1"].readiness or 0.0
    more = evaluate_goals(needs, TEAMS.get, [*people, person("new", Excel=level)])["SUP-1"].readiness or 0.0
    assert more >= fewer


def test_a_level_is_found_however_the_skill_is_written() -> None:
    assert level_in(PEOPLE[0], " excel ") == 4
    assert level_in(PEOPLE[0], "Word") is None
