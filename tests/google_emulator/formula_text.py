"""A formula as text: its parts, and its references when cells move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .ranges import column_of, letters

SHEET = r"(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
CORNER = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
TEXT = r'"(?:[^"]|"")*"'
RANGE = rf"""{SHEET}(?:{CORNER}:(?:{CORNER}|\$?[A-Za-z]{{1,3}}(?![\w(]))|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w(])
        |\$?[1-9]\d*:\$?[1-9]\d*)"""
CELL = rf"{SHEET}{CORNER}(?![\w(])"
ERROR = r"\#(?:DIV/0!|N/A|NAME\?|NUM!|REF!|VALUE!|NULL!|ERROR!)"
CALL = r"[A-Za-z_][\w.]*(?=\()"
NUMBER = r"\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?"
NAME = rf"{SHEET}[^\W\d][\w.]*"
TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<text>{TEXT})
    |(?P<error>{ERROR})
    |(?P<range>{RANGE})
    |(?P<cell>{CELL})
    |(?P<call>{CALL})
    |(?P<number>{NUMBER})
    |(?P<name>{NAME})
    |(?P<sign><>|<=|>=|[-+*/^&=<>(),;:%{{}}])""",
    re.VERBOSE,
)
# The same without spaces and signs, which a search passes over; what is none of all is stray.
REFERENCE = re.compile(
    rf"{TEXT}|{ERROR}|(?P<range>{RANGE})|(?P<cell>{CELL})|{CALL}|{NUMBER}|{NAME}|(?P<stray>[^-+*/^&=<>(),;:%{{}}\s])",
    re.VERBOSE,
)
PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9]\d*)?")


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


class Unreadable(Exception):
    """A formula that cannot be parsed."""


def tokens(text: str) -> list[Token]:
    """The parts of a formula, its equals sign left out.

    >>> [token.text for token in tokens("=SUM(A1:B2, 'My sheet'!C3)*2")]
    ['SUM', '(', 'A1:B2', ',', ' ', "'My sheet'!C3", ')', '*', '2']
    """
    found, at = [], 1
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Unreadable(text)
        found.append(Token(str(match.lastgroup), match.group()))
        at = match.end()
    return found


def outline(text: str) -> tuple[str, tuple[str, ...]]:
    """A formula with A1 for every reference, and the references: the formulas of a column are one and the same.

    Raises Unreadable.

    >>> outline('=IF($A5="","A9",SUM(B5:C5)/x)')
    ('=IF( A1="","A9",SUM( A1:A1)/x)', ('$A5', 'B5:C5'))
    """
    found = []

    def take(match: re.Match[str]) -> str:
        if not match.lastgroup:
            return match.group()
        if match.lastgroup == "stray":
            raise Unreadable(text)
        found.append(match.group())
        return " A1:A1" if match.lastgroup == "range" else " A1"  # the space keeps it from what stands before

    return "=" + REFERENCE.sub(take, text[1:]), tuple(found)


def _rewritten(text: str, change: Callable[[str, str], str]) -> str:
    """The formula with every reference passed through `change(sheet prefix, reference)`."""
    try:
        parts = tokens(text)
    except Unreadable:
        return text
    out = ["="]
    for token in parts:
        if token.kind in ("cell", "range"):
            prefix, mark, reference = token.text.rpartition("!")
            out.append(prefix + mark + change(prefix + mark, reference))
        else:
            out.append(token.text)
    return "".join(out)


def carried(text: str, down: int, right: int) -> str:
    """A formula copied to another cell: relative references go along.

    >>> carried("=A1+$B$1+SUM(C:C)", 1, 1), carried("=A1", -1, 0)
    ('=B2+$B$1+SUM(D:D)', '=#REF!')
    """

    def part(reference: str) -> str | None:
        match = PART.fullmatch(reference)
        if not match:
            return reference
        column, row = match[2], match[4]
        if column and not match[1]:
            moved = column_of(column) + right
            if moved < 0:
                return None
            column = letters(moved)
        if row and not match[3]:
            if int(row) + down < 1:
                return None
            row = str(int(row) + down)
        return f"{match[1]}{column or ''}{match[3]}{row or ''}"

    def change(_: str, reference: str) -> str:
        parts = [part(each) for each in reference.split(":")]
        return "#REF!" if None in parts else ":".join(each for each in parts if each is not None)

    return _rewritten(text, change)


def moved(text: str, concerns: Callable[[str], bool], on_rows: bool, place: Callable[[int], int | None]) -> str:
    """A formula after rows or columns came or went; `place` gives an index its new one, None for deleted.

    >>> moved("=A2+SUM(A1:A3)", lambda prefix: True, True, lambda row: row + 1 if row >= 1 else row)
    '=A3+SUM(A1:A4)'
    >>> moved("=A2+SUM(A1:A3)", lambda prefix: True, True, lambda row: None if row == 1 else row - (row > 1))
    '=#REF!+SUM(A1:A2)'
    """

    def corner(reference: str, index: int) -> str:
        match = PART.fullmatch(reference)
        assert match
        if on_rows:
            return f"{match[1]}{match[2] or ''}{match[3]}{index + 1}"
        return f"{match[1]}{letters(index)}{match[3]}{match[4] or ''}"

    def change(prefix: str, reference: str) -> str:
        if not concerns(prefix):
            return reference
        ends = reference.split(":")
        old = [_index(each, on_rows) for each in ends]
        if None in old:
            return reference
        places = [index for index in old if index is not None]
        spanned = range(places[0], places[-1] + 1)
        new = [where for index in spanned if (where := place(index)) is not None]
        if not new:
            return "#REF!"
        return ":".join(corner(each, index) for each, index in zip(ends, (min(new), max(new))))

    return _rewritten(text, change)


def _index(reference: str, on_rows: bool) -> int | None:
    match = PART.fullmatch(reference)
    if not match:
        return None
    if on_rows:
        return int(match[4]) - 1 if match[4] else None
    return column_of(match[2]) if match[2] else None
