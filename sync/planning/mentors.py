"""Who could mentor whom in a skill: as many pairs as possible, and of those the closest ones (an assignment, solved exactly)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ...core.model import Person
from ...core.names import fold_name
from ...core.skill_status import PersonStatus
from ...core.skills import MENTOR_LEVELS
from ...core.what_if import level_in

LOAD = 2  # learners of one mentor
OTHER_TEAM = 100.0  # what a pair across teams costs, in levels of distance
IMPOSSIBLE = 1e6


Rated = tuple[PersonStatus, float]


@dataclass(frozen=True)
class Pair:
    """One learner with a mentor, and how many levels are between them."""

    learner: Person
    mentor: Person
    apart: float


def mentors(
    skill: str, learners: Sequence[PersonStatus], people: Sequence[PersonStatus], load: int = LOAD
) -> list[Pair]:
    """Return the pairs for a skill, by learner.

    A mentor is at least two levels above, is not the learner's manager, and has at most `load` learners. Pairs of one team
    come before others, then those with fewer levels between them; of equal ones those first in the order of the ids.
    """
    known = [(status, level) for status in _by_id(people) if (level := level_in(status, skill)) is not None]
    seats = [seat for seat in known for _ in range(load)]
    wanting = [(status, level_in(status, skill) or 0.0) for status in _by_id(learners)]
    if not seats or not wanting:
        return []
    costs = _costs(wanting, seats)
    rows, columns = linear_sum_assignment(costs)
    return [
        Pair(wanting[row][0].person, seats[column][0].person, seats[column][1] - wanting[row][1])
        for row, column in zip(rows.tolist(), columns.tolist())
        if costs[row, column] < IMPOSSIBLE
    ]


def _by_id(people: Sequence[PersonStatus]) -> list[PersonStatus]:
    return sorted(people, key=lambda status: status.person.person_id)


def _costs(learners: Sequence[Rated], seats: Sequence[Rated]) -> NDArray[np.float64]:
    """What each pair costs; a pair that may not be costs more than all others together."""
    wanting, giving = (np.array([level for _, level in group], np.float64) for group in (learners, seats))
    costs: NDArray[np.float64] = giving[None, :] - wanting[:, None]
    too_close = costs < MENTOR_LEVELS
    costs += OTHER_TEAM * ~_same(_field(learners, "team"), _field(seats, "team"))
    managers, names = _field(learners, "manager"), [name or "\0" for name in _field(seats, "name")]
    costs[too_close | _same(managers, _field(seats, "person_id")) | _same(managers, names)] = IMPOSSIBLE
    costs[_same(_field(learners, "person_id"), _field(seats, "person_id"))] = IMPOSSIBLE
    return costs


def _field(people: Sequence[Rated], field: str) -> list[str]:
    return [fold_name(getattr(status.person, field)) for status, _ in people]


def _same(own: Sequence[str], others: Sequence[str]) -> NDArray[np.bool_]:
    """For each pair of texts whether they are the same, by numbers in their place."""
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(text, len(numbers)) for text in texts] for texts in (own, others))
    same: NDArray[np.bool_] = np.array(one, np.int32)[:, None] == np.array(other, np.int32)[None, :]
    return same
