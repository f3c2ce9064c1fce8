"""What the last import wrote, and the workbooks beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...core import schema
from ...core.errors import Problem, SourceError
from ...core.records import Records
from ...core.tables.headings import HeadingIndex
from ..reading.extract import extract
from ..sources.base import FileContent, FileInfo
from ..sources.folder import FolderSource

SKILLS_IMPORTED = "skills-import.xlsx"  # the workbook of an import of skills
IMPORTED = "learning-import"  # the name of the workbook, with .xlsx or as a folder of .csv files
LEARNING_CSV, CERTIFICATIONS_CSV, CHECK_INS_CSV = "learning.csv", "certifications.csv", "check-ins.csv"

Row = tuple[object, ...]


@dataclass(frozen=True)
class LastImport:
    """The rows of the last import; those of a large one are in the file `learning_csv`."""

    learning: Sequence[Row] = ()
    learning_csv: Path | None = None
    certifications: Sequence[Row] = ()
    check_ins: Sequence[Row] = ()


def last_import(folder: Path) -> LastImport:
    """Return what the last import wrote into a folder; `SourceError` when its workbook cannot be read."""
    workbook, large = folder / f"{IMPORTED}.xlsx", folder / IMPORTED
    if workbook.exists():
        return LastImport(
            rows_of_workbook(workbook, schema.LEARNING.name),
            None,
            rows_of_workbook(workbook, schema.CERTIFICATIONS.name),
            rows_of_workbook(workbook, schema.CHECK_INS.name),
        )
    if (large / LEARNING_CSV).exists():
        return LastImport(
            (),
            large / LEARNING_CSV,
            rows_of_workbook(large / CERTIFICATIONS_CSV, schema.CERTIFICATIONS.name),
            rows_of_workbook(large / CHECK_INS_CSV, schema.CHECK_INS.name),
        )
    return LastImport()


def rows_of_workbook(path: Path, table: str) -> list[Row]:
    """Return the rows of a table of a workbook, as they are read; none when there is no file."""
    if not path.exists():
        return []
    (info,), _ = (source := FolderSource(path)).list()
    try:
        reading = extract(source.fetch(info).parse(), HeadingIndex())
    except SourceError as error:
        raise SourceError(f"{path}: {error.what}", error.hint) from None
    return [row for records in reading.tables if records.table.name == table for row in _of(records)]


def _of(records: Records) -> list[Row]:
    return list(zip(*(records.columns[column.field] for column in records.table.inputs)))


@dataclass(frozen=True)
class OtherWorkbooks:
    """A source without the workbooks of imports: people and skills are those that the users typed."""

    source: FolderSource
    without: frozenset[str] = field(default=frozenset({IMPORTED, f"{IMPORTED}.xlsx", SKILLS_IMPORTED}))

    @property
    def root(self) -> str:
        return self.source.root

    @property
    def at_once(self) -> int:
        return self.source.at_once

    @property
    def is_local(self) -> bool:
        return self.source.is_local

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        files, problems = self.source.list()
        return [info for info in files if info.name not in self.without], problems

    def fetch(self, info: FileInfo) -> FileContent:
        return self.source.fetch(info)
