"""The first sheet: what the workbook is, three steps that lead to its sheets, what the colours mean, and the add-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.cells import Day, date_of
from .drawing import DrawnSheet, Host, Shown, cell

NUMBER, NAME, SAYS = 1, 2, 3  # columns B, C and D


@dataclass(frozen=True)
class Line:
    """A sheet to go to, a cell of it, and why."""

    sheet: str
    at: str
    why: str


@dataclass(frozen=True)
class Cover:
    """What a start page says; `owner` is a formula with what it comes to."""

    title: str
    owner: tuple[str, Shown]
    about: str
    steps: Sequence[Line]
    more: Sequence[Line]


LEGEND = (
    ("Heading*", "required", "a column that must be filled in"),
    ("Heading", "optional", "a column that may stay blank; the note on it says what a blank means"),
    ("Heading", "derived", "a column that computes; its cells are grey and GUARDED, so that nobody types over them"),
    ("", "input missing", "a required cell that is still empty in a row that was begun"),
)
GUARDED: Mapping[Host, str] = {"file": "locked", "google": "guarded by a warning"}
FUNCTIONS = (
    "The grey cells use functions whose names begin with OKR_ and SKILL_. They come with the free okrsheets add-in "
    "for Excel, LibreOffice and Google Sheets. Figures are stored in this file, so it can be read without the add-in; "
    "#NAME? in a grey cell means that the add-in is needed to compute it anew."
)
IN_GOOGLE = (
    "The grey cells use functions whose names begin with OKR_ and SKILL_. They come with the free okrsheets script, which is "
    "put into this spreadsheet once (Extensions › Apps Script; `okrsheets addin build google` has the steps). "
    "#NAME? in a grey cell means that it is not here yet."
)
PLAIN = (
    "This is the native edition: the grey cells hold plain formulas that Excel, LibreOffice and Google Sheets have, "
    "and need no add-in. Carrying progress up the tree and judging alignment has no plain formula: those columns of the "
    "Alignment sheet hold the figures of the day on which the file was made."
)


def write_cover(sheet: DrawnSheet, cover: Cover, row: int = 8) -> int:
    """Write the page from its title to its steps, and return the row after them."""
    sheet.widths([3, 6, 24, 92])
    sheet.heights({1: 12, 2: 42, 3: 24, 5: 36})
    sheet.text(2, NUMBER, cover.title, "cover")
    sheet.formula(3, NUMBER, *cover.owner, "lead")
    sheet.merge(5, NUMBER, SAYS, cover.about, "prose")
    section(sheet, 7, "Three steps")
    for number, line in enumerate(cover.steps, start=1):
        sheet.heights({row: 32})
        sheet.text(row, NUMBER, str(number), "step")
        _line(sheet, row, line)
        row += 1
    row += 1
    section(sheet, row, "Then look")
    for line in cover.more:
        row += 1
        sheet.heights({row: 24})
        _line(sheet, row, line)
    return row + 2


def _line(sheet: DrawnSheet, row: int, line: Line) -> None:
    sheet.link(row, NAME, line.sheet, line.at, line.sheet, "link indented")
    sheet.text(row, SAYS, line.why, "prose")


def section(sheet: DrawnSheet, row: int, title: str) -> None:
    """Write a heading across the page."""
    sheet.heights({row: 26})
    sheet.text(row, NUMBER, title, "section")
    for column in (NAME, SAYS):
        sheet.blank(row, column, "section")


def write_legend(sheet: DrawnSheet, row: int, today: Day) -> None:
    """Write what the colours mean, and whether the add-in is there."""
    section(sheet, row, "Colours")
    for text, style, says in LEGEND:
        row += 1
        sheet.heights({row: 22})
        sheet.text(row, NAME, text, style)
        sheet.text(row, SAYS, says.replace("GUARDED", GUARDED[sheet.book.host]), "prose indented")
    row += 2
    section(sheet, row, "Functions")
    sheet.heights({row + 1: 52, row + 2: 24})
    with_functions = {"file": FUNCTIONS, "google": IN_GOOGLE}[sheet.book.host]
    sheet.merge(row + 1, NUMBER, SAYS, PLAIN if sheet.book.native else with_functions, "prose")
    if not sheet.book.native:
        _probe(sheet, row + 2, today)


def _probe(sheet: DrawnSheet, row: int, today: Day) -> None:
    """Ask the add-in for an answer. None is stored: a file cannot know where it will be opened."""
    asked = cell(row, NAME)
    if sheet.book.host == "google":
        missing, here = (
            "The script was not found in this spreadsheet.",
            "The script is here: figures follow what you type.",
        )
        sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", 1.0, "answers")
        sheet.formula(row, SAYS, f'=IF(ISERROR({asked}),"{missing}","{here}")', here, "prose indented")
        return
    known = f"Figures are those of {date_of(today).isoformat()} until they are computed anew."
    says = (
        f'=IF(ISERROR({asked}),"The add-in was not found on this computer.",'
        f'IF({asked}=1,"The add-in is here: figures follow what you type.","{known}"))'
    )
    sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", "not asked yet", "answers")
    sheet.formula(row, SAYS, says, known, "prose indented")
