"""What formulas come to: a small evaluator, enough for sheets of numbers and text."""

from __future__ import annotations

import datetime as dt

from .cells import Failed, Formula, Value
from .errors import GoogleError
from .formula_functions import Result, Table, Trouble, one
from .formula_parser import At, worked_out
from .formula_text import Unreadable
from .ranges import Area
from .sheet import Sheet
from .spreadsheet import Spreadsheet

DEEPEST = 200


class Reckoner:
    """The values of one spreadsheet at one moment; each formula is worked out once, each range read once."""

    def __init__(self, book: Spreadsheet, now: dt.datetime) -> None:
        self.book = book
        self.now = now
        self.sheets = {sheet.id: sheet for sheet in reversed(book.sheets)}
        self.known: dict[At, Value] = {}
        self.open: set[At] = set()
        self.circles = 0
        self.tables: dict[Area, Table] = {}
        self.places: dict[tuple[str, int], Area] = {}
        self.names: dict[str, Area | None] = {}
        self.lasts: dict[int, int] = {}

    def value(self, sheet_id: int, row: int, column: int) -> Value:
        """What a cell is worth."""
        sheet = self.sheets.get(sheet_id)
        return self._value(sheet, row, column) if sheet else None

    def _value(self, sheet: Sheet, row: int, column: int) -> Value:
        cell = sheet.cells.get((row, column))
        typed = cell.typed if cell else None
        if not isinstance(typed, Formula):
            return typed
        at = (sheet.id, row, column)
        if at not in self.known:
            self.known[at] = self._worked_out(at, typed)
        return self.known[at]

    def _worked_out(self, at: At, formula: Formula) -> Value:
        if at in self.open or len(self.open) > DEEPEST:
            self.circles += 1
            return Failed(
                "#REF!", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
            )
        self.open.add(at)
        try:
            result = one(worked_out(formula.text, self, at))
            return 0 if result is None else result
        except Unreadable:
            return Failed("#ERROR!", "Formula parse error.")
        except Trouble as trouble:
            return trouble.failed
        except (OverflowError, ValueError, TypeError, IndexError) as error:
            return Failed("#VALUE!", str(error))
        finally:
            self.open.discard(at)

    # What stands in a formula for other cells

    def cell(self, text: str, home: int) -> Value:
        """What the cell that a formula names is worth. Raises its error."""
        area = self.area(text, home)
        value = self.value(area.sheet_id, area.top or 0, area.left or 0)
        if isinstance(value, Failed):
            raise Trouble(value.shown, value.message)
        return value

    def area(self, text: str, home: int) -> Area:
        """The area that a formula on the sheet `home` names by its cells."""
        if (text, home) not in self.places:
            self.places[text, home] = self._area(text, home)
        return self.places[text, home]

    def _area(self, text: str, home: int) -> Area:
        try:
            found = self.book.area(text if "'" in text else text.replace("$", ""))
        except GoogleError:
            raise Trouble("#REF!", "Unresolved sheet name.") from None
        return found if "!" in text else Area(home, found.top, found.bottom, found.left, found.right)

    def named(self, name: str) -> Result:
        """What stands under a name."""
        if name not in self.names:
            self.names[name] = self.book.area(name) if self.book.name(name) else None
        area = self.names[name]
        if area is None:
            raise Trouble("#NAME?", f"Unknown range name: '{name}'.")
        table = self.table(area)
        return table[0][0] if len(table) == 1 and len(table[0]) == 1 else table

    def table(self, area: Area) -> Table:
        """The values of an area, as far as the sheet is filled; nobody changes them."""
        if area in self.tables:
            return self.tables[area]
        circles = self.circles
        table = self._read(area)
        if circles == self.circles:  # what runs in a circle is not known to the end yet
            self.tables[area] = table
        return table

    def _read(self, area: Area) -> Table:
        sheet = self.sheets.get(area.sheet_id)
        if sheet is None:
            raise Trouble("#REF!")
        box = sheet.box(area)
        rows = range(box.top, min(box.bottom, self._last(sheet) + 1)) if area.bottom is None else box.rows
        return [[self._value(sheet, row, column) for column in box.columns] for row in rows]

    def _last(self, sheet: Sheet) -> int:
        """The last row that holds anything."""
        if sheet.id not in self.lasts:
            self.lasts[sheet.id] = max((row for row, _ in sheet.cells), default=-1)
        return self.lasts[sheet.id]
