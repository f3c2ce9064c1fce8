"""What a manager sees of their own people: levels, gaps, certificates, who could teach whom, check-in discipline.

Beside a person's own page this is the one place where levels of single people stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.skill_status import PersonStatus, SkillStatus
from ...core.skills import LEVEL_WORDS, MENTOR_LEVELS
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import NONE, Language
from ..i18n.terms import CERTIFICATES
from ..model.charts import HeatCell, HeatChart, HeatLine
from ..model.figure import NOTHING, Figure, day, figure, number
from ..model.provenance import Provenance
from ..model.report import Heat, Row, Section, Status, TableBlock, TableColumn, Text
from .key_results import is_overdue
from .optional_section import section
from .personal_skills import SIGNS
from .skill_heatmap import ACROSS, HEADING
from .truncation import truncate

LIMIT = 100
WEEKS = 4  # over which check-ins are counted


def people_skills(scope: Scope) -> Section | None:
    """Return the levels of the manager's people in their skills, with gaps and who could mentor whom."""
    lead = scope.language.say("Confidential: levels of single people, for their manager only.")
    blocks = _matrix(scope), _gaps(scope), _mentors(scope)
    return section("people", scope.language.say("My people's skills"), *blocks, lead=lead)


def _name(status: PersonStatus) -> str:
    return text.name(status.person.name or status.person.person_id)


def _cells(skill: SkillStatus) -> Provenance:
    return Provenance.of(origin.location("level") for origin in skill.cells)


def _matrix(scope: Scope) -> Heat | None:
    language = scope.language
    names: dict[str, str] = {}
    for status in scope.people:
        for skill in status.skills:
            names.setdefault(fold_name(skill.skill), skill.skill)
    if not names:
        return None
    shown = list(names)[:ACROSS]
    lines = tuple(_line(language, status, shown) for status in scope.people)
    legend = tuple((int(step), language.say(word)) for word, step in LEVEL_WORDS.items())
    title = language.say("Levels by person and skill")
    hidden = len(names) - len(shown)
    more = language.many("and {count} more skill", "and {count} more skills", hidden) if hidden else ""
    columns = tuple(text.clip(names[key], HEADING) for key in shown)
    chart = HeatChart(title, language.say("Person"), columns, lines, legend, title, more)
    return Heat(chart, title, language.say("▾ Below the level that the role requires."))


def _line(language: Language, status: PersonStatus, keys: Sequence[str]) -> HeatLine:
    by_skill = {fold_name(skill.skill): skill for skill in status.skills}
    own = [by_skill.get(key) for key in keys]
    sources = sum((_cells(skill) for skill in own if skill), Provenance())
    return HeatLine(figure(_name(status), sources), tuple(_cell(language, skill) for skill in own))


def _cell(language: Language, skill: SkillStatus | None) -> HeatCell:
    if skill is None:
        return HeatCell("", None, "")
    if skill.level is None:
        return HeatCell(NONE, None, language.say("no one rated"), bool(skill.gap))
    level = round(skill.level, 1)
    message = language.say("{skill}: level {level}.", skill=text.name(skill.skill), level=language.number(level))
    return HeatCell(language.number(level), min(5, int(skill.level + 0.5)), message, bool(skill.gap))


def _gaps(scope: Scope) -> TableBlock | None:
    language = scope.language
    found = [(status, skill) for status in scope.people for skill in status.skills if skill.gap]
    if not found:
        return None
    found.sort(key=lambda pair: -(pair[1].gap or 0.0))
    columns = (
        TableColumn("person", language.say("Person")), TableColumn("skill", language.say("Skill")),
        TableColumn("level", language.say("Level")), TableColumn("required", language.say("Required")),
        TableColumn("gap", language.say("Gap")), TableColumn("goals", language.say("Objectives")),
    )  # fmt: skip

    def row(pair: tuple[PersonStatus, SkillStatus]) -> Row:
        status, skill = pair
        level = number(language, None if skill.level is None else round(skill.level, 1), _cells(skill))
        goals = scope.data.needed_by.get(fold_name(skill.skill), ())
        return Row(
            (
                Text(_name(status)), Text(text.name(skill.skill)), level, number(language, skill.required),
                number(language, round(skill.gap or 0.0, 1)),
                number(language, len(goals)) if goals else NOTHING,
            )
        )  # fmt: skip

    lead = language.say("Largest gaps first; objectives are those that need the skill.")
    return TableBlock("people gaps", columns, truncate(language, found, LIMIT).map(row), language.say("Gaps"), lead)


def _mentors(scope: Scope) -> TableBlock | None:
    language, found = scope.language, list(_pairs(scope.people))
    if not found:
        return None
    columns = (
        TableColumn("skill", language.say("Skill")), TableColumn("learner", language.say("Who learns")),
        TableColumn("from", language.say("Level")), TableColumn("mentor", language.say("Possible mentor")),
        TableColumn("to", language.say("Mentor's level")),
    )  # fmt: skip

    def row(pair: tuple[PersonStatus, SkillStatus, PersonStatus, SkillStatus]) -> Row:
        learner, low, mentor, high = pair
        return Row(
            (
                Text(text.name(low.skill)), Text(_name(learner)), number(language, round(low.level or 0, 1), _cells(low)),
                Text(_name(mentor)), number(language, round(high.level or 0, 1), _cells(high)),
            )
        )  # fmt: skip

    lead = language.say("At least {levels} levels apart, where the role requires more.", levels=MENTOR_LEVELS)
    title = language.say("Who could mentor whom")
    return TableBlock("mentors", columns, truncate(language, found, LIMIT).map(row), title, lead)


def _pairs(people: Sequence[PersonStatus]) -> Iterator[tuple[PersonStatus, SkillStatus, PersonStatus, SkillStatus]]:
    """Each person with a gap and the best of the others who are two levels ahead."""
    rated: dict[str, list[tuple[PersonStatus, SkillStatus]]] = {}
    for status in people:
        for skill in status.skills:
            if skill.level is not None:
                rated.setdefault(fold_name(skill.skill), []).append((status, skill))
    for own in rated.values():
        mentor, high = max(own, key=lambda pair: pair[1].level or 0.0)
        for learner, low in own:
            if low.gap and (high.level or 0.0) - (low.level or 0.0) >= MENTOR_LEVELS:
                yield learner, low, mentor, high


def people_certificates(scope: Scope) -> Section | None:
    """Return the certificates of the manager's people, those that expire first on top."""
    language = scope.language
    found = [
        (status, certificate)
        for status in scope.people
        for certificate in status.certificates
        if certificate.certification.certification
    ]
    if not found:
        return None
    found.sort(key=lambda pair: pair[1].certification.expires or 1e9)
    columns = (
        TableColumn("certificate", language.say("Certificate")), TableColumn("person", language.say("Person")),
        TableColumn("expires", language.say("Expires")), TableColumn("state", language.say("Status")),
    )  # fmt: skip
    rows = truncate(language, found, LIMIT).map(
        lambda pair: Row(
            (
                Text(text.name(pair[1].certification.certification)),
                Text(_name(pair[0])),
                day(
                    language,
                    pair[1].certification.expires,
                    Provenance.of([pair[1].certification.origin.location("expires")]),
                ),
                Status(SIGNS.get(pair[1].word, "no data"), language.say(CERTIFICATES[pair[1].word])),
            )
        )
    )
    return section("certificates", language.say("Certificates"), TableBlock("certificates", columns, rows))


def discipline(scope: Scope) -> Section | None:
    """Return how regularly each of the manager's people checks in; None where nobody owns a key result."""
    language = scope.language
    owned = [(status, scope.data.owned(status.person)) for status in scope.people]
    owned = [(status, [result for result in results if result.counted]) for status, results in owned]
    rows = tuple(_discipline(scope, status, results) for status, results in owned if results)
    if not rows:
        return None
    columns = (
        TableColumn("person", language.say("Person")), TableColumn("key results", language.say("Key results")),
        TableColumn("check-ins", language.say("Check-ins in the last {days} days", days=WEEKS * 7)),
        TableColumn("overdue", language.say("Overdue")), TableColumn("last", language.say("Last check-in")),
    )  # fmt: skip
    table = TableBlock("discipline", columns, truncate(language, rows, LIMIT))
    return section("discipline", language.say("Check-ins by person"), table)


def _discipline(scope: Scope, status: PersonStatus, results: Sequence[KeyResultStatus]) -> Row:
    language, today = scope.language, scope.snapshot.today
    dates = [check_in.date for result in results for check_in in result.check_ins if check_in.date is not None]
    recent = sum(date > today - 7 * WEEKS for date in dates)
    overdue = sum(is_overdue(result) for result in results)
    ids = Provenance.of(result.key_result.origin.location("id") for result in results)
    last = Figure(language.short_day(max(dates)), max(dates), "day") if dates else NOTHING
    return Row(
        (
            Text(_name(status)), number(language, len(results), ids), number(language, recent),
            number(language, overdue) if overdue else NOTHING, last,
        )
    )  # fmt: skip
