"""Skill levels, gaps, and whether a goal has the people it needs (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import Day, needed
from .errors import CellError
from .rollup import Values, filled_weights, same_size, weighted_mean

RATER_WEIGHTS = {"self": 1.0, "peer": 2.0, "manager": 3.0, "evidence": 4.0}
RATER_TYPES = tuple(RATER_WEIGHTS)
CERT_WARN_DAYS = 60
MENTOR_LEVELS = 2  # that a mentor is above the learner, at the least
WINDOW_DAYS = 90  # ratings of one rater type count together when they are this close to the newest of them
LEVEL_WORDS = {
    "none": 0.0, "follows": 1.0, "assists": 2.0, "applies alone": 3.0, "enables others": 4.0, "sets direction": 5.0,
}  # fmt: skip


def checked_level(value: float | None) -> float | None:
    """Return a proficiency level, which is never negative.

    >>> checked_level(2.5)
    2.5
    """
    if value is not None and value < 0:
        raise CellError("negative level", "levels run from 0 (none) to 5 (sets direction)")
    return value


def level(ratings: Sequence[Values], weights: Sequence[float]) -> float | None:
    """Return one level from several groups of ratings: each is averaged, then weighted; None when unrated.

    >>> level([[5], [3, 4], [3], [3]], [1, 2, 3, 4])
    3.3
    """
    filled = filled_weights(weights, len(ratings))
    known = [[value for value in map(checked_level, group) if value is not None] for group in ratings]
    means = [sum(group) / len(group) for group in known if group]
    return weighted_mean(means, [weight for group, weight in zip(known, filled) if group])


def gap(have: float | None, required: float | None) -> float | None:
    """Return how many levels are lacking; not rated counts as 0, None when nothing is required.

    >>> gap(2.0, 4.0), gap(None, 3.0), gap(3.0, None)
    (2.0, 3.0, None)
    """
    have, required = checked_level(have), checked_level(required)
    return None if required is None else max(0.0, required - (have or 0.0))


def gaps(levels: Sequence[Values], required: Values) -> list[list[float | None]]:
    """Return the gaps of people (rows) × skills (columns) against one row of requirements.

    >>> gaps([[2.0, None]], [3.0, 2.0])
    [[1.0, 2.0]]
    """
    for row in levels:
        same_size(row, required)
    return [[gap(have, wanted) for have, wanted in zip(row, required)] for row in levels]


def coverage(levels: Values, required: Values, weights: Values | None = None) -> float | None:
    """Return the share of the required levels that is there, 0..1; None when nothing is required.

    >>> coverage([2, 5], [4, 4])
    0.75
    """
    same_size(levels, required)
    filled = filled_weights(weights, len(levels))
    pairs = [
        (checked_level(have) or 0.0, wanted, weight)
        for have, wanted, weight in zip(levels, map(checked_level, required), filled)
    ]
    known = [(min(have, wanted), wanted, weight) for have, wanted, weight in pairs if wanted]
    return weighted_mean([have / wanted for have, wanted, _ in known], [wanted * weight for _, wanted, weight in known])


def bus_factor(levels: Values, at: float | None) -> int:
    """Return how many people stand at or above a level; people without a rating do not count.

    >>> bus_factor([3, 4, None, 2], at=3)
    2
    """
    floor = needed(checked_level(at))
    known = [value for value in map(checked_level, levels) if value is not None]
    return sum(value >= floor for value in known)


def missing(levels: Values, at: float | None, headcount: float | None) -> float:
    """Return how many people are lacking at a level.

    >>> missing([3, 4, None, 2], at=3, headcount=3.0)
    1.0
    """
    wanted = needed(headcount)
    if wanted < 0:
        raise CellError("negative headcount", "type 0 or more people")
    return max(0.0, wanted - bus_factor(levels, at))


def readiness(have: Values, required: Values, weights: Values | None = None) -> float | None:
    """Return how ready an objective is, 0..1: the weighted mean of min(1, have / required); None without requirements.

    >>> readiness([2, 1], [2, 4])
    0.625
    """
    same_size(have, required)
    filled = filled_weights(weights, len(have))
    for count in (*have, *required):
        if count is not None and count < 0:
            raise CellError("negative headcount", "type 0 or more people")
    known = [
        (min(1.0, (there or 0.0) / wanted), weight) for there, wanted, weight in zip(have, required, filled) if wanted
    ]
    return weighted_mean([share for share, _ in known], [weight for _, weight in known])


def certification(issued: Day | None, expires: Day | None, today: Day, warn_days: float = CERT_WARN_DAYS) -> str:
    """Return where a certificate stands; it is expired from its expiry day on.

    >>> certification(issued=100, expires=200, today=150)
    'expiring'
    """
    if warn_days < 0:
        raise CellError("negative days", "type 0 or more days")
    if issued is None:
        return "missing"
    if expires is not None and expires < issued:
        raise CellError("expires before it is issued", "check the two dates")
    if today < issued:
        return "not yet valid"
    if expires is None:
        return "valid"
    if today >= expires:
        return "expired"
    return "expiring" if expires - today <= warn_days else "valid"
