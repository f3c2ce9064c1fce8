"""What kind each cell of a sheet is: a level, a mark, a day, a text; told once for each distinct cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from typing import Any

from ....core import schema
from ....core.cells import Cell, ErrorCell, is_blank
from ....core.values import typed_values
from ...sources.base import Sheet
from .vocabulary import vocabulary

NUMBER, SHARE, WORD, MARK, DAY, OTHER_NUMBER, TEXT, BLANK = "n", "p", "w", "m", "d", "o", "t", ""
LEVELS = frozenset({NUMBER, SHARE, WORD, MARK})
TOP = 10  # the highest number that a scale of levels has
LONGEST_LEVEL = 40  # characters
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_MAYBE_LEVEL = re.compile(
    r"(?:level|lvl|lv|stufe|nivel|niveau|l|n)?[\s.:#-]*[0-9]|.*[(:=-]\s*[0-5]\)?$|\W+$", re.IGNORECASE
)
_SHARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)? ?%")
_NOT_SET = frozenset({"n/a", "na", "n.a.", "none set", "tbd", "tbc", "?", "-", "–", "—", "/", "--", "...", "…"})

Kinds = list[list[str]]


class _Memo(dict[Any, str]):
    """The kind of each distinct cell, found out once."""

    def __init__(self, codes: Collection[str], top: float) -> None:
        super().__init__({None: BLANK, "": BLANK})
        self.codes, self.top = codes, top

    def __missing__(self, cell: Any) -> str:
        number = float(cell) if isinstance(cell, bool) else cell
        kind = kind_of(number, self.codes)
        if kind == OTHER_NUMBER and self.top > TOP and 0 <= float(str(number).replace(",", ".")) <= self.top:
            kind = NUMBER
        self[cell] = kind
        return kind


def kinds_of(sheet: Sheet, codes: Collection[str], top: float = TOP) -> Kinds:
    """Return the kind of every cell; `codes` are the signs and letters that the sheet's legend or its owner explains.

    `top` is the highest number that counts as a level.
    """
    memo = _Memo(codes, top)
    kinds: Kinds = []
    for row in sheet.rows:
        here = list(map(memo.__getitem__, row))
        if bool in set(map(type, row)):  # TRUE is the number 1 as a key
            here = [MARK if isinstance(cell, bool) else kind for cell, kind in zip(row, here)]
        kinds.append(here)
    for (row_at, at), code in sheet.formats.items():
        if "%" in code and row_at < len(kinds) and at < len(kinds[row_at]) and kinds[row_at][at] == NUMBER:
            kinds[row_at][at] = SHARE
    return kinds


def kind_of(cell: Cell, codes: Collection[str] = ()) -> str:
    """Return what kind a cell is.

    >>> kind_of(3.0), kind_of("x"), kind_of("Expert"), kind_of("Ann"), kind_of("L4")
    ('n', 'm', 'w', 't', 'w')
    """
    if isinstance(cell, bool):
        return MARK
    if isinstance(cell, (int, float)):
        return NUMBER if 0 <= cell <= TOP else OTHER_NUMBER
    if isinstance(cell, datetime.date):
        return DAY
    if not isinstance(cell, str) or isinstance(cell, ErrorCell):
        return BLANK if cell is None else TEXT
    return _of_text(cell.strip(), codes)


def _of_text(text: str, codes: Collection[str]) -> str:
    small = text.lower()
    if not text:
        return BLANK
    if small in codes:
        return MARK
    if small in _NOT_SET or is_blank(text):
        return BLANK
    if len(text) > LONGEST_LEVEL:
        return TEXT
    if _NUMBER.fullmatch(text):
        return NUMBER if float(text.replace(",", ".")) <= TOP else OTHER_NUMBER
    if _SHARE.fullmatch(text):
        return SHARE
    if _DAY.fullmatch(text):
        return DAY
    words = vocabulary()
    marks = words.marks
    if (
        small in marks["yes"]
        or small in marks["no"]
        or any(text in marks[name] for name in ("japanese", "balls", "squares"))
    ):
        return MARK
    if words.is_level_word(text):
        return WORD
    return WORD if _MAYBE_LEVEL.match(text) and text_levels([text])[0] is not None else TEXT


def text_levels(texts: Sequence[str]) -> list[float | None]:
    """Return the levels of texts that hold a number with words or signs around it: "3 - Proficient", "L4", "★★★".

    >>> text_levels(["3 - Proficient", "L4", "Ann"])
    [3.0, 4.0, None]
    """
    values: list[float | None] = typed_values.read_column(schema.ASSESSMENTS.column("level"), list(texts))[0]
    return values
