"""One cell: what was typed, how it is shown, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Union

Json = dict[str, Any]


@dataclass(frozen=True)
class Formula:
    """What was typed with an equals sign before it."""

    text: str


@dataclass(frozen=True)
class Failed:
    """What a formula that fails shows: `#DIV/0!` and its like."""

    shown: str
    message: str = ""

    @property
    def kind(self) -> str:
        """The name of the error in an ErrorValue.

        >>> Failed("#DIV/0!").kind
        'DIVIDE_BY_ZERO'
        """
        names = {"#DIV/0!": "DIVIDE_BY_ZERO", "#N/A": "N_A", "#NAME?": "NAME", "#NUM!": "NUM", "#REF!": "REF"}
        return {**names, "#VALUE!": "VALUE", "#NULL!": "NULL_VALUE"}.get(self.shown, "ERROR")


Plain = Union[str, bool, int, float, None]
Typed = Union[str, bool, int, float, Formula, None]
Value = Union[str, bool, int, float, Failed, None]


@dataclass(slots=True)
class Cell:
    """What a cell holds. The rest is what hangs on it beside value, format, note and rule: runs of text, chips, …"""

    typed: Typed = None
    format: Json = field(default_factory=dict)
    note: str = ""
    rule: Json = field(default_factory=dict)
    rest: Json = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Whether the cell might as well not be there."""
        return self.typed is None and not (self.format or self.note or self.rule or self.rest)

    def twin(self) -> Cell:
        """A copy that can be written to; what lies deeper is replaced by writers, never changed."""
        return Cell(self.typed, dict(self.format), self.note, self.rule, self.rest)


def tidy(number: float | int) -> float | int:
    """A number as JSON shows it: whole ones without a point.

    >>> tidy(2.0), tidy(1.5), tidy(1e300)
    (2, 1.5, 1e+300)
    """
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number


def extended(value: Typed | Value) -> Json:
    """A value as an ExtendedValue.

    >>> extended(2.0), extended(True), extended("a"), extended(Formula("=1+1"))
    ({'numberValue': 2}, {'boolValue': True}, {'stringValue': 'a'}, {'formulaValue': '=1+1'})
    """
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Failed):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (int, float)):
        return {"numberValue": tidy(value)}
    return {} if value is None else {"stringValue": value}


def typed_of(given: Json) -> Typed:
    """An ExtendedValue as what a cell holds.

    >>> typed_of({"formulaValue": "=A1"}), typed_of({"numberValue": 1}), typed_of({})
    (Formula(text='=A1'), 1, None)
    """
    if "formulaValue" in given:
        return Formula(str(given["formulaValue"]))
    for name in ("boolValue", "numberValue", "stringValue"):
        if name in given:
            value: Typed = given[name]
            return None if value == "" else value
    return None
