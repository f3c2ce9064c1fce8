"""What may be said about the skills of a few people (domain.md §5): levels are personal data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ..i18n.language import NONE, Language

ENOUGH = 5  # people whose mean may be shown as a figure


@dataclass(frozen=True)
class Mean:
    """A mean over some people, in a form that gives nobody's level away; `step` is as coarse as the text."""

    text: str
    step: int | None
    value: float | None = None


@dataclass(frozen=True)
class Count:
    """How many people of a group, in a form that gives nobody's level away; `value` is None where the text does not say."""

    text: str
    value: float | None = None


def is_countable(people: int) -> bool:
    """Return whether a group is large enough that a count of some of its people tells nothing about one of them.

    A group of nobody hides nobody.

    >>> [is_countable(people) for people in (0, 1, 4, 5)]
    [True, False, False, True]
    """
    return people == 0 or people >= ENOUGH


def shown_parts(sizes: Mapping[str, int]) -> frozenset[str]:
    """Return the parts of a whole whose counts may be shown where the count of the whole is shown, too.

    What is left of the whole without them must be nobody or five people at least: the smallest parts give way.

    >>> sorted(shown_parts({"a": 9, "b": 5, "c": 1})), sorted(shown_parts({"a": 6, "b": 5}))
    (['a'], ['a', 'b'])
    """
    shown = sorted((name for name in sizes if sizes[name] >= ENOUGH), key=lambda name: sizes[name])
    rest = sum(sizes.values()) - sum(sizes[name] for name in shown)
    while shown and 0 < rest < ENOUGH:
        rest += sizes[shown.pop(0)]
    return frozenset(shown)


def mean(language: Language, total: float, people: int, others: int = 0) -> Mean:
    """Return the mean of five or more people as a figure, of two to four as a band; one person's is never shown.

    `others` are the people of a larger group whose mean is shown too: where they are few, the two figures together
    would tell theirs, so this one is a band.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> [mean(load_language("en"), total, people).text for total, people in ((15.5, 5), (9.2, 4), (3.0, 1))]
    ['3.1', '2–3', 'hidden']
    """
    if people < 2:
        return Mean(language.say("hidden") if people else NONE, None)
    value = total / people
    if people < ENOUGH or 0 < others < ENOUGH:
        return Mean(band(value), int(band(value)[0]))
    rounded = math.floor(value * 10 + 0.5) / 10
    return Mean(language.number(rounded), min(5, int(value + 0.5)), rounded)


def band(level: float) -> str:
    """Return the pair of whole levels that a level lies between.

    >>> band(2.4), band(3.0), band(5.0)
    ('2–3', '3–4', '4–5')
    """
    low = min(4, math.floor(level))
    return f"{low}–{low + 1}"
