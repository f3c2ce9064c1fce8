"""Workbooks in folders: .xlsx, .xlsm, .ods, .xls, and folders of .csv (one a table). The one door to calamine and xlrd."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import python_calamine as calamine

from ..core.errors import Place, Problem, SourceError, column_letter
from . import guard
from .source import Fetched, RawWorkbook, Sheet, Stamp
from .text import csv_rows

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
TEXT = ".csv"
OUTPUT = "okrsheets-out"
TRIES = 3
SAVED_AGAIN = "open it in your spreadsheet program and save it again as .xlsx"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


@dataclass(frozen=True)
class FolderSource:
    """A folder, read with all folders in it, or one workbook."""

    path: Path
    skip: Path | None = None  # where our own output goes

    @cached_property
    def root(self) -> str:  # resolving a path asks the disk for each of its parts
        return str(self.path.resolve())

    def list(self) -> tuple[Sequence[Stamp], Sequence[Problem]]:
        if not self.path.exists():
            raise SourceError(
                f"there is no file or folder {str(self.path)!r}", "check the path, or `sources` in okrsheets.toml"
            )
        if self.path.is_file():
            return [_stamp(self.path, self.path.name)], []
        try:
            os.listdir(self.path)
        except OSError as error:
            raise SourceError(f"{self.path}: {error.strerror}", "ask for permission to read it") from None
        problems: list[Problem] = []
        stamps = list(_walk(self.path, problems, self.skip.resolve() if self.skip else None))
        return sorted(stamps, key=lambda stamp: stamp.name), problems

    def fetch(self, stamp: Stamp) -> Fetched:
        path = Path(stamp.path)
        if path.is_dir():
            return _fetch_csv(stamp.name, sorted(_csv_files(path)))
        data = _read_bytes(path)
        if path.suffix.lower() == TEXT:
            return _csv_book(stamp.name, [(path, data)])
        return Fetched(hashlib.sha256(data).hexdigest(), lambda: parse(stamp.name, data))


def _walk(top: Path, problems: list[Problem], skip: Path | None) -> Iterator[Stamp]:
    """Every workbook below a folder; links that lead back are followed once."""
    seen: set[tuple[int, int]] = set()

    def unreadable(error: OSError) -> None:
        name = Path(error.filename).relative_to(top).as_posix()
        problems.append(
            Problem(Place(name), f"the folder cannot be read: {error.strerror}", "ask for permission to read it")
        )

    for folder, folders, files in os.walk(top, followlinks=True, onerror=unreadable):
        here = Path(folder)
        if here.resolve() == skip:
            folders.clear()
            continue
        key = (os.stat(folder).st_dev, os.stat(folder).st_ino)
        if key in seen:
            folders.clear()
            name = here.relative_to(top).as_posix()
            problems.append(
                Problem(Place(name), "the link leads to a folder that is read already; passed over", note=True)
            )
            continue
        seen.add(key)
        folders[:] = sorted(name for name in folders if name != OUTPUT and not name.startswith("."))
        yield from _stamps(top, here, sorted(files), problems)


def _stamps(top: Path, here: Path, files: Sequence[str], problems: list[Problem]) -> Iterator[Stamp]:
    for file in files:
        path, ending = here / file, Path(file).suffix.lower()
        name = path.relative_to(top).as_posix()
        if ending not in WORKBOOKS or file.startswith("."):
            continue
        if file.startswith("~$"):
            problems.append(Problem(Place(name), "a lock file: somebody has the workbook open; passed over", note=True))
            continue
        try:
            yield _stamp(path, name)
        except OSError as error:
            problems.append(
                Problem(Place(name), f"the file cannot be read: {error.strerror}", "check where the link leads")
            )
    texts = [here / file for file in files if file.lower().endswith(TEXT) and not file.startswith(".")]
    if texts:
        folder = here.relative_to(top).as_posix()
        stats = [path.stat() for path in texts]
        modified = max(max(stat.st_mtime_ns for stat in stats), here.stat().st_mtime_ns)
        yield Stamp(
            top.resolve().name if folder == "." else folder, str(here), sum(stat.st_size for stat in stats), modified
        )


def _stamp(path: Path, name: str) -> Stamp:
    stat = path.stat()
    return Stamp(name, str(path), stat.st_size, stat.st_mtime_ns)


def _read_bytes(path: Path) -> bytes:
    """Read a file whole; one that changes meanwhile is read again."""
    try:
        for _ in range(TRIES):
            before = path.stat()
            if before.st_size > guard.MAX_BYTES:
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


def parse(name: str, data: bytes) -> RawWorkbook:
    """Return the sheets of a workbook from its bytes; `SourceError` when it is none."""
    if not data:
        raise SourceError("the file is empty (0 bytes)", "restore it from a backup, or delete it")
    if data[:2] == _ZIP:
        marks = guard.inspect_zip(data)
    elif data[:8] == _OLE:
        marks = guard.Marks()
    else:
        raise SourceError("this is no workbook: neither .xlsx, .ods nor .xls inside", SAVED_AGAIN)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            titles = [meta.name for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            visible = {meta.name: meta.visible == calamine.SheetVisibleEnum.Visible for meta in book.sheets_metadata}
            errors = _xls_errors(data) if data[:8] == _OLE else {}
            sheets = [
                _sheet(book, title, marks.sheets.get(title), visible[title], errors.get(title, {})) for title in titles
            ]
    except calamine.PasswordError:
        raise SourceError(
            "the file is encrypted with a password", "save a copy without a password where it is synced"
        ) from None
    except calamine.CalamineError as error:
        raise SourceError(f"the file is damaged: {_first_line(error)}", SAVED_AGAIN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the parser's own failures surface
            raise
        raise SourceError(f"the file is damaged: {_first_line(error)}", SAVED_AGAIN) from None
    return RawWorkbook(name, sheets, _unplaced(name, marks))


def _first_line(error: BaseException) -> str:
    text = str(error).strip().splitlines()
    return text[0][:120] if text else type(error).__name__


def _unplaced(name: str, marks: guard.Marks) -> list[Problem]:
    if not marks.unplaced_errors:
        return []
    count = marks.unplaced_errors
    what = f"{count} {'cell holds' if count == 1 else 'cells hold'} an error such as #REF! and count as blank"
    return [Problem(Place(name), what, "mend the formulas; saved as .xlsx, their cells are named")]


def _sheet(
    book: calamine.CalamineWorkbook,
    title: str,
    marks: guard.SheetMarks | None,
    visible: bool,
    errors: dict[str, str],
) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    rows = sheet.to_python(skip_empty_area=False)
    if marks is None:
        return Sheet(title, rows, errors, hidden="" if visible else "the sheet")
    merged: list[tuple[int, int, int, int]] = []
    if marks.merged:
        merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
    return Sheet(title, rows, {**marks.errors, **errors}, merged, _hidden(marks, visible))


def _hidden(marks: guard.SheetMarks, visible: bool) -> str:
    parts = [] if visible else ["the sheet"]
    for count, one, many in ((marks.hidden_rows, "row", "rows"), (marks.hidden_columns, "column", "columns")):
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return " and ".join(parts)


def _xls_errors(data: bytes) -> dict[str, dict[str, str]]:
    """The error cells of an old .xls, which calamine shows as blanks."""
    import xlrd

    found: dict[str, dict[str, str]] = {}
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=False, logfile=io.StringIO())
    except Exception:  # calamine reads more variants of .xls than xlrd; the values are there either way
        return found
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind == xlrd.XL_CELL_ERROR:
                    word = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
                    found.setdefault(sheet.name, {})[f"{column_letter(column)}{row + 1}"] = word
    return found


def _csv_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.suffix.lower() == TEXT and not path.name.startswith("."))


def _fetch_csv(name: str, paths: Sequence[Path]) -> Fetched:
    return _csv_book(name, [(path, _read_bytes(path)) for path in paths])


def _csv_book(name: str, files: Sequence[tuple[Path, bytes]]) -> Fetched:
    digest = hashlib.sha256()
    for path, data in files:
        digest.update(path.name.encode() + b"\0" + data)
    return Fetched(digest.hexdigest(), lambda: _parse_csv(name, files))


def _parse_csv(name: str, files: Sequence[tuple[Path, bytes]]) -> RawWorkbook:
    sheets, problems = [], []
    for path, data in files:
        rows, what = csv_rows(data)
        sheets.append(Sheet(path.stem, rows))
        if what:
            problems.append(Problem(Place(name, path.stem), what, "save it as 'CSV UTF-8'"))
    return RawWorkbook(name, sheets, problems)
