"""What is to be put right in the workbooks, and which of them were read."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import day, figure
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .listing import cap

PROBLEM_LIMIT, BOOK_LIMIT = 50, 100


def grouped_problems(problems: Sequence[Problem], standing: Evaluation) -> tuple[Problem, ...]:
    """Return the problems of reading and of computing together, each once."""
    return tuple(dict.fromkeys((*problems, *standing.problems)))


def problems(scope: Scope) -> Section | None:
    """Return the first problems by workbook; what needs somebody comes before what is only worth knowing."""
    words = scope.words
    found = grouped_problems(scope.facts.problems, scope.facts.standing)
    ranked = sorted(found, key=lambda problem: (problem.note, problem.place.workbook))
    shown = cap(words, ranked, PROBLEM_LIMIT)
    rows = sorted(shown.rows, key=lambda problem: (problem.place.workbook, problem.note))
    columns = (
        TableColumn("where", words.say("Where")), TableColumn("what", words.say("What")), TableColumn("hint", words.say("What to do")),
    )  # fmt: skip
    table = TableBlock(
        "problems", columns, type(shown)(tuple(rows), shown.more).map(lambda each: _problem(scope, each))
    )
    return section("problems", words.say("Problems in the workbooks"), table if rows else None)


def _problem(scope: Scope, problem: Problem) -> Row:
    note = (scope.words.say("only to know"),) if problem.note else ()
    hint = Text(text.clip(problem.hint) if problem.hint else "")
    return Row((Text(str(problem.place)), Text(text.clip(problem.what), remarks=note), hint))


def workbooks(scope: Scope) -> Section | None:
    """Return the workbooks, those that could not be read today first."""
    words = scope.words
    ranked = sorted(scope.facts.books, key=lambda book: (not book.fault, book.name))
    shown = cap(
        words, ranked, BOOK_LIMIT,
        "and {count} more workbook, see the consolidated workbook",
        "and {count} more workbooks, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("workbook", words.say("Workbook")), TableColumn("read", words.say("Read on")),
        TableColumn("fault", words.say("Why its figures are not today's")),
    )  # fmt: skip
    rows = shown.map(
        lambda book: Row(
            (
                Text(book.name),
                day(words, book.read_on),
                figure(words.say("kept as it was: {fault}", fault=text.clip(book.fault)) if book.fault else ""),
            )
        )
    )
    table = TableBlock("workbooks", columns, rows) if rows.rows else None
    return section("workbooks", words.say("Workbooks read"), table)
