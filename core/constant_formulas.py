"""Values as constant formulas, `=0.45` or `="at risk"`: by them a figure of ours is known from one that somebody typed."""

from __future__ import annotations

import re

from .cells import Cell

_CONSTANT = re.compile(r'=(?:(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|"((?:[^"]|"")*)")')


def constant_formula(value: float | str) -> str:
    """Return the formula that comes to a value.

    >>> constant_formula(0.5), constant_formula('a "no" is fine')
    ('=0.5', '="a ""no"" is fine"')
    """
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'="{doubled}"'
    return f"={value:.15g}"


def constant_value(cell: Cell) -> Cell:
    """Return the value that a constant formula comes to; None for everything else.

    >>> constant_value("=0.5"), constant_value('="at risk"'), constant_value("=A1"), constant_value("0.5")
    (0.5, 'at risk', None, None)
    """
    match = _CONSTANT.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        return None
    number, text = match.groups()
    return float(number) if number is not None else str(text).replace('""', '"')


def comes_to(cell: Cell, value: Cell) -> bool:
    """Return whether a constant formula comes to a value; programs write numbers in their own ways.

    >>> comes_to("=0.33333333333", 1 / 3), comes_to("=1", "1")
    (True, False)
    """
    own = constant_value(cell)
    if isinstance(own, float):
        return isinstance(value, (int, float)) and abs(own - value) <= 1e-9 * max(1.0, abs(value))
    return own is not None and own == value
