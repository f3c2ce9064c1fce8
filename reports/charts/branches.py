"""The shape of a tree: the order of its lines, and which connectors pass by each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model.charts import TreeNode
from .pages import paged

ABOVE = 5  # lines that are shown again, at most


@dataclass(frozen=True, slots=True)
class Branch:
    """One line: `passing` are the depths whose connectors pass by it, `above` the lines that it hangs on."""

    node: TreeNode
    depth: int
    last: bool
    has_children: bool
    teams: int
    passing: tuple[int, ...]
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BranchPosition:
    """A line in one picture; `again` says that it was shown before, and stands there for what hangs on it."""

    branch: Branch
    again: bool = False


def grow(nodes: Sequence[TreeNode]) -> list[Branch]:
    """Return the lines with children right below their parents, whatever order the objectives come in.

    A parent that does not come before its child is none: the tree never turns in a circle.
    """
    parents = [node.parent if 0 <= node.parent < place else -1 for place, node in enumerate(nodes)]
    children: dict[int, list[int]] = {}
    for place, parent in enumerate(parents):
        children.setdefault(parent, []).append(place)
    last = {below[-1] for parent, below in children.items() if parent >= 0}
    row_of: dict[int, int] = {}
    out: list[Branch] = []
    todo: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [
        (place, (), ()) for place in reversed(children.get(-1, []))
    ]
    while todo:  # a loop, since a chain may be longer than calls go deep
        place, above, passing = todo.pop()
        depth, below = len(above), children.get(place, [])
        teams = {nodes[child].team for child in below if nodes[child].team}
        own = () if parents[place] < 0 or place in last else (depth - 1,)
        row_of[place] = len(out)
        out.append(Branch(nodes[place], depth, place in last, bool(below), len(teams), (*passing, *own), above))
        todo.extend((child, (*above, row_of[place]), (*passing, *own)) for child in reversed(below))
    return out


def windows(branches: Sequence[Branch], most: int) -> list[list[BranchPosition]]:
    """Return the lines picture by picture; each begins with the nearest lines that its first one hangs on."""
    return [
        [
            *(BranchPosition(branches[row], True) for row in (part[0].above[-ABOVE:] if part else ())),
            *map(BranchPosition, part),
        ]
        for part in paged(branches, most)
    ]
