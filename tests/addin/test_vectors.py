"""The worked cases: every host computes exactly this."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from shared_vectors import VECTORS, same

from okrsheets.addin import catalogue
from okrsheets.core.errors import CellError


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_a_function_gives_what_the_vector_wants(vector: dict[str, Any]) -> None:
    if "error" in vector:
        with pytest.raises(CellError) as error:
            catalogue.call(vector["function"], vector["args"])
        assert error.value.what == vector["error"]
    else:
        got = catalogue.call(vector["function"], vector["args"])
        assert same(got, vector["want"]), f"got {got!r}, want {vector['want']!r}"


def test_no_vector_is_lost() -> None:
    assert Counter(name.split("-")[0] for name in VECTORS) == {"by_hand": 203, "random": 400, "ahead": 28, "kinds": 96}


def test_every_function_has_five_vectors_or_more() -> None:
    counts = Counter(vector["function"] for vector in VECTORS.values())
    assert {function.name for function in catalogue.functions()} == set(counts)
    assert not {name: count for name, count in counts.items() if count < 5}


@pytest.mark.parametrize(
    ("got", "want"), [(True, 1.0), (1.0, True), ("", None), (0.0, None), ([[1.0]], [[1.0], [2.0]]), (1.00001, 1.0)]
)
def test_what_only_looks_alike_is_not_the_same(got: object, want: object) -> None:
    assert not same(got, want)
