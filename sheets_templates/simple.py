"""The small workbooks: OKRs on one sheet without ids, and a skill matrix to type into.

They are laid out as people lay out their own, and read as such. `okrsheets new` without --simple or --matrix makes the
workbooks with a table for everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.cells import Day
from ..core.columns import Table
from ..core.errors import column_letter
from ..core.schema import ASSESSMENTS, CHECK_INS, KEY_RESULTS, OBJECTIVES, PEOPLE
from ..reports.i18n.language import marked
from . import rules
from .build import XlsxBook
from .drawing import DrawnBook, DrawnSheet, cell
from .style import ACCENT_BAR, WARM
from .tables import characters
from .wording import ENGLISH, Wording

OKR_ROWS = 40
WEEKLY = marked(
    "Every week, type each key result's value today under Current, how confident you are, and what changed."
)
FIRST = 5  # the row of the first key result or person
OKR_COLUMNS: Sequence[tuple[Table, str, float, str, str]] = (
    (OBJECTIVES, "objective", 34, "required left", marked("Write it once; the key results below it belong to it.")),
    (KEY_RESULTS, "key_result", 38, "required left", marked("Describe what will be measured, without the numbers.")),
    (KEY_RESULTS, "owner", 16, "optional left", marked("Enter the person who reports on the key result.")),
    (KEY_RESULTS, "start", 10, "optional right", marked("Enter the value on the first day, also when it is 0.")),
    (KEY_RESULTS, "target", 10, "required right", marked("Enter the value that counts as success.")),
    (KEY_RESULTS, "current", 10, "optional right", marked("Enter today's value, once a week.")),
    (KEY_RESULTS, "progress", 11, "derived right", marked("Progress from the start (0%) to the target (100%). Calculated: do not type here.")),
    (CHECK_INS, "confidence", 12, "optional right", marked("Enter how confident you are of reaching the target, e.g. 70%.")),
    (CHECK_INS, "note", 44, "optional left", marked("Note what happened, what helps and what is in the way.")),
)  # fmt: skip
_STYLES = ("input long", "input long", "input word", "input number free", "input number free", "input number free", "computed share", "input share typed", "input long")  # fmt: skip
_PROGRESS = (
    '=IF(OR({words}="",{current}=""),"",IF(NOT(ISNUMBER({current})),"value?",IF(NOT(ISNUMBER({target})),"target?",'
    'IF(NOT(ISNUMBER({start})),"start?",IFERROR(({current}-{start})/({target}-{start}),"target?")))))'
)

PEOPLE_ROWS, SKILLS, ROLES = 30, 15, 6
SELF, MANAGER, REQUIRED, GAPS = "Self", "Manager", "Required", "Gap"
LEGEND = marked("0 none · 1 follows · 2 assists · 3 applies alone · 4 enables others · 5 sets direction")
LEFT = 2  # the column of the first skill
_HEADINGS = 4
TITLE = marked("Skill matrix")
MANAGER_TITLE, SELF_TITLE = marked("Skill matrix: levels by the manager"), marked("Skill matrix: self-assessment")
REQUIRED_TITLE, GAPS_TITLE = marked("Required levels by role"), marked("Gaps: required level minus level")
GAPS_LINE = marked("Blank: nothing is required, or nothing is missing")


def printed_texts(wording: Wording) -> frozenset[str]:
    """Return what stands in the small workbooks of a language before anybody types into them, titles without the team."""
    titles = (WEEKLY, MANAGER_TITLE, SELF_TITLE, REQUIRED_TITLE, GAPS_TITLE, GAPS_LINE, LEGEND)
    fields = [(table, field) for table, field, *_ in OKR_COLUMNS] + [(PEOPLE, "name"), (PEOPLE, "role")]
    headings = (wording.heading(table, table.column(field)).rstrip("*") for table, field in fields)
    return frozenset(("OKRs", *map(wording.say, titles), *headings))


def team_in(text: str, cycle: str, wording: Wording) -> str:
    """Return the team that a line of text above a small workbook names; empty where it is no such line.

    >>> team_in("Support · 2026-Q3", "2026-Q3", ENGLISH), team_in("Skill matrix: self-assessment, Support", "", ENGLISH)
    ('Support', 'Support')
    """
    team, _, rest = text.rpartition(" · ")
    if cycle and rest == cycle:
        return team
    titles = (wording.say(title) + ", " for title in (MANAGER_TITLE, SELF_TITLE))
    return next((text.removeprefix(title) for title in titles if text.startswith(title)), "")


def write_simple_okrs(path: Path, today: Day, team: str, cycle: str, wording: Wording = ENGLISH) -> None:
    """Write OKRs on one sheet: no ids, an objective written once, its key results below it."""
    with XlsxBook(path, "OKRs", today, wording=wording) as book:
        draw_simple_okrs(book, team, cycle)


def draw_simple_okrs(book: DrawnBook, team: str, cycle: str) -> None:
    """Draw the same on any book."""
    sheet = book.sheet("OKRs")
    last = FIRST + OKR_ROWS - 1
    wording = book.wording
    headings = [
        (wording.heading(table, table.column(field)).rstrip("*"), style) for table, field, _, style, _ in OKR_COLUMNS
    ]
    widths = [max(width, characters(text, bold=True)) for (text, _), (_, _, width, _, _) in zip(headings, OKR_COLUMNS)]
    sheet.widths(widths)
    _title(sheet, "OKRs", " · ".join(part for part in (team, cycle) if part))
    sheet.heights({3: 24})
    sheet.text(3, 0, wording.say(WEEKLY), "muted")
    sheet.table("okrs", _HEADINGS, last, headings)
    letters = {
        name: column_letter(at) for at, name in enumerate(("", "words", "", "start", "target", "current")) if name
    }
    for at, (_, _, _, _, help) in enumerate(OKR_COLUMNS):
        sheet.note(_HEADINGS, at, wording.say(help))
        for row in range(FIRST, last + 1):
            if _STYLES[at].startswith("computed"):
                formula = _PROGRESS.format_map({name: f"${letter}{row}" for name, letter in letters.items()})
                sheet.formula(row, at, formula, None, _STYLES[at])
            else:
                sheet.blank(row, at, _STYLES[at])
    rules.thousands(sheet, (FIRST, 3), (last, 5))
    rules.bars(sheet, (FIRST, 6), (last, 6), ACCENT_BAR)
    sheet.freeze(_HEADINGS, 2)
    sheet.page(cycle, (_HEADINGS, _HEADINGS))


def write_skill_grid(path: Path, today: Day, team: str, wording: Wording = ENGLISH) -> None:
    """Write a skill matrix to type into: people down and skills across, by themselves and by their manager."""
    with XlsxBook(path, wording.say(TITLE), today, wording=wording) as book:
        draw_skill_grid(book, team)


def draw_skill_grid(book: DrawnBook, team: str) -> None:
    """Draw the same on any book."""
    say, ending = book.wording.say, f", {team}" if team else ""
    manager = _ratings(book, MANAGER, say(MANAGER_TITLE) + ending, own=True)
    _ratings(book, SELF, say(SELF_TITLE) + ending, own=False)
    _required(book)
    _gaps(book)
    manager.freeze(_HEADINGS, LEFT)


def _title(sheet: DrawnSheet, title: str, line: str) -> None:
    sheet.heights({1: 30, 2: 20, _HEADINGS: 34})
    sheet.text(1, 0, title, "title")
    sheet.text(2, 0, line, "lead")


def _ratings(book: DrawnBook, name: str, title: str, own: bool) -> DrawnSheet:
    """A sheet of ratings; the one of the manager has the names, from which the others take them."""
    sheet = _grid(book, name, title, LEGEND, _people_headings(book), PEOPLE_ROWS)
    manager = book.wording.cells_of(MANAGER)
    for row in range(FIRST, FIRST + PEOPLE_ROWS):
        for at in range(LEFT):
            if own:
                sheet.blank(row, at, "input text")
            else:
                source = f"{manager}{cell(row, at)}"
                sheet.formula(row, at, f'=IF({source}="","",{source})', None, "computed word")
        for at in range(LEFT, LEFT + SKILLS):
            sheet.blank(row, at, "input level")
    last = (FIRST + PEOPLE_ROWS - 1, LEFT + SKILLS - 1)
    _levels_only(sheet, last)
    rules.heat(sheet, (FIRST, LEFT), last, ACCENT_BAR, 5)
    if own:
        _skill_names(sheet, "")
    else:
        _skill_names(sheet, MANAGER)
    return sheet


def _people_headings(book: DrawnBook) -> Sequence[str]:
    return [book.wording.heading(PEOPLE, PEOPLE.column(field)).rstrip("*") for field in ("name", "role")]


def _grid(book: DrawnBook, name: str, title: str, line: str, labels: Sequence[str], rows: int) -> DrawnSheet:
    sheet = book.sheet(book.wording.sheet(name))
    sheet.widths([26, 20, *[12] * SKILLS])
    _title(sheet, title, book.wording.say(line))
    for at, label in enumerate(labels):
        sheet.text(_HEADINGS, at, label, "required left")
    sheet.freeze(_HEADINGS, LEFT)
    sheet.page(title, (_HEADINGS, _HEADINGS))
    return sheet


def _skill_names(sheet: DrawnSheet, source: str) -> None:
    """The headings of the skills: typed on the sheet of the manager, taken from there on the others."""
    for at in range(LEFT, LEFT + SKILLS):
        if source:
            there = f"{sheet.book.wording.cells_of(source)}{cell(_HEADINGS, at)}"
            sheet.formula(_HEADINGS, at, f'=IF({there}="","",{there})', None, "derived centre")
        else:
            sheet.blank(_HEADINGS, at, "optional centre")
    if not source:
        sheet.note(_HEADINGS, LEFT, sheet.book.wording.say("Enter one skill in each of these columns."))


def _levels_only(sheet: DrawnSheet, last: tuple[int, int]) -> None:
    say, level = sheet.book.wording.say, ASSESSMENTS.column("level")
    title = say("{column}: number", column=sheet.book.wording.heading(ASSESSMENTS, level).rstrip("*"))
    range_text = say("Enter a number from {low} to {high}.", low="0", high="5")
    message = {"error_title": title, "error_message": f"{range_text} {say(LEGEND)}"}
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5, **message}
    sheet.rule((FIRST, LEFT), last, rule)


def _required(book: DrawnBook) -> None:
    """The level that each role requires, a row for each role."""
    sheet = _grid(book, REQUIRED, book.wording.say(REQUIRED_TITLE), LEGEND, [_people_headings(book)[1], ""], ROLES)
    for row in range(FIRST, FIRST + ROLES):
        sheet.blank(row, 0, "input text")
        for at in range(LEFT, LEFT + SKILLS):
            sheet.blank(row, at, "input level")
    _levels_only(sheet, (FIRST + ROLES - 1, LEFT + SKILLS - 1))
    _skill_names(sheet, MANAGER)


def _gaps(book: DrawnBook) -> None:
    """What each person still needs for the role, by the manager's levels, or their own where the manager gave none."""
    sheet = _grid(
        book,
        GAPS,
        book.wording.say(GAPS_TITLE),
        GAPS_LINE,
        _people_headings(book),
        PEOPLE_ROWS,
    )
    manager, own, required = (book.wording.cells_of(name) for name in (MANAGER, SELF, REQUIRED))
    end = FIRST + ROLES - 1
    for row in range(FIRST, FIRST + PEOPLE_ROWS):
        for at in range(LEFT):
            source = f"{manager}{cell(row, at)}"
            sheet.formula(row, at, f'=IF({source}="","",{source})', None, "computed word")
        for at in range(LEFT, LEFT + SKILLS):
            here, letter = cell(row, at), column_letter(at)
            level = f'IF({manager}{here}<>"",{manager}{here},IF({own}{here}<>"",{own}{here},0))'
            needed = f"SUMIF({required}$A${FIRST}:$A${end},$B{row},{required}{letter}${FIRST}:{letter}${end})"
            formula = f'=IF(OR($A{row}="",$B{row}="",{needed}<={level}),"",{needed}-{level})'
            sheet.formula(row, at, formula, None, "computed gap")
    rules.heat(sheet, (FIRST, LEFT), (FIRST + PEOPLE_ROWS - 1, LEFT + SKILLS - 1), WARM, 5)
    _skill_names(sheet, MANAGER)
