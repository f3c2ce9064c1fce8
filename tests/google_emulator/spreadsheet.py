"""A spreadsheet: its sheets, its names, and what every new one starts with."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import invalid
from .ranges import Area, Box, area_of, grid_range, parse_cells, split_title
from .sheet import Sheet, new_sheet

Json = dict[str, Any]

MOST_CELLS = 10_000_000
TOO_MANY_CELLS = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
WHITE = {"red": 1.0, "green": 1.0, "blue": 1.0}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
THEME = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}


def rgb(red: int, green: int, blue: int) -> Json:
    """A colour from bytes; black is empty."""
    parts = {"red": red / 255, "green": green / 255, "blue": blue / 255}
    return {name: value for name, value in parts.items() if value}


def theme() -> Json:
    colors = [{"colorType": name, "color": {"rgbColor": rgb(*parts)}} for name, parts in THEME.items()]
    return {"primaryFontFamily": "Arial", "themeColors": colors}


@dataclass
class Spreadsheet:
    """What the Sheets API sees of a file; title, times and permissions are the file's."""

    id: str
    properties: Json
    sheets: list[Sheet]
    names: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    chance: random.Random = field(default_factory=random.Random)

    def fresh_id(self) -> int:
        """A number for a sheet, a name, a protected range, …, as large as Google's."""
        taken = {sheet.id for sheet in self.sheets}
        while (number := self.chance.randrange(10**6, 2**31 - 1)) in taken:
            pass
        return number

    def by_id(self, sheet_id: int) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def by_title(self, title: str) -> Sheet | None:
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        return exact or next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def name(self, text: str) -> Json | None:
        return next((each for each in self.names if each["name"].lower() == text.lower()), None)

    def table(self, text: str) -> Json | None:
        tables = (table for sheet in self.sheets for table in sheet.lists["tables"])
        return next((table for table in tables if table.get("name", "").lower() == text.lower()), None)

    def area(self, text: str) -> Area:
        """The area that a text names. Raises Google's own complaint."""
        title, rest = split_title(text)
        if title is None:
            return self._unprefixed(text)
        sheet = self.by_title(title)
        if sheet is None:
            raise invalid(f"Unable to parse range: {text}")
        if not rest and text.endswith("'"):
            return Area(sheet.id)
        return self._on(sheet, rest) or self._named(rest) or self._bad(text)

    def _unprefixed(self, text: str) -> Area:
        """Without quotes, cells come before names and names before sheets."""
        sheet = self.by_title(text)
        return self._on(self.sheets[0], text) or self._named(text) or (Area(sheet.id) if sheet else self._bad(text))

    def _on(self, sheet: Sheet, cells: str) -> Area | None:
        corners = parse_cells(cells.strip())
        return Area(sheet.id, *corners) if corners else None

    def _named(self, text: str) -> Area | None:
        found = self.name(text) or self.table(text)
        return area_of(found["range"]) if found and found.get("range") else None

    def _bad(self, text: str) -> Area:
        raise invalid(f"Unable to parse range: {text}")

    def sheet_of(self, area: Area) -> Sheet:
        sheet = self.by_id(area.sheet_id)
        if sheet is None:
            raise invalid(f"No grid with id: {area.sheet_id}")
        return sheet

    def ranges(self) -> Iterator[tuple[Any, Any]]:
        """Every GridRange that hangs on this spreadsheet beside cells: what holds it, and under which key."""
        for name in self.names:
            yield name, "range"
        for sheet in self.sheets:
            if sheet.basic_filter:
                yield sheet.basic_filter, "range"
            for entries in sheet.lists.values():
                yield from _ranges_in(entries)

    def properties_of(self, sheet: Sheet) -> Json:
        """A sheet's SheetProperties with its index."""
        index = self.sheets.index(sheet)
        given = copy.deepcopy(sheet.properties)
        return {"sheetId": given.pop("sheetId"), "title": given.pop("title"), "index": index, **given}

    def merges_of(self, sheet: Sheet) -> list[Json]:
        return [grid_range(sheet.id, box) for box in sheet.merges]

    @property
    def size(self) -> int:
        """How many cells there are, filled or not."""
        return sum(sheet.row_count * sheet.column_count for sheet in self.sheets)

    def twin(self) -> Spreadsheet:
        """A copy to try something on."""
        return Spreadsheet(
            self.id,
            copy.deepcopy(self.properties),
            [sheet.twin() for sheet in self.sheets],
            copy.deepcopy(self.names),
            copy.deepcopy(self.metadata),
            self.chance,
        )


def _ranges_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every GridRange inside some JSON, with what holds it and its key."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        if isinstance(inner, dict) and _is_grid_range(inner):
            yield value, key
        else:
            yield from _ranges_in(inner)


def _is_grid_range(value: Json) -> bool:
    edges = {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}
    return bool(value) and set(value) <= edges | {"sheetId"} and bool(set(value) & edges)


def new_spreadsheet(file_id: str, title: str, chance: random.Random) -> Spreadsheet:
    """An empty spreadsheet with one sheet, as the Drive API makes it."""
    properties = {
        "title": title,
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        "spreadsheetTheme": theme(),
    }
    return Spreadsheet(file_id, properties, [new_sheet(0, "Sheet1")], chance=chance)


def whole(sheet: Sheet) -> Box:
    return Box(0, sheet.row_count, 0, sheet.column_count)
