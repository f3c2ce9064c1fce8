"""Whose key results and objectives are whose: owners are names in one workbook, people are rows of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus
from ...core.model import Person
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.references import PersonIndex


@dataclass(frozen=True)
class Owners:
    """By person id, what somebody owns; what is not clearly one person's is left out."""

    key_results: Mapping[str, Sequence[KeyResultStatus]]
    objectives: Mapping[str, Sequence[ObjectiveStatus]]

    @staticmethod
    def of(evaluation: Evaluation) -> Owners:
        """Return who owns what: an owner is matched by id, name ("Last, First", too), e-mail address or @handle.

        Of several owners in one cell the first counts. Of two people of one name it is the one in the objective's team,
        where only one of them is.
        """
        index = PersonIndex.of(status.person for status in evaluation.people)
        known: dict[str, list[Person]] = defaultdict(list)
        for status in evaluation.people:
            person = status.person
            for key in {fold_name(name) for name in (person.person_id, person.email, person.name) if name}:
                known[key].append(person)
        by_id = {status.objective.id: status for status in reversed(evaluation.objectives)}
        key_results: dict[str, list[KeyResultStatus]] = defaultdict(list)
        objectives: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for objective in evaluation.objectives:
            person_id = _owner(index, known, objective.objective.owner, objective.team)
            if person_id:
                objectives[person_id].append(objective)
        for key_result in evaluation.key_results:
            parent = by_id.get(key_result.key_result.objective_id or "")
            owner = key_result.key_result.owner or (parent.objective.owner if parent else None)
            person_id = _owner(index, known, owner, parent.team if parent else None)
            if person_id:
                key_results[person_id].append(key_result)
        return Owners(key_results, objectives)


def _owner(index: PersonIndex, known: Mapping[str, Sequence[Person]], owner: str | None, team: str | None) -> str:
    """Return the id of the person that an owner's cell names, or nothing when that is not sure."""
    if not owner:
        return ""
    matches = known.get(fold_name(owner), ())
    if not matches:
        match = index.match(owner)
        return match.id if match else ""
    if len(matches) > 1:
        matches = [person for person in matches if fold_name(person.team) == fold_name(team)]
    return matches[0].person_id if len(matches) == 1 else ""
