"""One root cause is one problem: what follows from it, or repeats it, is not listed again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from okrsheets.core.alignment_problems import alignment_problems, alignments
from okrsheets.core.errors import Location, Problem
from okrsheets.core.model import Objective
from okrsheets.core.records import Tables
from okrsheets.core.root_causes import without_consequences

MakeTables = Callable[..., Tables]


def said(tables_of: MakeTables, *rows: tuple[str, str, str | None]) -> list[tuple[str, str]]:
    """The cells and texts of the problems of objectives, each with its id, level and parent."""
    tables = tables_of(
        objectives=[
            {"id": id, "level": level, "owner": "Ana", "objective": id, "parent_id": parent}
            for id, level, parent in rows
        ]
    )
    objectives = tables["objectives"].nouns(Objective)
    problems = alignment_problems(objectives, alignments(objectives))
    return [(problem.location.cell, problem.what) for problem in problems]


def test_a_wrong_parent_is_said_once_for_all_its_children(tables_of: MakeTables) -> None:
    children = [(f"T{at}", "Team", "O9") for at in range(1, 6)]
    assert said(tables_of, ("O1", "Organisation", None), *children) == [
        ("F6", "objectives T1, T2, T3 and 2 more: parent objective O9 not found"),
    ]
    assert said(tables_of, ("O1", "Organisation", None), ("T1", "Team", "O8"), ("T2", "Team", "O9")) == [
        ("F6", "objective T1: parent objective O8 not found"),
        ("F7", "objective T2: parent objective O9 not found"),
    ]


def test_each_circle_is_said_once(tables_of: MakeTables) -> None:
    circles = [("A", "Team", "B"), ("B", "Team", "A"), ("C", "Team", "D"), ("D", "Team", "E"), ("E", "Team", "C")]
    assert said(tables_of, *circles) == [
        ("F5", "objectives A, B: their parent objectives form a circle"),
        ("F7", "objectives C, D, E: their parent objectives form a circle"),
    ]


def test_what_leads_into_a_circle_is_no_part_of_it(tables_of: MakeTables) -> None:
    rows = [("X", "Team", "A"), ("A", "Team", "B"), ("B", "Team", "A")]
    assert [what for _, what in said(tables_of, *rows) if "circle" in what] == [
        "objectives A, B: their parent objectives form a circle"
    ]


def test_a_repeated_id_is_said_once(tables_of: MakeTables) -> None:
    rows = [("O1", "Organisation", None), ("T", "Team", "O1"), ("T", "Team", "O1"), ("T", "Team", "O1")]
    assert said(tables_of, *rows) == [("A7", "objective T: 2 other objectives have the same ID")]


def test_objectives_without_a_parent_are_each_their_own_cause(tables_of: MakeTables) -> None:
    rows = [("O1", "Organisation", None), ("T1", "Team", None), ("T2", "Team", None)]
    assert [cell for cell, _ in said(tables_of, *rows)] == ["F6", "F7"]


@pytest.mark.parametrize(
    ("cell", "what", "kept"),
    [
        ("F5", "target is empty", 1),
        ("E5", "start is text: 'x'", 1),
        ("F6", "target is empty", 2),
        ("F5", "weight is text: 'x'", 2),
    ],
)
def test_a_progress_that_lacks_a_value_is_not_said_beside_the_value(cell: str, what: str, kept: int) -> None:
    progress = Problem(Location("Q1", "KR", "F5"), "progress of K1 can't be calculated: missing")
    assert len(without_consequences([Problem(Location("Q1", "KR", cell), what), progress])) == kept


def test_other_faults_and_notes_hide_nothing() -> None:
    place = Location("Q1", "KR", "F5")
    fault = Problem(place, "progress of K1 can't be calculated: target equals start")
    note, missing = (
        Problem(place, "target is odd", note=True),
        Problem(place, "progress of K1 can't be calculated: missing"),
    )
    assert without_consequences([Problem(place, "target is odd"), fault])[1:] == [fault]
    assert without_consequences([note, missing]) == [note, missing]
