"""What is wrong with the parents of objectives, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import alignment
from .errors import Problem
from .model import Objective

FINDINGS = {
    "duplicate id": "another objective has the same ID",
    "cycle": "its parent objectives form a circle",
    "unknown parent": "parent objective {parent} not found",
    "orphan": "no parent objective",
    "inverted level": "its parent is at a lower level",
    "skips level": "its parent is more than one level above",
}
OF_SEVERAL = {
    "duplicate id": "{count:,} other objectives have the same ID",
    "cycle": "their parent objectives form a circle",
    "unknown parent": "parent objective {parent} not found",
    "inverted level": "their parent {parent} is at a lower level",
    "skips level": "their parent {parent} is more than one level above",
}
ADVICE = {
    "duplicate id": "give each objective its own ID; only the first one counts",
    "cycle": "change or clear 'parent id' of one objective in the circle",
    "unknown parent": "correct 'parent id', or add the workbook that has this objective",
    "orphan": "enter the ID of its parent objective in 'parent id'",
    "inverted level": "choose a parent at the same level or above",
    "skips level": "choose a parent one level above, or add one",
}
NAMED = 3  # objectives that a problem of several names
INFO_ONLY = frozenset({"orphan", "inverted level", "skips level"})


def alignment_problems(objectives: Sequence[Objective], words: Sequence[str | None]) -> list[Problem]:
    """Return a problem, with advice, for each cause that the alignment of objectives needs attention.

    `words` are the alignment words of the objectives, as `alignments` returns them. What has one cause is one problem in each
    workbook, at its first objective: a parent that is missing, one circle, one ID. A parent that is missing where only one
    workbook was read is no more than a note: it may be in another.

    >>> alignment_problems([], [])
    []
    """
    alone = len({objective.origin.source.workbook for objective in objectives}) == 1
    parents = {objective.id: objective.parent_id for objective in reversed(objectives)}
    groups: dict[tuple[str, str, str], list[Objective]] = defaultdict(list)
    for row, (objective, word) in enumerate(zip(objectives, words)):
        if word in ADVICE:
            cause = str(row) if word == "orphan" else _cause(objective, word, parents)
            groups[objective.origin.source.workbook, word, cause].append(objective)
    return [_problem(word, group, alone) for (_, word, _), group in groups.items()]


def _cause(objective: Objective, word: str, parents: Mapping[str, str | None]) -> str:
    """What has to be corrected: the ID that is repeated, the circle by its first ID, or the parent."""
    if word == "duplicate id":
        return objective.id
    if word != "cycle":
        return objective.parent_id or ""
    above: list[str] = []
    current: str | None = objective.id
    while current and current not in above:
        above.append(current)
        current = parents.get(current)
    return min(above[above.index(current) :]) if current else ""


def _problem(word: str, group: Sequence[Objective], alone: bool) -> Problem:
    first, count = group[0], len(group)
    field = "id" if word == "duplicate id" else "parent_id"
    if count == 1:
        what = f"objective {first.id}: {FINDINGS[word].format(parent=first.parent_id)}"
    else:
        named = ", ".join(objective.id for objective in group[:NAMED])
        more = f" and {count - NAMED:,} more" if count > NAMED else ""
        subject = f"objective {first.id}" if word == "duplicate id" else f"objectives {named}{more}"
        what = f"{subject}: {OF_SEVERAL[word].format(parent=first.parent_id, count=count)}"
    note = word in INFO_ONLY or (alone and word == "unknown parent")
    return Problem(first.origin.location(field), what, ADVICE[word], note=note)


def alignments(objectives: Sequence[Objective]) -> list[str | None]:
    """Return the alignment word of each objective, as `alignment.alignment_of_used_levels` does."""
    return alignment.alignment_of_used_levels(
        [objective.id for objective in objectives],
        [objective.parent_id for objective in objectives],
        [objective.level for objective in objectives],
    )
