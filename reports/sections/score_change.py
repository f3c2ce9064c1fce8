"""The change of an objective's score since the last review, in words."""

from __future__ import annotations

from ...core.objective_status import ObjectiveStatus
from ...core.percent import percent_points
from ..data.scope import Scope


def score_change(scope: Scope, objective: ObjectiveStatus) -> str:
    """Return the change of an objective's score since the last review, e.g. "up 6 points since 16 Jun"; "" without one."""
    change, language = _change(scope, objective), scope.language
    day = language.short_day(scope.data.earlier.day if scope.data.earlier else None)
    if change is None:
        return ""
    return (
        language.say("{change} since {day}", change=change, day=day)
        if change
        else language.say("no score on {day}", day=day)
    )


def score_change_sentence(scope: Scope, objective: ObjectiveStatus) -> str:
    """Return the same as `score_change` as a sentence."""
    change, language = _change(scope, objective), scope.language
    day = language.short_day(scope.data.earlier.day if scope.data.earlier else None)
    if change is None:
        return ""
    return (
        language.say("Since {day}: {change}.", change=change, day=day)
        if change
        else language.say("No score on {day}.", day=day)
    )


def points_moved(scope: Scope, objective: ObjectiveStatus) -> int | None:
    """Return how many points an objective's score moved since the last review; None where that is not known."""
    before = (scope.goals.earlier or {}).get(objective.objective.id)
    if before is None or objective.score is None:
        return None
    return percent_points(before, objective.score)


def _change(scope: Scope, objective: ObjectiveStatus) -> str | None:
    """The change in points; "" where the objective had no score, None where nothing can be compared."""
    earlier = scope.goals.earlier
    if earlier is None or objective.score is None:
        return None
    return scope.language.score_change(earlier.get(objective.objective.id), objective.score)
