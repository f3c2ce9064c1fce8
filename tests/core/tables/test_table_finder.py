"""Tables are found in a grid by their headings, with the rows that count: one vector a line, for every host."""

from __future__ import annotations

from typing import Any

import pytest
from table_vectors import VECTORS, described

from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.core.tables.table_finder import find_tables


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_tables_of_a_grid_are_found_with_their_columns_and_rows(vector: dict[str, Any]) -> None:
    matches = find_tables(vector["title"], vector["rows"], HeadingIndex())
    assert [described(match, vector["rows"]) for match in matches] == vector["tables"]
