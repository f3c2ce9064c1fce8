"""What to ask each person about their skills: only what a goal needs, and what is missing or old."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import Day
from .evaluation import Evaluation
from .mentions import is_pseudonym
from .model import Assessment, Learning, Person, Skill
from .names import fold_name
from .records import Tables

STALE_DAYS = 365.0  # after which evidence is asked for again, unless the settings say otherwise


@dataclass(frozen=True)
class SkillQuestion:
    """One skill to ask a person about, with the objectives that need it; `newest` is None where there is no evidence.

    `anchors` are the levels 1 to 5 in the words of the skills sheet, where it has some.
    """

    skill: str
    goals: tuple[str, ...]
    newest: Day | None = None
    anchors: tuple[str | None, ...] = ()


def skill_questions(
    evaluation: Evaluation, tables: Tables, stale_days: float = STALE_DAYS
) -> dict[str, tuple[Person, list[SkillQuestion]]]:
    """Return by person id what to ask whom: what is missing first, then the oldest; people without questions are left out.

    A skill is asked about when an objective of the person's team needs it, or one whose team has no people; and when no
    rating and no completed course is newer than `stale_days`, and no certificate is valid.

    >>> skill_questions(Evaluation(46023, (), (), (), ()), Tables())
    {}
    """
    today = evaluation.today
    needed = _needed(evaluation)
    newest = _newest(evaluation, tables)
    anchors = {
        fold_name(skill.skill): (skill.level_1, skill.level_2, skill.level_3, skill.level_4, skill.level_5)
        for skill in tables["skills"].nouns(Skill)
    }
    staffed = {fold_name(status.person.team) for status in evaluation.people} - {""}
    questions: dict[str, tuple[Person, list[SkillQuestion]]] = {}
    for status in evaluation.people:
        person = status.person
        if not person.person_id or is_pseudonym(person.person_id):
            continue
        own = []
        for key, (skill, goals) in needed.items():
            named = [goal for team, goal in goals if team == fold_name(person.team) or team not in staffed]
            day = newest.get((person.person_id, key))
            if named and (day is None or today - day > stale_days):
                own.append(SkillQuestion(skill, tuple(dict.fromkeys(named)), day, anchors.get(key, ())))
        if own:
            own.sort(key=lambda question: (question.newest or 0, -len(question.goals)))
            questions[person.person_id] = person, own
    return questions


def _needed(evaluation: Evaluation) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """By the skill as it is compared: its name, and the team and words of each objective that needs it."""
    needed: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for status in evaluation.objectives:
        if status.counted and status.readiness:
            for need in status.readiness.needs:
                skill, objective = need.need.skill or "", status.objective
                _, goals = needed.setdefault(fold_name(skill), (skill, []))
                goals.append((fold_name(status.team), objective.objective or objective.id))
    return needed


def _newest(evaluation: Evaluation, tables: Tables) -> dict[tuple[str, str], Day]:
    newest: dict[tuple[str, str], Day] = defaultdict(int)
    for person, skill, day in _dated(evaluation, tables):
        if day <= evaluation.today:
            newest[person, fold_name(skill)] = max(day, newest[person, fold_name(skill)])
    return newest


def _dated(evaluation: Evaluation, tables: Tables) -> Iterator[tuple[str, str, Day]]:
    """The person, skill and day of everything that answers a question; a valid certificate is as good as new."""
    for rating in tables["assessments"].nouns(Assessment):
        if rating.person_id and rating.skill and rating.level is not None and rating.date is not None:
            yield rating.person_id, rating.skill, rating.date
    for course in tables["learning"].nouns(Learning):
        if course.person_id and course.skill and course.completed_on is not None:
            yield course.person_id, course.skill, course.completed_on
    for status in evaluation.people:
        for certificate in status.certificates:
            held = certificate.certification
            if held.person_id and held.skill and certificate.word in ("valid", "expiring"):
                yield held.person_id, held.skill, evaluation.today
