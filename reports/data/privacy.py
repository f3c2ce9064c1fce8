"""What may be said about the skills of a few people (domain.md §5): levels are personal data."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..i18n.language import NONE, Language

ENOUGH = 5  # people whose mean may be shown as a figure


@dataclass(frozen=True)
class Mean:
    """A mean over some people, in a form that gives nobody's level away; `step` is as coarse as the text."""

    text: str
    step: int | None
    value: float | None = None


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
