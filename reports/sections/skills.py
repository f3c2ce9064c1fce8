"""Skills as a report on many people shows them: groups, never a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from ...core.errors import Place
from ...core.evaluation import ObjectiveStanding
from ...core.skill_status import CertificateStanding, NeedStanding, skill_key
from ...core.skills import CERT_WARN_DAYS, LEVEL_WORDS
from ..data import privacy
from ..data.scope import Scope
from ..data.team_skills import Group
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number, share
from ..model.provenance import Trail
from ..model.report import Column, Row, Section, Table, Text
from .groups_of_blocks import section
from .heat import heat
from .key_results import in_short
from .listing import cap

LIMIT, NEED_LIMIT = 100, 120

_WORDS = {level: word for word, level in LEVEL_WORDS.items()}


def skills(scope: Scope) -> Section | None:
    """Return everything about the skills of groups."""
    words = scope.words
    lead = words.say(
        "Groups only. A range such as 2–3 stands for fewer than five people; what only one person is rated in is not "
        "shown."
    )
    blocks = heat(scope), readiness(scope), gaps(scope), step_in(scope), certificates(scope)
    return section("skills", words.say("Skills"), *blocks, lead=lead)


def gaps(scope: Scope) -> Table | None:
    """Return who is below what the role requires, by team and skill."""
    words, groups = scope.words, scope.groups
    found = [(key, group) for key, group in groups.of.items() if group.below]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1].lacking)

    def row(pair: tuple[tuple[str, str], Group]) -> Row:
        (team, skill), group = pair
        below = words.many(
            "{below} of {count} person", "{below} of {count} people", group.required, below=words.number(group.below)
        )
        mean = privacy.mean(words, group.rated_lacking, group.rated_below, group.rated - group.rated_below)
        unrated = group.below - group.rated_below
        not_rated = words.many("{count} not rated", "{count} not rated", unrated) if unrated else ""
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
        Column("skill", words.say("Skill")), Column("team", words.say("Team")), Column("below", words.say("Below")),
        Column("gap", words.say("Mean gap in levels")),
    )  # fmt: skip
    lead = words.say("The largest gaps first. Somebody who is not rated is below, and left out of the mean.")
    title = words.say("Gaps: below what the role requires")
    return Table("gaps", columns, cap(words, found, LIMIT).map(row), title, lead)


def step_in(scope: Scope) -> Table | None:
    """Return how many people apply each skill alone."""
    words, groups = scope.words, scope.groups
    found = [(skill, groups.skill(skill)) for skill in groups.skills]
    if not found:
        return None
    found.sort(key=lambda pair: sum(group.alone for group in pair[1]))

    def row(pair: tuple[str, list[Group]]) -> Row:
        skill, parts = pair
        alone = sum(group.alone for group in parts)
        cells = sum((group.trail for group in parts), Trail())
        meaning = {0: words.say("nobody yet"), 1: words.say("nobody could step in")}.get(alone, "")
        return Row((Text(text.name(groups.skills[skill])), number(words, alone, cells), figure(meaning)))

    columns = (
        Column("skill", words.say("Skill")), Column("people", words.say("People")),
        Column("meaning", words.say("What that means")),
    )  # fmt: skip
    lead = words.say("How many people apply a skill alone (level 3 or above), the fewest first.")
    shown = cap(
        words, found, LIMIT,
        "and {count} more skill, see the consolidated workbook",
        "and {count} more skills, see the consolidated workbook",
    )  # fmt: skip
    return Table("step in", columns, shown.map(row), words.say("Who could step in"), lead)


def readiness(scope: Scope) -> Table | None:
    """Return what each objective needs, the least ready first."""
    words = scope.words
    found = [each for each in scope.objectives if each.readiness and each.counted]
    found.sort(key=lambda each: 2.0 if not each.readiness or (ready := each.readiness.readiness) is None else ready)
    needs = [(each, need) for each in found if each.readiness for need in each.readiness.needs]
    if not needs:
        return None
    columns = (
        Column("objective", words.say("Objective")), Column("ready", words.say("Ready")),
        Column("skill", words.say("Skill")), Column("level", words.say("Level")),
        Column("needed", words.say("Needed")), Column("there", words.say("There")),
        Column("missing", words.say("Missing")),
    )  # fmt: skip
    rows = cap(words, needs, NEED_LIMIT).map(lambda pair: _need(scope, *pair))
    return Table("readiness", columns, rows, words.say("Skills that objectives need"))


def _need(scope: Scope, goal: ObjectiveStanding, each: NeedStanding) -> Row:
    words, of = scope.words, each.need
    rated = sum((group.trail for group in scope.facts.groups.skill(skill_key(of.skill))), Trail())
    asked = Trail.of([of.origin.place("level"), of.origin.place("headcount")])
    ready = goal.readiness.readiness if goal.readiness else None
    return Row(
        (
            in_short(goal.objective.id, goal.objective.objective),
            share(words, ready),
            Text(text.name(of.skill)),
            Figure(level_said(words, of.level), of.level, "number"),
            figure(words.people(of.headcount or 0), Trail(), of.headcount, "number"),
            number(words, each.have, asked + rated),
            figure(
                words.people(each.missing) if each.missing else words.say("nobody"), Trail(), each.missing, "number"
            ),
        ),
        team=goal.team or "",
    )


def level_said(words: Language, level: float | None) -> str:
    """Return a level with what it means, where it is a whole one.

    >>> from okrsheets.reports.i18n.language import language
    >>> level_said(language("en"), 3.0), level_said(language("en"), 2.5)
    ('3 (applies alone)', '2.5')
    """
    word = _WORDS.get(level or 0.0)
    if word is None or level is None:
        return words.number(level)
    return words.say("{level} ({meaning})", level=words.number(level), meaning=words.say(word))


def certificates(scope: Scope) -> Table | None:
    """Return how many people's certificates have run out or will soon."""
    words = scope.words
    names: dict[str, str] = {}
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    papers: chain[CertificateStanding] = chain.from_iterable(each.certificates for each in scope.people)
    for paper in papers:
        of = paper.certification
        if of.certification and paper.word in ("expired", "expiring", "missing"):
            key = skill_key(of.certification)
            names.setdefault(key, of.certification)
            found[key][paper.word].append(of.origin.place("issued" if paper.word == "missing" else "expires"))
    if not found:
        return None
    order = sorted(found, key=lambda key: (-len(found[key]["expired"]), -len(found[key]["expiring"])))

    def row(key: str) -> Row:
        counts = (_counted(words, found[key][word]) for word in ("expired", "expiring", "missing"))
        return Row((Text(text.name(names[key])), *counts))

    columns = (
        Column("certificate", words.say("Certificate")), Column("expired", words.say("Expired")),
        Column("expiring", words.say("Expiring")), Column("planned", words.say("Planned")),
    )  # fmt: skip
    lead = words.say(
        "How many have run out, run out within {days} days, or are planned but not there yet.", days=CERT_WARN_DAYS
    )
    shown = cap(
        words, order, LIMIT,
        "and {count} more certificate, see the consolidated workbook",
        "and {count} more certificates, see the consolidated workbook",
    )  # fmt: skip
    return Table("certificates", columns, shown.map(row), words.say("Certificates"), lead)


def _counted(words: Language, places: Sequence[Place]) -> Figure:
    return number(words, len(places), Trail.of(places)) if places else NOTHING
