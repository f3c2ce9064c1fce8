"""Questions that a good review asks: was it too easy, is it a task, could all be met while the objective fails?"""

from __future__ import annotations

from ...core import schema
from ...core.evaluation import KeyResultStatus, ObjectiveStatus, feeds
from ...core.names import fold_name
from ...core.quality_checks import RUNNING, activity, scores, thin, too_easy
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import marked
from ..model.figure import figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .key_results import in_short
from .listing import cap

LIMIT = 100
THINGS = ("binary", "milestone")  # kinds that say whether something was done, not what it changed

WHY = {
    "none": marked("it has no key result: nothing tells whether it was reached"),
    "few": marked("one key result decides over all of it"),
    "no outcome": marked("its key results are things to do or to deliver: all can be met while it fails"),
}


def questions(scope: Scope) -> Section | None:
    """Return what is worth a second look, where there is anything."""
    language = scope.language
    lead = language.say("Rules of thumb point at these. They prove nothing: ask the people who know.")
    blocks = _too_easy(scope), _tasks(scope), _thin(scope)
    return section("questions", language.say("Questions to ask"), *blocks, lead=lead)


def _too_easy(scope: Scope) -> TableBlock | None:
    """Owners who reached everything in three quarters running; what was committed is meant to be reached."""
    language, data = scope.language, scope.data
    if len(data.snapshot.past) + 1 < RUNNING:
        return None
    quarters = data.quarters[:RUNNING]
    here = {fold_name(scope.goals.owner(each)) for each in scope.key_results}
    found = [
        owner
        for owner in quarters[0]
        if owner in here and too_easy([scores(quarter.get(owner, ())) for quarter in quarters])
    ]
    if not found:
        return None
    names = [data.snapshot.cycle, *(past.cycle for past in data.snapshot.past[: RUNNING - 1])]
    columns = (
        TableColumn("owner", language.say("Owner")),
        *(TableColumn(f"quarter {at}", text.clip(name, text.LABEL)) for at, name in enumerate(names)),
    )

    def row(owner: str) -> Row:
        parts = quarters[0][owner]
        trail = Provenance.of(each.key_result.origin.location("target") for each in parts)
        cells = (language.many("{count} reached", "{count} reached", len(quarter[owner])) for quarter in quarters)
        first, *rest = cells
        name = Text(text.name(scope.goals.owner(parts[0])))
        return Row((name, figure(first, trail), *(figure(said) for said in rest)))

    lead = language.say(
        "All aspirational key results of these owners ended at 100% in three quarters running. Were the targets set "
        "where they are sure to be reached?"
    )
    return TableBlock("too easy", columns, cap(language, found, LIMIT).map(row), language.say("Always reached"), lead)


def _tasks(scope: Scope) -> TableBlock | None:
    """Key results that read like a task instead of what will be different afterwards."""
    language = scope.language
    found = [(each, word) for each in scope.key_results if each.counted and (word := _task(each))]
    if not found:
        return None
    columns = (
        TableColumn("which", language.say("Which")), TableColumn("owner", language.say("Owner")),
        TableColumn("word", language.say("Reads like a task")),
    )  # fmt: skip
    rows = cap(language, found, LIMIT).map(
        lambda pair: Row(
            (
                in_short(pair[0].key_result.id, pair[0].key_result.key_result),
                Text(text.name(scope.goals.owner(pair[0]))),
                figure(language.quoted(pair[1]), Provenance.of([pair[0].key_result.origin.location("key_result")])),
            ),
            scope.goals.team(pair[0]),
        )
    )
    lead = language.say("They say what is done, not what it changes. What will be different afterwards?")
    return TableBlock("tasks", columns, rows, language.say("Activity instead of outcome"), lead)


def _task(each: KeyResultStatus) -> str:
    of = each.key_result
    measured = of.kind not in THINGS and of.start is not None and of.target is not None
    return activity(of.key_result, measured)


def _thin(scope: Scope) -> TableBlock | None:
    """Objectives whose key results could all be met while they fail."""
    language = scope.language
    found = [
        (each, why)
        for each in scope.objectives
        if each.counted and each.objective.status != schema.CARRIED and (why := _why(scope, each))
    ]
    if not found:
        return None
    columns = (
        TableColumn("which", language.say("Which")), TableColumn("owner", language.say("Owner")), TableColumn("why", language.say("Why")),
    )  # fmt: skip
    rows = cap(language, found, LIMIT).map(
        lambda pair: Row(
            (
                in_short(pair[0].objective.id, pair[0].objective.objective),
                Text(text.name(pair[0].objective.owner)),
                figure(language.say(WHY[pair[1]]), Provenance.of([pair[0].objective.origin.location("objective")])),
            ),
            pair[0].team or "",
        )
    )
    lead = language.say("When all key results are met, the objective should be met, too.")
    return TableBlock("thin", columns, rows, language.say("Met on paper, and missed?"), lead)


def _why(scope: Scope, each: ObjectiveStatus) -> str:
    outcomes = [part.key_result.kind not in THINGS and not _task(part) for part in each.key_results if part.counted]
    by_id = scope.goals.by_id
    return thin(outcomes, sum(feeds(by_id[name].objective) for name in each.children if name in by_id))
