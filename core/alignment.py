"""Does every objective serve one above it, at the right level? (domain.md §4)"""

from __future__ import annotations

from collections.abc import Sequence

from .errors import CellError
from .rollup import same_size
from .tree import Tree, grow

LEVELS = {
    "organisation": 0,
    "organization": 0,
    "company": 0,
    "ceo": 1,
    "executive": 1,
    "department": 1,
    "team": 2,
    "skills": 3,
    "skill": 3,
    "individual": 3,
    "person": 3,
}
ELSEWHERE = "in another workbook"
LEVEL_NAMES = ("Organisation", "CEO", "Team", "Skills")

Words = Sequence["str | None"]


def level_number(level: str | None) -> int | None:
    """Return 0 for the organisation down to 3 for skills.

    >>> level_number("department"), level_number(None)
    (1, None)
    """
    if level is None:
        return None
    try:
        return LEVELS[level]
    except KeyError:
        raise CellError(f"unknown level {level!r}", f"use one of: {', '.join(LEVEL_NAMES)}") from None


def alignment(ids: Words, parents: Words, levels: Words | None = None) -> list[str | None]:
    """Return one word per row that says how the objective hangs on the one above it; None for a blank id.

    >>> alignment(["O1", "O2", "O3"], [None, "O1", "O9"])
    ['top', 'aligned', 'unknown parent']
    """
    same_size(ids, parents, *([] if levels is None else [levels]))
    numbers = None if levels is None else [level_number(level) for level in levels]
    return alignment_in(grow(ids, parents), ids, parents, numbers)


def alignment_of_used_levels(ids: Words, parents: Words, levels: Words) -> list[str | None]:
    """Return the same, but a level that no objective has is not there to be skipped.

    >>> alignment_of_used_levels(["O1", "O2"], [None, "O1"], ["organisation", "team"])
    ['top', 'aligned']
    """
    same_size(ids, parents, levels)
    numbers = [level_number(level) for level in levels]
    tree = grow(ids, parents)
    used = sorted({level for level in (numbers[row] for row in tree.first.values()) if level is not None})
    ranks = {level: rank for rank, level in enumerate(used)}
    return alignment_in(tree, ids, parents, [None if level is None else ranks.get(level) for level in numbers])


def word_in_workbook(word: str) -> str:
    """Return the word for a workbook that is seen alone: an unknown parent is in another one, which a sync finds.

    >>> word_in_workbook("unknown parent"), word_in_workbook("cycle")
    ('in another workbook', 'cycle')
    """
    return ELSEWHERE if word == "unknown parent" else word


def alignment_in(tree: Tree, ids: Words, parents: Words, levels: Sequence[int | None] | None) -> list[str | None]:
    """The same over a tree that is there already, with levels as numbers."""
    present = [levels[row] for row in tree.first.values()] if levels is not None else []
    highest = min((level for level in present if level is not None), default=None)
    has_children = set(tree.parent)
    answers: list[str | None] = [None if name is None else "duplicate id" for name in ids]
    for row in tree.cyclic:
        answers[row] = "cycle"
    for row in tree.upwards:
        level = None if levels is None else levels[row]
        if parents[row] is None:
            top = row in has_children if level is None else level == highest
            answers[row] = "top" if top else "orphan"
        elif tree.parent[row] < 0:
            answers[row] = "unknown parent"
        else:
            answers[row] = _step(None if levels is None else levels[tree.parent[row]], level)
    return answers


def _step(above: int | None, level: int | None) -> str:
    """Return what one step down the tree is called."""
    if above is None or level is None:
        return "aligned"
    if above > level:
        return "inverted level"
    return "skips level" if level - above > 1 else "aligned"
