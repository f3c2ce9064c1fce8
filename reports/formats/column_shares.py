"""How broad the columns of a printed table are, and how long a word in each of them may be."""

from __future__ import annotations

from typing import assert_never

from ..model.figure import Figure
from ..model.report import Cell, Link, Measure, Status, TableBlock, Text

PAGE, EDGES = 108, 3  # letters across a page, and what the edges of a cell and the number of a note take of them
LONGEST, LONGEST_WORD = 44, 18  # letters of a cell, and of a word in it, that make its column broader
HEAT_PAGE, HEAT_FIRST, HEAT_LEAST = 115, 1.8, 6  # the same of a map, its first column, and the columns that fill a page
HEAT_MANY, HEAT_NAMES = 12, 0.22  # columns beyond which the first one is so much broader for each of them
ROWS = 40  # that are measured


def column_shares(block: TableBlock) -> list[float]:
    """Return how broad each column is, in letters: room for its longest word, and of the rest what its texts ask for.

    Texts and words beyond `LONGEST` and `LONGEST_WORD` do not make a column broader.
    """
    needs: list[float] = []
    wants: list[float] = []
    for at, column in enumerate(block.columns):
        texts = [column.heading, *(_shown(row.cells[at]) for row in block.rows.rows[:ROWS])]
        word = max(len(word) for text in texts for word in text.split(" "))
        needs.append(EDGES + min(LONGEST_WORD, word))
        wants.append(EDGES + min(LONGEST, max(map(len, texts))))
    asked = sum(wants) - sum(needs)
    portion = min(1.0, max(0.0, PAGE - sum(needs)) / asked) if asked else 0.0
    return [need + portion * (want - need) for need, want in zip(needs, wants)]


def word_limits(shares: list[float]) -> list[int]:
    """Return how many letters of a word stand on one line of each column, of columns that fill a page.

    >>> word_limits([50, 50]), word_limits([1, 99])
    ([51, 51], [4, 103])
    """
    whole = sum(shares)
    return [max(4, int(PAGE * share / whole) - EDGES) for share in shares]


def heat_word_limit(columns: int) -> int:
    """Return how many letters of a word stand on one line of a map with so many columns beside the first.

    >>> heat_word_limit(2), heat_word_limit(12)
    (14, 8)
    """
    return int(HEAT_PAGE / (heat_first(columns) + max(HEAT_LEAST, columns)))


def heat_name_limit(columns: int) -> int:
    """Return how many letters of a word stand on one line of the first column of a map.

    >>> heat_name_limit(12), heat_name_limit(13)
    (12, 17)
    """
    return int(HEAT_PAGE * heat_first(columns) / (heat_first(columns) + max(HEAT_LEAST, columns))) - EDGES


def heat_first(columns: int) -> float:
    """Return how broad the first column of a map is, beside columns of 1.

    >>> heat_first(12), heat_first(20)
    (1.8, 4.4)
    """
    return HEAT_FIRST if columns <= HEAT_MANY else columns * HEAT_NAMES


def _shown(cell: Cell) -> str:
    match cell:
        case Text():
            return f"{cell.id} {cell.short}"
        case Measure():
            return f"{cell.score.text} {cell.plan}"
        case Status():
            return f"○ {cell.label} ".replace(" ", "\u00a0")  # a status stays on its line, in bold
        case Figure() | Link():
            return cell.text
        case _:
            assert_never(cell)
