"""Formulas as they are compared and matched, whatever program wrote them: names of cells are found again by their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..table_formulas import NAMED_CELL

_TOKEN = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|([0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)|(\$?[^\W\d]\w*[.!](?=\$))|([A-Za-z_][A-Za-z0-9_.]*)|([ \t\r\n]+)|.""",
    re.DOTALL,
)
_NAMESPACE = re.compile(r"^(?:OKRSHEETS(?:_UDF)?\.|_XLDUDF_OKRSHEETS_)")
_OURS = re.compile(r"^(?:OKR|SKILL)")
_CELL = r"(?:\$?[^\W\d]\w*[.!])?\$?[A-Z]{1,3}\$?[0-9]+"  # of this sheet or of another one


def canonical(formula: str) -> str:
    """Return a formula without what programs write in their own ways: blanks, separators, numbers, names of our functions.

    >>> canonical("=OKRSHEETS.OKRSTALE($R6; as_of; 0.10)"), canonical("=OKR_STALE($R6,AS_OF,0.1)")
    ('=OKRSTALE($R6,AS_OF,0.1)', '=OKRSTALE($R6,AS_OF,0.1)')
    """
    text = "".join(map(_written, _TOKEN.finditer(formula)))
    return text.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _written(token: re.Match[str]) -> str:
    quoted, number, sheet, name, blank = token.groups()
    if quoted or sheet or blank:
        return quoted or sheet or ""
    if number:
        return f"{float(number):.15g}"
    if name:
        bare = _NAMESPACE.sub("", name.upper())
        return bare.replace("_", "") if _OURS.match(bare) else bare
    return "," if token.group() == ";" else token.group()


def cells_in(formula: str, pattern: str) -> Mapping[str, str] | None:
    """Return the cells that stand in a canonical formula for the names of a pattern; None when it is another formula.

    >>> cells_in("=IF($A6=1,$D6,$A6)", "=IF(ROW_id=1,ROW_progress,ROW_id)")
    {'ID': '$A6', 'PROGRESS': '$D6'}
    """
    match = _compiled(pattern).fullmatch(formula)
    return None if match is None else match.groupdict()


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    known: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in known:
            return f"(?P={name})"
        known.add(name)
        return f"(?P<{name}>{_CELL})"

    return re.compile(NAMED_CELL.sub(group, re.escape(canonical(pattern))))


def filled(pattern: str, cells: Mapping[str, str]) -> str:
    """Return the formula of a pattern for some cells.

    >>> filled("=OKR_SCORE(ROW_progress)", {"PROGRESS": "$D6"})
    '=OKR_SCORE($D6)'
    """
    return NAMED_CELL.sub(lambda match: cells[match[1].upper()], pattern)
