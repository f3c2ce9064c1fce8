"""The cheapest way to close the gaps behind objectives, under a budget and a date.

It is solved exactly as a mixed-integer linear programme by HiGHS (Huangfu and Hall, 2018), through scipy, in three steps:
the most readiness that can be had, at the least cost, and of equal plans the one whose options and people come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from ...core.errors import OkrError
from ...core.model import GoalSkill, Person
from ...core.names import fold_name
from ...core.plan_steps import HIRE, LEND
from ...core.skill_status import PersonStatus
from ...core.what_if import level_in
from .gaps import Gap, Option, surplus

Numbers = NDArray[np.float64]

DAYS_A_WEEK = 7
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Action:
    """One person trained, mentored or lent, or one hired (then `person` is None), and the gaps that it helps to close."""

    option: Option
    skill: str
    level: float
    team: str
    person: Person | None
    gaps: tuple[int, ...]


@dataclass(frozen=True)
class CheapestPlan:
    """The chosen actions, how many people of each gap they bring, and why the rest stays open (by the gap's number)."""

    gaps: Sequence[Gap]
    actions: Sequence[Action]
    closed: Sequence[int]
    open: dict[int, str]

    @property
    def cost(self) -> float:
        """What all actions cost together."""
        return sum(action.option.cost for action in self.actions)


@dataclass
class _Programme:
    """The constraints as they are collected: one variable for each possible action, then one for each gap."""

    actions: list[Action]
    gaps: Sequence[Gap]
    rows: list[dict[int, float]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def at_most(self, row: dict[int, float], limit: float) -> None:
        """Add a constraint: the weighted variables come to no more than a limit."""
        self.rows.append(row)
        self.limits.append(limit)

    def best(self, objective: Numbers) -> Numbers:
        """Return the whole numbers for the variables that make the objective least."""
        number = len(self.actions) + len(self.gaps)
        entries = [(row, column, value) for row, each in enumerate(self.rows) for column, value in each.items()]
        at_rows, at_columns, values = zip(*entries)
        matrix = csr_matrix((values, (at_rows, at_columns)), shape=(len(self.rows), number))
        upper = [1.0] * len(self.actions) + [float(gap.missing) for gap in self.gaps]
        found = milp(
            objective,
            integrality=np.ones(number),
            bounds=Bounds(0, upper),
            constraints=LinearConstraint(matrix, -np.inf, self.limits),
        )
        if found.x is None:
            raise OkrError(f"no plan was found: {found.message}", "name fewer objectives or options")
        whole: Numbers = np.round(found.x)
        return whole


def cheapest(
    gaps: Sequence[Gap],
    options: Sequence[Option],
    people: Sequence[PersonStatus],
    needs: Sequence[GoalSkill],
    team_of: Callable[[str], str | None],
    days: int,
    budget: float | None = None,
) -> CheapestPlan:
    """Return the plan that brings the most readiness, and of those the cheapest.

    `days` is the time that is left, `budget` in the unit of the options' costs; None does not limit it.
    """
    in_time = [option for option in options if option.weeks * DAYS_A_WEEK <= days]
    lending = _Lending(needs, team_of, people)
    actions = [action for option in in_time for action in _possible(option, gaps, lending)]
    if not actions:
        return CheapestPlan(gaps, (), [0] * len(gaps), _open(gaps, [0] * len(gaps), options, in_time))
    programme = _programme(actions, gaps, budget)
    number = len(actions)
    gain = np.array([0.0] * number + [-gap.share for gap in gaps])
    most = float(gain @ programme.best(gain))
    programme.at_most({number + at: -gap.share for at, gap in enumerate(gaps)}, most + TOLERANCE)
    costs = np.array([action.option.cost for action in actions] + [0.0] * len(gaps))
    least = float(costs @ programme.best(costs))
    programme.at_most({at: action.option.cost for at, action in enumerate(actions)}, least + TOLERANCE)
    order = np.array([1 + at / number for at in range(number)] + [0.0] * len(gaps))
    chosen = programme.best(order)
    closed = [int(value) for value in chosen[number:]]
    return CheapestPlan(
        gaps, [action for action, taken in zip(actions, chosen) if taken], closed, _open(gaps, closed, options, in_time)
    )


def _programme(actions: list[Action], gaps: Sequence[Gap], budget: float | None) -> _Programme:
    programme = _Programme(actions, gaps)
    bringing: list[dict[int, float]] = [{} for _ in gaps]
    for number, action in enumerate(actions):
        for at in action.gaps:
            bringing[at][number] = -1.0
    for at, brought in enumerate(bringing):  # a gap closes by no more people than the actions bring
        programme.at_most({len(actions) + at: 1.0, **brought}, 0.0)
    for limit, numbers in _capacities(actions):
        programme.at_most(dict.fromkeys(numbers, 1.0), limit)
    if budget is not None:
        programme.at_most({at: action.option.cost for at, action in enumerate(actions)}, budget)
    return programme


def _capacities(actions: Sequence[Action]) -> Iterable[tuple[float, list[int]]]:
    """How many of some actions may be taken: of an option its capacity, of a person and a skill one."""
    by_option: dict[Option, list[int]] = defaultdict(list)
    by_person: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, action in enumerate(actions):
        by_option[action.option].append(number)
        if action.person is not None:
            by_person[action.person.person_id, fold_name(action.skill)].append(number)
    for option, numbers in by_option.items():
        if option.capacity is not None:
            yield option.capacity, numbers
    for numbers in by_person.values():
        if len(numbers) > 1:
            yield 1, numbers


@dataclass(frozen=True)
class _Lending:
    """Whom other teams can do without."""

    needs: Sequence[GoalSkill]
    team_of: Callable[[str], str | None]
    people: Sequence[PersonStatus]
    _known: dict[tuple[str, float], list[PersonStatus]] = field(default_factory=dict)

    def to(self, gap: Gap) -> Iterable[PersonStatus]:
        """The people whom other teams can lend to the team of a gap."""
        wanted = (gap.skill, gap.level)
        if wanted not in self._known:
            self._known[wanted] = surplus(*wanted, self.needs, self.team_of, self.people)
        own = fold_name(gap.team)
        return [
            status
            for status in self._known[wanted]
            if fold_name(status.person.team) != own and not gap.counts(status.person)
        ]


def _possible(option: Option, gaps: Sequence[Gap], lending: _Lending) -> Iterable[Action]:
    """Every action that an option allows, each once, with the gaps that it helps to close."""
    by_skill: dict[str, list[int]] = defaultdict(list)
    for at, gap in enumerate(gaps):
        if not option.skill or fold_name(option.skill) == gap.skill:
            by_skill[gap.skill].append(at)
    for wanted in by_skill.values():
        if option.way == HIRE:
            yield from _hires(option, gaps, wanted)
        elif option.way == LEND:
            yield from _loans(option, gaps, wanted, lending)
        else:
            yield from _lessons(option, gaps, wanted)


def _lessons(option: Option, gaps: Sequence[Gap], wanted: Sequence[int]) -> Iterable[Action]:
    """Each person who reaches the level of a gap by learning; `wanted` are the gaps of one skill, by number."""
    learners = {status.person.person_id: status for at in wanted for status in gaps[at].members}
    for status in learners.values():
        now = level_in(status, gaps[wanted[0]].skill) or 0.0
        then = now + option.levels
        helped = tuple(at for at in wanted if now < gaps[at].level <= then and gaps[at].counts(status.person))
        if helped:
            yield _action(option, gaps, helped, status.person.team or "", status.person)


def _loans(option: Option, gaps: Sequence[Gap], wanted: Sequence[int], lending: _Lending) -> Iterable[Action]:
    """Each person whom another team can do without, once for each team that lacks the level."""
    for team in dict.fromkeys(fold_name(gaps[at].team) for at in wanted):
        own = [at for at in wanted if fold_name(gaps[at].team) == team]
        helped: dict[str, list[int]] = defaultdict(list)
        people: dict[str, Person] = {}
        for at in own:
            for status in lending.to(gaps[at]):
                people[status.person.person_id] = status.person
                helped[status.person.person_id].append(at)
        for id, person in people.items():
            yield _action(option, gaps, tuple(helped[id]), gaps[own[0]].team, person)


def _hires(option: Option, gaps: Sequence[Gap], wanted: Sequence[int]) -> Iterable[Action]:
    """As many hires for each team as its gaps lack people, at the highest level that is asked for."""
    by_team: dict[str, list[int]] = defaultdict(list)
    for at in wanted:
        by_team[fold_name(gaps[at].team)].append(at)
    for own in by_team.values():
        for _ in range(max(gaps[at].missing for at in own)):
            yield _action(option, gaps, tuple(own), gaps[own[0]].team, None)


def _action(option: Option, gaps: Sequence[Gap], helped: tuple[int, ...], team: str, person: Person | None) -> Action:
    level = max(gaps[at].level for at in helped)
    return Action(option, gaps[helped[0]].need.skill or "", level, team, person, helped)


def _open(
    gaps: Sequence[Gap], closed: Sequence[int], options: Sequence[Option], in_time: Sequence[Option]
) -> dict[int, str]:
    """Why a gap stays open."""
    reasons = {}
    for at, (gap, people) in enumerate(zip(gaps, closed)):
        if people < gap.missing:
            fitting = [option for option in options if not option.skill or fold_name(option.skill) == gap.skill]
            if not fitting:
                reasons[at] = "no option names this skill"
            elif not any(option in in_time for option in fitting):
                reasons[at] = "no option is done in time"
            else:
                reasons[at] = "the budget, the capacities or the people do not reach further"
    return reasons
