"""How a score moved since the last snapshot, in words."""

from __future__ import annotations

from ...core.evaluation import ObjectiveStatus
from ..data.scope import Scope
from ..i18n.language import points


def change(scope: Scope, each: ObjectiveStatus) -> str:
    """Return how an objective moved since the last snapshot, in a few words; nothing without one."""
    step, language = _step(scope, each), scope.language
    day = language.short_day(scope.snapshot.since)
    if step is None:
        return "" if each.score is None or not _is_known(scope) else language.say("no figure on {day}", day=day)
    if step > 0:
        return language.many("up {count} point since {day}", "up {count} points since {day}", step, day=day)
    if step < 0:
        return language.many("down {count} point since {day}", "down {count} points since {day}", -step, day=day)
    return language.say("unchanged since {day}", day=day)


def change_sentence(scope: Scope, each: ObjectiveStatus) -> str:
    """Return how an objective moved since the last snapshot, as a sentence; nothing without one."""
    step, language = _step(scope, each), scope.language
    day = language.short_day(scope.snapshot.since)
    if step is None:
        return (
            "" if each.score is None or not _is_known(scope) else language.say("There is no figure on {day}.", day=day)
        )
    if step > 0:
        return language.many(
            "It is up {count} point since {day}.", "It is up {count} points since {day}.", step, day=day
        )
    if step < 0:
        return language.many(
            "It is down {count} point since {day}.", "It is down {count} points since {day}.", -step, day=day
        )
    return language.say("It is unchanged since {day}.", day=day)


def _is_known(scope: Scope) -> bool:
    return scope.goals.earlier is not None and scope.snapshot.since is not None


def _step(scope: Scope, each: ObjectiveStatus) -> int | None:
    """The difference of the two percentages as they are shown."""
    earlier = scope.goals.earlier
    if earlier is None or scope.snapshot.since is None or each.score is None or each.objective.id not in earlier:
        return None
    return points(each.score) - points(earlier[each.objective.id])
