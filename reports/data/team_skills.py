"""The ratings of each team in each skill, summed up so that nobody can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...core.errors import Location
from ...core.names import fold_name
from ...core.skill_status import PersonStatus, SkillStatus
from ..model.provenance import MAX_CELLS, Provenance

ALONE = 3  # the level from which somebody applies a skill without help

Key = tuple[str, str]  # team, skill; as they are compared


@dataclass
class Group:
    """The people of a team in one skill, while they are being counted."""

    people: int = 0
    rated: int = 0
    levels: float = 0.0
    alone: int = 0
    required: int = 0
    below: int = 0
    lacking: float = 0.0
    rated_below: int = 0
    rated_lacking: float = 0.0
    ratings: int = 0
    places: list[Location] = field(default_factory=list)

    def add(self, evaluation: SkillStatus) -> None:
        """Count one more person."""
        self.people += 1
        if evaluation.level is not None:
            self.rated += 1
            self.levels += evaluation.level
            self.alone += evaluation.level >= ALONE
        if evaluation.required is not None:
            self.required += 1
        if evaluation.gap:
            self.below += 1
            self.lacking += evaluation.gap
            if evaluation.level is not None:
                self.rated_below += 1
                self.rated_lacking += evaluation.gap
        self.ratings += len(evaluation.cells)
        if len(self.places) < MAX_CELLS:
            self.places += [origin.location("level") for origin in evaluation.cells[: MAX_CELLS - len(self.places)]]

    @property
    def provenance(self) -> Provenance:
        """The cells of the ratings, of all the people of the group."""
        return Provenance(tuple(self.places), self.ratings)


@dataclass(frozen=True)
class Groups:
    """Every team in every skill; the names are as first spelled."""

    by_key: Mapping[Key, Group]
    teams: Mapping[str, str]
    skills: Mapping[str, str]

    def skill(self, name: str) -> list[Group]:
        """Return one skill in every team that has it."""
        return [self.by_key[team, name] for team in self.teams if (team, name) in self.by_key]


def groups_of(people: Iterable[PersonStatus]) -> Groups:
    """Return the groups of all people."""
    groups: dict[Key, Group] = {}
    teams: dict[str, str] = {}
    skills: dict[str, str] = {}
    keys: dict[str, str] = {}
    for status in people:
        team = fold_name(status.person.team)
        teams.setdefault(team, status.person.team or "no team")
        for rating in status.skills:
            skill = keys.get(rating.skill) or keys.setdefault(rating.skill, fold_name(rating.skill))
            if not skill:
                continue
            skills.setdefault(skill, rating.skill)
            group = groups.get((team, skill))
            if group is None:
                group = groups[team, skill] = Group()
            group.add(rating)
    return Groups(groups, teams, skills)
