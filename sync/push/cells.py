"""What becomes of a value on its way into a spreadsheet, and when two of them are the same."""

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
    """Return a number that JSON can say; nothing for any other."""
    try:
        plain = math.nan if value is None else float(value)
    except OverflowError:
        return ""
    return plain + 0.0 if math.isfinite(plain) else ""  # -0.0 is 0.0


def _fitting(text: str) -> str:
    """A text that fits into a cell; Google counts a sign beyond the first 65,536 twice."""
    if len(text) <= LONGEST_TEXT // 2 or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def said(value: Any) -> str:
    """Return what a cell says, so that two cells can be compared: numbers to twelve digits.

    >>> said(0.1 + 0.2) == said(0.3), said("1") == said(1), said(None) == said("")
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
def digest(said: str) -> str:
    """Return what is remembered of a cell: a few letters that another content would hardly have."""
    return base64.b64encode(hashlib.sha256(said.encode()).digest()[:DIGEST]).decode()[:DIGEST]


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
