"""Skills of teams; no figure is about one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from ...core.errors import Location
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.skill_status import CertificateStatus, NeedStatus
from ...core.skills import CERT_WARN_DAYS
from ..data import privacy
from ..data.scope import Scope
from ..data.team_skills import Group
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number, share
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .evidence_rules import rules_block
from .key_results import short_text
from .needs import is_need_countable, level_text, missing_text
from .optional_section import section
from .skill_heatmap import skill_heatmap
from .skills_ahead import people_ahead, plan_steps
from .truncation import truncate

LIMIT, NEED_LIMIT = 100, 120


def skills(scope: Scope) -> Section | None:
    """Return the skills of teams: heat map, requirements, gaps, backup coverage, certificates."""
    language = scope.language
    lead = language.say(
        "Figures are for groups only. Averages over fewer than five people appear as a range such as 2–3. Single ratings are hidden."
    )
    blocks = (
        skill_heatmap(scope), readiness(scope), people_ahead(scope), plan_steps(scope), gaps(scope), backup_coverage(scope),
        certificates(scope),
    )  # fmt: skip
    shown = [block for block in blocks if block is not None]
    return section("skills", language.say("Skills"), *shown, rules_block(scope) if shown else None, lead=lead)


def gaps(scope: Scope) -> TableBlock | None:
    """Return the number of people below the required level, by team and skill."""
    language, groups = scope.language, scope.groups
    below_required = [(key, group) for key, group in groups.by_key.items() if group.below]
    if not below_required:
        return None
    below_required.sort(key=lambda pair: -pair[1].lacking if privacy.is_countable(pair[1].required) else 0.0)

    def row(pair: tuple[tuple[str, str], Group]) -> Row:
        (team, skill), group = pair
        if privacy.is_countable(group.required):
            below = language.many(
                "{below} of {count} person",
                "{below} of {count} people",
                group.required,
                below=language.number(group.below),
            )
            counted = figure(below, group.provenance, group.below, "number")
        else:
            counted = figure(language.say("hidden"), group.provenance)
        others = group.rated - group.rated_below
        mean = privacy.mean(language, group.rated_lacking, group.rated_below, others)
        if not privacy.is_countable(group.required):
            mean = privacy.Mean(language.say("hidden"), None)
        unrated = group.below - group.rated_below
        countable = privacy.is_countable(group.required)
        not_rated = language.many("{count} not rated", "{count} not rated", unrated) if unrated and countable else ""
        return Row(
            (
                Text(text.name(groups.skills[skill]), remarks=(not_rated,) if not_rated else ()),
                Text(text.name(groups.teams[team])),
                counted,
                Figure(mean.text, mean.value, "number" if mean.value is not None else ""),
            ),
            groups.teams[team],
        )

    columns = (
        TableColumn("skill", language.say("Skill")), TableColumn("team", language.say("Team")), TableColumn("below", language.say("Below requirement")),
        TableColumn("gap", language.say("Average gap (levels)")),
    )  # fmt: skip
    lead = language.say("Largest gaps first. Unrated people count as below requirement but not in the average.")
    title = language.say("Skill gaps")
    return TableBlock("gaps", columns, truncate(language, below_required, LIMIT).map(row), title, lead)


def backup_coverage(scope: Scope) -> TableBlock | None:
    """Return how many people can apply each skill on their own."""
    language, groups = scope.language, scope.groups
    by_skill = [(skill, groups.skill(skill)) for skill in groups.skills]
    if not by_skill:
        return None
    by_skill.sort(key=lambda pair: (0, sum(group.alone for group in pair[1])) if _may_count(scope, *pair) else (1, 0))

    def row(pair: tuple[str, list[Group]]) -> Row:
        skill, parts = pair
        alone = sum(group.alone for group in parts)
        cells = groups.provenance(skill)
        if not _may_count(scope, skill, parts):
            hidden = figure(language.say("hidden"), cells)
            return Row((Text(text.name(groups.skills[skill])), hidden, figure(language.say("few people rated"))))
        meaning = {0: language.say("no one at this level"), 1: language.say("no backup")}.get(alone, "")
        return Row((Text(text.name(groups.skills[skill])), number(language, alone, cells), figure(meaning)))

    columns = (
        TableColumn("skill", language.say("Skill")), TableColumn("people", language.say("People")),
        TableColumn("meaning", language.say("Risk")),
    )  # fmt: skip
    lead = language.say("People who can apply each skill on their own (level 3 or above), fewest first.")
    shown = truncate(
        language, by_skill, LIMIT,
        "and {count} more skill, see the consolidated workbook",
        "and {count} more skills, see the consolidated workbook",
    )  # fmt: skip
    return TableBlock("step in", columns, shown.map(row), language.say("Backup coverage"), lead)


def _readiness_shown(scope: Scope, status: ObjectiveStatus) -> float:
    """What objectives are ordered by: the readiness as far as it is shown, for an order must not tell either."""
    ready = status.readiness.readiness if status.readiness else None
    needs = status.readiness.needs if status.readiness else ()
    return 2.0 if ready is None or not all(is_need_countable(scope, status, need) for need in needs) else ready


def _may_count(scope: Scope, skill: str, parts: Sequence[Group]) -> bool:
    """Whether a count in a skill tells nobody's level, also together with the counts of the whole organisation."""
    if not privacy.is_countable(sum(group.rated for group in parts)):
        return False
    if scope.audience != "team":
        return True
    every = scope.data.groups
    sizes = {team: every.by_key[team, skill].rated for team in every.teams if (team, skill) in every.by_key}
    return privacy.is_countable(sum(sizes.values())) and fold_name(scope.subject) in privacy.shown_parts(sizes)


def readiness(scope: Scope) -> TableBlock | None:
    """Return the skills that each objective requires, the lowest readiness first."""
    language = scope.language
    statuses = [
        objective_status
        for objective_status in scope.objectives
        if objective_status.readiness and objective_status.counted
    ]
    statuses.sort(key=lambda status: _readiness_shown(scope, status))
    needs = [(status, need) for status in statuses if status.readiness for need in status.readiness.needs]
    if not needs:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("ready", language.say("Readiness")),
        TableColumn("skill", language.say("Skill")), TableColumn("level", language.say("Level")),
        TableColumn("needed", language.say("Required")), TableColumn("there", language.say("Available")),
        TableColumn("missing", language.say("Shortfall")),
    )  # fmt: skip
    rows = truncate(language, needs, NEED_LIMIT).map(lambda pair: _need(scope, *pair))
    return TableBlock("readiness", columns, rows, language.say("Skills required by objectives"))


def _need(scope: Scope, goal: ObjectiveStatus, need_status: NeedStatus) -> Row:
    language, need = scope.language, need_status.need
    rated = scope.data.groups.provenance(fold_name(need.skill))
    required = Provenance.of([need.origin.location("level"), need.origin.location("headcount")])
    needs = goal.readiness.needs if goal.readiness else ()
    ready = goal.readiness.readiness if goal.readiness else None
    hidden = figure(language.say("hidden"))
    readable = all(is_need_countable(scope, goal, other) for other in needs)
    countable = is_need_countable(scope, goal, need_status)
    enough = Figure(language.say("no shortfall"), 0.0, "number") if countable else hidden
    return Row(
        (
            short_text(goal.objective.id, goal.objective.objective),
            share(language, ready) if readable else hidden,
            Text(text.name(need.skill)),
            Figure(level_text(language, need.level), need.level, "number"),
            figure(language.people(need.headcount or 0), Provenance(), need.headcount, "number"),
            number(language, need_status.have, required + rated) if countable else hidden,
            missing_text(scope, goal, need_status) if need_status.missing else enough,
        ),
        team=goal.team or "",
    )


def certificates(scope: Scope) -> TableBlock | None:
    """Return how many certificates have expired, expire soon or are planned."""
    language = scope.language
    names: dict[str, str] = {}
    locations: dict[str, dict[str, list[Location]]] = defaultdict(lambda: defaultdict(list))
    certificates: chain[CertificateStatus] = chain.from_iterable(
        person_status.certificates for person_status in scope.people
    )
    for certificate in certificates:
        certification = certificate.certification
        if certification.certification and certificate.word in ("expired", "expiring", "missing"):
            key = fold_name(certification.certification)
            names.setdefault(key, certification.certification)
            locations[key][certificate.word].append(
                certification.origin.location("issued" if certificate.word == "missing" else "expires")
            )
    if not locations:
        return None
    order = sorted(locations, key=lambda key: (-len(locations[key]["expired"]), -len(locations[key]["expiring"])))

    def row(key: str) -> Row:
        counts = (_counted(language, locations[key][word]) for word in ("expired", "expiring", "missing"))
        return Row((Text(text.name(names[key])), *counts))

    columns = (
        TableColumn("certificate", language.say("Certificate")), TableColumn("expired", language.say("Expired")),
        TableColumn("expiring", language.say("Expiring")), TableColumn("planned", language.say("Planned")),
    )  # fmt: skip
    lead = language.say(
        "Certificates that have expired, expire within {days} days, or are planned.", days=CERT_WARN_DAYS
    )
    shown = truncate(
        language, order, LIMIT,
        "and {count} more certificate, see the consolidated workbook",
        "and {count} more certificates, see the consolidated workbook",
    )  # fmt: skip
    return TableBlock("certificates", columns, shown.map(row), language.say("Certificates"), lead)


def _counted(language: Language, places: Sequence[Location]) -> Figure:
    return number(language, len(places), Provenance.of(places)) if places else NOTHING
