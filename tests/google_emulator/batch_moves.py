"""Requests that carry cells about: copy, cut, sort, fill, insert and delete ranges."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from .cells import Cell, Failed, Formula, Value
from .edit import Edit, Refused
from .entering import enter
from .formats import shown
from .formula_text import carried
from .formula_values import Reckoner
from .ranges import Box
from .sheet import ROWS, Sheet

Json = dict[str, Any]


def _pasted(source: Cell, old: Cell, kind: str, down: int, right: int, value: Value) -> Cell:
    """What becomes of a cell when another is pasted onto it."""
    new = source.twin()
    if isinstance(new.typed, Formula):
        new.typed = Formula(carried(new.typed.text, down, right))
    if kind in ("PASTE_NORMAL", "PASTE_NO_BORDERS"):
        if kind == "PASTE_NO_BORDERS":
            new.format.pop("borders", None)
        return new
    result = old.twin()
    if kind == "PASTE_VALUES":
        result.typed = value.shown if isinstance(value, Failed) else value
    elif kind == "PASTE_FORMULA":
        result.typed = new.typed
    elif kind == "PASTE_FORMAT":
        result.format = new.format
    elif kind == "PASTE_DATA_VALIDATION":
        result.rule = new.rule
    return result


def copy_paste(edit: Edit, given: Json) -> Json:
    sheet, source = edit.place(given.get("source"))
    home, target = edit.place(given.get("destination"))
    kind = given.get("pasteType", "PASTE_NORMAL")
    turned = given.get("pasteOrientation") == "TRANSPOSE"
    height, width = source.bottom - source.top, source.right - source.left
    if turned:
        height, width = width, height
    taken = {
        (row - source.top, column - source.left): _take(edit, sheet, row, column)
        for row in source.rows
        for column in source.columns
    }
    down = max((target.bottom - target.top) // height * height, height)
    right = max((target.right - target.left) // width * width, width)
    home.grow(target.top + down, target.left + right)
    for row in range(down):
        for column in range(right):
            at = (row % height, column % width)
            origin = (at[1], at[0]) if turned else at
            cell, value = taken[origin]
            to = (target.top + row, target.left + column)
            shift = (to[0] - source.top - origin[0], to[1] - source.left - origin[1])
            home.cells[to] = _pasted(cell, home.peek(*to), kind, *shift, value)
    if kind in ("PASTE_NORMAL", "PASTE_FORMAT") and not turned:
        _copy_merges(sheet, source, home, target)
    home.sweep()
    return {}


def _take(edit: Edit, sheet: Sheet, row: int, column: int) -> tuple[Cell, Value]:
    return sheet.peek(row, column).twin(), Reckoner(edit.book, edit.now).value(sheet.id, row, column)


def _copy_merges(sheet: Sheet, source: Box, home: Sheet, target: Box) -> None:
    down, right = target.top - source.top, target.left - source.left
    for box in [box for box in sheet.merges if source.covers(box)]:
        new = Box(box.top + down, box.bottom + down, box.left + right, box.right + right)
        if not any(old.meets(new) for old in home.merges):
            home.merges.append(new)


def cut_paste(edit: Edit, given: Json) -> Json:
    sheet, source = edit.place(given.get("source"))
    at = given.get("destination", {})
    home = edit.sheet(at.get("sheetId"))
    kind = given.get("pasteType", "PASTE_NORMAL")
    top, left = at.get("rowIndex", 0), at.get("columnIndex", 0)
    moving = {
        (row - source.top, column - source.left): sheet.cells.pop((row, column), Cell())
        for row in source.rows
        for column in source.columns
    }
    home.grow(top + source.bottom - source.top, left + source.right - source.left)
    for (down, across), cell in moving.items():
        to = (top + down, left + across)
        home.cells[to] = _pasted(
            cell, home.peek(*to), kind, 0, 0, cell.typed if not isinstance(cell.typed, Formula) else None
        )
        if isinstance(cell.typed, Formula) and kind != "PASTE_FORMAT":
            home.cells[to].typed = cell.typed
    shift = (top - source.top, left - source.left)
    merges = [box for box in sheet.merges if source.covers(box)]
    sheet.merges = [box for box in sheet.merges if box not in merges]
    home.merges += [Box(b.top + shift[0], b.bottom + shift[0], b.left + shift[1], b.right + shift[1]) for b in merges]
    home.sweep()
    sheet.sweep()
    return {}


def _order(value: Value) -> tuple[int, Any]:
    """Numbers, then text, then booleans, then errors; blanks come last whichever way."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, (int, float)):
        return 0, value
    return (1, value.lower()) if isinstance(value, str) else (3, value.shown if value else "")


def sort_range(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    if any(old.meets(box) for old in sheet.merges):
        raise Refused("Your selection contains vertical merges. Please try again after removing them.")
    reckoner = Reckoner(edit.book, edit.now)
    rows = list(box.rows)
    for spec in reversed(given.get("sortSpecs", [])):
        column = spec.get("dimensionIndex", 0)
        values = {row: reckoner.value(sheet.id, row, column) for row in rows}
        blank = [row for row in rows if values[row] in (None, "")]
        filled = [row for row in rows if values[row] not in (None, "")]
        filled.sort(key=lambda row: _order(values[row]), reverse=spec.get("sortOrder") == "DESCENDING")
        rows = filled + blank
    _reorder(sheet, box, rows)
    return {}


def _reorder(sheet: Sheet, box: Box, rows: list[int]) -> None:
    """Put the rows of a rectangle into a new order."""
    taken = {(row, column): sheet.cells.pop((row, column), None) for row in box.rows for column in box.columns}
    for new, old in zip(box.rows, rows):
        for column in box.columns:
            cell = taken[(old, column)]
            if cell is not None:
                if isinstance(cell.typed, Formula):
                    cell.typed = Formula(carried(cell.typed.text, new - old, 0))
                sheet.cells[(new, column)] = cell


def randomize_range(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    rows = list(box.rows)
    edit.book.chance.shuffle(rows)
    _reorder(sheet, box, rows)
    return {}


def insert_range(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    on_rows = given.get("shiftDimension", ROWS) == ROWS
    _shift(sheet, box, on_rows, box.bottom - box.top if on_rows else box.right - box.left)
    return {}


def delete_range(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    on_rows = given.get("shiftDimension", ROWS) == ROWS
    for row in box.rows:
        for column in box.columns:
            sheet.cells.pop((row, column), None)
    beyond = (
        Box(box.bottom, sheet.row_count, box.left, box.right)
        if on_rows
        else Box(box.top, box.bottom, box.right, sheet.column_count)
    )
    _shift(sheet, beyond, on_rows, -(box.bottom - box.top if on_rows else box.right - box.left))
    return {}


def _shift(sheet: Sheet, box: Box, on_rows: bool, by: int) -> None:
    """Move what stands in a rectangle, or beyond it on its lines, down or to the right."""
    moving = {}
    for (row, column), cell in list(sheet.cells.items()):
        concerned = (
            box.left <= column < box.right and row >= box.top
            if on_rows
            else box.top <= row < box.bottom and column >= box.left
        )
        if concerned:
            moving[(row + by, column) if on_rows else (row, column + by)] = cell
            del sheet.cells[(row, column)]
    sheet.cells |= moving
    for row, column in moving:
        sheet.grow(row + 1, column + 1)


def auto_fill(edit: Edit, given: Json) -> Json:
    """Fill from a source into its neighbours: formulas are carried, numbers of a series go on, the rest repeats."""
    fill = given.get("sourceAndDestination", {})
    sheet, source = edit.place(fill.get("source") or given.get("range"))
    length, on_rows = fill.get("fillLength", 0), fill.get("dimension", ROWS) == ROWS
    size = source.bottom - source.top if on_rows else source.right - source.left
    lines = source.columns if on_rows else source.rows
    for line in lines:
        start = source.top if on_rows else source.left
        cells = [sheet.peek(start + i, line) if on_rows else sheet.peek(line, start + i) for i in range(size)]
        for step in range(abs(length)):
            index = size + step if length > 0 else -1 - step
            at = (start + index, line) if on_rows else (line, start + index)
            origin = cells[index % size]
            shift = index - index % size
            new = _pasted(origin, Cell(), "PASTE_NORMAL", shift if on_rows else 0, 0 if on_rows else shift, None)
            numbers = [cell.typed for cell in cells]
            if all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in numbers) and (
                size > 1 or given.get("useAlternateSeries")
            ):
                first, last = numbers[0], numbers[-1]
                assert isinstance(first, (int, float))
                assert isinstance(last, (int, float))
                new.typed = first + ((last - first) / (size - 1) if size > 1 else 1) * index
            sheet.grow(at[0] + 1, at[1] + 1)
            sheet.cells[at] = new
    sheet.sweep()
    return {}


def text_to_columns(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("source"))
    signs = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " ", "CUSTOM": given.get("delimiter", ",")}
    sign = signs.get(given.get("delimiterType", "COMMA"), ",")
    for row in box.rows:
        cell = sheet.peek(row, box.left)
        if isinstance(cell.typed, str):
            for offset, part in enumerate(cell.typed.split(sign)):
                sheet.grow(0, box.left + offset + 1)
                sheet.cell(row, box.left + offset).typed = enter(part).value
    sheet.sweep()
    return {}


def trim_whitespace(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    count = 0
    for at in list(sheet.filled(box)):
        typed = sheet.cells[at].typed
        if isinstance(typed, str) and " ".join(typed.split()) != typed:
            sheet.cells[at].typed = " ".join(typed.split()) or None
            count += 1
    sheet.sweep()
    return {"trimWhitespace": {"cellsChangedCount": count}}


def delete_duplicates(edit: Edit, given: Json) -> Json:
    sheet, box = edit.place(given.get("range"))
    chosen = [
        column
        for part in given.get("comparisonColumns", [])
        for column in range(part.get("startIndex", 0), part.get("endIndex", sheet.column_count))
    ]
    seen, kept = set(), []
    for row in box.rows:
        key = tuple(shown_of(edit, sheet, row, column) for column in chosen or box.columns)
        if key not in seen or not any(key):
            kept.append(row)
        seen.add(key)
    removed = len(box.rows) - len(kept)
    gone = [row for row in box.rows if row not in kept]
    _reorder(sheet, box, kept + gone)
    for row in range(box.bottom - removed, box.bottom):
        for column in box.columns:
            sheet.cells.pop((row, column), None)
    return {"deleteDuplicates": {"duplicatesRemovedCount": removed}}


def shown_of(edit: Edit, sheet: Sheet, row: int, column: int) -> str:
    value = Reckoner(edit.book, edit.now).value(sheet.id, row, column)
    return shown(value, copy.deepcopy(sheet.peek(row, column).format.get("numberFormat"))).lower()


REQUESTS: dict[str, Callable[[Edit, Json], Json]] = {
    "autoFill": auto_fill,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "deleteDuplicates": delete_duplicates,
    "deleteRange": delete_range,
    "insertRange": insert_range,
    "randomizeRange": randomize_range,
    "sortRange": sort_range,
    "textToColumns": text_to_columns,
    "trimWhitespace": trim_whitespace,
}
