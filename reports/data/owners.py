"""Whose key results and objectives are whose: owners are names in one workbook, people are rows of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.evaluation import Evaluation, KeyResultStatus, ObjectiveStatus
from ...core.model import Person
from ...core.names import fold_name


@dataclass(frozen=True)
class Owners:
    """By person id, what somebody owns; what cannot be given to one person alone is nobody's."""

    key_results: Mapping[str, Sequence[KeyResultStatus]]
    objectives: Mapping[str, Sequence[ObjectiveStatus]]

    @staticmethod
    def of(evaluation: Evaluation) -> Owners:
        """Return who owns what: an owner is told by the person's id, e-mail address or name.

        Of two people of one name it is the one in the objective's team, where only one of them is.
        """
        known: dict[str, list[Person]] = defaultdict(list)
        for each in evaluation.people:
            person = each.person
            for key in {fold_name(name) for name in (person.person_id, person.email, person.name) if name}:
                known[key].append(person)
        goals = {each.objective.id: each for each in reversed(evaluation.objectives)}
        key_results: dict[str, list[KeyResultStatus]] = defaultdict(list)
        objectives: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for goal in evaluation.objectives:
            person_id = _one(known, goal.objective.owner, goal.team)
            if person_id:
                objectives[person_id].append(goal)
        for part in evaluation.key_results:
            above = goals.get(part.key_result.objective_id or "")
            owner = part.key_result.owner or (above.objective.owner if above else None)
            person_id = _one(known, owner, above.team if above else None)
            if person_id:
                key_results[person_id].append(part)
        return Owners(key_results, objectives)


def _one(known: Mapping[str, Sequence[Person]], owner: str | None, team: str | None) -> str:
    found = known.get(fold_name(owner), ()) if owner else ()
    if len(found) > 1:
        found = [person for person in found if fold_name(person.team) == fold_name(team)]
    return found[0].person_id if len(found) == 1 else ""
