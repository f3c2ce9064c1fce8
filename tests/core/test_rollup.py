"""Many progress values into one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrsheets.core import progress as one
from okrsheets.core import rollup
from okrsheets.core.errors import CellError

PROGRESS = st.none() | st.floats(-3, 3)
WEIGHT = st.none() | st.floats(0.01, 100)
PAIRS = st.lists(st.tuples(PROGRESS, WEIGHT), min_size=1, max_size=12)


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[str, str | None, float | None, float]]:
    """Rows of id, parent (perhaps unknown, perhaps in a cycle), progress and weight; ids are unique."""
    ids = [f"O{number}" for number in range(draw(st.integers(1, 12)))]
    parent = st.none() | st.sampled_from([*ids, "elsewhere"])
    return [(name, draw(parent), draw(PROGRESS), draw(st.floats(0.01, 100))) for name in ids]


def cascade(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    ids, parents, values, weights = (list(column) for column in zip(*rows))
    return dict(zip(ids, rollup.cascade(ids, parents, values, weights)))


@given(PAIRS)
def test_a_rollup_stays_between_its_smallest_and_its_largest_score(pairs: list[tuple[Any, Any]]) -> None:
    values, weights = zip(*pairs)
    scores = [score for value in values if (score := one.score(value)) is not None]
    mean = rollup.rollup(values, weights)
    if not scores:
        assert mean is None
    else:
        assert mean is not None
        assert min(scores) - 1e-12 <= mean <= max(scores) + 1e-12


@given(PAIRS, st.floats(1e-3, 1e3))
def test_scaling_every_weight_changes_nothing(pairs: list[tuple[Any, Any]], factor: float) -> None:
    values, weights = zip(*pairs)
    scaled = [(1.0 if weight is None else weight) * factor for weight in weights]
    assert rollup.rollup(values, scaled) == pytest.approx(rollup.rollup(values, weights), abs=1e-12)


@given(st.lists(PROGRESS))
def test_a_blank_weight_counts_as_one(values: list[float | None]) -> None:
    assert rollup.rollup(values, [None] * len(values)) == rollup.rollup(values, [1.0] * len(values))
    assert rollup.rollup(values) == rollup.rollup(values, [1.0] * len(values))


@given(PAIRS, WEIGHT)
def test_a_key_result_without_data_drops_out(pairs: list[tuple[Any, Any]], weight: float | None) -> None:
    values, weights = zip(*pairs)
    assert rollup.rollup([*values, None], [*weights, weight]) == rollup.rollup(values, weights)


@given(PAIRS)
def test_an_empty_cell_lowers_the_coverage_and_nothing_else(pairs: list[tuple[Any, Any]]) -> None:
    values = [value for value, _ in pairs]
    known = sum(value is not None for value in values)
    assert rollup.coverage(values) == known / len(values)
    assert (rollup.coverage([*values, None]) or 0) * (len(values) + 1) == pytest.approx(known)


@pytest.mark.parametrize(
    ("values", "weights", "error"),
    [
        ([0.5], [-1.0], "negative weight"),
        ([0.5, 1.0], [0.0, 0.0], "weights sum to 0"),
        ([0.5, 1.0], [1.0], "ranges differ in size"),
        ([0.5, 1.0], [1e308, 1e308], "the numbers are too large"),
    ],
)
def test_weights_that_give_no_mean_are_an_error(values: list[float], weights: list[float], error: str) -> None:
    with pytest.raises(CellError, match=error):
        rollup.rollup(values, weights)


@given(forests())
def test_a_cascade_of_leaves_is_their_score(rows: list[tuple[Any, ...]]) -> None:
    answers = cascade(rows)
    parents = {parent for _, parent, _, _ in rows}
    for name, _, value, _ in rows:
        if name not in parents:
            assert answers[name] == one.score(value)


@given(forests())
def test_a_cascade_of_one_level_is_a_rollup(rows: list[tuple[Any, ...]]) -> None:
    leaves = [(name, "top", value, weight) for name, _, value, weight in rows]
    want = rollup.rollup([value for _, _, value, _ in leaves], [weight for _, _, _, weight in leaves])
    assert cascade([("top", None, None, 1.0), *leaves])["top"] == pytest.approx(want, abs=1e-12)


@given(forests())
def test_cascaded_progress_stays_between_nought_and_one(rows: list[tuple[Any, ...]]) -> None:
    for answer in cascade(rows).values():
        assert answer in (None, "cycle") or -1e-12 <= answer <= 1 + 1e-12


@given(forests(), st.randoms(use_true_random=False))
def test_reordering_the_rows_reorders_the_answers_and_nothing_else(rows: list[tuple[Any, ...]], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    before, after = cascade(rows), cascade(shuffled)
    assert list(after) == [row[0] for row in shuffled]
    assert after == {name: pytest.approx(answer, abs=1e-9) for name, answer in before.items()}


@given(forests(), st.floats(0.01, 100))
def test_scaling_the_weights_of_siblings_without_own_progress_above_changes_nothing(
    rows: list[tuple[Any, ...]], factor: float
) -> None:
    bare = {parent for _, parent, _, _ in rows}
    rows = [(name, parent, None if name in bare else value, weight) for name, parent, value, weight in rows]
    assume(any(value is not None for _, _, value, _ in rows))
    scaled = [(name, parent, value, weight * factor) for name, parent, value, weight in rows]
    assert cascade(scaled) == {name: pytest.approx(answer, abs=1e-9) for name, answer in cascade(rows).items()}
