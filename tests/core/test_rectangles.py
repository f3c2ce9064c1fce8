"""Rectangles of cells hold every cell once, have no gaps, and follow each other from top to bottom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.rectangles import At, rectangles

CELLS = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(0, 6)), st.integers(0, 2))


@pytest.mark.parametrize("equal", [False, True])
@given(CELLS)
def test_rectangles_hold_every_cell_once_and_have_no_gaps(equal: bool, cells: dict[At, int]) -> None:
    covered: dict[At, int] = {}
    for (top, left), rows in rectangles(cells, equal):
        assert len({len(row) for row in rows}) == 1
        block = {(top + down, left + across): cell for down, row in enumerate(rows) for across, cell in enumerate(row)}
        assert not block.keys() & covered.keys()
        covered |= block
    assert covered == cells


@given(CELLS)
def test_equal_rectangles_hold_one_value_each(cells: dict[At, int]) -> None:
    assert all(len({cell for row in rows for cell in row}) == 1 for _, rows in rectangles(cells, equal=True))


def test_a_gap_between_rows_parts_two_rectangles() -> None:
    assert list(rectangles({(1, 0): 1, (3, 0): 1}, equal=True)) == [((1, 0), [[1]]), ((3, 0), [[1]])]
