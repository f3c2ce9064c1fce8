"""How values are written into a spreadsheet, how cells are compared, and what is remembered of them."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Union

from ...core import cells

Entered = Union[str, float, bool]  # "" is an empty cell

LONGEST_TEXT = 50_000  # of a cell of Google's, in the units that it counts
CUT = " … (cut: the workbook has all of it)"
DIGEST = 6  # characters of what is remembered of a cell

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what a cell drops, or JSON cannot say


class PushedFormula(str):
    """A formula that a person typed, as it was typed."""


def entered(value: Any) -> Entered:
    """Return a value as it is written: a day as its number, what is no number as nothing, text without hidden signs.

    >>> entered(float("nan")), entered(date(2026, 3, 31)), entered(True), entered("=IMPORTXML(1)")
    ('', 46112.0, 'yes', '=IMPORTXML(1)')
    """
    if hasattr(value, "item"):  # a number of numpy's
        value = value.item()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, date):
        return number(cells.day(value))
    return _fitting(_UNSEEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")))


def number(value: float | None) -> Entered:
    """Return a finite number as it is written; an empty cell for any other."""
    try:
        plain = math.nan if value is None else float(value)
    except OverflowError:
        return ""
    return plain + 0.0 if math.isfinite(plain) else ""  # -0.0 is 0.0


def _fitting(text: str) -> str:
    """Truncate a text to what fits into a cell; Google counts a character beyond the first 65,536 twice."""
    if len(text) <= LONGEST_TEXT // 2 or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def comparable(value: Any) -> str:
    """Return the content of a cell as a text that can be compared: numbers to twelve digits.

    >>> comparable(0.1 + 0.2) == comparable(0.3), comparable("1") == comparable(1), comparable(None) == comparable("")
    (True, False, True)
    """
    if value is None or value == "":
        return ""
    if isinstance(value, PushedFormula):
        return f"f{value}"
    if isinstance(value, bool):
        return f"b{value}"
    if isinstance(value, (int, float)):
        return f"n{value + 0.0:.12g}"
    return f"t{value}"


@lru_cache(maxsize=65_536)
def digest(text: str) -> str:
    """Return the digest of a cell that is remembered: a few characters that another content hardly has."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()[:DIGEST]).decode()[:DIGEST]


def remember(values: Sequence[str]) -> str:
    """Return what is remembered of a row.

    >>> len(remember(["tA", "", "n1"]))
    18
    """
    return "".join(map(digest, values))


def recall(memory: Any, columns: int) -> Sequence[str]:
    """Return what is remembered of each cell; nothing where the memory is none of ours."""
    if not isinstance(memory, str) or len(memory) != columns * DIGEST:
        return ()
    return [memory[at : at + DIGEST] for at in range(0, len(memory), DIGEST)]
