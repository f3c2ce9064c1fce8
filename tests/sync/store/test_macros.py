"""SQL as one more host of the catalogue: the macros of the store are held to the worked cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from shared_vectors import VECTORS, same
from sql_vectors import NOT_TYPED, SAME_DAY, SIZES, TREES, WHOLE_RANGE, answer, query, tree_rows, why_not

from okrsheets.addin import catalogue
from okrsheets.sync.store.store import Store

EXPRESSED = {name: vector for name, vector in VECTORS.items() if why_not(vector) is None}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store() as opened:
        opened.load_macros()
        yield opened


@pytest.mark.parametrize("vector", EXPRESSED.values(), ids=EXPRESSED.keys())
def test_a_macro_gives_what_the_vector_wants(store: Store, vector: dict[str, Any]) -> None:
    function = vector["function"]
    got = tree_rows(store, function, vector["args"]) if function in TREES else answer(store, vector)
    got = float(got) if isinstance(got, int) and not isinstance(got, bool) else got
    assert same(got, vector.get("want")), f"got {got!r}, want {vector.get('want')!r}"


def test_a_fault_is_told_in_the_words_of_the_function(store: Store) -> None:
    wrong = [vector for vector in EXPRESSED.values() if vector["function"] == "OKR_PROGRESS" and "error" in vector]
    for vector in wrong:
        sql, values, shape = query("OKR_PROGRESS", vector["args"])
        told = shape(store.rows(sql.replace("okr_progress", "okr_progress_fault"), values))
        assert told == vector["error"]
    assert len(wrong) > 10


def test_the_other_vectors_are_about_cells_and_ranges() -> None:
    reasons = Counter(why_not(vector) for vector in VECTORS.values())
    assert reasons == {None: 666, NOT_TYPED: 49, SIZES: 8, WHOLE_RANGE: 3, SAME_DAY: 1}


def test_every_function_of_the_catalogue_is_a_macro(store: Store) -> None:
    macros = {
        name for (name,) in store.rows("SELECT function_name FROM duckdb_functions() WHERE function_type LIKE '%macro'")
    }
    functions = {function.name.lower() for function in catalogue.functions()} - {"skill_gaps"}  # skill_gap for each row
    assert functions <= macros
