"""A person's skills, certificates, courses, and what to do next: for their own page only."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.names import fold_name
from ...core.skill_status import SkillStatus
from ...core.skills import RATER_TYPES
from ..data.scope import Scope
from ..i18n import text
from ..i18n.terms import CERTIFICATES
from ..model.figure import NOTHING, Figure, day, figure, number, share
from ..model.provenance import Provenance
from ..model.report import Pictures, Row, Section, Sentences, Status, TableBlock, TableColumn, Text
from .chart_data import skill_chart
from .groups_of_blocks import section
from .key_results import is_waiting, waiting_for
from .listing import cap

LIMIT, GOALS = 100, 3
SIGNS = {"valid": "on track", "expiring": "at risk", "expired": "off track"}  # whose colours a certificate has


def abilities(scope: Scope) -> Section | None:
    """Return the person's skills with what each rater type says."""
    language, person = scope.language, scope.person
    if not person.skills:
        return None
    raters = [rater for rater in RATER_TYPES if any(rater in each.by_rater for each in person.skills)]
    columns = (
        TableColumn("skill", language.say("Skill")),
        *(TableColumn(rater, language.say(rater)) for rater in raters),
        TableColumn("level", language.say("Level")), TableColumn("required", language.say("Required")),
        TableColumn("gap", language.say("Gap")), TableColumn("spread", language.say("Spread between raters")),
    )  # fmt: skip
    ranked = sorted(person.skills, key=lambda each: -(each.gap or 0.0))
    rows = cap(language, ranked, LIMIT).map(lambda each: _skill(scope, each, raters))
    lead = language.say(
        "A level is the mean of what counts today: evidence weighs most, then the manager, peers, and oneself. A wide "
        "spread is worth a talk."
    )
    chart = skill_chart(language, person)
    return section(
        "skills",
        language.say("Skills"),
        Pictures((chart,)) if chart else None,
        TableBlock("skills", columns, rows),
        lead=lead,
    )


def _skill(scope: Scope, each: SkillStatus, raters: list[str]) -> Row:
    language = scope.language
    level = number(language, _rounded(each.level), scope.ratings[each.skill])
    spread = number(language, round(each.spread, 1)) if len(each.by_rater) > 1 else NOTHING
    return Row(
        (
            Text(text.name(each.skill)),
            *(number(language, _rounded(each.by_rater.get(rater))) for rater in raters),
            level,
            number(language, each.required),
            number(language, _rounded(each.gap)) if each.gap else NOTHING,
            spread,
        )
    )


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(level, 1)


def certificates(scope: Scope) -> Section | None:
    """Return the person's certificates, with how long each is good."""
    language = scope.language
    papers = [paper for paper in scope.person.certificates if paper.certification.certification]
    if not papers:
        return None
    columns = (
        TableColumn("certificate", language.say("Certificate")), TableColumn("skill", language.say("Skill")),
        TableColumn("issued", language.say("Issued")), TableColumn("expires", language.say("Expires")),
        TableColumn("state", language.say("State")),
    )  # fmt: skip
    rows = cap(language, papers, LIMIT).map(
        lambda paper: Row(
            (
                Text(text.name(paper.certification.certification)),
                Text(text.name(paper.certification.skill) if paper.certification.skill else ""),
                day(
                    language, paper.certification.issued, Provenance.of([paper.certification.origin.location("issued")])
                ),
                day(
                    language,
                    paper.certification.expires,
                    Provenance.of([paper.certification.origin.location("expires")]),
                ),
                Status(SIGNS.get(paper.word, "no data"), language.say(CERTIFICATES[paper.word])),
            )
        )
    )
    return section("certificates", language.say("Certificates"), TableBlock("certificates", columns, rows))


def learning(scope: Scope) -> Section | None:
    """Return the person's courses."""
    language = scope.language
    courses = [course for course in scope.person.learning if course.course]
    if not courses:
        return None
    columns = (
        TableColumn("course", language.say("Course")), TableColumn("skill", language.say("Skill")),
        TableColumn("provider", language.say("Provider")), TableColumn("progress", language.say("Progress")),
        TableColumn("completed", language.say("Completed on")), TableColumn("hours", language.say("Hours")),
    )  # fmt: skip
    rows = cap(language, courses, LIMIT).map(
        lambda course: Row(
            (
                Text(text.name(course.course)),
                Text(text.name(course.skill) if course.skill else ""),
                Text(text.name(course.provider) if course.provider else ""),
                NOTHING
                if course.progress is None
                else share(language, course.progress, Provenance.of([course.origin.location("progress")])),
                day(language, course.completed_on),
                number(language, course.hours),
            )
        )
    )
    return section("learning", language.say("Learning"), TableBlock("learning", columns, rows))


def next_steps(scope: Scope) -> Section | None:
    """Return what to do next: check in, close gaps for the goals that need the skill, renew certificates."""
    language = scope.language
    lines = [*_to_check_in(scope), *_gaps(scope), *_to_renew(scope)]
    listed = Sentences(tuple(lines[:LIMIT]), listed=True) if lines else None
    return section("next", language.say("What to do next"), listed)


def _to_check_in(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for each in scope.key_results:
        if is_waiting(each):
            of = each.key_result
            name = language.quoted(text.name(of.key_result or of.id))
            since = waiting_for(language, each, scope.snapshot.today)
            yield figure(
                language.say("Check in on {name}: {since}.", name=name, since=since),
                Provenance.of([of.origin.location("id")]),
            )


def _gaps(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for each in sorted(scope.person.skills, key=lambda one: -(one.gap or 0.0)):
        if not each.gap:
            continue
        skill, trail = language.quoted(text.name(each.skill)), scope.ratings[each.skill]
        if each.level is None:
            said = language.say(
                "Have {skill} rated: the role asks for level {required}.",
                skill=skill, required=language.number(each.required),
            )  # fmt: skip
        else:
            said = language.say(
                "Grow in {skill} from level {level} to {required}, as the role asks.",
                skill=skill, level=language.number(round(each.level, 1)), required=language.number(each.required),
            )  # fmt: skip
        yield figure(said, trail)
        yield from _reasons(scope, each)


def _reasons(scope: Scope, each: SkillStatus) -> Iterator[Figure]:
    """Which goals need the skill, and that there is somebody to learn it from."""
    language, key = scope.language, fold_name(each.skill)
    skill = language.quoted(text.name(each.skill))
    goals = _nearest_goals(scope, key)
    if goals:
        yield figure(
            language.many(
                "{goals} needs {skill}.", "{goals} need {skill}.", len(goals), goals=language.listed(goals), skill=skill
            )
        )
    if key in scope.data.taught:
        yield figure(
            language.say(
                "Somebody here enables others in {skill}: ask your manager to bring you together.", skill=skill
            )
        )


def _nearest_goals(scope: Scope, skill: str) -> list[str]:
    """The goals that need a skill, those of the person's team first."""
    team = fold_name(scope.person.person.team)
    goals = sorted(scope.data.needed_by.get(skill, ()), key=lambda goal: fold_name(goal.team) != team)
    return [scope.language.quoted(text.name(goal.objective.objective)) for goal in goals[:GOALS]]


def _to_renew(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for paper in scope.person.certificates:
        of = paper.certification
        if not of.certification or paper.word not in ("expired", "expiring", "missing"):
            continue
        name = language.quoted(text.name(of.certification))
        trail = Provenance.of([of.origin.location("issued" if paper.word == "missing" else "expires")])
        if paper.word == "missing":
            yield figure(language.say("Earn the certificate {name}, which is planned.", name=name), trail)
        elif paper.word == "expired":
            said = language.say(
                "Renew the certificate {name}: it expired on {day}.", name=name, day=language.day(of.expires)
            )
            yield figure(said, trail)
        else:
            said = language.say(
                "Renew the certificate {name}: it expires on {day}.", name=name, day=language.day(of.expires)
            )
            yield figure(said, trail)
