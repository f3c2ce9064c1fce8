"""The data of all reports of one day: a snapshot, and what several sections compute from it, computed once."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from ...core.key_result_status import KeyResultStatus
from ...core.kpis import KpiStatus, evaluate_kpis
from ...core.model import Initiative, Kpi, Person, Settings
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.outlook import Outlook, outlook
from ...core.quality_findings import QualityFinding, findings
from ...core.skill_status import PersonStatus
from ...core.snapshot import Snapshot
from .earlier_scores import EarlierScores, earlier_scores_of
from .managers import Manager, managers_of
from .name_check import words_of
from .objectives import Goals, goals_of
from .owners import Owners, owners_as_people
from .privacy import ENOUGH
from .team_skills import Groups, groups_of

TEACHES = 4  # the level from which somebody enables others


@dataclass(frozen=True)
class ReportData:
    """A snapshot with the views of it that several sections share.

    `links` are the addresses of the workbooks, by name, relative to the folder that the reports are written to;
    `quality_off` are the codes of quality rules that are switched off.
    """

    snapshot: Snapshot
    links: Mapping[str, str] = field(default_factory=dict)
    quality_off: Sequence[str] = ()

    @cached_property
    def ahead(self) -> Outlook:
        """How the key results that are not over are likely to end."""
        snapshot = self.snapshot
        return outlook(snapshot.evaluation.key_results, snapshot.today, snapshot.ended)

    @cached_property
    def goals(self) -> Goals:
        """The objectives with what gathers below each."""
        return goals_of(self.snapshot.evaluation, self.earlier.scores if self.earlier else None, self.groups)

    @cached_property
    def earlier(self) -> EarlierScores | None:
        """The scores that today's are compared with."""
        return earlier_scores_of(self.snapshot)

    @cached_property
    def groups(self) -> Groups:
        """The ratings of each team in each skill."""
        return groups_of(self.snapshot.evaluation.people)

    @cached_property
    def owners(self) -> Owners:
        """Who of the people on the people sheet owns what."""
        return Owners.of(self.snapshot.evaluation, self.people)

    @cached_property
    def people(self) -> Sequence[PersonStatus]:
        """Everybody who has a page: the people sheet, or where there is none the owners."""
        return self.snapshot.evaluation.people or owners_as_people(self.snapshot.evaluation)

    @cached_property
    def managers(self) -> Sequence[Manager]:
        """Everybody who manages somebody on the people sheet."""
        return managers_of(self.snapshot.evaluation.people)

    @cached_property
    def _reported(self) -> Mapping[tuple[str, str, int], Sequence[str]]:
        """The cells with a problem by workbook, sheet and row: a figure that rests on one is marked."""
        cells: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        for problem in self.snapshot.problems:
            row = problem.location.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if row.isdigit() and not problem.note:
                cells[problem.location.workbook, problem.location.sheet, int(row)].append(problem.location.cell)
        return cells

    def reported_cells(self, result: KeyResultStatus) -> list[str]:
        """Return the cells with a problem that a key result's figures rest on: in its own row and its last check-in's."""
        rows = [result.key_result.origin, *([result.last.origin] if result.last else [])]
        return [
            cell
            for origin in rows
            for cell in self._reported.get((origin.source.workbook, origin.source.sheet, origin.row), ())
        ]

    @cached_property
    def kpis(self) -> Sequence[KpiStatus]:
        """The KPIs of all workbooks."""
        tables = self.snapshot.tables
        return evaluate_kpis(tables["kpis"].nouns(Kpi), tables["settings"].nouns(Settings))

    @cached_property
    def initiatives(self) -> Mapping[str, Sequence[Initiative]]:
        """The initiatives by the key result that they are for."""
        of: dict[str, list[Initiative]] = defaultdict(list)
        for initiative in self.snapshot.tables["initiatives"].nouns(Initiative):
            if initiative.key_result_id and initiative.initiative:
                of[initiative.key_result_id].append(initiative)
        return of

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """Every word of everybody's name, with the ids of those who bear it."""
        return words_of(status.person for status in self.snapshot.evaluation.people)

    @cached_property
    def needed_by(self) -> Mapping[str, Sequence[ObjectiveStatus]]:
        """The objectives that need each skill, by the skill's name as it is compared."""
        objectives: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for status in self.snapshot.evaluation.objectives:
            if status.counted and status.readiness:
                for key in dict.fromkeys(fold_name(need.need.skill) for need in status.readiness.needs):
                    objectives[key].append(status)
        return objectives

    @cached_property
    def roles(self) -> Mapping[str, int]:
        """How many people have each role."""
        return Counter(fold_name(status.person.role) for status in self.snapshot.evaluation.people)

    @cached_property
    def taught(self) -> frozenset[str]:
        """The skills that somebody could teach, where so many are rated that this tells nobody's level."""
        taught = set()
        for skill in self.groups.skills:
            groups = self.groups.skill(skill)
            if sum(group.rated for group in groups) >= ENOUGH and any((group.best or 0) >= TEACHES for group in groups):
                taught.add(skill)
        return frozenset(taught)

    @cached_property
    def findings(self) -> Sequence[QualityFinding]:
        """What matches a rule of the quality coach."""
        snapshot = self.snapshot
        return findings(
            snapshot.evaluation, snapshot.period, snapshot.changes, snapshot.past, frozenset(self.quality_off)
        )

    @cached_property
    def owners_then(self) -> Owners:
        """Who owned what in the cycle that is compared with."""
        compared = self.snapshot.compared
        return Owners.of(compared.evaluation if compared else self.snapshot.evaluation)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each objective stands in the order of the tree, by its id."""
        return {
            status.objective.id: at
            for at, status in enumerate(self.snapshot.evaluation.objectives)
            if self.goals.is_first(status)
        }

    @cached_property
    def served(self) -> Sequence[tuple[ObjectiveStatus, ObjectiveStatus]]:
        """Every objective that counts, with the one that it serves, where that is known."""
        pairs = (
            (status, self.goals.by_id.get(status.objective.parent_id or ""))
            for status in self.snapshot.evaluation.objectives
        )
        return [(status, parent) for status, parent in pairs if parent is not None and status.counted]

    @cached_property
    def objectives_of(self) -> Mapping[str, Sequence[ObjectiveStatus]]:
        """The objectives of each team, by the team's name as it is compared."""
        objectives: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for status in self.snapshot.evaluation.objectives:
            objectives[fold_name(status.team)].append(status)
        return objectives

    @cached_property
    def people_of(self) -> Mapping[str, Sequence[PersonStatus]]:
        """The people of each team, by the team's name as it is compared."""
        people: dict[str, list[PersonStatus]] = defaultdict(list)
        for status in self.snapshot.evaluation.people:
            people[fold_name(status.person.team)].append(status)
        return people

    @cached_property
    def teams(self) -> Mapping[str, str]:
        """The teams as they are compared, with their names as first spelled, in the order of their names."""
        names: dict[str, str] = {}
        for status in self.snapshot.evaluation.objectives:
            names.setdefault(fold_name(status.team), status.team or "")
        for person in self.snapshot.evaluation.people:
            names.setdefault(fold_name(person.person.team), person.person.team or "")
        names.pop("", None)
        return dict(sorted(names.items()))

    def owned(self, person: Person) -> Sequence[KeyResultStatus]:
        """Return the key results that a person reports on."""
        return self.owners.key_results.get(person.person_id, ())


def report_data(snapshot: Snapshot, folder: Path, quality_off: Sequence[str] = ()) -> ReportData:
    """Return the data for reports that are written into `folder`, with links to the workbooks on the same drive.

    `quality_off` are the codes of quality rules that are switched off.
    """
    links = {}
    for name, path in snapshot.paths.items():
        with suppress(ValueError):  # on Windows nothing leads from one drive to another
            links[name] = quote(Path(os.path.relpath(path, folder.resolve())).as_posix())
    return ReportData(snapshot, links, quality_off)
