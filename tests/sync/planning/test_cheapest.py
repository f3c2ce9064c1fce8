"""The cheapest plan: against every plan there is, and what it may not do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsheets.core.errors import Location
from okrsheets.core.model import GoalSkill
from okrsheets.core.plan_steps import HIRE, LEND, MENTOR, TRAIN
from okrsheets.core.skill_status import PersonStatus
from okrsheets.core.what_if import level_in
from okrsheets.sync.planning.cheapest import CheapestPlan, cheapest
from okrsheets.sync.planning.gaps import Gap, Option, gaps_of
from tests.core.test_what_if import need, person

TEAMS = {"SUP-1": "Support", "SUP-2": "Support", "SAL-1": "Sales"}


def option(
    way: str, cost: float, weeks: float = 1, capacity: int | None = None, levels: float = 1, skill: str = ""
) -> Option:
    return Option(skill, way, cost, weeks, capacity, levels, Location("options.csv", "options", f"B{cost:.0f}"))


def planned(
    needs: Sequence[GoalSkill],
    people: Sequence[PersonStatus],
    options: Sequence[Option],
    budget: float | None = None,
    days: int = 90,
) -> CheapestPlan:
    return cheapest(gaps_of(needs, TEAMS.get, people), options, people, needs, TEAMS.get, days, budget)


def ways(plan: CheapestPlan) -> list[str]:
    return sorted(action.option.way for action in plan.actions)


PEOPLE = [person("ana", Excel=2), person("ben", Excel=1), person("kim", "Sales", Excel=5)]


def test_the_cheaper_way_is_taken() -> None:
    plan = planned([need("SUP-1", "Excel", 3, 1)], PEOPLE, [option(HIRE, 900), option(TRAIN, 200)])
    assert (ways(plan), plan.cost, plan.closed, plan.open) == ([TRAIN], 200, [1], {})


def test_a_training_of_one_level_does_not_raise_somebody_by_two() -> None:
    plan = planned([need("SUP-1", "Excel", 3, 2)], PEOPLE, [option(HIRE, 900), option(TRAIN, 200)])
    assert (ways(plan), plan.cost) == ([HIRE, TRAIN], 1100)


def test_who_is_needed_at_home_is_not_lent() -> None:
    needs = [need("SUP-1", "Excel", 3, 1), need("SAL-1", "Excel", 4, 1)]
    assert planned(needs, PEOPLE, [option(LEND, 1)]).closed == [0]
    assert planned(needs[:1], PEOPLE, [option(LEND, 1)]).closed == [1]


def test_one_person_who_learns_serves_every_goal_that_lacks_the_skill() -> None:
    needs = [need("SUP-1", "Excel", 3, 1), need("SUP-2", "Excel", 2, 2)]
    plan = planned(needs, PEOPLE, [option(TRAIN, 200, levels=2)])
    assert plan.closed == [1, 1]
    assert plan.cost == 200
    assert [action.person.person_id for action in plan.actions if action.person] == ["ben"]


@pytest.mark.parametrize(
    ("options", "days", "budget", "why"),
    [
        ([], 90, None, "no option names this skill"),
        ([option(TRAIN, 1, skill="Word")], 90, None, "no option names this skill"),
        ([option(TRAIN, 1, weeks=20)], 90, None, "no option is done in time"),
        ([option(TRAIN, 1)], 90, 0.5, "the budget, the capacities or the people do not reach further"),
        ([option(TRAIN, 1, capacity=0)], 90, None, "the budget, the capacities or the people do not reach further"),
    ],
)
def test_a_gap_that_stays_open_says_why(options: Sequence[Option], days: int, budget: float | None, why: str) -> None:
    plan = planned([need("SUP-1", "Excel", 3, 1)], PEOPLE, options, budget, days)
    assert (plan.closed, plan.open, list(plan.actions)) == ([0], {0: why}, [])


def test_no_gap_needs_no_plan() -> None:
    assert planned([need("SAL-1", "Excel", 3, 1)], PEOPLE, [option(TRAIN, 1)]).gaps == []


def test_equal_plans_are_told_by_their_order() -> None:
    people = [person(name, Excel=2) for name in ("dan", "ana", "ben")]
    plans = [planned([need("SUP-1", "Excel", 3, 2)], people, [option(TRAIN, 5), option(MENTOR, 5)]) for _ in range(3)]
    assert (
        len({tuple((a.option.way, a.person.person_id if a.person else "") for a in plan.actions) for plan in plans})
        == 1
    )


PERSON = st.tuples(st.sampled_from(["Support", "Sales"]), st.integers(0, 4))
OPTION = st.tuples(
    st.sampled_from([TRAIN, MENTOR, HIRE]), st.integers(0, 5), st.sampled_from([None, 0, 1, 2]), st.integers(1, 2)
)
WANTED = st.tuples(st.sampled_from(list(TEAMS)), st.integers(1, 4), st.integers(1, 2))


@settings(max_examples=60)
@given(
    st.lists(PERSON, min_size=1, max_size=3),
    st.lists(OPTION, min_size=1, max_size=2),
    st.lists(WANTED, min_size=1, max_size=2, unique_by=lambda need: need[0]),
    st.one_of(st.none(), st.integers(0, 12)),
)
def test_no_plan_of_all_is_better(
    levels: list[tuple[str, int]],
    ways: list[tuple[str, int, int | None, int]],
    wanted: list[tuple[str, int, int]],
    budget: int | None,
) -> None:
    people = [person(f"p{at}", team, Excel=level) for at, (team, level) in enumerate(levels)]
    needs = [need(goal, "Excel", level, headcount) for goal, level, headcount in wanted]
    options = [
        option(way, cost + at / 64, 1, capacity, gained) for at, (way, cost, capacity, gained) in enumerate(ways)
    ]
    plan = planned(needs, people, options, budget)
    gain = sum(gap.share * people for gap, people in zip(plan.gaps, plan.closed))
    most = max(gain for gain, _ in every_plan(plan.gaps, options, people, budget))
    least = min(cost for gain, cost in every_plan(plan.gaps, options, people, budget) if gain > most - 1e-9)
    assert (gain, plan.cost) == pytest.approx((most, least))


def every_plan(
    gaps: Sequence[Gap], options: Sequence[Option], people: Sequence[PersonStatus], budget: float | None
) -> Iterator[tuple[float, float]]:
    """What each plan gains and costs: for each person nothing or one way to learn, for each team so many hires."""
    learning = [None, *(option for option in options if option.way != HIRE)]
    places = [(option, team) for option in options if option.way == HIRE for team in sorted({gap.team for gap in gaps})]
    for ways in product(learning, repeat=len(people)):
        for hires in product(range(3), repeat=len(places)):
            used = [way for way in ways if way] + [
                option for (option, _), number in zip(places, hires) for _ in range(number)
            ]
            cost = sum(option.cost for option in used)
            within = all(option.capacity is None or used.count(option) <= option.capacity for option in options)
            if within and (budget is None or cost <= budget):
                yield sum(gap.share * min(gap.missing, found(gap, people, ways, places, hires)) for gap in gaps), cost


def found(
    gap: Gap,
    people: Sequence[PersonStatus],
    ways: Sequence[Option | None],
    places: Sequence[tuple[Option, str]],
    hires: Sequence[int],
) -> int:
    """How many people reach the level of a gap, or are hired for its team."""
    learned = 0
    for status, way in zip(people, ways):
        now = level_in(status, "Excel") or 0.0
        learned += way is not None and gap.counts(status.person) and now < gap.level <= now + way.levels
    return learned + sum(number for (_, team), number in zip(places, hires) if team == gap.team)
