"""The computed columns of the key results: their formulas, and what those come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..core import schema
from ..core.cells import Day
from ..core.errors import CellError, column_letter
from ..core.model import KeyResult, Settings
from ..core.schema import ABANDONED, Column
from ..core.standing import KeyResultStanding, expected_of
from .build import Shown
from .tables import Beside, Computed

FAULT = "#VALUE!"  # what a function of ours answers where cells make no sense

VALUE_USED = Column(
    "value used",
    "number",
    "The current value; where that is blank, the value of the last check-in.",
    computed=True,
    width=10,
)
WEIGHT_USED = Column(
    "weight used",
    "number",
    "The weight in its objective's mean; blank for an abandoned key result.",
    computed=True,
    width=10,
)

COLUMNS = (*schema.KEY_RESULTS.columns, VALUE_USED, WEIGHT_USED)
_LETTERS = {column.field: column_letter(index) for index, column in enumerate(COLUMNS)}

# An empty cell counts as 0 in some programs when it stands alone in an argument; empty text does not.
_VALUE_USED = (
    '=IF({id}="","",IF({current}<>"",{current},IFERROR(LOOKUP(2,1/(EXACT(checkin_id,{id})*ISNUMBER(checkin_value)'
    "*(checkin_date=LARGE(IF(EXACT(checkin_id,{id})*ISNUMBER(checkin_value)*(checkin_date>0)*(checkin_date<=as_of),"
    'checkin_date),1))),checkin_value),"")))'
)
_LAST_CHECK_IN = '=IF({id}="","",IFERROR(LARGE(IF(EXACT(checkin_id,{id})*(checkin_date>0)*(checkin_date<=as_of),checkin_date),1),""))'
_WEIGHT_USED = '=IF(OR({id}="",{status}="abandoned"),"",IF({weight}="",1,{weight}))'
_PROGRESS = (
    '=IF({id}="","",OKR_PROGRESS(IF({start}="","",{start}),IF({target}="","",{target}),{value_used},'
    'IF({kind}="","",{kind})))'
)
_EXPECTED = (
    '=IF(OR({id}="",AND({start_date}="",cycle_start=""),AND({due_date}="",cycle_end="")),"",'
    'OKR_EXPECTED(IF({start_date}="",cycle_start,{start_date}),IF({due_date}="",cycle_end,{due_date}),as_of))'
)
_STATUS = (
    '=IF({id}="","",IF(AND({expected}="",N({progress})<1),"no data",OKR_STATUS(OKR_SCORE({progress}),{expected},'
    'IF(at_risk="","",at_risk),IF(off_track="","",off_track))))'
)
_STALE = '=IF({id}="","",IF(OKR_STALE({last_check_in},as_of,IF(stale_days="","",stale_days)),"yes","no"))'


def _in_row(formula: str) -> Callable[[int], str]:
    """Return a formula of a row: each field in braces becomes the cell of its column."""
    return lambda row: formula.format_map({field: f"${letter}{row}" for field, letter in _LETTERS.items()})


def computed(standings: Sequence[KeyResultStanding], settings: Settings, today: Day) -> dict[str, Computed]:
    """Return the computed columns of the schema."""
    progress = [_progress(each) for each in standings]
    expected = [_expected(each, settings, today) for each in standings]
    status = [FAULT if FAULT in (raw, plan) else each.status for each, raw, plan in zip(standings, progress, expected)]
    columns = {
        "progress": Computed(_in_row(_PROGRESS), progress),
        "expected": Computed(_in_row(_EXPECTED), expected),
        "status_word": Computed(_in_row(_STATUS), status),
        "last_check_in": Computed(_in_row(_LAST_CHECK_IN), [_last(each) for each in standings], array=True),
        "stale": Computed(_in_row(_STALE), ["yes" if each.stale else "no" for each in standings]),
    }
    return {field: _blank_without_id(column, standings) for field, column in columns.items()}


def beside(standings: Sequence[KeyResultStanding]) -> tuple[Beside, ...]:
    """Return the steps of the arithmetic that stand beside the table."""
    values = Computed(_in_row(_VALUE_USED), [each.current for each in standings], array=True)
    weights = Computed(_in_row(_WEIGHT_USED), [_weight(each.key_result) for each in standings])
    return tuple(
        Beside(column, _blank_without_id(made, standings))
        for column, made in ((VALUE_USED, values), (WEIGHT_USED, weights))
    )


def _blank_without_id(column: Computed, standings: Sequence[KeyResultStanding]) -> Computed:
    shown = [value if each.key_result.id else None for value, each in zip(column.shown, standings)]
    return Computed(column.formula, shown, column.array)


def _progress(standing: KeyResultStanding) -> Shown:
    return FAULT if standing.progress is None and standing.current is not None else standing.progress


def _last(standing: KeyResultStanding) -> Day | None:
    return standing.last.date if standing.last else None


def _expected(standing: KeyResultStanding, settings: Settings, today: Day) -> Shown:
    try:
        return expected_of(standing.key_result, settings, today)
    except CellError:
        return FAULT


def _weight(key_result: KeyResult) -> float | None:
    if key_result.status == ABANDONED:
        return None
    return 1.0 if key_result.weight is None else key_result.weight
