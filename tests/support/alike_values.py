"""What several tests share: the add-in in the real LibreOffice: the worked cases, cells that follow their inputs, and the help it shows."""

from __future__ import annotations

import math
from typing import Any


def same(got: Any, want: Any) -> bool:
    if isinstance(want, float):
        return isinstance(got, (int, float)) and math.isclose(got, want, rel_tol=1e-9)
    return got in (None, "") if want is None else bool(got == want)


def alike(got: Any, want: Any) -> bool:
    """The same, with blanks and empty text for the same thing."""
    return same(got, float(want) if isinstance(want, int) else None if want == "" else want)
