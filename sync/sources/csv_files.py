"""Rows out of .csv as it comes: with or without a byte-order mark, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io

from ...core.cells import Cell
from ...core.errors import SourceError

LOOK_AT = 20_000
MAX_FIELD = 1_000_000
DELIMITERS = (",", ";", "\t", "|")


def csv_rows(data: bytes) -> tuple[list[list[Cell]], str]:
    """Return the rows of a .csv and, when something about it is odd, what that is.

    >>> csv_rows(b"id;objective\\nO1;Grow\\n")
    ([['id', 'objective'], ['O1', 'Grow']], '')
    """
    text, what = _decode(data)
    csv.field_size_limit(MAX_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
        if rows and all(len(row) <= 1 for row in rows):
            rows, wrapped = _unwrapped(rows)
            what = what or ("every row stands in one quoted cell and was taken apart" if wrapped else "")
    except csv.Error as error:
        raise SourceError(f"this is no .csv: {error}", "save it again as 'CSV UTF-8'") from None
    if not what and text.count('"') % 2 and rows and any("\n" in cell for cell in rows[-1]):
        what = "a quotation mark is never closed, so that all rows after it stand in one cell"
    return [list(row) for row in rows], what


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "the file is UTF-16, not UTF-8; it was read all the same"
    if b"\0" in data[:2] and data[:2] != b"\0\0":  # two bytes a letter, and no mark that says so
        order = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        return data.decode(order, errors="replace"), "the file is UTF-16, not UTF-8; it was read all the same"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "the file is not UTF-8; it was read as Windows-1252"


def _delimiter(text: str) -> str:
    lines = [line for line in text[:LOOK_AT].splitlines() if line.strip()]
    first = lines[0] if lines else ""
    if first.count('"') == 2 and first.strip().startswith('"') and first.strip().endswith('"'):
        return "\0" if "\0" not in text else ","  # one quoted cell: its commas are not ours yet
    return max(DELIMITERS, key=lambda mark: (sum(mark in line for line in lines), first.count(mark)))


def _unwrapped(rows: list[list[str]]) -> tuple[list[list[str]], bool]:
    """A file whose every row is one quoted cell holds a .csv inside; whether it did."""
    inner = "\n".join(row[0] for row in rows if row)
    delimiter = max(DELIMITERS, key=inner.split("\n", 1)[0].count)
    if delimiter not in inner:
        return rows, False
    return list(csv.reader(io.StringIO(inner, newline=""), delimiter=delimiter)), True
