"""What is wrong with the parents of objectives, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

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
ADVICE = {
    "duplicate id": "give each objective its own ID; only the first one counts",
    "cycle": "change or clear 'parent id' of one objective in the circle",
    "unknown parent": "correct 'parent id', or add the workbook that has this objective",
    "orphan": "enter the ID of its parent objective in 'parent id'",
    "inverted level": "choose a parent at the same level or above",
    "skips level": "choose a parent one level above, or add one",
}
INFO_ONLY = frozenset({"orphan", "inverted level", "skips level"})


def alignment_problems(objectives: Sequence[Objective], words: Sequence[str | None]) -> list[Problem]:
    """Return a problem, with advice, for each objective whose alignment needs attention.

    `words` are the alignment words of the objectives, as `alignments` returns them. A parent that is missing where only
    one workbook was read is no more than a note: it may be in another.

    >>> alignment_problems([], [])
    []
    """
    alone = len({objective.origin.source.workbook for objective in objectives}) == 1
    problems = []
    for objective, word in zip(objectives, words):
        if word in ADVICE:
            field = "id" if word == "duplicate id" else "parent_id"
            what = f"objective {objective.id}: {FINDINGS[word].format(parent=objective.parent_id)}"
            note = word in INFO_ONLY or (alone and word == "unknown parent")
            problems.append(Problem(objective.origin.location(field), what, ADVICE[word], note=note))
    return problems


def alignments(objectives: Sequence[Objective]) -> list[str | None]:
    """Return the alignment word of each objective, as `alignment.alignment_of_used_levels` does."""
    return alignment.alignment_of_used_levels(
        [objective.id for objective in objectives],
        [objective.parent_id for objective in objectives],
        [objective.level for objective in objectives],
    )
