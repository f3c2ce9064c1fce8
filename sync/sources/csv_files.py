"""Rows out of .csv and .tsv as they come: with or without a byte-order mark, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from io import StringIO
from pathlib import Path

from ...core.cells import Cell
from ...core.errors import Location, Problem, SourceError
from . import file_limits
from .base import FileContent, RawWorkbook, Sheet
from .copies import is_plain, plain_name
from .error_words import error_words
from .listing import shown
from .marks import cell_name

LOOK_AT = 20_000
DELIMITERS = (",", ";", "\t", "|")
_NAMED_DELIMITER = re.compile(r"sep=(.)", re.IGNORECASE)  # how Excel writes it above the table
_QUOTED = re.compile(r'"[^"]*"')
_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # how a text begins that a spreadsheet takes for a formula, or that was guarded
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAVE_AS_UTF_8 = "save it as 'CSV UTF-8'"


def csv_rows(data: bytes, most_cells: int = file_limits.MAX_CELLS, before: int = 0) -> tuple[list[list[Cell]], str]:
    """Return the rows of a .csv and, when something about it is odd, what that is.

    `SourceError` for a file that is none, has more cells (an empty row counts as one) together with those of the files
    `before` it, or has a text too long for a cell.

    >>> csv_rows(b"id;objective\\nO1;Grow\\n")
    ([['id', 'objective'], ['O1', 'Grow']], '')
    """
    if data.startswith(_WORKBOOK):
        raise SourceError("this is a workbook, not a .csv file", "rename it to end in .xlsx, or in .xls")
    text, what = decoded(data)
    csv.field_size_limit(file_limits.LONGEST_TEXT)
    try:
        delimiter = delimiter_of(text)
        _refuse_large(text, delimiter, most_cells, before)
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        if rows and all(len(row) <= 1 for row in rows):
            rows, wrapped = _unwrapped(rows)
            what = what or ("every row was in one quoted cell; the cells were separated" if wrapped else "")
    except csv.Error as error:
        if "field limit" in str(error):
            raise file_limits.too_long() from None
        raise SourceError(f"this isn't a valid .csv file: {error}", "save it again as 'CSV UTF-8'") from None
    if not what and text.count('"') % 2 and rows and any("\n" in cell for cell in rows[-1]):
        what = "a quotation mark is never closed, so all rows after it are in one cell"
    return [without_guards(row) for row in rows], what


def guarded(text: str) -> str:
    """Return a text for a .csv file: with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guarded("=A1"), guarded("'=A1"), guarded("'tis")
    ("'=A1", "''=A1", "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def without_guards(row: Sequence[str]) -> list[Cell]:
    """Return the cells of a row of a .csv file without such apostrophes.

    >>> without_guards(["'=A1", "'tis", "=A1"])
    ['=A1', "'tis", '=A1']
    """
    return [cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell for cell in row]


def _refuse_large(text: str, delimiter: str, most_cells: int, before: int) -> None:
    """Raise `SourceError` before any row is built: rows take many times the memory of their text."""
    if (
        _at_most(text, delimiter) + before > most_cells
    ):  # delimiters within texts count only now, since to find them takes time
        file_limits.refuse_many(_at_most(_QUOTED.sub("", text), delimiter), most_cells, before)
    for begin in range(0, len(text) - file_limits.LONGEST_TEXT, file_limits.LONGEST_TEXT):
        end = begin + file_limits.LONGEST_TEXT
        if all(text.find(mark, begin, end) < 0 for mark in (delimiter, "\n", "\r", '"')):
            raise file_limits.too_long()


def _at_most(text: str, delimiter: str) -> int:
    """How many cells a text can have when no delimiter and no line break is part of one."""
    return text.count(delimiter) + text.count("\n") + text.count("\r") - text.count("\r\n") + 1


def decoded(data: bytes) -> tuple[str, str]:
    """Return a text from its bytes in any of the usual encodings, and what is odd about that."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "the file is UTF-16, not UTF-8; it was read all the same"
    if b"\0" in data[:2] and data[:2] != b"\0\0":  # two bytes a letter, and no mark that says so
        order = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        return data.decode(order, errors="replace"), "the file is UTF-16, not UTF-8; it was read all the same"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "the file is not UTF-8; it was read as Windows-1252"


def delimiter_of(text: str) -> str:
    """Return what separates the cells: the mark with which most rows have the same number of cells.

    The first line does not settle it: it may be a title, and texts may hold the other marks.
    """
    sample = text[:LOOK_AT]
    first = next((line for line in sample.splitlines() if line.strip()), "")
    if first.count('"') == 2 and first.strip().startswith('"') and first.strip().endswith('"'):
        return "\0" if "\0" not in text else ","  # one quoted cell: its commas are not ours yet
    named = _NAMED_DELIMITER.fullmatch(first.strip())
    return named.group(1) if named else max(DELIMITERS, key=lambda mark: _consistency(sample, mark))


def _consistency(sample: str, mark: str) -> tuple[float, int]:
    """The share of rows that have the usual number of cells, two or more, and that number."""
    rows = [row for row in csv.reader(StringIO(sample, newline=""), delimiter=mark) if row]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return times / len(rows), width


def _unwrapped(rows: list[list[str]]) -> tuple[list[list[str]], bool]:
    """A file whose every row is one quoted cell holds a .csv inside; whether it did."""
    inner = "\n".join(row[0] for row in rows if row)
    delimiter = max(DELIMITERS, key=lambda mark: _consistency(inner[:LOOK_AT], mark))
    if delimiter not in inner:
        return rows, False
    return list(csv.reader(StringIO(inner, newline=""), delimiter=delimiter)), True


def csv_book(name: str, files: Sequence[tuple[Path, bytes]], most_cells: int = file_limits.MAX_CELLS) -> FileContent:
    """Return .csv and .tsv files as one workbook, each of them a sheet, with so many cells at most."""
    digest = hashlib.sha256()
    for path, data in files:
        digest.update(os.fsencode(path.name) + b"\0" + data)
    return FileContent(digest.hexdigest(), partial(_parse, name, files, most_cells))


def _parse(name: str, files: Sequence[tuple[Path, bytes]], most_cells: int) -> RawWorkbook:
    files = sorted(files, key=lambda file: not is_plain(file[0].stem))  # a copy comes after what it is a copy of
    sheets, problems = [], list(_copies(name, files))
    cells = 0
    for number, (path, data) in enumerate(files):
        if any(data == other and _is_copy(before, path) for before, other in files[:number]):
            continue
        title = shown(Path(path.stem))
        location = Location(name, title)
        try:
            rows, what = csv_rows(data, most_cells, cells)
            cells += sum(len(row) or 1 for row in rows)
        except SourceError as error:
            raise SourceError(f"{shown(Path(path.name))}: {error.what}", error.hint) from None
        errors = {cell_name(at): word for at, word in error_words(rows, with_no_value=False).items()}
        sheets.append(Sheet(title, rows, errors))
        if what:
            problems.append(Problem(location, what, SAVE_AS_UTF_8))
        if not data:
            problems.append(Problem(location, "the file is empty (0 bytes)", "restore it from a backup, or delete it"))
    return RawWorkbook(name, sheets, problems)


def _is_copy(one: Path, other: Path) -> bool:
    """Whether two names differ by the mark of a copy; a .csv and a .tsv of one name are no copies."""
    return one.suffix.lower() == other.suffix.lower() and plain_name(one.stem) == plain_name(other.stem)


def _copies(name: str, files: Sequence[tuple[Path, bytes]]) -> Iterator[Problem]:
    """A table that lies in a folder twice: a note for the same content, a problem for another."""
    for number, (path, data) in enumerate(files):
        twin = next(((before, other) for before, other in files[:number] if _is_copy(before, path)), None)
        if twin is not None:
            location, first = Location(name, shown(Path(path.stem))), shown(Path(twin[0].name))
            if twin[1] == data:
                yield Problem(location, f"the same as {first!r}; skipped", "delete one of the two", note=True)
            else:
                what = f"a copy of {first!r} with other content; both were read"
                yield Problem(location, what, "move or delete the one that does not count")
