"""Which rows of a table of levels count: people, skills or roles; requirements, groups, totals and blank rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from ....core.cells import Cell, is_blank
from ....core.tables.table_rows import PURE_TOTAL, TOTAL
from ...sources.base import Sheet
from .axes import Axes, ValueColumn, text_at
from .legend import Legend
from .region import Region
from .vocabulary import vocabulary

_T = TypeVar("_T")

NAMES_TOO = frozenset({"max", "min", "som", "media", "mean"})  # words of totals that are names as well
LAST = 3  # rows in which totals stand


@dataclass(frozen=True)
class MatrixRows:
    """The rows that count with their label, the group above each, the rows of requirements, and those left out."""

    entries: Mapping[int, str]
    groups: Mapping[int, str]
    required: Sequence[int]
    left_out: Sequence[int]


def cell_at(sheet: Sheet, row: int, at: int) -> Cell:
    """Return a cell, None beyond the end of its row."""
    cells = sheet.rows[row]
    cell: Cell = cells[at] if 0 <= at < len(cells) else None
    return cell


def column_of(rows: Sequence[Sequence[_T]], at: int, numbers: Sequence[int]) -> Sequence[_T]:
    """Return the cells of a column in some rows, without those of rows that end before it."""
    chosen = rows[numbers.start : numbers.stop] if isinstance(numbers, range) else list(map(rows.__getitem__, numbers))
    try:
        return list(map(itemgetter(at), chosen))
    except IndexError:
        return [row[at] for row in chosen if at < len(row)]


def label_at(sheet: Sheet, row: int, at: int) -> str:
    """Return a label on one line; a whole number is one as well."""
    cell = cell_at(sheet, row, at)
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return " ".join(cell.split()) if isinstance(cell, str) and not is_blank(cell) else ""


def matrix_rows(sheet: Sheet, region: Region, axes: Axes, legend: Legend) -> MatrixRows:
    """Return which rows of a table count, in the order of the sheet."""
    key = _key(axes)
    entries: dict[int, str] = {}
    groups: dict[int, str] = {}
    required: list[int] = []
    left_out: list[int] = []
    group = last = ""
    listed = axes.rows == "list"
    waiting: list[tuple[int, str]] = []
    for number in range(region.header + 1, region.end):
        if any((number, at) in legend.cells for at in (key, *axes.labels.values())):
            continue
        label = _label(sheet, number, axes, key)
        filled = any(not is_blank(cell_at(sheet, number, value.at)) for value in axes.values)
        kind = _kind(sheet, region, axes, number, label, filled)
        if kind == "group":
            waiting.append((number, label))
            left_out.append(number)
            group, last = label, ""
        elif kind == "required":
            required.append(number)
        elif kind == "left out":
            left_out.append(number)
        elif kind == "entry" and (label or (listed and last)):
            last = label or last
            entries[number], groups[number] = last, group
        elif kind == "entry" and filled:
            left_out.append(number)
    begins = bool(waiting) and bool(entries) and waiting[0][0] < min(entries)
    return MatrixRows(entries, groups if begins or len(waiting) > 1 else {}, required, left_out)


def _key(axes: Axes) -> int:
    if axes.rows == "list":
        return axes.labels.get("person", axes.labels.get("role", -1))
    return axes.labels[axes.rows]


def _label(sheet: Sheet, number: int, axes: Axes, key: int) -> str:
    if key == axes.labels.get("first_name") and "last_name" in axes.labels:
        names = (label_at(sheet, number, axes.labels[kind]) for kind in ("first_name", "last_name"))
        return " ".join(name for name in names if name)
    return label_at(sheet, number, key)


def _kind(sheet: Sheet, region: Region, axes: Axes, number: int, label: str, filled: bool) -> str:
    """Return what a row is: "entry", "required", "group", "left out" or "blank"."""
    texts = [text for at in (*axes.labels.values(), *region.labels[:3]) if (text := text_at(sheet, number, at))]
    if not filled:
        alone = label and all(text == label for text in texts) and not label.isdigit()
        return "group" if alone else "entry" if label and _has_fields(sheet, axes, number) else "blank"
    words = vocabulary()
    if any(words.aspect(text) == "required" for text in texts):
        return "required"
    if label and _repeats(sheet, region, axes, number):
        return "left out"
    beside = any(text_at(sheet, number, at) for kind, at in axes.labels.items() if kind in ("role", "team", "category"))
    name_too = label.lower() in NAMES_TOO and (beside or number < region.end - LAST)
    for text in texts if not name_too else ():
        total = TOTAL.fullmatch(text) if text == label or not label else PURE_TOTAL.fullmatch(text)
        if total or (words.aspect(text) in ("summary", "level") and (text == label or not label) and not beside):
            return "left out"
    return "entry"


def _has_fields(sheet: Sheet, axes: Axes, number: int) -> bool:
    """Whether a person without a level has a role, a team or a manager."""
    fields = ("role", "team", "manager", "email")
    return axes.rows == "person" and any(
        text_at(sheet, number, axes.labels[kind]) for kind in fields if kind in axes.labels
    )


def _repeats(sheet: Sheet, region: Region, axes: Axes, number: int) -> bool:
    """Whether a row has the headings again."""
    row = sheet.rows[number]
    first = axes.values[0].at
    if not axes.values[0].aspect and (first >= len(row) or row[first].__class__ is not str):
        return False
    texts = [value for value in axes.values if value.at < len(row) and row[value.at].__class__ is str]
    return len(texts) >= 2 and sum(_same(sheet, region, number, value) for value in texts) >= 2


def _same(sheet: Sheet, region: Region, number: int, value: ValueColumn) -> bool:
    text = text_at(sheet, number, value.at)
    return bool(text) and text == text_at(sheet, region.header, value.at) and not re.fullmatch(r"[0-9]+", text)
