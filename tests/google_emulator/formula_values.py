"""What formulas come to: a small evaluator, enough for sheets of numbers and text."""

from __future__ import annotations

import datetime as dt
import math
import operator

from .cells import Failed, Formula, Value
from .errors import GoogleError
from .formats import serial
from .formula_functions import (
    FUNCTIONS,
    Result,
    Table,
    Trouble,
    choice,
    compared,
    elementwise,
    number_of,
    one,
    over,
    power,
    text_of,
    times,
)
from .formula_text import Token, Unreadable, tokens
from .ranges import Area
from .spreadsheet import Spreadsheet

DEEPEST = 200


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
        left = self.power()
        while sign := self._sign("*", "/"):
            left = elementwise(left, self.power(), times if sign == "*" else over)
        return left

    def power(self) -> Result:
        left = self.signed()
        while self._sign("^"):
            left = elementwise(left, self.signed(), power)
        return left

    def signed(self) -> Result:
        """A sign binds closer than a power: -2^2 is 4."""
        if self._sign("-"):
            return elementwise(self.signed(), -1, times)
        if self._sign("+"):
            return self.signed()
        return self.percent()

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
            return choice(given)
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
