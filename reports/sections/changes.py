"""Wording, targets and dates that changed after the quarter began."""

from __future__ import annotations

from ...core.changes import Change
from ...core.key_result_status import KeyResultStatus
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import marked
from ..model.figure import Figure, day, figure
from ..model.provenance import Provenance
from ..model.report import Cell, Row, Section, TableBlock, TableColumn, Text
from .key_results import measured, short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100

FIELDS = {
    "objective": marked("wording"),
    "key_result": marked("wording"),
    "commitment": marked("commitment"),
    "start": marked("start"),
    "target": marked("target"),
    "due_date": marked("due date"),
}


def changes(scope: Scope) -> Section | None:
    """Return changes of wording, targets and dates since the quarter began, with both values."""
    language = scope.language
    own = {
        "objectives": {objective_status.objective.id for objective_status in scope.objectives},
        "key results": {result.key_result.id for result in scope.key_results},
    }
    own_changes = [change for change in scope.snapshot.changes if change.id in own[change.table]]
    if not own_changes:
        return None
    columns = (
        TableColumn("which", language.say("Objective or key result")), TableColumn("what", language.say("What changed")),
        TableColumn("before", language.say("Before")), TableColumn("now", language.say("Now")), TableColumn("since", language.say("Since")),
    )  # fmt: skip
    shown = truncate(language, own_changes, LIMIT).map(lambda change: _row(scope, change))
    lead = language.say("Wording, targets and dates that changed after the quarter began. Was each change agreed?")
    title = language.say("Changes during the quarter")
    return section("changed", title, TableBlock("changed", columns, shown), lead=lead)


def _row(scope: Scope, change: Change) -> Row:
    language = scope.language
    cells = Provenance.of([change.origin.location(change.field)])
    which, team = _which(scope, change)
    return Row(
        (
            which,
            figure(language.say(FIELDS[change.field])),
            _value(scope, change, change.before, Provenance()),
            _value(scope, change, change.after, cells),
            Figure(language.short_day(change.day), change.day, "day"),
        ),
        team,
    )


def _which(scope: Scope, change: Change) -> tuple[Text, str]:
    if change.table == "objectives":
        goal = scope.goals.by_id[change.id]
        return short_text(change.id, goal.objective.objective), goal.team or ""
    result = _result(scope, change)
    return short_text(change.id, result.key_result.key_result), scope.goals.team(result)


def _result(scope: Scope, change: Change) -> KeyResultStatus:
    return next(result for result in scope.key_results if result.key_result.id == change.id)


def _value(scope: Scope, change: Change, value: str | float | None, provenance: Provenance) -> Cell:
    language = scope.language
    if isinstance(value, str):
        if change.field == "commitment":
            return figure(language.say(value), provenance)
        return Text(text.clip(value))
    if value is not None and change.field == "due_date":
        return day(language, int(value), provenance)
    return measured(language, _result(scope, change), value, provenance)
