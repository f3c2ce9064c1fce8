"""Levels from evidence, by choice: ratings fade, certificates and courses count, harsh raters are corrected, and how sure a level is.

Every rule is off unless the settings name it (docs/evidence.md); SKILL_LEVEL stays the plain one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .cells import Day
from .errors import CellError
from .skills import RATER_WEIGHTS

HIGHEST = 5.0
HALF_LIFE_MONTHS = 12.0
MONTH = 365.25 / 12  # days
MOST_HALF_LIVES = 1000  # beyond which a rating fades no further: 2 to the -1000 is still a number
ENOUGH_PEOPLE = 5  # whom a rater rated before their ratings are corrected
RATING_ERROR = 0.8  # levels by which one rating misses, as a standard deviation: an assumption, not an estimate
Z_80 = 1.2815515655446004  # 80 % of a normal distribution lie within so many standard deviations

Weighted = tuple[float, float]  # a level and how much it counts, 0..1


@dataclass(frozen=True)
class EvidenceRules:
    """The section [skills] of okrsheets.toml; each rule is off when it is None or False.

    `half_life` and `stale` are days, `certificate_level` and `course_level` are the levels that a valid certificate and a
    completed course show at least, `course_weight` is how much a course counts beside a certificate.
    """

    half_life: float | None = None
    certificate_level: float | None = None
    course_level: float | None = None
    course_weight: float = 0.5
    corrects_raters: bool = False
    has_margin: bool = False
    stale: float | None = None

    @property
    def is_plain(self) -> bool:
        """Whether levels are those of SKILL_LEVEL, with nothing beside them."""
        return self == EvidenceRules(course_weight=self.course_weight)


def freshness(age: float, half_life: float | None) -> float:
    """Return how much a rating still counts after `age` days: half after `half_life` days, all without one.

    >>> freshness(365, half_life=365), freshness(730, half_life=365), freshness(9000, half_life=None)
    (0.5, 0.25, 1.0)
    """
    return 1.0 if half_life is None else 0.5 ** min(age / half_life, MOST_HALF_LIVES)


def fade(rated: Day | None, today: Day, months: float = HALF_LIFE_MONTHS) -> float | None:
    """Return how much a rating of a day still counts, 0..1: half after so many months; None without a day, 0 before it.

    A month is the twelfth part of 365.25 days.

    >>> fade(46000, 46000), fade(46000, 46000 + 1461, months=24), fade(46001, 46000), fade(None, 46000)
    (1.0, 0.25, 0.0, None)
    """
    if months <= 0:
        raise CellError("not a positive number of months", "type 12, for example")
    if rated is None:
        return None
    return freshness(today - rated, months * MONTH) if rated <= today else 0.0


def mean(weighted: Sequence[Weighted]) -> float:
    """Return the weighted mean of levels, each with how much it counts.

    >>> mean([(4.0, 1.0), (1.0, 0.5)])
    3.0
    """
    return sum(sorted(level * share for level, share in weighted)) / sum(sorted(share for _, share in weighted))


def _combined(groups: Mapping[str, tuple[float, float]]) -> float | None:
    """The mean of rater types, each as its mean and its freshest rating, with the weights of SKILL_LEVEL."""
    weights = {rater: RATER_WEIGHTS[rater] * share for rater, (_, share) in groups.items()}
    total = sum(sorted(weights.values()))
    return sum(sorted(weights[rater] * level for rater, (level, _) in groups.items())) / total if groups else None


def level(ratings: Mapping[str, Sequence[Weighted]], shown: Sequence[Weighted] = ()) -> float | None:
    """Return a level from the ratings of each rater type and from what certificates and courses show; None without any.

    A type counts with its weight in SKILL_LEVEL times its freshest rating. What is shown is evidence of at least its
    level, and never lowers what the ratings say.

    >>> level({"self": [(5.0, 1.0)], "manager": [(3.0, 0.5)]})
    3.8
    >>> level({"self": [(2.0, 1.0)]}, shown=[(3.0, 1.0)]), level({"manager": [(5.0, 1.0)]}, shown=[(3.0, 1.0)])
    (2.8, 5.0)
    """
    groups = {
        rater: (mean(own), max(share for _, share in own)) for rater in RATER_WEIGHTS if (own := ratings.get(rater))
    }
    rated = _combined(groups)
    if not shown:
        return rated
    lifted = [(level if rated is None else max(level, rated), share) for level, share in shown]
    evidence = [*ratings.get("evidence", ()), *lifted]
    groups["evidence"] = mean(evidence), max(share for _, share in evidence)
    with_shown = _combined(groups)
    return with_shown if rated is None or with_shown is None else max(rated, with_shown)


def margin(votes: float) -> float | None:
    """Return how far the level may be off, to either side, in 80 of 100 cases: 1.28 · 0.8 / √votes; None without votes.

    `votes` is the sum of how much each rating, certificate and course counts, so that one more never widens it.

    >>> round(margin(1), 2), round(margin(4), 2)
    (1.03, 0.51)
    """
    return Z_80 * RATING_ERROR / math.sqrt(votes) if votes > 0 else None


def harshness(deviations: Sequence[float]) -> float:
    """Return by how many levels a rater is above the others about the same people; 0 for fewer than five people.

    `deviations` has the mean difference for each person. It is shrunk towards 0 by as much as chance explains it: the
    positive-part estimator of James and Stein, d · max(0, 1 − s² / (n · d²)).

    >>> harshness([-1.0] * 5), harshness([-1.0] * 4), harshness([1.0, -1.0, 1.0, -1.0, 0.0])
    (-1.0, 0.0, 0.0)
    """
    count = len(deviations)
    if count < ENOUGH_PEOPLE:
        return 0.0
    average = sum(sorted(deviations)) / count
    variance = sum(sorted((deviation - average) ** 2 for deviation in deviations)) / (count - 1)
    chance = count * average * average
    return average * max(0.0, 1 - variance / chance) if chance else 0.0


def corrected(rating: float, bias: float) -> float:
    """Return a rating without a rater's harshness, within the scale.

    >>> corrected(2.0, -1.0), corrected(5.0, -1.0)
    (3.0, 5.0)
    """
    return min(HIGHEST, max(0.0, rating - bias))


def is_stale(newest: Day | None, today: Day, days: float | None) -> bool:
    """Return whether the newest evidence is older than so many days; what was never rated is missing, not stale.

    >>> is_stale(100, 200, 90), is_stale(100, 200, 100), is_stale(None, 200, 90)
    (True, False, False)
    """
    return days is not None and newest is not None and today - newest > days


def average(values: Iterable[float]) -> float:
    """Return the mean of numbers, added in the order of their size, as the history does.

    >>> average([1.0, 2.0])
    1.5
    """
    ordered = sorted(values)
    return sum(ordered) / len(ordered)
