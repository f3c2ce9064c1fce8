"""What one report looks at: the data, cut down to its reader, in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.skill_status import PersonStatus
from ...core.snapshot import Snapshot
from ..i18n.language import Language
from ..model.provenance import Provenance
from ..model.report import Audience
from .managers import Manager
from .objectives import Goals
from .report_data import ReportData
from .team_skills import Groups, groups_of


@dataclass(frozen=True)
class Scope:
    """The data for one reader: `objectives`, `key_results` and `people` are those that the report is about.

    `subject` is the team's or the person's name.
    """

    audience: Audience
    data: ReportData
    language: Language
    objectives: Sequence[ObjectiveStatus]
    key_results: Sequence[KeyResultStatus]
    people: Sequence[PersonStatus]
    subject: str = ""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the report is made from."""
        return self.data.snapshot

    @property
    def goals(self) -> Goals:
        """The objectives of everybody, with what gathers below each."""
        return self.data.goals

    @cached_property
    def groups(self) -> Groups:
        """The ratings of the people of this report, by team and skill."""
        return self.data.groups if self.audience != "team" else groups_of(self.people)

    @cached_property
    def ratings(self) -> Mapping[str, Provenance]:
        """The cells of a person's ratings by skill, for their own page."""
        return {
            skill.skill: Provenance.of([rating.location("level") for rating in skill.cells])
            for skill in self.person.skills
        }

    @property
    def person(self) -> PersonStatus:
        """The one person that a person's report is about."""
        (person,) = self.people
        return person


def of_all(data: ReportData, language: Language, audience: Audience = "organisation") -> Scope:
    """Return what a report on the whole organisation looks at."""
    evaluation = data.snapshot.evaluation
    return Scope(audience, data, language, evaluation.objectives, evaluation.key_results, evaluation.people)


def of_team(data: ReportData, language: Language, team: str) -> Scope:
    """Return what a team's report looks at: its objectives with their key results, and its people."""
    key = fold_name(team)
    objectives = data.objectives_of.get(key, ())
    key_results = [key_result for objective in objectives for key_result in objective.key_results]
    return Scope("team", data, language, objectives, key_results, data.people_of.get(key, ()), data.teams[key])


def of_manager(data: ReportData, language: Language, manager: Manager) -> Scope:
    """Return what a manager's report looks at: what the manager and their people own, and these people's skills."""
    ids = dict.fromkeys([manager.person_id, *(status.person.person_id for status in manager.people)])
    objectives = [status for id in ids for status in data.owners.objectives.get(id, ())]
    key_results = [result for id in ids for result in data.owners.key_results.get(id, ())]
    objectives.sort(key=lambda status: data.order.get(status.objective.id, len(data.order)))
    return Scope("manager", data, language, objectives, key_results, manager.people, manager.name)


def of_person(data: ReportData, language: Language, person: PersonStatus) -> Scope:
    """Return what a person's report looks at: what they own, and nobody else's skills."""
    owner = person.person
    objectives = data.owners.objectives.get(owner.person_id, ())
    return Scope("person", data, language, objectives, data.owned(owner), (person,), owner.name or owner.person_id)
