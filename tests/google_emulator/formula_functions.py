"""What stands in formulas: values, tables of them, and the functions on both."""

from __future__ import annotations

import datetime as dt
import fnmatch
import math
import re
import statistics
from collections.abc import Callable, Iterator
from typing import Any, Union

from .cells import Failed, Value
from .formats import general, moment, serial, shown

Table = list[list[Value]]
Result = Union[Value, Table]


class Trouble(Exception):
    """An error value on its way out of a formula."""

    def __init__(self, shown_as: str, message: str = "") -> None:
        super().__init__(message or shown_as)
        self.failed = Failed(shown_as, message)


def one(result: Result) -> Value:
    """The single value of a result: a table's first."""
    if isinstance(result, list):
        return result[0][0] if result and result[0] else None
    return result


def number_of(value: Value) -> float | int:
    """A value as a number, as arithmetic takes it.

    >>> number_of(None), number_of("12"), number_of(True)
    (0, 12.0, 1)
    """
    if isinstance(value, Failed):
        raise Trouble(value.shown, value.message)
    if value is None or value == "":
        return 0
    if isinstance(value, (bool, int, float)):
        return int(value) if isinstance(value, bool) else value
    try:
        return float(value)
    except ValueError:
        message = f"expects number values. But '{value}' is a text and cannot be coerced to a number."
        raise Trouble("#VALUE!", message) from None


def text_of(value: Value) -> str:
    if isinstance(value, Failed):
        raise Trouble(value.shown, value.message)
    return general(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else shown(value, None)


def elementwise(left: Result, right: Result, work: Callable[[Any, Any], float | int]) -> Result:
    if isinstance(left, list) or isinstance(right, list):
        shape = left if isinstance(left, list) else right
        assert isinstance(shape, list)
        return [
            [
                work(number_of(_at(left, row, column)), number_of(_at(right, row, column)))
                for column in range(len(shape[row]))
            ]
            for row in range(len(shape))
        ]
    return work(number_of(left), number_of(right))


def _at(result: Result, row: int, column: int) -> Value:
    if not isinstance(result, list):
        return result
    line = result[row if len(result) > 1 else 0]
    return line[column if len(line) > 1 else 0]


def times(left: float, right: float) -> float:
    return left * right


def over(left: float, right: float) -> float:
    if right == 0:
        raise Trouble("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
    return left / right


def power(left: float, right: float) -> float:
    result: float = left**right
    return result


def compared(left: Value, sign: str, right: Value) -> bool:
    """
    >>> compared("a", "=", "A"), compared(2, "<", 10), compared(None, "=", 0)
    (True, True, True)
    """
    for value in (left, right):
        if isinstance(value, Failed):
            raise Trouble(value.shown, value.message)
    ranks = [_rank(left, right), _rank(right, left)]
    same, less = ranks[0] == ranks[1], ranks[0] < ranks[1]
    return {"=": same, "<>": not same, "<": less, "<=": less or same, ">": not (less or same), ">=": not less}[sign]


def _rank(value: Value, beside: Value) -> tuple[int, Any]:
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0
    if isinstance(value, bool):
        return 2, value
    return (1, value.lower()) if isinstance(value, str) else (0, value)


def flat(*results: Result) -> Iterator[Value]:
    for result in results:
        if isinstance(result, list):
            for row in result:
                yield from row
        else:
            yield result


def numbers(*results: Result) -> list[float | int]:
    """The numbers among arguments: from tables only what is a number, alone whatever can be one."""
    found: list[float | int] = []
    for result in results:
        if isinstance(result, list):
            for value in flat(result):
                if isinstance(value, Failed):
                    raise Trouble(value.shown, value.message)
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    found.append(value)
        elif result is not None:
            found.append(number_of(result))
    return found


def _average(*given: Result) -> Value:
    found = numbers(*given)
    return over(sum(found), len(found))


def unfailed(result: Result) -> Result:
    """A result that is no error; an error is raised."""
    if isinstance(result, Failed):
        raise Trouble(result.shown, result.message)
    return result


def _round(value: Result, places: Result = 0) -> Value:
    scale = 10.0 ** int(number_of(one(places)))
    number = number_of(one(value))
    return math.copysign(math.floor(abs(number) * scale + 0.5), number) / scale


def criterion(given: Value) -> Callable[[Value], bool]:
    """What tells whether a value meets a criterion of SUMIF and its like; it is read once for all values.

    >>> criterion(">2")(3), criterion("a*")("apple"), criterion("<>x")("x")
    (True, True, False)
    """
    text = text_of(given)
    sign = next((each for each in ("<>", "<=", ">=", "<", ">", "=") if text.startswith(each)), "")
    rest = text[len(sign) :]
    try:
        wanted = float(rest)
    except ValueError:
        return _text_criterion(sign, rest)

    def met(value: Value) -> bool:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return sign == "<>"
        return compared(value, sign or "=", wanted)

    return met


def _text_criterion(sign: str, wanted: str) -> Callable[[Value], bool]:
    if sign in ("", "=", "<>"):
        fits = re.compile(fnmatch.translate(wanted.lower())).match
        return lambda value: bool(fits(text_of(value).lower())) != (sign == "<>")
    return lambda value: isinstance(value, str) and compared(value, sign, wanted)


def _countif(where: Result, given: Result) -> Value:
    return sum(map(criterion(one(given)), flat(where)))


def _sumif(where: Result, given: Result, summed: Result = None) -> Value:
    hits = list(map(criterion(one(given)), flat(where)))
    values = flat(where if summed is None else summed)
    return sum(numbers([[value for value, hit in zip(values, hits) if hit]]))


def _lookup(wanted: Result, table: Result, column: Result, nearest: Result = True) -> Value:
    rows = table if isinstance(table, list) else [[table]]
    key, index = one(wanted), int(number_of(one(column))) - 1
    if one(nearest) in (False, 0):
        found = next((row for row in rows if row and compared(row[0], "=", key)), None)
    else:
        found = next(
            (row for row in reversed(rows) if row and row[0] is not None and compared(row[0], "<=", key)), None
        )
    if found is None:
        raise Trouble("#N/A", f"Did not find value '{text_of(key)}' in VLOOKUP evaluation.")
    return found[index]


def _match(wanted: Result, where: Result, kind: Result = 1) -> Value:
    values, key = list(flat(where)), one(wanted)
    if one(kind) in (0, False):
        for index, value in enumerate(values, 1):
            if compared(value, "=", key):
                return index
    else:
        hits = [index for index, value in enumerate(values, 1) if value is not None and compared(value, "<=", key)]
        if hits:
            return hits[-1]
    raise Trouble("#N/A", f"Did not find value '{text_of(key)}' in MATCH evaluation.")


def _index(table: Result, row: Result = 0, column: Result = 0) -> Result:
    rows = table if isinstance(table, list) else [[table]]
    down, right = int(number_of(one(row))), int(number_of(one(column)))
    if len(rows) == 1 and not right:
        down, right = 1, down
    if down > len(rows) or right > len(rows[0]):
        raise Trouble("#REF!")
    return rows[max(down, 1) - 1][max(right, 1) - 1]


def _date(year: Result, month: Result, day: Result) -> Value:
    months = int(number_of(one(year))) * 12 + int(number_of(one(month))) - 1
    first = dt.datetime(months // 12, months % 12 + 1, 1)
    return int(serial(first)) + int(number_of(one(day))) - 1


def _slice(text: Result, start: int, count: Result) -> Value:
    whole = text_of(one(text))
    return whole[start : start + int(number_of(one(count)))]


def _right(text: Result, count: Result = 1) -> Value:
    whole, size = text_of(one(text)), int(number_of(one(count)))
    return whole[-size:] if size else ""


def _sumproduct(*tables: Result) -> Value:
    columns = [list(flat(table)) for table in tables]
    return sum(
        math.prod(number_of(value) if not isinstance(value, str) else 0 for value in row) for row in zip(*columns)
    )


def _text(value: Result, pattern: Result) -> Value:
    return shown(one(value), {"pattern": text_of(one(pattern))})


def _is(kinds: Any) -> Callable[[Result], Value]:
    return lambda value: isinstance(one(value), kinds) and (kinds is bool or not isinstance(one(value), bool))


def _trim(value: Result) -> Value:
    return " ".join(text_of(one(value)).split())


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "ABS": lambda value: abs(number_of(one(value))),
    "AND": lambda *given: all(bool(number_of(value)) for value in flat(*given) if value is not None),
    "ARRAYFORMULA": lambda value: value,
    "AVERAGE": _average,
    "CHOOSE": lambda index, *given: given[int(number_of(one(index))) - 1],
    "CONCAT": lambda *given: "".join(text_of(value) for value in flat(*given)),
    "CONCATENATE": lambda *given: "".join(text_of(value) for value in flat(*given)),
    "COUNT": lambda *given: len(
        [value for value in flat(*given) if isinstance(value, (int, float)) and not isinstance(value, bool)]
    ),
    "COUNTA": lambda *given: len([value for value in flat(*given) if value is not None]),
    "COUNTBLANK": lambda *given: len([value for value in flat(*given) if value in (None, "")]),
    "COUNTIF": _countif,
    "DATE": _date,
    "DAY": lambda value: moment(float(number_of(one(value)))).day,
    "EXACT": lambda left, right: text_of(one(left)) == text_of(one(right)),
    "EXP": lambda value: math.exp(number_of(one(value))),
    "HYPERLINK": lambda link, label=None: one(link) if label is None else one(label),
    "IMAGE": lambda *given: None,
    "INDEX": _index,
    "INT": lambda value: math.floor(number_of(one(value))),
    "ISBLANK": lambda value: one(value) is None,
    "ISNUMBER": _is((int, float)),
    "ISTEXT": _is(str),
    "JOIN": lambda between, *given: text_of(one(between)).join(text_of(value) for value in flat(*given)),
    "LEFT": lambda text, count=1: _slice(text, 0, count),
    "LEN": lambda text: len(text_of(one(text))),
    "LN": lambda value: math.log(number_of(one(value))),
    "LOWER": lambda text: text_of(one(text)).lower(),
    "MATCH": _match,
    "MAX": lambda *given: max(numbers(*given), default=0),
    "MEDIAN": lambda *given: statistics.median(numbers(*given)),
    "MID": lambda text, start, count: _slice(text, int(number_of(one(start))) - 1, count),
    "MIN": lambda *given: min(numbers(*given), default=0),
    "MOD": lambda left, right: number_of(one(left)) % number_of(one(right)),
    "MONTH": lambda value: moment(float(number_of(one(value)))).month,
    "NOT": lambda value: not number_of(one(value)),
    "OR": lambda *given: any(bool(number_of(value)) for value in flat(*given) if value is not None),
    "PI": lambda: math.pi,
    "POWER": lambda base, exponent: power(number_of(one(base)), number_of(one(exponent))),
    "PRODUCT": lambda *given: math.prod(numbers(*given)),
    "REPT": lambda text, count: text_of(one(text)) * int(number_of(one(count))),
    "RIGHT": _right,
    "ROUND": _round,
    "ROWS": lambda table: len(table) if isinstance(table, list) else 1,
    "COLUMNS": lambda table: len(table[0]) if isinstance(table, list) else 1,
    "SQRT": lambda value: math.sqrt(number_of(one(value))),
    "SUBSTITUTE": lambda text, old, new: text_of(one(text)).replace(text_of(one(old)), text_of(one(new))),
    "SUM": lambda *given: sum(numbers(*given)),
    "SUMIF": _sumif,
    "SUMPRODUCT": _sumproduct,
    "T": lambda value: one(value) if isinstance(one(value), str) else "",
    "TEXT": _text,
    "TEXTJOIN": lambda between, skip, *given: text_of(one(between)).join(
        text_of(value) for value in flat(*given) if not (one(skip) and value in (None, ""))
    ),
    "TRIM": _trim,
    "UPPER": lambda text: text_of(one(text)).upper(),
    "VALUE": lambda value: number_of(one(value)),
    "VLOOKUP": _lookup,
    "YEAR": lambda value: moment(float(number_of(one(value)))).year,
}
