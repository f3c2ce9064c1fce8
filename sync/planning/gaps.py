"""What a plan starts from: the ways to close gaps, and the gaps behind objectives with the people who could close them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...core.errors import Location
from ...core.model import GoalSkill, Person
from ...core.names import fold_name
from ...core.skill_status import PersonStatus, evaluate_goals
from ...core.what_if import level_in, team_members


@dataclass(frozen=True)
class Option:
    """One way to close gaps in a skill (in any, when `skill` is empty): what it costs a person, how long it takes, how many it serves.

    `levels` is how many levels a learner gains. `capacity` is None when it serves any number of people.
    """

    skill: str
    way: str
    cost: float
    weeks: float
    capacity: int | None
    levels: float
    location: Location


@dataclass(frozen=True)
class Gap:
    """A skill requirement that lacks people: how many, and who may count for it."""

    need: GoalSkill
    team: str
    missing: int
    members: Sequence[PersonStatus]

    @property
    def skill(self) -> str:
        """The skill as it is compared."""
        return fold_name(self.need.skill)

    @property
    def level(self) -> float:
        """The level that is asked for."""
        return self.need.level or 0.0

    @property
    def share(self) -> float:
        """What one more person adds to the objective's readiness, before its needs are averaged."""
        weight = 1.0 if self.need.weight is None else self.need.weight
        return weight / (self.need.headcount or 1.0)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(status.person.person_id for status in self.members)

    def counts(self, person: Person) -> bool:
        """Whether a person counts for the objective."""
        return person.person_id in self._ids


def gaps_of(
    needs: Sequence[GoalSkill], team_of: Callable[[str], str | None], people: Sequence[PersonStatus]
) -> list[Gap]:
    """Return the skill requirements that lack people, in the order of the needs."""
    gaps = []
    for readiness in evaluate_goals(needs, team_of, people).values():
        team = team_of(readiness.objective_id) or ""
        members = team_members(people, team)
        for status in readiness.needs:
            missing = math.ceil(status.missing)
            if missing:
                gaps.append(Gap(status.need, team, missing, members))
    return gaps


def surplus(
    skill: str,
    level: float,
    needs: Sequence[GoalSkill],
    team_of: Callable[[str], str | None],
    people: Sequence[PersonStatus],
) -> list[PersonStatus]:
    """Return the people who have a level of a skill and whom none of their own team's objectives needs there.

    Of a team those with the lowest level that is enough come first.
    """
    key = fold_name(skill)
    needed: dict[str, float] = {}
    for need in needs:
        if fold_name(need.skill) == key:
            team = fold_name(team_of(need.objective_id or ""))
            needed[team] = max(needed.get(team, 0.0), need.headcount or 0.0)
    able: dict[str, list[tuple[float, str, PersonStatus]]] = defaultdict(list)
    for status in people:
        own = level_in(status, skill)
        team = fold_name(status.person.team)
        if team and own is not None and own >= level:
            able[team].append((own, status.person.person_id, status))
    return [
        status
        for team, members in able.items()
        for _, _, status in sorted(members, key=lambda member: member[:2])[
            : max(0, len(members) - math.ceil(needed.get(team, 0.0)))
        ]
    ]
