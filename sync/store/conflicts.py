"""Many tables -> one: when two rows claim to be the same thing, a rule says which counts, and it is reported.

The rules, all pure:
- **An objective or key result** whose id is in two workbooks with the same words is one thing: the workbook of
  its own team counts, else the first by name. With other words they are two things: the second is kept under its id
  with the workbook's name behind it, and what belongs to it in its workbook follows.
- **Anything else** that is listed twice (a person, a role's skill, a certificate): the first workbook by name counts.
- **Check-ins and assessments** count once when two workbooks have exactly the same.
Where the rows differ, a problem names both cells. Nothing is deleted: the store keeps every row as it was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ...core.cells import Day
from ...core.columns import Table
from ...core.errors import Location, Problem
from ...core.names import fold_name
from ...core.values import cycle_names

ONLY_ACROSS_WORKBOOKS = frozenset({"check-ins", "assessments"})


@dataclass(frozen=True)
class Claim:
    """One of several rows with the same identity; `home` says that it is in its own team's workbook."""

    key: tuple[int, int, int]  # version, sheet, row
    workbook: str
    home: bool
    values: Mapping[str, Any]
    location: Callable[[str], Location]


@dataclass(frozen=True)
class Resolution:
    """What becomes of the claims: rows that are left out, ids that get another name, and what to tell."""

    dropped: list[tuple[int, int, int]] = field(default_factory=list)
    renamed: list[tuple[int, str, str]] = field(default_factory=list)  # version, old id, new id
    problems: list[Problem] = field(default_factory=list)


def resolve_conflicts(table: Table, claims: Iterable[Claim]) -> Resolution:
    """Return the decision on rows of one table that share an identity with another row."""
    resolution = Resolution()
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_identity(table, claim)].append(claim)
    for group in groups.values():
        ordered = sorted(group, key=lambda claim: (not claim.home, claim.workbook, claim.key))
        if table.title_field:
            _resolve_ids(table, ordered, resolution)
        elif table.name in ONLY_ACROSS_WORKBOOKS:
            _count_once(ordered, resolution)
        else:
            _first_counts(table, ordered, resolution)
    return resolution


def _identity(table: Table, claim: Claim) -> tuple[str, ...]:
    """The identity of a row: ids differ by case, names and words do not."""
    parts = [(table.column(name), str(claim.values[name])) for name in table.identity]
    return tuple(text if column.type == "id" else fold_name(text) for column, text in parts)


def _resolve_ids(table: Table, claims: Sequence[Claim], resolution: Resolution) -> None:
    """Rows with the same words are one thing; other words under the same id become a thing of their own."""
    things: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:  # a key result of another objective is another one, whatever its words
        things[fold_name(claim.values[table.title_field]), str(claim.values.get("objective_id", ""))].append(claim)
    leader = claims[0]
    for number, same in enumerate(things.values()):
        _within_workbooks(table, same, resolution)
        first = same[0]
        if number and first.key[0] != leader.key[0]:
            _rename(table, first, leader, claims, resolution)
        elif number and table.name == "key results":
            resolution.dropped.append(first.key)
            resolution.problems.append(_duplicate(table, first, leader))


def _within_workbooks(table: Table, same: Sequence[Claim], resolution: Resolution) -> None:
    """Of rows that are one thing the first counts. An id that an objective repeats in its own book is left standing:
    the alignment says `duplicate id`."""
    first = same[0]
    for other in same[1:]:
        if other.key[0] == first.key[0] and table.name == "objectives":
            continue
        resolution.dropped.append(other.key)
        if other.key[0] == first.key[0]:
            resolution.problems.append(_duplicate(table, other, first))
        else:
            resolution.problems.extend(_differences(table, first, other))


def _rename(table: Table, claim: Claim, leader: Claim, claims: Sequence[Claim], resolution: Resolution) -> None:
    old = str(claim.values["id"])
    book = PurePosixPath(claim.workbook)
    alike = {other.workbook for other in claims if PurePosixPath(other.workbook).stem == book.stem}
    new = f"{old} ({book.stem if len(alike) == 1 else book.with_suffix('')})"
    resolution.renamed.append((claim.key[0], old, new))
    what = f"id {old!r} also names another {table.name[:-1]} at {leader.location('id')}; this one is kept as {new!r}"
    resolution.problems.append(Problem(claim.location("id"), what, "give one of the two a different id"))


def _first_counts(table: Table, claims: Sequence[Claim], resolution: Resolution) -> None:
    first = claims[0]
    for other in claims[1:]:
        resolution.dropped.append(other.key)
        if other.key[0] == first.key[0]:
            resolution.problems.append(_duplicate(table, other, first))
        else:
            resolution.problems.extend(_differences(table, first, other))


def _count_once(claims: Sequence[Claim], resolution: Resolution) -> None:
    """The same row in two workbooks counts once; rows that differ are both kept: two people may have looked."""
    first_in: dict[tuple[Any, ...], int] = {}
    for claim in claims:
        values = tuple(claim.values.values())
        if first_in.setdefault(values, claim.key[0]) != claim.key[0]:
            resolution.dropped.append(claim.key)


def _duplicate(table: Table, claim: Claim, first: Claim) -> Problem:
    name = table.identity[0]
    shown = " · ".join(str(claim.values[part]) for part in table.identity)
    what = f"{shown!r} is listed twice: the row at {first.location(name)} is used"
    hint = "delete one of them, or give it a different id" if table.identity == ("id",) else "delete one of them"
    return Problem(claim.location(name), what, hint)


def _differences(table: Table, first: Claim, other: Claim) -> list[Problem]:
    """One problem per workbook pair that names every column in which they disagree; a blank disagrees with nothing."""
    differing = [
        column
        for column in table.inputs
        if None not in (first.values[column.field], other.values[column.field])
        and _compared(first.values[column.field]) != _compared(other.values[column.field])
    ]
    if not differing:
        return []
    column = differing[0]
    shown = " · ".join(str(first.values[part]) for part in table.identity)
    differing_text = f"{column.name} of {shown!r} is {other.values[column.field]!r} here and {first.values[column.field]!r} at {first.location(column.field)}"
    more = f", and {len(differing) - 1} more differ" if len(differing) > 1 else ""
    return [
        Problem(
            other.location(column.field),
            f"{differing_text}{more}: the latter is used",
            "make the two the same, or keep it in one workbook",
        )
    ]


def _compared(value: Any) -> Any:
    return fold_name(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Cycle:
    """A cycle as workbooks name it, with its first and last day where one says so."""

    name: str
    start: Day | None
    end: Day | None

    def overlaps(self, other: Cycle) -> bool:
        """Whether the two share a day; one without dates overlaps nothing but its own name."""
        if self.name == other.name:
            return True
        if None in (self.start, self.end, other.start, other.end):
            return False
        return bool(self.start <= other.end and other.start <= self.end)  # type: ignore[operator]


def same_cycle(name: str, other: str) -> bool:
    """Return whether two names mean one cycle, however each is written.

    >>> same_cycle("2026-Q3", "Q3 2026"), same_cycle("2026-Q3", "2026-Q2"), same_cycle("Spring", "spring")
    (True, False, True)
    """
    named, meant = cycle_names.parse(name), cycle_names.parse(other)
    return fold_name(name) == fold_name(other) or (named is not None and meant is not None and named.name == meant.name)


def choose_cycle(cycles: Sequence[Cycle], today: Day, wanted: str = "") -> Cycle | None:
    """Return the cycle that is asked for; else the shortest that today lies in; else the one that began last.

    >>> choose_cycle([Cycle("Q1", 0, 9), Cycle("Q2", 10, 19)], today=12).name
    'Q2'
    """
    if wanted:
        return next((cycle for cycle in cycles if same_cycle(cycle.name, wanted)), None)
    dated = [cycle for cycle in cycles if cycle.start is not None and cycle.end is not None]
    now = [cycle for cycle in dated if (cycle.start or 0) <= today <= (cycle.end or 0)]
    if now:
        return min(now, key=lambda cycle: ((cycle.end or 0) - (cycle.start or 0), cycle.name))
    begun = [cycle for cycle in dated if (cycle.start or 0) <= today]
    return max(begun or dated, key=lambda cycle: (cycle.start or 0, cycle.name), default=cycles[0] if cycles else None)
