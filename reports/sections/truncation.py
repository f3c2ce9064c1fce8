"""Lists that are truncated, with a note that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..i18n.language import Language
from ..model.report import Listing

Entry = TypeVar("Entry")


def truncate(language: Language, rows: Sequence[Entry], limit: int, one: str = "", more: str = "") -> Listing[Entry]:
    """Return the first `limit` rows, with a note on the rest; `one` and `more` are its singular and plural message.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> truncate(load_language("en"), "abc", 2)
    Listing(rows=('a', 'b'), more='and 1 more, see the consolidated workbook')
    """
    left_out = len(rows) - limit
    if left_out <= 0:
        return Listing(tuple(rows))
    if one:
        return Listing(tuple(rows[:limit]), language.many(one, more, left_out))
    note = language.many(
        "and {count} more, see the consolidated workbook", "and {count} more, see the consolidated workbook", left_out
    )
    return Listing(tuple(rows[:limit]), note)
