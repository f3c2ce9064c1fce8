"""The change of an objective's score since the last snapshot, in words."""

from __future__ import annotations

from ...core.objective_status import ObjectiveStatus
from ..data.scope import Scope


def score_change(scope: Scope, objective: ObjectiveStatus) -> str:
    """Return the change of an objective's score since the last snapshot, e.g. "up 6 points since 16 Jun"; "" without a snapshot."""
    change, language = _change(scope, objective), scope.language
    day = language.short_day(scope.snapshot.since)
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
    day = language.short_day(scope.snapshot.since)
    if change is None:
        return ""
    return (
        language.say("Since {day}: {change}.", change=change, day=day)
        if change
        else language.say("No score on {day}.", day=day)
    )


def _change(scope: Scope, objective: ObjectiveStatus) -> str | None:
    """The change in points; "" where the snapshot has no score of the objective, None where nothing can be compared."""
    earlier = scope.goals.earlier
    if earlier is None or scope.snapshot.since is None or objective.score is None:
        return None
    return scope.language.score_change(earlier.get(objective.objective.id), objective.score)
