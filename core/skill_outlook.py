"""What is known about the people behind each need of an objective, from which the number of them on a later day is forecast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .cells import Day
from .headcount_forecast import Gains, HeadcountForecast, SkillHistory, forecast_headcount, gains_of, lapsing
from .model import Assessment, Certification
from .names import fold_name
from .objective_status import ObjectiveStatus
from .skill_status import NeedStatus, PersonStatus
from .what_if import team_members

NeedKey = tuple[str, str]
"""An objective's id and a skill as it is compared."""


@dataclass(frozen=True)
class NeedOutlook:
    """How many people are below the level of a need, how many are known to lose it, and how often it was reached so far."""

    below: int
    going: int
    gains: Gains

    def forecast(self, need: NeedStatus, days: int) -> HeadcountForecast | None:
        """Return how many are likely to have the level some days ahead; None where too little is known."""
        return forecast_headcount(self.gains, int(need.have), self.below, self.going, need.need.headcount or 0.0, days)


def need_key(need: NeedStatus) -> NeedKey:
    """Return by what a need is found."""
    return need.need.objective_id or "", fold_name(need.need.skill)


class SkillHistories:
    """The ratings of each skill, gathered when they are asked for."""

    def __init__(self, ratings: Sequence[Assessment]) -> None:
        self._ratings: dict[str, list[Assessment]] = defaultdict(list)
        for rating in ratings:
            self._ratings[fold_name(rating.skill)].append(rating)
        self._histories: dict[str, SkillHistory] = {}

    def of(self, skill: str) -> SkillHistory:
        """Return the history of a skill, however it is spelled."""
        key = fold_name(skill)
        if key not in self._histories:
            self._histories[key] = SkillHistory(self._ratings.get(key, ()), skill)
        return self._histories[key]


def need_outlooks(
    objectives: Sequence[ObjectiveStatus],
    people: Sequence[PersonStatus],
    histories: SkillHistories,
    certificates: Sequence[Certification],
    period: tuple[Day, Day],
    leaving: Collection[str] = (),
) -> dict[NeedKey, NeedOutlook]:
    """Return what is known about each need between a day and a later one; `leaving` are the ids of people who will be gone.

    >>> need_outlooks([], [], SkillHistories([]), [], (46023, 46112))
    {}
    """
    today, end = period
    needs = [(status, need) for status in objectives if status.readiness for need in status.readiness.needs]
    levels = _levels(people, {fold_name(need.need.skill) for _, need in needs})
    members: dict[str, list[str]] = {}
    found: dict[NeedKey, NeedOutlook] = {}
    for status, need in needs:
        key, team = need_key(need), fold_name(status.team)
        if team not in members:
            members[team] = [one.person.person_id for one in team_members(people, status.team)]
        ids, level, own = members[team], need.need.level or 0.0, levels.get(key[1], {})
        able = {id for id in ids if id in own and own[id] >= level}
        below = sum(id not in able and id not in leaving for id in ids)
        going = able & (set(leaving) | lapsing(certificates, able, need.need.skill or "", today, end))
        gains = gains_of(histories.of(need.need.skill or "").steps(level), today)
        found.setdefault(key, NeedOutlook(below, len(going), gains))
    return found


def _levels(people: Sequence[PersonStatus], skills: Collection[str]) -> Mapping[str, Mapping[str, float]]:
    """The level of each person in some skills."""
    levels: dict[str, dict[str, float]] = defaultdict(dict)
    for status in people:
        for own in status.skills:
            key = fold_name(own.skill)
            if key in skills and own.level is not None:
                levels[key].setdefault(status.person.person_id, own.level)
    return levels
