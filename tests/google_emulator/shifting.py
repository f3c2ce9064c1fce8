"""Rows and columns that come and go, and all that has to move with them: merges, ranges, groups, formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from .cells import Formula
from .formula_text import moved
from .ranges import Box, split_title
from .sheet import COLUMNS, ROWS, Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]
Place = Callable[[int], Optional[int]]

KEYS = {ROWS: ("startRowIndex", "endRowIndex"), COLUMNS: ("startColumnIndex", "endColumnIndex")}


def insert_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, count: int, inherit: bool) -> None:
    """Open a gap of `count` rows or columns."""
    sheet.insert(dimension, start, count, inherit)
    _follow(book, sheet, dimension, lambda index: index + count if index >= start else index)


def delete_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Take rows or columns out, and what stood on nothing else."""
    sheet.delete(dimension, start, end)
    size = end - start
    _follow(book, sheet, dimension, lambda index: None if start <= index < end else index - size * (index >= end))


def move_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
    """Carry rows or columns elsewhere."""
    sheet.move(dimension, start, end, to)
    count = sheet.count(dimension)
    rest = [index for index in range(count) if not start <= index < end]
    at = len([index for index in rest if index < to])
    places = {old: new for new, old in enumerate([*rest[:at], *range(start, end), *rest[at:]])}
    _follow(book, sheet, dimension, lambda index: places.get(index, index))


def spanned(start: int, end: int, place: Place) -> tuple[int, int] | None:
    """Where a stretch of rows or columns goes; None when nothing of it is left.

    >>> spanned(0, 3, lambda index: index + 1 if index >= 1 else index)
    (0, 4)
    """
    places = [new for index in range(start, end) if (new := place(index)) is not None]
    return (min(places), max(places) + 1) if places else None


def _follow(book: Spreadsheet, sheet: Sheet, dimension: str, place: Place) -> None:
    sheet.merges = [box for old in sheet.merges if (box := _box(old, dimension, place)) is not None]
    gone: list[Json] = []
    for holder, key in book.ranges():
        if holder[key].get("sheetId", 0) == sheet.id and not _range(holder[key], dimension, place):
            gone.append(holder[key])
    _drop(book, gone)
    name = "rowGroups" if dimension == ROWS else "columnGroups"
    for group in sheet.lists[name]:
        new = spanned(group["range"].get("startIndex", 0), group["range"]["endIndex"], place)
        group["range"] |= {"startIndex": new[0], "endIndex": new[1]} if new else {"endIndex": 0}
    sheet.lists[name] = [group for group in sheet.lists[name] if group["range"]["endIndex"]]
    _formulas(book, sheet, dimension, place)


def _box(box: Box, dimension: str, place: Place) -> Box | None:
    if dimension == ROWS:
        new = spanned(box.top, box.bottom, place)
        return Box(*new, box.left, box.right) if new else None
    new = spanned(box.left, box.right, place)
    return Box(box.top, box.bottom, *new) if new else None


def _range(given: Json, dimension: str, place: Place) -> bool:
    """Move a GridRange; False when nothing of it is left."""
    first, last = KEYS[dimension]
    if first not in given and last not in given:
        return True
    end = given.get(last)
    new = spanned(given.get(first, 0), end if end is not None else given.get(first, 0) + 1, place)
    if new is None:
        return False
    if first in given:
        given[first] = new[0]
    if end is not None:
        given[last] = new[1]
    return True


def _drop(book: Spreadsheet, gone: list[Json]) -> None:
    """Forget what stood on ranges that are gone."""

    def stands(entry: Json) -> bool:
        ranges = [entry["range"]] if "range" in entry else entry.get("ranges", [])
        return not ranges or any(all(each is not other for other in gone) for each in ranges)

    book.names = [name for name in book.names if stands(name)]
    for sheet in book.sheets:
        if sheet.basic_filter and not stands(sheet.basic_filter):
            sheet.basic_filter = {}
        for name, entries in sheet.lists.items():
            sheet.lists[name] = [entry for entry in entries if stands(entry)]
            for entry in sheet.lists[name]:
                if "ranges" in entry:
                    entry["ranges"] = [each for each in entry["ranges"] if all(each is not other for other in gone)]


def _formulas(book: Spreadsheet, sheet: Sheet, dimension: str, place: Place) -> None:
    for home in book.sheets:

        def concerns(prefix: str, home: Sheet = home) -> bool:
            title = split_title(prefix + "A1")[0] if prefix else home.title
            return bool(title) and str(title).lower() == sheet.title.lower()

        for cell in home.cells.values():
            if isinstance(cell.typed, Formula):
                cell.typed = Formula(moved(cell.typed.text, concerns, dimension == ROWS, place))
