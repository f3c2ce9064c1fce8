"""References between rows: ids and people that are spelled otherwise than where they are listed.

A reference that can mean one row only is followed, with a note; any other one is reported with the nearest name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.columns import Column, Table
from ...core.errors import Location, Problem
from ...core.names import fold_name
from ...core.references import IdIndex, Match, PersonIndex, fold_id, nearest

KEY_RESULT = "a key result"  # the difference of a reference that names a key result in place of its objective
BY_NAME = frozenset({"skills", "roles"})  # named in words, where case and hyphens do not matter


@dataclass(frozen=True)
class Reference:
    """A text that rows of one sheet name in one column, and that is no id of the table it refers to."""

    table: Table
    column: Column
    version: int
    text: str
    location: Location  # of the first row
    count: int  # of rows

    @property
    def rows(self) -> str:
        """The number of rows, for a message; nothing for one."""
        return "" if self.count == 1 else f" ({self.count} rows)"


@dataclass(frozen=True)
class Known:
    """What can be referred to: ids or names by table, people, and the objective of each key result."""

    ids: Mapping[str, IdIndex]
    people: PersonIndex
    objective_of: Mapping[str, str]  # key result id -> objective id

    def match(self, reference: Reference) -> Match | None:
        """Return the row that a reference means, or None when that is not sure."""
        subject = reference.column.refers
        if subject == "people":
            return self.people.match(reference.text)
        match = self.ids[subject].match(reference.text)
        if match is None and subject == "objectives":
            return self._objective_of_key_result(reference.text)
        return match

    def _objective_of_key_result(self, text: str) -> Match | None:
        key_result = self.ids["key results"].match(text)
        objective = self.objective_of.get(key_result.id) if key_result else None
        if key_result is None or objective is None:
            return None
        return replace(key_result, id=objective, difference=KEY_RESULT)


def index_of(table: str, names: Iterable[str]) -> IdIndex:
    """Return the index of the ids of a table; of skills and roles hyphens are spaces, too."""
    return IdIndex.of(names, fold_words if table in BY_NAME else fold_id)


def fold_words(name: str) -> str:
    """Return a name of several words as it is compared: case, hyphens and spaces do not matter.

    >>> fold_words("First-aid") == fold_words("FIRST AID")
    True
    """
    return fold_name(fold_id(name).replace("-", " "))


def resolve(
    references: Sequence[Reference], known: Known, own_ids: Callable[[int, str, str], str]
) -> tuple[list[tuple[str, int, str, str]], list[Problem]]:
    """Return the renames that follow references, as (table, version, text, id), and what is to be reported.

    `own_ids` is given a version, a table and an id, and returns the id as it is called after conflicts between
    workbooks were settled.
    """
    renames: dict[tuple[str, int, str], str] = {}
    problems: list[Problem] = []
    followed: dict[tuple[int, str, str], list[tuple[Reference, Match]]] = defaultdict(list)
    for reference in references:
        match = known.match(reference)
        subject = reference.column.refers
        if match is None:
            if reference.column.field != "parent_id":  # an unknown parent is the alignment's to report
                problems.append(_unknown(reference, known))
            continue
        renames[subject, reference.version, reference.text] = own_ids(reference.version, subject, match.id)
        if match.others:
            problems.append(_several(reference, match))
        elif match.difference:
            followed[reference.version, reference.table.name, reference.column.field].append((reference, match))
    problems.extend(_followed(group) for group in followed.values())
    return [(*key, id) for key, id in renames.items()], problems


def _unknown(reference: Reference, known: Known) -> Problem:
    table = schema.table(reference.column.refers)
    what = f"{reference.column.name} {reference.text!r} is not in the {table.name} table{reference.rows}"
    near = _nearest(reference, known)
    return Problem(
        reference.location, what, f"did you mean {near!r}?" if near else f"correct it, or add it to {table.sheet}"
    )


def _nearest(reference: Reference, known: Known) -> str | None:
    if reference.column.refers != "people":
        return nearest(reference.text, known.ids[reference.column.refers].ids)
    name = nearest(reference.text, known.people.by_name)
    if name is not None:
        return known.people.by_name[name]
    return nearest(reference.text, known.people.ids.ids) or known.people.by_initial(reference.text)


def _several(reference: Reference, match: Match) -> Problem:
    others = ", ".join(match.others)
    what = f"{reference.column.name} names {1 + len(match.others)}: {match.id} counts, {others} not{reference.rows}"
    return Problem(reference.location, what, "name one, and put the one that counts first")


def _followed(group: Sequence[tuple[Reference, Match]]) -> Problem:
    """One note for all references of a column that were followed, with the first few as examples."""
    examples = ", ".join(
        f"{reference.text!r} is {f'{match.difference} of ' if match.difference == KEY_RESULT else ''}{match.id}"
        for reference, match in group[:3]
    )
    more = f" and {len(group) - 3} more" if len(group) > 3 else ""
    reference = group[0][0]
    what = f"{reference.column.name} is written differently in {reference.column.refers}: {examples}{more}"
    return Problem(reference.location, what, note=True)


def owner_problems(owners: Iterable[tuple[str, Location]], people: PersonIndex) -> Iterator[Problem]:
    """Return a problem for each owner who is nobody's exact name but nearly somebody's."""
    for owner, location in owners:
        if people.match(owner) is None:
            near = nearest(owner, people.by_name)
            if near is not None:
                yield Problem(location, f"owner {owner!r} is not in the people table", f"did you mean {near!r}?")
