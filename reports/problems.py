"""What is to be put right in the workbooks, and which of them were read."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.errors import Problem
from ..core.model import Workbook
from ..core.standing import Standing
from . import wording
from .report import BookRow, Listing, ProblemGroup, ProblemRow, cap

PROBLEM_LIMIT, BOOK_LIMIT = 50, 100


def gathered(problems: Sequence[Problem], standing: Standing) -> tuple[Problem, ...]:
    """Return the problems of reading and of computing together, each once."""
    return tuple(dict.fromkeys((*problems, *standing.problems)))


def by_workbook(found: Sequence[Problem]) -> Listing[ProblemGroup]:
    """Return the first problems by workbook; what needs somebody comes before what is only worth knowing."""
    ranked = sorted(found, key=lambda problem: (problem.note, problem.place.workbook))
    shown = cap(ranked, PROBLEM_LIMIT)
    groups: dict[str, list[ProblemRow]] = {}
    for problem in sorted(shown.rows, key=lambda problem: (problem.place.workbook, problem.note)):
        where = str(problem.place).removeprefix(f"{problem.place.workbook} › ")
        hint = wording.clip(problem.hint) if problem.hint else ""
        row = ProblemRow(where, wording.clip(problem.what), hint, problem.note)
        groups.setdefault(problem.place.workbook, []).append(row)
    return Listing(tuple(ProblemGroup(name, tuple(rows)) for name, rows in groups.items()), shown.more)


def books_read(books: Sequence[Workbook]) -> Listing[BookRow]:
    """Return the workbooks, those that could not be read today first."""
    ranked = sorted(books, key=lambda book: (not book.fault, book.name))
    return cap(ranked, BOOK_LIMIT, "workbook").map(
        lambda book: BookRow(book.name, wording.day(book.read_on), wording.kept(book))
    )
