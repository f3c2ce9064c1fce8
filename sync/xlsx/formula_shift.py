"""A formula in another cell: its relative references move with it."""

from __future__ import annotations

import re

from ...core.addresses import column_number
from ...core.errors import column_letter

MAX_COLUMNS = 16_384  # letters beyond the last of them are a name
_OUTSIDE_TEXT = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\])""")
_REFERENCE = re.compile(
    r"(?<![\w.$])(?:(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(])"
    r"|(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(])"
    r"|(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(]))"
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as a spreadsheet copies it some rows down and columns to the right.

    >>> shifted('SUM(A1:$B2)&"A1"&LOG10(C$3)', 2, 1)
    'SUM(B3:$B4)&"A1"&LOG10(D$3)'
    >>> shifted("'A1'!A:A+2:2", 1, 1)
    "'A1'!B:B+3:3"
    """
    pieces = _OUTSIDE_TEXT.split(formula)
    return "".join(
        piece if number % 2 else _REFERENCE.sub(lambda match: _moved(match, rows, columns), piece)
        for number, piece in enumerate(pieces)
    )


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    groups = match.groups("")
    if match.group(2):
        if column_number(groups[1].upper()) >= MAX_COLUMNS:
            return match.group()
        return _column(groups[0], groups[1], columns) + _row(groups[2], groups[3], rows)
    if match.group(6):
        first, last = _column(groups[4], groups[5], columns), _column(groups[6], groups[7], columns)
    else:
        first, last = _row(groups[8], groups[9], rows), _row(groups[10], groups[11], rows)
    return f"{first}:{last}"


def _column(dollar: str, letters: str, columns: int) -> str:
    return f"{dollar}{letters}" if dollar else column_letter(column_number(letters.upper()) + columns)


def _row(dollar: str, row: str, rows: int) -> str:
    return f"{dollar}{row}" if dollar else str(int(row) + rows)
