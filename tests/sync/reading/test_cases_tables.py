"""Small workbooks that were read wrong once: tables, headings, rows and cycles, with what a careful person reads in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bad_input import sync_folders

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Problem
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

CASES = Path(__file__).parents[2] / "cases"
TODAY = needed_day("2026-08-15")
THIRD, SIXTH = 1 / 3, 0.6


@dataclass(frozen=True)
class Right:
    """What is right: how many objectives, each key result's progress, the cells of problems, words of the notes."""

    objectives: int
    progress: Mapping[str, float | None]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


HARBOUR = {"H-1.1": 0.5}
WORDS = "there are no ids"
CASE: dict[str, Right] = {
    "10-totals": Right(1, {"H-1.1": 0.5, "H-1.2": 0.5, "H-1.3": 0.5}, (), ("row 5 ('Total')",)),
    "10b-totals": Right(1, {"H-1.1": 0.5, "H-1.2": 0.5}, (), ("rows 4 to 5 ('Total / average')",)),
    "11-duplicate-heads": Right(1, {"H-1.1": 0.2, "H-1.2": None}, ("F1", "G1", "H1", "I1")),
    "12-side-table": Right(1, {"H-1.1": 0.7, "H-1.2": 0.6}, (), ("'Summary', 'Target', 'Current', 'Status'",)),
    "17-two-tables": Right(2, {"H-1.1": 0.5, "H-2.1": 1.0}),
    "18-tab-per-quarter": Right(1, {"H-1.1": 0.1, "H-1.2": 0.1, "H-1.3": 0.0}),
    "19-quarter-column": Right(2, {"Berths free": 0.1, "Drills held": 0.0}, (), (WORDS,)),
    "20-node-export": Right(1, {"102": 0.5, "103": 0.5}, (), ("'New berth plan'",)),
    "21-weekly-columns": Right(1, {"Departures on time": 0.6, "Quay hours free": 0.2}, (), (WORDS,)),
    "21b-no-current": Right(1, {"Departures on time": None, "Quay hours free": None}, (), (WORDS,)),
    "21d-with-current": Right(1, {"Departures on time": 0.5, "Quay hours free": 0.2}, (), (WORDS,)),
    "23-objective-blank": Right(1, HARBOUR, ("D3",)),
    "23b-objective-blank-words": Right(1, HARBOUR, ("A3",), (WORDS,)),
    "33-google-1000": Right(1, {"H-1.1": 0.5, "H-1.2": 0.5}),
    "33b-one-tick": Right(1, HARBOUR),
    "37-near-headings": Right(1, {"H-1.1": 0.625, "H-1.2": 0.6}, (), ("'Currrent value' as 'current'",)),
    "51-two-row-heading": Right(1, HARBOUR),
    "53-section-rows": Right(
        1, {"H-1.1": 0.5, "H-1.2": 0.5, "H-1.3": 0.5}, (), ("rows 2, 4 ('Company')", "row 6 ('Id*')")
    ),
    "60-typed-progress": Right(
        1, {"Departures on time": 0.6, "Fuel": 0.35}, (), ("'Confidence'", "2 key results is used as typed", WORDS)
    ),
    "60b-typed-score": Right(1, {"H-1.1": 0.6}, (), ("a key result is used as typed",)),
}


def read(folder: Path, cycle: str = "") -> tuple[Evaluation, list[Problem], State]:
    store = Store()
    outcome = sync_folders(store, folder, today=TODAY)
    assert not outcome.faults
    state = State(store, outcome.sync, TODAY, cycle)
    return evaluate(state.tables, TODAY), state.all_problems(), state


@pytest.mark.parametrize("name", CASE)
def test_a_case_is_read_as_a_careful_person_reads_it(name: str) -> None:
    right = CASE[name]
    evaluation, problems, _ = read(CASES / name)
    progress = {each.key_result.id: each.progress for each in evaluation.key_results}
    assert progress == {key: pytest.approx(value) for key, value in right.progress.items()}
    assert len(evaluation.objectives) == right.objectives
    assert sorted(each.location.cell for each in problems if not each.note) == sorted(right.problems)
    notes = [each.what for each in problems if each.note]
    assert all(any(words in note for note in notes) for words in right.notes), notes
    assert len(notes) == len(right.notes), notes
    assert all(each.hint for each in problems)


def test_a_matrix_of_people_and_skills_is_people_skills_ratings_and_requirements() -> None:
    _, problems, state = read(CASES / "22-skill-matrix")
    tables = state.tables
    assert {name: len(tables[name]) for name in ("people", "skills", "assessments")} == {
        "people": 3,
        "skills": 4,
        "assessments": 10,
    }
    roles = tables["roles"].columns
    required = dict(zip(roles["skill"], roles["required_level"]))
    assert required == {"Navigation": 3.0, "Diesel engines": 3.0, "First aid": 3.0, "Radio": 2.0}
    assert set(roles["role"]) == {"Mate", "Engineer", "Deckhand"}
    assert not [each for each in problems if not each.note]
    assert any("row 6: totals, averages" in each.what for each in problems)


def test_headings_with_invisible_characters_are_the_headings_that_they_show() -> None:
    _, problems, state = read(CASES / "36-invisible")
    columns = state.tables["key results"].columns
    assert (columns["start"], columns["target"], columns["current"]) == ([0.0] * 5, [10.0] * 5, [5.0] * 5)
    assert not [each for each in problems if "column" in each.what]


def test_the_rows_of_another_quarter_belong_to_that_quarter() -> None:
    evaluation, _, _ = read(CASES / "18-tab-per-quarter", "2026-Q2")
    assert {each.key_result.id: each.progress for each in evaluation.key_results} == {"H-1.1": 1.0, "H-1.2": 1.0}


def test_a_column_a_week_is_a_check_in_a_week() -> None:
    _, _, state = read(CASES / "21-weekly-columns")
    columns = state.tables["check-ins"].columns
    first = [value for name, value in zip(columns["key_result_id"], columns["value"]) if name == "Departures on time"]
    assert first == [1.0, 3.0, 6.0]
    assert sorted(set(columns["date"])) == [needed_day(f"2026-07-{day:02}") for day in (7, 14, 21, 28)]
