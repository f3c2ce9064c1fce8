"""The evaluation of a day: the status of every key result, objective and person from the rows of all workbooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import current_values
from .cells import Day
from .errors import Problem
from .evidence import EvidenceRules
from .key_result_status import KeyResultStatus, evaluate_key_result, fault_hint
from .model import CheckIn, GoalSkill, KeyResult, Objective, Settings
from .objective_status import ObjectiveStatus, evaluate_objectives
from .records import Tables
from .skill_outlook import NeedKey, NeedOutlook
from .skill_status import PersonStatus, evaluate_goals, evaluate_people
from .workbook_rules import workbook_rules


@dataclass(frozen=True)
class Evaluation:
    """All statuses on one day: objectives in the order of the tree, parents before children.

    `ahead` is what is known about the people behind each need until the end of the cycle; the history fills it in.
    """

    today: Day
    objectives: tuple[ObjectiveStatus, ...]
    key_results: tuple[KeyResultStatus, ...]
    people: tuple[PersonStatus, ...]
    problems: tuple[Problem, ...]
    ahead: Mapping[NeedKey, NeedOutlook] = field(default_factory=dict, compare=False)

    @property
    def tops(self) -> tuple[ObjectiveStatus, ...]:
        """The objectives without a parent."""
        return tuple(status for status in self.objectives if status.depth == 0)


@dataclass(frozen=True)
class Past:
    """An earlier cycle with its final evaluation."""

    cycle: str
    evaluation: Evaluation


def evaluate(
    tables: Tables,
    today: Day,
    defaults: Settings | None = None,
    known_until: Day | None = None,
    skill_rules: EvidenceRules | None = None,
) -> Evaluation:
    """Return the evaluation of a day; a workbook without settings has those of `defaults`.

    Check-ins after that day do not count. `known_until` is the real day of the reading, for a look at a past day: see
    `current_values`. `skill_rules` are the rules of evidence, where they are chosen.

    >>> evaluate(Tables(), today=46023).objectives
    ()
    """
    rules, problems = workbook_rules(tables, defaults or Settings())
    objectives = tables["objectives"].nouns(Objective)
    by_id = {objective.id: objective for objective in reversed(objectives) if objective.id}
    check_ins = check_ins_by_key_result(tables["check-ins"].nouns(CheckIn), today)
    later = current_values.later_workbooks(
        tables["check-ins"].nouns(CheckIn), rules.by_workbook, today, today if known_until is None else known_until
    )
    rows = tables["key results"].nouns(KeyResult)
    problems.extend(current_values.undated(rows, today, later))
    key_results = []
    for key_result in rows:
        settings, own = rules[key_result.origin.source.workbook], check_ins.get(key_result.id, ())
        status = evaluate_key_result(key_result, by_id.get(key_result.objective_id or ""), own, settings, today, later)
        contradiction = current_values.contradiction(key_result, own, later)
        problems.extend([contradiction] if contradiction else [])
        problems.extend([fault_problem(status)] if status.fault else [])
        key_results.append(status)
    people, certificate_problems = evaluate_people(tables, today, skill_rules)

    def team_of(goal: str) -> str | None:
        objective = by_id.get(goal)
        return None if objective is None else objective.team or rules[objective.origin.source.workbook].team

    readiness = evaluate_goals(tables["goal skills"].nouns(GoalSkill), team_of, people)
    statuses, tree_problems = evaluate_objectives(objectives, key_results, readiness, rules, today)
    all_problems = (*problems, *tree_problems, *certificate_problems)
    return Evaluation(today, statuses, tuple(key_results), people, all_problems)


def fault_problem(status: KeyResultStatus) -> Problem:
    """Return the problem that the progress of a key result can't be calculated."""
    key_result = status.key_result
    what = f"progress of {key_result.id} can't be calculated: {status.fault}"
    return Problem(key_result.origin.location("target"), what, fault_hint(status))


def check_ins_by_key_result(check_ins: Iterable[CheckIn], today: Day) -> dict[str, tuple[CheckIn, ...]]:
    """Return by key result the check-ins up to a day, in the order of their dates.

    >>> check_ins_by_key_result([], today=46023)
    {}
    """
    by_key_result: dict[str, list[CheckIn]] = defaultdict(list)
    for check_in in check_ins:
        if check_in.key_result_id and check_in.date is not None and check_in.date <= today:
            by_key_result[check_in.key_result_id].append(check_in)
    return {
        id: tuple(sorted(check_ins, key=lambda check_in: check_in.date or 0)) for id, check_ins in by_key_result.items()
    }
