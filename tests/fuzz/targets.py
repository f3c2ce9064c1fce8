"""What is fuzzed: each parser, as a function from a file's content to how it ended; an exception is a crash.

Workbooks and .csv go through a reader process, as in a sync: what ends that process costs the file only, and is no crash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from okrsheets.core.errors import SettingsError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.config import load
from okrsheets.sync.readers.limits import Limits
from okrsheets.sync.readers.reader_process import Readers
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.base import FileInfo, RawWorkbook, Sheet
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.map_files import read_map

CORPUS = Path(__file__).parent / "corpus"
LIMITS = Limits(seconds=4, megabytes=512)
WORKBOOKS = ("xlsx", "xlsb", "ods", "xls", "csv")
SETTINGS = {"toml": load, "mapping": read_map}
TARGETS = (*WORKBOOKS, *SETTINGS, "reading")

Run = Callable[[bytes], str]
_ENDS = {
    "reading it ended the program": "ended its process",
    "reading it took longer": "given up after its time",
    "reading it needs more than": "given up for its memory",
}


class Crash(Exception):
    """A content that ended in something other than records or a refusal in words."""


def kept(target: str) -> dict[str, bytes]:
    """Return the corpus of a target: the content of each file by its name."""
    return {path.name: path.read_bytes() for path in sorted((CORPUS / target).iterdir())}


@contextmanager
def running(target: str, folder: Path) -> Iterator[Run]:
    """Give the function that is fuzzed; it keeps the content that it runs in a file of the folder."""
    path = folder / f"input.{'toml' if target in SETTINGS else target}"
    if target in WORKBOOKS:
        with Readers(1, LIMITS).started(1, HeadingIndex(), {}) as readers:
            yield lambda content: _workbook(readers, path, content)
    elif target in SETTINGS:
        yield lambda content: _settings(SETTINGS[target], path, content)
    else:
        yield _reading


def _workbook(readers: Readers, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    info = FileInfo(path.name, str(path), len(content), 0)
    reading, _ = readers.read(FolderSource(path.parent), info, path.name, "")
    if reading.extract is not None:
        return _checked(reading.extract, path.name)
    assert reading.refusal is not None
    what, hint = reading.refusal.what, reading.refusal.hint
    if what.startswith("the workbook could not be read (") or not hint or "\n" in what:
        raise Crash(what)
    return next((end for words, end in _ENDS.items() if words in what), "refused")


def _checked(extract: Extract, name: str) -> str:
    astray = [problem for problem in extract.problems if problem.location.workbook != name]
    if astray:
        raise Crash(f"problems of another workbook: {astray[:3]}")
    return "read"


def _settings(read: Callable[[Path], object], path: Path, content: bytes) -> str:
    path.write_bytes(content)
    try:
        read(path)
    except SettingsError as error:
        if not error.hint:
            raise Crash(error.what) from None
        return "refused"
    return "read"


@dataclass(frozen=True)
class Grids:
    """The sheets of a workbook as a corpus file of the reading stages has them: JSON, rows by title."""

    sheets: dict[str, list[list[str | int | float | bool | None]]]

    @staticmethod
    def of(content: bytes) -> Grids | None:
        """Return the sheets, None when a mutation left none."""
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            return None
        if not isinstance(data, dict) or not all(isinstance(rows, list) for rows in data.values()):
            return None
        cell = (str, int, float, bool, type(None))
        if not all(
            isinstance(row, list) and all(isinstance(value, cell) for value in row)
            for rows in data.values()
            for row in rows
        ):
            return None
        return Grids(data)

    def workbook(self) -> RawWorkbook:
        """Return them as a source gives them: each row as wide as the widest, numbers as floats, "" for a blank cell."""
        sheets = []
        for title, rows in self.sheets.items():
            width = max(map(len, rows), default=0)
            cells = [[_cell(value) for value in [*row, *[None] * (width - len(row))]] for row in rows]
            sheets.append(Sheet(title, cells))
        return RawWorkbook("Q1.xlsx", sheets)


def _cell(value: str | float | bool | None) -> str | float | bool:
    if value is None:
        return ""
    if isinstance(value, (str, bool)):
        return value
    try:
        return float(value)
    except OverflowError:
        return str(value)


def _reading(content: bytes) -> str:
    grids = Grids.of(content)
    if grids is None:
        return "refused"
    raw = grids.workbook()
    return _checked(extract(raw, HeadingIndex()), raw.name)
