"""What a sync computes with whole columns is what `core.standing` says, on random small organisations."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from bad_input import TODAY, Rows, many_days, okrs, sync_books
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from okrsheets.core.cells import Cell
from okrsheets.core.evaluation import evaluate
from okrsheets.core.progress import KINDS
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

OBJECTIVE_IDS, KEY_RESULT_IDS = ["", "O1", "O2", "O3", "O4"], ["", "K1", "K2", "K3", "K4", "K5"]
NUMBERS = st.sampled_from(["", 0, 1, 2.5, 10, -4])
STATUSES = st.sampled_from(["", "active", "abandoned", "carried forward"])
OBJECTIVES = st.tuples(
    st.sampled_from(OBJECTIVE_IDS),
    st.sampled_from(["", "Organisation", "CEO", "Team", "Skills"]),
    st.just("Ana"),
    st.sampled_from(["Grow", "Shrink"]),
    st.sampled_from([*OBJECTIVE_IDS, "O9"]),
    st.sampled_from(["", 0.5, 1, 3]),
    st.sampled_from(["", "yes", "no"]),
    STATUSES,
)
KEY_RESULTS = st.tuples(
    st.sampled_from(KEY_RESULT_IDS),
    st.sampled_from([*OBJECTIVE_IDS, "O9"]),
    st.sampled_from(["Hours", "Days"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["", *KINDS]),
    st.sampled_from(["", 0, 1, 2]),
    STATUSES,
)
CHECK_INS = st.tuples(st.sampled_from(many_days(60)), st.sampled_from(KEY_RESULT_IDS), NUMBERS, st.just(""))
BOOKS = st.dictionaries(
    st.sampled_from(["a.xlsx", "b.xlsx", "c.xlsx"]),
    st.builds(
        okrs,
        st.sampled_from(["Support", "Sales"]),
        st.lists(OBJECTIVES, max_size=5),
        st.lists(KEY_RESULTS, max_size=5),
        st.lists(CHECK_INS, max_size=5),
    ),
    max_size=3,
)


def agree(state: State) -> None:
    figures, evaluation = state.figures(), evaluate(state.tables, TODAY, known_until=state.known_until)
    told = [(str(each.objective.id), each.alignment, shown(each.score)) for each in evaluation.objectives]
    counted = [each for each in evaluation.key_results if each.key_result.status != "abandoned"]
    assert sorted(zip(map(str, figures.ids), figures.words, map(shown, figures.scores))) == sorted(told)
    assert figures.key_results == len(counted)


def shown(score: float | None) -> str:
    return "no data" if score is None or math.isnan(score) else f"{score:.9f}"


def test_what_counts_and_what_does_not_is_the_same_in_both() -> None:
    objectives = [
        ("P", "CEO", "Eve", "Everything", "", "", "", ""),
        ("A", "Team", "Ana", "It counts", "P", 2, "yes", ""),
        ("B", "Team", "Ben", "It only supports", "P", 1, "no", ""),
        ("C", "Team", "Cem", "It was given up", "P", 1, "yes", "abandoned"),
        ("D", "Team", "Dot", "It weighs nothing", "P", 0, "yes", ""),
        ("X", "Team", "Xia", "In a circle", "Y", "", "", ""),
        ("Y", "Team", "Yul", "In a circle", "X", "", "", ""),
        ("A", "Skills", "Ada", "The same id", "P", "", "", ""),
    ]
    currents = {"P": 8, "A": 2, "B": 10, "C": 10, "D": 10, "X": 5, "Y": 5}
    key_results: list[tuple[Cell, ...]] = [
        (f"{name}.1", name, "x", 0, 10, current, "", "", "") for name, current in currents.items()
    ]
    key_results.append(("A.2", "A", "given up", 0, 10, 10, "", "", "abandoned"))
    key_results.append(("A.3", "A", "no such start", "", 10, 10, "", "", ""))
    with Store() as store:
        state = sync_books(store, {"a.xlsx": okrs("A", objectives, key_results)})
        agree(state)
        assert state.figures().scores[0] == pytest.approx((0.8 + 2 * 0.2) / 3)


def test_of_two_check_ins_on_one_day_the_same_one_counts_whichever_book_was_read_last() -> None:
    def book(value: float, note: str) -> dict[str, Rows]:
        return okrs(key_results=[("K1", "O1", "x", 0, 10, "")], check_ins=[(many_days(1)[0], "K1", value, note)])

    with Store() as store:
        sync_books(store, {"a.xlsx": book(3, "first"), "b.xlsx": book(7, "first")})
        state = sync_books(store, {"a.xlsx": book(3, "again"), "b.xlsx": book(7, "first")})
        agree(state)
        assert state.figures().scores.tolist() == [0.7]


@pytest.mark.slow
@settings(max_examples=20, phases=(Phase.reuse, Phase.generate))  # a smaller example would take minutes
@given(BOOKS, BOOKS)
def test_the_figures_of_a_sync_are_those_of_the_standing(
    before: Mapping[str, Mapping[str, Rows]], after: Mapping[str, Mapping[str, Rows]]
) -> None:
    with Store() as store:
        sync_books(store, before)
        agree(sync_books(store, {**before, **after}))  # what changed is now newer than what did not
