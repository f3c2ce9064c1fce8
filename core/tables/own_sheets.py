"""Which sheets of a workbook are ours: views, copies of closed cycles and lists that our programs write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ..cells import Cell
from ..schema import VIEWS
from ..sheet_words import BACK_TO_START, HEADINGS

ALIGNMENT_CHECK, POST_MORTEMS = (
    "Alignment check",
    "Post-mortems",
)  # sheets that our macros write, the latter with a cycle
HELPER_HEADINGS = frozenset(
    {
        "value used",
        "progress used",
        "expected used",
        "weight used",
        "commitment used",
        "each role once",
        "place",
        "newest",
        "weighs",
        "points",
        "level used",
    }
    | {heading.lower() for tables in HEADINGS.values() for heading in tables["helpers"].values()}
)  # columns of our templates that only their own formulas read

_BACK_TO_START = frozenset(BACK_TO_START.values())
_YEAR = re.compile(r"\b[12][0-9]{3}\b")


def is_frozen(title: str, titles: Collection[str]) -> bool:
    """Return whether a sheet is the copy of another one as it stood when a cycle was closed.

    >>> is_frozen("Key results 2026-Q1", ["Key results", "Key results 2026-Q1"]), is_frozen("OKRs 2026", ["OKRs 2026"])
    (True, False)
    """
    copied = (other for other in titles if title.startswith(f"{other} "))
    return any(_YEAR.search(title, len(other)) for other in copied)


def may_hold_tables(title: str, titles: Collection[str], from_template: bool) -> bool:
    """Return whether a sheet may hold tables: it is no copy of a closed cycle, and none that our programs write.

    `from_template` says that the workbook was made from our templates, whose views repeat what the other sheets say.

    >>> may_hold_tables("Post-mortems 2026-Q1", [], False), may_hold_tables("Alignment", [], False)
    (False, True)
    >>> may_hold_tables("Alignment 2026-Q1", ["Objectives"], True)
    False
    """
    written = title == ALIGNMENT_CHECK or (title.startswith(f"{POST_MORTEMS} ") and _YEAR.search(title) is not None)
    known = {*titles, *VIEWS} if from_template else titles  # a reader may have left the views out
    return not (written or is_frozen(title, known) or (from_template and title in VIEWS))


def made_from_template(sheets: Iterable[Sequence[Sequence[Cell]]]) -> bool:
    """Return whether one of some sheets is of our templates: then their views repeat what the others say."""
    return any(cell in _BACK_TO_START for rows in sheets for row in rows[:3] for cell in row[:2])
