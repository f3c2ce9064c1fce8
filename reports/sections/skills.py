"""Skills as a report on many people shows them: groups, never a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from ...core.errors import Location
from ...core.evaluation import ObjectiveStatus
from ...core.names import fold_name
from ...core.skill_status import CertificateStatus, NeedStatus
from ...core.skills import CERT_WARN_DAYS, LEVEL_WORDS
from ..data import privacy
from ..data.scope import Scope
from ..data.team_skills import Group
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number, share
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .heat import heat
from .key_results import in_short
from .listing import cap

LIMIT, NEED_LIMIT = 100, 120

_WORDS = {level: word for word, level in LEVEL_WORDS.items()}


def skills(scope: Scope) -> Section | None:
    """Return everything about the skills of groups."""
    language = scope.language
    lead = language.say(
        "Groups only. A range such as 2–3 stands for fewer than five people; what only one person is rated in is not "
        "shown."
    )
    blocks = heat(scope), readiness(scope), gaps(scope), step_in(scope), certificates(scope)
    return section("skills", language.say("Skills"), *blocks, lead=lead)


def gaps(scope: Scope) -> TableBlock | None:
    """Return who is below what the role requires, by team and skill."""
    language, groups = scope.language, scope.groups
    found = [(key, group) for key, group in groups.of.items() if group.below]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1].lacking)

    def row(pair: tuple[tuple[str, str], Group]) -> Row:
        (team, skill), group = pair
        below = language.many(
            "{below} of {count} person", "{below} of {count} people", group.required, below=language.number(group.below)
        )
        mean = privacy.mean(language, group.rated_lacking, group.rated_below, group.rated - group.rated_below)
        unrated = group.below - group.rated_below
        not_rated = language.many("{count} not rated", "{count} not rated", unrated) if unrated else ""
        return Row(
            (
                Text(text.name(groups.skills[skill]), remarks=(not_rated,) if not_rated else ()),
                Text(text.name(groups.teams[team])),
                figure(below, group.trail, group.below, "number"),
                Figure(mean.text, mean.value, "number" if mean.value is not None else ""),
            ),
            groups.teams[team],
        )

    columns = (
        TableColumn("skill", language.say("Skill")), TableColumn("team", language.say("Team")), TableColumn("below", language.say("Below")),
        TableColumn("gap", language.say("Mean gap in levels")),
    )  # fmt: skip
    lead = language.say("The largest gaps first. Somebody who is not rated is below, and left out of the mean.")
    title = language.say("Gaps: below what the role requires")
    return TableBlock("gaps", columns, cap(language, found, LIMIT).map(row), title, lead)


def step_in(scope: Scope) -> TableBlock | None:
    """Return how many people apply each skill alone."""
    language, groups = scope.language, scope.groups
    found = [(skill, groups.skill(skill)) for skill in groups.skills]
    if not found:
        return None
    found.sort(key=lambda pair: sum(group.alone for group in pair[1]))

    def row(pair: tuple[str, list[Group]]) -> Row:
        skill, parts = pair
        alone = sum(group.alone for group in parts)
        cells = sum((group.trail for group in parts), Provenance())
        meaning = {0: language.say("nobody yet"), 1: language.say("nobody could step in")}.get(alone, "")
        return Row((Text(text.name(groups.skills[skill])), number(language, alone, cells), figure(meaning)))

    columns = (
        TableColumn("skill", language.say("Skill")), TableColumn("people", language.say("People")),
        TableColumn("meaning", language.say("What that means")),
    )  # fmt: skip
    lead = language.say("How many people apply a skill alone (level 3 or above), the fewest first.")
    shown = cap(
        language, found, LIMIT,
        "and {count} more skill, see the consolidated workbook",
        "and {count} more skills, see the consolidated workbook",
    )  # fmt: skip
    return TableBlock("step in", columns, shown.map(row), language.say("Who could step in"), lead)


def readiness(scope: Scope) -> TableBlock | None:
    """Return what each objective needs, the least ready first."""
    language = scope.language
    found = [each for each in scope.objectives if each.readiness and each.counted]
    found.sort(key=lambda each: 2.0 if not each.readiness or (ready := each.readiness.readiness) is None else ready)
    needs = [(each, need) for each in found if each.readiness for need in each.readiness.needs]
    if not needs:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("ready", language.say("Ready")),
        TableColumn("skill", language.say("Skill")), TableColumn("level", language.say("Level")),
        TableColumn("needed", language.say("Needed")), TableColumn("there", language.say("There")),
        TableColumn("missing", language.say("Missing")),
    )  # fmt: skip
    rows = cap(language, needs, NEED_LIMIT).map(lambda pair: _need(scope, *pair))
    return TableBlock("readiness", columns, rows, language.say("Skills that objectives need"))


def _need(scope: Scope, goal: ObjectiveStatus, each: NeedStatus) -> Row:
    language, of = scope.language, each.need
    rated = sum((group.trail for group in scope.data.groups.skill(fold_name(of.skill))), Provenance())
    asked = Provenance.of([of.origin.location("level"), of.origin.location("headcount")])
    ready = goal.readiness.readiness if goal.readiness else None
    return Row(
        (
            in_short(goal.objective.id, goal.objective.objective),
            share(language, ready),
            Text(text.name(of.skill)),
            Figure(level_said(language, of.level), of.level, "number"),
            figure(language.people(of.headcount or 0), Provenance(), of.headcount, "number"),
            number(language, each.have, asked + rated),
            figure(
                language.people(each.missing) if each.missing else language.say("nobody"),
                Provenance(),
                each.missing,
                "number",
            ),
        ),
        team=goal.team or "",
    )


def level_said(language: Language, level: float | None) -> str:
    """Return a level with what it means, where it is a whole one.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> level_said(load_language("en"), 3.0), level_said(load_language("en"), 2.5)
    ('3 (applies alone)', '2.5')
    """
    word = _WORDS.get(level or 0.0)
    if word is None or level is None:
        return language.number(level)
    return language.say("{level} ({meaning})", level=language.number(level), meaning=language.say(word))


def certificates(scope: Scope) -> TableBlock | None:
    """Return how many people's certificates have run out or will soon."""
    language = scope.language
    names: dict[str, str] = {}
    found: dict[str, dict[str, list[Location]]] = defaultdict(lambda: defaultdict(list))
    papers: chain[CertificateStatus] = chain.from_iterable(each.certificates for each in scope.people)
    for paper in papers:
        of = paper.certification
        if of.certification and paper.word in ("expired", "expiring", "missing"):
            key = fold_name(of.certification)
            names.setdefault(key, of.certification)
            found[key][paper.word].append(of.origin.location("issued" if paper.word == "missing" else "expires"))
    if not found:
        return None
    order = sorted(found, key=lambda key: (-len(found[key]["expired"]), -len(found[key]["expiring"])))

    def row(key: str) -> Row:
        counts = (_counted(language, found[key][word]) for word in ("expired", "expiring", "missing"))
        return Row((Text(text.name(names[key])), *counts))

    columns = (
        TableColumn("certificate", language.say("Certificate")), TableColumn("expired", language.say("Expired")),
        TableColumn("expiring", language.say("Expiring")), TableColumn("planned", language.say("Planned")),
    )  # fmt: skip
    lead = language.say(
        "How many have run out, run out within {days} days, or are planned but not there yet.", days=CERT_WARN_DAYS
    )
    shown = cap(
        language, order, LIMIT,
        "and {count} more certificate, see the consolidated workbook",
        "and {count} more certificates, see the consolidated workbook",
    )  # fmt: skip
    return TableBlock("certificates", columns, shown.map(row), language.say("Certificates"), lead)


def _counted(language: Language, places: Sequence[Location]) -> Figure:
    return number(language, len(places), Provenance.of(places)) if places else NOTHING
