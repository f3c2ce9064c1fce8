"""Tables and columns (domain.md §6): the single source for templates, readers, checks and docs.

A column is found by its name or one of its aliases, in any order, whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from . import value_words
from .alignment import LEVEL_NAMES, LEVELS
from .errors import UsageError
from .progress import COMMITMENTS, KINDS
from .skills import RATER_TYPES

Type = Literal["text", "id", "word", "number", "share", "level", "date", "flag"]
Book = Literal["okrs", "skills"]

ANY_NUMBER = (None, None)
VIEWS = ("Start", "Alignment", "Matrix", "Gaps", "Functions")  # sheets of our templates that repeat what others say


@dataclass(frozen=True)
class Column:
    """One column: its heading, what its cells hold, and how to explain that to the person who fills it in.

    `choices` are the words that a dropdown offers, `means` maps other words that people use to one of them.
    `refers` names the table whose first column holds the ids that this one may name.
    `computed` columns are filled by formulas and never read. `limits` are the smallest and largest number.
    """

    name: str
    type: Type
    help: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    means: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    computed: bool = False
    limits: tuple[float | None, float | None] = ANY_NUMBER
    width: int = 12

    @cached_property
    def field(self) -> str:
        """The name in Python and SQL.

        >>> Column("objective id", "id", "").field
        'objective_id'
        """
        return self.name.replace(" ", "_").replace("-", "_")

    @property
    def heading(self) -> str:
        """The name as a sheet shows it; a required column has a star."""
        return self.name[0].upper() + self.name[1:] + ("*" if self.required else "")


@dataclass(frozen=True, eq=False)  # there is one of each, so that identity is equality, and a cheap hash
class Table:
    """One table: `sheet` is the sheet it stands on in our templates, `identity` the fields that make a row unique.

    `words` is the field that says in words what a row is; it stands for the id where people keep none.
    """

    name: str
    sheet: str
    book: Book
    help: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    words: str = ""

    @cached_property
    def field(self) -> str:
        """The name in Python and SQL."""
        return self.name.replace(" ", "_").replace("-", "_")

    @cached_property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that people fill in and that are read."""
        return tuple(column for column in self.columns if not column.computed)

    def column(self, field: str) -> Column:
        """Return a column by its field name; `UsageError` when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise UsageError(f"the table {self.name!r} has no column {field!r}")


def _level_words() -> tuple[tuple[str, str], ...]:
    return (
        *((word, LEVEL_NAMES[number]) for word, number in LEVELS.items()),
        *value_words.pairs(value_words.OBJECTIVE_LEVELS),
    )


ACTIVE, ABANDONED, CARRIED = "active", "abandoned", "carried forward"
STATUS_CHOICES = (ACTIVE, ABANDONED, CARRIED)
STATUS_MEANS = value_words.pairs(
    {
        ACTIVE: value_words.STATUS_ACTIVE,
        ABANDONED: value_words.STATUS_ABANDONED,
        CARRIED: value_words.STATUS_CARRIED,
    }
)

WEIGHT = Column(
    "weight",
    "number",
    "How much it counts in the mean. Blank is 1, 0 leaves it out.",
    aliases=("importance", "weighting"),
    limits=(0, 1_000_000),
    width=9,
)
REASON = Column("reason", "text", "Why it was abandoned or carried forward.", aliases=("why",), width=24)
PERSON = Column(
    "person id",
    "id",
    "Whose row this is: an id from the people sheet.",
    required=True,
    aliases=("person", "employee id", "employee", "staff id", "name"),
    refers="people",
)


def _status(what: str) -> Column:
    return Column(
        "status",
        "word",
        f"Blank or active while you work on it. An abandoned {what} leaves every mean and stays listed.",
        aliases=("state",),
        choices=STATUS_CHOICES,
        means=STATUS_MEANS,
        width=14,
    )


def _skill(required: bool = True) -> Column:
    return Column(
        "skill",
        "text",
        "The skill, spelled as on the skills sheet.",
        required=required,
        aliases=("skill name", "competency", "competence", "element name"),
        refers="skills",
        width=24,
    )


def _level(name: str, help: str, *aliases: str) -> Column:
    return Column(name, "level", help, required=True, aliases=aliases, limits=(0, 5), width=10)


SETTINGS = Table(
    "settings",
    "Settings",
    "okrs",
    "Whose workbook this is, and for which quarter.",
    (
        Column("organisation", "text", "The whole organisation's name.", aliases=("organization", "company"), width=24),
        Column("team", "text", "The team that keeps this workbook.", required=True, aliases=("team name", "department"), width=24),
        Column("cycle", "text", "The quarter, e.g. 2026-Q1.", required=True, aliases=("quarter", "period"), width=12),
        Column("cycle start", "date", "First day of the quarter.", required=True, aliases=("start of cycle", "quarter start", "period start"), width=12),
        Column("cycle end", "date", "Last day of the quarter.", required=True, aliases=("end of cycle", "quarter end", "period end"), width=12),
        Column("at-risk gap", "share", "How far behind plan a key result may be before it is at risk. Blank is 10%.", limits=(0, 1), width=12),
        Column("off-track gap", "share", "How far behind plan before it is off track. Blank is 25%.", limits=(0, 1), width=12),
        Column("stale days", "number", "Days without a check-in after which a key result is stale. Blank is 14.", limits=(0, None), width=12),
    ),
    identity=("team", "cycle"),
)  # fmt: skip

OBJECTIVES = Table(
    "objectives",
    "Objectives",
    "okrs",
    "What you want to achieve, and which objective above it serves.",
    (
        Column("id", "id", "A short name that no other objective has, e.g. SUP-1.", required=True, aliases=("objective id", "okr id", "goal id", "o id", "objective no", "objective number", "no", "#"), width=12),
        Column("level", "word", "Organisation, CEO, Team or Skills: how high up it stands.", required=True, aliases=("objective level", "okr level", "tier", "scope"), choices=LEVEL_NAMES, means=_level_words(), width=14),
        Column("team", "text", "Whose objective it is. Blank is the team on the settings sheet.", aliases=("department", "group", "squad"), width=18),
        Column("owner", "text", "The one person who answers for it.", required=True, aliases=("objective owner", "responsible", "lead", "accountable"), width=18),
        Column("objective", "text", "What will be true at the end of the quarter, in words that people remember.", required=True, aliases=("objective text", "goal", "objective name", "title", "objective title"), width=46),
        Column("parent id", "id", "The objective that this one serves; it may stand in another team's workbook.", aliases=("parent", "parent objective", "aligned to", "supports", "serves", "parent objective id"), refers="objectives", width=12),
        Column("contributes", "flag", "yes: its progress counts in its parent's. no: it only supports. Blank is yes.", aliases=("counts", "contributes to parent"), choices=("yes", "no"), width=12),
        Column("commitment", "word", "committed: must reach 1.0. aspirational: 0.7 is good. Blank is aspirational.", aliases=("type", "okr type", "commitment type"), choices=COMMITMENTS, means=value_words.pairs(value_words.COMMITMENTS), width=14),
        WEIGHT,
        _status("objective"),
        REASON,
    ),
    identity=("id",),
    aliases=("okrs", "goals", "okr"),
    words="objective",
)  # fmt: skip

KEY_RESULTS = Table(
    "key results",
    "Key results",
    "okrs",
    "How you will know: numbers that move from a start to a target.",
    (
        Column("id", "id", "A short name that no other key result has, e.g. SUP-1.2.", required=True, aliases=("key result id", "kr id", "kr no", "kr number", "kr #"), width=12),
        Column("objective id", "id", "The objective that it belongs to.", required=True, aliases=("objective", "parent objective", "o id", "okr id", "goal id"), refers="objectives", width=12),
        Column("key result", "text", "What will be measured, without the numbers.", required=True, aliases=("kr", "key result text", "key result name", "measure", "key result title", "description"), width=42),
        Column("kind", "word", "metric: from start to target. Others: increase, decrease, milestone, binary (done or not), at least, at most, between.", aliases=("kr kind", "kr type", "type", "metric type", "measure type"), choices=KINDS, means=value_words.pairs(value_words.KINDS), width=11),
        Column("unit", "text", "What is counted, e.g. hours, %, people.", aliases=("units", "metric", "unit of measure"), width=10),
        Column("start", "number", "The value on the first day. Blank is 0 for a milestone.", aliases=("baseline", "start value", "from", "initial", "initial value", "starting value"), width=10),
        Column("target", "number", "The value that would make it a success.", required=True, aliases=("target value", "goal value", "to", "goal"), width=10),
        Column("current", "number", "The value today. Left blank, the last check-in counts.", aliases=("current value", "actual", "actual value", "latest", "value", "now"), width=10),
        WEIGHT,
        Column("owner", "text", "The one person who reports on it. Blank is the objective's owner.", aliases=("kr owner", "responsible", "assignee"), width=18),
        Column("start date", "date", "When work on it began, if later than the quarter did: it is expected from then on.", aliases=("begin date", "started", "starts on"), width=12),
        Column("due date", "date", "When it is due, if earlier than the end of the quarter.", aliases=("due", "deadline", "end date", "finish", "due by"), width=12),
        _status("key result"),
        REASON,
        Column("progress", "share", "How far along: 0% is the start, 100% the target.", computed=True, aliases=("% complete", "progress %", "completion"), width=11),
        Column("expected", "share", "How far along it should be by today.", computed=True, width=11),
        Column("status word", "word", "achieved, on track, at risk, off track or no data.", computed=True, aliases=("status now", "health", "rag"), width=11),
        Column("last check-in", "date", "The newest check-in on or before today.", computed=True, aliases=("last checkin", "last updated", "last update"), width=12),
        Column("stale", "flag", "yes when nobody has checked in lately.", computed=True, width=8),
    ),
    identity=("id",),
    aliases=("krs", "key result", "kr"),
    words="key_result",
)  # fmt: skip

CHECK_INS = Table(
    "check-ins",
    "Check-ins",
    "okrs",
    "One row each time somebody looks: today's value, how confident you are, and why.",
    (
        Column("date", "date", "The day of the check-in.", required=True, aliases=("check-in date", "checkin date", "when", "day", "updated on"), width=12),
        Column("key result id", "id", "Which key result.", required=True, aliases=("key result", "kr id", "kr"), refers="key results", width=14),
        Column("value", "number", "Its value on that day.", required=True, aliases=("current value", "current", "new value", "measured"), width=10),
        Column("confidence", "share", "How sure you are to reach the target: 0 to 1, 0 to 10 or a percentage. Leave it blank rather than guess.", aliases=("confidence level", "conf"), limits=(0, 10), width=12),
        Column("note", "text", "What happened, what helps, what is in the way.", aliases=("notes", "comment", "comments", "remark", "remarks"), width=52),
        Column("by", "text", "Who checked in.", aliases=("author", "reported by", "checked in by"), width=18),
    ),
    identity=("date", "key_result_id"),
    aliases=("checkins", "check ins", "updates", "check in"),
)  # fmt: skip

GOAL_SKILLS = Table(
    "goal skills",
    "Goal skills",
    "okrs",
    "What skills a goal needs: how many people at which level.",
    (
        Column("objective id", "id", "The objective that needs the skill.", required=True, aliases=("objective", "goal id", "goal"), refers="objectives", width=14),
        _skill(),
        _level("level", "The level that these people must have, 1 to 5.", "required level", "min level", "minimum level"),
        Column("headcount", "number", "How many people at that level or above.", required=True, aliases=("people", "how many", "people needed", "count"), limits=(0, None), width=11),
        WEIGHT,
    ),
    identity=("objective_id", "skill"),
    aliases=("skill requirements", "goal requirements", "skills needed"),
)  # fmt: skip

SKILLS = Table(
    "skills",
    "Skills",
    "skills",
    "The catalogue: every skill that you rate, with each level in your own words.",
    (
        Column("skill", "text", "The skill's name.", required=True, aliases=("skill name", "competency", "competence"), width=26),
        Column("category", "text", "A group of skills that belong together.", aliases=("group", "area", "skill category", "skill group"), width=18),
        *(
            Column(f"level {number}", "text", f"{word}: what that looks like for this skill.", aliases=(f"anchor {number}", f"l{number}", f"{number}", f"anchor level {number}"), width=26)
            for number, word in enumerate(("follows", "assists", "applies alone", "enables others", "sets direction"), start=1)
        ),
    ),
    identity=("skill",),
    aliases=("skill catalogue", "skill catalog", "competencies"),
)  # fmt: skip

ROLES = Table(
    "roles",
    "Roles",
    "skills",
    "What each role requires: a row for every skill of a role.",
    (
        Column("role", "text", "The role's name.", required=True, aliases=("role name", "job", "position", "job title", "profile"), width=24),
        _skill(),
        _level("required level", "The level that the role requires, 1 to 5.", "required", "level required", "target level", "expected level"),
        WEIGHT,
    ),
    identity=("role", "skill"),
    aliases=("role profiles", "role profile", "profiles"),
)  # fmt: skip

PEOPLE = Table(
    "people",
    "People",
    "skills",
    "Who is rated, in which role and team.",
    (
        Column("person id", "id", "A short name that nobody else has, e.g. a staff number.", required=True, aliases=("employee id", "staff id", "employee no", "staff no", "id", "personnel number"), width=12),
        Column("name", "text", "The person's name.", required=True, aliases=("full name", "person", "employee", "employee name"), width=24),
        Column("role", "text", "A role from the roles sheet.", required=True, aliases=("job title", "position", "job"), refers="roles", width=24),
        Column("team", "text", "The person's team.", required=True, aliases=("department", "group", "squad"), width=20),
        Column("manager", "text", "The manager's person id or name.", aliases=("reports to", "line manager", "supervisor"), width=18),
        Column("email", "text", "The work address.", aliases=("e-mail", "mail", "email address"), width=28),
    ),
    identity=("person_id",),
    aliases=("staff", "employees", "team members", "team"),
)  # fmt: skip

ASSESSMENTS = Table(
    "assessments",
    "Assessments",
    "skills",
    "One row per rating: who was rated, in what, by whom, when.",
    (
        PERSON,
        _skill(),
        Column("rater type", "word", "Who rated: self, peer, manager, or evidence (a certificate, a project).", required=True, aliases=("rater", "rated by", "source", "assessment type"), choices=RATER_TYPES, means=value_words.pairs(value_words.RATERS), width=12),
        _level("level", "0 none, 1 follows, 2 assists, 3 applies alone, 4 enables others, 5 sets direction.", "rating", "proficiency", "score", "current level", "proficiency level"),
        Column("date", "date", "The day of the rating.", required=True, aliases=("assessment date", "assessed on", "rated on"), width=12),
        Column("evidence", "text", "What the level is based on.", aliases=("basis", "comment", "comments"), width=36),
    ),
    identity=("person_id", "skill", "rater_type", "date"),
    aliases=("ratings", "skill ratings", "assessment", "skill assessments"),
)  # fmt: skip

CERTIFICATIONS = Table(
    "certifications",
    "Certifications",
    "skills",
    "Certificates, and until when they are good.",
    (
        PERSON,
        _skill(),
        Column("certification", "text", "What the certificate is called.", required=True, aliases=("certificate", "certification name"), width=34),
        Column("issued", "date", "The day it was issued. Blank: planned, not there yet.", aliases=("issue date", "issued on", "obtained"), width=12),
        Column("expires", "date", "The day it expires. Blank: never.", aliases=("expiry", "expiry date", "expires on", "valid until", "valid to"), width=12),
        Column("evidence", "text", "Where the certificate can be seen.", aliases=("link", "url"), width=28),
    ),
    identity=("person_id", "certification"),
    aliases=("certificates", "certs"),
)  # fmt: skip

LEARNING = Table(
    "learning",
    "Learning",
    "skills",
    "Courses on the way to a skill.",
    (
        PERSON,
        Column("course", "text", "The course.", required=True, aliases=("course name", "training", "title", "course title"), width=34),
        _skill(required=False),
        Column("provider", "text", "Who offers it.", aliases=("platform", "vendor"), width=18),
        Column("progress", "share", "How much of it is done, 0% to 100%.", aliases=("% complete", "completion", "progress %", "percent complete"), limits=(0, 1), width=11),
        Column("completed on", "date", "The day it was finished.", aliases=("completed", "completion date", "finished on"), width=13),
        Column("hours", "number", "Time spent, in hours.", aliases=("duration", "learning hours"), limits=(0, None), width=9),
    ),
    identity=("person_id", "course"),
    aliases=("courses", "training", "learning records"),
)  # fmt: skip

TABLES = (
    SETTINGS, OBJECTIVES, KEY_RESULTS, CHECK_INS, GOAL_SKILLS,
    SKILLS, ROLES, PEOPLE, ASSESSMENTS, CERTIFICATIONS, LEARNING,
)  # fmt: skip


def table(name: str) -> Table:
    """Return a table by its name or field name.

    >>> table("key results").sheet
    'Key results'
    """
    for candidate in TABLES:
        if name in (candidate.name, candidate.field):
            return candidate
    raise UsageError(f"no table {name!r}", f"use one of: {', '.join(each.name for each in TABLES)}")


def tables_of(book: Book) -> tuple[Table, ...]:
    """Return the tables of one of the two workbooks, in the order of their sheets."""
    return tuple(candidate for candidate in TABLES if candidate.book == book)


_YEAR = re.compile(r"\b[12][0-9]{3}\b")


def is_frozen(title: str, titles: Collection[str]) -> bool:
    """Return whether a sheet is the copy of another one as it stood when a cycle was closed.

    >>> is_frozen("Key results 2026-Q1", ["Key results", "Key results 2026-Q1"]), is_frozen("OKRs 2026", ["OKRs 2026"])
    (True, False)
    """
    copied = (other for other in titles if title.startswith(f"{other} "))
    return any(_YEAR.search(title, len(other)) for other in copied)
