"""Lists that are cut where a page cannot bear more, and say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..i18n.language import Language, marked
from ..model.report import Listing

Entry = TypeVar("Entry")

MORE = (
    marked("and {count} more, see the consolidated workbook"),
    marked("and {count} more, see the consolidated workbook"),
)


def truncate(
    language: Language, rows: Sequence[Entry], limit: int, one: str = MORE[0], more: str = MORE[1]
) -> Listing[Entry]:
    """Return the first rows of a list, with how many were left out; `one` and `more` are the message for that.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> truncate(load_language("en"), "abc", 2)
    Listing(rows=('a', 'b'), more='and 1 more, see the consolidated workbook')
    """
    left_out = len(rows) - limit
    return Listing(tuple(rows[:limit]), language.many(one, more, left_out) if left_out > 0 else "")
