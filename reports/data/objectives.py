"""The objectives with what a review needs beside their status: the cells behind each, and how it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.alignment import LEVEL_NAMES, LEVELS
from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus, feeds
from ...core.skill_status import NeedStatus
from ..i18n.language import Language
from ..model.provenance import Provenance, value_provenance
from .privacy import is_countable
from .team_skills import Groups


@dataclass(frozen=True)
class Shortfall:
    """How many people are missing; not `exact` where so few are rated that the number would tell one person's level."""

    people: float = 0
    exact: bool = True

    def __add__(self, other: Shortfall) -> Shortfall:
        return Shortfall(self.people + other.people, self.exact and other.exact)

    def __bool__(self) -> bool:
        return bool(self.people)


@dataclass(frozen=True)
class Goals:
    """The objectives by id, with what gathers below each: the cells of its score, and the people missing.

    `earlier` has the scores of the day that is compared with; None where nothing is known of it.
    """

    evaluation: Evaluation
    by_id: Mapping[str, ObjectiveStatus]
    provenances: Mapping[str, Provenance]
    missing: Mapping[str, Shortfall]
    groups: Groups
    earlier: Mapping[str, float] | None

    def is_first(self, status: ObjectiveStatus) -> bool:
        """Return whether an objective is the one that its id means; of those that share an id only the first is."""
        return self.by_id.get(status.objective.id) is status

    def provenance(self, status: ObjectiveStatus) -> Provenance:
        """Return the cells that an objective's score comes from."""
        if self.is_first(status):
            return self.provenances[status.objective.id]
        return Provenance.of([status.objective.origin.location("id")])

    def shortfall(self, status: ObjectiveStatus) -> Shortfall:
        """Return how many people an objective itself lacks in the skills that it needs."""
        if not status.readiness or not status.counted:
            return Shortfall()
        needs = [need for need in status.readiness.needs if need.missing]
        return sum((Shortfall(need.missing, is_countable(self.rated(status, need))) for need in needs), Shortfall())

    def rated(self, status: ObjectiveStatus, need: NeedStatus) -> int:
        """Return how many people are rated in a skill that an objective needs, of those who count for it.

        They are the people of its team, or everybody where its team has nobody: see `core.skill_status.evaluate_goals`.
        """
        return rated_for(self.groups, status, need)

    def owner(self, status: KeyResultStatus) -> str | None:
        """Return who reports on a key result: its own owner, else the objective's."""
        parent = self.by_id.get(status.key_result.objective_id or "")
        return status.key_result.owner or (parent.objective.owner if parent else None)

    def team(self, status: KeyResultStatus) -> str:
        """Return the team of a key result's objective, or nothing."""
        parent = self.by_id.get(status.key_result.objective_id or "")
        return (parent.team if parent else None) or ""


def rated_for(groups: Groups, status: ObjectiveStatus, need: NeedStatus) -> int:
    """Return how many people are rated in a skill, of those who count for an objective."""
    skill, team = fold_name(need.need.skill), fold_name(status.team)
    if team and team in groups.teams:
        group = groups.by_key.get((team, skill))
        return group.rated if group else 0
    return sum(group.rated for group in groups.skill(skill))


def goals_of(evaluation: Evaluation, earlier: Mapping[str, float] | None, groups: Groups) -> Goals:
    """Return the objectives, gathered from the bottom of the tree to its top."""
    by_id: dict[str, ObjectiveStatus] = {}
    for status in evaluation.objectives:
        if status.alignment != "duplicate id":
            by_id.setdefault(status.objective.id, status)
    provenances: dict[str, Provenance] = {}
    missing: dict[str, Shortfall] = {}
    goals = Goals(evaluation, by_id, provenances, missing, groups, earlier)
    for status in reversed(evaluation.objectives):
        name = status.objective.id
        if by_id.get(name) is status:
            children = [child for child in status.children if child in provenances and feeds(by_id[child].objective)]
            provenances[name] = _provenance(status, [provenances[child] for child in children])
            missing[name] = sum((missing[child] for child in children), goals.shortfall(status))
    return goals


def _provenance(status: ObjectiveStatus, children: list[Provenance]) -> Provenance:
    own = Provenance.of(
        location
        for key_result in status.key_results
        if key_result.counted
        for location in value_provenance(key_result).places
    )
    provenance = sum(children, own)
    return provenance if provenance.total else Provenance.of([status.objective.origin.location("id")])


def level_name(language: Language, status: ObjectiveStatus) -> str:
    """Return an objective's level as people write it."""
    number = LEVELS.get(status.objective.level or "")
    return "" if number is None else language.say(LEVEL_NAMES[number])
