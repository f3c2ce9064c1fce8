"""A host's cells and ranges, and Python values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.addin import ranges
from okrsheets.core.errors import CellError

CELLS = st.none() | st.floats(-5, 5) | st.text(max_size=3) | st.booleans()


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_range_is_read_row_by_row(matrix: list[list[Any]]) -> None:
    assert ranges.rows(matrix) == matrix
    assert ranges.flat(matrix) == [cell for row in matrix for cell in row]
    assert ranges.flat(tuple(map(tuple, matrix))) == ranges.flat(matrix)


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_a_column_that_spills_down_is_read_back_as_it_was(cells: list[Any]) -> None:
    assert ranges.flat(ranges.down(cells)) == cells
    assert [len(row) for row in ranges.down(cells)] == [1] * len(cells)


@given(CELLS)
def test_a_cell_is_a_range_of_one(cell: Any) -> None:
    assert ranges.one(cell) == ranges.one([cell]) == ranges.one([[cell]]) == cell


@pytest.mark.parametrize("given", [[], [[]], [1, 2], [[1], [2]]])
def test_where_one_cell_is_wanted_a_range_is_an_error(given: Any) -> None:
    with pytest.raises(CellError, match="one cell is wanted"):
        ranges.one(given)


def test_a_range_that_was_left_out_is_not_an_empty_cell() -> None:
    assert ranges.numbers_or_none(None) is None
    assert ranges.numbers_or_none([[None]]) == [None]


def test_a_bad_cell_in_a_range_is_an_error() -> None:
    with pytest.raises(CellError, match="not a number: 'ten'"):
        ranges.numbers([[1.0, "ten"]])
