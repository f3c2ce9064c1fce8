"""The alignment view: one row for every objective, which one it serves, and how far it has come with all below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..core import rollup, schema
from ..core.alignment import LEVEL_NAMES
from ..core.errors import CellError
from ..core.schema import ABANDONED
from ..core.standing import KeyResultStanding, ObjectiveStanding, Standing
from . import rules
from .build import Book, Sheet, Shown, cell
from .style import ACCENT_BAR, ALIGNMENT_WORDS, STATUS_WORDS, Style
from .tables import FIRST, head

BAND, HEADINGS, TOP = 4, 5, 6  # the rows of the two lines of headings, and of the first objective

# The key results that count for an objective and have data. Every array formula stays under 255 characters,
# the most that Excel's macros can enter anew.
_COUNTS = "EXACT(kr_objective,$A{row})*ISNUMBER(kr_weight)"
_DATA = _COUNTS + "*ISNUMBER(kr_progress)"
_PLAN = _DATA + "*ISNUMBER(kr_expected)"

_SOURCE = '=IF({id}="","",{of}&"")'
_INDENT = 'REPT("      ",IFERROR(MATCH($C{row},{{"organisation","ceo","team","skills"}},0)-1,0))'
_STATUS = (
    '=IF($A{row}="","",OKR_STATUS(IF(ISNUMBER($I{row}),$I{row},""),N($J{row}),'
    'IF(at_risk="","",at_risk),IF(off_track="","",off_track)))'
)
_ALIGNMENT = "=OKR_ALIGNMENT(objective_id,objective_parent,objective_level)"
# What feeds a parent: not an objective that only supports, was abandoned, or weighs nothing.
_FEEDS = (
    'IF((objective_contributes="no")+(objective_status="abandoned")+(objective_weight=0)*(objective_weight<>""),"",'
    'objective_parent&"")'
)


def _own(mask: str, values: str) -> str:
    """The roll-up of an objective's own key results; blank where they have no data or weigh nothing."""
    return f'=IF($A{{row}}="","",IF(SUM(IF({mask},kr_weight))=0,"",OKR_ROLLUP(IF({mask},{values},""),kr_weight)))'


@dataclass(frozen=True)
class _Column:
    """A column of the view: `formula` is one of a row, or with `spills` one for all of them."""

    heading: str
    note: str
    width: int
    style: str
    formula: str
    shown: Callable[[ObjectiveStanding], Shown]
    array: bool = False
    spills: bool = False


def _from(field: str) -> str:
    fields = [column.field for column in schema.OBJECTIVES.columns]
    letter = cell(1, fields.index(field))[:-1]
    return f'=IF(Objectives!$A{{source}}="","",Objectives!${letter}{{source}}&"")'


def _columns(last: int, own_plans: dict[str, float | None]) -> tuple[_Column, ...]:
    """The view's columns from A on; `last` is its last row."""
    here = f"$F${TOP}:$F${last}", f"$G${TOP}:$G${last}"
    cascade = "=OKR_CASCADE(objective_id," + _FEEDS + ",{values},objective_weight)"
    what = _from("objective").replace("Objectives!$E", _INDENT + "&Objectives!$E")
    return (
        _Column("Id", "The objective's id.", 12, "id", _from("id"), lambda each: each.objective.id),
        _Column("Objective", "Indented by its level.", 58, "long", what, _indented),
        _Column("Level", "How high up it stands.", 13, "word", _from("level"), _level),
        _Column("Its parent", "The objective that it serves.", 12, "id", _from("parent_id"), lambda each: each.objective.parent_id),
        _Column("Alignment", _NOTE, 16, "word", _ALIGNMENT, lambda each: each.alignment, spills=True),
        _Column("Progress", "The mean of its own key results.", 11, "share", _own(_DATA, "kr_progress"), lambda each: each.own, array=True),
        _Column("Expected", "Where its own key results should be by now.", 11, "share", _own(_PLAN, "kr_expected"), lambda each: own_plans.get(each.objective.id), array=True),
        _Column("Data", "The share of its key results that have a value.", 9, "share", _COVERAGE, lambda each: each.coverage, array=True),
        _Column("Score", "Its own progress and that of all that contributes to it.", 11, "share", cascade.format(values=here[0]), _score, spills=True),
        _Column("Expected", "The same for what was expected by now.", 11, "share", cascade.format(values=here[1]), lambda each: each.expected, spills=True),
        _Column("Status now", "Score against expected.", 13, "word", _STATUS, lambda each: each.status),
    )  # fmt: skip


_COVERAGE = f'=IF($A{{row}}="","",IF(SUM({_COUNTS})=0,"",SUM({_DATA})/SUM({_COUNTS})))'
_NOTE = (
    "How it hangs on the objective above: top, aligned, orphan (serves none), unknown parent (not in this workbook; "
    "perhaps in another), skips level, inverted level, cycle, duplicate id."
)


def _indented(standing: ObjectiveStanding) -> str:
    level = standing.objective.level
    names = [name.lower() for name in LEVEL_NAMES]
    depth = names.index(level) if level in names else 0
    return "      " * depth + (standing.objective.objective or "")


def _level(standing: ObjectiveStanding) -> str | None:
    return next((name for name in LEVEL_NAMES if name.lower() == standing.objective.level), None)


def _score(standing: ObjectiveStanding) -> Shown:
    """A number, or what the function says of a row that has none because of where it hangs."""
    if standing.score is None and standing.alignment in ("cycle", "duplicate id"):
        return standing.alignment
    return standing.score


def own_plans(standing: Standing) -> dict[str, float | None]:
    """Return by objective where its own key results should be by now: those that count and have data."""
    known: dict[str, list[KeyResultStanding]] = defaultdict(list)
    for each in standing.key_results:
        if each.progress is not None and each.key_result.status != ABANDONED:
            known[each.key_result.objective_id or ""].append(each)
    return {name: _mean(given) for name, given in known.items()}


def _mean(key_results: Sequence[KeyResultStanding]) -> float | None:
    try:
        return rollup.rollup([each.expected for each in key_results], [each.key_result.weight for each in key_results])
    except CellError:  # every weight is 0
        return None


def write_alignment(book: Book, standing: Standing, objectives_end: int, footer: str) -> None:
    """Write the view; its rows follow those of the objectives sheet."""
    sheet = book.sheet("Alignment", "view")
    rows = objectives_end - FIRST + 1
    last = TOP + rows - 1
    by_row = {each.objective.origin.row: each for each in standing.objectives if each.objective.id}
    in_order = [by_row.get(row) for row in range(FIRST, objectives_end + 1)]
    columns = _columns(last, own_plans(standing))
    head(
        sheet,
        "Alignment",
        "Every objective, the one it serves, and how far it has come with all that contributes to it.",
    )
    _headings(sheet, columns)
    for index, column in enumerate(columns):
        _write_column(sheet, index, column, [column.shown(each) if each else None for each in in_order])
        rules.hush(sheet, (TOP, index), (last, index))
    _paint(sheet, last)
    sheet.filter(HEADINGS, last, len(columns))
    sheet.freeze(HEADINGS, 2)
    sheet.page(footer, (1, HEADINGS))
    sheet.protect()


def _headings(sheet: Sheet, columns: Sequence[_Column]) -> None:
    sheet.widths([column.width for column in columns])
    sheet.heights({BAND: 20, HEADINGS: 34})
    sheet.merge(BAND, 5, 7, "its own key results", "band")
    sheet.merge(BAND, 8, 10, "with all that contributes", "band")
    for index, column in enumerate(columns):
        sheet.text(HEADINGS, index, column.heading, "derived")
        sheet.note(HEADINGS, index, column.note)


def _write_column(sheet: Sheet, index: int, column: _Column, shown: Sequence[Shown]) -> None:
    style = f"view {column.style}"
    if column.spills:
        sheet.array(TOP, index, column.formula, shown, style)
        return
    for row, value in enumerate(shown, start=TOP):
        formula = column.formula.format(row=row, source=row - TOP + FIRST)
        if column.array:
            sheet.array(row, index, formula, [value], style)
        else:
            sheet.formula(row, index, formula, value, style)


def _paint(sheet: Sheet, last: int) -> None:
    looks: tuple[tuple[int, dict[str, Style]], ...] = ((4, dict(ALIGNMENT_WORDS)), (10, dict(STATUS_WORDS)))
    for index, words in looks:
        rules.words(sheet, (TOP, index), (last, index), words)
    for index in (5, 8):
        rules.bars(sheet, (TOP, index), (last, index), ACCENT_BAR)
