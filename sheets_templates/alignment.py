"""The alignment view: one row per objective, with its parent, its progress and its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.evaluation import Evaluation
from ..core.model import Settings
from . import rules
from .drawing import DrawnBook, DrawnSheet
from .objectives import TOP, ViewColumn, view_columns
from .style import ACCENT_BAR, ALIGNMENT_WORDS, STATUS_WORDS, Style
from .tables import FIRST, head

BAND, HEADINGS = TOP - 2, TOP - 1  # the rows of the two lines of headings
HELP = "Each objective with its parent, its own progress, and its score with everything that contributes to it."

_WORDS: Mapping[str, Mapping[str, Style]] = {"Alignment": ALIGNMENT_WORDS, "Status Now": STATUS_WORDS}
_BARS = ("Progress", "Score")


def write_alignment(
    book: DrawnBook, evaluation: Evaluation, settings: Settings, objectives_end: int, footer: str
) -> None:
    """Write the view; its rows follow those of the objectives sheet, whose last one is `objectives_end`."""
    rows = objectives_end - FIRST + 1
    last = TOP + rows - 1
    columns = view_columns(evaluation, settings, rows)
    sheet = book.sheet("Alignment", "view")
    head(sheet, "Alignment", HELP)
    _headings(sheet, columns)
    sheet.heights(dict.fromkeys(range(TOP, last + 1), 20))
    for index, column in enumerate(columns):
        for row, shown in enumerate(column.shown, start=TOP):
            sheet.formula(row, index, column.in_row(row, last), shown, f"view {column.style}")
        _paint(sheet, column, (TOP, index), (last, index))
    sheet.filter(HEADINGS, last, len(columns))
    sheet.freeze(HEADINGS, 2)
    sheet.page(footer, (1, HEADINGS))
    sheet.protect()


def _headings(sheet: DrawnSheet, columns: Sequence[ViewColumn]) -> None:
    sheet.widths([column.width for column in columns])
    sheet.heights({BAND: 20, HEADINGS: 34})
    sheet.merge(BAND, 5, 7, "Own Key Results", "band")
    sheet.merge(BAND, 8, 10, "With Contributing Objectives", "band")
    for index, column in enumerate(columns):
        side = "right" if column.style == "share" else "left"
        sheet.text(HEADINGS, index, column.heading, f"derived {side}")
        sheet.note(HEADINGS, index, column.note)


def _paint(sheet: DrawnSheet, column: ViewColumn, first: tuple[int, int], last: tuple[int, int]) -> None:
    rules.hush(sheet, first, last)
    rules.words(sheet, first, last, _WORDS.get(column.heading, {}))
    if column.heading in _BARS:
        rules.bars(sheet, first, last, ACCENT_BAR)
