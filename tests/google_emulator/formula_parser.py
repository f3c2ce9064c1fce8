"""What a formula is to do: its text, read once into a function that works it out wherever it stands."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .cells import Failed, Value
from .formats import serial
from .formula_functions import (
    FUNCTIONS,
    Result,
    Trouble,
    compared,
    elementwise,
    flat,
    number_of,
    one,
    over,
    power,
    text_of,
    times,
    unfailed,
)
from .formula_text import Token, Unreadable, outline, tokens

if TYPE_CHECKING:
    from .formula_values import Reckoner

At = tuple[int, int, int]  # a cell: sheet, row, column
REFERENCES = ("cell", "range")
GUARDS = ("IFERROR", "IFNA", "ISERROR")


class Spot(NamedTuple):
    """Where a formula stands, and the references in it, in their order."""

    at: At
    references: tuple[str, ...]


Work = Callable[["Reckoner", Spot], Result]


def worked_out(text: str, reckoner: Reckoner, at: At) -> Result:
    """What a formula comes to in a cell. Raises Unreadable and Trouble."""
    shape, references = _outlined(text)
    return parsed(shape)(reckoner, Spot(at, references))


_outlined = functools.lru_cache(maxsize=50_000)(outline)


@functools.lru_cache(maxsize=5_000)
def parsed(text: str) -> Work:
    """Read a formula, for wherever it stands. Raises Unreadable."""
    return Parser(tokens(text)).whole()


class Parser:
    """Reads the parts of a formula from left to right; nothing is worked out on the way."""

    def __init__(self, parts: list[Token]) -> None:
        self.parts = [part for part in parts if part.kind != "space"]
        self.position = 0
        self.places = 0

    def whole(self) -> Work:
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

    def comparison(self) -> Work:
        left = self.joined()
        while sign := self._sign("=", "<>", "<=", ">=", "<", ">"):
            left = _compared(left, sign, self.joined())
        return left

    def joined(self) -> Work:
        left = self.sum()
        while self._sign("&"):
            left = _joined(left, self.sum())
        return left

    def sum(self) -> Work:
        left = self.product()
        while sign := self._sign("+", "-"):
            left = _each(left, self.product(), operator.add if sign == "+" else operator.sub)
        return left

    def product(self) -> Work:
        left = self.power()
        while sign := self._sign("*", "/"):
            left = _each(left, self.power(), times if sign == "*" else over)
        return left

    def power(self) -> Work:
        left = self.signed()
        while self._sign("^"):
            left = _each(left, self.signed(), power)
        return left

    def signed(self) -> Work:
        """A sign binds closer than a power: -2^2 is 4."""
        if self._sign("-"):
            return _each(self.signed(), _constant(-1), times)
        if self._sign("+"):
            return self.signed()
        return self.percent()

    def percent(self) -> Work:
        value = self.primary()
        while self._sign("%"):
            value = _percent(value)
        return value

    def primary(self) -> Work:
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
        if part.kind == "call":
            return self._call(part.text.upper())
        if part.kind in REFERENCES:
            self.places += 1
            return _reference(part.kind, self.places - 1)
        return _simple(part)

    def _close(self, sign: str) -> None:
        if not self._sign(sign):
            raise Unreadable

    def _braces(self) -> Work:
        rows: list[list[Work]] = [[]]
        while not self._sign("}"):
            rows[-1].append(self.comparison())
            if self._sign(";"):
                rows.append([])
            else:
                self._sign(",")
        return lambda reckoner, spot: [_line([each(reckoner, spot) for each in row]) for row in rows]

    def _call(self, name: str) -> Work:
        self._close("(")
        if name in ("ROW", "COLUMN") and self._sign(")"):
            return lambda reckoner, spot: spot.at[1 if name == "ROW" else 2] + 1
        given = [] if self._sign(")") else self._arguments()
        if name in GUARDS:
            if len(given) > 2:
                raise Unreadable
            return _guarded(name, given or [_constant(None)])
        if name in ("NOW", "TODAY"):
            return _now if name == "NOW" else _today
        if name == "IF":
            return _choice(given)
        if name not in FUNCTIONS:  # whatever its arguments are: they are not even worked out
            return _failing("#NAME?", f"Unknown function: '{name}'.")
        function = FUNCTIONS[name]
        return lambda reckoner, spot: function(*[each(reckoner, spot) for each in given])

    def _arguments(self) -> list[Work]:
        given = [self._argument()]
        while not self._sign(")"):
            if not self._sign(",", ";"):
                raise Unreadable
            given.append(self._argument())
        return given

    def _argument(self) -> Work:
        if self.position < len(self.parts) and self.parts[self.position] in (Token("sign", ","), Token("sign", ")")):
            return _constant(None)
        return _caught(self.comparison())


# What the parts do


def _constant(value: Result) -> Work:
    return lambda reckoner, spot: value


def _line(values: list[Result]) -> list[Value]:
    """One row of an array in braces; tables among its values are laid end to end."""
    return list(flat(*values))


def _failing(shown: str, message: str = "") -> Work:
    def fail(reckoner: Reckoner, spot: Spot) -> Result:
        raise Trouble(shown, message)

    return fail


def _simple(part: Token) -> Work:
    """A part that stands for itself."""
    if part.kind == "number":
        value = float(part.text)
        return _constant(int(value) if value.is_integer() else value)
    if part.kind == "text":
        return _constant(part.text[1:-1].replace('""', '"'))
    if part.kind == "error":
        return _failing(part.text)
    if part.kind == "name":
        name = part.text.upper()
        return _constant(name == "TRUE") if name in ("TRUE", "FALSE") else lambda reckoner, spot: reckoner.named(name)
    raise Unreadable


def _reference(kind: str, place: int) -> Work:
    if kind == "cell":
        return lambda reckoner, spot: reckoner.cell(spot.references[place], spot.at[0])
    return lambda reckoner, spot: reckoner.table(reckoner.area(spot.references[place], spot.at[0]))


def _compared(left: Work, sign: str, right: Work) -> Work:
    return lambda reckoner, spot: compared(one(left(reckoner, spot)), sign, one(right(reckoner, spot)))


def _joined(left: Work, right: Work) -> Work:
    return lambda reckoner, spot: text_of(one(left(reckoner, spot))) + text_of(one(right(reckoner, spot)))


def _each(left: Work, right: Work, work: Callable[[float, float], float]) -> Work:
    return lambda reckoner, spot: elementwise(left(reckoner, spot), right(reckoner, spot), work)


def _percent(value: Work) -> Work:
    return lambda reckoner, spot: number_of(one(value(reckoner, spot))) / 100


def _now(reckoner: Reckoner, spot: Spot) -> Result:
    return serial(reckoner.now)


def _today(reckoner: Reckoner, spot: Spot) -> Result:
    return math.floor(serial(reckoner.now))


def _caught(work: Work) -> Work:
    """An argument: its error is a value, with which the function may do what it likes."""

    def caught(reckoner: Reckoner, spot: Spot) -> Result:
        try:
            return work(reckoner, spot)
        except Trouble as trouble:
            return trouble.failed

    return caught


def _choice(given: list[Work]) -> Work:
    """IF, which works out what it chooses and nothing else."""
    if len(given) < 2:
        return _failing("#N/A", "Wrong number of arguments to IF.")
    chosen, other = given[1], given[2] if len(given) > 2 else _constant(False)

    def choose(reckoner: Reckoner, spot: Spot) -> Result:
        met = bool(number_of(one(given[0](reckoner, spot))))
        return unfailed((chosen if met else other)(reckoner, spot))

    return choose


def _guarded(name: str, given: list[Work]) -> Work:
    """A function that looks whether its argument is an error."""

    def guard(reckoner: Reckoner, spot: Spot) -> Result:
        value = given[0](reckoner, spot)
        if name == "ISERROR":
            return isinstance(value, Failed)
        if not isinstance(value, Failed):
            return value
        return given[1](reckoner, spot) if len(given) > 1 else ""

    return guard
