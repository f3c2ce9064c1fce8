"""What several tests share: the worked cases: every host computes exactly this."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

FIRST_FILES = ("by_hand.json", "random.json")  # of the functions of the first version
FILES = (*FIRST_FILES, "ahead.json", "kinds.json")


VECTORS = {
    f"{file.split('.')[0]}-{line}-{vector['function']}": vector
    for file in FILES
    for line, vector in enumerate(json.loads((Path(__file__).parents[1] / "vectors" / file).read_text("utf-8")))
}


FIRST_VECTORS = {name: vector for name, vector in VECTORS.items() if f"{name.split('-')[0]}.json" in FIRST_FILES}


def percent_vectors() -> list[tuple[float, str]]:
    """Shares, and each as every host writes it."""
    pairs = json.loads((Path(__file__).parents[1] / "vectors" / "percent.json").read_text("utf-8"))
    return [(share, text) for share, text in pairs]


def same(got: Any, want: Any) -> bool:
    """Numbers to 1e-9 relative; text, blanks, TRUE and FALSE exactly; a matrix in the same shape."""
    if isinstance(want, list):
        return isinstance(got, list) and len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, float) and type(got) in (float, int):
        return math.isclose(got, want, rel_tol=1e-9)
    return type(got) is type(want) and bool(got == want)
