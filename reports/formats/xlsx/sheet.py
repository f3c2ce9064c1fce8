"""One sheet being filled from the top down: texts, figures as numbers, and where their cells stand as notes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from ....core.addresses import quoted_sheet
from ....core.cells import Day
from ....core.percent import PERCENT_FORMAT
from ....core.xml_text import xml_text
from ....sheets_templates.build import LONGEST_TEXT, XlsxBook
from ....sheets_templates.drawing import cell
from ....sheets_templates.style import STATUS_WORDS, STYLES
from ...charts.stack import GLYPHS
from ...i18n.language import Language
from ...model.figure import Figure
from ...model.footnotes import Footnotes

FIRST_WIDTH, WIDTH, BROADEST = 52.0, 15.0, 44.0  # of the first column, of the others, of the broadest, in characters
LINE_HEIGHT, HIGHEST = 14.6, 400.0  # of a line of text and of a row, in points
ONE_PAGE = 900  # points that are printed on one page, so that no chart is cut
LONGEST_NAME = 31  # letters of a sheet's name
LONGEST_ADDRESS = 2000  # letters of a link
DAY = "yyyy-mm-dd"
SIGNED = "+0;−0;0"  # a change in points


def names(titles: Sequence[str]) -> list[str]:
    """Return names of sheets, none of them twice, without what a name may not hold.

    >>> names(["Skills", "Now/then?", "skills"])
    ['Skills', 'Now then', 'skills 2']
    """
    taken: list[str] = []
    for title in titles:
        plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split()).strip("'") or "Sheet"
        name, tries = plain[:LONGEST_NAME], 1
        while name.lower() in {other.lower() for other in taken}:
            tries += 1
            name = f"{plain[: LONGEST_NAME - 4]} {tries}"
        taken.append(name)
    return taken


class SheetPage:
    """Writes below what is there; `row` is the row that comes next."""

    def __init__(
        self, book: XlsxBook, name: str, title: str, notes: Footnotes, language: Language, kind: str = "view"
    ) -> None:
        self.book, self.notes, self.language, self.title = book, notes, language, title
        self.sheet = book.sheet(name, kind)
        self.row = 1
        self._heads: list[int] = []
        self._widths = {0: FIRST_WIDTH}
        self._texts: list[tuple[int, int, str]] = []
        self._heights: dict[int, float] = {}
        self._folded: set[int] = set()

    def head(self, title: str, lead: str, first: str) -> None:
        """Write the title of the sheet, and the way back."""
        self.sheet.text(1, 0, title, "title")
        self._heights[1] = 30
        self.sheet.link(1, 1, first, "A1", f"← {first}", "back")
        self.row = 2
        if lead:
            self.line(lead, "muted")
        self.skip()

    def line(self, text: str, style: str, height: float = 0) -> None:
        """Write a text that may run on over the cells beside it."""
        self.sheet.text(self.row, 0, text, style)
        if height:
            self._heights[self.row] = height
        self.row += 1

    def prose(self, text: str, figure: Figure | None = None) -> None:
        """Write a text that is broken into lines, over the first columns."""
        room = FIRST_WIDTH + 3 * WIDTH
        self.sheet.merge(self.row, 0, 3, text[:LONGEST_TEXT], "prose")
        self._heights[self.row] = min(HIGHEST, LINE_HEIGHT * max(1, math.ceil(1.1 * len(text) / room)))
        if figure:
            self._note(0, figure)
        self.row += 1

    def height(self, height: float) -> None:
        """Make the row so high at least."""
        self._heights[self.row] = height

    def fold(self) -> None:
        """Make the row one that can be folded away."""
        self._folded.add(self.row)

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def go_to(self, sheet: str, text: str) -> None:
        """Write a line that leads to another sheet."""
        self.sheet.link(self.row, 0, sheet, "A1", text, "link")
        self.row += 1

    def headings(self, headings: Sequence[str], rows: int = 0) -> None:
        """Write the headings of some rows; those of the first table stay in sight and on every printed page."""
        for column, heading in enumerate(headings):
            self.sheet.text(self.row, column, heading, "required")
            self.widen(column, min(BROADEST, max(map(len, heading.split() or [""])) + 5))
        self._heads.append(self.row)
        if rows and len(self._heads) == 1:
            self.sheet.filter(self.row, self.row + rows, len(headings))
        self.row += 1

    def widen(self, column: int, width: float) -> None:
        """Give a column the width that its cells need."""
        self._widths[column] = max(self._widths.get(column, WIDTH), width)

    def text(self, column: int, text: str, style: str = "view long") -> None:
        """Write a text as text, whatever it begins with."""
        if text:
            self.sheet.text(self.row, column, text, style)
            self._texts.append((self.row, column, text))
            if column:
                self.widen(column, min(BROADEST, 0.6 * len(text)))

    def figure(self, column: int, figure: Figure) -> None:
        """Write a figure as a number, in the format that shows what the words of the report say; else as its text."""
        format = self._format(figure)
        if format and figure.value is not None:
            cell_format = self.book.look(
                {**STYLES["base"], **STYLES["view"], "num_format": format, "align": "right", "indent": 1}
            )
            self.sheet.inner.write_number(self.row - 1, column, figure.value, cell_format)
        else:
            self.text(column, figure.text)
        self._note(column, figure)

    def _format(self, figure: Figure) -> str:
        """The format under which a number reads as the figure does; empty where the figure says more than the number."""
        value, language = figure.value, self.language
        if value is None or not math.isfinite(value) or abs(value) >= 1e15:
            return ""
        if figure.unit == "share" and figure.text == language.percent(value):
            return PERCENT_FORMAT
        if figure.unit == "day" and figure.text in (language.day(int(value)), language.short_day(int(value))):
            return DAY
        if figure.unit == "number" and figure.text == language.signed(int(value)) and value:
            return SIGNED
        if figure.unit == "number" and figure.text == language.number(value) and (not value or abs(value) >= 0.005):
            return f"#,##0{('', '.0', '.00')[_decimals(value)]}"
        return ""

    def day(self, column: int, serial: Day) -> None:
        """Write a day as a date."""
        self.figure(column, Figure(self.language.day(serial), serial, "day"))

    def status(self, column: int, word: str, label: str) -> None:
        """Write a status with its sign, in its colours."""
        style = {**STYLES["base"], **STYLES["view"], **STYLES["word"], **STATUS_WORDS.get(word, {})}
        self.sheet.inner.write_string(self.row - 1, column, f"{GLYPHS.get(word, '○')} {label}", self.book.look(style))

    def shaded(self, column: int, text: str, ground: str, ink: str) -> None:
        """Write a cell of a map: a number where it is one."""
        style = self.book.look(
            {
                **STYLES["base"],
                "align": "center",
                "bg_color": ground,
                "font_color": ink,
                "border": 1,
                "border_color": "#FFFFFF",
            }
        )
        plain = re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
        write: Any = self.sheet.inner.write_number if plain else self.sheet.inner.write_string
        write(self.row - 1, column, float(text) if plain else text, style)

    def _note(self, column: int, figure: Figure) -> None:
        number = self.notes.number(figure)
        if number:
            self.sheet.note(self.row, column, f"{number}: {self.notes.text(figure)}"[:LONGEST_TEXT])

    def sources(self) -> None:
        """Write which cells each note means, with a link to the first of them."""
        say, entries = self.language.say, [(book, entry) for book in self.notes.books for entry in book.entries]
        self.headings([say("Workbook"), say("Cells"), say("Further cells"), "№"], len(entries))
        for book, entry in entries:
            self.text(0, book.workbook)
            if entry.address and len(entry.address) < LONGEST_ADDRESS:
                self.sheet.inner.write_url(
                    self.row - 1,
                    1,
                    f"external:{unquote(entry.address)}",
                    self.book.style("link"),
                    entry.text[:LONGEST_TEXT],
                )
            else:
                self.text(1, entry.text)
            self.text(2, entry.more)
            self.sheet.number(self.row, 3, entry.number, "view whole")
            self.row += 1
        self.done()

    def done(self) -> None:
        """Set the widths, what stays in sight, and how the sheet prints."""
        for column, width in self._widths.items():
            self.sheet.widths([width], column)
        for row, column, text in self._texts:
            lines = sum(
                max(1, math.ceil(1.1 * len(line) / self._widths.get(column, WIDTH))) for line in text.split("\n")
            )
            if lines > 1:
                self._heights[row] = max(self._heights.get(row, 0), min(HIGHEST, 3 + LINE_HEIGHT * lines))
        for row in {*self._heights, *self._folded}:
            self.sheet.inner.set_row(row - 1, self._heights.get(row), None, {"level": 1} if row in self._folded else {})
        # Headings of one table over the rows of another would mislead: with several, the title alone is repeated.
        top = self._heads[0] if len(self._heads) == 1 and self._heads[0] <= 6 else 1
        self.sheet.freeze(top, 0)
        high = LINE_HEIGHT * self.row + sum(self._heights.values())
        self.sheet.page(self.title, (top, top), one_page=high < ONE_PAGE)

    def chart(
        self, row: int, column: int, kind: str, title: str, description: str, *arguments: Any, **more: Any
    ) -> None:
        """Draw a chart of cells of this sheet: see `Sheet.chart`."""
        self.sheet.chart(row, column, kind, xml_text(title), xml_text(description), *arguments, **more)

    def range(self, column: int, first: int, last: int) -> str:
        """Return cells of this sheet as a chart names them."""
        return f"={quoted_sheet(self.sheet.name)}!{cell(first, column, fixed=True)}:{cell(last, column, fixed=True)}"


def _decimals(value: float) -> int:
    """How many decimals a number has, two at most, as the words of the report write it."""
    return next(many for many in (0, 1, 2) if many == 2 or round(value, 2) == round(value, many))
