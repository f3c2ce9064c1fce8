"""The 603 worked cases: every host computes exactly this."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from okrsheets.addin import catalogue
from okrsheets.core.errors import CellError

FILES = ("by_hand.json", "random.json")
VECTORS = {
    f"{file.split('.')[0]}-{line}-{vector['function']}": vector
    for file in FILES
    for line, vector in enumerate(json.loads((Path(__file__).parent / "vectors" / file).read_text("utf-8")))
}


def same(got: Any, want: Any) -> bool:
    """Numbers to 1e-9 relative; text, blanks, TRUE and FALSE exactly; a matrix in the same shape."""
    if isinstance(want, list):
        return isinstance(got, list) and len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, float) and type(got) in (float, int):
        return math.isclose(got, want, rel_tol=1e-9)
    return type(got) is type(want) and bool(got == want)


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_a_function_gives_what_the_vector_wants(vector: dict[str, Any]) -> None:
    if "error" in vector:
        with pytest.raises(CellError) as error:
            catalogue.call(vector["function"], vector["args"])
        assert error.value.what == vector["error"]
    else:
        got = catalogue.call(vector["function"], vector["args"])
        assert same(got, vector["want"]), f"got {got!r}, want {vector['want']!r}"


def test_there_are_603_vectors() -> None:
    assert len(VECTORS) == 603


def test_every_function_has_five_vectors_or_more() -> None:
    counts = Counter(vector["function"] for vector in VECTORS.values())
    assert {function.name for function in catalogue.functions()} == set(counts)
    assert not {name: count for name, count in counts.items() if count < 5}


@pytest.mark.parametrize(
    ("got", "want"), [(True, 1.0), (1.0, True), ("", None), (0.0, None), ([[1.0]], [[1.0], [2.0]]), (1.00001, 1.0)]
)
def test_what_only_looks_alike_is_not_the_same(got: object, want: object) -> None:
    assert not same(got, want)
