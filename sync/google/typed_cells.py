"""Reads a spreadsheet before it is written: its sheets, and the cells of the pushed ones as they were typed in.

Cells are read as Google keeps them, not as they are shown, so that a formula that a person put into a cell differs from
its result, and a text that looks like a formula from a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...core.addresses import quoted_sheet
from ..push.cells import PushedFormula
from ..push.plan import SheetState
from .spreadsheet import PUSHED

if TYPE_CHECKING:
    from .session import Session

_SHEETS = (
    "properties.title,sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataKey,metadataValue)"
)
_CELLS = "data(startRow,startColumn,rowData(values(userEnteredValue)))"


@dataclass(frozen=True)
class Spreadsheet:
    """A spreadsheet as it was read; of the sheets that are not ours only their names and sizes."""

    title: str
    sheets: Sequence[SheetState]


def read(session: Session, id: str) -> Spreadsheet:
    """Return a spreadsheet: one request for its sheets, one for the cells of the pushed ones."""
    metadata = session.fetch_sheet_metadata(id, {"fields": f"{_SHEETS})"})
    sheets = [_sheet(sheet) for sheet in metadata.get("sheets", ())]
    ours = [quoted_sheet(sheet.title) for sheet in sheets if sheet.ours]
    filled = {sheet.id: sheet for sheet in read_ranges(session, id, ours)} if ours else {}
    title = str(metadata.get("properties", {}).get("title", id))
    return Spreadsheet(title, [filled.get(sheet.id, sheet) for sheet in sheets])


def read_ranges(session: Session, id: str, ranges: Sequence[str]) -> list[SheetState]:
    """Return the sheets that ranges are in, with the cells of those ranges; all others are blank."""
    fields = f"{_SHEETS},{_CELLS})"
    metadata = session.fetch_sheet_metadata(id, {"ranges": list(ranges), "fields": fields, "prettyPrint": "false"})
    return [replace(_sheet(sheet), rows=_rows(sheet.get("data", ()))) for sheet in metadata.get("sheets", ())]


def _sheet(sheet: Mapping[str, Any]) -> SheetState:
    properties = sheet["properties"]
    marks = {mark["metadataKey"]: mark.get("metadataValue", "") for mark in sheet.get("developerMetadata", ())}
    grid = properties.get("gridProperties", {})
    size = grid.get("rowCount", 0), grid.get("columnCount", 0)
    return SheetState(properties.get("sheetId", 0), properties["title"], marks.get(PUSHED, ""), *size)


def _rows(blocks: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The rows from the first of the sheet on; those that were not asked for are blank."""
    numbered = dict(row for block in blocks for row in _of_block(block))
    return [numbered.get(number, []) for number in range(1, max(numbered, default=0) + 1)]


def _of_block(block: Mapping[str, Any]) -> Iterator[tuple[int, list[Any]]]:
    before = [""] * block.get("startColumn", 0)
    for number, row in enumerate(block.get("rowData", ()), start=block.get("startRow", 0) + 1):
        cells = [_cell(cell.get("userEnteredValue", {})) for cell in row.get("values", ())]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, [*before, *cells]


def _cell(entered: Mapping[str, Any]) -> Any:
    if "formulaValue" in entered:
        return PushedFormula(entered["formulaValue"])
    return next((entered[name] for name in ("stringValue", "numberValue", "boolValue") if name in entered), "")
