"""How a pushed sheet looks in Google: made once, when the sheet is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...core.grid import Grid
from ...sheets_templates import google_looks as looks
from ...sheets_templates.google_rules import conditional
from .consolidated_tables import STYLES, WORDS

Json = dict[str, Any]

WARNING = "Written by okrsheets: change it in the team's workbook; what is typed here stays, and is reported."
_SIDES = {"number": "right", "share": "right", "date": "centre", "flag": "centre"}


def dress(grid: Grid, headings: Sequence[str], sheet_id: int) -> list[Json]:
    """Return the requests that dress a new sheet: its headings in row 1, and the last of them in a hidden column."""
    last = len(headings) - 1
    cells: list[Json] = [{"userEnteredValue": {"stringValue": heading}} for heading in headings]
    for cell, column in zip(cells, grid.columns):
        cell |= {"note": column.note} if column.note else {}
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    whole = {"sheetId": sheet_id, "startColumnIndex": 0, "endColumnIndex": last + 1}
    guard = {"range": whole, "description": WARNING, "warningOnly": True}
    return [
        {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue,note"}},
        *body(grid, range(last), 2, sheet_id),
        *_headed(grid, sheet_id),
        *_widths(grid, sheet_id),
        _columns(sheet_id, last, last + 1, {"hiddenByUser": True}),
        *_coloured(grid, sheet_id),
        {"setBasicFilter": {"filter": {"range": {**whole, "startRowIndex": 0, "endColumnIndex": last}}}},
        {"addProtectedRange": {"protectedRange": guard}},
    ]


def _headed(grid: Grid, sheet_id: int) -> Iterator[Json]:
    for at, column in enumerate(grid.columns):
        where = {
            "sheetId": sheet_id,
            "startRowIndex": 0,
            "endRowIndex": 1,
            "startColumnIndex": at,
            "endColumnIndex": at + 1,
        }
        yield _look(where, looks.cell_format(looks.style_of(f"required {_SIDES.get(column.shape, 'left')}")))


def body(grid: Grid, columns: Sequence[int], first_row: int, sheet_id: int) -> Iterator[Json]:
    """Return the requests that give the cells below a row on their look and number format."""
    for at, column in zip(columns, grid.columns):
        where = {"sheetId": sheet_id, "startRowIndex": first_row - 1, "startColumnIndex": at, "endColumnIndex": at + 1}
        yield _look(where, looks.cell_format(looks.style_of(STYLES[column.shape])))


def _look(where: Json, cell_format: Json) -> Json:
    return {"repeatCell": {"range": where, "cell": {"userEnteredFormat": cell_format}, "fields": "userEnteredFormat"}}


def _widths(grid: Grid, sheet_id: int) -> Iterator[Json]:
    for at, column in enumerate(grid.columns):
        yield _columns(sheet_id, at, at + 1, {"pixelSize": looks.width(column.width)})


def _columns(sheet_id: int, first: int, end: int, properties: Json) -> Json:
    where = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": first, "endIndex": end}
    return {"updateDimensionProperties": {"range": where, "properties": properties, "fields": next(iter(properties))}}


def _coloured(grid: Grid, sheet_id: int) -> Iterator[Json]:
    for at, column in enumerate(grid.columns):
        for word, cell_format in WORDS.get(column.heading, {}).items():
            condition = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
            rule = conditional((2, at), (2, at), condition, cell_format)
            rule["ranges"] = [
                {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": at, "endColumnIndex": at + 1}
            ]
            yield {"addConditionalFormatRule": {"rule": rule, "index": 0}}
