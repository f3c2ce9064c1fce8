"""The computed columns of the key results: their formulas and results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..addin.table_formulas import CONTROLLED, KEY_RESULTS, NO_DATES, NO_LIMITS, NO_START, NO_TARGET
from ..core import schema
from ..core.cells import Day
from ..core.columns import Column
from ..core.errors import CellError, column_letter
from ..core.key_result_status import KeyResultStatus, expected_of, is_control
from ..core.model import Settings
from ..core.schema import ABANDONED
from .drawing import Shown
from .layout import Extras, columns_of
from .tables import Computed, HelperColumn
from .wording import ENGLISH, Wording

VALUE_USED = Column(
    "value used",
    "number",
    "The current value or, if that is blank, the value of the latest check-in.",
    computed=True,
    width=10,
)
PROGRESS_USED = Column(
    "progress used",
    "share",
    "The progress that counts towards the objective's average; blank for an abandoned key result or one without a value.",
    computed=True,
    width=10,
)
EXPECTED_USED = Column(
    "expected used", "share", "The expected progress of the same key result.", computed=True, width=10
)
WEIGHT_USED = Column("weight used", "number", "The weight, or 1 where none is typed.", computed=True, width=10)
COMMITMENT_USED = Column(
    "commitment used",
    "word",
    "The commitment of the objective, by which the result is graded after the last day.",
    computed=True,
    width=10,
)

HELPERS = (VALUE_USED, PROGRESS_USED, EXPECTED_USED, WEIGHT_USED, COMMITMENT_USED)

# Two habits of LibreOffice: an empty cell that stands alone in an argument counts as 0, empty text does not; and a
# cell that came to empty text is computed anew on opening, so that our functions are only asked where they answer.
_VALUE_USED = (
    '=IF({id}="","",IF(OR(ISNUMBER({current}),AND({kind}="binary",{current}<>"")),{current},IFERROR(LOOKUP(2,1/(EXACT(checkin_id,{id})*ISNUMBER(checkin_value)'
    "*(checkin_date=LARGE(IF(EXACT(checkin_id,{id})*ISNUMBER(checkin_value)*(checkin_date>0)*(checkin_date<=as_of),"
    'checkin_date),1))),checkin_value),{current}&"")))'
)
_LAST_CHECK_IN = '=IF({id}="","",IFERROR(LARGE(IF(EXACT(checkin_id,{id})*(checkin_date>0)*(checkin_date<=as_of),checkin_date),1),""))'
_PROGRESS_USED = '=IF(OR({id}="",{status}="abandoned",NOT(ISNUMBER({progress}))),"",{progress})'
_EXPECTED_USED = '=IF(AND(ISNUMBER({progress_used}),ISNUMBER({expected})),{expected},"")'
_WEIGHT_USED = "=IF(ISNUMBER({weight}),IF({weight}>=0,{weight},1),1)"
_COMMITMENT_USED = (
    '=IF({id}="","",IF(IFERROR(INDEX(objective_commitment,MATCH(1,INDEX(EXACT(objective_name,{objective_id})*1,0),0)),"")="committed",'
    '"committed","aspirational"))'
)
STARTLESS = ("milestone", "binary", "at least", "at most", "between")  # kinds that need no start


def columns_with(extras: Extras = ()) -> tuple[Column, ...]:
    """Return the columns of the sheet, with those of `extras` and the hidden ones."""
    return (*columns_of(schema.KEY_RESULTS, extras), *HELPERS)


def _in_row(formula: str, extras: Extras) -> Callable[[int], str]:
    """Return a formula of a row: each field in braces becomes the cell of its column."""
    letters = {column.field: column_letter(index) for index, column in enumerate(columns_with(extras))}
    return lambda row: formula.format_map({field: f"${letter}{row}" for field, letter in letters.items()})


def computed(
    statuses: Sequence[KeyResultStatus],
    settings: Settings,
    today: Day,
    wording: Wording = ENGLISH,
    extras: Extras = (),
) -> dict[str, Computed]:
    """Return the computed columns of the schema."""
    formulas = {**KEY_RESULTS, **(CONTROLLED if schema.CONTROL in extras else {})}
    progress = [_progress(each, wording) for each in statuses]
    expected = [_expected(each, settings, today, wording) for each in statuses]
    columns: dict[str, tuple[str, Sequence[Shown]]] = {
        "progress": (formulas["progress"], progress),
        "expected": (formulas["expected"], expected),
        "status_word": (KEY_RESULTS["status_word"], [wording.word(each.status) for each in statuses]),
        "last_check_in": (_LAST_CHECK_IN, [_last(each) for each in statuses]),
        "stale": (KEY_RESULTS["stale"], [wording.word("yes" if each.stale else "no") for each in statuses]),
    }
    return {
        field: Computed(_in_row(formula, extras), _blank_without_id(shown, statuses), array=field == "last_check_in")
        for field, (formula, shown) in columns.items()
    }


def helper_columns(
    statuses: Sequence[KeyResultStatus],
    shown: Mapping[str, Computed],
    wording: Wording = ENGLISH,
    extras: Extras = (),
) -> tuple[HelperColumn, ...]:
    """Return the hidden columns with the steps of the arithmetic; `shown` are the visible ones."""
    progress = [_if_counted(each, value) for each, value in zip(statuses, shown["progress"].shown)]
    expected = [
        value if isinstance(own, float) and isinstance(value, float) else None
        for own, value in zip(progress, shown["expected"].shown)
    ]
    current = _blank_without_id([each.current for each in statuses], statuses)
    weights = [1.0 if each.key_result.weight is None else each.key_result.weight for each in statuses]
    commitments = _blank_without_id([wording.word(each.commitment) for each in statuses], statuses)
    return (
        HelperColumn(VALUE_USED, Computed(_in_row(_VALUE_USED, extras), current, array=True)),
        HelperColumn(PROGRESS_USED, Computed(_in_row(_PROGRESS_USED, extras), progress)),
        HelperColumn(EXPECTED_USED, Computed(_in_row(_EXPECTED_USED, extras), expected)),
        HelperColumn(WEIGHT_USED, Computed(_in_row(_WEIGHT_USED, extras), weights, spare=1.0)),
        HelperColumn(COMMITMENT_USED, Computed(_in_row(_COMMITMENT_USED, extras), commitments)),
    )


def _if_counted(evaluation: KeyResultStatus, progress: Shown) -> Shown:
    return progress if isinstance(progress, float) and evaluation.key_result.status != ABANDONED else None


def _blank_without_id(shown: Sequence[Shown], statuses: Sequence[KeyResultStatus]) -> list[Shown]:
    return [value if each.key_result.id else None for value, each in zip(shown, statuses)]


def _progress(evaluation: KeyResultStatus, wording: Wording) -> Shown:
    if evaluation.progress is not None or evaluation.current is None:
        return evaluation.progress
    result = evaluation.key_result
    if is_control(result):
        return wording.word(NO_LIMITS)
    if result.target is None and result.kind != "binary":
        return wording.word(NO_TARGET)
    return wording.word(NO_START if result.start is None and result.kind not in STARTLESS else NO_TARGET)


def _last(evaluation: KeyResultStatus) -> Day | None:
    return evaluation.last.date if evaluation.last else None


def _expected(evaluation: KeyResultStatus, settings: Settings, today: Day, wording: Wording) -> Shown:
    try:
        return expected_of(evaluation.key_result, settings, today)
    except CellError:
        return wording.word(NO_DATES)
