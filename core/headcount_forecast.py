"""How many people are likely to have a skill on a day, and the chance that an objective will have as many as it needs.

People who were seen below a level and later at it are its gains. Their rate, in people and days spent below, is estimated
with its uncertainty (Jeffreys' prior for a Poisson rate: Box and Tiao, "Bayesian inference in statistical analysis", 1973),
so that the gains to come follow a negative binomial distribution. Certificates that lapse and people who leave are known,
and taken off. It speaks of groups only: nobody in particular is said to learn anything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .cells import Day
from .model import Assessment, Certification
from .names import fold_name
from .prediction import SHARE
from .skill_status import counted_ratings, level_of

FEWEST_GAINS = 3
HORIZON = 90  # days ahead of each look of a back-test
LOOKS = 4  # of a back-test, a horizon apart
PRIOR = 0.5

Steps = Sequence[tuple[Day, bool]]
"""On which days a person was rated, and whether the level was reached then."""


@dataclass(frozen=True)
class HeadcountForecast:
    """How many have the level now and how many are known to go; the range and the chance on the last day."""

    have: int
    going: int
    low: int
    high: int
    chance: float


@dataclass(frozen=True)
class Gains:
    """How often people reached a level, in how many days that they spent below it."""

    number: int
    exposure: float


class SkillHistory:
    """The ratings of a skill, by person."""

    def __init__(self, ratings: Iterable[Assessment], skill: str) -> None:
        key = fold_name(skill)
        self._steps: dict[float, dict[str, Steps]] = {}
        self._ratings: dict[str, list[Assessment]] = defaultdict(list)
        for rating in ratings:
            counts = rating.rater_type and rating.date is not None and rating.level is not None
            if counts and fold_name(rating.skill) == key:
                self._ratings[rating.person_id or ""].append(rating)

    def steps(self, level: float) -> dict[str, Steps]:
        """Return for each person whether a level was reached on each day of a rating."""
        if level not in self._steps:
            self._steps[level] = {person: list(_steps(ratings, level)) for person, ratings in self._ratings.items()}
        return self._steps[level]


def _steps(ratings: Sequence[Assessment], level: float) -> Iterator[tuple[Day, bool]]:
    for day in sorted({rating.date for rating in ratings if rating.date is not None}):
        reached = level_of(counted_ratings(ratings, day))
        yield day, reached is not None and reached >= level


def gains_of(steps: Mapping[str, Steps], today: Day) -> Gains:
    """Return how often a level was reached up to a day by people who were seen below it before."""
    number, exposure = 0, 0.0
    for own in steps.values():
        known = [step for step in own if step[0] <= today]
        for (since, before), (day, now) in pairwise(known):
            if not before:
                exposure += day - since
                number += now
        if known and not known[-1][1]:
            exposure += today - known[-1][0]
    return Gains(number, exposure)


def have_on(steps: Mapping[str, Steps], people: Collection[str], day: Day) -> int:
    """Return how many of some people had the level on a day, by their last rating before it."""
    last = {
        person: [reached for when, reached in own if when <= day] for person, own in steps.items() if person in people
    }
    return sum(reached[-1] for reached in last.values() if reached)


def lapsing(
    certificates: Iterable[Certification], people: Collection[str], skill: str, today: Day, end: Day
) -> set[str]:
    """Return the people whose last certificate in a skill expires after today and up to a day."""
    last: dict[str, float] = {}
    for own in certificates:
        holder = own.person_id or ""
        if holder in people and fold_name(own.skill) == fold_name(skill) and own.issued is not None:
            last[holder] = max(last.get(holder, 0), math.inf if own.expires is None else own.expires)
    return {person for person, expires in last.items() if today < expires <= end}


def forecast_headcount(
    gains: Gains, have: int, below: int, going: int, needed: float, days: int
) -> HeadcountForecast | None:
    """Return the forecast for a group some days ahead; None when fewer than three gains were ever seen.

    `have` people have the level now, of whom `going` are known to leave or to lose it; `below` others may reach it.

    >>> forecast_headcount(Gains(2, 900.0), have=3, below=4, going=0, needed=4, days=90) is None
    True
    """
    if gains.number < FEWEST_GAINS or days <= 0:
        return None
    shares = _gained(gains, below, days)
    left = have - going
    chance = sum(share for more, share in enumerate(shares) if left + more >= needed)
    low, high = _likeliest(shares)
    return HeadcountForecast(have, going, left + low, left + high, min(1.0, chance))


def _gained(gains: Gains, below: int, days: int) -> list[float]:
    """The probability of each number of gains, from none to everybody who is below."""
    size, ahead = gains.number + PRIOR, below * days
    kept = gains.exposure / (gains.exposure + ahead)
    shares, share = [], kept**size
    for number in range(below):
        shares.append(share)
        share *= (size + number) / (number + 1) * (1 - kept)
    return [*shares, max(0.0, 1.0 - sum(shares))]


def _likeliest(shares: Sequence[float]) -> tuple[int, int]:
    """The shortest range of numbers that holds in four of five cases or more: whole people can't come closer."""
    low = high = max(range(len(shares)), key=shares.__getitem__)
    total = shares[low]
    while total < SHARE - 1e-9:
        below = shares[low - 1] if low > 0 else -1.0
        above = shares[high + 1] if high + 1 < len(shares) else -1.0
        if above > below:
            high += 1
        else:
            low -= 1
        total += max(above, below)
    return low, high


def back_test_headcount(steps: Mapping[str, Steps], people: Collection[str], today: Day) -> tuple[int, int]:
    """Return how many ranges of the past held, and of how many: looks 90 days apart, each 90 days ahead."""
    held = number = 0
    for look in range(1, LOOKS + 1):
        day = today - look * HORIZON
        have = have_on(steps, people, day)
        known = sum(1 for person in people if any(when <= day for when, _ in steps.get(person, ())))
        stated = forecast_headcount(gains_of(steps, day), have, known - have, 0, 0, HORIZON)
        if stated is not None:
            number += 1
            held += stated.low <= have_on(steps, people, day + HORIZON) <= stated.high
    return held, number
