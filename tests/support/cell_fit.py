"""Which texts of a written workbook are wider than their cell or higher than their row, as people see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from okrsheets.sheets_templates import text_fit

OURS = re.compile(r"\b(?:OKR|SKILL)_[A-Z_]+\(")
NOT_KNOWN = "#NAME?"  # what a function of ours shows where the add-in is missing


def misfits(path: Path) -> list[str]:
    """Return each cell whose text does not fit, with the text."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet in formulas:
        widths = _widths(sheet)
        merged = {cells.coord.split(":")[0]: range(cells.min_col, cells.max_col + 1) for cells in sheet.merged_cells}
        for row in sheet.iter_rows():
            for cell in row:
                if not widths[cell.column]:
                    continue
                columns = merged.get(cell.coordinate, range(cell.column, cell.column + 1))
                pixels = sum(widths[column] for column in columns)
                for text in _texts(cell, values[sheet.title][cell.coordinate].value):
                    beyond = _room_to_the_right(sheet, cell, columns[-1], widths) if _runs_over(cell, text) else 0.0
                    if not _fits(sheet, cell, text, pixels, beyond):
                        found.append(f"{sheet.title}!{cell.coordinate}: {text!r}")
    return found


def _widths(sheet: Any) -> dict[int, float]:
    """Return the pixels of each column by its number, 0 where it is hidden."""
    widths = dict.fromkeys(range(1, sheet.max_column + 2), 64.0)
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min, min(dimension.max, sheet.max_column + 1) + 1):
            widths[column] = 0 if dimension.hidden else round(dimension.width * text_fit.CHARACTER)
    return widths


def _texts(cell: Any, value: Any) -> Iterator[str]:
    """Yield what a cell may show: its value as its format shows it, and an error where the add-in is missing."""
    formula = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else ""
    if value not in (None, ""):
        yield _formatted(value, cell.number_format)
    if formula and OURS.search(formula):
        yield NOT_KNOWN


def _formatted(value: Any, number_format: str) -> str:
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return str(value)
    if number_format == ";;;":
        return ""
    if "%" in number_format:
        return f"{value:.0%}"
    if '"0"' in number_format:
        before, after = number_format.split('"0"')
        return f"{before}{value:.0f}{after}".replace('"', "")
    if number_format.startswith("0.0"):
        return f"{value:.1f}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def _fits(sheet: Any, cell: Any, text: str, pixels: float, beyond: float) -> bool:
    look, font = cell.alignment, cell.font
    size, bold = float(font.sz), bool(font.b)
    inner: float = pixels - text_fit.CELL_MARGIN - text_fit.INDENT * look.indent
    height: float | None = sheet.row_dimensions[cell.row].height
    if look.shrink_to_fit:
        return True
    if look.textRotation:
        return height is None or text_fit.text_width(text, size, bold) <= height * text_fit.PIXELS_PER_POINT
    if look.wrap_text:
        lines = text_fit.line_count(text, inner, size, bold)
        longest = max(text_fit.text_width(word, size, bold) for word in text.split())
        is_high = height is None or text_fit.height_of_lines(lines, size) <= height
        return is_high and (longest <= inner or (" " not in text.strip() and lines > 1))
    return bool(text_fit.text_width(text, size, bold) <= inner + beyond)


def _runs_over(cell: Any, text: str) -> bool:
    """Return whether a text may run over empty cells to its right: left-aligned text that is no number and no error."""
    is_word = cell.data_type == "s" or (cell.data_type == "f" and text != NOT_KNOWN and any(map(str.isalpha, text)))
    return (
        is_word
        and str(cell.alignment.horizontal or "left") in ("left", "general")
        and not bool(cell.alignment.wrap_text)
    )


def _room_to_the_right(sheet: Any, cell: Any, last: int, widths: dict[int, float]) -> float:
    """Return the pixels of the empty cells after the column `last`."""
    pixels = 0.0
    for column in range(last + 1, sheet.max_column + 1):
        if sheet.cell(cell.row, column).value not in (None, ""):
            return pixels
        pixels += widths[column]
    return pixels + 1000  # the sheet goes on
