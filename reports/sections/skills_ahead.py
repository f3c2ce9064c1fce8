"""What is likely to become of the skills that objectives need: people at the end of the cycle, and plans that were accepted."""

from __future__ import annotations

from ...core.headcount_forecast import HeadcountForecast
from ...core.objective_status import ObjectiveStatus
from ...core.plan_steps import is_step
from ...core.skill_outlook import need_key
from ...core.skill_status import NeedStatus
from ..data import privacy
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number
from ..model.provenance import Provenance, value_provenance
from ..model.report import Row, TableBlock, TableColumn, Text
from .forecast import chance_text
from .key_results import full_text, short_text, status_of
from .needs import is_need_countable, level_text
from .truncation import truncate

LIMIT = 100


def people_ahead(scope: Scope) -> TableBlock | None:
    """Return how many people are likely to have each needed skill on the last day of the cycle; None when it is over.

    Where so few people are below the level that the forecast would be about one of them, it is hidden.
    """
    snapshot, ahead = scope.snapshot, scope.snapshot.evaluation.ahead
    days = snapshot.period[1] - snapshot.today if snapshot.period else 0
    needs = [
        (status, need)
        for status in scope.objectives
        if status.counted and status.readiness
        for need in status.readiness.needs
        if need_key(need) in ahead
    ]
    if days <= 0 or not any(ahead[need_key(need)].forecast(need, days) for _, need in needs):
        return None
    language = scope.language
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("skill", language.say("Skill")),
        TableColumn("level", language.say("Level")), TableColumn("needed", language.say("Required")),
        TableColumn("likely", language.say("Likely by then")), TableColumn("chance", language.say("Chance of enough")),
    )  # fmt: skip
    title = language.say("People with the skill on {day}", day=language.day(snapshot.today + days))
    lead = language.say(
        "From how often people reached the level so far, and certificates that lapse. Forecasts about fewer than five people are hidden."
    )
    rows = truncate(language, needs, LIMIT).map(lambda pair: _need(scope, *pair, days))
    return TableBlock("people ahead", columns, rows, title, lead)


def _need(scope: Scope, goal: ObjectiveStatus, status: NeedStatus, days: int) -> Row:
    language, need = scope.language, status.need
    known = scope.snapshot.evaluation.ahead[need_key(status)]
    required = Provenance.of([need.origin.location("level"), need.origin.location("headcount")])
    told = is_need_countable(scope, goal, status) and privacy.is_countable(known.below)
    likely, chance = (
        _forecast(language, known.forecast(status, days)) if told else (figure(language.say("hidden")), NOTHING)
    )
    return Row(
        (
            short_text(goal.objective.id, goal.objective.objective), Text(text.name(need.skill)),
            Figure(level_text(language, need.level), need.level, "number"),
            figure(language.people(need.headcount or 0), required, need.headcount, "number"), likely, chance,
        ),
        goal.team or "",
    )  # fmt: skip


def _forecast(language: Language, ahead: HeadcountForecast | None) -> tuple[Figure, Figure]:
    if ahead is None:
        return figure(language.say("too few ratings over time")), NOTHING
    people = (
        language.people(ahead.high)
        if ahead.low == ahead.high
        else language.say("{low} to {high} people", low=language.number(ahead.low), high=language.number(ahead.high))
    )
    return figure(people), Figure(chance_text(language, ahead.chance), ahead.chance, "share")


def plan_steps(scope: Scope) -> TableBlock | None:
    """Return the steps of plans that teams have accepted into their workbooks, with what is done of each."""
    language = scope.language
    steps = [result for result in scope.key_results if result.counted and is_step(result.key_result)]
    if not steps:
        return None
    columns = (
        TableColumn("step", language.say("Step")), TableColumn("people", language.say("People")), TableColumn("done", language.say("Done")),
        TableColumn("due", language.say("Due")), TableColumn("status", language.say("Status")),
    )  # fmt: skip
    rows = truncate(language, steps, LIMIT).map(
        lambda result: Row(
            (
                full_text(result.key_result.key_result, result.key_result.id),
                number(
                    language, result.key_result.target, Provenance.of([result.key_result.origin.location("target")])
                ),
                number(language, result.current, value_provenance(result)),
                NOTHING if result.end is None else Figure(language.short_day(result.end), result.end, "day"),
                status_of(language, result),
            ),
            scope.goals.team(result),
            result.status,
        )
    )
    lead = language.say("Steps that teams accepted from `okrsheets plan`.")
    return TableBlock("plan steps", columns, rows, language.say("Plans for skills"), lead)
