"""Who manages whom: the manager column of the People sheet, which names a person by name, id or e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.names import fold_name
from ...core.skill_status import PersonStatus
from .owners import person_finder


@dataclass(frozen=True)
class Manager:
    """Somebody whom the manager column names, with the people of that manager in the order of the sheet.

    `person_id` is empty for a manager who is not on the sheet.
    """

    name: str
    person_id: str
    people: tuple[PersonStatus, ...]


def managers_of(people: Sequence[PersonStatus]) -> list[Manager]:
    """Return the managers by name; nobody manages themselves."""
    find = person_finder(status.person for status in people)
    names = {status.person.person_id: status.person.name or status.person.person_id for status in people}
    found: dict[str, Manager] = {}
    for status in people:
        person = status.person
        if not fold_name(person.manager):
            continue
        id = find(person.manager, person.team)
        if id == person.person_id:
            continue
        key = id or fold_name(person.manager)
        before = found.get(key, Manager(names.get(id, person.manager or ""), id, ()))
        found[key] = Manager(before.name, id, (*before.people, status))
    return sorted(found.values(), key=lambda manager: fold_name(manager.name))
