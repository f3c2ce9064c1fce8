"""Reads all sheets of a spreadsheet with their values, formulas and what of them may be changed, in two requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.addresses import quoted_sheet
from ...core.cells import Cell, ErrorCell

if TYPE_CHECKING:
    from .session import Session

LOADING = "Loading..."  # what a custom function shows until it answers

_SHEETS = (
    "properties.title,sheets(properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount)),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit)"
)
_CELLS = (
    "data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue,effectiveFormat(numberFormat(type)))))"
)
_ERRORS = {
    "NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!", "NAME": "#NAME?",
    "NUM": "#NUM!", "N_A": "#N/A", "LOADING": LOADING,
}  # fmt: skip

At = tuple[int, int]  # row from 1 and column from 0


@dataclass(frozen=True)
class SheetContent:
    """A sheet with what its cells show and their formulas; `days` are the cells that show a date.

    `is_locked` says that the user may not change the sheet.
    """

    id: int
    title: str
    height: int
    width: int
    cells: Mapping[At, Cell]
    formulas: Mapping[At, str]
    days: frozenset[At]
    is_locked: bool


@dataclass(frozen=True)
class SpreadsheetContent:
    """A spreadsheet with all its sheets of cells, in their order; `sheet_ids` are those of all sheets."""

    title: str
    sheets: tuple[SheetContent, ...]
    sheet_ids: frozenset[int]


def read_contents(session: Session, id: str) -> SpreadsheetContent:
    """Return a spreadsheet with the contents of all its sheets; `GoogleRequestError` when Google gives none."""
    metadata = session.fetch_sheet_metadata(id, {"fields": f"{_SHEETS})"})
    grids = [sheet for sheet in metadata.get("sheets", ()) if _is_grid(sheet)]
    ranges = [quoted_sheet(sheet["properties"]["title"]) for sheet in grids]
    asked: dict[str, Any] = {"ranges": ranges, "fields": f"{_SHEETS},{_CELLS})", "prettyPrint": "false"}
    filled = session.fetch_sheet_metadata(id, asked)
    return SpreadsheetContent(
        str(metadata.get("properties", {}).get("title", id)),
        tuple(_content(sheet) for sheet in filled.get("sheets", ()) if _is_grid(sheet)),
        frozenset(sheet["properties"].get("sheetId", 0) for sheet in metadata.get("sheets", ())),
    )


def _is_grid(sheet: Mapping[str, Any]) -> bool:
    return bool(sheet["properties"].get("sheetType", "GRID") == "GRID")


def _content(sheet: Mapping[str, Any]) -> SheetContent:
    properties, cells = sheet["properties"], dict(_cells(sheet))
    grid = properties.get("gridProperties", {})
    return SheetContent(
        properties.get("sheetId", 0),
        properties["title"],
        grid.get("rowCount", 0),
        grid.get("columnCount", 0),
        {at: value for at, cell in cells.items() if (value := _value(cell.get("effectiveValue", {}))) is not None},
        {at: text for at, cell in cells.items() if (text := cell.get("userEnteredValue", {}).get("formulaValue"))},
        frozenset(at for at, cell in cells.items() if _shows_day(cell)),
        any(_locks(protection) for protection in sheet.get("protectedRanges", ())),
    )


def _cells(sheet: Mapping[str, Any]) -> Iterator[tuple[At, Mapping[str, Any]]]:
    for block in sheet.get("data", ()):
        for row, line in enumerate(block.get("rowData", ()), start=block.get("startRow", 0) + 1):
            for column, cell in enumerate(line.get("values", ()), start=block.get("startColumn", 0)):
                if cell:
                    yield (row, column), cell


def _value(effective: Mapping[str, Any]) -> Cell:
    """What a cell shows; an empty text is an empty cell."""
    if "errorValue" in effective:
        return ErrorCell(_ERRORS.get(effective["errorValue"].get("type", ""), "#ERROR!"))
    if "numberValue" in effective:
        return float(effective["numberValue"])
    text: Cell = effective.get("stringValue", effective.get("boolValue"))
    return None if text == "" else text


def _shows_day(cell: Mapping[str, Any]) -> bool:
    return cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type") in ("DATE", "DATE_TIME")


def _locks(protection: Mapping[str, Any]) -> bool:
    """Whether a protection keeps the user from changing cells; one that only warns doesn't."""
    return not protection.get("warningOnly", False) and not protection.get("requestingUserCanEdit", False)
