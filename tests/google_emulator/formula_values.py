"""What formulas come to: a small evaluator, enough for sheets of numbers and text."""

from __future__ import annotations

import datetime as dt
import fnmatch
import math
import operator
import statistics
from collections.abc import Callable, Iterator
from typing import Any, Union

from .cells import Failed, Formula, Value
from .errors import GoogleError
from .formats import general, moment, serial, shown
from .formula_text import Token, Unreadable, tokens
from .ranges import Area
from .spreadsheet import Spreadsheet

Table = list[list[Value]]
Result = Union[Value, Table]

DEEPEST = 200


class Trouble(Exception):
    """An error value on its way out of a formula."""

    def __init__(self, shown_as: str, message: str = "") -> None:
        super().__init__(message or shown_as)
        self.failed = Failed(shown_as, message)


class Reckoner:
    """The values of one spreadsheet at one moment; each formula is worked out once."""

    def __init__(self, book: Spreadsheet, now: dt.datetime) -> None:
        self.book = book
        self.now = now
        self.known: dict[tuple[int, int, int], Value] = {}
        self.open: set[tuple[int, int, int]] = set()

    def value(self, sheet_id: int, row: int, column: int) -> Value:
        """What a cell is worth."""
        sheet = self.book.by_id(sheet_id)
        typed = sheet.peek(row, column).typed if sheet else None
        if not isinstance(typed, Formula):
            return typed
        at = (sheet_id, row, column)
        if at not in self.known:
            self.known[at] = self._worked_out(at, typed)
        return self.known[at]

    def _worked_out(self, at: tuple[int, int, int], formula: Formula) -> Value:
        if at in self.open or len(self.open) > DEEPEST:
            return Failed(
                "#REF!", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
            )
        self.open.add(at)
        try:
            result = one(Parser(self, at, tokens(formula.text)).whole())
            return 0 if result is None else result
        except Unreadable:
            return Failed("#ERROR!", "Formula parse error.")
        except Trouble as trouble:
            return trouble.failed
        except (OverflowError, ValueError, TypeError, IndexError) as error:
            return Failed("#VALUE!", str(error))
        finally:
            self.open.discard(at)

    def table(self, area: Area) -> Table:
        """The values of an area, as far as the sheet is filled."""
        sheet = self.book.by_id(area.sheet_id)
        if sheet is None:
            raise Trouble("#REF!")
        box = sheet.box(area)
        last = max((row for row, _ in sheet.cells), default=-1)
        rows = range(box.top, min(box.bottom, last + 1)) if area.bottom is None else box.rows
        return [[self.value(sheet.id, row, column) for column in box.columns] for row in rows]


class Parser:
    """Reads a formula and works it out on the way."""

    def __init__(self, reckoner: Reckoner, at: tuple[int, int, int], parts: list[Token]) -> None:
        self.reckoner = reckoner
        self.at = at
        self.parts = [part for part in parts if part.kind != "space"]
        self.position = 0

    def whole(self) -> Result:
        result = self.comparison()
        if self.position != len(self.parts):
            raise Unreadable
        return result

    def _sign(self, *signs: str) -> str:
        """The next part, when it is one of these signs; it is taken."""
        if self.position < len(self.parts):
            part = self.parts[self.position]
            if part.kind == "sign" and part.text in signs:
                self.position += 1
                return part.text
        return ""

    def comparison(self) -> Result:
        left = self.joined()
        while sign := self._sign("=", "<>", "<=", ">=", "<", ">"):
            left = compared(one(left), sign, one(self.joined()))
        return left

    def joined(self) -> Result:
        left = self.sum()
        while self._sign("&"):
            left = text_of(one(left)) + text_of(one(self.sum()))
        return left

    def sum(self) -> Result:
        left = self.product()
        while sign := self._sign("+", "-"):
            left = elementwise(left, self.product(), operator.add if sign == "+" else operator.sub)
        return left

    def product(self) -> Result:
        left = self.signed()
        while sign := self._sign("*", "/"):
            left = elementwise(left, self.signed(), _times if sign == "*" else _over)
        return left

    def signed(self) -> Result:
        if self._sign("-"):
            return elementwise(self.signed(), -1, _times)
        if self._sign("+"):
            return self.signed()
        return self.power()

    def power(self) -> Result:
        left = self.percent()
        while self._sign("^"):
            left = elementwise(left, self.signed(), _power)
        return left

    def percent(self) -> Result:
        value = self.primary()
        while self._sign("%"):
            value = number_of(one(value)) / 100
        return value

    def primary(self) -> Result:
        if self._sign("("):
            value = self.comparison()
            self._close(")")
            return value
        if self._sign("{"):
            return self._braces()
        if self.position >= len(self.parts):
            raise Unreadable
        part = self.parts[self.position]
        self.position += 1
        if part.kind == "number":
            value = float(part.text)
            return int(value) if value.is_integer() else value
        if part.kind == "text":
            return part.text[1:-1].replace('""', '"')
        if part.kind == "error":
            raise Trouble(part.text)
        if part.kind in ("cell", "range"):
            return self._reference(part.text, part.kind == "cell")
        if part.kind == "call":
            return self._call(part.text.upper())
        if part.kind == "name":
            return self._name(part.text)
        raise Unreadable

    def _close(self, sign: str) -> None:
        if not self._sign(sign):
            raise Unreadable

    def _braces(self) -> Result:
        rows: Table = [[]]
        while not self._sign("}"):
            value = self.comparison()
            rows[-1] += [cell for row in value for cell in row] if isinstance(value, list) else [value]
            if self._sign(";"):
                rows.append([])
            else:
                self._sign(",")
        return rows

    def _area(self, text: str) -> Area:
        try:
            found = self.reckoner.book.area(text)
        except GoogleError:
            raise Trouble("#REF!", "Unresolved sheet name.") from None
        return found if "!" in text else Area(self.at[0], found.top, found.bottom, found.left, found.right)

    def _reference(self, text: str, is_cell: bool) -> Result:
        area = self._area(text.replace("$", "") if "'" not in text else text)
        if not is_cell:
            return self.reckoner.table(area)
        value = self.reckoner.value(area.sheet_id, area.top or 0, area.left or 0)
        if isinstance(value, Failed):
            raise Trouble(value.shown, value.message)
        return value

    def _name(self, text: str) -> Result:
        if text.upper() in ("TRUE", "FALSE"):
            return text.upper() == "TRUE"
        named = self.reckoner.book.name(text)
        if not named:
            raise Trouble("#NAME?", f"Unknown range name: '{text.upper()}'.")
        table = self.reckoner.table(self.reckoner.book.area(text))
        return table[0][0] if len(table) == 1 and len(table[0]) == 1 else table

    def _call(self, name: str) -> Result:
        self._close("(")
        if name in ("ROW", "COLUMN") and self._sign(")"):
            return self.at[1] + 1 if name == "ROW" else self.at[2] + 1
        if name in ("IFERROR", "IFNA", "ISERROR"):
            return self._guarded(name)
        given: list[Result] = []
        if not self._sign(")"):
            while True:
                given.append(self._argument())
                if self._sign(")"):
                    break
                if not self._sign(",", ";"):
                    raise Unreadable
        if name in ("NOW", "TODAY"):
            now = serial(self.reckoner.now)
            return now if name == "NOW" else math.floor(now)
        if name == "IF":
            return _if(given)
        if name not in FUNCTIONS:
            raise Trouble("#NAME?", f"Unknown function: '{name}'.")
        return FUNCTIONS[name](*given)

    def _argument(self) -> Result:
        if self.position < len(self.parts) and self.parts[self.position] in (Token("sign", ","), Token("sign", ")")):
            return None
        try:
            return self.comparison()
        except Trouble as trouble:
            self._skip_argument()
            return trouble.failed

    def _skip_argument(self) -> None:
        depth = 0
        while self.position < len(self.parts):
            part = self.parts[self.position].text
            if depth == 0 and part in (",", ")", ";"):
                return
            depth += (part == "(") - (part == ")")
            self.position += 1

    def _guarded(self, name: str) -> Result:
        value = self._argument()
        other: Result = ""
        if self._sign(",", ";"):
            other = self._argument()
        self._close(")")
        if name == "ISERROR":
            return isinstance(value, Failed)
        return other if isinstance(value, Failed) else value


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


def _times(left: float, right: float) -> float:
    return left * right


def _over(left: float, right: float) -> float:
    if right == 0:
        raise Trouble("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
    return left / right


def _power(left: float, right: float) -> float:
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
    return _over(sum(found), len(found))


def _if(given: list[Result]) -> Result:
    if len(given) < 2:
        raise Trouble("#N/A", "Wrong number of arguments to IF.")
    if bool(number_of(one(given[0]))):
        return _safe(given[1])
    return _safe(given[2]) if len(given) > 2 else False


def _safe(result: Result) -> Result:
    if isinstance(result, Failed):
        raise Trouble(result.shown, result.message)
    return result


def _round(value: Result, places: Result = 0) -> Value:
    scale = 10.0 ** int(number_of(one(places)))
    number = number_of(one(value))
    return math.copysign(math.floor(abs(number) * scale + 0.5), number) / scale


def matches(value: Value, criterion: Value) -> bool:
    """Whether a value meets a criterion of SUMIF and its like.

    >>> matches(3, ">2"), matches("apple", "a*"), matches("x", "<>x")
    (True, True, False)
    """
    text = text_of(criterion)
    sign = next((each for each in ("<>", "<=", ">=", "<", ">", "=") if text.startswith(each)), "")
    rest = text[len(sign) :]
    try:
        wanted: Value = float(rest)
    except ValueError:
        wanted = rest
    if isinstance(wanted, float):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return sign == "<>"
        return compared(value, sign or "=", wanted)
    if sign in ("", "=", "<>"):
        hit = fnmatch.fnmatch(text_of(value).lower(), rest.lower())
        return hit != (sign == "<>")
    return isinstance(value, str) and compared(value, sign, wanted)


def _sumif(where: Result, criterion: Result, summed: Result = None) -> Value:
    hits = [matches(value, one(criterion)) for value in flat(where)]
    values = list(flat(where if summed is None else summed))
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
    "COUNTIF": lambda where, criterion: sum(matches(value, one(criterion)) for value in flat(where)),
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
    "POWER": lambda base, exponent: _power(number_of(one(base)), number_of(one(exponent))),
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
