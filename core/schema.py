"""Tables and columns (domain.md §6): the single source for templates, readers, checks and docs.

A column is found by its name or one of its aliases, in any order, whatever stands beside it.
"""

from __future__ import annotations

import copyreg

from .alignment import LEVEL_NAMES, LEVELS
from .columns import Book, Column, Table
from .errors import UsageError
from .progress import COMMITMENTS, KINDS
from .rollup import ROLLUPS
from .sheet_words import titles
from .skills import RATER_TYPES
from .values import value_words

START, ALIGNMENT, MATRIX, GAPS, FUNCTIONS = "Start", "Alignment", "Matrix", "Gaps", "Functions"
# The sheets of our templates that repeat what others say, in every language.
VIEWS = tuple(title for view in (START, ALIGNMENT, MATRIX, GAPS, FUNCTIONS) for title in titles(view))


INITIATIVE_STATES = ("not started", "in progress", "done", "dropped")


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

CONTROL = "control"
ROLLUP = "rollup"
RISKS = "risks"
KPIS_EXTRA, INITIATIVES_EXTRA = "kpis", "initiatives"
ZONES = "zones"
SELF_ASSESSMENT = "self-assessment"
# What new workbooks have only on request.
EXTRAS = (CONTROL, ROLLUP, RISKS, ZONES, SELF_ASSESSMENT, INITIATIVES_EXTRA, KPIS_EXTRA)

WEIGHT = Column(
    "weight",
    "number",
    "Enter how much it counts in the average. Blank counts as 1; 0 leaves it out.",
    aliases=("importance", "weighting"),
    limits=(0, 1_000_000),
    width=9,
)
REASON = Column("reason", "text", "Enter why it was abandoned or carried forward.", aliases=("why",), width=24)
PERSON = Column(
    "person id",
    "id",
    "Enter the person's ID from the People sheet.",
    required=True,
    aliases=("person", "employee id", "employee", "staff id", "name"),
    refers="people",
)


def _status(what: str) -> Column:
    return Column(
        "status",
        "word",
        f"Leave blank or choose active while work continues. An abandoned {what} stays listed but is left out of every average.",
        aliases=("state", "lifecycle"),
        choices=STATUS_CHOICES,
        means=STATUS_MEANS,
        width=14,
        title="lifecycle",
    )


def _risks() -> tuple[Column, Column]:
    return (
        Column(
            "risk",
            "text",
            "Describe what could keep the key result from its target.",
            aliases=("risks", "key risks", "main risk", "main risks", "blocker", "blockers", "risks and blockers"),
            width=30,
            extra=RISKS,
        ),
        Column(
            "next step",
            "text",
            "Describe what happens next, who does it and by when.",
            aliases=("next steps", "next action", "next actions", "next move"),
            width=30,
            extra=RISKS,
        ),
    )


def _skill(required: bool = True) -> Column:
    return Column(
        "skill",
        "text",
        "Enter the skill as it is spelled on the Skills sheet.",
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
    "The team that keeps this workbook, and the quarter it covers.",
    (
        Column("organisation", "text", "Enter the organisation's name.", aliases=("organization", "company"), width=24),
        Column("team", "text", "Enter the name of the team that keeps this workbook.", required=True, aliases=("team name", "department"), width=24),
        Column("cycle", "text", "Enter the quarter, e.g. 2026-Q1.", required=True, aliases=("quarter", "period"), width=12),
        Column("cycle start", "date", "Enter the first day of the quarter.", required=True, aliases=("start of cycle", "quarter start", "period start"), width=12),
        Column("cycle end", "date", "Enter the last day of the quarter.", required=True, aliases=("end of cycle", "quarter end", "period end"), width=12),
        Column("at-risk gap", "share", "Enter how far behind plan a key result may be before it is at risk. Blank means 10%.", limits=(0, 1), width=12),
        Column("off-track gap", "share", "Enter how far behind plan a key result may be before it is off track. Blank means 25%.", limits=(0, 1), width=12),
        Column("stale days", "number", "Enter how many days may pass without a check-in before one is overdue. Blank means 14.", limits=(0, None), width=12),
    ),
    identity=("team", "cycle"),
)  # fmt: skip

OBJECTIVES = Table(
    "objectives",
    "Objectives",
    "okrs",
    "What you want to achieve, and the higher-level objective that each one supports.",
    (
        Column("id", "id", "Enter a unique ID for the objective, e.g. SUP-1.", required=True, aliases=("objective id", "okr id", "goal id", "o id", "objective no", "objective number", "objective ref", "ref", "no", "nr", "#"), width=12),
        Column("level", "word", "Choose the level of the objective: Organisation, CEO, Team or Skills.", required=True, aliases=("objective level", "okr level", "tier", "scope"), choices=LEVEL_NAMES, means=_level_words(), width=14),
        Column("team", "text", "Enter the team that owns the objective. Blank means the team on the Settings sheet.", aliases=("department", "group", "squad"), width=18),
        Column("owner", "text", "Enter the accountable owner.", required=True, aliases=("objective owner", "responsible", "lead", "accountable", "accountable owner", "dri", "assignee", "assigned to", "who", "responsible person", "owner email", "owner emails", "owner email id", "owner e mail"), width=18),
        Column("objective", "text", "Describe what will be true at the end of the quarter, in words that people remember.", required=True, aliases=("objective text", "goal", "objective name", "title", "objective title", "objective statement", "objective description", "goal title", "goal name"), width=46),
        Column("parent id", "id", "Enter the ID of the objective that this one supports. It may be in another team's workbook.", aliases=("parent", "parent objective", "aligned to", "supports", "serves", "parent objective id"), refers="objectives", width=12),
        Column("contributes", "flag", "Choose yes if its progress counts towards its parent's, or no if it only supports its parent. Blank means yes.", aliases=("counts", "contributes to parent"), choices=("yes", "no"), width=12),
        Column("commitment", "word", "Choose committed if it must be achieved in full, or aspirational if 70% is a good result. Blank means aspirational.", aliases=("type", "okr type", "commitment type"), choices=COMMITMENTS, means=value_words.pairs(value_words.COMMITMENTS), width=14),
        WEIGHT,
        _status("objective"),
        REASON,
        Column("roll-up", "word", "Choose how its score is made up: weighted (the average of its key results and contributing objectives) or weakest (the lowest of them). Blank means weighted.", aliases=("rollup", "roll up", "roll up by", "rollup method", "score roll up", "progress roll up"), choices=ROLLUPS, means=value_words.pairs(value_words.ROLLUPS), width=12, extra=ROLLUP),
        Column("self-assessment", "share", "Enter your own assessment at the end of the cycle, from 0 to 1, from 0 to 10 or as a percentage. It does not change the score.", aliases=("self assessment", "self assessed score", "self score", "own assessment", "team assessment", "self grade"), limits=(0, 10), width=14, extra=SELF_ASSESSMENT),
        Column("self-assessment note", "text", "Describe the reasons for your assessment: what went well, and what you learned.", aliases=("self assessment note", "assessment note", "self assessment comment", "lessons learned", "learnings", "retrospective note", "reflection"), width=36, extra=SELF_ASSESSMENT),
    ),
    identity=("id",),
    aliases=("okrs", "goals", "okr", "company okrs", "team okrs", "company objectives", "team objectives", "objectives and key results"),
    title_field="objective",
)  # fmt: skip

KEY_RESULTS = Table(
    "key results",
    "Key results",
    "okrs",
    "Measures of success, each with a start and a target.",
    (
        Column("id", "id", "Enter a unique ID for the key result, e.g. SUP-1.2.", required=True, aliases=("key result id", "kr id", "kr no", "kr number", "kr #", "kr ref", "ref", "key result no", "no", "nr", "#"), width=12),
        Column("objective id", "id", "Enter the ID of the objective that the key result belongs to.", required=True, aliases=("objective", "parent objective", "o id", "okr id", "goal id", "objective name", "objective title", "objective text", "goal", "goal title", "goal name"), refers="objectives", width=12),
        Column("key result", "text", "Describe what will be measured, without the numbers.", required=True, aliases=("kr", "key result text", "key result name", "measure", "key result title", "key result description", "description", "key outcome", "kpi", "success metric", "metric", "metric name"), width=42),
        Column("kind", "word", "Choose how progress is measured: metric (from start to target), increase, decrease, milestone, binary (done or not done), at least, at most or between. Blank means metric.", aliases=("kr kind", "kr type", "type", "metric type", "measure type"), choices=KINDS, means=value_words.pairs(value_words.KINDS), width=11),
        Column("unit", "text", "Enter the unit of measurement, e.g. hours, % or people.", aliases=("units", "metric", "unit of measure"), width=10),
        Column("start", "number", "Enter the value on the first day. For a milestone, blank means 0.", aliases=("baseline", "start value", "from", "initial", "initial value", "starting value", "baseline value", "base", "starting point", "start point", "metric start value", "metric start"), width=10),
        Column("target", "number", "Enter the value that counts as success.", required=True, aliases=("target value", "goal value", "to", "goal", "target to reach", "final value", "end value", "metric target value", "metric target"), width=10),
        Column("current", "number", "Enter today's value. If blank, the latest check-in is used.", aliases=("current value", "actual", "actual value", "latest", "value", "now", "latest value", "actuals", "to date", "result", "achieved", "metric current value", "metric current"), width=10),
        WEIGHT,
        Column("owner", "text", "Enter the person who reports on the key result. Blank means the objective's owner.", aliases=("kr owner", "key result owner", "responsible", "assignee", "assigned to", "accountable", "dri", "lead", "who", "responsible person", "owner email", "owner emails", "owner email id", "owner e mail", "team member"), width=18),
        Column("start date", "date", "Enter the day work starts, if it is after the start of the quarter. Progress is expected from that day.", aliases=("begin date", "started", "starts on"), width=12),
        Column("due date", "date", "Enter the due date, if it is before the end of the quarter.", aliases=("due", "deadline", "end date", "finish", "due by", "due on", "target date"), width=12),
        _status("key result"),
        REASON,
        Column("lowest", "number", "Enter the lowest value that is in order, for a key result that keeps its value in a range. Leave its target blank.", aliases=("lower limit", "lower bound", "lower threshold", "stay above", "keep above", "maintain at or above", "minimum allowed", "lowest allowed"), width=10, extra=CONTROL),
        Column("highest", "number", "Enter the highest value that is in order, for a key result that keeps its value in a range. Leave its target blank.", aliases=("upper limit", "upper bound", "upper threshold", "stay below", "keep below", "maintain at or below", "maximum allowed", "highest allowed"), width=10, extra=CONTROL),
        Column("commit", "number", "Enter the value that is promised in any case, before the target. It does not change the progress.", aliases=("commit value", "commit target", "committed value", "committed target", "minimum target"), width=10, extra=ZONES),
        Column("stretch", "number", "Enter the value beyond the target that would be outstanding. It does not change the progress.", aliases=("stretch target", "stretch goal", "stretch value"), width=10, extra=ZONES),
        *_risks(),
        Column("progress", "share", "Progress from the start (0%) to the target (100%). A question mark says what is still to be typed.", computed=True, aliases=("% complete", "progress %", "completion", "score", "okr score", "% done", "percent complete", "achievement", "done", "completed", "complete", "fulfilment", "fulfillment", "objective fulfillment", "% achieved", "okr progress", "overall progress", "grade", "current / target", "actual / target", "current vs target", "current of target"), width=11),
        Column("expected", "share", "The progress expected by today.", computed=True, width=11),
        Column("status word", "word", "Progress compared with the plan: achieved, on track, at risk, off track or no data; of a yes-or-no result, not done. After the last day: achieved, partly or missed.", computed=True, aliases=("status now", "health", "rag"), width=11, title="status now"),
        Column("last check-in", "date", "The date of the latest check-in.", computed=True, aliases=("last checkin", "last updated", "last update"), width=12),
        Column("stale", "flag", "Yes if a check-in is overdue.", computed=True, width=8),
    ),
    identity=("id",),
    aliases=("krs", "key result", "kr"),
    title_field="key_result",
)  # fmt: skip

CHECK_INS = Table(
    "check-ins",
    "Check-ins",
    "okrs",
    "Every week, add a row for each key result of yours: the date, its value today, how confident you are, and what changed.",
    (
        Column("date", "date", "Enter the date of the check-in.", required=True, aliases=("check-in date", "checkin date", "when", "day", "updated on", "reported on", "update date", "as of", "timestamp"), width=12),
        Column("key result id", "id", "Enter the ID of the key result.", required=True, aliases=("key result", "kr id", "kr", "key result name", "kr name"), refers="key results", width=14),
        Column("value", "number", "Enter the value on that day.", required=True, aliases=("current value", "current", "new value", "measured", "actual", "actual value"), width=10),
        Column("confidence", "share", "Enter how confident you are of reaching the target, from 0 to 1, from 0 to 10 or as a percentage. If unsure, leave it blank.", aliases=("confidence level", "conf", "confidence score"), limits=(0, 10), width=12),
        Column("note", "text", "Note what happened, what helps and what is in the way.", aliases=("notes", "comment", "comments", "remark", "remarks"), width=52),
        Column("by", "text", "Enter who made the check-in.", aliases=("author", "reported by", "checked in by", "updated by", "owner"), width=18),
        *_risks(),
    ),
    identity=("date", "key_result_id"),
    aliases=("checkins", "check ins", "updates", "check in", "kr log", "progress log", "check-in log", "kr updates", "weekly check-ins"),
)  # fmt: skip

GOAL_SKILLS = Table(
    "goal skills",
    "Goal skills",
    "okrs",
    "The skills that each objective needs: how many people, and at which level.",
    (
        Column("objective id", "id", "Enter the ID of the objective that needs the skill.", required=True, aliases=("objective", "goal id", "goal"), refers="objectives", width=14),
        _skill(),
        _level("level", "Enter the required level, from 1 to 5.", "required level", "min level", "minimum level"),
        Column("headcount", "number", "Enter how many people are needed at that level or above.", required=True, aliases=("people", "how many", "people needed", "count"), limits=(0, None), width=11),
        WEIGHT,
    ),
    identity=("objective_id", "skill"),
    aliases=("skill requirements", "goal requirements", "skills needed"),
)  # fmt: skip

SKILLS = Table(
    "skills",
    "Skills",
    "skills",
    "The skills you assess, with each level in your own words.",
    (
        Column("skill", "text", "Enter the name of the skill.", required=True, aliases=("skill name", "competency", "competence"), width=26),
        Column("category", "text", "Enter the group that the skill belongs to.", aliases=("group", "area", "skill category", "skill group"), width=18),
        *(
            Column(f"level {number}", "text", f"Describe level {number} ({word}) for this skill.", aliases=(f"anchor {number}", f"l{number}", f"{number}", f"anchor level {number}"), width=26)
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
    "The skills that each role requires, one row per skill.",
    (
        Column("role", "text", "Enter the name of the role.", required=True, aliases=("role name", "job", "position", "job title", "profile"), width=24),
        _skill(),
        _level("required level", "Enter the level that the role requires, from 1 to 5.", "required", "level required", "target level", "expected level"),
        WEIGHT,
    ),
    identity=("role", "skill"),
    aliases=("role profiles", "role profile", "profiles"),
)  # fmt: skip

PEOPLE = Table(
    "people",
    "People",
    "skills",
    "The people in the skill matrix, with their roles and teams.",
    (
        Column("person id", "id", "Enter a unique ID for the person, e.g. a staff number.", required=True, aliases=("employee id", "staff id", "employee no", "staff no", "id", "personnel number"), width=12),
        Column("name", "text", "Enter the person's name.", required=True, aliases=("full name", "person", "employee", "employee name", "team member", "staff member"), width=24),
        Column("role", "text", "Choose a role from the Roles sheet.", required=True, aliases=("job title", "position", "job"), refers="roles", width=24),
        Column("team", "text", "Enter the person's team.", required=True, aliases=("department", "group", "squad"), width=20),
        Column("manager", "text", "Enter the manager's person ID or name.", aliases=("reports to", "line manager", "supervisor"), width=18),
        Column("email", "text", "Enter the work email address.", aliases=("e-mail", "mail", "email address"), width=28),
    ),
    identity=("person_id",),
    aliases=("staff", "employees", "team members", "team"),
)  # fmt: skip

ASSESSMENTS = Table(
    "assessments",
    "Assessments",
    "skills",
    "One row per rating: who was rated, in which skill, by whom and when.",
    (
        PERSON,
        _skill(),
        Column("rater type", "word", "Choose who gave the rating: self, peer or manager; or evidence, such as a certificate or a project.", required=True, aliases=("rater", "rated by", "source", "assessment type"), choices=RATER_TYPES, means=value_words.pairs(value_words.RATERS), width=12),
        _level("level", "Enter a level from 0 to 5: 0 none, 1 follows, 2 assists, 3 applies alone, 4 enables others, 5 sets direction.", "rating", "proficiency", "score", "current level", "proficiency level"),
        Column("date", "date", "Enter the date of the rating.", required=True, aliases=("assessment date", "assessed on", "rated on"), width=12),
        Column("evidence", "text", "Note what the rating is based on.", aliases=("basis", "comment", "comments"), width=36),
    ),
    identity=("person_id", "skill", "rater_type", "date"),
    aliases=("ratings", "skill ratings", "assessment", "skill assessments"),
)  # fmt: skip

CERTIFICATIONS = Table(
    "certifications",
    "Certifications",
    "skills",
    "Certificates and their expiry dates.",
    (
        PERSON,
        _skill(),
        Column("certification", "text", "Enter the name of the certificate.", required=True, aliases=("certificate", "certification name"), width=34),
        Column("issued", "date", "Enter the date of issue. Blank means that the certificate is planned.", aliases=("issue date", "issued on", "obtained"), width=12),
        Column("expires", "date", "Enter the expiry date. Blank means that it never expires.", aliases=("expiry", "expiry date", "expires on", "valid until", "valid to"), width=12),
        Column("evidence", "text", "Enter where the certificate can be found.", aliases=("link", "url"), width=28),
    ),
    identity=("person_id", "certification"),
    aliases=("certificates", "certs"),
)  # fmt: skip

LEARNING = Table(
    "learning",
    "Learning",
    "skills",
    "Courses that people are taking, and the skills they build.",
    (
        PERSON,
        Column("course", "text", "Enter the name of the course.", required=True, aliases=("course name", "training", "title", "course title"), width=34),
        _skill(required=False),
        Column("provider", "text", "Enter the provider of the course.", aliases=("platform", "vendor"), width=18),
        Column("progress", "share", "Enter how much is complete, from 0% to 100%.", aliases=("% complete", "completion", "progress %", "percent complete"), limits=(0, 1), width=11),
        Column("completed on", "date", "Enter the completion date.", aliases=("completed", "completion date", "finished on"), width=13),
        Column("hours", "number", "Enter the time spent, in hours.", aliases=("duration", "learning hours"), limits=(0, None), width=9),
    ),
    identity=("person_id", "course"),
    aliases=("courses", "training", "learning records"),
)  # fmt: skip

INITIATIVES = Table(
    "initiatives",
    "Initiatives",
    "okrs",
    "The work under each key result: who does it, and by when. It does not count in the progress.",
    (
        Column("id", "id", "Enter an ID for the initiative, if you refer to it elsewhere.", aliases=("initiative id", "no", "nr", "#"), width=12),
        Column("key result id", "id", "Enter the ID of the key result that the initiative is for.", required=True, aliases=("key result", "kr id", "kr", "key result name", "kr name"), refers="key results", width=14),
        Column("initiative", "text", "Describe what is done.", required=True, aliases=("initiative name", "initiative title"), width=42),
        Column("owner", "text", "Enter who is responsible.", aliases=("initiative owner", "responsible", "assignee", "assigned to", "lead", "who", "dri"), width=18),
        Column("due date", "date", "Enter the day by which it is to be done.", aliases=("due", "deadline", "end date", "due by", "due on"), width=12),
        Column("state", "word", "Choose not started, in progress, done or dropped. Blank means not started.", aliases=("status", "initiative status"), choices=INITIATIVE_STATES, means=value_words.pairs(value_words.INITIATIVE_STATES), width=14),
    ),
    identity=("key_result_id", "initiative"),
    extra=INITIATIVES_EXTRA,
)  # fmt: skip

KPIS = Table(
    "kpis",
    "KPIs",
    "okrs",
    "Health metrics with the band in which they are healthy. They do not count in the progress of objectives.",
    (
        Column("kpi", "text", "Enter the name of the KPI.", required=True, aliases=("kpi name", "health metric", "metric", "metric name", "indicator", "name"), width=36),
        Column("team", "text", "Enter the team that watches it. Blank means the team on the Settings sheet.", aliases=("department", "group", "squad"), width=18),
        Column("owner", "text", "Enter who is responsible.", aliases=("kpi owner", "responsible", "assignee", "lead", "who", "dri"), width=18),
        Column("unit", "text", "Enter the unit of measurement, e.g. hours or %.", aliases=("units", "unit of measure"), width=10),
        Column("current", "number", "Enter its value today.", required=True, aliases=("current value", "value", "actual", "actual value", "latest", "now"), width=10),
        Column("healthy from", "number", "Enter the lowest healthy value. Blank means that there is none.", aliases=("healthy above", "healthy min", "green from", "lower limit", "lower threshold", "lowest", "stay above", "minimum"), width=12),
        Column("healthy to", "number", "Enter the highest healthy value. Blank means that there is none.", aliases=("healthy below", "healthy up to", "healthy max", "green to", "green up to", "upper limit", "upper threshold", "highest", "stay below", "maximum"), width=12),
        Column("as of", "date", "Enter the day of the value.", aliases=("date", "measured on", "updated on", "last updated"), width=12),
    ),
    identity=("kpi", "team"),
    extra=KPIS_EXTRA,
)  # fmt: skip

TABLES = (
    SETTINGS, OBJECTIVES, KEY_RESULTS, CHECK_INS, GOAL_SKILLS, INITIATIVES, KPIS,
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
    raise UsageError(f"no table {name!r}", f"use one of: {', '.join(known.name for known in TABLES)}")


copyreg.pickle(Table, lambda each: (table, (each.name,)))  # each table is one object, in every process


def tables_of(book: Book) -> tuple[Table, ...]:
    """Return the tables of one of the two workbooks, in the order of their sheets."""
    return tuple(candidate for candidate in TABLES if candidate.book == book)
