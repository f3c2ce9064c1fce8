"""Forecasts and mentors: what the commands about skills compute, without reading.

python -m benchmarks.skills
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from okrsheets.core.model import Origin, Person, TableSource
from okrsheets.core.prediction import pace_of, predict
from okrsheets.core.skill_status import PersonStatus, SkillStatus
from okrsheets.sync.planning.mentors import mentors

FORECASTS, WEEKS = 10_000, 9
PEOPLE = 2_000


def main() -> None:
    """Print a line for each task."""
    paths = [_path(random.Random(number)) for number in range(FORECASTS)]
    seconds, made = timed(lambda: _forecasts(paths))
    print(f"{made:,} forecasts from {WEEKS} check-ins each  {seconds:.2f} s (goal < 2 s)")
    chance = random.Random(7)
    learners = [_person(f"l{number}", chance.choice((0.0, 1.0))) for number in range(PEOPLE)]
    teachers = [_person(f"t{number}", chance.choice((3.0, 4.0, 5.0))) for number in range(PEOPLE)]
    ours, pairs = timed(lambda: len(mentors("Excel", learners, teachers, load=1)))
    costs = np.subtract.outer([seat.skills[0].level for seat in teachers], [one.skills[0].level for one in learners]).T
    alone, _ = timed(lambda: len(linear_sum_assignment(costs)))
    print(
        f"{pairs:,} pairs of {PEOPLE:,} × {PEOPLE:,}  {ours:.2f} s, the solver alone {alone:.2f} s: {ours / alone:.2f} × (goal 1.5)"
    )


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds of CPU of some work, and what it returns."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def _path(chance: random.Random) -> list[tuple[int, float]]:
    return [(7 * week, week / 13 + chance.gauss(0, 0.05)) for week in range(WEEKS)]


def _forecasts(paths: list[list[tuple[int, float]]]) -> int:
    pace = pace_of(paths)
    return sum(predict(path, 90, pace) is not None for path in paths)


def _person(id: str, level: float) -> PersonStatus:
    person = Person(id, id, "Agent", "Support", None, None, Origin(TableSource("People.xlsx", "People", {}), 5))
    return PersonStatus(person, (SkillStatus(person, "Excel", level, None, None, {}, ()),), None, (), ())


if __name__ == "__main__":
    main()
