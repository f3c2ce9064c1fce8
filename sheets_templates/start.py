"""The first sheet: the purpose of the workbook, three steps with links, the colours, and the state of the add-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..addin.table_formulas import (
    ABOUT_FUNCTIONS,
    ABOUT_FUNCTIONS_IN_GOOGLE,
    ABOUT_PLAIN,
    FUNCTIONS_HEADING,
    PLAIN_HEADING,
)
from ..core.cells import Day, date_of
from .drawing import DrawnSheet, Host, Shown, cell

NUMBER, NAME, SAYS = 1, 2, 3  # columns B, C and D


@dataclass(frozen=True)
class Line:
    """A link to a cell of a sheet, and what to do there."""

    sheet: str
    at: str
    why: str


@dataclass(frozen=True)
class Cover:
    """The text of a start page; `owner` is a formula with its result."""

    title: str
    owner: tuple[str, Shown]
    about: str
    steps: Sequence[Line]
    more: Sequence[Line]


LEGEND = (
    ("Heading*", "required", "Required column"),
    ("Heading", "optional", "Optional column; its note says what a blank means"),
    ("Heading", "derived", "Calculated column; its cells are grey and GUARDED"),
    ("", "input missing", "Required cell that is still empty"),
)
GUARDED: Mapping[Host, str] = {"file": "guarded against typing", "google": "protected by a warning"}


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
    section(sheet, row, "Then review")
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


def write_legend(sheet: DrawnSheet, row: int, today: Day, about_functions: str = "") -> None:
    """Write the legend of the colours, and what computes the grey cells: plain formulas, or the add-in and its state.

    `about_functions` is said of a book with functions whose grey cells call none.
    """
    section(sheet, row, "Colours")
    for text, style, says in LEGEND:
        row += 1
        sheet.heights({row: 22})
        sheet.text(row, NAME, text, style)
        sheet.text(row, SAYS, says.replace("GUARDED", GUARDED[sheet.book.host]), "prose indented")
    row += 2
    if not sheet.book.functions:
        section(sheet, row, PLAIN_HEADING)
        sheet.heights({row + 1: 34})
        sheet.merge(row + 1, NUMBER, SAYS, ABOUT_PLAIN, "prose")
        return
    section(sheet, row, FUNCTIONS_HEADING)
    sheet.heights({row + 1: 52, row + 2: 24})
    text = about_functions or {"file": ABOUT_FUNCTIONS, "google": ABOUT_FUNCTIONS_IN_GOOGLE}[sheet.book.host]
    sheet.merge(row + 1, NUMBER, SAYS, text, "prose")
    if not about_functions:
        _probe(sheet, row + 2, today)


def _probe(sheet: DrawnSheet, row: int, today: Day) -> None:
    """Call a function of the add-in. No result is stored: a file cannot know where it will be opened."""
    probe = cell(row, NAME)
    if sheet.book.host == "google":
        missing, installed = (
            "The okrsheets script was not found in this spreadsheet.",
            "The okrsheets script is installed: results update as you type.",
        )
        sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", 1.0, "answers")
        sheet.formula(row, SAYS, f'=IF(ISERROR({probe}),"{missing}","{installed}")', installed, "prose indented")
        return
    stored = f"Results are as of {date_of(today).isoformat()} until they are recalculated."
    says = (
        f'=IF(ISERROR({probe}),"The add-in was not found on this computer.",'
        f'IF({probe}=1,"The add-in is installed: results update as you type.","{stored}"))'
    )
    sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", "not checked yet", "answers")
    sheet.formula(row, SAYS, says, stored, "prose indented")
