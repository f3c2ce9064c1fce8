"""Skills at risk: which goals lack people, how many, and who is closest."""

from __future__ import annotations

from collections import Counter

from ...core.evaluation import ObjectiveStatus
from ...core.names import fold_name
from ...core.skill_status import NeedStatus
from ..data.privacy import ENOUGH
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .key_results import in_short
from .listing import cap
from .skills import level_said

LIMIT = 100


def risks(scope: Scope) -> Section | None:
    """Return the goals that lack people in a skill, the most missing first."""
    language = scope.language
    found = [
        (each, need)
        for each in scope.objectives
        if each.counted and each.readiness
        for need in each.readiness.needs
        if need.missing
    ]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1].missing)
    columns = (
        TableColumn("goal", language.say("Goal")), TableColumn("skill", language.say("Skill")), TableColumn("level", language.say("Level")),
        TableColumn("missing", language.say("Missing")), TableColumn("closest", language.say("Closest")),
    )  # fmt: skip
    rows = cap(language, found, LIMIT).map(lambda pair: _row(scope, *pair))
    lead = language.say(
        "Who is closest is told by role, and only where at least five people have the role: levels are personal."
    )
    return section("risks", language.say("Skills at risk"), TableBlock("risks", columns, rows), lead=lead)


def _row(scope: Scope, goal: ObjectiveStatus, need: NeedStatus) -> Row:
    language, of = scope.language, need.need
    asked = Provenance.of([of.origin.location("level"), of.origin.location("headcount")])
    return Row(
        (
            in_short(goal.objective.id, goal.objective.objective),
            Text(text.name(of.skill)),
            figure(level_said(language, of.level), asked, of.level, "number"),
            figure(language.people(need.missing), Provenance(), need.missing, "number"),
            Text(_closest(scope, need)),
        ),
        goal.team or "",
    )


def _closest(scope: Scope, need: NeedStatus) -> str:
    """The roles of those who lack least; a role of a few would name them."""
    language = scope.language
    if not need.closest:
        return language.say("nobody is rated in it")
    held = scope.data.roles
    roles = Counter(person.role for person in need.closest if held[fold_name(person.role)] >= ENOUGH)
    said = [
        language.many("{count} × {role}", "{count} × {role}", many, role=text.name(role))
        for role, many in roles.items()
    ]
    others = len(need.closest) - roles.total()
    if others:
        said.append(
            language.many("{count} of another role", "{count} of other roles", others)
            if said
            else language.people(others)
        )
    return language.listed(said)
