"""Whole columns at once give the same answers as `core`: laws over random organisations."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okrsheets.core import alignment, progress, rollup
from okrsheets.core.alignment import LEVELS
from okrsheets.core.errors import CellError
from okrsheets.sync.store import bulk

NAMES = [None, "O1", "O2", "O3", "O4", "O5", "O6"]
NUMBERS = st.one_of(st.none(), st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False))
SHARES = st.one_of(st.none(), st.floats(-2, 3))
WEIGHTS = st.sampled_from([None, 0.0, 0.5, 1.0, 3.0])
OBJECTIVES = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([*NAMES, "elsewhere"]),
        st.sampled_from([None, *LEVELS]),
        SHARES,
        WEIGHTS,
    ),
    max_size=8,
)


def column(values: Sequence[float | None]) -> bulk.Floats:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def same(found: bulk.Floats, wanted: Sequence[float | None]) -> bool:
    return np.allclose(found, column(wanted), rtol=1e-9, atol=0, equal_nan=True)


@example([("at least", -1e308, 0.0, 1e308), ("at most", -1e308, 0.0, -1e308), ("metric", -1e308, 0.0, 1e308)])
@given(st.lists(st.tuples(st.sampled_from(progress.KINDS), NUMBERS, NUMBERS, NUMBERS), max_size=12))
def test_progress_of_whole_columns_is_progress_row_by_row(
    rows: list[tuple[str, float | None, float | None, float | None]],
) -> None:
    wanted: list[float | None] = []
    for kind, start, target, current in rows:
        try:
            wanted.append(progress.of(kind, start, target, current))
        except CellError:
            wanted.append(None)
    codes = np.array([bulk.KIND_CODES[kind] for kind, *_ in rows], dtype=np.int64)
    found = bulk.progress(
        codes, *map(column, [[row[1] for row in rows], [row[2] for row in rows], [row[3] for row in rows]])
    )
    assert same(found, wanted)


@given(st.lists(st.tuples(st.integers(-1, 3), SHARES, WEIGHTS), max_size=12))
def test_the_roll_up_of_whole_columns_is_that_of_each_objective(
    rows: list[tuple[int, float | None, float | None]],
) -> None:
    wanted: list[float | None] = []
    for objective in range(4):
        own = [(share, weight) for owner, share, weight in rows if owner == objective]
        try:
            wanted.append(rollup.rollup([share for share, _ in own], [weight for _, weight in own]))
        except CellError:  # every weight is 0
            wanted.append(None)
    owners = np.array([owner for owner, *_ in rows], dtype=np.int64)
    assert same(bulk.rollup(owners, column([row[1] for row in rows]), column([row[2] for row in rows]), 4), wanted)


@settings(max_examples=300)
@given(OBJECTIVES)
def test_the_cascade_of_whole_columns_is_the_cascade_of_the_tree(
    rows: list[tuple[str | None, str | None, str | None, float | None, float | None]],
) -> None:
    ids, parents, _, own, weights = (list(each) for each in zip(*rows)) if rows else ([], [], [], [], [])
    found = bulk.cascade(bulk.link(ids, parents), column(own), column(weights))
    try:
        answers = rollup.cascade(ids, parents, own, weights)
    except CellError:  # nothing but weights of 0 somewhere: one cell is in error there, one row has no data here
        assert 0.0 in weights
        return
    assert same(found, [answer if isinstance(answer, float) else None for answer in answers])


@settings(max_examples=300)
@given(OBJECTIVES)
def test_the_alignment_of_whole_columns_is_the_alignment_of_the_tree(
    rows: list[tuple[str | None, str | None, str | None, float | None, float | None]],
) -> None:
    ids, parents, levels, _, _ = (list(each) for each in zip(*rows)) if rows else ([], [], [], [], [])
    has_parent = np.array([above is not None for above in parents], dtype=bool)
    found = bulk.alignment(bulk.link(ids, parents), ids, has_parent, bulk.level_codes(levels))
    assert [bulk.WORDS[word] for word in found] == [
        word or "" for word in alignment.alignment_of_used_levels(ids, parents, levels)
    ]


def test_a_chain_of_many_objectives_and_a_circle_of_many_are_told_apart() -> None:
    chain, circle = [f"A{number}" for number in range(3000)], [f"B{number}" for number in range(3000)]
    links = bulk.link([*chain, *circle], [None, *chain[:-1], circle[-1], *circle[:-1]])
    assert links.cyclic.tolist() == [False] * 3000 + [True] * 3000
    assert len(links.rounds) == 3000
