"""The formulas of our templates that call our functions, and how each is written without them.

A field in braces stands for the cell of its column in the same row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..core.sheet_words import LANGUAGES
from .formula_words import formula_in
from .plain_formulas import expand

IS_OF_OBJECTIVE = "EXACT(kr_objective,{id})"  # of each key result, whether it is of the objective of a row
_WEIGHTS = IS_OF_OBJECTIVE + '*(kr_weight+(kr_weight=""))'
_OWN = (
    f'=IF({{id}}="","",IF(SUMPRODUCT({_WEIGHTS}*ISNUMBER(VALUES))=0,"",'
    f"OKR_ROLLUP(VALUES,MMULT(INDEX({_WEIGHTS},0),{{{{1}}}}))))"
)

KEY_RESULTS: Mapping[str, str] = {
    "progress": (
        '=IF(OR({id}="",{value_used}=""),"",IF(AND({target}="",{kind}<>"binary"),"target?",IF(AND({start}="",'
        'OR({kind}="",{kind}="metric",{kind}="increase",{kind}="decrease")),"start?",OKR_PROGRESS(IF({start}="","",{start}),'
        'IF({target}="","",{target}),{value_used},IF({kind}="","",{kind})))))'
    ),
    "expected": (
        '=IF(OR({id}="",AND({start_date}="",cycle_start=""),AND({due_date}="",cycle_end="")),"",'
        'OKR_EXPECTED(IF({start_date}="",cycle_start,{start_date}),IF({due_date}="",cycle_end,{due_date}),as_of))'
    ),
    "status_word": (
        '=IF({id}="","",IF(OR(AND({expected}="",N({progress})<1),{progress}="target?",{progress}="start?"),"no data",OKR_STATUS(OKR_SCORE({progress}),{expected},'
        'IF(at_risk="","",at_risk),IF(off_track="","",off_track))))'
    ),
    "stale": '=IF({id}="","",IF(OKR_STALE({last_check_in},as_of,IF(stale_days="","",stale_days)),"yes","no"))',
}
ALIGNMENT: Mapping[str, str] = {
    "status": (
        '=IF({id}="","",OKR_STATUS(IF(ISNUMBER({score}),{score},""),N({expected}),'
        'IF(at_risk="","",at_risk),IF(off_track="","",off_track)))'
    ),
    "own": _OWN.replace("VALUES", "kr_progress"),
    "own_plan": _OWN.replace("VALUES", "kr_expected"),
}

CELL = "ROW_"  # in a pair, what the name of a cell begins with; the field follows
NAMED_CELL = re.compile(rf"{CELL}(\w+)")


@dataclass(frozen=True)
class FormulaPair:
    """The same formula with our functions and without them; ROW_progress stands for the cell of the column progress."""

    functions: str
    plain: str


class _Cells(dict[str, str]):
    def __missing__(self, field: str) -> str:
        return CELL + field


@lru_cache(maxsize=1)
def formula_pairs() -> tuple[FormulaPair, ...]:
    """Return every formula of the templates that calls our functions, in both ways of writing it and in each language."""
    written = [formula.format_map(_Cells()) for formula in (*KEY_RESULTS.values(), *ALIGNMENT.values())]
    pairs = (
        FormulaPair(formula_in(language, formula), formula_in(language, expand(formula)))
        for language in LANGUAGES
        for formula in written
    )
    return tuple(dict.fromkeys(pairs))
