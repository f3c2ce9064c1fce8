"""The alignment view: one row per objective, with its parent, its progress and its score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..core.evaluation import Evaluation
from ..core.model import Settings
from ..core.schema import ALIGNMENT
from ..reports.i18n.language import marked
from . import rules
from .drawing import DrawnBook, DrawnSheet
from .layout import Extras
from .objectives import TOP, ViewColumn, formulas, view_columns
from .style import ACCENT_BAR, ALIGNMENT_WORDS, STATUS_WORDS, Style
from .tables import FIRST, characters, head
from .tree_columns import COMBINED, TOO_DEEP
from .wording import Wording

BAND, HEADINGS = TOP - 2, TOP - 1  # the rows of the two lines of headings
HELP = marked("Each objective with its parent, its own progress, and its score with everything that contributes to it.")
FROZEN = 5  # columns: the objective with its results
BANDS = {("own", "data"): marked("Own Key Results"), ("score", "status"): marked("With Contributing Objectives")}

_WORDS: Mapping[str, Mapping[str, Style]] = {"alignment": ALIGNMENT_WORDS, "status": STATUS_WORDS}
_BARS = ("own", "score")
UNSCORED = ("duplicate id", "cycle", TOO_DEEP)  # in place of a score


def write_alignment(
    book: DrawnBook,
    evaluation: Evaluation,
    settings: Settings,
    objectives_end: int,
    footer: str,
    extras: Extras = (),
) -> None:
    """Write the view; its rows follow those of the objectives sheet, whose last one is `objectives_end`."""
    rows = objectives_end - FIRST + 1
    last = TOP + rows - 1
    wording = book.wording
    columns = view_columns(evaluation, settings, rows, wording, extras)
    visible = [column for column in columns if column.heading]
    sheet = book.sheet(wording.sheet(ALIGNMENT), "view")
    head(sheet, ALIGNMENT, HELP)
    _headings(sheet, visible)
    sheet.heights(dict.fromkeys(range(TOP, last + 1), 20))
    sheet.hide_columns([column.width for column in columns[len(visible) :]], len(visible))
    for row in range(TOP, last + 1):
        for index, (column, formula) in enumerate(zip(columns, formulas(columns, row, last, wording, extras))):
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
    wording = sheet.book.wording
    headings = [wording.other_heading("alignment", column.heading) for column in columns]
    sheet.widths([_width(column, heading, wording) for column, heading in zip(columns, headings)])
    sheet.heights({BAND: 20, HEADINGS: 34})
    keys = [column.key for column in columns]
    for (first, last), text in BANDS.items():
        sheet.merge(BAND, keys.index(first), keys.index(last), wording.say(text), "band")
    for index, column in enumerate(columns):
        side = "right" if column.style == "share" else "left"
        sheet.text(HEADINGS, index, headings[index], f"derived {side}")
        sheet.note(HEADINGS, index, wording.say(column.note))


def _width(column: ViewColumn, heading: str, wording: Wording) -> float:
    """Return a width in which every word that the column may show is whole, and the longest word of its heading."""
    words = [
        wording.word(word) for word in (*_WORDS.get(column.key, ()), *(UNSCORED if column.key in COMBINED else ()))
    ]
    longest = [characters(part, bold=True) for part in re.split(r"(?<=-)|\s", heading)]
    return max(column.width, *longest, *map(characters, words))


def _paint(sheet: DrawnSheet, column: ViewColumn, first: tuple[int, int], last: tuple[int, int]) -> None:
    rules.hush(sheet, first, last)
    rules.words(sheet, first, last, _WORDS.get(column.key, {}))
    if column.key in _BARS:
        rules.bars(sheet, first, last, ACCENT_BAR)
