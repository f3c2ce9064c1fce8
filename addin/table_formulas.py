"""The formulas of our templates that call our functions, and how each is written without them.

A field in braces stands for the cell of its column in the same row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..core.pacing import NOT_DONE
from ..core.progress import KINDS
from ..core.sheet_words import LANGUAGES
from .formula_words import formula_in
from .plain_formulas import expand, without_words
from .status_words import grade_words

# What a cell shows while something is still to be typed, or to be corrected.
NO_TARGET, NO_START, NO_VALUE, NO_KIND, NO_DATES, NO_LIMITS = (
    "target?",
    "start?",
    "value?",
    "kind?",
    "dates?",
    "limits?",
)

_KINDS = ",".join(f'"{kind}"' for kind in KINDS)
_TO_CORRECT = (
    f'IF(ISTEXT({{value_used}}),"{NO_VALUE}",IF(ISTEXT({{start}}),"{NO_START}",IF(AND({{kind}}<>"",ISNA(MATCH({{kind}},{{{{{_KINDS}}}}},0))),'
    f'"{NO_KIND}","{NO_TARGET}")))'
)
_END = 'IF({due_date}="",last_day,{due_date})'
KEY_RESULTS: Mapping[str, str] = {
    "progress": (
        f'=IF(OR({{id}}="",{{value_used}}=""),"",IF(AND({{target}}="",{{kind}}<>"binary"),"{NO_TARGET}",IF(AND({{start}}="",'
        f'OR({{kind}}="",{{kind}}="metric",{{kind}}="increase",{{kind}}="decrease")),"{NO_START}",IFERROR(OKR_PROGRESS(IF({{start}}="","",{{start}}),'
        f'IF({{target}}="","",{{target}}),{{value_used}},IF({{kind}}="","",{{kind}})),{_TO_CORRECT}))))'
    ),
    "expected": (
        '=IF(OR({id}="",AND({start_date}="",first_day=""),AND({due_date}="",last_day="")),"",'
        f'IFERROR(OKR_EXPECTED(IF({{start_date}}="",first_day,{{start_date}}),IF({{due_date}}="",last_day,{{due_date}}),as_of),"{NO_DATES}"))'
    ),
    "status_word": (
        '=IF({id}="","",IF(ISERROR({progress}),{progress},IF(NOT(ISNUMBER({progress})),"no data",IF({progress}>=1,"achieved",'
        f'IF({{expected}}="{NO_DATES}","no data",IF(AND(ISNUMBER({_END}),as_of>{_END}),{grade_words("{progress}", "{commitment_used}")},'
        f'IF({{kind}}="binary","{NOT_DONE}",IF({{expected}}="","no data",'
        "OKR_STATUS(OKR_SCORE({progress}),{expected},gap_at_risk,gap_off_track)))))))))"
    ),
    "stale": '=IF({id}="","",IFERROR(IF(OKR_STALE({last_check_in},as_of,stale_after),"yes","no"),""))',
}

# The same in a workbook that has columns for the lowest and the highest value.
_IS_CONTROL = 'AND({target}="",{kind}<>"binary",OR({lowest}<>"",{highest}<>""))'
_CONTROL = (
    f'IFERROR(OKR_CONTROL({{value_used}},IF({{lowest}}="","",{{lowest}}),IF({{highest}}="","",{{highest}})),'
    f'IF(ISTEXT({{value_used}}),"{NO_VALUE}","{NO_LIMITS}"))'
)
_EXPECTED = 'OKR_EXPECTED(IF({start_date}="",first_day,{start_date}),IF({due_date}="",last_day,{due_date}),as_of)'
_TO_HOLD = f'IF({_IS_CONTROL},(as_of>=IF({{start_date}}="",first_day,{{start_date}}))+0*{_EXPECTED},{_EXPECTED})'
CONTROLLED: Mapping[str, str] = {
    "progress": KEY_RESULTS["progress"].replace('"",IF(AND(', f'"",IF({_IS_CONTROL},{_CONTROL},IF(AND(', 1) + ")",
    "expected": KEY_RESULTS["expected"].replace(_EXPECTED, _TO_HOLD),
}

IS_OF_OBJECTIVE = "EXACT(kr_objective,{id})"  # of each key result, whether it is of the objective of a row
_WEIGHTS = IS_OF_OBJECTIVE + "*kr_weight"
_OWN = (
    f'=IF({{id}}="","",IF(SUMPRODUCT({_WEIGHTS}*ISNUMBER(VALUES))=0,"",'
    f'IFERROR(OKR_ROLLUP(VALUES,MMULT(INDEX({_WEIGHTS},0),{{{{1}}}})),"")))'
)
ALIGNMENT: Mapping[str, str] = {
    "status": (
        '=IF({id}="","",IF(NOT(ISNUMBER({score})),"no data",IF({score}>=1,"achieved",'
        f"IF(AND(ISNUMBER(last_day),as_of>last_day),{grade_words('{score}', '{typed_commitment}')},"
        "OKR_STATUS({score},N({expected}),gap_at_risk,gap_off_track)))))"
    ),
    "own": _OWN.replace("VALUES", "kr_progress"),
    "own_plan": _OWN.replace("VALUES", "kr_expected"),
}

# The same in a workbook that has a column for the roll-up.
_WEAKEST = (
    f"1-SUMPRODUCT(MAX({IS_OF_OBJECTIVE}*(kr_weight>0)*ISNUMBER(kr_progress)*"
    '(1-("0"&REPT(kr_progress,ISNUMBER(kr_progress)*(kr_progress>0)*(kr_progress<1)))-ISNUMBER(kr_progress)*(kr_progress>=1))))'
)
ROLLED_UP: Mapping[str, str] = {
    "own": ALIGNMENT["own"].replace("IFERROR(", f'IF({{typed_roll_up}}="weakest",{_WEAKEST},IFERROR(') + ")",
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


@lru_cache(maxsize=len(LANGUAGES))
def formula_pairs(language: str) -> tuple[FormulaPair, ...]:
    """Return every formula of the templates of a language that calls our functions, in both ways of writing it."""
    written = [
        formula.format_map(_Cells())
        for formula in (*KEY_RESULTS.values(), *CONTROLLED.values(), *ALIGNMENT.values(), *ROLLED_UP.values())
    ]
    return tuple(
        FormulaPair(formula_in(language, without_words(formula)), formula_in(language, expand(formula)))
        for formula in written
    )
