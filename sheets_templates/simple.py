"""The small workbooks: OKRs on one sheet without ids, and a skill matrix to type into.

They are laid out as people lay out their own, and read as such. `okrsheets new` without --simple or --matrix makes the
workbooks with a table for everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.cells import Day
from ..core.errors import column_letter
from . import rules
from .build import XlsxBook
from .drawing import DrawnBook, DrawnSheet, cell
from .style import ACCENT_BAR, WARM

OKR_ROWS = 40
FIRST = 5  # the row of the first key result or person
OKR_HEADINGS: Sequence[tuple[str, float, str, str]] = (
    ("Objective", 34, "required left", "Write it once; the key results below it belong to it."),
    ("Key Result", 38, "required left", "Describe what will be measured, without the numbers."),
    ("Owner", 16, "optional left", "Enter the person who reports on the key result."),
    ("Start", 10, "optional right", "Enter the value on the first day, also when it is 0."),
    ("Target", 10, "required right", "Enter the value that counts as success."),
    ("Current", 10, "optional right", "Enter today's value, once a week."),
    ("Progress", 11, "derived right", "Progress from the start (0%) to the target (100%). Calculated: do not type here."),
    ("Confidence", 12, "optional right", "Enter how confident you are of reaching the target, e.g. 70%."),
    ("Note", 44, "optional left", "Note what happened, what helps and what is in the way."),
)  # fmt: skip
_STYLES = ("input long", "input long", "input word", "input number", "input number", "input number", "computed share", "input share typed", "input long")  # fmt: skip
_PROGRESS = '=IF(OR({words}="",{current}=""),"",IF({target}="","target?",IF({start}="","start?",IF({target}={start},"target?",({current}-{start})/({target}-{start})))))'

PEOPLE, SKILLS, ROLES = 30, 15, 6
SELF, MANAGER, REQUIRED, GAPS = "Self", "Manager", "Required", "Gap"
LEGEND = "0 none · 1 follows · 2 assists · 3 applies alone · 4 enables others · 5 sets direction"
LEFT = 2  # the column of the first skill
_HEADINGS = 4
OKR_TITLE = "OKRs"
MANAGER_TITLE, SELF_TITLE = "Skill matrix: levels by the manager", "Skill matrix: self-assessment"
REQUIRED_TITLE = "Required levels by role"
GAPS_TITLE, GAPS_LINE = "Gaps: required level minus level", "Blank: nothing is required, or nothing is missing"
_PRINTED = frozenset(
    (OKR_TITLE, MANAGER_TITLE, SELF_TITLE, REQUIRED_TITLE, GAPS_TITLE, GAPS_LINE, LEGEND, "Name", "Role")
) | {heading for heading, _, _, _ in OKR_HEADINGS}


def is_printed(text: str) -> bool:
    """Return whether a text stands in the small workbooks before anybody types into them.

    >>> is_printed("Skill matrix: self-assessment, Support"), is_printed("Support")
    (True, False)
    """
    return text in _PRINTED or bool(_team_in_title(text))


def team_in(text: str, cycle: str) -> str:
    """Return the team that a line of text above a small workbook names; empty where it is no such line.

    >>> team_in("Support · 2026-Q3", "2026-Q3"), team_in("Skill matrix: self-assessment, Support", "")
    ('Support', 'Support')
    """
    team, _, rest = text.rpartition(" · ")
    return team if cycle and rest == cycle else _team_in_title(text)


def _team_in_title(text: str) -> str:
    title, _, team = text.partition(", ")
    return team if title in (MANAGER_TITLE, SELF_TITLE) else ""


def write_simple_okrs(path: Path, today: Day, team: str, cycle: str) -> None:
    """Write OKRs on one sheet: no ids, an objective written once, its key results below it."""
    with XlsxBook(path, "OKRs", today) as book:
        draw_simple_okrs(book, team, cycle)


def draw_simple_okrs(book: DrawnBook, team: str, cycle: str) -> None:
    """Draw the same on any book."""
    sheet = book.sheet("OKRs")
    last = FIRST + OKR_ROWS - 1
    sheet.widths([width for _, width, _, _ in OKR_HEADINGS])
    _title(sheet, OKR_TITLE, " · ".join(part for part in (team, cycle) if part))
    sheet.table("okrs", _HEADINGS, last, [(heading, style) for heading, _, style, _ in OKR_HEADINGS])
    letters = {
        name: column_letter(at) for at, name in enumerate(("", "words", "", "start", "target", "current")) if name
    }
    for at, (_, _, _, help) in enumerate(OKR_HEADINGS):
        sheet.note(_HEADINGS, at, help)
        for row in range(FIRST, last + 1):
            if _STYLES[at].startswith("computed"):
                formula = _PROGRESS.format_map({name: f"${letter}{row}" for name, letter in letters.items()})
                sheet.formula(row, at, formula, None, _STYLES[at])
            else:
                sheet.blank(row, at, _STYLES[at])
    rules.bars(sheet, (FIRST, 6), (last, 6), ACCENT_BAR)
    sheet.freeze(_HEADINGS, 2)
    sheet.page(cycle, (_HEADINGS, _HEADINGS))


def write_skill_grid(path: Path, today: Day, team: str) -> None:
    """Write a skill matrix to type into: people down and skills across, by themselves and by their manager."""
    with XlsxBook(path, "Skill matrix", today) as book:
        draw_skill_grid(book, team)


def draw_skill_grid(book: DrawnBook, team: str) -> None:
    """Draw the same on any book."""
    manager = _ratings(book, MANAGER, ", ".join(part for part in (MANAGER_TITLE, team) if part), own=True)
    _ratings(book, SELF, ", ".join(part for part in (SELF_TITLE, team) if part), own=False)
    _required(book)
    _gaps(book)
    manager.freeze(_HEADINGS, LEFT)


def _title(sheet: DrawnSheet, title: str, line: str) -> None:
    sheet.heights({1: 30, 2: 20, _HEADINGS: 34})
    sheet.text(1, 0, title, "title")
    sheet.text(2, 0, line, "lead")


def _ratings(book: DrawnBook, name: str, title: str, own: bool) -> DrawnSheet:
    """A sheet of ratings; the one of the manager has the names, from which the others take them."""
    sheet = _grid(book, name, title, LEGEND, ("Name", "Role"), PEOPLE)
    for row in range(FIRST, FIRST + PEOPLE):
        for at in range(LEFT):
            if own:
                sheet.blank(row, at, "input text")
            else:
                source = f"{MANAGER}!{cell(row, at)}"
                sheet.formula(row, at, f'=IF({source}="","",{source})', None, "computed word")
        for at in range(LEFT, LEFT + SKILLS):
            sheet.blank(row, at, "input level")
    last = (FIRST + PEOPLE - 1, LEFT + SKILLS - 1)
    _levels_only(sheet, last)
    rules.heat(sheet, (FIRST, LEFT), last, ACCENT_BAR, 5)
    if own:
        _skill_names(sheet, "")
    else:
        _skill_names(sheet, MANAGER)
    return sheet


def _grid(book: DrawnBook, name: str, title: str, line: str, labels: Sequence[str], rows: int) -> DrawnSheet:
    sheet = book.sheet(name)
    sheet.widths([26, 20, *[12] * SKILLS])
    _title(sheet, title, line)
    for at, label in enumerate(labels):
        sheet.text(_HEADINGS, at, label, "required left")
    sheet.freeze(_HEADINGS, LEFT)
    sheet.page(title, (_HEADINGS, _HEADINGS))
    return sheet


def _skill_names(sheet: DrawnSheet, source: str) -> None:
    """The headings of the skills: typed on the sheet of the manager, taken from there on the others."""
    for at in range(LEFT, LEFT + SKILLS):
        if source:
            there = f"{source}!{cell(_HEADINGS, at)}"
            sheet.formula(_HEADINGS, at, f'=IF({there}="","",{there})', None, "derived centre")
        else:
            sheet.blank(_HEADINGS, at, "optional centre")
    if not source:
        sheet.note(_HEADINGS, LEFT, "Enter one skill in each of these columns.")


def _levels_only(sheet: DrawnSheet, last: tuple[int, int]) -> None:
    message = {"error_title": "Level: number", "error_message": f"Enter a number from 0 to 5. {LEGEND}"}
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5, **message}
    sheet.rule((FIRST, LEFT), last, rule)


def _required(book: DrawnBook) -> None:
    """The level that each role requires, a row for each role."""
    sheet = _grid(book, REQUIRED, REQUIRED_TITLE, LEGEND, ("Role", ""), ROLES)
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
        GAPS_TITLE,
        GAPS_LINE,
        ("Name", "Role"),
        PEOPLE,
    )
    end = FIRST + ROLES - 1
    for row in range(FIRST, FIRST + PEOPLE):
        for at in range(LEFT):
            source = f"{MANAGER}!{cell(row, at)}"
            sheet.formula(row, at, f'=IF({source}="","",{source})', None, "computed word")
        for at in range(LEFT, LEFT + SKILLS):
            here, letter = cell(row, at), column_letter(at)
            level = f'IF({MANAGER}!{here}<>"",{MANAGER}!{here},IF({SELF}!{here}<>"",{SELF}!{here},0))'
            needed = f"SUMIF({REQUIRED}!$A${FIRST}:$A${end},$B{row},{REQUIRED}!{letter}${FIRST}:{letter}${end})"
            formula = f'=IF(OR($A{row}="",$B{row}="",{needed}<={level}),"",{needed}-{level})'
            sheet.formula(row, at, formula, None, "computed gap")
    rules.heat(sheet, (FIRST, LEFT), (FIRST + PEOPLE - 1, LEFT + SKILLS - 1), WARM, 5)
    _skill_names(sheet, MANAGER)
