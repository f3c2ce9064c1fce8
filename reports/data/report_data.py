"""All that the reports of one day are made from: computed once, and looked at by every page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...core.cells import Day
from ...core.changes import Change
from ...core.errors import Problem
from ...core.evaluation import Evaluation, KeyResultStatus, ObjectiveStatus, Past
from ...core.model import Person, Workbook
from ...core.names import fold_name
from ...core.quality_checks import ambitions
from ...core.skill_status import PersonStatus
from .name_check import words_of
from .objectives import Goals, goals_of
from .owners import Owners
from .privacy import ENOUGH
from .team_skills import Groups, groups_of

Period = tuple[Day, Day]

TEACHES = 4  # the level from which somebody enables others


@dataclass(frozen=True)
class Facts:
    """Where everything stands, and what is known beside it.

    `since` is the day of the snapshot before this one and `earlier` the scores by objective id on it; `period` is the
    first and last day of the cycle; `changes` are those of words and targets since it began; `past` are the cycles
    before this one, the latest first; `compared` is the cycle that was asked for to compare with.
    """

    evaluation: Evaluation
    cycle: str = ""
    period: Period | None = None
    organisation: str = ""
    problems: Sequence[Problem] = ()
    books: Sequence[Workbook] = ()
    since: Day | None = None
    earlier: Mapping[str, float] | None = None
    changes: Sequence[Change] = ()
    past: Sequence[Past] = ()
    compared: Past | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> Day:
        """The day that everything is looked at from."""
        return self.evaluation.today

    @cached_property
    def goals(self) -> Goals:
        """The objectives with what gathers below each."""
        return goals_of(self.evaluation, self.earlier)

    @cached_property
    def groups(self) -> Groups:
        """The ratings of each team in each skill."""
        return groups_of(self.evaluation.people)

    @cached_property
    def owners(self) -> Owners:
        """Who of the people on the people sheet owns what."""
        return Owners.of(self.evaluation)

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """Every word of everybody's name, with the ids of those who bear it."""
        return words_of(each.person for each in self.evaluation.people)

    @cached_property
    def needed_by(self) -> Mapping[str, Sequence[ObjectiveStatus]]:
        """The objectives that need each skill, by the skill's name as it is compared."""
        found: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for each in self.evaluation.objectives:
            if each.counted and each.readiness:
                for key in dict.fromkeys(fold_name(need.need.skill) for need in each.readiness.needs):
                    found[key].append(each)
        return found

    @cached_property
    def roles(self) -> Mapping[str, int]:
        """How many people have each role."""
        return Counter(fold_name(each.person.role) for each in self.evaluation.people)

    @cached_property
    def taught(self) -> frozenset[str]:
        """The skills that somebody could teach, where so many are rated that this tells nobody's level."""
        rated: dict[str, int] = defaultdict(int)
        able: set[str] = set()
        for person in self.evaluation.people:
            for each in person.skills:
                if each.level is not None:
                    rated[fold_name(each.skill)] += 1
                    if each.level >= TEACHES:
                        able.add(fold_name(each.skill))
        return frozenset(skill for skill in able if rated[skill] >= ENOUGH)

    @cached_property
    def quarters(self) -> Sequence[Mapping[str, Sequence[KeyResultStatus]]]:
        """The aspirational key results of each owner, in this cycle and in those before it, the latest first."""
        return [ambitions(self.evaluation), *(ambitions(past.evaluation) for past in self.past)]

    @cached_property
    def owners_then(self) -> Owners:
        """Who owned what in the cycle that is compared with."""
        return Owners.of(self.compared.evaluation if self.compared else self.evaluation)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each objective stands in the order of the tree, by its id."""
        return {
            each.objective.id: at for at, each in enumerate(self.evaluation.objectives) if self.goals.is_first(each)
        }

    @cached_property
    def served(self) -> Sequence[tuple[ObjectiveStatus, ObjectiveStatus]]:
        """Every objective that counts, with the one that it serves, where that is known."""
        pairs = ((each, self.goals.by_id.get(each.objective.parent_id or "")) for each in self.evaluation.objectives)
        return [(each, above) for each, above in pairs if above is not None and each.counted]

    @cached_property
    def objectives_of(self) -> Mapping[str, Sequence[ObjectiveStatus]]:
        """The objectives of each team, by the team's name as it is compared."""
        found: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for each in self.evaluation.objectives:
            found[fold_name(each.team)].append(each)
        return found

    @cached_property
    def people_of(self) -> Mapping[str, Sequence[PersonStatus]]:
        """The people of each team, by the team's name as it is compared."""
        found: dict[str, list[PersonStatus]] = defaultdict(list)
        for each in self.evaluation.people:
            found[fold_name(each.person.team)].append(each)
        return found

    @cached_property
    def teams(self) -> Mapping[str, str]:
        """The teams as they are compared, with their names as first spelled, in the order of their names."""
        names: dict[str, str] = {}
        for each in self.evaluation.objectives:
            names.setdefault(fold_name(each.team), each.team or "")
        for person in self.evaluation.people:
            names.setdefault(fold_name(person.person.team), person.person.team or "")
        names.pop("", None)
        return dict(sorted(names.items()))

    def owned(self, person: Person) -> Sequence[KeyResultStatus]:
        """Return the key results that a person reports on."""
        return self.owners.key_results.get(person.person_id, ())
