"""A long picture as several, so that each fits on a printed page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")


def paged(rows: Sequence[Row], most: int) -> list[tuple[Row, ...]]:
    """Return the rows in parts of about the same length, none longer than `most`; one empty part for no rows.

    >>> paged("abcdefg", 3), paged("", 3)
    ([('a', 'b', 'c'), ('d', 'e', 'f'), ('g',)], [()])
    """
    count = max(1, -(-len(rows) // most))
    size = max(1, -(-len(rows) // count))
    return [tuple(rows[at : at + size]) for at in range(0, len(rows), size)] or [()]


def numbered(title: str, number: int, of: int) -> str:
    """Return the title of one of several pictures.

    >>> numbered("Skills", 1, 2), numbered("Skills", 1, 1)
    ('Skills (1/2)', 'Skills')
    """
    return title if of == 1 else f"{title} ({number}/{of})"
