"""What LibreOffice hands to a function and takes back; this file is carried inside the add-in.

A required argument is declared as rows of text: only so does a single empty cell differ from 0. An optional one must be
declared as `any`, since LibreOffice lets no other type be left out (but lists of `any` and cell ranges, which lose the
empty cell too or refuse a number). It arrives as None when left out, and as 0 when it is one empty cell: that 0 is blank
where no 0 is wanted, in words and in weights of one cell. In `NUMBERS` it is taken as 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...declaration import Argument, SheetFunction

TALL = 10_000  # rows from which blank cells at the end are dropped: whole columns are selected for convenience
TOO_LARGE = 200_000  # cells that hold something, beyond which a sheet would stand still for seconds
# Optional arguments in which 0 means something: `=SKILL_LEVEL(4,3,2,"",0)` leaves the self-rating out.
NUMBERS = frozenset(
    {"at_risk_gap", "off_track_gap", "days", "warn_days", "w_self", "w_peer", "w_manager", "w_evidence"}
)

_COMMA_NUMBER = re.compile(r"^(-?[0-9]+),([0-9]+(?:E[+-][0-9]+)?)$")

Rows = Sequence[Sequence[Any]]


def method(name: str) -> str:
    """Return a function's name as LibreOffice's interfaces can spell it.

    >>> method("SKILL_BUS_FACTOR")
    'skillBusFactor'
    """
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def answer(function: SheetFunction, values: Sequence[Any], comma: bool = False) -> Any:
    """Call a function with what LibreOffice hands over; any exception shows as #VALUE!.

    `comma` says that numbers in cells arrive with a decimal comma.
    """
    arguments = []
    tall = False
    for argument, value in zip(function.arguments, values):
        if not isinstance(value, tuple):
            arguments.append(_cell(argument, value, comma))
        elif len(value) == 1 and len(value[0]) == 1:
            arguments.append(_cell(argument, value[0][0], comma))
        else:
            tall = tall or len(value) > TALL
            arguments.append(_with_points(value) if comma else value)
    return shown(function.call(*(_without_blank_ends(arguments) if tall else arguments)))


def shown(value: Any) -> Any:
    """Return an answer as LibreOffice shows it: no data as empty text, TRUE and FALSE as 1 and 0.

    >>> shown(None), shown(True), shown([[0.5], [None]])
    ('', 1.0, ((0.5,), ('',)))
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return tuple(tuple(map(shown, row)) for row in value)
    return float(value) if isinstance(value, int) else value


def _cell(argument: Argument, value: Any, comma: bool) -> Any:
    if isinstance(value, str):
        text = _with_point(value) if comma else value
        return text if argument.range else _number(text)
    return None if value == 0 and argument.name not in NUMBERS else value


def _number(text: str) -> Any:
    """Return the number that a text plainly is, else the text: a ready number is what `core` reads fastest."""
    if text[-1:].isdigit() and text.isascii() and "_" not in text:
        try:
            return float(text)
        except ValueError:
            pass
    return text


def _with_points(rows: Rows) -> Rows:
    return tuple(tuple(map(_with_point, row)) for row in rows)


def _with_point(value: Any) -> Any:
    """Return text that LibreOffice made of a number as the rest of the world writes it."""
    return _COMMA_NUMBER.sub(r"\1.\2", value) if isinstance(value, str) else value


def _without_blank_ends(arguments: Sequence[Any]) -> list[Any]:
    """Cut ranges of the same height to the longest that holds something; raise when that is still too much."""
    tall: dict[int, int] = {}
    for value in arguments:
        if isinstance(value, tuple):
            tall[len(value)] = max(tall.get(len(value), 1), _filled(value))
    cut = [value[: tall[len(value)]] if isinstance(value, tuple) else value for value in arguments]
    if sum(len(value) * len(value[0]) for value in cut if isinstance(value, tuple)) > TOO_LARGE:
        raise ValueError("the range is too large")
    return cut


def _filled(rows: Rows) -> int:
    """Return how many rows there are up to the last that holds something; a million blank ones are compared in bulk."""
    empty = ("",) * len(rows[0])
    blanks = (empty,) * TALL
    count = len(rows)
    while count >= TALL and rows[count - TALL : count] == blanks:
        count -= TALL
    while count and rows[count - 1] == empty:
        count -= 1
    return count
