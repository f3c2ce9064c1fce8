"""What may be said about the skills of a few people (domain.md §5): levels are personal data."""

from __future__ import annotations

from dataclasses import dataclass

from . import wording

ENOUGH = 5  # people whose mean may be shown as a figure
WITHHELD = "not shown"


@dataclass(frozen=True)
class Mean:
    """A mean over some people, in a form that gives nobody's level away; `step` is as coarse as the text."""

    text: str
    step: int | None


def mean(total: float, people: int, others: int = 0) -> Mean:
    """Return the mean of five or more people as a figure, of two to four as a band; one person's is never shown.

    `others` are the people of a larger group whose mean is shown too: where they are few, the two figures together
    would tell theirs, so this one is a band.

    >>> mean(15.5, 5).text, mean(9.2, 4).text, mean(3.0, 1).text
    ('3.1', '2–3', 'not shown')
    """
    if people < 2:
        return Mean(WITHHELD if people else wording.NONE, None)
    value = total / people
    if people < ENOUGH or 0 < others < ENOUGH:
        return Mean(wording.band(value), int(wording.band(value)[0]))
    return Mean(f"{value:.1f}", min(5, int(value + 0.5)))
