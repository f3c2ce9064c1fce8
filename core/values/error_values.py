"""The error values of spreadsheet programs, of every age and in the languages that write them otherwise."""

from __future__ import annotations

import re

from ..cells import Cell, ErrorCell

BEGINNINGS = frozenset("# \tELWClwc")  # how a text that is an error value can begin
UNSAVED = "a formula without a stored value"
_WITHOUT_MARK = frozenset({"#n/a", "#nv", "#n/d", "#getting_data", "#na"})
_WAITING = frozenset(
    {"loading...", "loading…", "#loading...", "wird geladen...", "wird geladen…", "cargando...", "cargando…"}
)
_MARKED = re.compile(r"#[¡¿]?[A-ZÀ-Ý][A-ZÀ-Ý0-9_/ ]*[!?]|Err:[0-9]{3}|#ERROR|#CONNECTING")


def error_word(cell: Cell) -> str:
    """Return the error value that a cell holds, as an error or as text; nothing when it holds none.

    >>> error_word("#SPILL!"), error_word(" Err:502 "), error_word("#1 in the market"), error_word(7)
    ('#SPILL!', 'Err:502', '', '')
    """
    if isinstance(cell, ErrorCell):
        return str(cell)
    if not isinstance(cell, str) or len(cell) > 40:
        return ""
    text = cell.strip()
    if text.lower() in _WITHOUT_MARK or text.lower() in _WAITING or _MARKED.fullmatch(text):
        return text
    return ""


def hint(word: str) -> str:
    """Return what to do about an error value.

    >>> hint("#REF!")
    'correct the formula in that cell'
    """
    if word == UNSAVED:
        return "open the workbook in its spreadsheet program, let it calculate, and save it"
    if word.lower() in _WAITING or word.lower() in ("#getting_data", "#busy!", "#connecting"):
        return "wait until the cell is loaded, then save or download the workbook again"
    return "correct the formula in that cell"
