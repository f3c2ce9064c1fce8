"""The ratings of each team in each skill, summed up so that nobody can be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...core.errors import Location
from ...core.model import Origin
from ...core.names import fold_name
from ...core.skill_status import PersonStatus, SkillStatus, SkillTotals, SummedPeople
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
    best: float | None = None
    places: list[Location] = field(default_factory=list)
    cells: list[Sequence[Origin]] = field(default_factory=list)  # of people who are summed up; looked at when shown

    def add(self, evaluation: SkillStatus) -> None:
        """Count one more person."""
        self.people += 1
        if evaluation.level is not None:
            self.rated += 1
            self.levels += evaluation.level
            self.alone += evaluation.level >= ALONE
            self.best = max(evaluation.level, self.best or 0.0)
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

    def add_totals(self, totals: SkillTotals) -> None:
        """Count all the people who are summed up in `totals`."""
        self.people += totals.people
        self.rated += totals.rated
        self.levels += totals.levels
        self.alone += totals.alone
        self.required += totals.required
        self.below += totals.below
        self.lacking += totals.lacking
        self.rated_below += totals.rated_below
        self.rated_lacking += totals.rated_lacking
        self.ratings += totals.ratings
        if totals.best is not None:
            self.best = max(totals.best, self.best or 0.0)
        self.cells.append(totals.cells)

    @property
    def provenance(self) -> Provenance:
        """The cells of the ratings, of all the people of the group."""
        places = self.places or [origin.location("level") for cells in self.cells for origin in cells]
        return Provenance(tuple(places[:MAX_CELLS]), self.ratings)


@dataclass(frozen=True)
class Groups:
    """Every team in every skill; the names are as first spelled."""

    by_key: Mapping[Key, Group]
    teams: Mapping[str, str]
    skills: Mapping[str, str]

    provenances: dict[str, Provenance] = field(default_factory=dict, compare=False)  # of skills that were asked for

    def skill(self, name: str) -> list[Group]:
        """Return one skill in every team that has it."""
        return [self.by_key[team, name] for team in self.teams if (team, name) in self.by_key]

    def provenance(self, name: str) -> Provenance:
        """Return the cells of the ratings of one skill, of all teams."""
        if name not in self.provenances:
            groups = self.skill(name)
            total = Provenance()
            for group in groups:
                if len(total.places) == MAX_CELLS:
                    break
                total += group.provenance
            self.provenances[name] = Provenance(total.places, sum(group.ratings for group in groups))
        return self.provenances[name]


def groups_of(people: Iterable[PersonStatus]) -> Groups:
    """Return the groups of all people."""
    if isinstance(people, SummedPeople):
        return _summed_groups(people)
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


def _summed_groups(people: SummedPeople) -> Groups:
    """The groups of people who are summed up already."""
    groups: dict[Key, Group] = defaultdict(Group)
    teams: dict[str, str] = {}
    skills: dict[str, str] = {}
    for status in people:
        teams.setdefault(fold_name(status.person.team), status.person.team or "no team")
    for totals in people.totals(ALONE, MAX_CELLS):
        team, skill = fold_name(totals.team), fold_name(totals.skill)
        if skill:
            skills.setdefault(skill, totals.skill)
            groups[team, skill].add_totals(totals)
    return Groups(dict(groups), teams, skills)
