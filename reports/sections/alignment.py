"""What hangs loose in the tree."""

from __future__ import annotations

from ...core.standing import KeyResultStanding, ObjectiveStanding
from .. import text
from ..figures import Figure, figure
from ..key_results import in_short
from ..listing import cap
from ..report import Column, Row, Section, Table, Text
from ..scope import Scope
from ..terms import ALIGNMENTS
from ..trace import Trail
from .parts import section

LIMIT = 100


def alignment(scope: Scope) -> Section | None:
    """Return what does not serve an objective above it as it should."""
    return section("alignment", scope.words.say("Loose ends"), _loose(scope))


def _loose(scope: Scope) -> Table | None:
    """Objectives that do not serve one above them as they should, and key results without one."""
    words, order = scope.words, list(ALIGNMENTS)
    found = [each for each in scope.objectives if each.alignment in ALIGNMENTS]
    found.sort(key=lambda each: order.index(each.alignment))
    adrift = [each for each in scope.key_results if each.key_result.objective_id not in scope.goals.by_id]
    if not found and not adrift:
        return None
    everything: list[ObjectiveStanding | KeyResultStanding] = [*found, *adrift]
    shown = cap(words, everything, LIMIT).map(lambda each: _row(scope, each))
    columns = (
        Column("which", words.say("Which")), Column("owner", words.say("Owner")),
        Column("loose", words.say("What is loose")),
    )  # fmt: skip
    lead = words.say("What does not serve an objective above it as it should.")
    return Table("loose", columns, shown, lead=lead)


def _row(scope: Scope, each: ObjectiveStanding | KeyResultStanding) -> Row:
    words = scope.words
    if isinstance(each, ObjectiveStanding):
        of, meaning = each.objective, words.say(ALIGNMENTS[each.alignment])
        cells = Trail.of([of.origin.place("parent_id")])
        return Row((in_short(of.id, of.objective), Text(text.name(of.owner)), figure(meaning, cells)), each.team or "")
    lost = each.key_result
    said: Figure = figure(
        words.say("a key result of an objective that was not found"), Trail.of([lost.origin.place("objective_id")])
    )
    return Row((in_short(lost.id, lost.key_result), Text(text.name(lost.owner)), said))
