"""What changed since the last review: objectives whose score moved, new ones, and those that were closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...core import schema
from ...core.objective_status import ObjectiveStatus
from ...core.percent import percent_points
from ..data.scope import Scope
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.report import Listing, Row, TableBlock, TableColumn
from .key_results import short_text, status_of

DIRECTIONS = ("down", "up", "new", "closed")  # in this order
NAMED = 6  # objectives that are named, taken from each direction in turn; the others are counted


@dataclass(frozen=True)
class Movement:
    """An objective that changed since the last review; `points` is how far its score went, below 0 downwards."""

    direction: str
    objective: ObjectiveStatus
    points: int = 0


def movements(scope: Scope) -> list[Movement]:
    """Return the objectives that changed, by direction, the largest change first.

    Up and down are changes by a point or more as shown. Closed is what was open at the last review and is achieved,
    abandoned or carried forward now; new is what the last review did not have.
    """
    found = [movement for status in scope.objectives if (movement := _movement(scope, status))]
    return sorted(found, key=lambda movement: (DIRECTIONS.index(movement.direction), -abs(movement.points)))


def _movement(scope: Scope, status: ObjectiveStatus) -> Movement | None:
    earlier = scope.data.earlier
    if earlier is None or not scope.goals.is_first(status):
        return None
    id, before = status.objective.id, earlier.scores.get(status.objective.id)
    if not status.counted or status.objective.status == schema.CARRIED:
        return Movement("closed", status) if earlier.was_open(id) else None
    if earlier.reviewed and not earlier.was_known(id):
        return Movement("new", status)
    if before is None or status.score is None:
        return None
    points = percent_points(before, status.score)
    if status.score >= 1 > before:
        return Movement("closed", status, points)
    return Movement("up" if points > 0 else "down", status, points) if points else None


def changes_since_review(scope: Scope) -> TableBlock | None:
    """Return what changed as a table; None where nothing did, or nothing earlier is known."""
    language, moved = scope.language, movements(scope)
    if not moved or scope.data.earlier is None:
        return None
    named = _named(moved)
    left_out = len(moved) - len(named)
    columns = (TableColumn("which", language.say("Objective")), TableColumn("change", language.say("Change")))
    rows = tuple(_row(scope, movement) for movement in named)
    title = language.say("Changes since {day}", day=language.day(scope.data.earlier.day))
    more = language.many("and {count} more", "and {count} more", left_out) if left_out else ""
    return TableBlock("movements", columns, Listing(rows, more), title)


def _named(moved: list[Movement]) -> list[Movement]:
    """The first of each direction, then the second of each, as long as there is room: in the order of all."""
    seen: Counter[str] = Counter()
    ranks = []
    for at, movement in enumerate(moved):
        ranks.append((seen[movement.direction], at))
        seen[movement.direction] += 1
    return [moved[at] for at in sorted(at for _, at in sorted(ranks)[:NAMED])]


def _row(scope: Scope, movement: Movement) -> Row:
    objective = movement.objective.objective
    return Row(
        (short_text(objective.id, objective.objective), _change(scope.language, movement)),
        movement.objective.team or "",
        status_of(scope.language, movement.objective).word,
    )


def _change(language: Language, movement: Movement) -> Figure:
    points = movement.points
    if movement.direction == "new":
        return figure(language.say("new"))
    if movement.direction == "closed":
        status = status_of(language, movement.objective)
        word = movement.objective.objective.status
        return figure(language.say(word) if word == schema.CARRIED else status.label)
    if points > 0:
        return Figure(language.many("up {count} point", "up {count} points", points), points, "number")
    return Figure(language.many("down {count} point", "down {count} points", -points), points, "number")
