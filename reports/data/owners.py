"""Whose key results and objectives are whose: owners are names in one workbook, people are rows of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus
from ...core.model import Person
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.references import PersonIndex, separate_people
from ...core.skill_status import PersonStatus


@dataclass(frozen=True)
class Owners:
    """By person id, what somebody owns; what is not clearly one person's is left out."""

    key_results: Mapping[str, Sequence[KeyResultStatus]]
    objectives: Mapping[str, Sequence[ObjectiveStatus]]

    @staticmethod
    def of(evaluation: Evaluation, people: Iterable[PersonStatus] | None = None) -> Owners:
        """Return who owns what: an owner is matched by id, name ("Last, First", too), e-mail address or @handle.

        Of several owners in one cell the first counts. Of two people of one name it is the one in the objective's team,
        where only one of them is.
        """
        find = person_finder(status.person for status in (evaluation.people if people is None else people))
        by_id = {status.objective.id: status for status in reversed(evaluation.objectives)}
        key_results: dict[str, list[KeyResultStatus]] = defaultdict(list)
        objectives: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for objective in evaluation.objectives:
            person_id = find(objective.objective.owner, objective.team)
            if person_id:
                objectives[person_id].append(objective)
        for key_result in evaluation.key_results:
            parent = by_id.get(key_result.key_result.objective_id or "")
            owner = key_result.key_result.owner or (parent.objective.owner if parent else None)
            person_id = find(owner, parent.team if parent else None)
            if person_id:
                key_results[person_id].append(key_result)
        return Owners(key_results, objectives)


def owners_as_people(evaluation: Evaluation) -> tuple[PersonStatus, ...]:
    """Return the owners as people without skills, for an organisation that has no people sheet.

    A cell that names several people stands for the first of them; the name of a team is nobody.
    """
    teams = {fold_name(status.team) for status in evaluation.objectives}
    found: dict[str, PersonStatus] = {}
    rows = [
        *((status.objective.owner, status.team, status.objective.origin) for status in evaluation.objectives),
        *((result.key_result.owner, None, result.key_result.origin) for result in evaluation.key_results),
    ]
    for owner, team, origin in rows:
        names = separate_people(owner or "")
        key = fold_name(names[0]) if names else ""
        if key and key not in teams and key not in found:
            person = Person(names[0], names[0], None, team, None, None, origin)
            found[key] = PersonStatus(person, (), None, (), ())
    return tuple(found.values())


def person_finder(people: Iterable[Person]) -> Callable[[str | None, str | None], str]:
    """Return the function that gives the id of the person whom a cell names, or nothing when that is not sure.

    Its second argument is the team that decides between two people of one name.
    """
    listed = list(people)
    index = PersonIndex.of(listed)
    known: dict[str, list[Person]] = defaultdict(list)
    for person in listed:
        for key in {fold_name(name) for name in (person.person_id, person.email, person.name) if name}:
            known[key].append(person)
    return lambda name, team: _owner(index, known, name, team)


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
