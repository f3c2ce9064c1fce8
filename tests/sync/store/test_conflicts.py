"""Two rows that claim to be the same thing: which counts, and what is said about it."""

from __future__ import annotations

from datetime import date

import pytest
from bad_input import TODAY, Rows, Sheets, okrs, sync_books, wrong

from okrsheets.core.evaluation import evaluate
from okrsheets.core.model import KeyResult, Objective, Settings
from okrsheets.sync.store.evaluation import evaluate_state
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

DAY = date(2026, 1, 20)


def state_of(**books: Sheets) -> State:
    return sync_books(Store(), {f"{name.replace('_', '/')}.xlsx": sheets for name, sheets in books.items()})


def objective(words: str, id: str = "O1", owner: str = "Ana", parent: str = "") -> list[str]:
    return [id, "Team", owner, words, parent]


def rows(state: State, table: str, *fields: str) -> list[tuple[object, ...]]:
    records = state.tables[table]
    return sorted(zip(*(records.columns[field] for field in fields)), key=lambda row: [*map(str, row)])


def book(team: str, words: str, measure: str = "Hours", value: float = 5) -> dict[str, Rows]:
    return okrs(team, [objective(words)], [["K1", "O1", measure, 0, 10, ""]], [[DAY, "K1", value, team]])


def test_an_id_with_other_words_in_another_book_is_a_thing_of_its_own_and_what_belongs_to_it_follows() -> None:
    state = state_of(sales=book("Sales", "Grow", value=2), support=book("Support", "Answer faster", value=7))
    assert rows(state, "objectives", "id", "objective") == [("O1", "Grow"), ("O1 (support)", "Answer faster")]
    assert rows(state, "key results", "id", "objective_id") == [("K1", "O1"), ("K1 (support)", "O1 (support)")]
    assert rows(state, "check-ins", "key_result_id", "value") == [("K1", 2.0), ("K1 (support)", 7.0)]
    scores = {each.objective.id: each.score for each in evaluate(state.tables, TODAY).objectives}
    assert scores == {"O1": 0.2, "O1 (support)": 0.7}
    assert wrong(state.problems) == [
        "support.xlsx › Objectives!A2: id 'O1' also names another objective at sales.xlsx › Objectives!A2;"
        " this one is kept as 'O1 (support)'",
        "support.xlsx › Key results!A2: id 'K1' also names another key result at sales.xlsx › Key results!A2;"
        " this one is kept as 'K1 (support)'",
    ]
    assert {problem.hint for problem in state.problems} == {"give one of the two a different id"}


def test_children_in_the_same_book_follow_their_renamed_parent() -> None:
    child = objective("Train everybody", "O2", parent="O1")
    state = state_of(a=book("A", "Grow"), b=okrs("B", [objective("Shrink"), child], []))
    assert ("O2", "O1 (b)") in rows(state, "objectives", "id", "parent_id")


def test_books_of_one_name_in_different_folders_stay_apart() -> None:
    state = state_of(x_okrs=book("X", "Grow"), y_okrs=book("Y", "Shrink"), z_okrs=book("Z", "Stay"))
    assert [id for (id,) in rows(state, "objectives", "id")] == ["O1", "O1 (y/okrs)", "O1 (z/okrs)"]
    assert [id for (id,) in rows(state, "key results", "objective_id")] == ["O1", "O1 (y/okrs)", "O1 (z/okrs)"]


def test_an_id_with_the_same_words_is_one_thing() -> None:
    state = state_of(a=book("A", "Grow"), b=book("A", " grow "))
    assert rows(state, "objectives", "id") == [("O1",)]
    assert rows(state, "key results", "id") == [("K1",)]
    assert not state.problems


def test_of_two_books_with_one_thing_that_of_its_own_team_counts() -> None:
    copied = okrs("Sales", [objective("Grow", owner="Ben")], [])
    copied["Objectives"] = [[*copied["Objectives"][0], "Team"], [*objective("Grow", owner="Ben"), "", "", "", "Zoo"]]
    state = state_of(a=copied, z=okrs("Zoo", [objective("Grow", owner="Zoe")], []))
    assert rows(state, "objectives", "owner") == [("Zoe",)]
    assert wrong(state.problems) == [
        "a.xlsx › Objectives!C2: owner of 'O1' is 'Ben' here and 'Zoe' at z.xlsx › Objectives!C2: the latter is used"
    ]


def test_ids_are_told_apart_by_their_case() -> None:
    key_results = [["k1", "o1", "Hours", 0, 1, 1], ["K1", "O1", "Days", 0, 1, 1]]
    state = state_of(a=okrs("A", [objective("Grow", "o1"), objective("Shrink", "O1")], key_results))
    assert rows(state, "key results", "id") == [("K1",), ("k1",)]
    assert not state.all_problems()


def test_an_id_that_stands_twice_in_one_book_counts_once() -> None:
    twice = [["K1", "O1", "Hours", 0, 10, 5], ["K1", "O1", "Hours", 0, 10, 9]]
    state = state_of(a=okrs("A", [objective("Grow"), objective("Shrink")], twice))
    assert rows(state, "key results", "current") == [(5.0,)]
    assert wrong(state.problems) == [
        "a.xlsx › Key results!A3: 'K1' is listed twice: the row at a.xlsx › Key results!A2 is used"
    ]
    evaluation = evaluate(state.tables, TODAY)
    assert [each.alignment for each in evaluation.objectives] == ["top", "duplicate id"]
    assert "a.xlsx › Objectives!A3: objective O1: another objective has the same ID" in wrong(evaluation.problems)


def test_a_parent_may_stand_in_another_book() -> None:
    above = okrs("Board", [["C1", "CEO", "Eve", "Happy customers"]], [])
    below = okrs("Support", [objective("Answer faster", parent="C1")], [["K1", "O1", "Hours", 0, 10, 4]])
    evaluation = evaluate(state_of(support=below, board=above).tables, TODAY)
    assert [(each.objective.id, each.depth, each.score) for each in evaluation.objectives] == [
        ("C1", 0, 0.4),
        ("O1", 1, 0.4),
    ]
    assert not evaluation.problems


def people(role: str, team: str = "Support", id: object = 7) -> dict[str, Rows]:
    return {"People": [["Person ID", "Name", "Role", "Team"], [id, "Ana", role, team]]}


def test_two_books_that_disagree_on_a_person_are_both_named() -> None:
    state = state_of(a=people("Agent"), b=people("Lead", "Sales", "7"))
    assert rows(state, "people", "role") == [("Agent",)]
    assert wrong(state.problems) == [
        "b.xlsx › People!C2: role of '7' is 'Lead' here and 'Agent' at a.xlsx › People!C2,"
        " and 1 more differ: the latter is used"
    ]
    assert state.problems[0].hint == "make the two the same, or keep it in one workbook"


@pytest.mark.parametrize("other", ["Agent", ""])
def test_books_that_agree_on_a_person_or_leave_a_cell_blank_say_nothing(other: str) -> None:
    assert not state_of(a=people("Agent"), b=people(other)).problems


def test_a_check_in_that_two_books_tell_is_told_once_and_one_that_differs_is_kept() -> None:
    both = okrs(check_ins=[[DAY, "O1.1", 12, "same"]])
    other = okrs(check_ins=[[DAY, "O1.1", 12, "same"], [DAY, "O1.1", 11, "later"]])
    assert rows(state_of(a=both, b=other), "check-ins", "value") == [(11.0,), (12.0,)]


def test_rows_without_an_id_belong_nowhere_and_stop_nothing() -> None:
    nameless = okrs("A", [objective("Grow", ""), objective("Shrink", "")], [["", "", "Hours", 0, 1, 1]])
    state = state_of(a=nameless, b=nameless)
    assert len(state.tables["objectives"].nouns(Objective)) == 4
    assert len(state.tables["key results"].nouns(KeyResult)) == 2
    assert len(evaluate_state(state, Settings()).objectives) == 4
    assert sum("id is empty" in line for line in wrong(state.all_problems())) == 8


def test_an_id_that_leads_nowhere_is_told_with_the_nearest() -> None:
    lost = okrs("A", [objective("Grow", "SUP-1")], [["K1", "SUP1", "Hours", 0, 1, 1]], [[DAY, "K9", 1, ""]] * 3)
    state = state_of(a=lost)
    assert wrong(state.all_problems()) == [
        "a.xlsx › Key results!B2: objective id 'SUP1' is not in the objectives table",
        "a.xlsx › Check-ins!B2: key result id 'K9' is not in the key results table (3 rows)",
    ]
    assert state.all_problems()[0].hint == "did you mean 'SUP-1'?"
