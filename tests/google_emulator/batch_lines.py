"""Requests about rows and columns: insert, delete, move, resize, hide, group."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from .cells import Formula
from .edit import Edit, Refused, fields
from .masks import update
from .sheet import HEIGHT, ROWS, WIDTH, Sheet
from .shifting import delete_lines, insert_lines, move_lines

Json = dict[str, Any]


def _word(dimension: str) -> str:
    return "row" if dimension == ROWS else "column"


def insert_dimension(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("range"))
    inherit = bool(given.get("inheritFromBefore"))
    if inherit and start == 0:
        raise Refused("Can't inherit from before the first row or column.")
    if end <= start:
        raise Refused("range.endIndex must be greater than range.startIndex")
    if start > sheet.count(dimension) or (start == sheet.count(dimension) and not inherit):
        count = sheet.count(dimension)
        raise Refused(
            f"range.startIndex[{start}] must be less than the grid size ({count}) if inheritFromBefore is false."
        )
    insert_lines(edit.book, sheet, dimension, start, end - start, inherit)
    return {}


def append_dimension(edit: Edit, given: Json) -> Json:
    sheet, dimension = edit.sheet(given.get("sheetId")), given.get("dimension", ROWS)
    length = given.get("length", 0)
    if length < 1:
        raise Refused("length must be greater than 0.")
    sheet.set_count(dimension, sheet.count(dimension) + length)
    return {}


def delete_dimension(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("range"))
    word, count = _word(dimension), sheet.count(dimension)
    if start >= count:
        raise Refused(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {start} but there are only {count} {word}s."
        )
    end = min(end, count)
    if end <= start:
        raise Refused("range.endIndex must be greater than range.startIndex")
    frozen = sheet.grid.get("frozenRowCount" if dimension == ROWS else "frozenColumnCount", 0)
    if end - start >= count:
        raise Refused(f"You can't delete all the {word}s on the sheet.")
    if frozen and start <= frozen and end == count:
        raise Refused(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    delete_lines(edit.book, sheet, dimension, start, end)
    if frozen > start:
        name = "frozenRowCount" if dimension == ROWS else "frozenColumnCount"
        sheet.grid[name] = frozen - (min(end, frozen) - start)
    return {}


def move_dimension(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("source"))
    move_lines(edit.book, sheet, dimension, start, end, given.get("destinationIndex", 0))
    return {}


def update_dimension_properties(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("range"))
    mask = fields(given, "DimensionProperties")
    if start >= sheet.count(dimension):
        word, count = _word(dimension), sheet.count(dimension)
        raise Refused(
            f"Cannot update a {word} that doesn't exist. Tried to update {word} index {start} but there are only {count} {word}s."
        )
    for index in range(start, min(end, sheet.count(dimension))):
        old = sheet.sizes[dimension].get(index, {})
        new = update(mask, old, copy.deepcopy(given.get("properties", {})))
        sheet.sizes[dimension][index] = {name: value for name, value in new.items() if value}
    return {}


def auto_resize_dimensions(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("dimensions"))
    for index in range(start, min(end, sheet.count(dimension))):
        size = _fitting(sheet, dimension, index)
        sheet.sizes[dimension].setdefault(index, {})["pixelSize"] = size
    return {}


def _fitting(sheet: Sheet, dimension: str, index: int) -> int:
    """Pixels that the longest text of a column, or the most lines of a row, needs; Arial 10, near enough."""
    texts = [
        str(cell.typed.text if isinstance(cell.typed, Formula) else cell.typed)
        for at, cell in sheet.cells.items()
        if at[0 if dimension == ROWS else 1] == index and cell.typed is not None
    ]
    if dimension == ROWS:
        return HEIGHT + 17 * max((text.count("\n") for text in texts), default=0)
    if not texts:
        return WIDTH
    return 3 + round(max(_width(line) for text in texts for line in text.split("\n")))


# Pixels of a letter in Arial 10 as Google reckons them: Arial's widths, scaled to the one that was recorded (A).
WIDE = {"m": 10.6, "w": 9.2, "M": 10.6, "W": 12.0, "i": 2.8, "j": 2.8, "l": 2.8, "f": 3.5, "t": 3.5, "r": 4.2, "I": 3.5}


def _width(line: str) -> float:
    """
    >>> _width("A" * 1024)
    8688.0
    """
    usual = {True: 8.484375, False: 7.06}
    return sum(WIDE.get(letter, 3.5 if letter in " .,:;!|'" else usual[letter.isupper()]) for letter in line)


# Groups


def _groups(sheet: Sheet, dimension: str) -> list[Json]:
    return sheet.lists["rowGroups" if dimension == ROWS else "columnGroups"]


def add_dimension_group(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("range"))
    if end <= start:
        raise Refused("range.endIndex must be greater than range.startIndex")
    depths = [0] * sheet.count(dimension)
    for index, depth in _depths(sheet, dimension).items():
        depths[index] = depth
    for index in range(start, min(end, len(depths))):
        depths[index] += 1
    _regroup(sheet, dimension, depths)
    return {"addDimensionGroup": {"dimensionGroups": _groups(sheet, dimension)}}


def delete_dimension_group(edit: Edit, given: Json) -> Json:
    sheet, dimension, start, end = edit.lines(given.get("range"))
    depths = [_depths(sheet, dimension).get(index, 0) for index in range(sheet.count(dimension))]
    if not any(depths[start:end]):
        raise Refused(f"Cannot delete group as there is no group at range [{start}, {end}).")
    for index in range(start, min(end, len(depths))):
        depths[index] = max(0, depths[index] - 1)
    _regroup(sheet, dimension, depths)
    return {"deleteDimensionGroup": {"dimensionGroups": _groups(sheet, dimension)}}


def update_dimension_group(edit: Edit, given: Json) -> Json:
    group = given.get("dimensionGroup", {})
    sheet, dimension, start, end = edit.lines(group.get("range"))
    mask = fields(given, "DimensionGroup")
    for old in _groups(sheet, dimension):
        bounds = (old["range"].get("startIndex", 0), old["range"]["endIndex"])
        if bounds == (start, end) and old["depth"] == group.get("depth", 1):
            if "collapsed" in mask or not mask:
                old["collapsed"] = bool(group.get("collapsed"))
                for index in range(start, end):
                    sheet.sizes[dimension].setdefault(index, {})["hiddenByUser"] = old["collapsed"]
            return {}
    raise Refused("No group found at the given range and depth.")


def _depths(sheet: Sheet, dimension: str) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in _groups(sheet, dimension):
        for index in range(group["range"].get("startIndex", 0), group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _regroup(sheet: Sheet, dimension: str, depths: list[int]) -> None:
    """Write the groups anew: one for every stretch of at least a depth."""
    collapsed = {
        (g["range"].get("startIndex", 0), g["range"]["endIndex"], g["depth"]): g.get("collapsed")
        for g in _groups(sheet, dimension)
    }
    groups: list[Json] = []
    for depth in range(1, max(depths, default=0) + 1):
        for start, end in _stretches(depths, depth):
            bounds = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
            group: Json = {"range": bounds, "depth": depth}
            groups.append({**group, "collapsed": True} if collapsed.get((start, end, depth)) else group)
    sheet.lists["rowGroups" if dimension == ROWS else "columnGroups"] = groups


def _stretches(depths: list[int], depth: int) -> list[tuple[int, int]]:
    """
    >>> _stretches([0, 1, 2, 0, 1], 1)
    [(1, 3), (4, 5)]
    """
    found, start = [], None
    for index, value in enumerate([*depths, 0]):
        if value >= depth and start is None:
            start = index
        elif value < depth and start is not None:
            found.append((start, index))
            start = None
    return found


REQUESTS: dict[str, Callable[[Edit, Json], Json]] = {
    "addDimensionGroup": add_dimension_group,
    "appendDimension": append_dimension,
    "autoResizeDimensions": auto_resize_dimensions,
    "deleteDimension": delete_dimension,
    "deleteDimensionGroup": delete_dimension_group,
    "insertDimension": insert_dimension,
    "moveDimension": move_dimension,
    "updateDimensionGroup": update_dimension_group,
    "updateDimensionProperties": update_dimension_properties,
}
