"""Finished key results: achieved, missed, to carry forward, abandoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core import pacing, schema
from ...core.key_result_status import KeyResultStatus
from ...core.objective_status import ObjectiveStatus
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import share
from ..model.provenance import Provenance, provenance_of
from ..model.report import Listing, Row, Section, TableBlock, TableColumn, Text, WriteIn, WriteIns
from .key_results import now, short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100


def retrospective(scope: Scope) -> Section | None:
    """Return the finished key results: achieved, missed, to carry forward, abandoned."""
    title = scope.language.say("Retrospective")
    return section(
        "closing",
        title,
        _self_assessed(scope),
        _achieved(scope),
        _missed_commitments(scope),
        _carry_forward(scope),
        _abandoned(scope),
    )


def _self_assessed(scope: Scope) -> TableBlock | None:
    """The objectives with a self-assessment, beside the score and the grade that follow from the figures."""
    language = scope.language
    assessed = [each for each in scope.objectives if each.objective.self_assessment is not None]
    if not assessed:
        return None
    columns = (
        TableColumn("which", language.say("Objective")), TableColumn("owner", language.say("Owner")),
        TableColumn("score", language.say("Score")), TableColumn("grade", language.say("Grade")),
        TableColumn("own", language.say("Self-assessment")), TableColumn("said", language.say("Why")),
    )  # fmt: skip
    lead = language.say("How those responsible assess their objectives themselves. It does not change the score.")
    rows = truncate(language, [_assessed_row(scope, each) for each in assessed], LIMIT)
    return TableBlock("self-assessment", columns, rows, language.say("Self-assessment"), lead)


def _assessed_row(scope: Scope, status: ObjectiveStatus) -> Row:
    language, objective = scope.language, status.objective
    source = Provenance.of([objective.origin.location("self_assessment")])
    cells = (
        short_text(objective.id, objective.objective),
        Text(text.name(objective.owner)),
        share(language, status.score, scope.goals.provenance(status)),
        Text(language.say(pacing.GRADE_WORDS[status.grade]) if status.grade else ""),
        share(language, objective.self_assessment, source),
        Text(text.clip(objective.self_assessment_note) if objective.self_assessment_note else ""),
    )
    return Row(cells, status.team or "", status.status)


def _is_finished(result: KeyResultStatus) -> bool:
    return result.counted and result.is_over


def _achieved(scope: Scope) -> TableBlock | None:
    language = scope.language
    achieved = [result for result in scope.key_results if result.counted and result.reached]
    lead = language.many(
        "{count} key result achieved its target.", "{count} key results achieved their targets.", len(achieved)
    )
    return _table(scope, "achieved", achieved, language.say("Achieved"), lead)


def _missed_commitments(scope: Scope) -> WriteIns | None:
    """Committed key results that finished below target, each with space for retrospective notes."""
    language = scope.language
    missed = [
        result
        for result in scope.key_results
        if _is_finished(result) and result.commitment == "committed" and not result.reached
    ]
    if not missed:
        return None
    return WriteIns(
        _listed(language, missed).map(lambda result: _write_in(scope, result)),
        language.say("Committed, finished below target"),
        language.say("These were commitments. Discuss what happened and what to do differently."),
    )


def _write_in(scope: Scope, result: KeyResultStatus) -> WriteIn:
    language = scope.language
    return WriteIn(
        short_text(result.key_result.id, result.key_result.key_result),
        text.name(scope.goals.owner(result)),
        share(language, result.score, provenance_of(result)),
        _value(language, result),
        (
            language.say("What happened?"),
            language.say("What did we learn?"),
            language.say("What will we do differently?"),
        ),
    )


def _carry_forward(scope: Scope) -> TableBlock | None:
    language = scope.language
    unfinished = [
        result
        for result in scope.key_results
        if result.key_result.status == schema.CARRIED
        or (_is_finished(result) and result.commitment != "committed" and not result.reached)
    ]
    lead = language.say(
        "For aspirational key results, 70% is a good score. Decide which to carry forward and which to drop."
    )
    return _table(scope, "carry forward", unfinished, language.say("Aspirational, finished below target"), lead)


def _table(scope: Scope, name: str, results: Iterable[KeyResultStatus], title: str, lead: str) -> TableBlock | None:
    language = scope.language
    rows = _listed(language, results).map(
        lambda result: Row(
            (
                short_text(result.key_result.id, result.key_result.key_result),
                Text(text.name(scope.goals.owner(result))),
                share(language, result.score, provenance_of(result)),
                Text(_value(language, result)),
            ),
            team=scope.goals.team(result),
            status=result.status,
        )
    )
    return (
        TableBlock(name, _columns(language, language.say("Key result"), language.say("Value")), rows, title, lead)
        if rows.rows
        else None
    )


def _columns(language: Language, first: str, last: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("which", first), TableColumn("owner", language.say("Owner")),
        TableColumn("score", language.say("Score")), TableColumn("said", last),
    )  # fmt: skip


def _listed(language: Language, results: Iterable[KeyResultStatus]) -> Listing[KeyResultStatus]:
    ranked = sorted(results, key=lambda result: -1.0 if result.score is None else result.score)
    return truncate(
        language, ranked, LIMIT,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip


def _value(language: Language, result: KeyResultStatus) -> str:
    value = now(language, result)
    if result.key_result.status == schema.CARRIED:
        return language.say("{value}; carried forward", value=value)
    return value


def _abandoned(scope: Scope) -> TableBlock | None:
    language = scope.language
    rows = list(_abandoned_rows(scope))
    lead = language.say("Excluded from all averages. The score is the last one recorded.")
    columns = _columns(language, language.say("Objective or key result"), language.say("Reason"))
    return (
        TableBlock("abandoned", columns, truncate(language, rows, LIMIT), language.say("Abandoned"), lead)
        if rows
        else None
    )


def _abandoned_rows(scope: Scope) -> Iterator[Row]:
    """Abandoned objectives, then abandoned key results of the others."""
    language = scope.language
    for objective_status in scope.objectives:
        objective = objective_status.objective
        if objective.status == schema.ABANDONED:
            score = share(language, objective_status.score, scope.goals.provenance(objective_status))
            owner = Text(text.name(objective.owner))
            yield Row(
                (short_text(objective.id, objective.objective), owner, score, _why(language, objective.reason)),
                objective_status.team or "",
            )
    for result in scope.key_results:
        key_result = result.key_result
        if key_result.status == schema.ABANDONED:
            score, owner = (
                share(language, result.score, provenance_of(result)),
                Text(text.name(scope.goals.owner(result))),
            )
            cells = (short_text(key_result.id, key_result.key_result), owner, score, _why(language, key_result.reason))
            yield Row(cells, scope.goals.team(result))


def _why(language: Language, reason: str | None) -> Text:
    return Text(text.clip(reason)) if reason else Text(language.say("no reason given"))
