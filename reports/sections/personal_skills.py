"""A person's skills, certificates, courses and next steps, for their own page only."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.names import fold_name
from ...core.skill_status import SkillStatus
from ...core.skills import RATER_TYPES
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import capitalised
from ..i18n.terms import CERTIFICATES
from ..model.figure import NOTHING, Figure, day, figure, number, share
from ..model.provenance import Provenance
from ..model.report import Pictures, Row, Section, Sentences, Status, TableBlock, TableColumn, Text
from .chart_data import skill_chart
from .evidence_rules import rules_block, stale_block
from .key_results import is_overdue, time_since_check_in
from .optional_section import section
from .truncation import truncate

LIMIT, GOALS = 100, 3
SIGNS = {"valid": "on track", "expiring": "at risk", "expired": "off track"}  # whose colours a certificate has


def skills(scope: Scope) -> Section | None:
    """Return the person's skill levels, with the average of each rater type."""
    language, person = scope.language, scope.person
    if not person.skills:
        return None
    raters = [rater for rater in RATER_TYPES if any(rater in skill_status.by_rater for skill_status in person.skills)]
    columns = (
        TableColumn("skill", language.say("Skill")),
        *(TableColumn(rater, capitalised(language.say(rater))) for rater in raters),
        TableColumn("level", language.say("Level")), TableColumn("required", language.say("Required")),
        TableColumn("gap", language.say("Gap")), TableColumn("spread", language.say("Rating spread")),
        *([TableColumn("margin", "±")] if scope.snapshot.skill_rules.has_margin else ()),
    )  # fmt: skip
    ranked = sorted(person.skills, key=lambda skill_status: -(skill_status.gap or 0.0))
    rows = truncate(language, ranked, LIMIT).map(lambda skill_status: _skill(scope, skill_status, raters))
    lead = language.say(
        "Levels are weighted averages of current ratings. Evidence counts most, then the manager, peers and self-rating. If the ratings differ widely, discuss them."
    )
    chart = skill_chart(language, person)
    return section(
        "skills",
        language.say("Skills"),
        Pictures((chart,)) if chart else None,
        TableBlock("skills", columns, rows),
        stale_block(scope, person),
        rules_block(scope),
        lead=lead,
    )


def _skill(scope: Scope, skill_status: SkillStatus, raters: list[str]) -> Row:
    language = scope.language
    level = number(language, _rounded(skill_status.level), scope.ratings[skill_status.skill])
    spread = number(language, round(skill_status.spread, 1)) if len(skill_status.by_rater) > 1 else NOTHING
    return Row(
        (
            Text(text.name(skill_status.skill)),
            *(number(language, _rounded(skill_status.by_rater.get(rater))) for rater in raters),
            level,
            number(language, skill_status.required),
            number(language, _rounded(skill_status.gap)) if skill_status.gap else NOTHING,
            spread,
            *([number(language, _rounded(skill_status.margin))] if scope.snapshot.skill_rules.has_margin else ()),
        )
    )


def _rounded(level: float | None) -> float | None:
    return None if level is None else round(level, 1)


def certificates(scope: Scope) -> Section | None:
    """Return the person's certificates with their expiry dates."""
    language = scope.language
    certificates = [certificate for certificate in scope.person.certificates if certificate.certification.certification]
    if not certificates:
        return None
    columns = (
        TableColumn("certificate", language.say("Certificate")), TableColumn("skill", language.say("Skill")),
        TableColumn("issued", language.say("Issued")), TableColumn("expires", language.say("Expires")),
        TableColumn("state", language.say("Status")),
    )  # fmt: skip
    rows = truncate(language, certificates, LIMIT).map(
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
    rows = truncate(language, courses, LIMIT).map(
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
    """Return the person's next steps: check-ins, skill gaps with the objectives that require the skill, renewals."""
    language = scope.language
    lines = [*_check_in_steps(scope), *_skill_steps(scope), *_certificate_steps(scope)]
    listed = Sentences(tuple(lines[:LIMIT]), listed=True) if lines else None
    return section("next", language.say("Next steps"), listed)


def _check_in_steps(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for result in scope.key_results:
        if is_overdue(result):
            key_result = result.key_result
            name = language.quoted(text.name(key_result.key_result or key_result.id))
            since = time_since_check_in(language, result, scope.snapshot.today)
            yield figure(
                language.say("Check in on {name}: {since}.", name=name, since=since),
                Provenance.of([key_result.origin.location("id")]),
            )


def _skill_steps(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for skill_status in sorted(scope.person.skills, key=lambda one: -(one.gap or 0.0)):
        if not skill_status.gap:
            continue
        skill, provenance = language.quoted(text.name(skill_status.skill)), scope.ratings[skill_status.skill]
        if skill_status.level is None:
            message = language.say(
                "Get rated in {skill}: the role requires level {required}.",
                skill=skill, required=language.number(skill_status.required),
            )  # fmt: skip
        else:
            message = language.say(
                "Develop {skill} from level {level} to {required}, as the role requires.",
                skill=skill, level=language.number(round(skill_status.level, 1)), required=language.number(skill_status.required),
            )  # fmt: skip
        yield figure(message, provenance)
        yield from _reasons(scope, skill_status)


def _reasons(scope: Scope, skill_status: SkillStatus) -> Iterator[Figure]:
    """The objectives that require the skill, and whether someone can teach it."""
    language, key = scope.language, fold_name(skill_status.skill)
    skill = language.quoted(text.name(skill_status.skill))
    goals = _nearest_goals(scope, key)
    if goals:
        yield figure(
            language.many(
                "{goals} requires {skill}.",
                "{goals} require {skill}.",
                len(goals),
                goals=language.listed(goals),
                skill=skill,
            )
        )
    if key in scope.data.taught:
        yield figure(
            language.say(
                "Someone in the organisation can teach {skill}: ask your manager to introduce you.", skill=skill
            )
        )


def _nearest_goals(scope: Scope, skill: str) -> list[str]:
    """The objectives that require a skill, those of the person's team first."""
    team = fold_name(scope.person.person.team)
    goals = sorted(scope.data.needed_by.get(skill, ()), key=lambda goal: fold_name(goal.team) != team)
    return [scope.language.quoted(text.name(goal.objective.objective)) for goal in goals[:GOALS]]


def _certificate_steps(scope: Scope) -> Iterator[Figure]:
    language = scope.language
    for certificate in scope.person.certificates:
        certification = certificate.certification
        if not certification.certification or certificate.word not in ("expired", "expiring", "missing"):
            continue
        name = language.quoted(text.name(certification.certification))
        provenance = Provenance.of(
            [certification.origin.location("issued" if certificate.word == "missing" else "expires")]
        )
        if certificate.word == "missing":
            yield figure(language.say("Earn the planned certificate {name}.", name=name), provenance)
        elif certificate.word == "expired":
            message = language.say(
                "Renew the certificate {name}: it expired on {day}.", name=name, day=language.day(certification.expires)
            )
            yield figure(message, provenance)
        else:
            message = language.say(
                "Renew the certificate {name}: it expires on {day}.", name=name, day=language.day(certification.expires)
            )
            yield figure(message, provenance)
