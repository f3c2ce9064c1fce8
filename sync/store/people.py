"""The people of a state: who they are at once, what they can do when it is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from ...core.lazy_tuple import LazyTuple
from ...core.model import GoalSkill, Origin, Person
from ...core.skill_status import (
    NeedStatus,
    PersonStatus,
    Readiness,
    SkillStatus,
    SkillTotals,
    SummedPeople,
    certificates_of,
    courses_of,
)
from ...core.skills import RATER_TYPES
from .current_rows import row_at
from .state import State

TOGETHER = 100  # people whose skills are fetched at once
KEPT = 4  # so many times: a page is about one team, and the next one begins where it ended

# Each person in each skill, with the rater types (by number) and positions of the ratings that count.
_SKILLS = f"""
SELECT s.person_position, s.team, s.skill, s.level, s.required, s.gap, s.self, s.peer, s.manager, s.evidence, s.margin,
  okr_serial(s.newest) AS newest, r.raters, r.positions, s.of_role, s.skill_position
FROM skill_status s LEFT JOIN (
  SELECT person_id, skill_key, list(list_position({list(RATER_TYPES)}, rater_type)::UTINYINT ORDER BY position) AS raters,
    list(position ORDER BY position) AS positions
  FROM counted_ratings GROUP BY person_id, skill_key) r USING (person_id, skill_key)
"""

# The first places of a group are picked by windows, which go to files where memory ends; an aggregate of lists does not.
_TOTALS = """
WITH ordered AS (
  SELECT team, skill, person_position, positions, coalesce(sum(len(positions)) OVER (PARTITION BY team, skill
    ORDER BY person_position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
  FROM {skills} WHERE positions IS NOT NULL),
first AS (
  SELECT team, skill, flatten(list(positions ORDER BY person_position))[:{cells}] AS places
  FROM ordered WHERE before < {cells} GROUP BY team, skill),
totals AS (
  SELECT team, skill, count(*) AS people, count(level) AS rated, coalesce(sum(level ORDER BY person_position), 0) AS levels,
    count(*) FILTER (level >= {alone}) AS alone, count(required) AS required, count(*) FILTER (gap <> 0) AS below,
    coalesce(sum(gap ORDER BY person_position), 0) AS lacking, count(*) FILTER (gap <> 0 AND level IS NOT NULL) AS rated_below,
    coalesce(sum(gap ORDER BY person_position) FILTER (level IS NOT NULL), 0) AS rated_lacking,
    coalesce(sum(len(positions)), 0) AS ratings, max(level) AS best, min((person_position, NOT of_role, skill_position)) AS place
  FROM {skills} GROUP BY team, skill)
SELECT t.* EXCLUDE (place), f.places FROM totals t
LEFT JOIN first f ON f.team IS NOT DISTINCT FROM t.team AND f.skill IS NOT DISTINCT FROM t.skill ORDER BY t.place
"""


class _StoredPeople(SummedPeople):
    """People whose skills stay in a temporary table of the store."""

    skills: PersonSkills

    def totals(self, alone: float, cells: int) -> Sequence[SkillTotals]:
        return self.skills.totals(alone, cells)


class PersonSkills:
    """The skills of people, by the number of the person; fetched for some people at a time."""

    def __init__(self, state: State, persons: Sequence[Person], positions: Sequence[int]) -> None:
        self._state, self._persons, self._positions = state, persons, positions
        self._table = state.store.temporary_name("person_skills")
        state.store.rows(f"CREATE TEMP TABLE {self._table} AS {_SKILLS}")
        self._version_of = dict(state.store.rows("SELECT rank, version FROM current_workbooks"))
        self._fetched = lru_cache(maxsize=KEPT)(self._fetch)

    def of(self, number: int) -> tuple[SkillStatus, ...]:
        """Return the skills of a person: those of the role, then those rated."""
        return self._fetched(number // TOGETHER).get(number, ())

    def _fetch(self, part: int) -> Mapping[int, tuple[SkillStatus, ...]]:
        numbers = range(part * TOGETHER, min((part + 1) * TOGETHER, len(self._positions)))
        number_of = {self._positions[number]: number for number in numbers}
        rows = self._state.store.rows(
            "SELECT person_position, skill, level, required, gap, self, peer, manager, evidence, margin, newest, raters, positions "
            f"FROM {self._table} WHERE person_position BETWEEN ? AND ? ORDER BY person_position, of_role DESC, skill_position",
            [self._positions[numbers[0]], self._positions[numbers[-1]]],
        )
        skills: dict[int, list[SkillStatus]] = defaultdict(list)
        for (
            position,
            skill,
            level,
            required,
            gap,
            self_,
            peer,
            manager,
            evidence,
            margin,
            newest,
            raters,
            ratings,
        ) in rows:
            number = number_of[position]
            mean = {"self": self_, "peer": peer, "manager": manager, "evidence": evidence}
            by_rater = {rater: mean[rater] for rater in (RATER_TYPES[at - 1] for at in dict.fromkeys(raters or ()))}
            cells = self._cells(raters or (), ratings or ())
            skills[number].append(
                SkillStatus(self._persons[number], skill, level, required, gap, by_rater, cells, margin, newest)
            )
        return {number: tuple(own) for number, own in skills.items()}

    def _cells(self, raters: Iterable[int], ratings: Iterable[int]) -> tuple[Origin, ...]:
        """The rows of ratings, those of one rater type together."""
        by_rater: dict[int, list[Origin]] = {}
        for rater, rating in zip(raters, ratings):
            by_rater.setdefault(rater, []).append(self._origin(rating))
        return tuple(origin for own in by_rater.values() for origin in own)

    def totals(self, alone: float, cells: int) -> Sequence[SkillTotals]:
        """Return what `SummedPeople.totals` does."""
        query = _TOTALS.format(alone=alone, cells=cells, skills=self._table)
        rows: list[list[Any]] = [list(row) for row in self._state.store.rows(query)]
        for row in rows:
            row[-1] = LazyTuple(partial(self._origins, row[-1] or ()))
        return [SkillTotals(*row) for row in rows]

    def _origins(self, positions: Iterable[int]) -> tuple[Origin, ...]:
        return tuple(map(self._origin, positions))

    def _origin(self, position: int) -> Origin:
        rank, sheet, row = row_at(position)
        return Origin(self._state.source(self._version_of[rank], sheet), row)


def people_of(state: State) -> tuple[tuple[PersonStatus, ...], dict[str, Readiness]]:
    """Return the people of a state that was computed with skills, and the readiness of its objectives.

    Their skills are fetched while the store is open.
    """
    persons = state.open_tables["people"].nouns(Person)
    positions = [at for (at,) in _positions(state, "people")]
    skills = PersonSkills(state, persons, positions)
    certificates, _ = certificates_of(state.open_tables, {person.person_id: person for person in persons}, state.today)
    courses = courses_of(state.open_tables)
    coverage = state.store.rows("SELECT coverage FROM person_status ORDER BY position")
    people = _StoredPeople(
        PersonStatus(
            person,
            LazyTuple(partial(skills.of, number)),
            covered,
            tuple(certificates[person.person_id]),
            tuple(courses[person.person_id]),
        )
        for number, (person, (covered,)) in enumerate(zip(persons, coverage))
    )
    people.skills = skills
    return people, _readiness(state, dict(zip(positions, persons)))


def _positions(state: State, table: str) -> Sequence[tuple[int]]:
    return state.store.rows(f"SELECT position FROM current_{table} ORDER BY position")


# For each requirement of which people are short, those who come closest to its level.
_CLOSEST = """
WITH short AS (SELECT * FROM skill_needs WHERE missing >= 1),
rated AS (
  SELECT person_position, skill_key, level, okr_name(team) AS team_key FROM skill_status
  WHERE level IS NOT NULL AND skill_key IN (SELECT skill_key FROM short)),
pairs AS (
  SELECT n.position, n.missing, s.person_position, s.level FROM short n
  JOIN rated s ON s.skill_key = n.skill_key AND s.team_key = n.team_key AND s.level < n.level AND NOT n.everybody
  UNION ALL
  SELECT n.position, n.missing, s.person_position, s.level FROM short n
  JOIN rated s ON s.skill_key = n.skill_key AND s.level < n.level AND n.everybody)
SELECT position, person_position FROM pairs
QUALIFY row_number() OVER (PARTITION BY position ORDER BY level DESC, person_position) <= missing
ORDER BY position, level DESC, person_position
"""


def _readiness(state: State, people: Mapping[int, Person]) -> dict[str, Readiness]:
    nouns = dict(
        zip((at for (at,) in _positions(state, "goal_skills")), state.open_tables["goal skills"].nouns(GoalSkill))
    )
    closest: dict[int, list[Person]] = defaultdict(list)
    for need, person in state.store.rows(_CLOSEST):
        closest[need].append(people[person])
    needs: dict[str, list[NeedStatus]] = defaultdict(list)
    for position, goal, have, missing in state.store.rows(
        "SELECT position, objective_id, have, missing FROM skill_needs ORDER BY position"
    ):
        needs[goal].append(NeedStatus(nouns[position], have, missing, tuple(closest[position])))
    ready = dict(state.store.rows("SELECT objective_id, readiness FROM goal_readiness"))
    return {goal: Readiness(goal, ready[goal], tuple(own)) for goal, own in needs.items()}
