"""The objectives with what a review needs beside their standing: the cells behind each, and how it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.alignment import LEVEL_NAMES, LEVELS
from ...core.evaluation import Evaluation, KeyResultStatus, ObjectiveStatus, feeds
from ..i18n.language import Language
from ..model.provenance import Provenance, value_trail


@dataclass(frozen=True)
class Goals:
    """The objectives by id, with what gathers below each: the cells of its score, and the people missing.

    `earlier` has the scores on the day of the last snapshot; None without one.
    """

    evaluation: Evaluation
    by_id: Mapping[str, ObjectiveStatus]
    trails: Mapping[str, Provenance]
    missing: Mapping[str, float]
    earlier: Mapping[str, float] | None

    def is_first(self, each: ObjectiveStatus) -> bool:
        """Return whether an objective is the one that its id means; of those that share an id only the first is."""
        return self.by_id.get(each.objective.id) is each

    def trail(self, each: ObjectiveStatus) -> Provenance:
        """Return the cells that an objective's score comes from."""
        if self.is_first(each):
            return self.trails[each.objective.id]
        return Provenance.of([each.objective.origin.location("id")])

    def owner(self, each: KeyResultStatus) -> str | None:
        """Return who reports on a key result: its own owner, else the objective's."""
        above = self.by_id.get(each.key_result.objective_id or "")
        return each.key_result.owner or (above.objective.owner if above else None)

    def team(self, each: KeyResultStatus) -> str:
        """Return the team of a key result's objective, or nothing."""
        above = self.by_id.get(each.key_result.objective_id or "")
        return (above.team if above else None) or ""


def goals_of(evaluation: Evaluation, earlier: Mapping[str, float] | None) -> Goals:
    """Return the objectives, gathered from the bottom of the tree to its top."""
    by_id: dict[str, ObjectiveStatus] = {}
    for each in evaluation.objectives:
        if each.alignment != "duplicate id":
            by_id.setdefault(each.objective.id, each)
    trails: dict[str, Provenance] = {}
    missing: dict[str, float] = {}
    for each in reversed(evaluation.objectives):
        name = each.objective.id
        if by_id.get(name) is each:
            below = [child for child in each.children if child in trails and feeds(by_id[child].objective)]
            trails[name] = _trail(each, [trails[child] for child in below])
            missing[name] = sum((missing[child] for child in below), missing_people(each))
    return Goals(evaluation, by_id, trails, missing, earlier)


def _trail(each: ObjectiveStatus, below: list[Provenance]) -> Provenance:
    own = Provenance.of(place for part in each.key_results if part.counted for place in value_trail(part).places)
    found = sum(below, own)
    return found if found.total else Provenance.of([each.objective.origin.location("id")])


def missing_people(each: ObjectiveStatus) -> float:
    """Return how many people an objective lacks in the skills that it needs."""
    return sum(need.missing for need in each.readiness.needs) if each.readiness and each.counted else 0


def level_name(language: Language, each: ObjectiveStatus) -> str:
    """Return an objective's level as people write it."""
    number = LEVELS.get(each.objective.level or "")
    return "" if number is None else language.say(LEVEL_NAMES[number])
