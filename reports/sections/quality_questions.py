"""Questions that a good review asks: was it too easy, is it a task, could all be met while the objective fails?"""

from __future__ import annotations

from ...core import schema
from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus, feeds
from ...core.quality_checks import RUNNING, activity, scores, thin, too_easy
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import marked
from ..model.figure import figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .key_results import short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100
THINGS = ("binary", "milestone")  # kinds that say whether something was done, not what it changed

WHY = {
    "none": marked("no key results: achievement can't be measured"),
    "few": marked("measured by one key result only"),
    "no outcome": marked("all key results are activities or deliverables, not outcomes"),
}


def quality_questions(scope: Scope) -> Section | None:
    """Return questions about ambition, wording and coverage of the objectives; None without any."""
    language = scope.language
    lead = language.say("Simple rules flagged these items. They prove nothing: ask the owners.")
    blocks = _too_easy(scope), _tasks(scope), _thin(scope)
    return section("questions", language.say("Questions to discuss"), *blocks, lead=lead)


def _too_easy(scope: Scope) -> TableBlock | None:
    """Owners who achieved all aspirational key results in three consecutive quarters; committed ones are meant to be achieved."""
    language, data = scope.language, scope.data
    if len(data.snapshot.past) + 1 < RUNNING:
        return None
    quarters = data.quarters[:RUNNING]
    here = {fold_name(scope.goals.owner(result)) for result in scope.key_results}
    owners = [
        owner
        for owner in quarters[0]
        if owner in here and too_easy([scores(quarter.get(owner, ())) for quarter in quarters])
    ]
    if not owners:
        return None
    names = [data.snapshot.cycle, *(past.cycle for past in data.snapshot.past[: RUNNING - 1])]
    columns = (
        TableColumn("owner", language.say("Owner")),
        *(TableColumn(f"quarter {at}", text.clip(name, text.LABEL)) for at, name in enumerate(names)),
    )

    def row(owner: str) -> Row:
        results = quarters[0][owner]
        provenance = Provenance.of(result.key_result.origin.location("target") for result in results)
        cells = (language.many("{count} achieved", "{count} achieved", len(quarter[owner])) for quarter in quarters)
        first, *rest = cells
        name = Text(text.name(scope.goals.owner(results[0])))
        return Row((name, figure(first, provenance), *(figure(message) for message in rest)))

    lead = language.say(
        "These owners achieved all their aspirational key results in three consecutive quarters. Were the targets ambitious enough?"
    )
    return TableBlock(
        "too easy", columns, truncate(language, owners, LIMIT).map(row), language.say("Always achieved"), lead
    )


def _tasks(scope: Scope) -> TableBlock | None:
    """Key results worded as a task instead of an outcome."""
    language = scope.language
    tasks = [(result, word) for result in scope.key_results if result.counted and (word := _task(result))]
    if not tasks:
        return None
    columns = (
        TableColumn("which", language.say("Key result")), TableColumn("owner", language.say("Owner")),
        TableColumn("word", language.say("Sounds like a task")),
    )  # fmt: skip
    rows = truncate(language, tasks, LIMIT).map(
        lambda pair: Row(
            (
                short_text(pair[0].key_result.id, pair[0].key_result.key_result),
                Text(text.name(scope.goals.owner(pair[0]))),
                figure(language.quoted(pair[1]), Provenance.of([pair[0].key_result.origin.location("key_result")])),
            ),
            scope.goals.team(pair[0]),
        )
    )
    lead = language.say(
        "These key results describe what people do, not what changes. What will be different afterwards?"
    )
    return TableBlock("tasks", columns, rows, language.say("Activities rather than outcomes"), lead)


def _task(result: KeyResultStatus) -> str:
    key_result = result.key_result
    measured = key_result.kind not in THINGS and key_result.start is not None and key_result.target is not None
    return activity(key_result.key_result, measured)


def _thin(scope: Scope) -> TableBlock | None:
    """Objectives whose key results could all be achieved while the objective fails."""
    language = scope.language
    conflicts = [
        (objective_status, why)
        for objective_status in scope.objectives
        if objective_status.counted
        and objective_status.objective.status != schema.CARRIED
        and (why := _why(scope, objective_status))
    ]
    if not conflicts:
        return None
    columns = (
        TableColumn("which", language.say("Objective")), TableColumn("owner", language.say("Owner")), TableColumn("why", language.say("Why")),
    )  # fmt: skip
    rows = truncate(language, conflicts, LIMIT).map(
        lambda pair: Row(
            (
                short_text(pair[0].objective.id, pair[0].objective.objective),
                Text(text.name(pair[0].objective.owner)),
                figure(language.say(WHY[pair[1]]), Provenance.of([pair[0].objective.origin.location("objective")])),
            ),
            pair[0].team or "",
        )
    )
    lead = language.say("If all key results are achieved, the objective should be achieved too.")
    return TableBlock("thin", columns, rows, language.say("Do these key results prove the objective?"), lead)


def _why(scope: Scope, objective_status: ObjectiveStatus) -> str:
    outcomes = [
        result.key_result.kind not in THINGS and not _task(result)
        for result in objective_status.key_results
        if result.counted
    ]
    by_id = scope.goals.by_id
    return thin(outcomes, sum(feeds(by_id[name].objective) for name in objective_status.children if name in by_id))
