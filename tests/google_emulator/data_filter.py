"""Data filters: another way to say which range is meant."""

from __future__ import annotations

from typing import Any

from .errors import invalid
from .ranges import area_of, box_name
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


def a1_of(book: Spreadsheet, data_filter: Json) -> str:
    """A data filter's range in A1 notation."""
    if "a1Range" in data_filter:
        return str(data_filter["a1Range"])
    if "gridRange" in data_filter:
        area = area_of(data_filter["gridRange"])
        sheet = book.sheet_of(area)
        return sheet.prefix + box_name(sheet.box(area))
    raise invalid("the emulator finds ranges by a1Range and gridRange only.")
