"""Files of other systems: a table under a row of headings, in .csv, in a workbook or in JSON; or any other JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from ...core.cells import Cell
from ...core.errors import SourceError
from ..sources.csv_files import DELIMITERS, csv_rows, decoded, delimiter_of, without_guards
from ..sources.file_kinds import TEXTS, WORKBOOKS
from ..sources.file_limits import LONGEST_TEXT
from ..sources.folder import FolderSource

BEGINNING = 65_536  # bytes in which the headings are
HEADINGS_WITHIN = 20  # rows
ENDINGS = (*TEXTS, ".txt", ".tab", *WORKBOOKS, ".json", ".jsonld")
ROW_LISTS = ("results", "elements", "statements")  # where API pages keep their rows

IsHeadings = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class ReportTable:
    """A table of a file: its headings, and the row (from 1) of the first record.

    `rows` are its records; where they are None, they are in the .csv file `path`, whose cells `delimiter` separates.
    """

    name: str
    headings: tuple[str, ...]
    first_row: int
    rows: Sequence[Sequence[Cell]] | None = field(repr=False)
    path: Path | None = None
    delimiter: str = ","

    def read(self) -> ReportTable:
        """Return the report with its rows."""
        if self.rows is not None or self.path is None:
            return self
        rows = _separated(decoded(self.path.read_bytes())[0], self.delimiter, self.name)
        return ReportTable(self.name, self.headings, self.first_row, rows[self.first_row - 1 :])


@dataclass(frozen=True)
class Document:
    """A JSON file that is no list of rows."""

    name: str
    value: Any = field(repr=False)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return files and the files of folders that can be read; `SourceError` for one that is not there."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
            files += [file for file in inside if file.is_file() and not file.name.startswith((".", "~$"))]
        elif path.exists():
            files.append(path)
        else:
            raise SourceError(f"there is no file {str(path)!r}", "check the path")
    return files


def contents(path: Path, is_headings: IsHeadings) -> list[ReportTable | Document]:
    """Return what a file holds; `is_headings` recognises the row of headings. `SourceError` when it cannot be read."""
    ending = path.suffix.lower()
    try:
        if ending in (".json", ".jsonld"):
            return _from_json(path)
        if ending in WORKBOOKS:
            return list(_from_workbook(path, is_headings))
        return [_from_text(path, is_headings)]
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}", "check the path, and whether you may read the file") from None


def _from_text(path: Path, is_headings: IsHeadings) -> ReportTable:
    """A .csv file; one that DuckDB can read as it is keeps its rows in the file."""
    with path.open("rb") as file:
        begin = file.read(BEGINNING)
    text, odd = decoded(begin)
    complete = text[: text.rfind("\n") + 1] if len(begin) == BEGINNING else text
    delimiter = _delimiter(complete, is_headings)
    if delimiter is None or odd or b"\0" in begin:
        whole, _ = decoded(path.read_bytes())
        rows = csv_rows(path.read_bytes())[0] if delimiter is None else _separated(whole, delimiter, path.name)
        return _below_headings(path.name, rows, is_headings)
    rows = _separated(complete, delimiter, path.name)
    report = _below_headings(path.name, rows, is_headings)
    above = rows[: report.first_row - 1]
    if any("\n" in str(cell) for row in above for cell in row):  # rows are not lines: DuckDB cannot skip them
        whole, _ = decoded(path.read_bytes())
        return _below_headings(path.name, _separated(whole, delimiter, path.name), is_headings)
    return ReportTable(path.name, report.headings, report.first_row, None, path, delimiter)


def _delimiter(text: str, is_headings: IsHeadings) -> str | None:
    """What separates the cells: the mark with which the headings are recognised, else the likeliest one if any."""
    likeliest = delimiter_of(text)
    for mark in dict.fromkeys((likeliest, *DELIMITERS)):
        if len(mark) == 1 and mark.isprintable() | (mark == "\t"):
            rows = islice(csv.reader(StringIO(text, newline=""), delimiter=mark), HEADINGS_WITHIN)
            with suppress(csv.Error):
                if any(is_headings(row) for row in rows):
                    return mark
    return likeliest if likeliest in DELIMITERS else None


def _separated(text: str, delimiter: str, name: str) -> list[list[Cell]]:
    csv.field_size_limit(LONGEST_TEXT)
    try:
        return [without_guards(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise SourceError(f"{name}: this isn't a valid .csv file: {error}", "export it again") from None


def _from_workbook(path: Path, is_headings: IsHeadings) -> Iterator[ReportTable]:
    source = FolderSource(path)
    (info, *_), _ = source.list()
    try:
        raw = source.fetch(info).parse()
    except SourceError as error:
        raise SourceError(f"{path}: {error.what}", error.hint) from None
    for sheet in raw.sheets:
        if any(any(cell not in (None, "") for cell in row) for row in sheet.rows):
            yield _below_headings(f"{path.name} › {sheet.title}", sheet.rows, is_headings)


def _below_headings(name: str, rows: Sequence[Sequence[Cell]], is_headings: IsHeadings) -> ReportTable:
    """The rows below the first row of headings that is recognised, below the first filled row when none is."""
    texts = [["" if cell is None else str(cell).strip() for cell in row] for row in rows[:HEADINGS_WITHIN]]
    filled = next((at for at, row in enumerate(texts) if any(row)), 0)
    at = next((number for number, row in enumerate(texts) if is_headings(row)), filled)
    headings = tuple(texts[at]) if texts else ()
    return ReportTable(name, headings, at + 2, rows[at + 1 :])


def _from_json(path: Path) -> list[ReportTable | Document]:
    """One value, or one value a line."""
    text, _ = decoded(path.read_bytes())
    try:
        value = json.loads(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            value = [json.loads(line) for line in lines] if len(lines) > 1 else None
        except ValueError:
            value = None
        if value is None:
            raise SourceError(f"{path}: this isn't valid JSON: {error}", "export the file again") from None
    except RecursionError:
        raise SourceError(f"{path}: its lists are nested too deeply", "export the file again") from None
    return from_json_value(path.name, value)


def from_json_value(name: str, value: Any) -> list[ReportTable | Document]:
    """Return the rows of API pages, of lists and of several named lists as a report; anything else as a document.

    >>> from_json_value("page.json", {"count": 1, "next": None, "results": [{"user_email": "a@b.example"}]})[0].headings
    ('user_email',)
    """
    if isinstance(value, dict) and value and all(isinstance(rows, list) for rows in value.values()):
        value = [{ROW_LISTS[0]: rows} for rows in value.values()]
    pages = value if isinstance(value, list) else [value]
    lists = [
        rows for page in pages if isinstance(page, dict) for key in ROW_LISTS if isinstance(rows := page.get(key), list)
    ]
    flat = [row for rows in lists for row in rows] if lists else pages
    if flat and all(map(_is_row, flat)):
        return [_of_dicts(name, flat)]
    return [Document(name, each) for each in flat]


def _is_row(value: Any) -> bool:
    """Whether a value is a row of a report: names and plain values, and no credential."""
    return (
        isinstance(value, dict)
        and "@context" not in value
        and not any(isinstance(cell, dict) for cell in value.values())
    )


def _of_dicts(name: str, rows: Sequence[Mapping[str, Any]]) -> ReportTable:
    headings = tuple(dict.fromkeys(key for row in rows for key in row))
    return ReportTable(name, headings, 1, [[_cell(row.get(key)) for key in headings] for row in rows])


def _cell(value: Any) -> Cell:
    return "; ".join(map(str, value)) if isinstance(value, list) else value
