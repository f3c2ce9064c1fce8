"""Whatever stands in the cells, a function answers with a value or with an error that a person can read."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.core.errors import CellError

FUNCTIONS = catalogue.functions()
NUMBERS = (
    st.floats() | st.floats(-2, 6) | st.integers(-3, 12) | st.integers() | st.sampled_from([1e308, -1e308, 5e-324])
)
DATES = st.integers(46_000, 46_100) | st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.just("2026-03-01")
WORDS = st.sampled_from(["", "n/a", "80%", "yes", "team", "ceo", "between", "at most", "committed", "O1", "O2", "ten"])
CELLS = st.none() | NUMBERS | DATES | WORDS | st.booleans() | st.text(max_size=4)


def ranges(count: int) -> st.SearchStrategy[Any]:
    """A column, a row or a plain list of as many cells."""
    cells = st.lists(CELLS, min_size=count, max_size=count)
    return cells | cells.map(lambda row: [row]) | cells.map(lambda column: [[cell] for cell in column])


@st.composite
def arguments(draw: st.DrawFn, function: SheetFunction) -> list[Any]:
    count = draw(st.integers(1, 4))
    needed = sum(not argument.optional for argument in function.arguments)
    given = function.arguments[: draw(st.integers(needed, len(function.arguments)))]
    return [draw(ranges(count) if argument.range else CELLS) for argument in given]


def is_answer(value: object) -> bool:
    return value is None or isinstance(value, (bool, str)) or (isinstance(value, (int, float)) and math.isfinite(value))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
@settings(max_examples=150)
@given(data=st.data())
def test_any_cells_give_a_value_or_an_error_in_words(function: SheetFunction, data: st.DataObject) -> None:
    try:
        answer = catalogue.call(function.name, data.draw(arguments(function)))
    except CellError:
        return
    if function.spills:
        assert all(is_answer(cell) for row in answer for cell in row)
    else:
        assert is_answer(answer)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_range_where_one_cell_is_wanted_is_an_error(function: SheetFunction) -> None:
    for at, argument in enumerate(function.arguments):
        if not argument.range:
            cells: list[Any] = [
                [46_000] if each.range else 46_000 + place for place, each in enumerate(function.arguments)
            ]
            cells[at] = [[1], [2]]
            with pytest.raises(CellError, match="one cell is wanted"):
                function.call(*cells)


@given(st.lists(st.none() | st.floats(-1, 2), min_size=1, max_size=6))
def test_a_row_a_column_and_a_list_of_the_same_cells_are_the_same(cells: list[float | None]) -> None:
    column = [[cell] for cell in cells]
    assert catalogue.call("OKR_ROLLUP", [cells]) == catalogue.call("OKR_ROLLUP", [[cells]])
    assert catalogue.call("OKR_ROLLUP", [cells]) == catalogue.call("OKR_ROLLUP", [column])
    assert catalogue.call("OKR_COVERAGE", [column]) == catalogue.call("OKR_COVERAGE", [cells])


@pytest.mark.parametrize("blank", ["", None, "n/a"])
def test_a_blank_option_is_the_usual_one(blank: str | None) -> None:
    for name, cells in (
        ("OKR_STALE", [100, 115]),
        ("OKR_GRADE", [0.7]),
        ("OKR_STATUS", [0.3, 0.5]),
        ("OKR_PROGRESS", [20, 50, 35]),
        ("SKILL_CERT", [46_000, 46_100, 46_050]),
        ("SKILL_LEVEL", [5, 4, 3, 2]),
    ):
        optional = sum(argument.optional for argument in catalogue.find(name).arguments)
        assert catalogue.call(name, [*cells, *[blank] * optional]) == catalogue.call(name, cells)
