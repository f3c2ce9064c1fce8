"""The values side of the Sheets API: read, update, append and clear rectangles of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .cells import Cell, Failed, Formula, tidy
from .entering import enter
from .errors import invalid
from .formats import is_date, shown
from .formula_values import Reckoner
from .ranges import Area, Box, box_name, letters
from .sheet import ROWS, Sheet
from .shifting import insert_lines
from .spreadsheet import MOST_CELLS, TOO_MANY_CELLS, Spreadsheet

Json = dict[str, Any]
LONGEST = 50_000


@dataclass(frozen=True)
class Rendering:
    """How values are wanted: `dates` and `render` are the API's own words, `by_columns` its major dimension."""

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    by_columns: bool = False


def rendering(given: Json, prefix: str = "") -> Rendering:
    """Read the options of a request; those of a response to a write are spelled `responseValueRenderOption`."""
    names = ("valueRenderOption", "dateTimeRenderOption")
    render, dates = (given.get(prefix + name[0].upper() + name[1:] if prefix else name) for name in names)
    return Rendering(render or "FORMATTED_VALUE", dates or "SERIAL_NUMBER", given.get("majorDimension") == "COLUMNS")


def readable_box(book: Spreadsheet, area: Area) -> tuple[Sheet, Box]:
    """Where an area lies on its grid; what begins beyond the grid is refused, what ends beyond it is cut."""
    sheet = book.sheet_of(area)
    if (area.top or 0) >= sheet.row_count or (area.left or 0) >= sheet.column_count:
        raise beyond(sheet, area)
    return sheet, sheet.box(area)


def beyond(sheet: Sheet, area: Area) -> Exception:
    bottom = sheet.row_count if area.bottom is None else area.bottom
    right = sheet.column_count if area.right is None else area.right
    name = box_name(Box(area.top or 0, bottom, area.left or 0, right))
    return invalid(
        f"Range ({sheet.prefix}{name}) exceeds grid limits. "
        f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )


def value_range(area: Area, how: Rendering, reckoner: Reckoner) -> Json:
    """The ValueRange of an area: blanks at the ends of rows and below are left out."""
    return drawn(*readable_box(reckoner.book, area), reckoner, how)


def drawn(sheet: Sheet, box: Box, reckoner: Reckoner, how: Rendering) -> Json:
    lines: list[list[Any]] = []
    for row, column in sheet.filled(box):
        typed = sheet.cells[row, column].typed
        value = typed if isinstance(typed, str) else rendered(sheet, row, column, reckoner, how)
        across, along = (column - box.left, row - box.top) if how.by_columns else (row - box.top, column - box.left)
        while len(lines) <= across:
            lines.append([])
        line = lines[across]
        line += [""] * (along - len(line)) + [value]
    answer: Json = {
        "range": sheet.prefix + box_name(box),
        "majorDimension": "COLUMNS" if how.by_columns else "ROWS",
    }
    if lines:
        answer["values"] = lines
    return answer


def rendered(sheet: Sheet, row: int, column: int, reckoner: Reckoner, how: Rendering) -> Any:
    """One value as a client gets it."""
    cell = sheet.peek(row, column)
    if how.render == "FORMULA" and isinstance(cell.typed, Formula):
        return cell.typed.text
    value = reckoner.value(sheet.id, row, column)
    number_format = cell.format.get("numberFormat")
    if how.render == "FORMATTED_VALUE" or isinstance(value, Failed):
        return shown(value, number_format)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        is_wanted_as_text = how.render == "UNFORMATTED_VALUE" and how.dates == "FORMATTED_STRING"
        return shown(value, number_format) if is_wanted_as_text and is_date(number_format) else tidy(value)
    return "" if value is None else value


# Writing


@dataclass(frozen=True)
class Written:
    """Where values went, and what the API says of it."""

    sheet: Sheet
    box: Box
    touched: frozenset[tuple[int, int]]

    def answer(self, book: Spreadsheet) -> Json:
        return {
            "spreadsheetId": book.id,
            "updatedRange": self.sheet.prefix + box_name(self.box),
            "updatedRows": len({row for row, _ in self.touched}),
            "updatedColumns": len({column for _, column in self.touched}),
            "updatedCells": len(self.touched),
        }


def as_rows(given: list[list[Any]], by_columns: bool) -> list[list[Any]]:
    """Values by rows, whichever way they came.

    >>> as_rows([["a", "b"], ["c"]], by_columns=True)
    [['a', 'c'], ['b', None]]
    """
    if not by_columns:
        return given
    height = max((len(line) for line in given), default=0)
    return [[line[row] if row < len(line) else None for line in given] for row in range(height)]


@dataclass(frozen=True)
class Plan:
    """Values that may be written where they are meant to go."""

    sheet: Sheet
    box: Box
    rows: list[list[Any]]


def plan(book: Spreadsheet, area: Area, given: Json) -> Plan:
    """Find out whether values may be put into an area, from its first cell on. Raises what Google says of it."""
    sheet = book.sheet_of(area)
    rows = as_rows(given.get("values", []), given.get("majorDimension") == "COLUMNS")
    check_values(rows)
    top, left = area.top or 0, area.left or 0
    height, width = len(rows), max((len(row) for row in rows), default=0)
    is_one_cell = area.bottom == top + 1 and area.right == left + 1
    if not is_one_cell:
        _refuse_outside(sheet, area, height, width)
    box = Box(top, max(top + height, top + 1), left, max(left + width, left + 1))
    ends_beyond = (area.bottom or 0) > sheet.row_count or (area.right or 0) > sheet.column_count
    if top >= sheet.row_count or left >= sheet.column_count or (ends_beyond and not is_one_cell):
        raise beyond(sheet, area)
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise beyond(sheet, Area(sheet.id, box.top, box.bottom, box.left, box.right))
    return Plan(sheet, box, rows)


def check_values(rows: list[list[Any]]) -> None:
    """Refuse what no cell can hold."""
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if isinstance(value, (list, dict)):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise invalid(f"Invalid values[{down}][{across}]: {kind} {{\n}}\n")
            if isinstance(value, str) and len(value) > LONGEST:
                raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")


def _refuse_outside(sheet: Sheet, area: Area, height: int, width: int) -> None:
    box = sheet.box(area)
    place = (
        f"{sheet.prefix}{box_name(Box(box.top, max(box.bottom, box.top + 1), box.left, max(box.right, box.left + 1)))}"
    )
    if area.bottom is not None and height > box.bottom - box.top:
        raise invalid(f"Requested writing within range [{place}], but tried writing to row [{box.bottom + 1}]")
    if area.right is not None and width > box.right - box.left:
        raise invalid(f"Requested writing within range [{place}], but tried writing to column [{letters(box.right)}]")


def put(wanted: Plan, option: str) -> Written:
    """Write values where they were planned to go; null leaves a cell as it is."""
    touched: set[tuple[int, int]] = set()
    for down, row in enumerate(wanted.rows):
        for across, value in enumerate(row):
            if value is not None:
                at = (wanted.box.top + down, wanted.box.left + across)
                type_into(wanted.sheet.cell(*at), value, option)
                touched.add(at)
    wanted.sheet.sweep(touched)
    return Written(wanted.sheet, wanted.box, frozenset(touched))


def type_into(cell: Cell, value: Any, option: str) -> None:
    """Write one JSON value into a cell."""
    if isinstance(value, str) and option == "USER_ENTERED":
        entered = enter(value, cell.format.get("numberFormat", {}).get("type") == "TEXT")
        cell.typed = entered.value
        if entered.format and not cell.format.get("numberFormat"):
            cell.format["numberFormat"] = dict(entered.format)
        return
    cell.typed = None if isinstance(value, str) and value == "" else value


def clear(sheet: Sheet, box: Box) -> None:
    """Take the values out of a rectangle; formats and notes stay."""
    cleared = list(sheet.filled(box))
    for at in cleared:
        sheet.cells[at].typed = None
    sheet.sweep(cleared)


# Appending


def table_around(sheet: Sheet, box: Box) -> Box | None:
    """The last table that has a cell in a rectangle: its cell that stands lowest, and all that touch it."""
    inside = list(sheet.filled(box))
    if not inside:
        return None
    row, column = inside[-1]
    found = Box(row, row + 1, column, column + 1)
    while (wider := _widened(sheet, found)) != found:
        found = wider
    return found


def _widened(sheet: Sheet, box: Box) -> Box:
    around = Box(max(box.top - 1, 0), box.bottom + 1, max(box.left - 1, 0), box.right + 1)
    near = list(sheet.filled(around))
    rows, columns = [row for row, _ in near], [column for _, column in near]
    return Box(
        min([box.top, *rows]),
        max([box.bottom, *(row + 1 for row in rows)]),
        min([box.left, *columns]),
        max([box.right, *(column + 1 for column in columns)]),
    )


def append(book: Spreadsheet, area: Area, given: Json, option: str, inserting: bool) -> tuple[Box | None, Written]:
    """Write values below the table that an area touches, or at its first cell when it touches none."""
    sheet, box = readable_box(book, area)
    table = table_around(sheet, box)
    rows = as_rows(given.get("values", []), given.get("majorDimension") == "COLUMNS")
    check_values(rows)
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    height, width = len(rows), max((len(row) for row in rows), default=0)
    pushed = height if inserting and table and top < sheet.row_count else 0
    size = max(sheet.row_count + pushed, top + height), max(sheet.column_count, left + width)
    if book.size - sheet.row_count * sheet.column_count + size[0] * size[1] > MOST_CELLS:
        raise invalid(TOO_MANY_CELLS)
    if pushed:
        insert_lines(book, sheet, ROWS, top, height, inherit=True)
    sheet.grow(*size)
    place = Box(top, top + max(height, 1), left, left + max(width, 1))
    return table, put(Plan(sheet, place, rows), option)
