"""A Google spreadsheet as the macros see it: what they plan becomes one request, which Google carries out whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..addin.macros.book import At, CellEdit, Formula, Spot
from ..addin.macros.colours import COLOURS
from ..core import cells
from ..core.cells import Cell, Day
from ..core.errors import OkrError
from ..core.rectangles import rectangles
from ..sync.google.sheet_contents import LOADING, SheetContent, SpreadsheetContent

Json = dict[str, Any]

DAY_FORMAT = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
NEW_COLUMNS = 26
_AS_IT_WAS = "OKR: archived; warnings only"


class SpreadsheetBook:
    """A spreadsheet as it was read; `requests` is everything that was written since."""

    def __init__(self, content: SpreadsheetContent, today: Day) -> None:
        self.name, self.today = content.title, today
        self.requests: list[Json] = []
        self._sheets = {sheet.title: sheet for sheet in content.sheets}
        self._ids = {sheet.title: sheet.id for sheet in content.sheets}
        self._taken = set(content.sheet_ids)
        if any(LOADING in sheet.cells.values() for sheet in content.sheets):
            raise OkrError(
                f"{self.name}: formulas are still being computed", "open the spreadsheet, wait, then try again"
            )

    def sheets(self) -> list[str]:
        """The sheets in their order."""
        return list(self._ids)

    def cells(self, sheet: str) -> list[list[Cell]]:
        """Return what the cells of a sheet show, from A1 on."""
        shown = self._sheets[sheet].cells
        height = max((row for row, _ in shown), default=0)
        width = max((column for _, column in shown), default=-1) + 1
        return [[shown.get((row, column)) for column in range(width)] for row in range(1, height + 1)]

    def formulas(self, sheet: str) -> Mapping[At, Formula]:
        """The cells that hold a formula."""
        return {at: Formula(text) for at, text in self._sheets[sheet].formulas.items()}

    def spelled(self, formula: str) -> str:
        """Return a formula as it is."""
        return formula

    def is_locked(self, sheet: str) -> bool:
        """Whether the user may not change the sheet."""
        return self._sheets[sheet].is_locked

    def write(self, changes: Sequence[CellEdit]) -> None:
        """Write changes; text goes in as text unless it is a `Formula`."""
        for title in dict.fromkeys(change.spot.sheet for change in changes):
            own = {(change.spot.row, change.spot.column): change for change in changes if change.spot.sheet == title}
            self.requests += self._room(title, own)
            self.requests += self._writes(title, own)

    def _room(self, title: str, changes: Mapping[At, CellEdit]) -> Iterator[Json]:
        """More rows for a sheet that is shorter than what is written."""
        sheet = self._sheets.get(title)
        last = max(row for row, _ in changes)
        if sheet is not None and last > sheet.height:
            more = last - sheet.height
            yield {"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": more}}

    def _writes(self, title: str, changes: Mapping[At, CellEdit]) -> Iterator[Json]:
        sheet = self._sheets.get(title)
        data = {at: self._cell(sheet, at, change) for at, change in changes.items()}
        for fields in (
            "userEnteredValue",
            "userEnteredValue,userEnteredFormat",
            "userEnteredValue,userEnteredFormat.numberFormat",
        ):
            own = {at: cell for at, (cell, wanted) in data.items() if wanted == fields}
            for (row, column), rows in rectangles(own):
                start = {"sheetId": self._ids[title], "rowIndex": row - 1, "columnIndex": column}
                yield {"updateCells": {"start": start, "rows": [{"values": line} for line in rows], "fields": fields}}

    def _cell(self, sheet: SheetContent | None, at: At, change: CellEdit) -> tuple[Json, str]:
        """A cell as Google takes it, and which of its fields are written."""
        value = _entered(change.new)
        cell: Json = {"userEnteredValue": value} if value else {}
        if change.look or change.leads_to is not None:
            form = _format(change.look or "")
            if change.leads_to is not None:
                link = f"#gid={self._ids[change.leads_to.sheet]}&range={change.leads_to.cell}"
                form["textFormat"]["link"] = {"uri": link}
            return {**cell, "userEnteredFormat": form}, "userEnteredValue,userEnteredFormat"
        if isinstance(change.new, date) and (sheet is None or at not in sheet.days):
            return {**cell, "userEnteredFormat": DAY_FORMAT}, "userEnteredValue,userEnteredFormat.numberFormat"
        return cell, "userEnteredValue"

    def add_sheet(self, name: str) -> None:
        """Add an empty sheet at the end."""
        properties = {"sheetId": self._new_id(name), "title": name, "gridProperties": {"columnCount": NEW_COLUMNS}}
        self.requests.append({"addSheet": {"properties": properties}})

    def copy_as_values(self, sheet: str, name: str) -> None:
        """Add a copy of a sheet at the end, with values in place of formulas and a warning for who changes it."""
        source, id = self._sheets[sheet], self._new_id(name)
        area = {"startRowIndex": 0, "startColumnIndex": 0, "endRowIndex": source.height, "endColumnIndex": source.width}
        twin = {
            "sourceSheetId": source.id,
            "newSheetId": id,
            "newSheetName": name,
            "insertSheetIndex": len(self._taken) - 1,
        }
        paste = {
            "source": {"sheetId": source.id, **area},
            "destination": {"sheetId": id, **area},
            "pasteType": "PASTE_VALUES",
        }
        guard = {"range": {"sheetId": id}, "description": _AS_IT_WAS, "warningOnly": True}
        self.requests += [
            {"duplicateSheet": twin},
            {"copyPaste": paste},
            {"addProtectedRange": {"protectedRange": guard}},
        ]

    def _new_id(self, name: str) -> int:
        id = next(number for number in range(1_000, 2**31) if number not in self._taken)
        self._taken.add(id)
        self._ids[name] = id
        return id

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet."""
        self.requests.append({"deleteSheet": {"sheetId": self._ids.pop(name)}})

    def select(self, spot: Spot) -> None:
        """Leave the selection to those who have the spreadsheet open."""

    def selected(self) -> Spot | None:
        """Return None: nobody has selected anything."""
        return None


def _entered(new: Cell) -> Json:
    if new is None or new == "":
        return {}
    if isinstance(new, Formula):
        return {"formulaValue": str(new)}
    if isinstance(new, str):
        return {"stringValue": new}
    return {"boolValue": new} if isinstance(new, bool) else {"numberValue": cells.number(new)}


def _format(look: str) -> Json:
    """The colours of a cell as Google takes them."""
    colours = COLOURS[look]
    form: Json = {"textFormat": {"bold": colours.bold}}
    if colours.text is not None:
        form["textFormat"]["foregroundColorStyle"] = {"rgbColor": _colour(colours.text)}
    if colours.background is not None:
        form["backgroundColorStyle"] = {"rgbColor": _colour(colours.background)}
    return form


def _colour(number: int) -> Json:
    return {"red": (number >> 16) / 255, "green": (number >> 8 & 255) / 255, "blue": (number & 255) / 255}
