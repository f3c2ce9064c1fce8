"""Problems in the workbooks, and the freshness of their data."""

from __future__ import annotations

from ...core.errors import Problem
from ..data.all_problems import all_problems
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import day, figure
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .optional_section import section
from .truncation import truncate

PROBLEM_LIMIT, BOOK_LIMIT = 50, 100


def problems(scope: Scope) -> Section | None:
    """Return the first problems by workbook, errors before info."""
    language = scope.language
    reported = all_problems(scope.snapshot.problems, scope.snapshot.evaluation)
    ranked = sorted(reported, key=lambda problem: (problem.note, problem.location.workbook))
    shown = truncate(language, ranked, PROBLEM_LIMIT)
    rows = sorted(shown.rows, key=lambda problem: (problem.location.workbook, problem.note))
    columns = (
        TableColumn("where", language.say("Location")), TableColumn("what", language.say("Problem")), TableColumn("hint", language.say("What to do")),
    )  # fmt: skip
    table = TableBlock(
        "problems", columns, type(shown)(tuple(rows), shown.more).map(lambda problem: _problem(scope, problem))
    )
    return section("problems", language.say("Problems in the workbooks"), table if rows else None)


def _problem(scope: Scope, problem: Problem) -> Row:
    note = (scope.language.say("info"),) if problem.note else ()
    hint = Text(text.clip(problem.hint) if problem.hint else "")
    return Row((Text(str(problem.location)), Text(text.clip(problem.what), remarks=note), hint))


def workbooks(scope: Scope) -> Section | None:
    """Return the workbooks with their data freshness, unread ones first."""
    language = scope.language
    ranked = sorted(scope.snapshot.workbooks, key=lambda book: (not book.fault, book.name))
    shown = truncate(
        language, ranked, BOOK_LIMIT,
        "and {count} more workbook, see the consolidated workbook",
        "and {count} more workbooks, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("workbook", language.say("Workbook")), TableColumn("read", language.say("Last read")),
        TableColumn("fault", language.say("Data freshness")),
    )  # fmt: skip
    rows = shown.map(
        lambda book: Row(
            (
                Text(book.name),
                day(language, book.read_on),
                figure(language.say("not updated: {fault}", fault=text.clip(book.fault)) if book.fault else ""),
            )
        )
    )
    table = TableBlock("workbooks", columns, rows) if rows.rows else None
    return section("workbooks", language.say("Workbooks read"), table)
