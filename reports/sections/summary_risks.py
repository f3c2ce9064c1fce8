"""The risks of the executive summary: key results behind plan, and skills that objectives lack."""

from __future__ import annotations

from ...core import schema
from ...core.key_result_status import KeyResultStatus
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import NOTHING, Figure, figure
from ..model.provenance import provenance_of
from ..model.report import Row, TableBlock, TableColumn, Text
from .key_results import short_text, status_of
from .needs_attention import WORST, needs_attention_of, predicted_end, reason
from .skill_risks import shortfall_columns, shortfall_row, shortfalls
from .truncation import truncate

MOST, MOST_SKILLS = 5, 3
BEHIND = frozenset(WORST) - {"no data"}


def risks(scope: Scope) -> list[KeyResultStatus]:
    """Return the key results behind plan, worst first: off track and missed, then at risk, furthest behind first.

    They are those of “Needs attention” without those that only lack a value or a check-in: these ask for a decision.
    """
    return [result for result in needs_attention_of(scope) if result.status in BEHIND]


def top_risks(scope: Scope) -> TableBlock | None:
    """Return the five worst risks as a table; None without any."""
    language, listed = scope.language, risks(scope)
    if not listed:
        return None
    columns = (
        TableColumn("which", language.say("Key result")), TableColumn("status", language.say("Status")),
        TableColumn("why", language.say("Why")), TableColumn("owner", language.say("Owner")), TableColumn("due", language.say("Due")),
    )  # fmt: skip
    rows = truncate(
        language, listed, MOST,
        "and {count} more under “Needs attention”", "and {count} more under “Needs attention”",
    ).map(lambda result: _row(scope, result))  # fmt: skip
    return TableBlock("top risks", columns, rows, language.say("Risks"))


def _row(scope: Scope, result: KeyResultStatus) -> Row:
    language, key_result = scope.language, result.key_result
    ahead = predicted_end(scope, result)
    why = f"{reason(scope, result)}; {ahead}" if ahead else reason(scope, result)
    status = status_of(language, result)
    return Row(
        (
            short_text(key_result.id, key_result.key_result),
            status,
            figure(why, provenance_of(result)),
            owner_text(scope, scope.goals.owner(result)),
            due_on(scope, result.end),
        ),
        scope.goals.team(result),
        status.word,
    )


def owner_text(scope: Scope, owner: str | None) -> Text:
    """Return an owner's name, or that there is none."""
    return Text(text.name(owner) if owner else scope.language.say("no owner"))


def due_on(scope: Scope, day: int | None) -> Figure:
    """Return the day until which something is due; a dash where no date is known."""
    return NOTHING if day is None else Figure(scope.language.short_day(day), day, "day")


def skills_at_risk(scope: Scope) -> TableBlock | None:
    """Return the largest skills shortfalls as a table; None without any."""
    language = scope.language
    listed = [pair for pair in shortfalls(scope) if pair[0].objective.status != schema.CARRIED]
    if not listed:
        return None
    rows = truncate(
        language, listed, MOST_SKILLS,
        "and {count} more under “Skills at risk”", "and {count} more under “Skills at risk”",
    ).map(lambda pair: shortfall_row(scope, *pair))  # fmt: skip
    return TableBlock("skills at risk", shortfall_columns(language), rows, language.say("Skills at risk"))
