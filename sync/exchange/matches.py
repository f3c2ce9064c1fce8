"""The tables of matches that a user keeps: which skill a course builds, who a person is, what a key result counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...core.cells import Cell
from ...core.columns import Column
from ...core.errors import Location, Problem, SourceError
from ...core.names import fold_name
from ...core.tables.headings import normalise_heading
from ...core.values.typed_values import read_column
from .files import ReportTable, contents

MATCHES_FILE = "import-matches.xlsx"
NOBODY = "-"  # typed in place of a person ID: this person is to be ignored

_SHARE = Column("share", "share", "Enter how much of the skill's weight the course is worth, e.g. 50%.", limits=(0, 1))


@dataclass(frozen=True)
class CourseSkill:
    """A course and a skill that it builds; without a skill, what is suggested and how sure that is."""

    course: str
    skill: str = ""
    share: float | None = None
    suggestion: str = ""
    confidence: float | None = None


@dataclass(frozen=True)
class PersonMatch:
    """A person of another system, with the person ID that the user typed, or why there was none."""

    name: str
    email: str = ""
    external_id: str = ""
    person_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SkillName:
    """A skill of the team and the one of a catalogue that it is; without it, what is suggested and how sure that is."""

    own: str
    skill: str = ""
    suggestion: str = ""
    confidence: float | None = None
    source: str = ""


@dataclass(frozen=True)
class CountedKeyResult:
    """A key result, what it counts in which skill, and whom: a team, a role, or everybody."""

    key_result: str
    counts: str = ""
    skill: str = ""
    who: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Matches:
    """All tables of matches."""

    courses: tuple[CourseSkill, ...] = ()
    people: tuple[PersonMatch, ...] = ()
    skill_names: tuple[SkillName, ...] = ()
    key_results: tuple[CountedKeyResult, ...] = ()

    def skills_of_courses(self) -> dict[str, str]:
        """Return the skill with the largest share of each course, by the folded name of the course."""
        best: dict[str, tuple[float, str]] = {}
        for row in self.courses:
            share = 1.0 if row.share is None else row.share
            if row.skill and share > best.get(fold_name(row.course), (-1.0, ""))[0]:
                best[fold_name(row.course)] = (share, row.skill)
        return {course: skill for course, (_, skill) in best.items()}

    def with_courses(self, new: Iterable[CourseSkill]) -> Matches:
        """Return the tables with courses that are not in them added at the end."""
        known = {fold_name(row.course) for row in self.courses}
        return replace(self, courses=(*self.courses, *(row for row in new if fold_name(row.course) not in known)))

    def with_people(self, people: Iterable[PersonMatch]) -> Matches:
        """Return the tables with these people in place of those without an answer."""
        answered = [row for row in self.people if row.person_id]
        known = {_key(row) for row in answered}
        return replace(self, people=(*answered, *(row for row in people if _key(row) not in known)))

    def with_key_results(self, new: Iterable[CountedKeyResult]) -> Matches:
        """Return the tables with key results added at the end."""
        return replace(self, key_results=(*self.key_results, *new))

    def with_skill_names(self, new: Iterable[SkillName]) -> Matches:
        """Return the tables with names that are not in them added at the end."""
        known = {fold_name(row.own) for row in self.skill_names}
        return replace(self, skill_names=(*self.skill_names, *(row for row in new if fold_name(row.own) not in known)))


def _key(row: PersonMatch) -> tuple[str, str, str]:
    return row.email.lower(), row.external_id.lower(), fold_name(row.name)


@dataclass(frozen=True)
class MatchColumn:
    """A column of a table of matches: its heading, its field, and what it is for."""

    heading: str
    field: str
    help: str
    width: int
    aliases: tuple[str, ...] = ()


COURSES = (
    MatchColumn("Course", "course", "The course as the learning system names it.", 44),
    MatchColumn(
        "Skill",
        "skill",
        "Enter the skill as it is spelled on your Skills sheet. Until then the course counts for none.",
        28,
    ),
    MatchColumn(
        "Share",
        "share",
        "Enter how much of the skill's weight the course is worth, e.g. 50%. Blank means 100%.",
        10,
        ("share of weight", "weight"),
    ),
    MatchColumn(
        "Suggestion",
        "suggestion",
        "A skill of yours with a similar name. It is not used until you enter it under Skill.",
        28,
    ),
    MatchColumn("Confidence", "confidence", "How similar the names are.", 12),
)
PEOPLE = (
    MatchColumn("Name", "name", "The name in the other system.", 28),
    MatchColumn("E-mail", "email", "The e-mail address in the other system.", 32, ("e mail", "email address")),
    MatchColumn("External ID", "external_id", "The person ID in the other system.", 16),
    MatchColumn("Person ID", "person_id", "Enter the person ID of your People sheet, or - to ignore this person.", 14),
    MatchColumn("Reason", "reason", "Why the person was not matched.", 50),
)
SKILL_NAMES = (
    MatchColumn("Your Skill", "own", "A skill of your workbooks.", 30),
    MatchColumn(
        "Catalogue Skill", "skill", "Enter the skill of the catalogue that it is. Until then nothing is taken over.", 34
    ),
    MatchColumn("Suggestion", "suggestion", "The most similar skill of the catalogue.", 34),
    MatchColumn("Confidence", "confidence", "How similar the names are.", 12),
    MatchColumn("Found By", "source", "The label of the catalogue that is similar.", 34),
)
KEY_RESULTS = (
    MatchColumn("Key Result", "key_result", "The ID of a key result in your workbooks.", 18),
    MatchColumn(
        "Counts",
        "counts",
        "Enter what it counts: people trained, people certified, or courses per person. Until then you make its check-ins.",
        22,
    ),
    MatchColumn("Skill", "skill", "Enter the skill that the courses or certificates are for.", 28),
    MatchColumn("Who", "who", "Enter a team or a role of your People sheet. Blank means everybody.", 24),
    MatchColumn("Suggestion", "suggestion", "What its text reads like. It is not used until you enter it.", 44),
)
SHEETS: Mapping[str, tuple[str, tuple[MatchColumn, ...]]] = {
    "courses": ("Course Skills", COURSES),
    "people": ("Unmatched People", PEOPLE),
    "skill_names": ("Skill Names", SKILL_NAMES),
    "key_results": ("Key Results", KEY_RESULTS),
}
_ROWS = {"courses": CourseSkill, "people": PersonMatch, "skill_names": SkillName, "key_results": CountedKeyResult}


def read_matches(path: Path) -> tuple[Matches, list[Problem]]:
    """Return the tables of a file, and the cells that cannot be read; none when there is no file.

    A table is recognised by its first two headings. `SourceError` when a file has none of the tables.
    """
    if not path.exists():
        return Matches(), []
    tables: dict[str, list[object]] = defaultdict(list)
    problems: list[Problem] = []
    for report in contents(path, lambda row: _table_of(row) is not None):
        name = _table_of(report.headings) if isinstance(report, ReportTable) else None
        if name is not None and isinstance(report, ReportTable):
            rows, faults = _rows(report.read(), name)
            tables[name] += rows
            problems += faults
    if not tables and not problems:
        raise SourceError(f"{path}: no table of courses and skills is in it", "it needs the headings Course and Skill")
    return Matches(**{name: tuple(rows) for name, rows in tables.items()}), problems  # type: ignore[arg-type]


def _table_of(headings: Iterable[str]) -> str | None:
    known = {normalise_heading(heading) for heading in headings}
    needs = {
        "courses": {"course", "skill"},
        "people": {"name", "person id", "reason"},
        "skill_names": {"your skill", "catalogue skill"},
        "key_results": {"key result", "counts", "skill"},
    }
    return next((name for name, needed in needs.items() if needed <= known), None)


def _rows(report: ReportTable, name: str) -> tuple[list[object], list[Problem]]:
    columns = SHEETS[name][1]
    headings = [normalise_heading(heading) for heading in report.headings]
    at: dict[str, int] = {}
    for column in columns:
        for spelling in (normalise_heading(column.heading), *column.aliases):
            if spelling in headings:
                at.setdefault(column.field, headings.index(spelling))
    rows = [row for row in report.rows or () if any(cell not in (None, "") for cell in row)]
    values: dict[str, Sequence[object]] = {}
    problems: list[Problem] = []
    for field_name, place in at.items():
        cells = [row[place] if place < len(row) else None for row in rows]
        if field_name in ("share", "confidence"):
            numbers, faults = read_column(_SHARE, cells)
            values[field_name] = numbers
            if field_name == "share":
                problems += [
                    Problem(Location(report.name, cell=f"row {report.first_row + row}"), what, hint)
                    for row, what, hint in faults
                ]
        else:
            values[field_name] = [_text(cell) for cell in cells]
    made = [_ROWS[name](**{key: column[number] for key, column in values.items()}) for number in range(len(rows))]
    first = columns[0].field
    return [row for row in made if getattr(row, first) or name == "people"], problems


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())
