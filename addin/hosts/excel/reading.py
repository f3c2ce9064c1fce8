"""What a sheet of Excel holds, read in blocks: each call crosses from one program to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.addresses import block_address
from ....core.cells import Cell
from ....core.rectangles import rectangles
from ...macros.book import At, Formula
from .cells import matrix

AT_ONCE = 20_000  # rows that are read in one call: a sheet may be formatted down to its last row


def rows_of(sheet: Any, what: str) -> list[list[Any]]:
    """Return one property of all cells of a sheet, from A1 on, up to the last row that holds something."""
    used = sheet.UsedRange
    height, width = used.Row + used.Rows.Count - 1, used.Column + used.Columns.Count - 1
    rows: list[list[Any]] = []
    blank = 0
    for first in range(1, height + 1, AT_ONCE):
        count = min(AT_ONCE, height + 1 - first)
        got = matrix(getattr(sheet.Range(block_address(first, 0, count, width)), what))
        while got and all(cell is None or cell == "" for cell in got[-1]):
            got.pop()
        if got:
            rows += [[None] * width for _ in range(blank)] + got
        blank = count - len(got) if got else blank + count
    return rows


def formula_property(sheet: Any) -> str:
    """Return which property reads and writes a formula as it is: an Excel without dynamic arrays has no Formula2."""
    try:
        return "Formula2" if isinstance(sheet.Range("A1").Formula2, str) else "Formula"
    except Exception:  # pywin32 has several names for a property that is not there
        return "Formula"


def formulas_of(sheet: Any, shown: list[list[Cell]]) -> dict[At, Formula]:
    """Return the cells that hold a formula; `shown` is what they show."""
    if sheet.UsedRange.HasFormula is False:
        return {}
    formulas = {
        (row, column): Formula(text)
        for row, texts in enumerate(rows_of(sheet, formula_property(sheet)), start=1)
        for column, text in enumerate(texts)
        if isinstance(text, str) and text.startswith("=") and _is_formula(sheet, (row, column), text, shown)
    }
    arrays = _in_arrays(sheet, formulas)
    texts = rows_of(sheet, "Formula") if arrays else []
    for at in arrays:
        area = sheet.Range(block_address(*at)).CurrentArray
        if (area.Row, area.Column - 1) == at:
            formulas[at] = Formula(f"{{{among(texts, at)}}}")
        else:
            del formulas[at]
    return formulas


def _is_formula(sheet: Any, at: At, text: str, shown: list[list[Any]]) -> bool:
    """Whether that is a formula, and not a text that begins with an equals sign and so shows itself."""
    return among(shown, at) != text or sheet.Range(block_address(*at)).HasFormula is True


def among(rows: list[list[Any]], at: At) -> Any:
    """Return one cell of the rows that were read, None below the last that holds something."""
    row = rows[at[0] - 1] if at[0] <= len(rows) else []
    return row[at[1]] if at[1] < len(row) else None


def _in_arrays(sheet: Any, formulas: Mapping[At, Formula]) -> list[At]:
    """The cells among them that are part of an array formula, looked for in whole blocks first."""
    if not formulas or sheet.UsedRange.HasArray is False:
        return []
    among: list[At] = []
    for column in sorted({column for _, column in formulas}):
        own = {at: text for at, text in formulas.items() if at[1] == column}
        for (row, _), rows in rectangles(own):
            if sheet.Range(block_address(row, column, len(rows))).HasArray is not False:
                cells = ((line, column) for line in range(row, row + len(rows)))
                among += [at for at in cells if sheet.Range(block_address(*at)).HasArray is True]
    return among
