"""The key results that need somebody, worst first."""

from __future__ import annotations

from ...core import progress, schema
from ...core.evaluation import KeyResultStatus
from ..data.scope import Scope
from ..i18n import text
from ..model.report import Item, Items, Section
from .chart_data import spark
from .groups_of_blocks import section
from .key_results import is_waiting, named, now, remarks, status_of, whole
from .listing import cap

LIMIT = 100
WORST = {"off track": 0, "at risk": 1, "no data": 2}


def attention(scope: Scope) -> Section | None:
    """Return what is off track, at risk, without data or without a check-in lately, in this order."""
    language = scope.language
    found = [each for each in scope.key_results if _needs_somebody(each)]
    found.sort(key=lambda each: (WORST.get(each.status, 3), -each.behind))
    shown = cap(
        language, found, LIMIT,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip
    lead = language.say(
        "The furthest behind plan come first; then those without data, and those that nobody has looked at lately."
    )
    items = Items(shown.map(lambda each: _item(scope, each)), lead=lead) if found else None
    return section("attention", language.say("Needs attention first"), items)


def _needs_somebody(each: KeyResultStatus) -> bool:
    if not each.counted or each.key_result.status == schema.CARRIED or (each.expected == 0.0 and not each.fault):
        return False
    return each.status in WORST or is_waiting(each)


def _item(scope: Scope, each: KeyResultStatus) -> Item:
    language, last = scope.language, each.last
    objective = scope.goals.by_id.get(each.key_result.objective_id or "")
    above = text.name(objective.objective.objective) if objective else ""
    meta = (above, text.name(scope.goals.owner(each)), now(language, each))
    noted = (language.short_day(last.date), text.name(last.by) if last.by else "") if last else ()
    return Item(
        text=named(each, remarks(language, each, scope.snapshot.today)),
        meta=tuple(part for part in meta if part),
        status=status_of(language, each),
        measure=whole(language, each),
        why=_why(scope, each),
        outlook=_outlook(scope, each),
        note=text.clip(last.note) if last and last.note else "",
        noted=", ".join(part for part in noted if part),
        picture=spark(language, each, scope.snapshot.today, scope.snapshot.period),
        team=(objective.team or "") if objective else "",
    )


def _why(scope: Scope, each: KeyResultStatus) -> str:
    language = scope.language
    if each.status == "no data":
        if each.fault:
            return language.say("its numbers do not fit together")
        return language.say("nobody has given a value yet")
    if each.status not in WORST:
        return language.say("on track, but nobody has looked lately")
    behind = round(100 * each.behind)
    if each.expected == 1.0:
        return language.many("closed {count} point short", "closed {count} points short", behind)
    return language.many("{count} point behind plan", "{count} points behind plan", behind)


def _outlook(scope: Scope, each: KeyResultStatus) -> str:
    """A straight line through the check-ins is only worth saying where there is something to draw it through."""
    if each.forecast is None or each.expected == 1.0:
        return ""
    share = scope.language.percent(progress.score(each.forecast))
    return scope.language.say("at this pace it ends at {share}", share=share)
