"""What would be if people left or were trained: the readiness of each objective before and after.

It is arithmetic on the stated skill requirements, and says nothing of causes: an objective that has the people it asks for
may fail, and one that lacks them may be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from . import skills
from .model import GoalSkill
from .names import fold_name
from .skill_status import PersonStatus, Readiness, SkillStatus, evaluate_goals


@dataclass(frozen=True)
class Training:
    """So many people learn a skill: those who are closest to the level that an objective needs."""

    skill: str
    people: int


@dataclass(frozen=True)
class Effect:
    """One objective whose people change."""

    objective_id: str
    before: Readiness
    after: Readiness


def what_if(
    needs: Sequence[GoalSkill],
    team_of: Callable[[str], str | None],
    people: Sequence[PersonStatus],
    leaving: Collection[str] = (),
    trainings: Sequence[Training] = (),
) -> list[Effect]:
    """Return the objectives whose readiness differs when people leave (by id) and others are trained.

    `team_of` gives an objective's team by its id, as in `evaluate_goals`.

    >>> what_if([], {}.get, [], leaving={"P-1"})
    []
    """
    before = evaluate_goals(needs, team_of, people)
    then = [status for status in people if status.person.person_id not in leaving]
    for training in trainings:
        then = _trained(then, training, needs, team_of)
    after = evaluate_goals(needs, team_of, then)
    return [
        Effect(id, before[id], after[id])
        for id in before
        if [need.have for need in before[id].needs] != [need.have for need in after[id].needs]
    ]


def _trained(
    people: Sequence[PersonStatus],
    training: Training,
    needs: Sequence[GoalSkill],
    team_of: Callable[[str], str | None],
) -> list[PersonStatus]:
    """The people after a training: each learner reaches the level that the objective lacks.

    Learners are chosen need by need, the largest lack first, and within it the closest first.
    """
    key = fold_name(training.skill)
    lacks = [
        (status.missing, status.need, team_of(readiness.objective_id))
        for readiness in evaluate_goals(needs, team_of, people).values()
        for status in readiness.needs
        if fold_name(status.need.skill) == key and status.missing
    ]
    lacks.sort(key=lambda lack: -lack[0])
    chosen: dict[str, float] = {}
    for missing, need, team in lacks:
        own = team_members(people, team)
        for status in _closest(own, key, need.level or 0.0):
            if len(chosen) == training.people or missing <= 0:
                break
            if status.person.person_id not in chosen:
                chosen[status.person.person_id] = need.level or 0.0
                missing -= 1
    return [_raised(status, training.skill, chosen) for status in people]


def team_members(people: Sequence[PersonStatus], team: str | None) -> Sequence[PersonStatus]:
    """Return the people of a team; everybody where it is unknown or has nobody (as `evaluate_goals` counts)."""
    key = fold_name(team)
    return [status for status in people if key and fold_name(status.person.team) == key] or people


def level_in(status: PersonStatus, skill: str) -> float | None:
    """Return the level of a person in a skill; None when not rated."""
    key = fold_name(skill)
    return next((own.level for own in status.skills if fold_name(own.skill) == key), None)


def _closest(people: Sequence[PersonStatus], skill: str, level: float) -> list[PersonStatus]:
    below = [status for status in people if (level_in(status, skill) or 0.0) < level]
    return sorted(below, key=lambda status: (-(level_in(status, skill) or 0.0), status.person.person_id))


def _raised(status: PersonStatus, skill: str, levels: Mapping[str, float]) -> PersonStatus:
    level = levels.get(status.person.person_id)
    if level is None:
        return status
    key = fold_name(skill)
    others = tuple(own for own in status.skills if fold_name(own.skill) != key)
    known = next((own for own in status.skills if fold_name(own.skill) == key), None)
    known = known or SkillStatus(status.person, skill, None, None, None, {}, ())
    return replace(status, skills=(*others, replace(known, level=level, gap=skills.gap(level, known.required))))
