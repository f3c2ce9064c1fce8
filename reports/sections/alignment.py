"""Missing or incorrect parents, and dependencies between teams."""

from __future__ import annotations

from ...core.alignment import LEVELS
from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus, feeds
from ..data.scope import Scope
from ..i18n import text
from ..i18n.terms import ALIGNMENTS
from ..model.figure import Figure, figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .key_results import short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100


def alignment(scope: Scope) -> Section | None:
    """Return objectives with a missing or incorrect parent, and contributions to other teams' objectives."""
    return section("alignment", scope.language.say("Alignment"), _incorrect_parents(scope), _dependencies(scope))


def _incorrect_parents(scope: Scope) -> TableBlock | None:
    """Objectives with a missing or incorrect parent, and key results whose objective is unknown."""
    language, order = scope.language, list(ALIGNMENTS)
    misaligned = [objective_status for objective_status in scope.objectives if objective_status.alignment in ALIGNMENTS]
    misaligned.sort(key=lambda status: order.index(status.alignment))
    adrift = [result for result in scope.key_results if result.key_result.objective_id not in scope.goals.by_id]
    if not misaligned and not adrift:
        return None
    incorrect: list[ObjectiveStatus | KeyResultStatus] = [*misaligned, *adrift]
    shown = truncate(language, incorrect, LIMIT).map(lambda status: _row(scope, status))
    columns = (
        TableColumn("which", language.say("Objective or key result")), TableColumn("owner", language.say("Owner")),
        TableColumn("loose", language.say("Problem")),
    )  # fmt: skip
    lead = language.say("Objectives with a missing or incorrect parent, and key results without an objective.")
    return TableBlock("loose", columns, shown, language.say("Missing or incorrect parents"), lead)


def _row(scope: Scope, status: ObjectiveStatus | KeyResultStatus) -> Row:
    language = scope.language
    if isinstance(status, ObjectiveStatus):
        objective, meaning = status.objective, language.say(ALIGNMENTS[status.alignment])
        cells = Provenance.of([objective.origin.location("parent_id")])
        return Row(
            (short_text(objective.id, objective.objective), Text(text.name(objective.owner)), figure(meaning, cells)),
            status.team or "",
        )
    lost = status.key_result
    message: Figure = figure(
        language.say("objective not found"),
        Provenance.of([lost.origin.location("objective_id")]),
    )
    return Row((short_text(lost.id, lost.key_result), Text(text.name(lost.owner)), message))


def _dependencies(scope: Scope) -> TableBlock | None:
    """Objectives whose parent belongs to another team; parents above team level belong to no single team."""
    language, own = scope.language, {objective_status.objective.id for objective_status in scope.objectives}
    dependencies = [
        (objective, parent)
        for objective, parent in scope.data.served
        if (objective.objective.id in own or parent.objective.id in own) and _is_across(objective, parent)
    ]
    if not dependencies:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("team", language.say("Team")),
        TableColumn("serves", language.say("Parent objective")), TableColumn("of", language.say("Parent team")), TableColumn("how", language.say("Type of contribution")),
    )  # fmt: skip

    def row(pair: tuple[ObjectiveStatus, ObjectiveStatus]) -> Row:
        objective, parent = pair
        how = language.say("counts towards the score") if feeds(objective.objective) else language.say("support only")
        return Row(
            (
                short_text(objective.objective.id, objective.objective.objective),
                Text(text.name(objective.team)),
                short_text(parent.objective.id, parent.objective.objective),
                Text(text.name(parent.team)),
                figure(how, Provenance.of([objective.objective.origin.location("parent_id")])),
            ),
            objective.team or "",
        )

    lead = language.say("These teams depend on each other. Agree on the work before the quarter begins.")
    return TableBlock(
        "across",
        columns,
        truncate(language, dependencies, LIMIT).map(row),
        language.say("Cross-team dependencies"),
        lead,
    )


def _is_across(objective_status: ObjectiveStatus, above: ObjectiveStatus) -> bool:
    if not objective_status.team or not above.team or fold_name(objective_status.team) == fold_name(above.team):
        return False
    return LEVELS.get(above.objective.level or "", 2) >= LEVELS["team"]
