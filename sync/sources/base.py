"""Where workbooks live: a small protocol, and the fake that stands in for it in tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from typing import Any, Protocol

from ...core.cells import Cell
from ...core.errors import Problem, SourceError
from .map_files import MapEntry


@dataclass(frozen=True)
class FileInfo:
    """A workbook as it lies there: its name for people, where it is, and what tells cheaply that it changed."""

    name: str
    path: str
    size: int
    modified: int  # nanoseconds since 1970

    @property
    def changed_in(self) -> int | None:
        """The year of the last change, None where that is not known."""
        return datetime.fromtimestamp(self.modified / 1e9, timezone.utc).year if self.modified > 0 else None


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells from A1 on, with the cells whose value a reader cannot tell from a blank.

    `errors` maps a cell to its error word; `merged` are ranges as (first row, first column, last row, last
    column) from 0; `hidden` says in words what is hidden, for a note. `formats` has the number format of those cells,
    as (row, column) from 0, whose format says more than their number: percentages, leading zeros, durations, dates.
    `unsaved_formulas` are formula cells that were stored without a value, `totals_rows` the rows (from 0) that a
    table of the spreadsheet program declares as its totals. With `date_1904` a plain number in a date column counts
    its days from 1904: `date_system.with_days_of_1900` turns it into the usual count. `written_in` has the columns
    that the reading added to rearrange the sheet, each with the column in which its words stand. `fills` looks up a name for
    the fill colour of each cell that has one.
    """

    title: str
    rows: Sequence[Sequence[Any]]
    errors: Mapping[str, str] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: str = ""
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unsaved_formulas: Collection[tuple[int, int]] = ()
    totals_rows: Collection[int] = ()
    date_1904: bool = False
    written_in: Mapping[int, int] = field(default_factory=dict)
    fills: Callable[[], Mapping[tuple[int, int], str]] = field(default=dict, compare=False)


@dataclass(frozen=True)
class RawWorkbook:
    """The sheets of a workbook and what is worth saying about the file itself.

    `made_by_us` when the file carries the mark of our templates; `our_output` names what of ours it is otherwise
    ("consolidated workbook", "report"), and is empty for everybody else's files. `copy_of` names the workbook that
    counts in the place of this one. `changed_in` is the year of the file's last change, where that is known. `is_text` when
    it is a text that need not hold a table. `mapping` has the entries of the mapping files that hold for it, the nearest first.
    """

    name: str
    sheets: Sequence[Sheet]
    problems: Sequence[Problem] = ()
    made_by_us: bool = False
    our_output: str = ""
    copy_of: str = ""
    changed_in: int | None = None
    is_text: bool = False
    mapping: Sequence[MapEntry] = ()


@dataclass(frozen=True)
class FileContent:
    """The bytes of a workbook: their hash, and how to make sheets of them, which another process may do."""

    sha256: str
    parse: Callable[[], RawWorkbook]


@dataclass(frozen=True)
class FetchedSource:
    """One workbook whose bytes are here already, to be parsed elsewhere."""

    content: FileContent
    root: str = ""
    at_once: int = 1
    is_local: bool = True

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        return [], []

    def fetch(self, info: FileInfo) -> FileContent:
        return self.content


class Source(Protocol):
    """A place with workbooks."""

    @property
    def root(self) -> str:
        """What tells this place from any other."""

    @property
    def at_once(self) -> int:
        """How many workbooks are worth fetching at a time."""

    @property
    def is_local(self) -> bool:
        """Whether its workbooks are files that another process of this machine can read."""

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        """Return the workbooks that are there and what was skipped; `SourceError` when the place is not there."""

    def fetch(self, info: FileInfo) -> FileContent:
        """Return the bytes of a workbook; `SourceError` when they cannot be had."""


@dataclass
class MemorySource:
    """Workbooks held in memory: sheets of rows by workbook name; an exception in their place is raised on fetching."""

    workbooks: dict[str, Mapping[str, Sequence[Sequence[Cell]]] | SourceError]
    root: str = "memory"
    at_once: int = 2
    is_local: bool = False

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        return [FileInfo(name, name, 0, _mark(book)) for name, book in self.workbooks.items()], []

    def fetch(self, info: FileInfo) -> FileContent:
        book = self.workbooks[info.name]
        if isinstance(book, SourceError):
            raise book
        sheets = [Sheet(title, rows) for title, rows in book.items()]
        return FileContent(f"{_mark(book):x}", partial(RawWorkbook, info.name, sheets))


def _mark(book: object) -> int:
    return int(hashlib.sha256(repr(book).encode()).hexdigest()[:15], 16)
