"""The tree of objectives, with the key results of each."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.alignment import LEVELS
from ...core.key_result_status import KeyResultStatus
from ...core.objective_status import ObjectiveStatus
from ...core.rollup import WEAKEST
from ..data.objectives import level_name
from ..data.scope import Scope
from ..i18n import text
from ..i18n.terms import ALIGNMENTS
from ..model.report import Listing, Pictures, Row, Section, TableBlock, TableColumn, Text, TreeBlock, TreeRow
from .chart_data import tree_chart
from .initiatives import initiative_remarks
from .key_results import full_text, key_result_text, lifecycle_note, measure, now, remarks, sourced_measure, status_of
from .optional_section import section
from .score_change import score_change
from .truncation import truncate

TREE_LIMIT, KEY_RESULT_LIMIT = 400, 800
DEEPEST = 6


def objectives(scope: Scope) -> Section | None:
    """Return the tree of objectives with their key results; only the upper levels of a large organisation."""
    language, statuses = scope.language, scope.objectives
    if not statuses:
        return None
    chosen = _chosen(statuses)
    rows_left, top, branches = KEY_RESULT_LIMIT, min(status.depth for status in chosen), []
    for status in chosen:
        branches.append(_branch(scope, status, min(status.depth - top, DEEPEST), rows_left))
        rows_left = max(0, rows_left - len(status.key_results))
    lead = language.say(
        "Top-level objectives come first. An objective's score is the average of its own key results and of the objectives that count towards it. Expand an objective to see its key results."
    )
    hidden = len(statuses) - len(chosen)
    more = language.many(
        "and {count} more objective, see the consolidated workbook",
        "and {count} more objectives, see the consolidated workbook",
        hidden,
    )
    tree = TreeBlock(Listing(tuple(branches), more if hidden else ""))
    chart = tree_chart(scope)
    picture = Pictures((chart,)) if chart else None
    return section("objectives", language.say("All objectives"), picture, tree, lead=lead)


def _chosen(statuses: Sequence[ObjectiveStatus]) -> Sequence[ObjectiveStatus]:
    if len(statuses) <= TREE_LIMIT:
        return statuses
    levels = [LEVELS.get(status.objective.level or "", 2) for status in statuses]
    upper = [index for index in sorted(range(len(statuses)), key=levels.__getitem__) if levels[index] < 3]
    return [statuses[index] for index in sorted(upper[:TREE_LIMIT])]


def _branch(scope: Scope, objective_status: ObjectiveStatus, depth: int, room: int) -> TreeRow:
    language, objective = scope.language, objective_status.objective
    coverage = language.say(
        "{known} of {total} reporting",
        known=language.number(objective_status.data),
        total=language.number(objective_status.total),
    )
    meta = (
        text.name(objective.owner),
        text.name(objective_status.team) if objective_status.team else "",
        coverage if objective_status.total else "",
        score_change(scope, objective_status),
    )
    return TreeRow(
        text=full_text(
            objective.objective, text.label(objective.id, objective.objective), _remarks(scope, objective_status)
        ),
        depth=depth,
        level=level_name(language, objective_status),
        meta=tuple(part for part in meta if part),
        status=status_of(language, objective_status),
        measure=measure(language, objective_status, scope.goals.provenance(objective_status)),
        key_results=_key_results(scope, objective_status, room),
        fold=language.key_results(len(objective_status.key_results)) if objective_status.key_results else "",
        team=objective_status.team or "",
    )


def _key_results(scope: Scope, objective_status: ObjectiveStatus, room: int) -> TableBlock | None:
    if not objective_status.key_results:
        return None
    language = scope.language
    shown = truncate(
        language, objective_status.key_results, room,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("key result", language.say("Key result")), TableColumn("owner", language.say("Owner")),
        TableColumn("value", language.say("Value")), TableColumn("score", language.say("Score")), TableColumn("status", language.say("Status")),
    )  # fmt: skip
    lead = language.say("Key results of {id}", id=text.name(objective_status.objective.id))
    return TableBlock(
        "key results", columns, shown.map(lambda result: _row(scope, result, objective_status.team)), lead=lead
    )


def _row(scope: Scope, result: KeyResultStatus, team: str | None) -> Row:
    language = scope.language
    status = status_of(language, result)
    return Row(
        (
            key_result_text(
                result,
                [
                    *remarks(language, result, scope.snapshot.today, scope.data.reported_cells(result)),
                    *initiative_remarks(scope, result),
                ],
            ),
            Text(text.name(scope.goals.owner(result))),
            Text(now(language, result)),
            sourced_measure(language, result),
            status,
        ),
        team=team or "",
        status=status.word,
    )


def _remarks(scope: Scope, objective_status: ObjectiveStatus) -> list[str]:
    language = scope.language
    objective = objective_status.objective
    message = [language.say(ALIGNMENTS[objective_status.alignment])] if objective_status.alignment in ALIGNMENTS else []
    if objective.status not in (None, schema.ACTIVE):
        message.append(lifecycle_note(language, objective.status or "", objective.reason))
    if objective.commitment == "committed":
        message.append(language.say("committed"))
    if objective.roll_up == WEAKEST:
        message.append(language.say("its score is that of its weakest contribution"))
    if objective.contributes is False and objective.parent_id:
        message.append(language.say("supports {id} without counting towards its score", id=objective.parent_id))
    if objective_status.counted and any(not result.counted for result in objective_status.key_results):
        message.append(
            language.say(
                "own key results: {without} excluding abandoned ones, {having} including them",
                without=language.percent(objective_status.own),
                having=language.percent(objective_status.with_abandoned),
            )
        )
    reported = sum(bool(scope.data.reported_cells(result)) for result in objective_status.key_results)
    if reported:
        message.append(
            language.many(
                "{count} key result with a reported problem", "{count} key results with a reported problem", reported
            )
        )
    missing = scope.goals.shortfall(objective_status)
    if missing and missing.exact:
        people = missing.people
        message.append(language.many("skills shortfall: {count} person", "skills shortfall: {count} people", people))
    elif missing:
        message.append(language.say("skills shortfall"))
    return message
