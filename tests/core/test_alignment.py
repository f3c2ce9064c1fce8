"""Does every objective serve one above it?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import alignment, rollup, tree
from okrsheets.core.errors import CellError

LEVEL = st.none() | st.sampled_from(sorted(alignment.LEVELS))
Links = list[tuple[str, Any, Any]]


@st.composite
def links(draw: st.DrawFn) -> Links:
    """Rows of id, parent (perhaps unknown, perhaps in a cycle) and level; ids are unique."""
    ids = [f"O{number}" for number in range(draw(st.integers(1, 12)))]
    parent = st.none() | st.sampled_from([*ids, "elsewhere"])
    return [(name, draw(parent), draw(LEVEL)) for name in ids]


def words(rows: Links, levels: bool = True) -> dict[str, Any]:
    ids, parents, given_levels = (list(column) for column in zip(*rows))
    return dict(zip(ids, alignment.alignment(ids, parents, given_levels if levels else None)))


def in_a_circle(start: str, parents: dict[str, Any]) -> bool:
    """Walk up from an objective until it comes again, or the walk ends or repeats."""
    at, seen = parents.get(start), {start}
    while at is not None and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return at == start


@given(links(), st.booleans(), st.randoms(use_true_random=False))
def test_reordering_the_rows_reorders_the_words_and_nothing_else(rows: Links, levels: bool, random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    assert list(words(shuffled, levels)) == [row[0] for row in shuffled]
    assert words(shuffled, levels) == words(rows, levels)


@given(links())
def test_an_objective_is_in_a_cycle_when_the_way_up_leads_back_to_it(rows: Links) -> None:
    parents = {name: parent for name, parent, _ in rows}
    for name, word in words(rows).items():
        assert (word == "cycle") == in_a_circle(name, parents)


@given(links())
def test_only_an_objective_without_a_parent_is_top_or_orphan(rows: Links) -> None:
    for (_, parent, _), word in zip(rows, words(rows).values()):
        assert (parent is None) == (word in ("top", "orphan"))
        assert (parent == "elsewhere") == (word == "unknown parent")


@given(links())
def test_a_step_down_of_one_level_or_none_is_aligned(rows: Links) -> None:
    numbers = {name: alignment.level_number(level) for name, _, level in rows}
    for (name, parent, _), word in zip(rows, words(rows).values()):
        above, below = numbers.get(parent), numbers[name]
        if word in ("aligned", "skips level", "inverted level") and above is not None and below is not None:
            step = below - above
            assert word == ("inverted level" if step < 0 else "skips level" if step > 1 else "aligned")


@given(links())
def test_without_levels_an_objective_that_something_serves_is_top(rows: Links) -> None:
    served = {parent for _, parent, _ in rows}
    for name, word in words(rows, levels=False).items():
        if word in ("top", "orphan"):
            assert (word == "top") == (name in served)


@given(links())
def test_of_two_rows_with_one_id_the_first_counts(rows: Links) -> None:
    ids, parents, levels = (list(column) for column in zip(*rows))
    answers = alignment.alignment([*ids, ids[0]], [*parents, None], [*levels, "organisation"])
    assert answers[-1] == "duplicate id"
    assert answers[1:-1] == alignment.alignment([*ids, None], [*parents, None], [*levels, "organisation"])[1:-1]


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(CellError, match="unknown level 'galaxy'"):
        alignment.alignment(["O1"], [None], ["galaxy"])


@given(links())
def test_a_tree_visits_children_before_parents(rows: Links) -> None:
    ids, parents, _ = (list(column) for column in zip(*rows))
    grown = tree.grow(ids, parents)
    place = {row: at for at, row in enumerate(grown.upwards)}
    assert grown.cyclic.isdisjoint(place)
    assert len(grown.cyclic) + len(place) == len(rows)
    for row in grown.upwards:
        assert grown.parent[row] in (tree.ROOT, *grown.cyclic) or place[row] < place[grown.parent[row]]


def chain(count: int) -> tuple[list[str], list[str | None]]:
    ids = [f"O{number}" for number in range(count)]
    return ids, [None, *ids[:-1]]


def star(count: int) -> tuple[list[str], list[str | None]]:
    ids = [f"O{number}" for number in range(count)]
    return ids, [None, *["O0"] * (count - 1)]


def meadow(count: int) -> tuple[list[str], list[str | None]]:
    return [f"O{number}" for number in range(count)], [None] * count


def circle(count: int) -> tuple[list[str], list[str | None]]:
    ids = [f"O{number}" for number in range(count)]
    return ids, [ids[-1], *ids[:-1]]


def seconds(ids: list[str], parents: list[str | None]) -> float:
    """The best of three, since the machine does other things too."""
    taken = []
    for _ in range(3):
        before = time.process_time()
        alignment.alignment(ids, parents)
        rollup.cascade(ids, parents, [0.5] * len(ids))
        taken.append(time.process_time() - before)
    return min(taken)


@pytest.mark.parametrize("shape", [chain, star, meadow, circle])
def test_thirty_times_the_objectives_take_nowhere_near_nine_hundred_times_as_long(shape: Callable[[int], Any]) -> None:
    assert seconds(*shape(30_000)) < 200 * seconds(*shape(1_000))


def test_ten_thousand_objectives_in_a_chain_carry_progress_to_the_top() -> None:
    ids, parents = chain(10_000)
    assert rollup.cascade(ids, parents, [None] * 9_999 + [0.25])[0] == 0.25
    assert set(alignment.alignment(ids, parents)) == {"top", "aligned"}
    assert set(alignment.alignment(*circle(10_000))) == {"cycle"}


def test_a_level_that_nobody_uses_is_not_skipped() -> None:
    ids, parents = ["O", "T"], [None, "O"]
    assert alignment.alignment(ids, parents, ["organisation", "team"]) == ["top", "skips level"]
    assert alignment.alignment_of_used_levels(ids, parents, ["organisation", "team"]) == ["top", "aligned"]
    used = alignment.alignment_of_used_levels([*ids, "C"], [*parents, "O"], ["organisation", "team", "ceo"])
    assert used == ["top", "skips level", "aligned"]
