"""What hangs loose in the tree, and what reaches across teams."""

from __future__ import annotations

from ...core.alignment import LEVELS
from ...core.evaluation import KeyResultStatus, ObjectiveStatus, feeds
from ...core.names import fold_name
from ..data.scope import Scope
from ..i18n import text
from ..i18n.terms import ALIGNMENTS
from ..model.figure import Figure, figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .key_results import in_short
from .listing import cap

LIMIT = 100


def alignment(scope: Scope) -> Section | None:
    """Return what does not serve an objective above it as it should, and what serves another team's."""
    return section("alignment", scope.language.say("Alignment"), _loose(scope), _across(scope))


def _loose(scope: Scope) -> TableBlock | None:
    """Objectives that do not serve one above them as they should, and key results without one."""
    language, order = scope.language, list(ALIGNMENTS)
    found = [each for each in scope.objectives if each.alignment in ALIGNMENTS]
    found.sort(key=lambda each: order.index(each.alignment))
    adrift = [each for each in scope.key_results if each.key_result.objective_id not in scope.goals.by_id]
    if not found and not adrift:
        return None
    everything: list[ObjectiveStatus | KeyResultStatus] = [*found, *adrift]
    shown = cap(language, everything, LIMIT).map(lambda each: _row(scope, each))
    columns = (
        TableColumn("which", language.say("Which")), TableColumn("owner", language.say("Owner")),
        TableColumn("loose", language.say("What is loose")),
    )  # fmt: skip
    lead = language.say("What does not serve an objective above it as it should.")
    return TableBlock("loose", columns, shown, language.say("Loose ends"), lead)


def _row(scope: Scope, each: ObjectiveStatus | KeyResultStatus) -> Row:
    language = scope.language
    if isinstance(each, ObjectiveStatus):
        of, meaning = each.objective, language.say(ALIGNMENTS[each.alignment])
        cells = Provenance.of([of.origin.location("parent_id")])
        return Row((in_short(of.id, of.objective), Text(text.name(of.owner)), figure(meaning, cells)), each.team or "")
    lost = each.key_result
    said: Figure = figure(
        language.say("a key result of an objective that was not found"),
        Provenance.of([lost.origin.location("objective_id")]),
    )
    return Row((in_short(lost.id, lost.key_result), Text(text.name(lost.owner)), said))


def _across(scope: Scope) -> TableBlock | None:
    """Objectives that serve one of another team; those of a board are everybody's."""
    language, own = scope.language, {each.objective.id for each in scope.objectives}
    found = [
        (each, above)
        for each, above in scope.data.served
        if (each.objective.id in own or above.objective.id in own) and _is_across(each, above)
    ]
    if not found:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("team", language.say("Team")),
        TableColumn("serves", language.say("Serves")), TableColumn("of", language.say("Of team")), TableColumn("how", language.say("How")),
    )  # fmt: skip

    def row(pair: tuple[ObjectiveStatus, ObjectiveStatus]) -> Row:
        each, above = pair
        how = language.say("counts in it") if feeds(each.objective) else language.say("supports it")
        return Row(
            (
                in_short(each.objective.id, each.objective.objective),
                Text(text.name(each.team)),
                in_short(above.objective.id, above.objective.objective),
                Text(text.name(above.team)),
                figure(how, Provenance.of([each.objective.origin.location("parent_id")])),
            ),
            each.team or "",
        )

    lead = language.say("These teams depend on one another: talk before the quarter begins.")
    return TableBlock("across", columns, cap(language, found, LIMIT).map(row), language.say("Across teams"), lead)


def _is_across(each: ObjectiveStatus, above: ObjectiveStatus) -> bool:
    if not each.team or not above.team or fold_name(each.team) == fold_name(above.team):
        return False
    return LEVELS.get(above.objective.level or "", 2) >= LEVELS["team"]
