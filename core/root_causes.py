"""One root cause is one problem: what follows from a problem that is listed already is not listed again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .errors import Problem

# That a progress can't be calculated for want of a value, and what says of the value itself that it is wrong.
_FOLLOWS = re.compile(r"progress of .* can't be calculated: missing$", re.DOTALL)
_VALUE = re.compile(r"(?:start|target|current|value|kind)\b")


def without_consequences(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return problems without those that only follow from another one: a progress that lacks the value that can't be read.

    >>> from okrsheets.core.errors import Location
    >>> cell = Location("Q1.xlsx", "Key results", "F5")
    >>> text, progress = Problem(cell, "target is text: 'ten'"), Problem(cell, "progress of K1 can't be calculated: missing")
    >>> without_consequences([text, progress]) == [text], without_consequences([progress]) == [progress]
    (True, True)
    """
    listed = list(problems)
    causes = {_row(problem) for problem in listed if not problem.note and _VALUE.match(problem.what)}
    return [problem for problem in listed if not (_FOLLOWS.match(problem.what) and _row(problem) in causes)]


def _row(problem: Problem) -> tuple[str, str, str]:
    location = problem.location
    return location.workbook, location.sheet, location.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
