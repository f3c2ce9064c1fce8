"""Skills at risk: objectives with a shortfall, and the nearest candidates."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.skill_status import NeedStatus
from ..data.privacy import ENOUGH
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .key_results import short_text
from .needs import is_need_countable, level_text, missing_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100


def skill_risks(scope: Scope) -> Section | None:
    """Return objectives with a skills shortfall, the largest first."""
    language, listed = scope.language, shortfalls(scope)
    if not listed:
        return None
    columns = (*shortfall_columns(language), TableColumn("closest", language.say("Nearest candidates")))
    rows = truncate(language, listed, LIMIT).map(lambda pair: _row(scope, *pair))
    lead = language.say("For privacy, candidates are shown by role, for roles with five or more people.")
    return section("risks", language.say("Skills at risk"), TableBlock("risks", columns, rows), lead=lead)


def shortfalls(scope: Scope) -> list[tuple[ObjectiveStatus, NeedStatus]]:
    """Return the objectives with the skills that they lack people in, the largest shortfall first."""
    pairs = [
        (status, need)
        for status in scope.objectives
        if status.counted and status.readiness
        for need in status.readiness.needs
        if need.missing
    ]
    return sorted(pairs, key=lambda pair: (not is_need_countable(scope, *pair), -_exact(scope, *pair)))


def _exact(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> float:
    """The people missing, as far as they may be counted: an order must not tell either."""
    return need.missing if is_need_countable(scope, goal, need) else 0.0


def shortfall_columns(language: Language) -> tuple[TableColumn, ...]:
    """Return the columns of `shortfall_row`."""
    return (
        TableColumn("goal", language.say("Objective")), TableColumn("skill", language.say("Skill")),
        TableColumn("level", language.say("Level")), TableColumn("missing", language.say("Shortfall")),
    )  # fmt: skip


def _row(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> Row:
    row = shortfall_row(scope, goal, need)
    return replace(row, cells=(*row.cells, Text(_nearest_candidates(scope, goal, need))))


def shortfall_row(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> Row:
    """Return a skill that an objective needs: how many people are short of which level."""
    language, goal_skill = scope.language, need.need
    required = Provenance.of([goal_skill.origin.location("level"), goal_skill.origin.location("headcount")])
    return Row(
        (
            short_text(goal.objective.id, goal.objective.objective),
            Text(text.name(goal_skill.skill)),
            figure(level_text(language, goal_skill.level), required, goal_skill.level, "number"),
            missing_text(scope, goal, need),
        ),
        goal.team or "",
    )


def _nearest_candidates(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> str:
    """The nearest candidates by role; a role of fewer than five people would identify them."""
    language = scope.language
    if not is_need_countable(scope, goal, need):
        return language.say("hidden")
    if not need.closest:
        return language.say("no one rated")
    held = scope.data.roles
    roles = Counter(person.role for person in need.closest if held[fold_name(person.role)] >= ENOUGH)
    message = [
        language.many("{count} × {role}", "{count} × {role}", many, role=text.name(role))
        for role, many in roles.items()
    ]
    others = len(need.closest) - roles.total()
    if others:
        message.append(
            language.many("{count} in another role", "{count} in other roles", others)
            if message
            else language.people(others)
        )
    return language.listed(message)
