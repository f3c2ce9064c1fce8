"""The executive summary: what the first screen and the first page answer."""

from __future__ import annotations

from ...core.objective_status import ObjectiveStatus
from ..data.commentary import commentary
from ..data.scope import Scope
from ..i18n import text
from ..model.executive_summary import SUMMARY, ExecutiveSummary
from ..model.figure import NOTHING, Figure, share
from ..model.report import Listing, Row, Section, TableBlock, TableColumn, Text
from .chart_data import tree_statuses
from .key_results import short_text, status_of
from .score_change import points_moved
from .status_overview import status_counts
from .summary_changes import changes_since_review
from .summary_decisions import top_decisions
from .summary_risks import skills_at_risk, top_risks
from .summary_verdict import verdict

LINES = 12  # objectives of the tree on one screen


def executive_summary(scope: Scope) -> Section:
    """Return the section with the verdict, the changes, the risks and the decisions."""
    summary = ExecutiveSummary(
        verdict(scope),
        statuses=status_counts(scope),
        commentary=commentary(scope),
        tree=_tree(scope),
        changes=changes_since_review(scope),
        risks=top_risks(scope),
        decisions=top_decisions(scope),
        skills=skills_at_risk(scope),
    )
    return Section(SUMMARY, scope.language.say("Executive summary"), summary.blocks)


def _tree(scope: Scope) -> TableBlock | None:
    """One line an objective: the upper levels first, as many as fit, in the order of the tree."""
    language = scope.language
    statuses = [status for status in tree_statuses(scope) if status.counted]
    if not statuses:
        return None
    upper = sorted(range(len(statuses)), key=lambda at: (statuses[at].depth, at))[:LINES]
    shown = [statuses[at] for at in sorted(upper)]
    top = min(status.depth for status in shown)
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("team", language.say("Team")),
        TableColumn("status", language.say("Status")), TableColumn("score", language.say("Score")),
        TableColumn("change", language.say("Change")),
    )  # fmt: skip
    hidden = len(statuses) - len(shown)
    rows = tuple(_line(scope, status, status.depth - top) for status in shown)
    more = language.many(
        "and {count} more under “All objectives”", "and {count} more under “All objectives”", hidden
    )  # fmt: skip
    return TableBlock("goals", columns, Listing(rows, more if hidden else ""), language.say("Objectives"))


def _line(scope: Scope, status: ObjectiveStatus, depth: int) -> Row:
    language, objective, shown = scope.language, status.objective, status_of(scope.language, status)
    points = points_moved(scope, status)
    change = NOTHING if points is None else Figure(language.signed(points), points, "number")
    return Row(
        (
            short_text(objective.id, objective.objective),
            Text(text.name(status.team) if status.team else ""),
            shown,
            share(language, status.score, scope.goals.provenance(status)),
            change,
        ),
        status.team or "",
        shown.word,
        depth,
    )
