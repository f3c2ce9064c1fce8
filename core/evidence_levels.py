"""The level of each person in each skill by the chosen rules of evidence, from the rows of all workbooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from . import evidence
from .cells import Day
from .evidence import EvidenceRules, Weighted
from .model import Assessment, Certification, Learning, Origin, Person
from .names import fold_name
from .skills import RATER_TYPES, WINDOW_DAYS

REFERENCE = ("peer", "evidence")  # whom a manager is compared with: self-ratings are lenient as a rule

Pair = tuple[str, str]  # person id, skill as it is compared


@dataclass(frozen=True)
class EvidenceLevel:
    """One person in one skill: `by_rater` is the mean of each rater type, `newest` the day of the newest evidence."""

    level: float | None = None
    by_rater: Mapping[str, float] = field(default_factory=dict)
    margin: float | None = None
    newest: Day | None = None
    cells: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A certificate or a course as evidence: its level, how much it counts, and the day that it is as new as."""

    skill: str
    level: float
    share: float
    day: Day


def shown_by(
    certificates: Sequence[tuple[Certification, str]], courses: Sequence[Learning], rules: EvidenceRules, today: Day
) -> list[Shown]:
    """Return what one person's certificates, each with its status, and courses show.

    A certificate counts in full while it is valid; a course fades from the day on which it was completed.

    >>> shown_by([], [], EvidenceRules(certificate_level=3), today=46023)
    []
    """
    shown = []
    if rules.certificate_level is not None:
        shown += [
            Shown(certificate.skill, rules.certificate_level, 1.0, today)
            for certificate, word in certificates
            if certificate.skill and word in ("valid", "expiring")
        ]
    if rules.course_level is not None:
        shown += [
            Shown(
                course.skill,
                rules.course_level,
                rules.course_weight * evidence.freshness(today - course.completed_on, rules.half_life),
                course.completed_on,
            )
            for course in courses
            if course.skill and course.completed_on is not None and course.completed_on <= today
        ]
    return shown


def evidence_levels(
    people: Sequence[Person],
    ratings: Mapping[str, Mapping[str, Sequence[Assessment]]],
    shown: Mapping[str, Sequence[Shown]],
    rules: EvidenceRules,
    today: Day,
) -> dict[Pair, EvidenceLevel]:
    """Return the level of every person in every skill for which there is evidence; both mappings are by person id.

    >>> evidence_levels([], {}, {}, EvidenceRules(), today=46023)
    {}
    """
    weighted = {
        (person, skill): _weighted(own, rules, today)
        for person, skills in ratings.items()
        for skill, own in skills.items()
    }
    biases = _biases(people, weighted) if rules.corrects_raters else {}
    by_skill: dict[Pair, list[Shown]] = defaultdict(list)
    for person, entries in shown.items():
        for entry in entries:
            by_skill[person, fold_name(entry.skill)].append(entry)
    return {
        pair: _level(weighted.get(pair, _Ratings()), by_skill.get(pair, ()), biases.get(pair[0], 0.0), rules)
        for pair in (*weighted, *(pair for pair in by_skill if pair not in weighted))
    }


@dataclass(frozen=True)
class _Ratings:
    """The ratings of a person in a skill: those that count by rater type, and all of them as votes."""

    counted: Mapping[str, Sequence[Weighted]] = field(default_factory=dict)
    votes: Sequence[float] = ()
    newest: Day | None = None
    cells: tuple[Origin, ...] = ()


def _weighted(ratings: Sequence[Assessment], rules: EvidenceRules, today: Day) -> _Ratings:
    """Without a half-life, ratings of one type count together within 90 days of the newest; with one, all count."""
    dated = [
        (rating.rater_type, rating.date, rating.level, rating.origin)
        for rating in ratings
        if rating.rater_type and rating.level is not None and rating.date is not None and rating.date <= today
    ]
    newest: dict[str, Day] = {}
    for rater, day, _, _ in dated:
        newest[rater] = max(day, newest.get(rater, day))
    counted: dict[str, list[Weighted]] = {}
    cells: dict[str, list[Origin]] = {}
    for rater, day, level, origin in dated:
        if rules.half_life is not None or day >= newest[rater] - WINDOW_DAYS:
            counted.setdefault(rater, []).append((level, evidence.freshness(today - day, rules.half_life)))
            cells.setdefault(rater, []).append(origin)
    votes = [evidence.freshness(today - day, rules.half_life) for _, day, _, _ in dated]
    origins = tuple(origin for own in cells.values() for origin in own)
    return _Ratings(counted, votes, max(newest.values(), default=None), origins)


def _biases(people: Sequence[Person], ratings: Mapping[Pair, _Ratings]) -> dict[str, float]:
    """By person the harshness of their manager, whom the people sheet names: a rating does not say who gave it."""
    managers: dict[str, str] = {}
    for person in people:
        managers.setdefault(person.person_id, fold_name(person.manager))
    deviations: dict[str, list[float]] = defaultdict(list)
    for (id, _), own in ratings.items():
        others = [evidence.mean(own.counted[rater]) for rater in REFERENCE if rater in own.counted]
        if managers.get(id) and "manager" in own.counted and others:
            deviations[id].append(evidence.mean(own.counted["manager"]) - evidence.average(others))
    by_manager: dict[str, list[float]] = defaultdict(list)
    for id, differences in deviations.items():
        by_manager[managers[id]].append(evidence.average(differences))
    biases = {manager: evidence.harshness(differences) for manager, differences in by_manager.items()}
    return {id: biases.get(manager, 0.0) for id, manager in managers.items() if manager}


def _level(ratings: _Ratings, shown: Sequence[Shown], bias: float, rules: EvidenceRules) -> EvidenceLevel:
    groups = dict(ratings.counted)
    if "manager" in groups and bias:
        own = groups["manager"]
        level, share = evidence.corrected(evidence.mean(own), bias), max(share for _, share in own)
        groups["manager"] = [(level, share)]
    items = [(entry.level, entry.share) for entry in shown]
    votes = sum(sorted([*ratings.votes, *(share for _, share in items)]))
    days = [entry.day for entry in shown] + ([ratings.newest] if ratings.newest is not None else [])
    return EvidenceLevel(
        evidence.level(groups, items),
        {rater: evidence.mean(groups[rater]) for rater in groups if rater in RATER_TYPES},
        evidence.margin(votes) if rules.has_margin else None,
        max(days, default=None),
        ratings.cells,
    )
