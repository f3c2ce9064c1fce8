"""An import of learning records: from reports, badges and statements to the rows of our tables, as a plan.

A row is a person and a course (or a certificate), so that importing the same twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...core import schema
from ...core.errors import Location, Problem
from ...core.model import Person
from ...core.names import fold_name
from . import badges, statements
from .badges import Badge
from .database import Database
from .files import Document, ReportTable
from .learning_rows import ReportCourse, courses, create, gather, load, make_persons, wrong_order
from .learning_systems import SYSTEMS, LearningSystem, learning_system, system_of
from .learning_values import read_unusual, scale_progress
from .matches import CourseSkill, Matches, PersonMatch
from .people import Ask, PeopleMatch, match_people
from .skill_matching import SkillIndex
from .taxonomies import CatalogueSkill

LEARNING = tuple(column.field for column in schema.LEARNING.inputs)
CERTIFICATIONS = tuple(column.field for column in schema.CERTIFICATIONS.inputs)
MOST_UNMATCHED = 1_000  # people that the table of matches lists
NAMED = 5  # examples in a note
_TOTALS = frozenset(system.totals for system in SYSTEMS if system.totals)  # courses in name only: they build no skill
_XAPI = learning_system(statements.SYSTEM, {name: name for name in statements.COLUMNS}, statements.COLUMNS)

Row = tuple[object, ...]


@dataclass(frozen=True)
class ImportContext:
    """What an import compares with: the people and skills of the workbooks, the user's matches, and the last import.

    `learning` are the rows of the last import, or `learning_csv` is the file that has them.
    """

    people: Sequence[Person]
    skills: Sequence[str] = ()
    matches: Matches = field(default_factory=Matches)
    learning: Sequence[Row] = ()
    learning_csv: Path | None = None
    certifications: Sequence[Row] = ()


@dataclass(frozen=True)
class Read:
    """A report or a set of documents that was recognised: its name, its system, and how many rows it has."""

    name: str
    system: str
    rows: int
    totals: bool = False


@dataclass(frozen=True)
class LearningPlan:
    """What an import would change. The rows of `learning` are in the database, in the table `result`."""

    read: Sequence[Read]
    new: int
    changed: int
    same: int
    certifications: Sequence[Row]
    certificates_changed: bool
    people: PeopleMatch
    matches: Matches
    problems: Sequence[Problem]
    total: int
    badges: int = 0
    without_skill: int = 0

    @property
    def changes(self) -> bool:
        """Whether the workbook of the import would be written."""
        return bool(self.new or self.changed or self.certificates_changed)


def plan_learning(
    database: Database,
    inputs: Sequence[ReportTable | Document],
    known: ImportContext,
    mappings: Sequence[LearningSystem] = (),
    ask: Ask | None = None,
    locale: str = "",
) -> LearningPlan:
    """Return what importing some reports and documents would change, with the rows in the database.

    `locale` says which of day and month comes first where a report leaves it open.
    """
    create(database)
    read: list[Read] = []
    problems: list[Problem] = []
    documents = [each for each in inputs if isinstance(each, Document)]
    found, faults = _badges(documents)
    problems += faults
    reports = [each for each in inputs if isinstance(each, ReportTable)]
    for report, system in [*_recognised(reports, mappings, problems), *_statements(documents, known.people)]:
        loaded = load(database, len(read), report, system)
        read.append(Read(report.name, system.name, loaded.rows, bool(system.totals)))
        problems += read_unusual(database, loaded.number, loaded.name, loaded.offset, locale)
        problems += scale_progress(database, loaded.number, loaded.name, loaded.offset)
        problems += wrong_order(database, loaded)
    make_persons(database)
    people = match_people(database, known.people, known.matches.people, ask)
    listed = courses_with_skills(database, known)
    gather(database)
    _load_last_import(database, known)
    problems += _fallen(database)
    _merge(database)
    new, changed, same, total = _compared(database)
    certifications, more, badge_notes = _certifications(found, known)
    problems += badge_notes
    return LearningPlan(
        read,
        new,
        changed,
        same,
        certifications,
        set(certifications) != set(known.certifications),
        people,
        _matches(database, known, [*listed, *more], people),
        problems,
        total,
        badges=len(found),
        without_skill=sum(not row.skill for row in listed),
    )


def _recognised(
    reports: Iterable[ReportTable], mappings: Sequence[LearningSystem], problems: list[Problem]
) -> list[tuple[ReportTable, LearningSystem]]:
    recognised = []
    for report in reports:
        system = system_of(report.headings, mappings)
        if system is not None:
            recognised.append((report, system))
        else:
            shown = ", ".join(filter(None, report.headings[:6])) or "no headings"
            hint = "describe its columns: `okrsheets import learning --example-mapping` prints a file to begin with"
            problems.append(
                Problem(Location(report.name), f"the columns are those of no known learning system ({shown})", hint)
            )
    return recognised


def _statements(documents: Sequence[Document], people: Sequence[Person]) -> list[tuple[ReportTable, LearningSystem]]:
    by_file: dict[str, list[Document]] = {}
    for document in documents:
        if statements.is_statement(document.value):
            by_file.setdefault(document.name, []).append(document)
    emails = [person.email for person in people if person.email]
    reports = []
    for name, inside in by_file.items():
        rows = statements.learning_rows([document.value for document in inside], emails)
        cells = [[row[column] for column in statements.COLUMNS] for row in rows]
        reports.append((ReportTable(name, statements.COLUMNS, 1, cells), _XAPI))
    return reports


def _badges(documents: Sequence[Document]) -> tuple[list[Badge], list[Problem]]:
    problems = [
        Problem(Location(each.name), "this isn't a badge, a statement or a list of rows", "export the file again")
        for each in documents
        if not badges.is_badge(each.value) and not statements.is_statement(each.value)
    ]
    found, faults = badges.badges((each.name, each.value) for each in documents if badges.is_badge(each.value))
    hint = "ask the issuer for the badge as a JSON file"
    return found, [*problems, *(Problem(Location(fault.source), fault.what, hint) for fault in faults)]


def courses_with_skills(database: Database, known: ImportContext) -> list[CourseSkill]:
    """Name the courses, make the table `skills` of what the user's table says, and return a row for each course.

    A course that the table does not have gets a suggestion: a skill that the system names for it, or one with a similar name.
    """
    existing = [str(row[LEARNING.index("course")]) for row in known.learning]
    if known.learning_csv is not None:
        existing = [
            name
            for (name,) in database.rows(
                "SELECT DISTINCT course FROM read_csv(?, all_varchar = true)", [str(known.learning_csv)]
            )
        ]
    found = courses(database, existing)
    chosen = known.matches.skills_of_courses()
    database.rows("CREATE OR REPLACE TABLE skills (number INTEGER, skill VARCHAR)")
    with_skill = [(each, skill) for each in found if (skill := _skill_of(each, chosen))]
    database.insert(
        "skills", {"number": [each.number for each, _ in with_skill], "skill": [skill for _, skill in with_skill]}
    )
    done = {each.number for each, _ in with_skill}
    listed = {fold_name(row.course) for row in known.matches.courses}
    index = SkillIndex.of([CatalogueSkill(name) for name in known.skills])
    return [
        suggested(each.name, each.skills, index)
        for each in found
        if each.number not in done and fold_name(each.name) not in listed and each.name not in _TOTALS
    ]


def _skill_of(course: ReportCourse, chosen: dict[str, str]) -> str:
    return next((chosen[key] for name in (course.name, *course.other_names) if (key := fold_name(name)) in chosen), "")


def suggested(course: str, named: Sequence[str], skills: SkillIndex) -> CourseSkill:
    """Return a course with the skill of ours that is most like its name, or like one that a system names for it."""
    found = [suggestion for text in (*named, course) for suggestion in skills.suggest(text)]
    best = max(found, key=lambda suggestion: suggestion.confidence, default=None)
    return CourseSkill(course) if best is None else CourseSkill(course, "", None, best.skill.name, best.confidence)


def _fallen(database: Database) -> list[Problem]:
    """Progress that fell, within the reports or since the last import: the highest counts, and a note says how often."""
    fallen = (
        "FROM facts f LEFT JOIN before b ON b.person_id = f.person_id AND lower(trim(b.course)) = lower(trim(f.course)) "
        "WHERE f.last < greatest(f.progress, b.progress) - 1e-9"
    )
    (count,) = database.one(f"SELECT count(*) {fallen}")
    if not count:
        return []
    rows = database.rows(f"SELECT f.person_id, f.course {fallen} ORDER BY ALL LIMIT {NAMED}")
    records = f"{count} learning record{'' if count == 1 else 's'}"
    what = f"the latest progress is lower than an earlier one, or than a completion says, in {records}"
    shown = "; ".join(f"{who}, {course}" for who, course in rows)
    return [
        Problem(
            Location("learning"), f"{what} ({shown}): the highest counts, with the first completion date", note=True
        )
    ]


def _load_last_import(database: Database, known: ImportContext) -> None:
    """Make the table `before` of the rows of the last import."""
    columns = "person_id VARCHAR, course VARCHAR, skill VARCHAR, provider VARCHAR, progress DOUBLE, completed_on INTEGER, hours DOUBLE"
    database.rows(f"CREATE OR REPLACE TABLE before ({columns})")
    if known.learning_csv is not None:
        day = "datediff('day', DATE '1899-12-30', CAST(completed_on AS DATE))"
        database.rows(
            f"INSERT INTO before SELECT person_id, course, skill, provider, progress, {day}, hours "
            f"FROM read_csv(?, header = true, columns = {{{_csv_types()}}})",
            [str(known.learning_csv)],
        )
    elif known.learning:
        database.insert("before", dict(zip(LEARNING, zip(*known.learning))))


def _merge(database: Database) -> None:
    """Make the table `result`: what the last import had, and what is new; the higher progress counts."""
    key = "person_id, lower(trim(course))"
    database.rows(
        "CREATE OR REPLACE TABLE result AS SELECT person_id, any_value(course ORDER BY was) AS course, "
        "coalesce(any_value(skill ORDER BY was DESC), any_value(skill)) AS skill, any_value(provider ORDER BY was) AS provider, "
        "max(progress) AS progress, min(completed_on) AS completed_on, max(hours) AS hours FROM ("
        "SELECT *, 0 AS was FROM before UNION ALL SELECT f.person_id, f.course, s.skill, f.provider, f.progress, f.completed_on, "
        f"f.hours, 1 AS was FROM facts f LEFT JOIN skills s ON s.number = f.number) GROUP BY {key}"
        if database.one("SELECT count(*) FROM before")[0]
        else "CREATE OR REPLACE VIEW result AS SELECT f.person_id, f.course, s.skill, f.provider, f.progress, f.completed_on, f.hours "
        "FROM facts f LEFT JOIN skills s ON s.number = f.number"
    )


def _csv_types() -> str:
    types = {"progress": "DOUBLE", "completed_on": "DATE", "hours": "DOUBLE"}
    return ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in LEARNING)


def _compared(database: Database) -> tuple[int, int, int, int]:
    """How many rows are new, changed and as before, and how many there are."""
    (total,) = database.one("SELECT count(*) FROM result")
    (before,) = database.one("SELECT count(*) FROM before")
    if not before:
        return int(total), 0, 0, int(total)
    (same,) = database.one("SELECT count(*) FROM (SELECT * FROM result INTERSECT SELECT * FROM before)")
    return int(total - before), int(before - same), int(same), int(total)


def _certifications(found: Sequence[Badge], known: ImportContext) -> tuple[list[Row], list[CourseSkill], list[Problem]]:
    """The rows of certificates with those of the badges, courses for the table of matches, and what was not used.

    The latest badge of a name counts; a revoked one takes its row out.
    """
    chosen = known.matches.skills_of_courses()
    own = {fold_name(skill): skill for skill in known.skills}
    rows = {(str(row[0]), fold_name(str(row[2]))): row for row in known.certifications}
    index = SkillIndex.of([CatalogueSkill(name) for name in known.skills])
    listed: list[CourseSkill] = []
    problems: list[Problem] = []
    for badge in sorted(found, key=lambda each: each.issued or 0):
        ids = sorted(
            {person.person_id for person in known.people if person.email and badge.recipient.is_(person.email)}
        )
        where = Location(badge.source)
        if len(ids) != 1:
            why = (
                "several people have this e-mail address"
                if ids
                else "the recipient is not in the People tables of your workbooks"
            )
            problems.append(
                Problem(where, f"the badge {badge.name!r}: {why}", "add the e-mail address to the People sheet")
            )
            continue
        key = (ids[0], fold_name(badge.name))
        if badge.revoked:
            gone = "; its row is taken out" if rows.pop(key, None) else ""
            problems.append(
                Problem(where, f"the badge {badge.name!r} was revoked ({badge.revoked}){gone}", "ask the issuer why")
            )
            continue
        skill = chosen.get(fold_name(badge.name)) or next(
            (own[fold_name(name)] for name in badge.skills if fold_name(name) in own), ""
        )
        if not skill:
            what = f"the badge {badge.name!r}: which skill it proves is not known"
            problems.append(Problem(where, what, "enter the skill in import-matches.xlsx, and import again"))
            listed.append(suggested(badge.name, badge.skills, index))
            continue
        rows[key] = (ids[0], skill, badge.name, badge.issued, badge.expires, _evidence(badge))
    return sorted(rows.values(), key=str), list({row.course: row for row in listed}.values()), problems


def _evidence(badge: Badge) -> str:
    level = f"level {badge.level}" if badge.level else ""
    return "; ".join(filter(None, [badge.evidence, badge.issuer, level, badges.NOT_VERIFIED, badge.status]))


def _matches(database: Database, known: ImportContext, listed: Sequence[CourseSkill], people: PeopleMatch) -> Matches:
    """The user's tables with the courses and people that are new in this import; who is matched by now is listed no more."""
    unmatched = [
        PersonMatch(person.name, person.email, person.external_id, "", reason)
        for person, reason in people.unmatched[:MOST_UNMATCHED]
        if person.name or person.email or person.external_id
    ]
    before = [row for row in known.matches.people if not row.person_id]
    rows = (
        database.rows(
            "SELECT p.email, p.external_id, lower(p.name) FROM persons p JOIN matched m ON m.person = p.number"
        )
        if before
        else []
    )
    gone = {
        *rows,
        *((row.email.lower(), row.external_id.lower(), row.name.lower()) for row in (*unmatched, *people.answers)),
    }
    waiting = [row for row in before if (row.email.lower(), row.external_id.lower(), row.name.lower()) not in gone]
    answered = [row for row in known.matches.people if row.person_id]
    with_answers = replace(known.matches, people=(*answered, *people.answers))
    return with_answers.with_courses(listed).with_people([*waiting, *unmatched][:MOST_UNMATCHED])
