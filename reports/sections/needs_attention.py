"""The key results that need attention, furthest behind plan first."""

from __future__ import annotations

from ...core import pacing, schema
from ...core.key_result_status import KeyResultStatus, is_control, is_yes_or_no
from ...core.prediction import Prediction
from ..data.scope import Scope
from ..i18n import text
from ..model.report import Item, Items, Section
from .chart_data import spark
from .forecast import prediction_text
from .initiatives import initiative_remarks
from .key_results import is_overdue, key_result_text, not_met, now, points_ahead, remarks, sourced_measure, status_of
from .optional_section import section
from .truncation import truncate

LIMIT = 100
WORST = {"off track": 0, "missed": 0, "at risk": 1, "partly": 1, "not done": 1, "no data": 2}
CLOSE = 1 - pacing.OFF_TRACK_GAP  # the share of its time after which a result that is not done needs attention


def needs_attention(scope: Scope) -> Section | None:
    """Return key results that are off track, at risk, without data, or overdue for a check-in, in this order."""
    language, results = scope.language, needs_attention_of(scope)
    shown = truncate(
        language, results, LIMIT,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip
    lead = language.say("Furthest behind plan first, then no data, then overdue check-ins.")
    items = Items(shown.map(lambda result: _item(scope, result)), lead=lead) if results else None
    return section("attention", language.say("Needs attention"), items)


def needs_attention_of(scope: Scope) -> list[KeyResultStatus]:
    """Return the key results that need attention, the most pressing first."""
    results = [result for result in scope.key_results if _needs_attention(result)]
    return sorted(results, key=lambda result: (WORST.get(result.status, 3), -result.behind))


def _needs_attention(result: KeyResultStatus) -> bool:
    if (
        not result.counted
        or result.key_result.status == schema.CARRIED
        or (result.expected == 0.0 and not result.fault)
    ):
        return False
    if result.status == pacing.NOT_DONE and (result.expected or 0.0) < CLOSE:
        return is_overdue(result)
    return result.status in WORST or is_overdue(result)


def _item(scope: Scope, result: KeyResultStatus) -> Item:
    language, last = scope.language, result.last
    objective = scope.goals.by_id.get(result.key_result.objective_id or "")
    above = text.name(objective.objective.objective) if objective else ""
    meta = (above, text.name(scope.goals.owner(result)), now(language, result))
    noted = (language.short_day(last.date), text.name(last.by) if last.by else "") if last else ()
    return Item(
        text=key_result_text(
            result,
            [
                *remarks(language, result, scope.snapshot.today, scope.data.reported_cells(result)),
                *initiative_remarks(scope, result),
            ],
        ),
        meta=tuple(part for part in meta if part),
        status=status_of(language, result),
        measure=sourced_measure(language, result),
        why=reason(scope, result),
        outlook=outlook(scope, result),
        note=text.clip(last.note) if last and last.note else "",
        noted=", ".join(part for part in noted if part),
        picture=spark(language, result, scope.snapshot.today, scope.snapshot.period),
        team=(objective.team or "") if objective else "",
    )


def reason(scope: Scope, result: KeyResultStatus) -> str:
    """Return in words why a key result needs attention."""
    language = scope.language
    if result.status == "no data":
        if result.fault:
            return language.say("progress can't be calculated")
        return language.say("no value entered yet")
    if is_control(result.key_result) and result.status in WORST:
        return language.say("outside its range")
    if is_yes_or_no(result.key_result) and result.status in WORST:
        return not_met(language, result)
    if result.status not in WORST:
        return language.say("on track; check-in overdue")
    behind = -(points_ahead(result) or 0)
    if result.is_over:
        return language.many("finished {count} point below target", "finished {count} points below target", behind)
    return language.many("{count} point behind plan", "{count} points behind plan", behind)


def outlook(scope: Scope, result: KeyResultStatus) -> str:
    """Return the forecast in words, or why there is none; empty where that is not the question."""
    predicted = predicted_end(scope, result)
    is_behind = result.status in ("off track", "at risk") and not is_yes_or_no(result.key_result)
    if predicted or not is_behind or not _may_forecast(scope, result):
        return predicted
    return scope.language.say("too few check-ins for a forecast")


def predicted_end(scope: Scope, result: KeyResultStatus) -> str:
    """Return the forecast in words; empty without one."""
    prediction = prediction_of(scope, result)
    return prediction_text(scope.language, prediction) if prediction is not None else ""


def prediction_of(scope: Scope, result: KeyResultStatus) -> Prediction | None:
    """Return the forecast of a key result; None without one, after the end date, and on pages about single people."""
    return scope.data.ahead.predictions.get(result.key_result.id) if _may_forecast(scope, result) else None


def _may_forecast(scope: Scope, result: KeyResultStatus) -> bool:
    return scope.audience in ("organisation", "team") and not result.is_over
