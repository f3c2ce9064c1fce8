"""References that are spelled otherwise than the row they mean: followed with a note, or reported with the nearest."""

from __future__ import annotations

from datetime import date

import pytest
from bad_input import Rows, Sheets, okrs, sync_books

from okrsheets.core.errors import Problem
from okrsheets.core.evaluation import evaluate
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

DAY = date(2026, 1, 20)
OBJECTIVES = [["H-1", "Organisation", "Ida", "Sail"], ["H-2", "Team", "Ida", "Train", "H-1"]]


def state_of(**books: Sheets) -> State:
    return sync_books(Store(), {f"{name}.xlsx": sheets for name, sheets in books.items()})


def reported(problems: list[Problem], note: bool = False) -> list[str]:
    return [
        f"{problem.location.cell}: {problem.what}"
        for problem in problems
        if problem.note == note and "›" in str(problem.location)
    ]


def parent(text: str) -> State:
    return state_of(
        a=okrs("A", [*OBJECTIVES, ["H-3", "Team", "Ida", "Moor", text]], [["K-1", "H-2", "Hours", 0, 10, 5]])
    )


@pytest.mark.parametrize("text", ["h-1", "H–1", "H‑1 ", "\ufeffH-1"])
def test_a_parent_of_other_case_dash_or_with_invisible_characters_is_followed_with_a_note(text: str) -> None:
    state = parent(text)
    assert state.tables["objectives"].columns["parent_id"][2] == "H-1"
    assert any("is H-1" in line for line in reported(state.all_problems(), note=True)) or text.strip("\ufeff ") == "H-1"
    assert not reported(state.all_problems())


def test_of_several_parents_the_first_counts_and_the_cell_is_reported() -> None:
    state = parent("H-1; H-2")
    assert state.tables["objectives"].columns["parent_id"][2] == "H-1"
    assert reported(state.all_problems()) == ["E4: parent id names 2: H-1 counts, H-2 not"]


def test_a_key_result_as_parent_means_its_objective() -> None:
    state = parent("K-1")
    assert state.tables["objectives"].columns["parent_id"][2] == "H-2"
    assert reported(state.all_problems(), note=True) == [
        "E4: parent id is written differently in objectives: 'K-1' is a key result of H-2"
    ]


def test_an_unknown_parent_is_left_to_the_alignment() -> None:
    state = parent("X-9")
    assert state.tables["objectives"].columns["parent_id"][2] == "X-9"
    assert evaluate(state.tables, state.today).objectives[-1].alignment == "unknown parent"


def test_a_reference_to_another_workbook_is_followed_too() -> None:
    other = okrs(
        "B", [["B-1", "Team", "Jon", "Load", "h–1"]], [["B-1.1", "b-1", "Tons", 0, 10, 5]], [[DAY, "B–1.1", 6, ""]]
    )
    state = state_of(a=okrs("A", OBJECTIVES, []), b=other)
    assert state.tables["objectives"].columns["parent_id"] == [None, "H-1", "H-1"]
    assert state.tables["key results"].columns["objective_id"] == ["B-1"]
    assert state.tables["check-ins"].columns["key_result_id"] == ["B-1.1"]
    assert not reported(state.all_problems())


SKILLS: Sheets = {
    "People": [
        ["Person id", "Name", "Role", "Team"],
        ["p1", "Ida Brandt", "Mate", "A"],
        ["p2", "Jon Vik", "Mate", "A"],
    ],
    "Skills": [["Skill", "Category"], ["Navigation", "Sea"], ["First aid", "Sea"]],
}


def rated(person: str, skill: str) -> State:
    rows: Rows = [["Person id", "Skill", "Rater type", "Level", "Date"], [person, skill, "self", 3, DAY]]
    return state_of(skills={**SKILLS, "Assessments": rows})


@pytest.mark.parametrize("name", ["Ida Brandt", "Brandt, Ida", "ida  brandt", "P1", "@idabrandt", "Ida Brandt (Mate)"])
def test_a_person_is_found_by_name(name: str) -> None:
    state = rated(name, "Navigation")
    assert state.tables["assessments"].columns["person_id"] == ["p1"]
    assert not reported(state.all_problems())


@pytest.mark.parametrize(
    ("name", "hint"), [("I. Brandt", "did you mean 'p1'?"), ("Ida Brand", "did you mean 'p1'?"), ("p9", "People")]
)
def test_a_person_who_is_not_found_is_reported_with_the_nearest(name: str, hint: str) -> None:
    problems = [problem for problem in rated(name, "Navigation").all_problems() if not problem.note]
    assert [(problem.location.cell, hint in problem.hint) for problem in problems] == [("A2", True)]


@pytest.mark.parametrize("skill", ["FIRST AID", "First-aid", " first  aid"])
def test_a_skill_of_other_case_or_with_a_hyphen_is_the_same_skill(skill: str) -> None:
    (person, _) = evaluate(rated("p1", skill).tables, rated("p1", skill).today).people
    assert [(status.skill.lower().strip().replace("-", " "), status.level) for status in person.skills] == [
        ("first aid", 3.0)
    ]


def test_a_misspelt_skill_is_reported_with_the_nearest() -> None:
    problems = [problem for problem in rated("p1", "Navigaton").all_problems() if not problem.note]
    assert [(problem.location.cell, problem.hint) for problem in problems] == [("B2", "did you mean 'Navigation'?")]


def test_an_owner_who_is_nearly_somebody_is_reported_and_a_stranger_is_not() -> None:
    rows = [
        ["H-1", "Team", "Ida Brand", "Sail"],
        ["H-2", "Team", "Somebody Else", "Moor"],
        ["H-3", "Team", "Ida Brandt & Jon Vik", "Load"],
    ]
    state = state_of(a=okrs("A", rows, []), skills=SKILLS)
    assert reported(state.all_problems()) == ["C2: owner 'Ida Brand' is not in the people table"]
