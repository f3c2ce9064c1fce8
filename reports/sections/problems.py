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


def grouped_problems(problems: Sequence[Problem], evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return the problems of reading and of computing together, each once."""
    return tuple(dict.fromkeys((*problems, *evaluation.problems)))


def problems(scope: Scope) -> Section | None:
    """Return the first problems by workbook; what needs somebody comes before what is only worth knowing."""
    language = scope.language
    found = grouped_problems(scope.snapshot.problems, scope.snapshot.evaluation)
    ranked = sorted(found, key=lambda problem: (problem.note, problem.location.workbook))
    shown = cap(language, ranked, PROBLEM_LIMIT)
    rows = sorted(shown.rows, key=lambda problem: (problem.location.workbook, problem.note))
    columns = (
        TableColumn("where", language.say("Where")), TableColumn("what", language.say("What")), TableColumn("hint", language.say("What to do")),
    )  # fmt: skip
    table = TableBlock(
        "problems", columns, type(shown)(tuple(rows), shown.more).map(lambda each: _problem(scope, each))
    )
    return section("problems", language.say("Problems in the workbooks"), table if rows else None)


def _problem(scope: Scope, problem: Problem) -> Row:
    note = (scope.language.say("only to know"),) if problem.note else ()
    hint = Text(text.clip(problem.hint) if problem.hint else "")
    return Row((Text(str(problem.location)), Text(text.clip(problem.what), remarks=note), hint))


def workbooks(scope: Scope) -> Section | None:
    """Return the workbooks, those that could not be read today first."""
    language = scope.language
    ranked = sorted(scope.snapshot.workbooks, key=lambda book: (not book.fault, book.name))
    shown = cap(
        language, ranked, BOOK_LIMIT,
        "and {count} more workbook, see the consolidated workbook",
        "and {count} more workbooks, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("workbook", language.say("Workbook")), TableColumn("read", language.say("Read on")),
        TableColumn("fault", language.say("Why its figures are not today's")),
    )  # fmt: skip
    rows = shown.map(
        lambda book: Row(
            (
                Text(book.name),
                day(language, book.read_on),
                figure(language.say("kept as it was: {fault}", fault=text.clip(book.fault)) if book.fault else ""),
            )
        )
    )
    table = TableBlock("workbooks", columns, rows) if rows.rows else None
    return section("workbooks", language.say("Workbooks read"), table)
