"""The level of each person in each skill, what their role requires, and whether each objective has the people it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import skills
from .cells import Day
from .errors import CellError, Problem
from .evidence import EvidenceRules
from .evidence_levels import EvidenceLevel, Pair, Shown, evidence_levels, shown_by
from .model import Assessment, Certification, GoalSkill, Learning, Origin, Person, RoleSkill
from .names import fold_name
from .records import Tables

Levels = Mapping[tuple[str, str], float]  # (person id, skill in small letters) -> level


@dataclass(frozen=True)
class SkillStatus:
    """One person in one skill; `by_rater` has the mean of each rater type that counts today.

    By the rules of evidence, where they are chosen, `margin` is how far the level may be off and `newest` the day of the
    newest evidence.
    """

    person: Person
    skill: str
    level: float | None
    required: float | None
    gap: float | None
    by_rater: Mapping[str, float]
    cells: tuple[Origin, ...]
    margin: float | None = None
    newest: Day | None = None

    @property
    def spread(self) -> float:
        """The distance between the lowest and the highest rater type; 0 with fewer than two."""
        return max(self.by_rater.values()) - min(self.by_rater.values()) if self.by_rater else 0.0


@dataclass(frozen=True)
class CertificateStatus:
    """One certificate: `word` is missing, not yet valid, valid, expiring or expired."""

    certification: Certification
    person: Person | None
    word: str


@dataclass(frozen=True)
class PersonStatus:
    """One person: the skills of the role and those rated, the share of the role's requirement that is met, certificates and courses."""

    person: Person
    skills: Sequence[SkillStatus]
    coverage: float | None
    certificates: tuple[CertificateStatus, ...]
    learning: tuple[Learning, ...]


@dataclass(frozen=True)
class SkillTotals:
    """The people of one team in one skill, summed up; `best` is the highest level, `cells` are the first of `ratings` cells."""

    team: str | None
    skill: str
    people: int
    rated: int
    levels: float
    alone: int
    required: int
    below: int
    lacking: float
    rated_below: int
    rated_lacking: float
    ratings: int
    best: float | None
    cells: Sequence[Origin]


class SummedPeople(tuple[PersonStatus, ...]):
    """People whose skills stay where they are stored, and are summed up there."""

    def totals(self, alone: float, cells: int) -> Sequence[SkillTotals]:
        """Return each team in each skill, by the first person who has it, each spelling for itself.

        `alone` is the level from which somebody counts as applying a skill alone; `cells` is how many cells are kept.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class NeedStatus:
    """One skill requirement of an objective: how many people have the level, and how many are short."""

    need: GoalSkill
    have: int
    missing: float
    closest: tuple[Person, ...]


@dataclass(frozen=True)
class Readiness:
    """The skill requirements of an objective together: 1 is ready."""

    objective_id: str
    readiness: float | None
    needs: tuple[NeedStatus, ...]

    @property
    def at_risk(self) -> bool:
        """Whether people are short in any required skill."""
        return any(need.missing for need in self.needs)


def counted_ratings(ratings: Iterable[Assessment], today: Day) -> dict[str, list[Assessment]]:
    """Return by rater type the ratings that count today: those within 90 days of that type's newest, in the order of rows."""
    dated = [
        rating
        for rating in ratings
        if rating.rater_type and rating.level is not None and rating.date is not None and rating.date <= today
    ]
    newest: dict[str, Day] = {}
    for rating in dated:
        newest[rating.rater_type or ""] = max(rating.date or 0, newest.get(rating.rater_type or "", 0))
    counted: dict[str, list[Assessment]] = {}
    for rating in dated:
        rater = rating.rater_type or ""
        if (rating.date or 0) >= newest[rater] - skills.WINDOW_DAYS:
            counted.setdefault(rater, []).append(rating)
    return counted


def level_of(counted: Mapping[str, Sequence[Assessment]]) -> float | None:
    """Return the level that counted ratings come to, with the weights of the rater types; None without ratings.

    >>> level_of({}) is None
    True
    """
    groups = [[rating.level for rating in counted.get(rater, ())] for rater in skills.RATER_TYPES]
    return skills.level(groups, list(skills.RATER_WEIGHTS.values()))


def _by_rater(counted: Mapping[str, Sequence[Assessment]]) -> dict[str, float]:
    return {rater: sum(rating.level or 0 for rating in own) / len(own) for rater, own in counted.items()}


def evaluate_people(
    tables: Tables, today: Day, rules: EvidenceRules | None = None
) -> tuple[tuple[PersonStatus, ...], list[Problem]]:
    """Return the status of every person, in the order of the people sheet, and a problem for each certificate with impossible dates.

    Levels are those of SKILL_LEVEL, or by the rules of evidence that are chosen.
    """
    people = tables["people"].nouns(Person)
    required: dict[str, dict[str, RoleSkill]] = defaultdict(dict)
    for role in tables["roles"].nouns(RoleSkill):
        required[fold_name(role.role)].setdefault(fold_name(role.skill), role)
    ratings: dict[str, dict[str, list[Assessment]]] = defaultdict(lambda: defaultdict(list))
    for rating in tables["assessments"].nouns(Assessment):
        ratings[rating.person_id or ""][fold_name(rating.skill)].append(rating)
    certificates, problems = certificates_of(tables, {person.person_id: person for person in people}, today)
    learning = courses_of(tables)
    shown: dict[str, list[Shown]] = {}
    levels = None
    if rules is not None and not rules.is_plain:
        for id in dict.fromkeys((*certificates, *learning)):
            held = [(status.certification, status.word) for status in certificates.get(id, ())]
            shown[id] = shown_by(held, learning.get(id, ()), rules, today)
        levels = evidence_levels(people, ratings, shown, rules, today)
    statuses = tuple(
        _evaluate_person(
            person,
            required[fold_name(person.role)],
            _skill_names(ratings[person.person_id], shown.get(person.person_id, ())),
            _levels_of(person, ratings[person.person_id], levels, today),
            (tuple(certificates[person.person_id]), tuple(learning[person.person_id])),
        )
        for person in people
    )
    return statuses, problems


def _skill_names(ratings: Mapping[str, Sequence[Assessment]], shown: Sequence[Shown]) -> dict[str, str]:
    """The skills that a person is rated in, then those that certificates and courses show, by their compared name."""
    names = {key: own[0].skill or "" for key, own in ratings.items()}
    for entry in shown:
        names.setdefault(fold_name(entry.skill), entry.skill)
    return names


def _levels_of(
    person: Person, ratings: Mapping[str, Sequence[Assessment]], levels: Mapping[Pair, EvidenceLevel] | None, today: Day
) -> Callable[[str], EvidenceLevel]:
    """How a person's level in a skill is found: by the rules of evidence, or plainly."""
    if levels is not None:
        return lambda key: levels.get((person.person_id, key), EvidenceLevel())

    def plain(key: str) -> EvidenceLevel:
        counted = counted_ratings(ratings.get(key, ()), today)
        origins = tuple(rating.origin for own in counted.values() for rating in own)
        return EvidenceLevel(level_of(counted), _by_rater(counted), cells=origins)

    return plain


def courses_of(tables: Tables) -> dict[str, list[Learning]]:
    """Return the courses of each person.

    >>> courses_of(Tables())["p1"]
    []
    """
    courses: dict[str, list[Learning]] = defaultdict(list)
    for course in tables["learning"].nouns(Learning):
        courses[course.person_id or ""].append(course)
    return courses


def certificates_of(
    tables: Tables, people: Mapping[str, Person], today: Day
) -> tuple[dict[str, list[CertificateStatus]], list[Problem]]:
    """Return the certificates of each person, and a problem for each with impossible dates.

    >>> certificates_of(Tables(), {}, today=46023)[1]
    []
    """
    by_person: dict[str, list[CertificateStatus]] = defaultdict(list)
    problems = []
    for certification in tables["certifications"].nouns(Certification):
        holder = certification.person_id or ""
        try:
            word = skills.certification(certification.issued, certification.expires, today)
        except CellError as error:
            problems.append(Problem(certification.origin.location("expires"), error.what, error.hint))
            continue
        by_person[holder].append(CertificateStatus(certification, people.get(holder), word))
    return by_person, problems


def _evaluate_person(
    person: Person,
    required: Mapping[str, RoleSkill],
    rated: Mapping[str, str],
    level_in: Callable[[str], EvidenceLevel],
    records: tuple[tuple[CertificateStatus, ...], tuple[Learning, ...]],
) -> PersonStatus:
    names = {key: role.skill or "" for key, role in required.items()}
    for key, name in rated.items():
        names.setdefault(key, name)
    statuses = []
    for key, name in names.items():
        found = level_in(key)
        needed = required[key].required_level if key in required else None
        gap = skills.gap(found.level, needed)
        statuses.append(
            SkillStatus(person, name, found.level, needed, gap, found.by_rater, found.cells, found.margin, found.newest)
        )
    requirements = [
        (status.level, status.required, required[key].weight) for key, status in zip(names, statuses) if key in required
    ]
    return PersonStatus(person, tuple(statuses), _coverage(requirements), *records)


def _coverage(requirements: Sequence[tuple[float | None, float | None, float | None]]) -> float | None:
    """Return the covered share of rows of level, required level and weight; None when nothing is required."""
    levels, required, weights = (list(column) for column in zip(*requirements)) if requirements else ([], [], [])
    try:
        return skills.coverage(levels, required, weights)
    except CellError:  # every weight is 0: nothing is required
        return None


def evaluate_goals(
    needs: Iterable[GoalSkill], team_of: Callable[[str], str | None], people: Sequence[PersonStatus]
) -> dict[str, Readiness]:
    """Return the readiness of every objective that needs skills, by objective id; `team_of` gives an objective's team by its id.

    The people who count are those of the objective's team; where it names no team with people, everybody counts.
    """
    by_goal: dict[str, list[GoalSkill]] = defaultdict(list)
    for need in needs:
        if need.objective_id and need.skill and need.level is not None and need.headcount is not None:
            by_goal[need.objective_id].append(need)
    teams: dict[str, list[PersonStatus]] = defaultdict(list)
    for status in people:
        teams[fold_name(status.person.team)].append(status)
    teams.pop("", None)
    return {goal: _readiness(goal, own, teams.get(fold_name(team_of(goal))) or people) for goal, own in by_goal.items()}


def _readiness(goal: str, needs: Sequence[GoalSkill], people: Sequence[PersonStatus]) -> Readiness:
    statuses = tuple(_need_status(need, people) for need in needs)
    try:
        ready = skills.readiness(
            [float(status.have) for status in statuses],
            [need.headcount for need in needs],
            [need.weight for need in needs],
        )
    except CellError:  # every weight is 0: nothing is needed
        ready = None
    return Readiness(goal, ready, statuses)


def _need_status(need: GoalSkill, people: Sequence[PersonStatus]) -> NeedStatus:
    key = fold_name(need.skill)
    rated = [
        (skill.level, status.person) for status in people for skill in status.skills if fold_name(skill.skill) == key
    ]
    levels = [level for level, _ in rated]
    missing = skills.missing(levels, need.level, need.headcount)
    below = [(level, person) for level, person in rated if level is not None and level < (need.level or 0)]
    below.sort(key=lambda pair: -pair[0])
    closest = tuple(person for _, person in below[: int(missing) or 0])
    return NeedStatus(need, skills.bus_factor(levels, need.level), missing, closest)
