"""The worked cases of the sheet functions as queries: typed columns in place of cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from okrsheets.addin import ranges
from okrsheets.core import cells
from okrsheets.core.cells import Cell, date_of
from okrsheets.core.errors import CellError
from okrsheets.core.skills import RATER_TYPES
from okrsheets.sync.store.store import Store

WHOLE_RANGE = "a fault stands for the whole range in a sheet, and for one row in SQL"
NOT_TYPED = "text in a cell, which a typed column does not hold"
SAME_DAY = "several check-ins on a day, of which the last row counts: rows of a table have no order"
SIZES = "ranges of different sizes, which columns of one table do not have"
_NOT_TYPED = ("not a number", "day is out of range")


def why_not(vector: dict[str, Any]) -> str | None:
    """Return why typed columns cannot express a case, or None."""
    error = str(vector.get("error", ""))
    if error.startswith(_NOT_TYPED):
        return NOT_TYPED
    if error == "ranges differ in size":
        return SIZES
    if vector["function"] == "OKR_CHANCE" and len({str(row) for row in vector["args"][0]}) < len(vector["args"][0]):
        return SAME_DAY
    if error.startswith("unknown level") or (vector["function"] == "OKR_CASCADE" and error):
        return WHOLE_RANGE
    try:
        query(vector["function"], vector["args"])
    except CellError:  # text that the error of another cell hides
        return NOT_TYPED
    return None


def answer(store: Store, vector: dict[str, Any]) -> Any:
    """Return what the macro comes to, in the shape of the worked case."""
    sql, values, shape = query(vector["function"], vector["args"])
    return shape(store.rows(sql, values))


Query = tuple[str, list[Any], Callable[[list[tuple[Any, ...]]], Any]]


def query(function: str, args: Sequence[Any]) -> Query:
    """Return a query for a call, its values, and what makes the answer of its rows."""
    return _QUERIES[function](function.lower(), *args)


def _number(cell: Cell) -> float | None:
    return cells.number(ranges.one(cell))


def _word(cell: Cell) -> str | None:
    return cells.word(ranges.one(cell))


def _date(cell: Cell) -> Any:
    day = cells.day(cell)
    return None if day is None else date_of(day)


def _numbers(cell: Any) -> list[float | None]:
    return [cells.number(each) for row in ranges.rows(cell) for each in row]


def _single(rows: list[tuple[Any, ...]]) -> Any:
    return rows[0][0]


def _call(macro: str, columns: Sequence[str], **named: Any) -> tuple[str, list[Any]]:
    """A call with columns or question marks, and the values of the named arguments that are given."""
    given = {name: value for name, value in named.items() if value is not None}
    return f"{macro}({', '.join([*columns, *(f'{name} := ?' for name in given)])})", list(given.values())


def _scalar(
    reads: Mapping[str, Callable[[Any], Any]], named: Mapping[str, Callable[[Any], Any]]
) -> Callable[..., Query]:
    """The query of a function of single cells: how each argument is read, those that may be left out by their names."""

    def make(macro: str, *args: Any) -> Query:
        required = [read(arg) for read, arg in zip(reads.values(), args)]
        optional = {name: read(arg) for (name, read), arg in zip(named.items(), args[len(reads) :])}
        types = ["DATE" if read is _date_of_one else "DOUBLE" for read in reads.values()]
        call, values = _call(macro, [f"?::{type}" for type in types], **optional)
        return f"SELECT {call}", [*required, *values], _single

    return make


def _date_of_one(cell: Any) -> Any:
    return _date(ranges.one(cell))


def _progress(macro: str, start: Any, target: Any, current: Any, kind: Any = None) -> Query:
    word = _word(kind)
    now = cells.done(ranges.one(current)) if word == "binary" else _number(current)
    bounds = [None, None] if word == "binary" else [_number(start), _number(target)]
    call, values = _call(macro, ["?::DOUBLE"] * 3, kind=word)
    return f"SELECT {call}", [*bounds, now, *values], _single


def _aggregate(*columns: str, **fixed: Callable[[Any], Any]) -> Callable[..., Query]:
    """The query of a function over columns of numbers, with single numbers behind them as columns that do not vary."""

    def make(macro: str, *args: Any) -> Query:
        lists = [_numbers(arg) for arg in args[: len(columns)] if arg is not None]
        singles = [read(arg) for read, arg in zip(fixed.values(), args[len(columns) :])]
        unnested = ", ".join(f"unnest(?::DOUBLE[]) AS {name}" for name in columns[: len(lists)])
        call = f"{macro}({', '.join([*columns[: len(lists)], *(['?::DOUBLE'] * len(singles))])})"
        return f"SELECT {call} FROM (SELECT {unnested})", [*singles, *lists], _single

    return make


def _rollup(macro: str, progress: Any, weights: Any = None, roll_up: Any = None) -> Query:
    lists = [_numbers(progress), *([] if weights is None else [_numbers(weights)])]
    columns = ["progress", "weight"][: len(lists)]
    unnested = ", ".join(f"unnest(?::DOUBLE[]) AS {name}" for name in columns)
    named = [f"{name} := {name}" for name in columns[1:]]
    call, values = _call(macro, ["progress", *named], roll_up=_word(roll_up))
    return f"SELECT {call} FROM (SELECT {unnested})", [*values, *lists], _single


def _forecast(macro: str, dates: Any, values: Any, start: Any, target: Any, end: Any) -> Query:
    days = [_date(each) for row in ranges.rows(dates) for each in row]
    sql = f"SELECT {macro}(date, value, ?::DOUBLE, ?::DOUBLE, ?::DATE) FROM (SELECT unnest(?::DATE[]) AS date, unnest(?::DOUBLE[]) AS value)"
    return sql, [_number(start), _number(target), _date_of_one(end), days, _numbers(values)], _single


def _level(macro: str, *args: Any) -> Query:
    rows = [(rater, level) for rater, group in zip(RATER_TYPES, args) for level in _numbers(group)]
    weights = {f"w_{rater}": _number(weight) for rater, weight in zip(RATER_TYPES, args[4:])}
    call, values = _call(macro, ["level", "rater"], **weights)
    sql = f"SELECT {call} FROM (SELECT unnest(?::VARCHAR[]) AS rater, unnest(?::DOUBLE[]) AS level)"
    return sql, [*values, [rater for rater, _ in rows], [level for _, level in rows]], _single


def _gaps(macro: str, levels: Any, required: Any) -> Query:
    matrix = [[cells.number(cell) for cell in row] for row in ranges.rows(levels)]
    wanted = _numbers(required) * len(matrix)
    width = len(matrix[0])

    def shape(rows: list[tuple[Any, ...]]) -> Any:
        gaps = [gap for (gap,) in rows]
        return [gaps[at : at + width] for at in range(0, len(gaps), width)]

    flat = [level for row in matrix for level in row]
    sql = "SELECT skill_gap(level, required) FROM (SELECT unnest(?::DOUBLE[]) AS level, unnest(?::DOUBLE[]) AS required, generate_subscripts(?::DOUBLE[], 1) AS row) ORDER BY row"
    return sql, [flat, wanted, flat], shape


_ROWS = (
    "CREATE OR REPLACE TEMP TABLE worked_case AS SELECT unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS parent_id, "
    "unnest(?::DOUBLE[]) AS progress, unnest(?::DOUBLE[]) AS weight, unnest(?::VARCHAR[]) AS level, unnest(?::INTEGER[]) AS row, "
    "unnest(?::VARCHAR[]) AS roll_up"
)


def tree_rows(store: Store, function: str, args: Sequence[Any]) -> list[Any]:
    """Return the answer of a function over the tree: one value for each row."""
    ids, parents = ([cells.identifier(each) for row in ranges.rows(arg) for each in row] for arg in args[:2])
    none: list[Any] = [None] * len(ids)
    third = args[2] if len(args) > 2 else None
    if function == "OKR_ALIGNMENT":
        levels = none if third is None else [cells.word(each) for row in ranges.rows(third) for each in row]
        store.rows(_ROWS, [ids, parents, none, none, levels, list(range(len(ids))), none])
        return [[word] for (word,) in store.rows("SELECT alignment FROM okr_alignment('worked_case') ORDER BY row")]
    weights = _numbers(args[3]) if len(args) > 3 and args[3] is not None else none
    how = [cells.word(each) for row in ranges.rows(args[4]) for each in row] if len(args) > 4 else none
    store.rows(_ROWS, [ids, parents, _numbers(third), weights, none, list(range(len(ids))), how])
    found = {id: "cycle" if cyclic else score for id, cyclic, score in store.rows("FROM okr_cascade('worked_case')")}
    return [
        [None if id is None else found[id] if ids.index(id) == row else "duplicate id"] for row, id in enumerate(ids)
    ]


_GAPS = {"at_risk_gap": _number, "off_track_gap": _number}
_QUERIES: dict[str, Callable[..., Query]] = {
    "OKR_PROGRESS": _progress,
    "OKR_CONTROL": _scalar({"current": _number}, {"lowest": _number, "highest": _number}),
    "OKR_ZONE": _scalar({"current": _number, "target": _number}, {"at_commit": _number, "at_stretch": _number}),
    "OKR_HEALTH": _scalar({"current": _number}, {"healthy_from": _number, "healthy_to": _number}),
    "OKR_SCORE": _scalar({"progress": _number}, {}),
    "OKR_GRADE": _scalar({"score": _number}, {"commitment": _word}),
    "OKR_EXPECTED": _scalar(dict.fromkeys(("start_date", "end_date", "today"), _date_of_one), {}),
    "OKR_STATUS": _scalar({"score": _number, "expected": _number}, _GAPS),
    "OKR_ROLLUP": _rollup,
    "OKR_COVERAGE": _aggregate("progress"),
    "OKR_FORECAST": _forecast,
    "OKR_STALE": _scalar(dict.fromkeys(("last_date", "today"), _date_of_one), {"days": _number}),
    "SKILL_LEVEL": _level,
    "SKILL_GAP": _scalar(dict.fromkeys(("level", "required"), _number), {}),
    "SKILL_GAPS": _gaps,
    "SKILL_COVERAGE": _aggregate("level", "required", "weight"),
    "SKILL_BUS_FACTOR": _aggregate("level", floor=_number),
    "SKILL_MISSING": _aggregate("level", floor=_number, headcount=_number),
    "SKILL_READINESS": _aggregate("have", "required", "weight"),
    "SKILL_CERT": _scalar(dict.fromkeys(("issued", "expires", "today"), _date_of_one), {"warn_days": _number}),
    "OKR_CHANCE": _forecast,
    "SKILL_FADE": _scalar(dict.fromkeys(("date", "today"), _date_of_one), {"months": _number}),
}
TREES = ("OKR_CASCADE", "OKR_ALIGNMENT")
_QUERIES.update(dict.fromkeys(TREES, lambda *_: ("", [], _single)))
