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
from ...core.what_if import level_in

APART = 2.0  # levels that a mentor is above the learner, at the least
LOAD = 2  # learners of one mentor
OTHER_TEAM = 100.0  # what a pair across teams costs, in levels of distance
IMPOSSIBLE = 1e6


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
    seats = [status for status in _by_id(people) if level_in(status, skill) is not None for _ in range(load)]
    wanting = _by_id(learners)
    if not seats or not wanting:
        return []
    costs = _costs(skill, wanting, seats)
    rows, columns = linear_sum_assignment(costs)
    return [
        Pair(wanting[row].person, seats[column].person, _level(seats[column], skill) - _level(wanting[row], skill))
        for row, column in zip(rows, columns)
        if costs[row, column] < IMPOSSIBLE
    ]


def _by_id(people: Sequence[PersonStatus]) -> list[PersonStatus]:
    return sorted(people, key=lambda status: status.person.person_id)


def _level(status: PersonStatus, skill: str) -> float:
    return level_in(status, skill) or 0.0


def _costs(skill: str, learners: Sequence[PersonStatus], seats: Sequence[PersonStatus]) -> NDArray[np.float64]:
    """What each pair costs; a pair that may not be costs more than all others together."""
    apart = np.subtract.outer(
        np.array([_level(seat, skill) for seat in seats]), np.array([_level(learner, skill) for learner in learners])
    ).T
    costs = apart + OTHER_TEAM * (_codes(learners, seats, "team"))
    managed = _managed(learners, seats)
    return np.where((apart < APART) | managed, IMPOSSIBLE, costs)


def _codes(learners: Sequence[PersonStatus], seats: Sequence[PersonStatus], field: str) -> NDArray[np.bool_]:
    """Whether learner and seat differ in a field."""
    own, others = (
        np.array([fold_name(getattr(status.person, field)) for status in group]) for group in (learners, seats)
    )
    differs: NDArray[np.bool_] = own[:, None] != others[None, :]
    return differs


def _managed(learners: Sequence[PersonStatus], seats: Sequence[PersonStatus]) -> NDArray[np.bool_]:
    """Whether the seat's person is the learner's manager, named by id or by name, or the learner."""
    managers = np.array([fold_name(learner.person.manager) for learner in learners])[:, None]
    own = np.array([fold_name(learner.person.person_id) for learner in learners])[:, None]
    ids = np.array([fold_name(seat.person.person_id) for seat in seats])[None, :]
    names = np.array([fold_name(seat.person.name) or "\0" for seat in seats])[None, :]
    managed: NDArray[np.bool_] = (managers == ids) | (managers == names) | (own == ids)
    return managed
