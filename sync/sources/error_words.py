"""The error values of spreadsheet programs, old and new, as their cells show them in each language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .marks import CellAt

CLASSIC = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_ERROR = re.compile(r"#[¡¿]?[A-ZÀ-Ý][A-ZÀ-Ý0-9/_]*[!?]|#NV|#GETTING_DATA|Err:[0-9]{3}|Loading(?:\.\.\.|…)")
_FIRST = frozenset("#EL")
_BEGINNINGS = (b">#", b">Err:", b">Loading")


def is_error_word(text: str) -> bool:
    """Return whether a text is an error value and nothing else; `#N/A` as text means no data.

    >>> [text for text in ("#SPILL!", "#BEZUG!", "Err:502", "#1", "#N/A", "We lost #REF! once") if is_error_word(text)]
    ['#SPILL!', '#BEZUG!', 'Err:502']
    """
    return _ERROR.fullmatch(text.strip()) is not None


def may_hold_error_words(xml: bytes) -> bool:
    """Return whether texts in some XML may be error values: a quick look before a search of all cells."""
    return any(begin in xml for begin in _BEGINNINGS)


def error_words(rows: Sequence[Sequence[object]], with_no_value: bool = True) -> dict[CellAt, str]:
    """Return the text cells that hold an error value, by row and column from 0.

    `#N/A` counts in workbooks, and not in text files, where programs write it for "no data".
    """
    return {
        (row, column): cell.strip()
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if type(cell) is str and cell[:1] in _FIRST and (is_error_word(cell) or (with_no_value and cell == "#N/A"))
    }
