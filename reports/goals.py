"""The objectives with what a review needs beside their standing: the cells behind each, and how it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.alignment import LEVEL_NAMES, LEVELS
from ..core.cells import Day
from ..core.standing import KeyResultStanding, ObjectiveStanding, Standing, feeds
from . import wording
from .key_results import value_trail
from .trace import Trail

MEANINGS = {
    "duplicate id": "another objective has the same id",
    "cycle": "serves itself in a circle",
    "unknown parent": "the objective that it serves was not found",
    "orphan": "serves no objective above it",
    "inverted level": "serves an objective of a lower level",
    "skips level": "skips a level on the way up",
}


@dataclass(frozen=True)
class Goals:
    """The objectives by id, with what gathers below each: the cells of its score, and the people missing.

    `earlier` has the scores on the day `since`; both are empty without a snapshot.
    """

    standing: Standing
    by_id: Mapping[str, ObjectiveStanding]
    trails: Mapping[str, Trail]
    missing: Mapping[str, float]
    earlier: Mapping[str, float]
    since: str

    @property
    def today(self) -> Day:
        """The day of the review."""
        return self.standing.today

    def trail(self, each: ObjectiveStanding) -> Trail:
        """Return the cells that an objective's score comes from."""
        if self.by_id.get(each.objective.id) is each:
            return self.trails[each.objective.id]
        return Trail.of([each.objective.origin.place("id")])

    def owner(self, each: KeyResultStanding) -> str | None:
        """Return who reports on a key result: its own owner, else the objective's."""
        above = self.by_id.get(each.key_result.objective_id or "")
        return each.key_result.owner or (above.objective.owner if above else None)


def goals_of(standing: Standing, since: Day | None, earlier: Mapping[str, float] | None) -> Goals:
    """Return the objectives, gathered from the bottom of the tree to its top."""
    by_id: dict[str, ObjectiveStanding] = {}
    for each in standing.objectives:
        if each.alignment != "duplicate id":
            by_id.setdefault(each.objective.id, each)
    trails: dict[str, Trail] = {}
    missing: dict[str, float] = {}
    for each in reversed(standing.objectives):
        name = each.objective.id
        if by_id.get(name) is each:
            below = [child for child in each.children if child in trails and feeds(by_id[child].objective)]
            trails[name] = _trail(each, [trails[child] for child in below])
            missing[name] = sum((missing[child] for child in below), missing_people(each))
    when = wording.short_day(since) if since is not None and earlier is not None else ""
    return Goals(standing, by_id, trails, missing, earlier or {}, when)


def _trail(each: ObjectiveStanding, below: list[Trail]) -> Trail:
    own = Trail.of(place for part in each.key_results if part.counted for place in value_trail(part).places)
    found = sum(below, own)
    return found if found.total else Trail.of([each.objective.origin.place("id")])


def missing_people(each: ObjectiveStanding) -> float:
    """Return how many people an objective lacks in the skills that it needs."""
    return sum(need.missing for need in each.readiness.needs) if each.readiness and each.counted else 0


def level_name(each: ObjectiveStanding) -> str:
    """Return an objective's level as people write it."""
    number = LEVELS.get(each.objective.level or "")
    return "" if number is None else LEVEL_NAMES[number]


def change(goals: Goals, each: ObjectiveStanding) -> str:
    """Return how an objective moved since the last snapshot; nothing without one."""
    if not goals.since or each.score is None:
        return ""
    if each.objective.id not in goals.earlier:
        return f"no figure on {goals.since}"
    return f"{wording.change(goals.earlier[each.objective.id], each.score)} since {goals.since}"
