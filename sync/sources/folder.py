"""Workbooks in folders: .xlsx, .xlsm, .xlsb, .ods, .xls, and folders of .csv and .tsv. The one door to calamine and xlrd."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ...core import file_marks
from ...core.errors import Location, Problem, SourceError
from . import file_limits, own_files
from .base import FileContent, FileInfo, RawWorkbook, Sheet
from .copies import CopyReader, possible_copies, with_group
from .csv_files import csv_book
from .error_words import error_words
from .file_kinds import TEXTS, not_a_workbook, unread_kind, wrong_ending
from .inspection import inspect_zip, with_parts
from .listing import file_info, shown, text_files, walk
from .map_files import MapEntry, digest, entries_of, folder_of, load_maps
from .markdown_files import ENDINGS as MARKDOWN
from .markdown_files import markdown_book
from .marks import CellAt, Marks, SheetMarks, cell_name
from .number_formats import duration, says_more

TRIES = 3

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


@dataclass(frozen=True)
class FolderSource:
    """A folder, read with all folders in it, or one workbook."""

    path: Path
    skip: Path | None = None  # where our own output goes
    at_once: int = 2
    is_local: bool = True
    most_cells: int = file_limits.MAX_CELLS  # of a workbook
    _copies: dict[str, list[FileInfo]] = field(default_factory=dict, repr=False, compare=False)
    _maps: dict[Path, Sequence[MapEntry]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def root(self) -> str:  # resolving a path asks the disk for each of its parts
        return shown(self.path.resolve())

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        try:
            if not self.path.exists():
                raise SourceError(
                    f"there is no file or folder {str(self.path)!r}", "check the path, or `sources` in okrsheets.toml"
                )
            if self.path.is_file():
                self._load_maps([self.path.parent])
                return [self._with_map(file_info(self.path, shown(Path(self.path.name))))], []
            if not self.path.is_dir():
                raise SourceError(f"{self.path} is a device or a pipe", "name a workbook or a folder")
            os.listdir(self.path)
        except OSError as error:
            raise SourceError(f"{self.path}: {error.strerror}", "ask for permission to read it") from None
        problems: list[Problem] = []
        files = list(walk(self.path, problems, self.skip.resolve() if self.skip else None))
        self._copies.clear()
        self._copies.update(possible_copies(files))
        self._load_maps({folder_of(file.path) for file in files})
        listed = (with_group(file, self._copies[file.name]) if file.name in self._copies else file for file in files)
        return sorted(map(self._with_map, listed), key=lambda file: file.name), problems

    def _load_maps(self, folders: Iterable[Path]) -> None:
        self._maps.clear()
        self._maps.update(load_maps(folders))

    def _with_map(self, info: FileInfo) -> FileInfo:
        """A workbook whose size stands for its mapping too, so that it is read again when an answer changes."""
        entries = entries_of(self._maps, info.path)
        return replace(info, size=info.size + zlib.crc32(digest(entries).encode())) if entries else info

    def fetch(self, info: FileInfo) -> FileContent:
        group = self._copies.get(info.name, ())
        own = next((file for file in group if file.name == info.name), None)
        content = self._copy_reader.read(own, group) if own else self._fetch(info)
        entries = entries_of(self._maps, info.path)
        if not entries:
            return content
        mapped = hashlib.sha256(f"{content.sha256} {digest(entries)}".encode()).hexdigest()
        return FileContent(mapped, lambda: replace(content.parse(), mapping=entries))

    @cached_property
    def _copy_reader(self) -> CopyReader:
        return CopyReader(self._fetch)

    def _fetch(self, info: FileInfo) -> FileContent:
        path = Path(info.path)
        if path.is_dir():
            return csv_book(info.name, [(file, _read_bytes(file)) for file in text_files(path)], self.most_cells)
        if path.suffix.lower() in TEXTS:
            return csv_book(info.name, [(path, _read_bytes(path))], self.most_cells)
        kind = unread_kind(path)
        if kind is not None:
            raise kind.error
        if path.suffix.lower() in MARKDOWN:
            return markdown_book(info.name, path, _read_bytes(path))
        return book(info.name, _read_bytes(path), self.most_cells)


def _read_bytes(path: Path) -> bytes:
    """Read a file whole; one that changes meanwhile is read again."""
    try:
        for _ in range(TRIES):
            before = path.stat()
            if before.st_size > file_limits.MAX_BYTES:
                raise SourceError(
                    f"the file has {before.st_size / 1e6:,.0f} MB, which is not read", "split the workbook"
                )
            data = path.read_bytes()
            after = path.stat()
            if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(
                data
            ) == after.st_size:
                return data
    except OSError as error:
        raise SourceError(
            f"the file cannot be read: {error.strerror}", "close it elsewhere, or ask for permission to read it"
        ) from None
    raise SourceError("the file changed while it was read", "wait until it is saved, then sync again")


def book(name: str, data: bytes, most_cells: int = file_limits.MAX_CELLS) -> FileContent:
    """Return a workbook by its bytes, to be parsed when that is needed."""
    return FileContent(hashlib.sha256(data).hexdigest(), partial(parse, name, data, most_cells))


def parse(name: str, data: bytes, most_cells: int = file_limits.MAX_CELLS) -> RawWorkbook:
    """Return the sheets of a workbook from its bytes; `SourceError` when it is none, or has too many cells."""
    if not data:
        raise SourceError("the file is empty (0 bytes)", "restore it from a backup, or delete it")
    if data[:2] == _ZIP:
        marks = inspect_zip(data, most_cells)
    elif data[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise file_limits.encrypted()
        file_limits.inspect_xls(_xls_records(data), most_cells)
        marks = _xls_marks(data)
    else:
        raise not_a_workbook(data)
    if marks.is_output:
        return own_files.output(name, marks.own_mark)
    sheets = _sheets(with_parts(data, marks.replaced) if marks.replaced else data, marks)
    if marks.own_mark == file_marks.QUESTIONS:
        sheets = own_files.answered(sheets)
    if own_files.is_consolidated(sheets):
        return own_files.output(name, file_marks.CONSOLIDATED)
    if marks.own_mark == file_marks.MATCHES or own_files.is_matches(sheets):
        return own_files.matches(name, sheets)
    what = wrong_ending(name, marks.ending)
    notes = [Problem(Location(name), what, f"rename it to end in {marks.ending}", note=True)] if what else []
    return own_files.workbook(name, sheets, notes, marks.is_template)


def _sheets(data: bytes, marks: Marks) -> list[Sheet]:
    """The sheets as the parser reads them, with their marks; whatever it raises becomes a `SourceError`."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            worksheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            return [
                _sheet(book, meta.name, marks, meta.visible == calamine.SheetVisibleEnum.Visible)
                for meta in worksheets
                if meta.name not in marks.views
            ]
    except calamine.PasswordError:
        raise file_limits.encrypted() from None
    except calamine.WorksheetNotFound as error:
        raise SourceError(
            f"the file is damaged: its sheet {str(error)!r} is missing", file_limits.SAVED_AGAIN
        ) from None
    except (calamine.CalamineError, OSError) as error:
        what = "a part of it cannot be read" if "Cannot detect" in str(error) else _first_line(error)
        raise SourceError(f"the file is damaged: {what}", file_limits.SAVED_AGAIN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the parser's own failures surface
            raise
        raise SourceError(f"the file is damaged: {_first_line(error)}", file_limits.SAVED_AGAIN) from None


def _first_line(error: BaseException) -> str:
    text = str(error).strip().splitlines()
    return text[0][:120] if text else type(error).__name__


def _sheet(book: calamine.CalamineWorkbook, title: str, marks: Marks, visible: bool) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    own = marks.sheets.get(title, marks.other_sheets)
    merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []] if own.merged else list(own.ranges)
    errors = dict(own.errors)
    if marks.error_texts:
        errors.update({cell_name(at): word for at, word in error_words(rows).items()})
    return Sheet(
        title,
        rows,
        errors,
        merged,
        _hidden(own, visible),
        _kept_formats(rows, own.formats) if own.formats else {},
        own.unsaved_formulas,
        own.totals_rows,
        marks.date_1904,
        fills=own.fills,
    )


def _kept_formats(rows: list[list[Any]], formats: Mapping[CellAt, str]) -> dict[CellAt, str]:
    """The formats of cells that hold a number or a time; a duration that the parser left as text is turned into one."""
    kept = {}
    for (row, column), code in formats.items():
        if row >= len(rows) or column >= len(rows[row]):
            continue
        cell = rows[row][column]
        if isinstance(cell, str) and (length := duration(cell)) is not None:
            cell = rows[row][column] = length
        if not isinstance(cell, (str, bool)):
            kept[row, column] = code
    return kept


def _hidden(marks: SheetMarks, visible: bool) -> str:
    parts = [] if visible else ["the sheet"]
    for count, one, many in ((marks.hidden_rows, "row", "rows"), (marks.hidden_columns, "column", "columns")):
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return " and ".join(parts)


def _xls_records(data: bytes) -> bytes:
    """The stream of records inside an old .xls."""
    from xlrd.compdoc import CompDoc

    try:
        inside = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        found = (inside.locate_named_stream(name) for name in ("Workbook", "Book"))
        stream, start, length = next(each for each in found if each[0] is not None)
    except StopIteration:
        raise not_a_workbook(data) from None
    except Exception as error:
        raise SourceError(f"the file is damaged: {_first_line(error)}", file_limits.SAVED_AGAIN) from None
    return bytes(stream[start : start + length])


def _xls_marks(data: bytes) -> Marks:
    """The marks of an old .xls; none where xlrd cannot read it, since the parser reads more variants than it."""
    for with_formats in (True, False):  # some files have formats that it cannot read
        with suppress(Exception):
            return _xls_marks_by_xlrd(data, with_formats)
    return Marks(other_sheets=SheetMarks(merged=True), ending=".xls", error_texts=True)


def _xls_marks_by_xlrd(data: bytes, with_formats: bool) -> Marks:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=with_formats)
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list] if with_formats else []
    sheets = {}
    for sheet in book.sheets():
        errors: dict[str, str] = {}
        formats: dict[CellAt, str] = {}
        for row, kinds in ((row, sheet.row_types(row)) for row in range(sheet.nrows)):
            for column, kind in enumerate(kinds):
                if kind == xlrd.XL_CELL_ERROR:
                    word = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
                    errors[cell_name((row, column))] = word
                elif codes and kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                    code = codes[sheet.cell_xf_index(row, column)]
                    formats.update({(row, column): code} if says_more(code) else {})
        sheets[sheet.name] = SheetMarks(errors, True, formats=formats)
    return Marks(sheets, ending=".xls", date_1904=book.datemode == 1, error_texts=True)
