"""What a file must pass before a parser written for speed sees it: bounds in bytes and cells, no surprises inside.

The parser lays a sheet out as one dense block of memory, so that two cells far apart would end the process;
and it shows error cells as blanks. Both are looked for here, in the bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..core.errors import SourceError
from .extent import extent

MAX_BYTES = 512 * 1024 * 1024  # of a workbook, unpacked
MAX_CELLS = 20_000_000  # of a sheet, laid out as a block
MAX_PARTS = 10_000

_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*?\bt="e"[^>]*>(.*?)</(?:\w+:)?c>', re.S)
_ERROR_CELL_TYPE_FIRST = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\bt="e"[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>(.*?)</(?:\w+:)?c>', re.S
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^>]*?\bhidden="(?:1|true)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.S)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')
_ODS_ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
_ODS_ERROR = re.compile(rb'calcext:value-type="error"')


@dataclass(frozen=True)
class SheetMarks:
    """What the bytes of one sheet say that its parsed values do not."""

    errors: dict[str, str] = field(default_factory=dict)
    merged: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(frozen=True)
class Marks:
    """The marks of a workbook's sheets by title; `unplaced_errors` where a format does not tell the cell."""

    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    unplaced_errors: int = 0


def inspect_zip(data: bytes) -> Marks:
    """Return the marks of an .xlsx, .xlsm or .ods; `SourceError` for one that must not be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _bounded(archive)
            if "content.xml" in parts:
                return _inspect_ods(archive.read("content.xml"))
            return _inspect_xlsx(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, ValueError) as error:
        raise SourceError(
            f"the file is damaged: {error}", "open it in your spreadsheet program and save it again"
        ) from None
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError(f"the file cannot be unpacked: {error}", "save it again without a password") from None


def _bounded(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """`zipfile` reads no more than the size that a part declares, so that the declared sizes bound everything."""
    parts = {part.filename: part for part in archive.infolist()}
    total = sum(part.file_size for part in parts.values())
    if total > MAX_BYTES or len(archive.infolist()) > MAX_PARTS:
        raise SourceError(
            f"the file unpacks to {total / 1e6:,.0f} MB in {len(archive.infolist()):,} parts, which is not read",
            f"the limit is {MAX_BYTES // 1_048_576} MB: split the workbook, or delete unused rows and save it again",
        )
    return parts


def _inspect_xlsx(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Marks:
    titles = None
    sheets: dict[str, SheetMarks] = {}
    for name in parts:
        low = name.lower()
        if not low.endswith(".xml") or "/media/" in low:
            continue
        data = archive.read(name)
        _refuse_entities(data)
        if "worksheets/" not in low or "_rels" in low:
            continue
        _refuse_wide(data)
        marks = _marks_of(data)
        if marks is not None:
            titles = titles or _titles(archive)
            sheets[titles.get(name.lower(), name)] = marks
    return Marks(sheets)


def _refuse_entities(data: bytes) -> None:
    """A document type stands before everything else, or it is none."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise SourceError(
            "the file declares XML entities, which is not read", "save it again from your spreadsheet program"
        )


def _refuse_wide(data: bytes) -> None:
    """Refuse a sheet whose block from its first to its last cell is too large."""
    last_row, last_column = extent(data)
    if last_row * last_column > MAX_CELLS:
        raise SourceError(
            f"a sheet reaches to row {last_row:,}, column {last_column:,}: too large to read",
            "delete the stray cells far from your table (Ctrl+End shows the last one) and save it again",
        )


def _marks_of(data: bytes) -> SheetMarks | None:
    errors = b't="e"' in data
    merged = b"mergeCell" in data[data.rfind(b"</sheetData>") :]
    hidden = b'hidden="' in data
    if not (errors or merged or hidden):
        return None
    return SheetMarks(
        dict(_error_cells(data)) if errors else {},
        merged,
        len(_HIDDEN_ROW.findall(data)) if hidden else 0,
        len(_HIDDEN_COLUMN.findall(data)) if hidden else 0,
    )


def _error_cells(data: bytes) -> Iterator[tuple[str, str]]:
    for pattern in (_ERROR_CELL, _ERROR_CELL_TYPE_FIRST):
        for cell, inside in pattern.findall(data):
            value = _VALUE.search(inside)
            yield cell.decode(), value.group(1).decode() if value else "#VALUE!"


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheet title of each part, by way of the workbook's relationships."""
    book = next(name for name in archive.namelist() if name.lower() == "xl/workbook.xml")
    links = next(name for name in archive.namelist() if name.lower() == "xl/_rels/workbook.xml.rels")
    targets = {}
    for tag in _RELATIONSHIP.findall(archive.read(links)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode().lstrip("/")
        targets[attributes.get(b"Id", b"")] = (target if target.startswith("xl/") else f"xl/{target}").lower()
    titles = {}
    for tag in _SHEET.findall(archive.read(book)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        link = next((value for key, value in attributes.items() if key.endswith(b":id")), b"")
        titles[targets.get(link, "")] = _unescape(attributes.get(b"name", b"").decode())
    return titles


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def _inspect_ods(data: bytes) -> Marks:
    """Bound what repeats stand for, and count error cells."""
    _refuse_entities(data)
    if b"number-rows-repeated" in data or b"number-columns-repeated" in data:
        cells = sum(_ods_cells(attributes, inside) for attributes, inside in _ODS_ROW.findall(data))
        if cells > MAX_CELLS:
            raise SourceError(
                f"a sheet stands for {cells:,} cells: too large to read",
                "delete the stray cells far from your table and save it again",
            )
    return Marks(unplaced_errors=len(_ODS_ERROR.findall(data)))


def _ods_cells(row: bytes, inside: bytes) -> int:
    """Cells of a row that says something; empty rows at the end cost nothing."""
    if b"office:value" not in inside and b"<text:p" not in inside:
        return 0
    repeat = _ODS_ROWS.search(row)
    width = 0
    for attributes in _ODS_CELL.findall(inside):
        columns = _ODS_COLUMNS.search(attributes)
        width += int(columns.group(1)) if columns and b"office:value" in attributes else 1
    return width * (int(repeat.group(1)) if repeat else 1)
