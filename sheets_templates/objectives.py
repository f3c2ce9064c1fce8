"""The columns of the alignment view: the formula of a row, and its result for every objective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..core import rollup, schema
from ..core.alignment import LEVEL_NAMES
from ..core.errors import CellError, column_letter
from ..core.evaluation import Evaluation
from ..core.key_result_status import KeyResultStatus
from ..core.model import Settings
from ..core.objective_status import ObjectiveStatus, feeds
from ..core.schema import ABANDONED
from .answers import answer, answers
from .drawing import Shown
from .tables import FIRST

TOP = 6  # the row of the first objective in the view

_LETTERS = {column.field: column_letter(index) for index, column in enumerate(schema.OBJECTIVES.columns)}

# Every formula is a plain one: LibreOffice computes array formulas anew whenever it opens a file, and would lose the
# figures of a file that is opened without the add-in. MMULT and INDEX make a plain one look at all cells of a range.
_THIS = "EXACT(kr_objective,$A{row})"
_WEIGHTS = _THIS + '*(kr_weight+(kr_weight=""))'
_KEPT = f'SUMPRODUCT({_THIS}*(kr_status<>"abandoned"))'
_OWN = (
    f'=IF($A{{row}}="","",IF(SUMPRODUCT({_WEIGHTS}*ISNUMBER(VALUES))=0,"",'
    f"OKR_ROLLUP(VALUES,MMULT(INDEX({_WEIGHTS},0),{{{{1}}}}))))"
)
_DATA = f'=IF($A{{row}}="","",IF({_KEPT}=0,"",SUMPRODUCT({_THIS}*ISNUMBER(kr_progress))/{_KEPT}))'
_INDENT = 'REPT("      ",IFERROR(MATCH($C{row},{{"organisation","ceo","team","skills"}},0)-1,0))'
_OBJECTIVE = '=IF({id}="","",' + _INDENT + "&{objective})"
_OF_ALL = '=IF($A{row}="","",INDEX(FUNCTION,ROWS($A$6:$A{row})))'
_ALIGNMENT = _OF_ALL.replace("FUNCTION", "OKR_ALIGNMENT(objective_id,objective_parent,objective_level)")
_CASCADE = _OF_ALL.replace("FUNCTION", "OKR_CASCADE(objective_id,$L$6:$L${last},VALUES,objective_weight)")
_STATUS = (
    '=IF($A{row}="","",OKR_STATUS(IF(ISNUMBER($I{row}),$I{row},""),N($J{row}),'
    'IF(at_risk="","",at_risk),IF(off_track="","",off_track)))'
)
# Not of an objective that only supports, was abandoned, or weighs nothing.
_FEEDS = '=IF(OR($A{row}="",{contributes}="no",{status}="abandoned",AND({weight}<>"",{weight}=0)),"",{parent_id}&"")'

_ALIGNMENT_NOTE = (
    "How the objective is linked to its parent: top (top-level), aligned, orphan (no parent), unknown parent (not in this "
    "workbook, perhaps in another), skips level, inverted level, cycle or duplicate id."
)


def _copy(field: str) -> str:
    return f'=IF({{id}}="","",{{{field}}}&"")'


@dataclass(frozen=True)
class ViewColumn:
    """A column of the view, and its result in each row."""

    heading: str
    note: str
    width: int
    style: str
    formula: str
    shown: Sequence[Shown]

    def in_row(self, row: int, last: int) -> str:
        """Return the formula of a row of the view, whose last one is `last`."""
        source = {field: f"Objectives!${letter}{row - TOP + FIRST}" for field, letter in _LETTERS.items()}
        return self.formula.format(row=row, last=last, **source)


def view_columns(evaluation: Evaluation, settings: Settings, rows: int) -> tuple[ViewColumn, ...]:
    """Return the view's columns from A on, for objectives in as many rows of their sheet."""
    shown = _figures(evaluation, settings, rows)
    own, plan = (_OWN.replace("VALUES", name) for name in ("kr_progress", "kr_expected"))
    score, expected = (_CASCADE.replace("VALUES", f"${letter}$6:${letter}${{last}}") for letter in "FG")
    return (
        ViewColumn("ID", "The ID of the objective.", 14, "word", _copy("id"), shown["id"]),
        ViewColumn("Objective", "The objective, indented by its level.", 72, "line", _OBJECTIVE, shown["objective"]),
        ViewColumn("Level", "The level of the objective.", 14, "word", _copy("level"), shown["level"]),
        ViewColumn("Parent", "The ID of the parent objective.", 14, "word", _copy("parent_id"), shown["parent"]),
        ViewColumn("Alignment", _ALIGNMENT_NOTE, 17, "word", _ALIGNMENT, shown["alignment"]),
        ViewColumn("Progress", "The average progress of its own key results.", 11, "share", own, shown["own"]),
        ViewColumn("Expected", "The progress expected of its own key results by now.", 11, "share", plan, shown["own plan"]),
        ViewColumn("Reporting", "The share of its own key results that have a value.", 12, "share", _DATA, shown["data"]),
        ViewColumn("Score", "Its own progress combined with that of all contributing objectives.", 11, "share", score, shown["score"]),
        ViewColumn("Expected", "The progress expected of all of these by now.", 11, "share", expected, shown["expected"]),
        ViewColumn("Status Now", "The score compared with the expected progress.", 13, "word", _STATUS, shown["status"]),
        ViewColumn("Contributes To", "The objective whose score it counts towards; blank if it only supports its parent.", 15, "word", _FEEDS, shown["counts in"]),
    )  # fmt: skip


def _figures(evaluation: Evaluation, settings: Settings, rows: int) -> dict[str, list[Shown]]:
    """Return the results of each column, in the order of the objectives sheet."""
    by_row = {each.objective.origin.row: each for each in evaluation.objectives if each.objective.id}
    in_order = [by_row.get(FIRST + index) for index in range(rows)]
    plans = _own_plans(evaluation)
    readers: dict[str, Callable[[ObjectiveStatus], Shown]] = {
        "id": lambda each: each.objective.id,
        "objective": _indented,
        "level": _level,
        "parent": lambda each: each.objective.parent_id,
        "alignment": lambda each: each.alignment,
        "own": lambda each: each.own,
        "own plan": lambda each: plans.get(each.objective.id),
        "data": lambda each: each.coverage,
        "counts in": _counts_in,
        "weight": lambda each: each.objective.weight,
    }
    shown = {name: [read(each) if each else None for each in in_order] for name, read in readers.items()}
    for name, values in (("score", "own"), ("expected", "own plan")):
        shown[name] = answers("OKR_CASCADE", shown["id"], shown["counts in"], shown[values], shown["weight"])
    gaps = settings.at_risk_gap, settings.off_track_gap
    shown["status"] = [
        answer("OKR_STATUS", _number(score), _number(plan) or 0.0, *gaps) if name else None
        for name, score, plan in zip(shown["id"], shown["score"], shown["expected"])
    ]
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
