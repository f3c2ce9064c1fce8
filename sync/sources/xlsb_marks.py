"""The marks of an .xlsb: its binary records are walked for how far each sheet reaches and what its values do not say.

The records are those of [MS-XLSB] 2.3: a kind and a length, each a number of seven bits a byte, and the content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import file_limits, xlsx_package
from .marks import CellAt, Marks, SheetMarks, cell_name
from .number_formats import BUILT_IN, says_more
from .zip_parts import Parts

WORKBOOK = "xl/workbook.bin"

_ROW, _FIRST_CELL, _LAST_CELL = 0, 1, 11
_ERROR, _REAL, _SHORT_REAL, _SHARED_TEXT, _FORMULA_NUMBER, _FORMULA_ERROR = 3, 5, 2, 7, 9, 11
_TEXT, _FORMULA_TEXT = 6, 8
_FORMAT, _STYLE, _COLUMNS, _WORKBOOK_PROPERTIES, _SHEET, _MERGED = 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END, _TEXT_ITEM = 617, 618, 19
_ROW_IS_HIDDEN, _ROW_FLAGS = 0x10, 11
_U16, _U32, _U32S2, _U32S4 = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<2I"), struct.Struct("<4I")
_TEXTS_BEGIN, _DIMENSION, _MERGED_BEGIN = 159, 148, 177
_SHORTEST = {
    _ROW: 12, **dict.fromkeys(range(_FIRST_CELL, _LAST_CELL + 1), 8), _SHEET: 16, _WORKBOOK_PROPERTIES: 8,
    _TEXTS_BEGIN: 8, _DIMENSION: 16, _MERGED: 16, _FORMAT: 6, _STYLE: 4, _STYLES_BEGIN: 4, 615: 4, _MERGED_BEGIN: 4,
}  # fmt: skip
_COUNTED = {_TEXTS_BEGIN: 4, _STYLES_BEGIN: 0, 615: 0, _MERGED_BEGIN: 0}  # where a record says how many follow
_ERROR_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class _Sheet:
    """What is gathered while the records of a sheet are walked; rows and columns from 0."""

    row: int = 0
    last_row: int = 0
    last_column: int = 0
    texts: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    formats: dict[CellAt, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0


def inspect_xlsb(parts: Parts, most_cells: int) -> Marks:
    """Return the marks of an .xlsb; `SourceError` for one that must not be parsed."""
    about = list(_records(parts[WORKBOOK]))
    targets = xlsx_package.targets(parts, WORKBOOK)
    formats = _formats(parts["xl/styles.bin"])
    longest = 0
    for kind, text in _records(parts["xl/sharedstrings.bin"]):
        if kind == _TEXT_ITEM:
            longest = max(longest, len(text))
            _refuse_long(text, 1)
    sheets = {}
    cells = 0
    for content in (content for kind, content in about if kind == _SHEET):
        link, end = _wide_text(content, 8)
        title, _ = _wide_text(content, end)
        sheet = _walk(parts[targets.get(link.encode(), "")], formats)
        cells += sheet.last_row * sheet.last_column
        file_limits.refuse_wide(title, sheet.last_row, sheet.last_column, cells, most_cells)
        file_limits.refuse_heavy(longest * sheet.texts)
        sheets[title] = SheetMarks(
            sheet.errors, False, sheet.hidden_rows, sheet.hidden_columns, tuple(sheet.merged), sheet.formats
        )
    is_1904 = any(content[0] & 1 for kind, content in about if kind == _WORKBOOK_PROPERTIES and content)
    return Marks(sheets, own_mark=xlsx_package.own_mark(parts), date_1904=is_1904, error_texts=True)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record; `ValueError` for one that is cut short.

    The parser would read on in what stands behind it, and take that for a place or a number of texts.
    """
    at, end = 0, len(data)
    while at + 1 < end:
        kind, at = _varying(data, at, 2)
        length, at = _varying(data, at, 4)
        if at + length > end or length < _SHORTEST.get(kind, 0):
            raise ValueError(f"a record of kind {kind} is cut short")
        if kind in _COUNTED and _U32.unpack_from(data, at + _COUNTED[kind])[0] > end:
            raise ValueError(f"a record of kind {kind} announces more than the part can hold")
        if kind == _DIMENSION:
            _refuse_dimension(data[at : at + length])
        yield kind, data[at : at + length]
        at += length


def _refuse_dimension(content: bytes) -> None:
    first_row, last_row, first_column, last_column = _U32S4.unpack_from(content)
    if first_row > last_row or first_column > last_column:
        raise ValueError("a sheet ends before it begins")


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place after it."""
    number = 0
    for shift in range(0, 7 * most, 7):
        byte = data[at] if at < len(data) else 0
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            break
    return number, at


def _wide_text(content: bytes, at: int) -> tuple[str, int]:
    """A text that its length stands before, and the place after it."""
    if at + 4 > len(content):
        return "", at
    end = at + 4 + 2 * int(_U32.unpack_from(content, at)[0])
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _formats(styles: bytes) -> dict[int, str]:
    """The formats that say more than their number, by the number of the cell style."""
    codes = dict(BUILT_IN)
    found: dict[int, str] = {}
    style, in_cell_styles = 0, False
    for kind, content in _records(styles):
        if kind == _FORMAT and len(content) >= 6:
            codes[_U16.unpack_from(content)[0]] = _wide_text(content, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            in_cell_styles = kind == _STYLES_BEGIN
        elif kind == _STYLE and in_cell_styles and len(content) >= 4:
            code = codes.get(_U16.unpack_from(content, 2)[0], "")
            if code and says_more(code):
                found[style] = code
            style += 1
    return found


def _walk(data: bytes, formats: dict[int, str]) -> _Sheet:
    sheet = _Sheet()
    for kind, content in _records(data):
        if kind == _ROW and len(content) > _ROW_FLAGS:
            sheet.row = _U32.unpack_from(content)[0]
            sheet.hidden_rows += bool(content[_ROW_FLAGS] & _ROW_IS_HIDDEN)
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(content) >= 8:
            _add_cell(sheet, kind, content, formats)
        elif kind == _MERGED and len(content) >= 16:
            first_row, last_row, first_column, last_column = _U32S4.unpack_from(content)
            sheet.merged.append((first_row, first_column, last_row, last_column))
        elif kind == _COLUMNS and len(content) >= 18 and content[16] & 1:
            first, last = _U32S2.unpack_from(content)
            sheet.hidden_columns += last - first + 1
    return sheet


def _add_cell(sheet: _Sheet, kind: int, content: bytes, formats: dict[int, str]) -> None:
    column, style = _U32S2.unpack_from(content)
    sheet.last_row, sheet.last_column = max(sheet.last_row, sheet.row + 1), max(sheet.last_column, column + 1)
    if kind in (_ERROR, _FORMULA_ERROR) and len(content) > 8:
        sheet.errors[cell_name((sheet.row, column))] = _ERROR_WORDS.get(content[8], "#VALUE!")
    elif kind in (_REAL, _SHORT_REAL, _FORMULA_NUMBER) and (style & 0xFFFFFF) in formats:
        sheet.formats[sheet.row, column] = formats[style & 0xFFFFFF]
    elif kind in (_TEXT, _FORMULA_TEXT):
        _refuse_long(content, 8)
    sheet.texts += kind == _SHARED_TEXT


def _refuse_long(content: bytes, at: int) -> None:
    """Refuse a record whose text, with its length before it, has more characters than are read in a cell."""
    if len(content) >= at + 4 and _U32.unpack_from(content, at)[0] > file_limits.LONGEST_TEXT:
        raise file_limits.too_long()
