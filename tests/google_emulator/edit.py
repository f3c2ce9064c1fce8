"""What every request of a batchUpdate works with: the book, who asks, and how it is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from .masks import BadMask, Mask, parse
from .ranges import Box, area_of
from .schema import camel, sheets
from .sheet import ROWS, Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


class Refused(Exception):
    """A request that cannot be done; the batch says which one it was."""


@dataclass
class Edit:
    """One request of a batch on its way."""

    book: Spreadsheet
    by: str
    now: dt.datetime

    def sheet(self, sheet_id: Any) -> Sheet:
        found = self.book.by_id(int(sheet_id or 0))
        if found is None:
            raise Refused(f"No grid with id: {sheet_id or 0}")
        return found

    def place(self, given: Json | None) -> tuple[Sheet, Box]:
        """A GridRange as a rectangle on its sheet."""
        if given is None:
            raise Refused("No range specified.")
        area = area_of(given)
        sheet = self.sheet(area.sheet_id)
        _refuse_negative(area.top, area.bottom, area.left, area.right)
        for name, start, end in (("Row", area.top, area.bottom), ("Column", area.left, area.right)):
            if end is not None and (start or 0) >= end:
                raise Refused(f"range.end{name}Index must be greater than range.start{name}Index")
        if (area.top or 0) >= sheet.row_count or (area.left or 0) >= sheet.column_count:
            raise Refused(_beyond(sheet, given))
        return sheet, sheet.box(area)

    def lines(self, given: Json | None) -> tuple[Sheet, str, int, int]:
        """A DimensionRange as a sheet, a dimension, a start and an end."""
        given = given or {}
        sheet = self.sheet(given.get("sheetId"))
        dimension = given.get("dimension", "DIMENSION_UNSPECIFIED")
        if dimension not in (ROWS, "COLUMNS"):
            raise Refused("No dimension specified.")
        start = given.get("startIndex", 0)
        end = given.get("endIndex", sheet.count(dimension))
        _refuse_negative(start, end)
        return sheet, dimension, start, end


def _refuse_negative(*indexes: int | None) -> None:
    if any(index is not None and index < 0 for index in indexes):
        raise Refused("Indexes must not be negative.")


def _beyond(sheet: Sheet, given: Json) -> str:
    shown = ", ".join(f"{name}={value}" for name, value in given.items())
    return f"Range ({shown}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"


def fields(given: Json, schema: str) -> Mask:
    """The mask of an update request, which Google insists on; it may name only what the thing to update has."""
    if not given.get("fields"):
        raise Refused("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = _camel(parse(given["fields"]))
    except BadMask:
        raise Refused(f"Invalid field mask: {given['fields']}") from None
    unknown = sheets().unknown_field(schema, mask)
    if unknown:
        raise Refused(f"Invalid field: {unknown}")
    return mask


def _camel(mask: Mask) -> Mask:
    return {camel(name): _camel(inside) for name, inside in mask.items()}
