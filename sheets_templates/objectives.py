"""The columns of the alignment view: the formula of a row, and its result for every objective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..addin.table_formulas import ALIGNMENT, IS_OF_OBJECTIVE, ROLLED_UP
from ..core import rollup, schema
from ..core.alignment import ELSEWHERE, LEVEL_NAMES, word_in_workbook
from ..core.cells import Day
from ..core.errors import CellError, column_letter
from ..core.evaluation import Evaluation
from ..core.key_result_status import KeyResultStatus
from ..core.model import Settings
from ..core.objective_status import ObjectiveStatus, feeds
from ..core.pacing import status_on
from ..core.schema import ABANDONED
from ..reports.i18n.language import marked
from .answers import answers
from .drawing import Shown
from .examples import EXAMPLE
from .layout import Extras, letters
from .tables import FIRST
from .tree_columns import BEYOND, COMBINED, DEPTH, OWN, TOO_DEEP, last_step, tree_columns
from .wording import ENGLISH, Wording

TOP = 6  # the row of the first objective in the view

# Every formula is a plain one: LibreOffice computes array formulas anew whenever it opens a file, and would lose the
# figures of a file that is opened without the add-in. MMULT and INDEX make a plain one look at all cells of a range.
_KEPT = f'SUMPRODUCT({IS_OF_OBJECTIVE}*(kr_status<>"abandoned"))'
_DATA = f'=IF({{id}}="","",IF({_KEPT}=0,"",SUMPRODUCT({IS_OF_OBJECTIVE}*ISNUMBER(kr_progress))/{_KEPT}))'
_INDENT = 'REPT("      ",IFERROR(MATCH({level},{{"organisation","ceo","team","skills"}},0)-1,0))'
_OBJECTIVE = '=IF({id}="","",' + _INDENT + "&{typed_objective})"
_STEP = "{level_no}-INDEX({all_level_no},{up1})"
_BETWEEN = 'COUNTIFS({all_level_no},">"&INDEX({all_level_no},{up1}),{all_level_no},"<"&{level_no})'
_ALIGNMENT = (
    '=IF({id}="","",IF({at}<>{here},"duplicate id",IF(COUNTIF({all_LAST_UP},{here})>0,"cycle",IF({parent}="",'
    'IF(IF({level_no}="",COUNTIF({all_up1},{here})>0,{level_no}=MIN({all_level_no})),"top","orphan"),'
    f'IF({{up1}}="","{ELSEWHERE}",IF('
    'OR({level_no}="",INDEX({all_level_no},{up1})=""),"aligned",'
    f'IF({_STEP}<0,"inverted level",IF({_STEP}>1,IF({_BETWEEN}>0,"skips level","aligned"),"aligned"))))))))'
)
_COMBINED = (
    '=IF({id}="","",IF({at}<>{here},"duplicate id",IF(COUNTIF({all_LAST_FEED},{here})>0,"cycle",'
    f'IF(COUNTIF({{all_{BEYOND}}},{{here}})>0,"{TOO_DEEP}",{{KEY{DEPTH}}}))))'
)
# Not of an objective that only supports, was abandoned, or weighs nothing.
_COUNTS_IN = '=IF(OR({id}="",{typed_contributes}="no",{typed_status}="abandoned",AND({typed_weight}<>"",{typed_weight}=0)),"",{parent})'

_ID = f'=IF(OR({{typed_id}}="",{{typed_id}}="{EXAMPLE}"),"",{{typed_id}}&"")'
_ALIGNMENT_NOTE = marked(
    "How the objective is linked to its parent: top (top-level), aligned, orphan (no parent), in another workbook (its "
    "parent is not in this one: a sync finds it), skips level, inverted level, cycle or duplicate id."
)


def _copy(field: str) -> str:
    return f'=IF({{id}}="","",{{typed_{field}}}&"")'


@dataclass(frozen=True)
class ViewColumn:
    """A column of the view, with its result in each row; one without a heading is hidden."""

    key: str
    formula: str
    shown: Sequence[Shown]
    heading: str = ""
    note: str = ""
    width: int = 9
    style: str = "number"


_HEADINGS: Mapping[str, tuple[str, str, int, str]] = {
    "id": ("ID", marked("The ID of the objective."), 14, "word"),
    "objective": ("Objective", marked("The objective, indented by its level."), 56, "line"),
    "score": ("Score", marked("Its own progress combined with that of all contributing objectives."), 10, "share"),
    "expected": ("Expected", marked("The progress expected of all of these by now."), 11, "share"),
    "status": ("Status Now", marked("The score compared with the expected progress."), 13, "word"),
    "alignment": ("Alignment", _ALIGNMENT_NOTE, 21, "word"),
    "level": ("Level", marked("The level of the objective."), 14, "word"),
    "parent": ("Parent", marked("The ID of the parent objective."), 14, "word"),
    "counts_in": ("Contributes To", marked("The objective whose score it counts towards; blank if it only supports its parent."), 15, "word"),
    "own": ("Progress", marked("The average progress of its own key results."), 11, "share"),
    "own_plan": ("Expected", marked("The progress expected of its own key results by now."), 11, "share"),
    "data": ("Reporting", marked("The share of its own key results that have a value."), 12, "share"),
}  # fmt: skip


def view_columns(
    evaluation: Evaluation, settings: Settings, rows: int, wording: Wording = ENGLISH, extras: Extras = ()
) -> tuple[ViewColumn, ...]:
    """Return the view's columns from A on, for objectives in as many rows of their sheet; the hidden ones come last.

    `extras` are the columns on request that the sheet of objectives has.
    """
    shown = _figures(evaluation, rows, wording)
    hidden = tree_columns(shown, schema.ROLLUP in extras)
    _evaluate(shown, next(column.shown for column in hidden if column.key == BEYOND), settings, evaluation.today)
    for key in ("status", "alignment", "level", *COMBINED):
        shown[key] = [wording.word(value) if isinstance(value, str) else value for value in shown[key]]
    texts = {**_formulas(last_step(rows)), **(ROLLED_UP if schema.ROLLUP in extras else {})}
    return (
        *(ViewColumn(key, texts[key], shown[key], *heading) for key, heading in _HEADINGS.items()),
        *(ViewColumn(column.key, column.formula, column.shown) for column in hidden),
    )


def _formulas(last: int) -> dict[str, str]:
    """Return the formula of each visible column; `last` is the last step of the hidden chains."""
    combined = _COMBINED.replace("LAST_FEED", f"feed{last}")
    return {
        "id": _ID,
        "objective": _OBJECTIVE,
        "score": combined.replace("KEY", "score"),
        "expected": combined.replace("KEY", "expected"),
        "status": ALIGNMENT["status"],
        "alignment": _ALIGNMENT.replace("LAST_UP", f"up{last}"),
        "level": _copy("level"),
        "parent": _copy("parent_id"),
        "counts_in": _COUNTS_IN,
        "own": ALIGNMENT["own"],
        "own_plan": ALIGNMENT["own_plan"],
        "data": _DATA,
    }


def _evaluate(shown: dict[str, list[Shown]], beyond: Sequence[Shown], settings: Settings, today: Day) -> None:
    """Add the status, and mark the scores that the hidden columns do not reach; `beyond` has their rows."""
    for key in COMBINED:
        shown[key] = [
            TOO_DEEP if here in beyond and value != "cycle" else value for here, value in enumerate(shown[key], start=1)
        ]
    shown["status"] = [
        status_on(
            _number(score),
            _number(plan) or 0.0,
            today=today,
            end=settings.cycle_end,
            commitment=str(commitment),
            gaps=settings.gaps,
        )
        if name
        else None
        for name, score, plan, commitment in zip(shown["id"], shown["score"], shown["expected"], shown["commitment"])
    ]


def formulas(
    columns: Sequence[ViewColumn], row: int, last: int, wording: Wording = ENGLISH, extras: Extras = ()
) -> list[str]:
    """Return the formula of every column in a row of the view, whose last one is `last`."""
    cells = {column.key: column_letter(index) for index, column in enumerate(columns)}
    sheet, typed = letters(schema.OBJECTIVES, extras), wording.cells_of(schema.OBJECTIVES.sheet)
    names = {
        **{key: f"${letter}{row}" for key, letter in cells.items()},
        **{f"all_{key}": f"${letter}${TOP}:${letter}${last}" for key, letter in cells.items()},
        **{f"typed_{field}": f"{typed}${letter}{row - TOP + FIRST}" for field, letter in sheet.items()},
        "here": f"ROWS($A${TOP}:$A{row})",
    }
    return [column.formula.format_map(names) for column in columns]


def _figures(evaluation: Evaluation, rows: int, wording: Wording) -> dict[str, list[Shown]]:
    """Return the results of each column, in the order of the objectives sheet."""
    left_out = ("", wording.word(EXAMPLE))
    by_row = {each.objective.origin.row: each for each in evaluation.objectives if each.objective.id not in left_out}
    in_order = [by_row.get(FIRST + index) for index in range(rows)]
    plans = _own_plans(evaluation)
    readers: dict[str, Callable[[ObjectiveStatus], Shown]] = {
        "id": lambda each: each.objective.id,
        "objective": _indented,
        "level": _level,
        "parent": lambda each: each.objective.parent_id,
        "alignment": lambda each: word_in_workbook(each.alignment),
        "own": lambda each: each.own,
        "own_plan": lambda each: plans.get(each.objective.id),
        "data": lambda each: each.coverage,
        "counts_in": _counts_in,
        "weight": lambda each: each.objective.weight,
        "commitment": lambda each: each.objective.commitment or "aspirational",
        "roll_up": lambda each: each.objective.roll_up,
    }
    shown = {name: [read(each) if each else None for each in in_order] for name, read in readers.items()}
    for name in COMBINED:
        how = [shown["roll_up"]] if name == "score" else []
        shown[name] = answers("OKR_CASCADE", shown["id"], shown["counts_in"], shown[OWN[name]], shown["weight"], *how)
    return shown


def _number(shown: Shown) -> float | None:
    return shown if isinstance(shown, float) else None


def _level(evaluation: ObjectiveStatus) -> str | None:
    return next((name for name in LEVEL_NAMES if name.lower() == evaluation.objective.level), None)


def _indented(evaluation: ObjectiveStatus) -> str:
    level = _level(evaluation)
    depth = LEVEL_NAMES.index(level) if level else 0
    return "      " * depth + (evaluation.objective.objective or "")


def _counts_in(evaluation: ObjectiveStatus) -> str | None:
    objective = evaluation.objective
    return objective.parent_id if feeds(objective) and objective.weight != 0 else None


def _own_plans(evaluation: Evaluation) -> dict[str, float | None]:
    """Return by objective the expected progress of its own key results, of those that count and have data."""
    known: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for each in evaluation.key_results:
        if each.progress is not None and each.key_result.status != ABANDONED:
            known[each.key_result.objective_id or ""].append(each)
    return {name: _mean(given) for name, given in known.items()}


def _mean(key_results: Sequence[KeyResultStatus]) -> float | None:
    try:
        return rollup.rollup([each.expected for each in key_results], [each.key_result.weight for each in key_results])
    except CellError:  # every weight is 0
        return None
