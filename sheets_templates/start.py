"""The first sheet: the purpose of the workbook, three steps with links, the colours, and the state of the add-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.cells import Day, date_of
from ..core.formula_texts import FORMULA_TEXTS
from ..reports.i18n.language import marked
from . import text_fit
from .drawing import DrawnSheet, Host, Shown, cell

NUMBER, NAME, SAYS = 1, 2, 3  # columns B, C and D
WIDTHS = (6, 24, 92)


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
    ("*", "required", marked("Required column")),
    ("", "optional", marked("Optional column; its note says what a blank means")),
    ("", "derived", ""),
    (None, "input missing", marked("Required cell that is still empty")),
)
CALCULATED: Mapping[Host, str] = {
    "file": marked("Calculated column; its cells are grey and guarded against typing"),
    "google": marked("Calculated column; its cells are grey and protected by a warning"),
}


def write_cover(sheet: DrawnSheet, cover: Cover, row: int = 8) -> int:
    """Write the page from its title to its steps, and return the row after them."""
    sheet.widths([3, *WIDTHS])
    sheet.heights({1: 12, 2: 42, 3: 24})
    say = sheet.book.wording.say
    sheet.text(2, NUMBER, say(cover.title), "cover")
    sheet.formula(3, NUMBER, *cover.owner, "lead")
    paragraph(sheet, 5, say(cover.about), 36)
    section(sheet, 7, say("Three steps"))
    for number, line in enumerate(cover.steps, start=1):
        sheet.text(row, NUMBER, str(number), "step")
        _line(sheet, row, line, 32)
        row += 1
    row += 1
    section(sheet, row, say("Then review"))
    for line in cover.more:
        row += 1
        _line(sheet, row, line, 24)
    return row + 2


def _line(sheet: DrawnSheet, row: int, line: Line, height: float) -> None:
    title = sheet.book.wording.sheet(line.sheet)
    sheet.link(row, NAME, title, line.at, title, "link indented")
    beside(sheet, row, sheet.book.wording.say(line.why), height, "prose")


def beside(sheet: DrawnSheet, row: int, text: str, height: float, style: str = "prose indented") -> None:
    """Write what is to be said about a row, whose height is `height` or what the text needs."""
    sheet.heights({row: max(height, text_fit.row_height([(text, text_fit.room(WIDTHS[-1], indent=1))]))})
    sheet.text(row, SAYS, text, style)


def paragraph(sheet: DrawnSheet, row: int, text: str, height: float) -> None:
    """Write text across the page, in a row whose height is `height` or what the text needs."""
    sheet.heights({row: max(height, text_fit.row_height([(text, text_fit.room(sum(WIDTHS)))]))})
    sheet.merge(row, NUMBER, SAYS, text, "prose")


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
    say, texts = sheet.book.wording.say, FORMULA_TEXTS[sheet.book.wording.tag]
    section(sheet, row, say("Colours"))
    for star, style, says in LEGEND:
        row += 1
        sheet.text(row, NAME, "" if star is None else say("Heading") + star, style)
        beside(sheet, row, say(says or CALCULATED[sheet.book.host]), 22)
    row += 2
    if not sheet.book.functions:
        section(sheet, row, texts.plain_heading)
        paragraph(sheet, row + 1, texts.plain, 34)
        return
    section(sheet, row, texts.functions_heading)
    sheet.heights({row + 2: 24})
    usual = {"file": texts.functions, "google": texts.in_google}[sheet.book.host]
    paragraph(sheet, row + 1, say(about_functions) if about_functions else usual, 52)
    if not about_functions:
        _probe(sheet, row + 2, today)


def _probe(sheet: DrawnSheet, row: int, today: Day) -> None:
    """Call a function of the add-in. No result is stored: a file cannot know where it will be opened."""
    probe, say = cell(row, NAME), sheet.book.wording.say
    if sheet.book.host == "google":
        missing = say("The okrsheets script was not found in this spreadsheet.")
        installed = say("The okrsheets script is installed: results update as you type.")
        sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", 1.0, "answers")
        sheet.formula(row, SAYS, f'=IF(ISERROR({probe}),"{missing}","{installed}")', installed, "prose indented")
        return
    stored = say("Results are as of {day} until they are recalculated.", day=date_of(today).isoformat())
    missing = say("The add-in was not found on this computer.")
    installed = say("The add-in is installed: results update as you type.")
    says = f'=IF(ISERROR({probe}),"{missing}",IF({probe}=1,"{installed}","{stored}"))'
    sheet.formula(row, NAME, "=OKR_SCORE(SIGN(as_of))", say("not checked yet"), "answers")
    sheet.formula(row, SAYS, says, stored, "prose indented")
