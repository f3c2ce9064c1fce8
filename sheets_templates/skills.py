"""The skill matrix workbook: skills, roles, people, their ratings, and the two views calculated from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..core import schema
from ..core.cells import Day
from ..core.columns import Column
from ..core.errors import column_letter
from ..core.file_marks import SKILL_TEMPLATE
from ..core.model import Assessment, RoleSkill, Skill
from ..core.names import fold_name
from ..core.records import Records, Tables
from ..core.skill_status import evaluate_people
from ..reports.i18n.language import marked
from . import ratings
from .build import XlsxBook
from .drawing import DrawnBook, DrawnSheet, down
from .layout import columns_of, letters
from .matrix import MatrixGrid, write_gaps, write_matrix
from .reference import write_functions
from .settings import TODAY, write_today
from .start import NAME, Cover, Line, beside, section, write_cover, write_legend
from .tables import FIRST, HEADINGS, Computed, HelperColumn, Ready, ids_of, last_row, name_columns, settle, write_table
from .wording import ENGLISH, Wording

TITLE = marked("Skill matrix")
RATING_REACH, ROLE_REACH = 5000, 400  # formulas look this far down, so that rows typed below the ready ones count
ROLE_LIST, ROLES_LISTED = 7, 40  # the column of the roles sheet where each role stands once, and how many can

# The names under which formulas speak of columns.
RATINGS = {
    "person_id": "a_person", "rater_type": "a_rater", "date": "a_date", "place": "a_place", "weighs": "a_weighs", "points": "a_points",
}  # fmt: skip
ROLES = {
    "role": "role_name", "skill": "role_skill", "required_level": "role_level", "level_used": "role_needs", "weight_used": "role_weight",
}  # fmt: skip
LEVEL_USED = Column("level used", "level", "The required level, or 0 where none is typed.", computed=True, width=10)
WEIGHT_USED = Column("weight used", "number", "The weight, or 1 where none is typed.", computed=True, width=10)
ROLE_COLUMNS = (*columns_of(schema.ROLES), LEVEL_USED, WEIGHT_USED)
_LEVEL_USED = "=IF(ISNUMBER({0}),IF(AND({0}>=0,{0}<=5),{0},0),0)"
_WEIGHT_USED = "=IF(ISNUMBER({0}),IF({0}>=0,{0},1),1)"

STEPS = (
    Line("Skills", "A5", marked("List the skills that matter; describe the levels in your own words if you like. Then enter what each role requires on the Roles sheet.")),
    Line("People", "A5", marked("List the people with their roles and teams.")),
    Line("Assessments", "A5", marked("Add a row for each rating: by the person, by peers, by the manager, or from evidence.")),
)  # fmt: skip
MORE = (
    Line("Matrix", "E7", marked("See everyone's level in every skill, and the skills that depend on one person.")),
    Line(
        "Gaps",
        "E7",
        marked("See the skills that each person still needs for the role, and how much of the role is covered."),
    ),
    Line("Certifications", "A5", marked("List certificates and their expiry dates.")),
    Line("Learning", "A5", marked("List the courses that people are taking.")),
)
ABOUT = marked(
    "Your people's skills, what each role requires and where the gaps are. Levels run from 0 to 5: 0 none, 1 follows, "
    "2 assists, 3 applies alone, 4 enables others, 5 sets direction. Ratings are personal data: share this file with care."
)
ABOUT_FUNCTIONS = marked(
    "The grey cells use standard formulas of Excel, LibreOffice and Google Sheets and need no add-in. The SKILL_ functions "
    "of the Functions sheet come with the free okrsheets add-in, for formulas of your own."
)
COUNT = marked("{people} people · {skills} skills")


def write_skills(
    path: Path,
    tables: Tables,
    today: Day,
    *,
    live: bool = False,
    ready: Ready | None = None,
    functions: bool = False,
    wording: Wording = ENGLISH,
) -> None:
    """Write a skill matrix with the records of `tables`, evaluated on the day `today`.

    `live` lets the day follow the calendar from then on. `ready` has the number of empty rows of each table
    beyond its records: as many as usual when left out, none with `EXACT`. `functions` writes OKR_ and SKILL_ functions, which need
    the add-in, in place of plain formulas. `wording` has the words of a language.
    """
    with XlsxBook(path, wording.say(TITLE), today, functions, SKILL_TEMPLATE, wording) as book:
        draw_skills(book, tables, today, path.name, live=live, ready=ready)


def draw_skills(
    book: DrawnBook, tables: Tables, today: Day, workbook: str, *, live: bool = False, ready: Ready | None = None
) -> None:
    """Draw the same workbook, called `workbook`, on any book."""
    tables = settle(tables, "skills", workbook)
    people, _ = evaluate_people(tables, today)
    names = [each.skill or "" for each in tables["skills"].nouns(Skill)]
    ends = {table.name: last_row(tables[table.name], ready) for table in schema.tables_of("skills")}
    grid = MatrixGrid(people, names, *(ends[name] - FIRST + 1 for name in ("people", "skills")))
    wording = book.wording
    start = book.sheet(wording.sheet(schema.START), "start")
    count = wording.say(COUNT, people=len(people), skills=len(names)) if people else ""
    row = write_cover(start, Cover(TITLE, (_owner(wording), count), ABOUT, STEPS, MORE))
    _today(book, start, row, today, live)
    write_legend(start, row + 3, today, ABOUT_FUNCTIONS)
    start.page("", one_page=True)
    ids = {**ids_of(ends, wording), "roles": down(wording.sheet("Roles"), ROLE_LIST, FIRST, FIRST + ROLES_LISTED - 1)}
    helpers = {
        "assessments": _steps(tables, grid, today, wording),
        "roles": _role_steps(tables["roles"].nouns(RoleSkill), ends["roles"]),
    }
    for table in schema.tables_of("skills"):
        steps = helpers.get(table.name, ())
        sheet = write_table(book, tables[table.name], ends[table.name], "", ids, helpers=steps)
        if table is schema.ROLES:
            _write_role_list(sheet, tables["roles"])
    write_matrix(book, grid, "")
    write_gaps(book, grid, "")
    if book.functions:
        write_functions(book, "", ("SKILL",))
    _names(book, ends)


def _owner(wording: Wording) -> str:
    """Return the formula that counts people and skills."""
    people, skills = (f"COUNTA({wording.cells_of(sheet)}$A$5:$A$2000)" for sheet in ("People", "Skills"))
    text = wording.say(COUNT, people=f'"&{people}&"', skills=f'"&{skills}&"')
    return f'=IF({people}=0,"","{text}")'.replace('""&', "").replace('&"")', ")")


def _today(book: DrawnBook, start: DrawnSheet, row: int, today: Day, live: bool) -> None:
    section(start, row, book.wording.today)
    write_today(book, start, (row + 1, NAME), today, live)
    beside(start, row + 1, book.wording.say(TODAY.help), 26)


def _steps(tables: Tables, grid: MatrixGrid, today: Day, wording: Wording) -> tuple[HelperColumn, ...]:
    ids = [each.person.person_id for each in grid.people]
    return ratings.helper_columns(tables["assessments"].nouns(Assessment), ids, grid.skills, today, wording)


def _role_steps(requirements: Sequence[RoleSkill], last: int) -> tuple[HelperColumn, ...]:
    """What formulas use of a requirement: a number in every row, whatever is typed."""
    letter = letters(schema.ROLES)
    levels = [0.0 if each.required_level is None else each.required_level for each in requirements]
    weights = [1.0 if each.weight is None else each.weight for each in requirements]
    below = max(0, ROLE_REACH - last)
    return tuple(
        HelperColumn(column, Computed(_used(formula, letter[field]), shown, spare=spare), below)
        for column, formula, field, shown, spare in (
            (LEVEL_USED, _LEVEL_USED, "required_level", levels, 0.0),
            (WEIGHT_USED, _WEIGHT_USED, "weight", weights, 1.0),
        )
    )


def _used(formula: str, letter: str) -> Callable[[int], str]:
    return lambda row: formula.format(f"${letter}{row}")


def _write_role_list(sheet: DrawnSheet, records: Records) -> None:
    """Write the list of roles that the people sheet offers; the table itself has a role once for every skill."""
    once: dict[str, str] = {}
    for requirement in records.nouns(RoleSkill):
        if requirement.role:
            once.setdefault(fold_name(requirement.role), requirement.role)
    shown = [*once.values(), *[""] * ROLES_LISTED][:ROLES_LISTED]
    letter = column_letter(ROLE_LIST)
    sheet.hide_columns([24], ROLE_LIST)
    wording = sheet.book.wording
    sheet.text(HEADINGS, ROLE_LIST, wording.other_heading("helpers", "Role List"), "derived left")
    sheet.note(HEADINGS, ROLE_LIST, wording.say("Calculated: the roles that the People sheet offers."))
    for row, role in enumerate(shown, start=FIRST):
        above = f"${letter}${HEADINGS}:${letter}{row - 1}"
        first_new = f'MATCH(0,COUNTIF({above},"="&role_name)+(role_name=""),0)'
        sheet.array(row, ROLE_LIST, f'=IFERROR(INDEX(role_name,{first_new}),"")', role, "computed word")


def _names(book: DrawnBook, ends: Mapping[str, int]) -> None:
    """Name the columns that formulas use."""
    reach = max(ends["assessments"] + ratings.BELOW, RATING_REACH)
    name_columns(book, schema.ASSESSMENTS.sheet, ratings.COLUMNS, RATINGS, reach)
    name_columns(book, "Roles", ROLE_COLUMNS, ROLES, max(ends["roles"], ROLE_REACH))
