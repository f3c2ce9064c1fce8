"""Reads one spreadsheet with two requests: one for its sheets, one for the values of their cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...core.addresses import quoted_sheet
from ...core.errors import column_letter
from ..sources import file_limits, own_files
from ..sources.base import FileContent, RawWorkbook, Sheet
from ..sources.error_words import is_error_word
from .request_error import GoogleRequestError

if TYPE_CHECKING:
    from .session import Session

LONGEST_ADDRESS = 6000  # characters of sheet names in one request; more would be refused

PUSHED = "okrsheets-table"  # the key of the metadata on a sheet that a push wrote

_PARTS = ("properties.title", "properties.sheetType", "properties.hidden", "merges", "developerMetadata.metadataKey")
_FIELDS = ",".join(f"sheets.{each}" for each in _PARTS)
_RAW = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER", "majorDimension": "ROWS"}


def fetch(session: Session, id: str, name: str, most_cells: int = file_limits.MAX_CELLS) -> FileContent:
    """Return the sheets of a spreadsheet with the hash of all that they say; `GoogleRequestError` when Google gives none.

    A sheet that is renamed between the two requests is asked for again, once.
    """
    try:
        sheets = _read(session, id)
    except GoogleRequestError as error:
        if error.status != 400:
            raise
        sheets = _read(session, id)
    return FileContent(_digest(sheets), partial(_workbook, name, sheets, most_cells))


def _workbook(name: str, sheets: Sequence[Mapping[str, Any]], most_cells: int) -> RawWorkbook:
    return own_files.workbook(name, list(_sheets(sheets, most_cells)))


def _digest(sheets: Sequence[Mapping[str, Any]]) -> str:
    """The hash of the content, row by row, since a spreadsheet may hold ten million cells."""
    digest = hashlib.sha256()
    for sheet in sheets:
        merges = sorted(map(_merged, sheet["merges"]))
        for row in ((sheet["title"], sheet["hidden"], merges), *sheet["values"]):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _read(session: Session, id: str) -> list[dict[str, Any]]:
    """The sheets that have cells, each with its title, merged ranges and values; not those that a push wrote."""
    metadata = session.fetch_sheet_metadata(id, {"fields": _FIELDS}).get("sheets", [])
    grids = [
        sheet for sheet in metadata if sheet["properties"].get("sheetType", "GRID") == "GRID" and not _is_pushed(sheet)
    ]
    titles = [sheet["properties"]["title"] for sheet in grids]
    values = [rows for group in _groups(titles) for rows in _values(session, id, group)]
    return [
        {
            "title": sheet["properties"]["title"],
            "hidden": bool(sheet["properties"].get("hidden")),
            "merges": sheet.get("merges", []),
            "values": rows,
        }
        for sheet, rows in zip(grids, values, strict=True)
    ]


def _is_pushed(sheet: Mapping[str, Any]) -> bool:
    return PUSHED in [mark["metadataKey"] for mark in sheet.get("developerMetadata", ())]


def _values(session: Session, id: str, titles: Sequence[str]) -> list[list[list[Any]]]:
    answer = session.values_batch_get(id, list(map(quoted_sheet, titles)), dict(_RAW))
    return [value_range.get("values", []) for value_range in answer.get("valueRanges", ())]


def _groups(titles: Sequence[str]) -> Iterator[list[str]]:
    """All titles at once, unless together they are too long for one request."""
    group: list[str] = []
    length = 0
    for title in titles:
        size = 12 + 3 * len(title.encode())  # as it is written in an address
        if group and length + size > LONGEST_ADDRESS:
            yield group
            group, length = [], 0
        group.append(title)
        length += size
    if group:
        yield group


def _sheets(sheets: Sequence[Mapping[str, Any]], most_cells: int) -> Iterator[Sheet]:
    cells = 0
    for sheet in sheets:
        rows: list[list[Any]] = sheet["values"]
        width = max(map(len, rows), default=0)
        cells += len(rows) * width
        file_limits.refuse_wide(sheet["title"], len(rows), width, cells, most_cells)
        errors = dict(_errors(rows))
        yield Sheet(
            sheet["title"],
            [_whole(row, width, bool(errors)) for row in rows],
            errors,
            list(map(_merged, sheet["merges"])),
            "the sheet" if sheet["hidden"] else "",
        )


def _errors(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if _is_error(cell):
                yield f"{column_letter(column)}{number}", cell


def _is_error(cell: Any) -> bool:
    """Whether a cell is an error, as it comes where one stands; a text that was typed so looks the same."""
    return type(cell) is str and cell[:1] in "#EL" and (cell == "#N/A" or is_error_word(cell))


def _whole(row: Sequence[Any], width: int, errors: bool) -> list[Any]:
    """Rows come without the blanks at their end; an error is a blank, as in workbooks, and listed beside the rows."""
    cells = ["" if cell is None or (errors and _is_error(cell)) else cell for cell in row]
    return cells + [""] * (width - len(cells))


def _merged(merge: Mapping[str, int]) -> tuple[int, int, int, int]:
    return (
        merge.get("startRowIndex", 0),
        merge.get("startColumnIndex", 0),
        merge["endRowIndex"] - 1,
        merge["endColumnIndex"] - 1,
    )
