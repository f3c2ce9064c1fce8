"""Very many problems of a kind are counted, and the first of them shown."""

from __future__ import annotations

import pytest

from okrsheets.core.errors import Location, Problem
from okrsheets.core.problem_kinds import OF_A_KIND, first_of_each_kind, first_of_each_workbook, kind_of, times


def problem(what: str, row: int = 1, note: bool = False) -> Problem:
    return Problem(Location("Q1.xlsx", "Key results", f"D{row}"), what, "type a number", note)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("target is text: 'ten'", 'target is text: "it\'s"'),
        ("target is text: 'ten'", "target is text: 'don\\'t know'"),
        ("1,5 is above 1", "37.25 is above 2"),
        ("the same as B7", "the same as AC12"),
    ],
)
def test_problems_that_differ_in_cells_and_values_are_of_a_kind(one: str, other: str) -> None:
    assert kind_of(problem(one)) == kind_of(problem(other))


def test_a_note_is_not_of_the_kind_of_a_problem() -> None:
    assert kind_of(problem("x")) != kind_of(problem("x", note=True)) != kind_of(problem("y", note=True))


def test_the_first_of_each_kind_are_kept_and_the_others_counted() -> None:
    many = [problem(f"target is text: 'x{row}'", row) for row in range(5_000)]
    few = [problem(f"there is no owner {row}", row, note=True) for row in range(3)]
    *kept, more = first_of_each_kind([*many[:3000], *few, *many[3000:]])
    assert kept == [*many[:1000], *few]
    assert (more.location, more.hint) == (Location("Q1.xlsx"), "type a number")
    assert more.what == "4,000 more problems of this kind: target is text: 'x1000'"


def test_a_single_one_more_is_told_in_the_singular() -> None:
    lines = [line.what for line in first_of_each_kind([problem("x", row, note=True) for row in range(3)], of_a_kind=2)]
    assert lines == ["x", "x", "1 more note of this kind: x"]


@pytest.mark.parametrize("alike", [True, False])
def test_the_lines_are_bounded_and_stand_for_all_problems(alike: bool) -> None:
    def letters(number: int) -> str:
        return "" if alike else "".join(chr(97 + int(digit)) for digit in str(number))

    problems = [problem(f"wrong {letters(row)}", row, note=row % 2 == 0) for row in range(9_000)]
    lines = first_of_each_kind(problems, of_a_kind=20, of_all_kinds=100)
    assert len(lines) <= 100 + 20 + 2
    for note in (True, False):
        assert sum(times(line) for line in lines if line.note == note) == 4_500


def test_of_each_workbook_the_first_of_each_kind_are_kept() -> None:
    problems = [Problem(Location(book), f"id {number} is used twice") for number in range(1_250) for book in "ab"]
    kept = first_of_each_workbook(problems)
    assert [problem.location.workbook for problem in kept] == ["a"] * (OF_A_KIND + 1) + ["b"] * (OF_A_KIND + 1)
    assert sum(map(times, kept)) == len(problems)
