"""Problems by kind: a workbook with very many of a kind is told of in the first of them, and one line for the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .errors import Location, Problem

OF_A_KIND = 1_000  # of one workbook
OF_ALL_KINDS = 20_000

_VALUES = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Z]*[0-9][0-9.,]*""")
_MORE = re.compile(r"([0-9][0-9,]*) more (?:problems?|notes?) of this kind: ")


def kind_of(problem: Problem) -> tuple[bool, str]:
    """Return what problems that differ in their cells and values only have in common.

    >>> kind_of(Problem(Location("Q1"), "target is text: 'ten'")) == kind_of(Problem(Location("Q1"), "target is text: 'x'"))
    True
    """
    return problem.note, _VALUES.sub("…", problem.what)


def first_of_each_kind(
    problems: Iterable[Problem], of_a_kind: int = OF_A_KIND, of_all_kinds: int = OF_ALL_KINDS
) -> tuple[Problem, ...]:
    """Return the problems of one workbook, the first of each kind, and for each kind with more a line that counts them.

    Kinds that come up when there are `of_all_kinds` already are only counted, so that a workbook has a bounded number of lines
    even when no two of its problems look alike.
    """
    kept: list[Problem] = []
    times: Counter[tuple[bool, str]] = Counter()
    first_left_out: dict[tuple[bool, str], Problem] = {}
    left_out: Counter[tuple[bool, str]] = Counter()
    for problem in problems:
        kind = kind_of(problem)
        times[kind] += 1
        if times[kind] <= of_a_kind and len(kept) < of_all_kinds:
            kept.append(problem)
            continue
        kind = kind if kind in left_out or len(left_out) < of_a_kind else (problem.note, "")
        first_left_out.setdefault(kind, problem)
        left_out[kind] += 1
    return *kept, *(_more(first_left_out[kind], number) for kind, number in left_out.items())


def first_of_each_workbook(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of several workbooks, of each of them the first of each kind: see `first_of_each_kind`."""
    by_workbook: dict[str, list[Problem]] = {}
    for problem in problems:
        by_workbook.setdefault(problem.location.workbook, []).append(problem)
    return [problem for group in by_workbook.values() for problem in first_of_each_kind(group)]


def _more(example: Problem, number: int) -> Problem:
    noun = ("note" if example.note else "problem") + ("" if number == 1 else "s")
    location = Location(example.location.workbook)
    return Problem(location, f"{number:,} more {noun} of this kind: {example.what}", example.hint, example.note)


def times(problem: Problem) -> int:
    """Return how many problems a line stands for.

    >>> times(Problem(Location("Q1"), "target is text: 'ten'"))
    1
    >>> times(Problem(Location("Q1"), "2,500 more problems of this kind: target is text: 'ten'"))
    2500
    """
    more = _MORE.match(problem.what)
    return int(more[1].replace(",", "")) if more else 1
