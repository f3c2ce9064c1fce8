"""The alignment view: one row for every objective, which one it serves, and how far it has come with all below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..core import rollup, schema
from ..core.alignment import LEVEL_NAMES
from ..core.errors import CellError, column_letter
from ..core.schema import ABANDONED
from ..core.standing import KeyResultStanding, ObjectiveStanding, Standing, feeds
from . import rules
from .build import Book, Sheet, Shown
from .style import ACCENT_BAR, ALIGNMENT_WORDS, STATUS_WORDS, Style
from .tables import FIRST, head

BAND, HEADINGS, TOP = 4, 5, 6  # the rows of the two lines of headings, and of the first objective

_LETTERS = {column.field: column_letter(index) for index, column in enumerate(schema.OBJECTIVES.columns)}

# Every formula is a plain one: LibreOffice computes array formulas anew whenever it opens a file, and would lose the
# figures of a file that is opened without the add-in. MMULT makes a plain formula look at all cells of a range.
_THIS = "EXACT(kr_objective,$A{row})"
_WEIGHTS = _THIS + '*(kr_weight+(kr_weight=""))'

_INDENT = 'REPT("      ",IFERROR(MATCH($C{row},{{"organisation","ceo","team","skills"}},0)-1,0))'
_COVERAGE = (
    f'=IF($A{{row}}="","",IF(SUMPRODUCT({_THIS}*(kr_status<>"abandoned"))=0,"",'
    f'SUMPRODUCT({_THIS}*ISNUMBER(kr_progress))/SUMPRODUCT({_THIS}*(kr_status<>"abandoned"))))'
)
_STATUS = (
    '=IF($A{row}="","",OKR_STATUS(IF(ISNUMBER($I{row}),$I{row},""),N($J{row}),'
    'IF(at_risk="","",at_risk),IF(off_track="","",off_track)))'
)
# Not an objective that only supports, was abandoned, or weighs nothing.
_FEEDS = '=IF(OR($A{row}="",{contributes}="no",{status}="abandoned",AND({weight}<>"",{weight}=0)),"",{parent_id}&"")'


def _own(values: str) -> str:
    """The roll-up of an objective's own key results; blank where they have no data or weigh nothing."""
    return (
        f'=IF($A{{row}}="","",IF(SUMPRODUCT({_WEIGHTS}*ISNUMBER({values}))=0,"",'
        f"OKR_ROLLUP({values},MMULT(INDEX({_WEIGHTS},0),{{{{1}}}}))))"
    )


def _of_all(function: str) -> str:
    """This row's answer of a function that answers for all objectives."""
    return f'=IF($A{{row}}="","",INDEX({function},ROWS($A${TOP}:$A{{row}})))'


def _from(field: str) -> str:
    return f'=IF({{id}}="","",{{{field}}}&"")'


@dataclass(frozen=True)
class _Column:
    """A column of the view: its formula in a row, and what that comes to."""

    heading: str
    note: str
    width: int
    style: str
    formula: str
    shown: Callable[[ObjectiveStanding], Shown]


def _columns(last: int, plans: Mapping[str, float | None]) -> tuple[_Column, ...]:
    """The view's columns from A on; `last` is its last row, `plans` what is expected of own key results."""
    own, plan, feeds = (f"${letter}${TOP}:${letter}${last}" for letter in "FGL")
    score, expected = (
        _of_all(f"OKR_CASCADE(objective_id,{feeds},{values},objective_weight)") for values in (own, plan)
    )
    words = _of_all("OKR_ALIGNMENT(objective_id,objective_parent,objective_level)")
    objective = _from("objective").replace("{objective}", _INDENT + "&{objective}")
    return (
        _Column("Id", "The objective's id.", 14, "id", _from("id"), lambda each: each.objective.id),
        _Column("Objective", "Indented by its level.", 72, "line", objective, _indented),
        _Column("Level", "How high up it stands.", 14, "word", _from("level"), _level),
        _Column("Its parent", "The objective that it serves.", 14, "id", _from("parent_id"), lambda each: each.objective.parent_id),
        _Column("Alignment", _NOTE, 17, "word", words, lambda each: each.alignment),
        _Column("Progress", "The mean of its own key results.", 11, "share", _own("kr_progress"), lambda each: each.own),
        _Column("Expected", "Where its own key results should be by now.", 11, "share", _own("kr_expected"), lambda each: plans.get(each.objective.id)),
        _Column("Data", "The share of its key results that have a value.", 9, "share", _COVERAGE, lambda each: each.coverage),
        _Column("Score", "Its own progress and that of all that contributes to it.", 11, "share", score, _score),
        _Column("Expected", "The same for what was expected by now.", 11, "share", expected, lambda each: _or_word(each, each.expected)),
        _Column("Status now", "Score against expected.", 13, "word", _STATUS, lambda each: each.status),
        _Column("Counts in", "The objective whose score it is part of: its parent, unless it only supports or was abandoned.", 14, "id", _FEEDS, _feeds),
    )  # fmt: skip


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
    return _or_word(standing, standing.score)


def _or_word(standing: ObjectiveStanding, value: float | None) -> Shown:
    """A number, or what the function says of a row that has none because of where it hangs."""
    if value is None and standing.alignment in ("cycle", "duplicate id"):
        return standing.alignment
    return value


def _feeds(standing: ObjectiveStanding) -> str | None:
    objective = standing.objective
    return objective.parent_id if feeds(objective) and objective.weight != 0 else None


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
    _headings(sheet, columns, last)
    for index, column in enumerate(columns):
        _write_column(sheet, index, column, [column.shown(each) if each else None for each in in_order])
        rules.hush(sheet, (TOP, index), (last, index))
    _paint(sheet, last)
    sheet.filter(HEADINGS, last, len(columns))
    sheet.freeze(HEADINGS, 2)
    sheet.page(footer, (1, HEADINGS))
    sheet.protect()


def _headings(sheet: Sheet, columns: Sequence[_Column], last: int) -> None:
    sheet.widths([column.width for column in columns])
    sheet.heights({BAND: 20, HEADINGS: 34, **dict.fromkeys(range(TOP, last + 1), 20)})
    sheet.merge(BAND, 5, 7, "its own key results", "band")
    sheet.merge(BAND, 8, 10, "with all that contributes", "band")
    for index, column in enumerate(columns):
        side = "right" if column.style == "share" else "left"
        sheet.text(HEADINGS, index, column.heading, f"derived {side}")
        sheet.note(HEADINGS, index, column.note)


def _write_column(sheet: Sheet, index: int, column: _Column, shown: Sequence[Shown]) -> None:
    for row, value in enumerate(shown, start=TOP):
        source = {field: f"Objectives!${letter}{row - TOP + FIRST}" for field, letter in _LETTERS.items()}
        sheet.formula(row, index, column.formula.format(row=row, **source), value, f"view {column.style}")


def _paint(sheet: Sheet, last: int) -> None:
    looks: tuple[tuple[int, dict[str, Style]], ...] = ((4, dict(ALIGNMENT_WORDS)), (10, dict(STATUS_WORDS)))
    for index, words in looks:
        rules.words(sheet, (TOP, index), (last, index), words)
    for index in (5, 8):
        rules.bars(sheet, (TOP, index), (last, index), ACCENT_BAR)
