"""The alignment view: one row per objective, with its parent, its progress and its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.evaluation import Evaluation
from ..core.model import Settings
from . import rules
from .drawing import DrawnBook, DrawnSheet
from .objectives import TOP, ViewColumn, formulas, view_columns
from .style import ACCENT_BAR, ALIGNMENT_WORDS, STATUS_WORDS, Style
from .tables import FIRST, head

BAND, HEADINGS = TOP - 2, TOP - 1  # the rows of the two lines of headings
HELP = "Each objective with its parent, its own progress, and its score with everything that contributes to it."
FROZEN = 5  # columns: the objective with its results
BANDS = {("own", "data"): "Own Key Results", ("score", "status"): "With Contributing Objectives"}

_WORDS: Mapping[str, Mapping[str, Style]] = {"alignment": ALIGNMENT_WORDS, "status": STATUS_WORDS}
_BARS = ("own", "score")


def write_alignment(
    book: DrawnBook, evaluation: Evaluation, settings: Settings, objectives_end: int, footer: str
) -> None:
    """Write the view; its rows follow those of the objectives sheet, whose last one is `objectives_end`."""
    rows = objectives_end - FIRST + 1
    last = TOP + rows - 1
    columns = view_columns(evaluation, settings, rows)
    visible = [column for column in columns if column.heading]
    sheet = book.sheet("Alignment", "view")
    head(sheet, "Alignment", HELP)
    _headings(sheet, visible)
    sheet.heights(dict.fromkeys(range(TOP, last + 1), 20))
    sheet.hide_columns([column.width for column in columns[len(visible) :]], len(visible))
    for row in range(TOP, last + 1):
        for index, (column, formula) in enumerate(zip(columns, formulas(columns, row, last))):
            sheet.formula(row, index, formula, column.shown[row - TOP], f"view {column.style}")
    for index in range(len(visible), len(columns)):
        sheet.share(TOP, last, index)
    for index, column in enumerate(visible):
        _paint(sheet, column, (TOP, index), (last, index))
    sheet.filter(HEADINGS, last, len(visible))
    sheet.freeze(HEADINGS, FROZEN)
    sheet.page(footer, (1, HEADINGS))
    sheet.print_filled(TOP, last, len(visible))
    sheet.protect()


def _headings(sheet: DrawnSheet, columns: Sequence[ViewColumn]) -> None:
    sheet.widths([column.width for column in columns])
    sheet.heights({BAND: 20, HEADINGS: 34})
    keys = [column.key for column in columns]
    for (first, last), text in BANDS.items():
        sheet.merge(BAND, keys.index(first), keys.index(last), text, "band")
    for index, column in enumerate(columns):
        side = "right" if column.style == "share" else "left"
        sheet.text(HEADINGS, index, column.heading, f"derived {side}")
        sheet.note(HEADINGS, index, column.note)


def _paint(sheet: DrawnSheet, column: ViewColumn, first: tuple[int, int], last: tuple[int, int]) -> None:
    rules.hush(sheet, first, last)
    rules.words(sheet, first, last, _WORDS.get(column.key, {}))
    if column.key in _BARS:
        rules.bars(sheet, first, last, ACCENT_BAR)
