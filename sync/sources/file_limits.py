"""What a file must pass before a parser written for speed sees it: bounds in bytes and cells, no surprises inside.

The parser lays a sheet out as one dense block of memory, so that two cells far apart would end the process.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator

from ...core.errors import SourceError, column_letter

MAX_BYTES = 512 * 1024 * 1024  # of a workbook, unpacked
MAX_CELLS = 20_000_000  # of a sheet, laid out as a block
MAX_CELLS_TOGETHER = 60_000_000  # of all sheets of a workbook
MAX_PARTS = 10_000
SAVED_AGAIN = "open it in your spreadsheet program and save it again as .xlsx"

_RECORD = struct.Struct("<HH")
_XLS_SHEET_BEGINS, _XLS_PART_ENDS, _XLS_MANY_NUMBERS = 0x0085, 0x000A, 0x00BD
_XLS_EXTENT, _XLS_EXTENTS = 0x0200, {14: struct.Struct("<IIHH"), 10: struct.Struct("<HHHH")}
_XLS_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_TEXT_CELL = re.compile(
    rb"""\bt\s*=\s*["']s["'][^>]*>\s*(?:<(?:\w+:)?f\b[^>]*>(?:[^<]*</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v[^>]*>\s*([0-9]+)"""
)


def refuse_large(archive: zipfile.ZipFile) -> None:
    """Raise `SourceError` for an archive that unpacks to too much.

    `zipfile` reads no more than the size that a part declares, so that the declared sizes bound everything.
    """
    total = sum(part.file_size for part in archive.infolist())
    if total > MAX_BYTES or len(archive.infolist()) > MAX_PARTS:
        raise SourceError(
            f"the file unpacks to {total / 1e6:,.0f} MB in {len(archive.infolist()):,} parts, which is not read",
            f"the limit is {MAX_BYTES // 1_048_576} MB: split the workbook, or delete unused rows and save it again",
        )


class TextBounds:
    """Weighs the texts of a workbook: one that stands once in the file may stand in a million cells."""

    def __init__(self, shared_texts: bytes) -> None:
        self._shared_texts = shared_texts
        self._longest = max(self._sizes(), default=0)
        self._heavy: list[bytes] = []

    def _sizes(self) -> list[int]:
        return [len(text) for text in _SHARED_TEXT.split(self._shared_texts)[1:]]

    def add(self, sheet: bytes) -> None:
        """Keep a sheet for weighing when it would be too heavy if every tag were a cell with the longest text."""
        if self._longest * sheet.count(b"<") > MAX_BYTES:
            self._heavy.append(sheet)

    def refuse(self) -> None:
        """Raise `SourceError` when the texts of one sheet are more than is read."""
        sizes = self._sizes() if self._heavy else []
        for sheet in self._heavy:
            used = Counter(map(int, _TEXT_CELL.findall(sheet)))
            refuse_heavy(sum(sizes[text] * times for text, times in used.items() if text < len(sizes)))


def refuse_heavy(size: int) -> None:
    """Raise `SourceError` for a sheet whose texts come to more than is read."""
    if size > MAX_BYTES:
        raise SourceError(
            f"the texts of a sheet come to {size / 1e6:,.0f} MB, which is not read",
            "look for long texts that are repeated in very many cells",
        )


def encrypted() -> SourceError:
    """Return what is said of a workbook behind a password."""
    return SourceError("the file is encrypted with a password", "save a copy without a password where it is synced")


def refuse_entities(data: bytes) -> None:
    """Raise `SourceError` for XML with a document type, which stands before everything else, or in UTF-16."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise SourceError(
            "the file declares XML entities, which is not read", "save it again from your spreadsheet program"
        )
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # the parser would pass over such a sheet in silence
        raise SourceError("a sheet inside is UTF-16, which is not read", "save it again from your spreadsheet program")


def refuse_wide(title: str, last_row: int, last_column: int, cells_so_far: int = 0) -> None:
    """Refuse a sheet whose block from its first to its last cell is too large, or sheets that are so together."""
    if last_row * last_column > MAX_CELLS or cells_so_far > MAX_CELLS_TOGETHER:
        raise SourceError(
            f"{f'the sheet {title!r}' if title else 'a sheet'} reaches to "
            f"{column_letter(last_column - 1)}{last_row}: too large to read",
            "delete the stray cells far from your table (Ctrl+End shows the last one) and save it again",
        )


def inspect_xls(records: bytes) -> None:
    """Refuse an old .xls whose records name cells too far from each other; each sheet begins where the book says."""
    begins = {0}
    for kind, at, length in _xls_records(records, 0):
        if kind == _XLS_SHEET_BEGINS and length >= 4:
            begins.add(int.from_bytes(records[at : at + 4], "little"))
    for begin in begins:
        _inspect_xls_sheet(records, begin)


def _xls_records(records: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of each record up to the end of a part."""
    while at + 4 <= len(records):
        kind, length = _RECORD.unpack_from(records, at)
        yield kind, at + 4, min(length, len(records) - at - 4)
        if kind == _XLS_PART_ENDS:
            return
        at += 4 + length


def _inspect_xls_sheet(records: bytes, begin: int) -> None:
    last_row = last_column = 0
    for kind, at, length in _xls_records(records, begin):
        if kind in _XLS_CELLS and length >= 6:
            row, column = _RECORD.unpack_from(records, at)
            if kind == _XLS_MANY_NUMBERS:
                column += (length - 6) // 6 - 1
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
            if last_row * last_column > MAX_CELLS:
                refuse_wide("", last_row, last_column)
        elif kind == _XLS_EXTENT and length in _XLS_EXTENTS:
            from_row, to_row, from_column, to_column = _XLS_EXTENTS[length].unpack_from(records, at)
            if from_row > to_row or from_column > to_column:
                raise SourceError("the file is damaged: a sheet ends before it begins", SAVED_AGAIN)
            refuse_wide("", to_row, to_column)
