"""The two views of the skill matrix: every person's level in every skill, and the gap to what the role requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..addin.plain_formulas import expand
from ..core.errors import column_letter
from ..core.names import fold_name
from ..core.schema import GAPS, MATRIX
from ..core.schema import PEOPLE as PEOPLE_TABLE
from ..core.skill_status import PersonStatus, SkillStatus
from ..core.skills import bus_factor
from ..reports.i18n.language import marked
from . import rules
from .drawing import DrawnBook, DrawnSheet, Shown, cell, down
from .ratings import HELPER_LETTERS, OF_PERSON, PEOPLE, SKILLS, level, literal
from .style import ACCENT_BAR, WARM
from .tables import FIRST, head
from .wording import Wording

PLACES, ABOVE = 3, (4, 5)  # the rows of the skills' places and of their sums
HEADINGS, TOP = 6, 7  # the rows of the headings and of the first person
LEFT = 4  # the columns before the first skill
BUS_LEVEL = 3
UNCOUNTED = marked(
    "Ratings not counted (on Assessments, copy the hidden formulas in columns {columns} down to their rows): {count}"
)

# Both views are plain formulas in every edition: LibreOffice recalculates on opening what depends on empty text, as each of
# these cells does, so that functions of ours would show as errors wherever the add-in is missing.
_LEVEL = f'=IF({{person}}="","",IF({{skill}}="","",IFERROR({level("{down}+{across}")},"")))'
_GAP = (
    '=IF({person}="","",IF({skill}="","",IF(COUNTIFS(role_name,"="&{role},role_skill,"="&{skill},role_level,">=0",role_level,"<=5")=0,"",'
    'MAX(0,AVERAGEIFS(role_level,role_name,"="&{role},role_skill,"="&{skill},role_level,">=0",role_level,"<=5")-N({level})))))'
)
_COVERED = expand(  # MMULT makes it look at all the rows of the roles
    '=IF($A{row}="","",IF(COUNTIFS(role_name,"="&$C{row},role_needs,">0")=0,"",IFERROR(SKILL_COVERAGE('
    'MMULT(INDEX(SUMIF({matrix}{headings},"="&role_skill,{matrix}{levels}),0),{{1}}),'
    'MMULT(INDEX((role_name=$C{row})*role_needs,0),{{1}}),role_weight),"")))'
)


@dataclass(frozen=True)
class MatrixGrid:
    """The grid of both views: people down, skills across, each with room for more."""

    people: Sequence[PersonStatus]
    skills: Sequence[str]
    rows: int
    columns: int

    @property
    def last(self) -> int:
        """The row of the last person."""
        return TOP + self.rows - 1

    @property
    def right(self) -> int:
        """The column after the last skill, which holds the people's row numbers."""
        return LEFT + self.columns

    def statuses(self) -> Iterator[tuple[int, Mapping[str, SkillStatus]]]:
        """Yield each row with the skills of its person; none where the row is empty."""
        for index in range(self.rows):
            statuses = self.people[index].skills if index < len(self.people) else ()
            yield TOP + index, {fold_name(status.skill): status for status in statuses}

    def across(self) -> Iterator[tuple[int, str, str]]:
        """Yield each column with its letter and its skill, which is empty where there is none."""
        for index in range(self.columns):
            yield LEFT + index, column_letter(LEFT + index), self.skills[index] if index < len(self.skills) else ""


def write_matrix(book: DrawnBook, grid: MatrixGrid, footer: str) -> None:
    """Write the levels, with their average and how many people reach a level."""
    wording = book.wording
    sheet = _sheet(book, grid, MATRIX, marked("Everyone's level in every skill, calculated from all current ratings."))
    sheet.text(HEADINGS, 3, _heading(wording, "team"), "derived low left")
    sheet.text(ABOVE[0], 3, wording.say("Average level"), "muted right middle")
    sheet.number(ABOVE[1], 3, BUS_LEVEL, "input from")
    sheet.note(ABOVE[1], 3, wording.say("How many people are at this level or above. Type another level to change it."))
    for row, _ in grid.statuses():
        person = _person(grid, row)
        sheet.formula(row, 3, _from_people(wording, "D", row), person.person.team if person else None, "view word")
    _places(book, sheet, grid)
    places = column_letter(grid.right)
    levels: dict[int, list[float | None]] = {column: [] for column, _, _ in grid.across()}
    for row, statuses in grid.statuses():
        for column, letter, skill in grid.across():
            known = statuses.get(fold_name(skill))
            shown = known.level if known else None
            levels[column].append(shown)
            formula = _LEVEL.format(
                person=f"$A{row}", skill=f"{letter}${HEADINGS}", down=f"${places}{row}", across=f"{letter}${PLACES}"
            )
            sheet.formula(row, column, formula, shown, "view mean")
    for column, letter, skill in grid.across():
        _sums(sheet, grid, column, letter, levels[column] if skill else None)
    rules.heat(sheet, (TOP, LEFT), (grid.last, LEFT + grid.columns - 1), ACCENT_BAR, 5)
    sheet.protect()
    sheet.page(footer, (1, HEADINGS))


def _places(book: DrawnBook, sheet: DrawnSheet, grid: MatrixGrid) -> None:
    """Number the rows and columns, unseen, as the ratings are; a name that is there twice has the number of the first."""
    ends = column_letter(LEFT), column_letter(grid.right - 1)
    book.name(PEOPLE, down(sheet.name, 0, TOP, grid.last))
    book.name(SKILLS, f"={book.wording.cells_of(MATRIX)}${ends[0]}${HEADINGS}:${ends[1]}${HEADINGS}")
    sheet.hide_columns([6], grid.right)
    ids = [each.person.person_id for each in grid.people]
    for row, _ in grid.statuses():
        person = _person(grid, row)
        shown = OF_PERSON * (1 + ids.index(person.person.person_id)) if person else None
        sheet.formula(row, grid.right, _place(f"$A{row}", PEOPLE, OF_PERSON), shown, "unseen")
    keys = [fold_name(skill) for skill in grid.skills]
    for column, letter, skill in grid.across():
        shown = 1 + keys.index(fold_name(skill)) if skill else None
        sheet.formula(PLACES, column, _place(f"{letter}${HEADINGS}", SKILLS, 1), shown, "unseen")
    without = 'SUMPRODUCT((a_person<>"")*(a_place=""))'
    text = book.wording.say(UNCOUNTED, columns=HELPER_LETTERS, count=f'"&{without}&"')
    says = f'=IF({without}=0,"","{text}")'.replace('&"")', ")")
    sheet.formula(PLACES, 1, says, None, "warning")


def _place(name: str, among: str, worth: int) -> str:
    return f'=IF({name}="","",IFERROR({worth}*MATCH({literal(name)},{among},0),""))'


def _sums(sheet: DrawnSheet, grid: MatrixGrid, column: int, letter: str, levels: Sequence[float | None] | None) -> None:
    cells = f"{letter}${TOP}:{letter}${grid.last}"
    known = [level for level in levels or () if level is not None]
    mean = sum(known) / len(known) if known else None
    able = None if levels is None else bus_factor(levels, BUS_LEVEL)
    empty = f'{letter}${HEADINGS}=""'
    sheet.formula(ABOVE[0], column, f'=IF({empty},"",IFERROR(AVERAGE({cells}),""))', mean, "result mean")
    counted = f'=IF({empty},"",COUNTIF({cells},">="&{cell(ABOVE[1], 3, fixed=True)}))'
    sheet.formula(ABOVE[1], column, counted, able, "result whole")


def write_gaps(book: DrawnBook, grid: MatrixGrid, footer: str) -> None:
    """Write the gap of each person to the requirements of the role, and the share of the role that is covered."""
    sheet = _sheet(
        book,
        grid,
        GAPS,
        marked("How many levels each person still needs for the role. Dot: meets requirement. Blank: not required."),
    )
    wording, matrix = book.wording, book.wording.cells_of(MATRIX)
    sheet.text(HEADINGS, 3, wording.say("Role Covered"), "derived low right")
    sheet.text(ABOVE[0], 3, wording.say("People below"), "muted right middle")
    sheet.text(ABOVE[1], 3, wording.say("Levels short"), "muted right middle")
    ends = f"${column_letter(LEFT)}", f"${column_letter(LEFT + grid.columns - 1)}"
    headings = f"{ends[0]}${HEADINGS}:{ends[1]}${HEADINGS}"
    gaps: dict[int, list[float]] = {column: [] for column, _, _ in grid.across()}
    for row, statuses in grid.statuses():
        person = _person(grid, row)
        covered = _COVERED.format(matrix=matrix, row=row, headings=headings, levels=f"{ends[0]}{row}:{ends[1]}{row}")
        sheet.formula(row, 3, covered, person.coverage if person else None, "view share")
        for column, letter, skill in grid.across():
            known = statuses.get(fold_name(skill))
            gap = known.gap if known else None
            gaps[column].append(gap or 0.0)
            names = {"person": f"$A{row}", "role": f"$C{row}", "level": f"{matrix}{letter}{row}"}
            sheet.formula(row, column, _GAP.format(skill=f"{letter}${HEADINGS}", **names), gap, "view gap")
    for column, letter, skill in grid.across():
        cells, empty = f"{letter}${TOP}:{letter}${grid.last}", f'{letter}${HEADINGS}=""'
        below = sum(gap > 0 for gap in gaps[column]) if skill else None
        lacking = sum(gaps[column]) if skill else None
        sheet.formula(ABOVE[0], column, f'=IF({empty},"",COUNTIF({cells},">0"))', below, "result whole")
        sheet.formula(ABOVE[1], column, f'=IF({empty},"",SUM({cells}))', lacking, "result mean")
    rules.heat(sheet, (TOP, LEFT), (grid.last, LEFT + grid.columns - 1), WARM, 3)
    rules.bars(sheet, (TOP, 3), (grid.last, 3), ACCENT_BAR)
    sheet.protect()
    sheet.page(footer, (1, HEADINGS))


def _person(grid: MatrixGrid, row: int) -> PersonStatus | None:
    index = row - TOP
    return grid.people[index] if index < len(grid.people) else None


def _heading(wording: Wording, field: str) -> str:
    """The heading of the people's column without its star."""
    return wording.heading(PEOPLE_TABLE, PEOPLE_TABLE.column(field)).rstrip("*")


def _from_people(wording: Wording, letter: str, row: int) -> str:
    people = wording.cells_of(PEOPLE_TABLE.sheet)
    source = f"{people}${letter}{row - TOP + FIRST}"
    return f'=IF({people}$A{row - TOP + FIRST}="","",{source}&"")'


def _sheet(book: DrawnBook, grid: MatrixGrid, title: str, help: str) -> DrawnSheet:
    """Write the part that both views share: the people and the skills."""
    wording = book.wording
    sheet = book.sheet(wording.sheet(title), "view")
    sheet.widths([12, 24, 24, 20, *[6.5] * grid.columns])
    head(sheet, title, help)
    sheet.heights({ABOVE[0]: 20, ABOVE[1]: 20, HEADINGS: 150, **dict.fromkeys(range(TOP, grid.last + 1), 20)})
    for column, heading in enumerate(("ID", _heading(wording, "name"), _heading(wording, "role"))):
        sheet.text(HEADINGS, column, heading, "derived low left")
    for row, _ in grid.statuses():
        person = _person(grid, row)
        shown: tuple[Shown, ...] = (None,) * 3
        if person:
            shown = person.person.person_id, person.person.name, person.person.role
        for column, (letter, value) in enumerate(zip("ABC", shown)):
            sheet.formula(row, column, _from_people(wording, letter, row), value, "view word")
    for column, _, skill in grid.across():
        source = f"{wording.cells_of('Skills')}$A${column - LEFT + FIRST}"
        sheet.formula(HEADINGS, column, f'=IF({source}="","",{source})', skill, "derived upright")
    rules.hush(sheet, (ABOVE[0], 3), (grid.last, LEFT + grid.columns - 1))
    sheet.freeze(HEADINGS, 2)
    return sheet
