"""Objectives as a forest: who serves whom, in an order that visits children before parents.

Every walk is a loop, so that ten thousand objectives in a chain need no stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROOT = -1  # no parent, or one that is not among the ids


@dataclass(frozen=True)
class Tree:
    """The rows of a table of objectives, linked.

    `first` maps an id to its row; `parent` has one row index per row (`ROOT` where there is none);
    `upwards` lists the rows that are in no cycle, children before parents.
    """

    first: dict[str, int]
    parent: list[int]
    upwards: list[int]

    @property
    def cyclic(self) -> set[int]:
        """The rows that are their own ancestor."""
        outside = set(self.upwards)
        return {row for row in self.first.values() if row not in outside}


def grow(ids: Sequence[str | None], parents: Sequence[str | None]) -> Tree:
    """Link rows by id; of rows that share an id the first counts, rows without an id link nothing.

    >>> grow(["A", "B"], [None, "A"]).parent
    [-1, 0]
    """
    first: dict[str, int] = {}
    for row, name in enumerate(ids):
        if name is not None:
            first.setdefault(name, row)
    parent = [
        ROOT if above is None or name is None or first[name] != row else first.get(above, ROOT)
        for row, (name, above) in enumerate(zip(ids, parents))
    ]
    return Tree(first, parent, _upwards(first, parent))


def _upwards(first: dict[str, int], parent: list[int]) -> list[int]:
    """Peel the leaves again and again; what never becomes a leaf is in a cycle."""
    open_children = [0] * len(parent)
    for above in parent:
        if above >= 0:
            open_children[above] += 1
    order = [row for row in first.values() if not open_children[row]]
    for row in order:
        above = parent[row]
        if above >= 0:
            open_children[above] -= 1
            if not open_children[above]:
                order.append(above)
    return order
