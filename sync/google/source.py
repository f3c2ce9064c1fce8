"""Workbooks at Google: a spreadsheet, a folder with all folders in it, and the .xlsx, .ods, .xls and .csv files there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...core.errors import Location, Problem, SourceError
from ..sources import file_limits, folder
from ..sources.base import FileContent, FileInfo
from ..sources.copies import CopyReader, possible_copies, with_group
from ..sources.csv_files import csv_book
from ..sources.file_kinds import TEXTS, WORKBOOKS
from . import drive, spreadsheet
from .address import Address
from .connection import Connection
from .drive import DriveFile, FolderTree

if TYPE_CHECKING:
    from .session import Session

OFFICE = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.ms-excel": ".xls",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}
_OWN = "application/vnd.google-apps."


@dataclass(frozen=True)
class GoogleSource:
    """A spreadsheet or a folder of Google's, over the session that all sources of a command share."""

    address: Address
    connection: Connection
    at_once: int = 8  # the time goes into waiting for answers
    is_local: bool = False
    most_cells: int = file_limits.MAX_CELLS  # of a workbook
    seconds: float = math.inf  # for the answers to the requests of a workbook
    _files: dict[str, Sequence[DriveFile]] = field(default_factory=dict, repr=False)
    _copies: dict[str, list[FileInfo]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def root(self) -> str:
        return str(self.address)

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        session = self.connection.session
        tree = drive.walk(session, self.address.id) if self.address.folder else self._of_file(session)
        self._files.clear()
        self._files.update(_workbooks(session, tree, self.address.id))
        infos = [_stamp(name, files) for name, files in self._files.items()]
        self._copies.clear()
        self._copies.update(possible_copies(infos))
        listed = [with_group(info, self._copies[info.name]) if info.name in self._copies else info for info in infos]
        return listed, [*tree.problems, *_skipped(tree)]

    def _of_file(self, session: Session) -> FolderTree:
        """What the address leads to may be a spreadsheet, another file, a folder, or a shortcut to one of them."""
        file = drive.get(session, self.address.id)
        if file.kind == drive.SHORTCUT:
            file = replace(drive.get(session, file.target), name=file.name)
        if file.kind == drive.FOLDER:
            return drive.walk(session, file.id)
        if not _ending(file):
            kind = f"a Google {file.kind.removeprefix(_OWN)}" if file.kind.startswith(_OWN) else file.kind or "a file"
            hint = "name a spreadsheet, a workbook in Drive, or a folder with some"
            raise SourceError(f"{file.name!r} isn't a spreadsheet but {kind}", hint)
        return FolderTree([(str(file), file)])

    def fetch(self, info: FileInfo) -> FileContent:
        group = self._copies.get(info.name, ())
        own = next((file for file in group if file.name == info.name), None)
        return self._copy_reader.read(own, group) if own else self._fetch(info)

    @cached_property
    def _copy_reader(self) -> CopyReader:
        return CopyReader(self._fetch)

    def _fetch(self, stamp: FileInfo) -> FileContent:
        with self.connection.session.limited(self.seconds):
            return self._fetch_within(stamp)

    def _fetch_within(self, stamp: FileInfo) -> FileContent:
        session, files = self.connection.session, self._files[stamp.name]
        if files[0].kind == drive.SPREADSHEET:
            return spreadsheet.fetch(session, files[0].id, stamp.name, self.most_cells)
        contents = [(Path(str(file)), _download(session, file)) for file in files]
        if _ending(files[0]) in TEXTS:
            return csv_book(stamp.name, contents, self.most_cells)
        return folder.book(stamp.name, contents[0][1], self.most_cells)


def _workbooks(session: Session, tree: FolderTree, top: str) -> Iterator[tuple[str, Sequence[DriveFile]]]:
    """The files of each workbook, by its name; the .csv files of a folder are one workbook, as on a disk."""
    named: dict[str, Sequence[DriveFile]] = {}
    texts: dict[str, list[DriveFile]] = {}
    for path, file in sorted(tree.files, key=lambda each: (each[0], each[1].id)):
        if _ending(file) in TEXTS:
            texts.setdefault(str(PurePosixPath(path).parent), []).append(file)
        elif _ending(file) and not file.name.startswith("~$"):
            named[_free(path, file, named)] = [file]
    for where, files in texts.items():
        name = where if where != "." else str(drive.get(session, top))
        named[_free(name, files[0], named)] = files
    yield from sorted(named.items())


def _free(name: str, file: DriveFile, taken: Iterable[str]) -> str:
    """Return a name for a file: Drive allows several of one name in a folder, and those after the first get their id."""
    return f"{name} ({file.id[:8]})" if name in taken else name


def _skipped(tree: FolderTree) -> Iterator[Problem]:
    for path, file in tree.files:
        if _ending(file) and file.name.startswith("~$"):
            yield Problem(Location(path), "a lock file: somebody has the workbook open; skipped", note=True)


def _ending(file: DriveFile) -> str:
    """How a file that can be read is read: as the ending of its kind says; nothing for others."""
    if file.kind == drive.SPREADSHEET:
        return "sheet"
    ending = PurePosixPath(file.name).suffix.lower()
    if file.kind.startswith(_OWN):
        return ""
    return ending if ending in (*WORKBOOKS, *TEXTS) else OFFICE.get(file.kind.lower(), "")


def _stamp(name: str, files: Sequence[DriveFile]) -> FileInfo:
    address = f"https://{'docs' if files[0].kind == drive.SPREADSHEET else 'drive'}.google.com/"
    kind = "spreadsheets" if files[0].kind == drive.SPREADSHEET else "file"
    versions = sum(file.version or file.size for file in files)
    return FileInfo(name, f"{address}{kind}/d/{files[0].id}", versions, max(file.modified for file in files))


def _download(session: Session, file: DriveFile) -> bytes:
    if file.size > file_limits.MAX_BYTES:
        raise SourceError(f"the file has {file.size / 1e6:,.0f} MB, which is not read", "split the workbook")
    return drive.download(session, file)
