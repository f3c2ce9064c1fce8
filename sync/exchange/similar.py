"""Names that are alike, with how sure that is. The one door to rapidfuzz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

LEAST = 0.6  # how alike names must be to be suggested at all
NAMES_ALIKE = 0.85  # how alike the names of people must be to be offered


@dataclass(frozen=True)
class Suggestion:
    """A name that may be meant, and how alike it is: 1 is the same."""

    name: str
    confidence: float


def most_similar(name: str, names: Sequence[str], most: int = 1, least: float = LEAST) -> list[Suggestion]:
    """Return the names most alike to one, the most similar first; the order and number of words count little.

    >>> most_similar("Advanced conflict resolution", ["Conflict resolution", "SQL"])[0].name
    'Conflict resolution'
    """
    found = process.extract(
        name, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=least * 100
    )
    return [Suggestion(text, round(score / 100, 2)) for text, score, _ in found]


def similar_people(name: str, names: Sequence[str], most: int = 3) -> list[str]:
    """Return the names of people that may be another spelling of one, whatever the order of first and last name."""
    found = process.extract(
        name,
        names,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        limit=most,
        score_cutoff=NAMES_ALIKE * 100,
    )
    return [text for text, *_ in found]


def alike(one: str, other: str) -> float:
    """Return how alike two texts are letter by letter, whatever the order of their words: 1 is the same.

    >>> alike("Conflict resolution", "resolution conflict")
    1.0
    """
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process) / 100
