"""What the queries of the store come to is what `core` comes to row by row, on random small organisations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_input import JANUARY, TODAY, Rows, many_days, okrs, sync_books
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sql_vectors import tree_rows

from okrsheets.core import alignment, progress, rollup
from okrsheets.core.alignment import LEVELS
from okrsheets.core.cells import Cell
from okrsheets.core.errors import CellError
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.lazy_tuple import LazyTuple
from okrsheets.core.model import Assessment, Certification, Settings
from okrsheets.core.progress import KINDS
from okrsheets.core.skill_outlook import SkillHistories, need_outlooks
from okrsheets.core.skill_status import SummedPeople
from okrsheets.reports.data.team_skills import groups_of
from okrsheets.sync.store.evaluation import evaluate_state, objectives_of, period_of
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

OBJECTIVE_IDS, KEY_RESULT_IDS = ["", "O1", "O2", "O3", "O4"], ["", "K1", "K2", "K3", "K4", "K5"]
NUMBERS = st.sampled_from(["", 0, 1, 2.5, 10, -4])
AFTER_THE_CYCLE = TODAY + 60
ANY_NUMBER = st.one_of(st.none(), st.integers(-3, 3).map(float), st.floats(allow_nan=False, allow_infinity=False))
SKILLS = ["Cooking", "cooking", "First  aid", "Driving"]
LEVEL, WEIGHT = st.sampled_from(["", 0, 1, 2.5, 4, 5]), st.sampled_from(["", 0, 1, 2])
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
NEEDS = st.tuples(
    st.sampled_from(OBJECTIVE_IDS), st.sampled_from(["", *SKILLS]), LEVEL, st.sampled_from(["", 1, 2, 5]), WEIGHT
)
ROLES = st.tuples(st.sampled_from(["Agent", "agent ", "Chef", ""]), st.sampled_from(SKILLS), LEVEL, WEIGHT)
PEOPLE = st.tuples(
    st.sampled_from(["p1", "p2", "p3", "p4"]),
    st.sampled_from(["Ana", "Ben", "Cem"]),
    st.sampled_from(["Agent", "Chef", "Waiter", ""]),
    st.sampled_from(["Support", "support", "Sales", ""]),
)
RATINGS = st.tuples(
    st.sampled_from(["p1", "p2", "p3", "p9"]),
    st.sampled_from(SKILLS),
    st.sampled_from(["self", "peer", "manager", "evidence", ""]),
    LEVEL,
    st.sampled_from(
        ["", *many_days(2), *(day + timedelta(days=40) for day in many_days(20)), JANUARY - timedelta(days=60)]
    ),
)
CERTIFICATES = st.tuples(
    st.sampled_from(["p1", "p2", "p9"]),
    st.sampled_from(SKILLS),
    st.sampled_from(["First aid", "Forklift"]),
    st.sampled_from(["", *many_days(3)]),
    st.sampled_from(["", *many_days(60)]),
)


def matrix(roles: Rows, people: Rows, ratings: Rows, certificates: Rows) -> dict[str, Rows]:
    """A skill matrix."""
    return {
        "Roles": [["Role", "Skill", "Required level", "Weight"], *roles],
        "People": [["Person ID", "Name", "Role", "Team"], *people],
        "Assessments": [["Person ID", "Skill", "Rater type", "Level", "Date"], *ratings],
        "Certifications": [["Person ID", "Skill", "Certification", "Issued", "Expires"], *certificates],
    }


def with_needs(book: dict[str, Rows], needs: Rows) -> dict[str, Rows]:
    """The same workbook with skills that its objectives need."""
    return {**book, "Goal skills": [["Objective ID", "Skill", "Level", "Headcount", "Weight"], *needs]}


def with_limits(book: dict[str, Rows], limits: Rows) -> dict[str, Rows]:
    """The same workbook with a lowest and a highest value for its key results."""
    heading, *rows = book["Key results"]
    padded = [*limits, *[("", "")] * len(rows)]
    return {**book, "Key results": [[*heading, "Lowest", "Highest"], *([*row, *own] for row, own in zip(rows, padded))]}


def with_roll_ups(book: dict[str, Rows], words: Rows) -> dict[str, Rows]:
    """The same workbook with objectives that have the score of their weakest contribution."""
    heading, *rows = book["Objectives"]
    padded = [*words, *[""] * len(rows)]
    return {**book, "Objectives": [[*heading, "Roll-up"], *([*row, word] for row, word in zip(rows, padded))]}


def some(rows: st.SearchStrategy[Any], most: int = 5) -> st.SearchStrategy[Any]:
    return st.lists(rows, max_size=most)


OKRS = st.builds(okrs, st.sampled_from(["Support", "Sales"]), some(OBJECTIVES), some(KEY_RESULTS), some(CHECK_INS))
BOOKS = st.dictionaries(
    st.sampled_from(["a.xlsx", "b.xlsx", "c.xlsx"]),
    st.one_of(
        st.builds(with_needs, OKRS, some(NEEDS)),
        st.builds(with_roll_ups, OKRS, some(st.sampled_from(["weakest", "weighted", ""]))),
        st.builds(with_limits, OKRS, some(st.tuples(NUMBERS, NUMBERS))),
        st.builds(matrix, some(ROLES), some(PEOPLE), some(RATINGS, 12), some(CERTIFICATES, 3)),
    ),
    max_size=3,
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store() as opened:
        opened.load_macros()
        yield opened


def agree(state: State) -> Evaluation:
    """The queries come to what `core` comes to, row by row; return that."""
    start, end = period_of(state)
    found = evaluate_state(state, Settings())
    wanted = evaluate(state.tables, state.today, Settings(cycle_start=start, cycle_end=end), state.known_until)
    for name in ("problems", "key_results", "people", "objectives"):
        assert alike(getattr(found, name), getattr(wanted, name)), name
    agree_in_groups(found)
    histories = SkillHistories(state.tables["assessments"].nouns(Assessment))
    certificates = state.tables["certifications"].nouns(Certification)
    ahead = (
        {}
        if state.today >= end
        else need_outlooks(wanted.objectives, wanted.people, histories, certificates, (state.today, end))
    )
    assert {key: found.ahead[key] for key in ahead} == ahead  # the store has needs of objectives that are nowhere, too
    without_details = evaluate_state(state, Settings(), details=False)
    assert without_details.problems == found.problems
    alone = [(status.score, status.status, status.depth) for status in objectives_of(state, Settings()).objectives]
    assert alone == [(status.score, status.status, status.depth) for status in found.objectives]
    return found


def agree_in_groups(found: Evaluation) -> None:
    """What the store sums up of the people's skills is what their skills add up to, one by one."""
    summed, added = groups_of(found.people), groups_of([*found.people])
    assert isinstance(found.people, SummedPeople)
    assert (summed.teams, summed.skills, list(summed.by_key)) == (added.teams, added.skills, list(added.by_key))
    for group, other in zip(summed.by_key.values(), added.by_key.values()):
        for name in (field.name for field in dataclasses.fields(group) if field.name not in ("places", "cells")):
            assert alike(getattr(group, name), getattr(other, name)), name
        assert group.provenance.total == other.provenance.total
        assert set(group.provenance.places) == set(other.provenance.places)


def alike(got: Any, want: Any) -> bool:
    """The same values in the same order, numbers to 12 places."""
    if isinstance(got, float) and isinstance(want, float):
        return abs(got - want) <= 1e-12 * max(1.0, abs(want))
    if isinstance(got, (tuple, LazyTuple)) and isinstance(want, tuple):
        return len(got) == len(want) and all(map(alike, got, want))
    if isinstance(got, dict) and isinstance(want, dict):
        return list(got) == list(want) and all(map(alike, got.values(), want.values()))
    if dataclasses.is_dataclass(got) and dataclasses.is_dataclass(want):
        fields = [field.name for field in dataclasses.fields(got)]
        return type(got) is type(want) and all(alike(getattr(got, name), getattr(want, name)) for name in fields)
    return bool(got == want)


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
        assert agree(state).objectives[0].score == pytest.approx((0.8 + 2 * 0.2) / 3)


def test_a_value_that_is_to_stay_in_a_range_is_evaluated_the_same_in_both() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("K1", "O1", "in the range", "", "", 30, "", "", ""),
        ("K2", "O1", "a quarter above", "", "", 45, "between", "", ""),
        ("K3", "O1", "stay above, missed", "", "", 9, "", "", ""),
        ("K4", "O1", "the wrong way round", "", "", 9, "", "", ""),
        ("K5", "O1", "a target is typed", 0, 100, 30, "", "", ""),
        ("K6", "O1", "done or not", "", "", "yes", "binary", "", ""),
        ("K7", "O1", "no value yet", "", "", "", "", "", ""),
    ]
    limits = [(20, 40), (20, 40), (10, ""), (40, 20), (20, 40), (20, 40), (20, 40)]
    with Store() as store:
        found = agree(sync_books(store, {"a.xlsx": with_limits(okrs(key_results=rows), limits)}))
    values = {status.key_result.id: (status.progress, status.status) for status in found.key_results}
    assert values == {
        "K1": (1.0, "achieved"),
        "K2": (0.75, "at risk"),
        "K3": (0.0, "off track"),
        "K4": (None, "no data"),
        "K5": (0.3, "at risk"),
        "K6": (1.0, "achieved"),
        "K7": (None, "no data"),
    }
    assert found.key_results[0].expected == 1.0
    assert [problem.what for problem in found.problems] == ["progress of K4 can't be calculated: low above high"]


def test_the_weakest_contribution_is_the_same_in_both() -> None:
    objectives = [
        ("P", "CEO", "Eve", "The weakest", "", "", "", ""),
        ("A", "Team", "Ana", "The weakest", "P", 2, "yes", ""),
        ("B", "Team", "Ben", "The average", "P", 1, "yes", ""),
        ("C", "Team", "Cem", "It weighs nothing", "P", 0, "yes", ""),
    ]
    currents = {"P": 8, "A": 6, "B": 9, "C": 1}
    rows: list[tuple[Cell, ...]] = [
        (f"{name}.1", name, "x", 0, 10, current, "", "", "") for name, current in currents.items()
    ]
    rows += [("A.2", "A", "x", 0, 10, 4, "", "", ""), ("B.2", "B", "x", 0, 10, 1, "", "", "")]
    rows += [
        ("A.3", "A", "weighs nothing", 0, 10, 1, "", 0, ""),
        ("A.4", "A", "given up", 0, 10, 0, "", "", "abandoned"),
    ]
    book = with_roll_ups(okrs("A", objectives, rows), ["weakest", "weakest", "", ""])
    with Store() as store:
        found = agree(sync_books(store, {"a.xlsx": book}))
    scores = {status.objective.id: (status.own, status.with_abandoned, status.score) for status in found.objectives}
    assert scores == {"P": (0.8, 0.8, 0.4), "A": (0.4, 0.0, 0.4), "B": (0.5, 0.5, 0.5), "C": (0.1, 0.1, 0.1)}


def test_of_two_check_ins_on_one_day_the_same_one_counts_whichever_book_was_read_last() -> None:
    def book(value: float, note: str) -> dict[str, Rows]:
        return okrs(key_results=[("K1", "O1", "x", 0, 10, "")], check_ins=[(many_days(1)[0], "K1", value, note)])

    with Store() as store:
        sync_books(store, {"a.xlsx": book(3, "first"), "b.xlsx": book(7, "first")})
        state = sync_books(store, {"a.xlsx": book(3, "again"), "b.xlsx": book(7, "first")})
        assert [status.score for status in agree(state).objectives] == [0.7]


@pytest.mark.slow
@settings(max_examples=10, phases=(Phase.reuse, Phase.generate), deadline=None)  # a smaller example would take minutes
@given(BOOKS, BOOKS)
def test_the_views_of_any_organisation_are_what_core_comes_to(
    before: Mapping[str, Mapping[str, Rows]], after: Mapping[str, Mapping[str, Rows]]
) -> None:
    with Store() as store:
        sync_books(store, before)
        agree(sync_books(store, {**before, **after}))  # what changed is now newer than what did not
        agree(State(store, store.last_sync()[0], AFTER_THE_CYCLE))  # type: ignore[index]


PROGRESS_ROWS = st.lists(
    st.tuples(st.sampled_from([*KINDS, "stretch"]), ANY_NUMBER, ANY_NUMBER, ANY_NUMBER), max_size=12
)


@example([("at least", -1e308, 0.0, 1e308), ("at most", -1e308, 0.0, -1e308), ("metric", -1e308, 0.0, 1e308)])
@given(PROGRESS_ROWS)
def test_progress_of_a_column_is_progress_row_by_row(
    store: Store, rows: list[tuple[str, float | None, float | None, float | None]]
) -> None:
    columns = [list(column) for column in zip(*rows)] or [[], [], [], []]
    found = store.rows(
        "SELECT okr_progress(start, target, current, kind := kind), okr_progress_fault(start, target, current, kind := kind) "
        "FROM (SELECT unnest(?::VARCHAR[]) AS kind, unnest(?::DOUBLE[]) AS start, unnest(?::DOUBLE[]) AS target, "
        "unnest(?::DOUBLE[]) AS current)",
        columns,
    )
    assert alike(tuple(found), tuple(progress_or_fault(*row) for row in rows))


def progress_or_fault(
    kind: str, start: float | None, target: float | None, current: float | None
) -> tuple[float | None, str | None]:
    try:
        return progress.of(kind, start, target, current), None
    except CellError as error:
        return None, error.what


TREE_ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, "O1", "O2", "O3", "O4", "O5", "O6"]),
        st.sampled_from([None, "O1", "O2", "O3", "O4", "O5", "O6", "elsewhere"]),
        st.one_of(st.none(), st.floats(-2, 3)),
        st.sampled_from([None, 0.5, 1.0, 3.0]),
        st.sampled_from([None, *LEVELS]),
    ),
    min_size=1,
    max_size=8,
)


@given(TREE_ROWS)
def test_the_tree_of_a_table_is_the_tree_of_its_rows(
    store: Store, rows: list[tuple[str | None, str | None, float | None, float | None, str | None]]
) -> None:
    ids, parents, values, weights, levels = ([[value] for value in column] for column in zip(*rows))
    wanted = rollup.cascade(*(list(column) for column in list(zip(*rows))[:4]))
    assert alike(
        tuple(each for (each,) in tree_rows(store, "OKR_CASCADE", [ids, parents, values, weights])), tuple(wanted)
    )
    words = alignment.alignment(*(list(column) for column in (list(zip(*rows))[at] for at in (0, 1, 4))))
    assert [word for (word,) in tree_rows(store, "OKR_ALIGNMENT", [ids, parents, levels])] == words


def test_a_chain_of_many_objectives_and_a_circle_of_many_are_told_apart(store: Store) -> None:
    chain, circle = [f"A{number}" for number in range(1000)], [f"B{number}" for number in range(1000)]
    parents = [None, *chain[:-1], circle[-1], *circle[:-1]]
    rows = [[name] for name in [*chain, *circle]], [[name] for name in parents]
    words = [word for (word,) in tree_rows(store, "OKR_ALIGNMENT", rows)]
    assert words == ["top", *["aligned"] * 999, *["cycle"] * 1000]


def test_one_history_evaluated_twice_gives_the_same_bits_however_many_threads_compute(tmp_path: Path) -> None:
    third = [(f"K{n}", f"O{n % 7}", "x", 0, 3 + n % 11, n % 13, "", 0.1 * (n % 9), "") for n in range(500)]
    goals = [(f"O{n}", "Team", "Ana", f"Goal {n}", "O0" if n else "", 0.3 * n, "", "") for n in range(7)]
    with Store(tmp_path / "okrsheets.duckdb") as store:
        state = sync_books(store, {"a.xlsx": okrs("A", goals, third)})
        found = []
        for threads in (1, 4, 4):
            store.rows(f"SET threads = {threads}")
            found.append(evaluate_state(state, Settings()))
    assert found[0] == found[1] == found[2]
    assert len({status.score for status in found[0].objectives}) == 7


def test_another_client_of_duckdb_sees_in_the_views_what_okrsheets_says(tmp_path: Path) -> None:
    path = tmp_path / "okrsheets.duckdb"
    with Store(path) as store:
        sync_books(store, {"a.xlsx": okrs(check_ins=[(JANUARY, "O1.1", 18, "")])}, TODAY - 30)
        state = sync_books(store, {"a.xlsx": okrs(key_results=[("O1.1", "O1", "Hours", 20, 5, 8)])})
        (now,) = evaluate_state(state, Settings()).key_results
        (before,) = evaluate_state(State(store, 1, TODAY - 30), Settings()).key_results
    with duckdb.connect(str(path), read_only=True) as client:
        query = "SELECT progress, expected, status, okr_serial(last_check_in) FROM key_result_status"
        assert client.sql(query).fetchall() == [(now.progress, now.expected, now.status, None)]
        client.execute(f"SET VARIABLE okr_day = okr_date({TODAY - 30})")
        last = before.last.date if before.last else None
        assert client.sql(query).fetchall() == [(before.progress, before.expected, before.status, last)]
        assert before.progress != now.progress
        client.execute("SET VARIABLE okr_cycle = '2025-Q4'")
        assert client.sql(query).fetchall() == []
