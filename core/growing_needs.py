"""Skills that objectives need more people in, from one cycle to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .model import GoalSkill
from .names import fold_name


@dataclass(frozen=True)
class GrowingNeed:
    """A skill whose need grew: how many people objectives asked for in each cycle, the earliest first."""

    skill: str
    headcounts: tuple[tuple[str, float], ...]


def growing_needs(cycles: Sequence[tuple[str, Sequence[GoalSkill]]]) -> list[GrowingNeed]:
    """Return the skills that the last cycle asks for more often than the one before, the largest growth first.

    `cycles` are the needs by cycle, the earliest first; with fewer than two there is no growth to see.

    >>> growing_needs([("2026-Q1", [])])
    []
    """
    if len(cycles) < 2:
        return []
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    names: dict[str, str] = {}
    for cycle, needs in cycles:
        for need in needs:
            if need.skill and need.headcount:
                key = fold_name(need.skill)
                names[key] = need.skill
                counts[key][cycle] += need.headcount
    order = [cycle for cycle, _ in cycles]
    grown = {key: own[order[-1]] - own[order[-2]] for key, own in counts.items()}
    growing = sorted((key for key, more in grown.items() if more > 0), key=lambda key: (-grown[key], key))
    return [GrowingNeed(names[key], tuple((cycle, counts[key][cycle]) for cycle in order)) for key in growing]
