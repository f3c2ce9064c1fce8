"""Ranges as people and the API write them: A1, R1C1 and GridRange, on a grid that has an end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

CELL = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
R1C1 = re.compile(r"[Rr]([1-9]\d*)[Cc]([1-9]\d*)(?::[Rr]([1-9]\d*)[Cc]([1-9]\d*))?")
PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Area:
    """A rectangle of one sheet, half open and counted from zero; None is open on that side."""

    sheet_id: int
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def within(self, rows: int, columns: int) -> Box:
        """Close the open sides at the ends of the grid.

        >>> Area(0, top=1).within(3, 2)
        Box(top=1, bottom=3, left=0, right=2)
        """
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Box(min(self.top or 0, rows), bottom, min(self.left or 0, columns), right)


@dataclass(frozen=True)
class Box:
    """A closed rectangle, half open: rows `top` to `bottom`, columns `left` to `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: Box) -> bool:
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def covers(self, other: Box) -> bool:
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )


def letters(column: int) -> str:
    """Name a column, counted from zero.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_of(name: str) -> int:
    """The column of a name, counted from zero.

    >>> column_of("A"), column_of("aa")
    (0, 26)
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def box_name(box: Box) -> str:
    """A rectangle in A1 notation; one cell has no colon.

    >>> box_name(Box(0, 2, 0, 3)), box_name(Box(3, 4, 1, 2))
    ('A1:C2', 'B4')
    """
    first, last = f"{letters(box.left)}{box.top + 1}", f"{letters(box.right - 1)}{box.bottom}"
    return first if first == last else f"{first}:{last}"


def looks_like_a_cell(title: str) -> bool:
    """Whether a sheet's title could be read as a cell, and so has to be quoted."""
    return bool(re.fullmatch(r"[A-Za-z]{1,3}[1-9]\d*", title) or re.fullmatch(r"[Rr]\d*[Cc]\d*", title))


def quoted(title: str) -> str:
    """A sheet's title as Google writes it before the exclamation mark.

    >>> quoted("Sheet1"), quoted("D3"), quoted("It's")
    ('Sheet1', "'D3'", "'It''s'")
    """
    if PLAIN_TITLE.fullmatch(title) and not looks_like_a_cell(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def split_title(text: str) -> tuple[str | None, str]:
    """Part a range into the sheet's title, if it names one, and the rest.

    >>> split_title("'It''s'!A1"), split_title("Sheet1!A1:B2"), split_title("'Sheet1'"), split_title("A1")
    (("It's", 'A1'), ('Sheet1', 'A1:B2'), ('Sheet1', ''), (None, 'A1'))
    """
    match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    if match:
        return match[1].replace("''", "'"), match[2] or ""
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def parse_cells(text: str) -> tuple[int | None, int | None, int | None, int | None] | None:
    """The rows and columns of `A1`, `A1:B2`, `A:B`, `1:2`, `A2:B` or `R1C1:R2C2`; None when it is none of them.

    >>> parse_cells("A1:B2"), parse_cells("B:C"), parse_cells("2:2"), parse_cells("C3"), parse_cells("R1C2")
    ((0, 2, 0, 2), (None, None, 1, 3), (1, 2, None, None), (2, 3, 2, 3), (0, 1, 1, 2))
    >>> parse_cells("A2:B"), parse_cells("B2:A1"), parse_cells("nonsense") is None
    ((1, None, 0, 2), (0, 2, 0, 2), True)
    """
    if match := R1C1.fullmatch(text):
        top, left = int(match[1]) - 1, int(match[2]) - 1
        bottom, right = (int(match[3]) - 1, int(match[4]) - 1) if match[3] else (top, left)
        return _spanned(top, bottom, left, right)
    start, colon, end = text.partition(":")
    ends = [CELL.fullmatch(part) for part in ((start, end) if colon else (start,))]
    if not all(ends) or not all(match and match.group() for match in ends):
        return None
    corners = [(_row(match), _column(match)) for match in ends if match]
    if not colon and None in corners[0]:
        return None
    first, last = corners[0], corners[-1]
    return _spanned(first[0], last[0], first[1], last[1])


def _spanned(
    top: int | None, bottom: int | None, left: int | None, right: int | None
) -> tuple[int | None, int | None, int | None, int | None]:
    if top is not None and bottom is not None:
        top, bottom = sorted((top, bottom))
    elif top is None and bottom is not None:
        top, bottom = bottom, None
    if left is not None and right is not None:
        left, right = sorted((left, right))
    elif left is None and right is not None:
        left, right = right, None
    return top, None if bottom is None else bottom + 1, left, None if right is None else right + 1


def _row(match: re.Match[str]) -> int | None:
    return int(match[2]) - 1 if match[2] else None


def _column(match: re.Match[str]) -> int | None:
    return column_of(match[1]) if match[1] else None


def area_of(given: Json) -> Area:
    """A GridRange as an area; what it leaves out is open."""
    return Area(
        int(given.get("sheetId", 0)),
        given.get("startRowIndex"),
        given.get("endRowIndex"),
        given.get("startColumnIndex"),
        given.get("endColumnIndex"),
    )


def grid_range(sheet_id: int, box: Box) -> Json:
    """A closed rectangle as a GridRange."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
