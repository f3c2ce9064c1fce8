"""What a file must pass before a parser written for speed sees it: bounds in bytes and cells, no surprises inside.

The parser lays a sheet out as one dense block of memory, so that two cells far apart would end the process.
"""

from __future__ import annotations

import codecs
import html
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator

import numpy as np

from ...core.errors import SourceError, column_letter

MAX_BYTES = 512 * 1024 * 1024  # of a workbook, unpacked
MAX_CELLS = 20_000_000  # of all sheets of a workbook, each laid out as a block; `[limits]` may say otherwise
MAX_PARTS = 10_000
LONGEST_TEXT = 100_000  # characters of a cell: Excel holds 32,767, Google Sheets 50,000
RAISE_CELLS = "raise `cells` under [limits] in okrsheets.toml"
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


def too_long() -> SourceError:
    """Return what is said of a file with a text that no spreadsheet program can hold in a cell."""
    return SourceError(f"a cell has more than {LONGEST_TEXT:,} characters", "shorten the text, or delete it")


def refuse_long_texts(xml: bytes) -> None:
    """Raise `SourceError` for XML with a text between two tags that is longer than is read in a cell."""
    if len(xml) <= LONGEST_TEXT:
        return
    tags = np.append(np.flatnonzero(np.frombuffer(xml, np.uint8) == ord("<")), len(xml))
    for at in np.flatnonzero(np.diff(tags) > LONGEST_TEXT):
        tag_and_text = xml[tags[at] : tags[at + 1]]
        text = tag_and_text[tag_and_text.find(b">") + 1 :]
        if len(text) > LONGEST_TEXT and len(html.unescape(text.decode("utf-8", "replace")).strip()) > LONGEST_TEXT:
            raise too_long()


def refuse_many(cells: int, most: int, before: int = 0) -> None:
    """Raise `SourceError` for a text file that, with those read `before` it, has more cells than a workbook may have."""
    if cells + before > most:
        others = f", after {before:,} in the files before it" if before else ""
        what = f"the file has {cells:,} cells{others}; the limit is {most:,}"
        raise SourceError(what, f"split the file, or {RAISE_CELLS}")


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


def refuse_wide(title: str, last_row: int, last_column: int, cells_so_far: int = 0, most: int = MAX_CELLS) -> None:
    """Refuse a sheet whose block from its first to its last cell is too large, or sheets that are so together."""
    if max(last_row * last_column, cells_so_far) > most:
        raise SourceError(
            f"{f'the sheet {title!r}' if title else 'a sheet'} reaches to "
            f"{column_letter(last_column - 1)}{last_row}: too large to read",
            f"delete the stray cells far from your table (Ctrl+End shows the last one) and save it again, or {RAISE_CELLS}",
        )


def inspect_xls(records: bytes, most: int = MAX_CELLS) -> None:
    """Refuse an old .xls whose records name cells too far from each other; each sheet begins where the book says."""
    begins = {0}
    for kind, at, length in _xls_records(records, 0):
        if kind == _XLS_SHEET_BEGINS and length >= 4:
            begins.add(int.from_bytes(records[at : at + 4], "little"))
    for begin in begins:
        _inspect_xls_sheet(records, begin, most)


def _xls_records(records: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of each record up to the end of a part."""
    while at + 4 <= len(records):
        kind, length = _RECORD.unpack_from(records, at)
        yield kind, at + 4, min(length, len(records) - at - 4)
        if kind == _XLS_PART_ENDS:
            return
        at += 4 + length


def _inspect_xls_sheet(records: bytes, begin: int, most: int) -> None:
    last_row = last_column = 0
    for kind, at, length in _xls_records(records, begin):
        if kind in _XLS_CELLS and length >= 6:
            row, column = _RECORD.unpack_from(records, at)
            if kind == _XLS_MANY_NUMBERS:
                column += (length - 6) // 6 - 1
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
            if last_row * last_column > most:
                refuse_wide("", last_row, last_column, most=most)
        elif kind == _XLS_EXTENT and length in _XLS_EXTENTS:
            from_row, to_row, from_column, to_column = _XLS_EXTENTS[length].unpack_from(records, at)
            if from_row > to_row or from_column > to_column:
                raise SourceError("the file is damaged: a sheet ends before it begins", SAVED_AGAIN)
            refuse_wide("", to_row, to_column, most=most)
