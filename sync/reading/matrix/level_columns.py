"""Tables with a column for each level: a mark in one of them is a rating, a text in each of them is a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ....core import schema
from ....core.cells import Cell, is_blank
from ....core.errors import column_letter
from ....core.model import TableSource
from ....core.records import Records
from ...sources.base import Sheet
from .labels import likeness
from .rows import cell_at, label_at
from .tokens import MARK, NUMBER, TEXT, WORD, kind_of, text_levels
from .vocabulary import vocabulary

LEAST = 3  # columns of different levels
LOOK_AT_ROWS = 40
DIFFERENT = 0.7  # the share of a catalogue's texts that no other cell has
NAMES = 0.5  # the likeness to names from which on cells say who has a level, and not what it is
HEADING = "Level"  # of the column that takes their place


@dataclass(frozen=True)
class LevelColumns:
    """The header, the column of labels, and the level of each column that stands for one."""

    header: int
    label: int
    levels: Mapping[int, float]


def level_columns(sheet: Sheet) -> LevelColumns | None:
    """Return the columns that stand for one level each, None for a table without such columns."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        levels = {at: level for at, cell in enumerate(row) if (level := _level(cell)) is not None}
        if len(levels) < LEAST or len(set(levels.values())) < len(levels) or not _is_run(levels):
            continue
        labels = [at for at in range(min(levels)) if _is_label(sheet, header, at)]
        headed = [at for at in labels if vocabulary().heading(label_at(sheet, header, at)) == "skill"]
        numbers = any(not isinstance(row[at], str) for at in levels)
        if labels and (not numbers or (headed and _is_consecutive(levels))):
            return LevelColumns(header, (headed or labels[-1:])[0], levels)
    return None


def _level(cell: Cell) -> float | None:
    """The level that a heading names: a word, "Level 3", or a number alone."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell) if 0 <= cell <= 5 and float(cell).is_integer() else None
    if not isinstance(cell, str) or kind_of(cell) not in (WORD, NUMBER):
        return None
    level = vocabulary().level(cell)
    return text_levels([cell.strip()])[0] if level is None else level


def _is_run(levels: Mapping[int, float]) -> bool:
    """Columns side by side whose levels rise or fall."""
    columns = sorted(levels)
    ordered = [levels[at] for at in columns]
    return columns[-1] - columns[0] == len(columns) - 1 and ordered in (sorted(ordered), sorted(ordered, reverse=True))


def _is_consecutive(levels: Mapping[int, float]) -> bool:
    """Whether bare numbers count one by one, as headings do and ratings seldom."""
    ordered = sorted(levels.values())
    return ordered[-1] - ordered[0] == len(ordered) - 1


def _is_label(sheet: Sheet, header: int, at: int) -> bool:
    below = [cell_at(sheet, row, at) for row in range(header + 1, len(sheet.rows))]
    filled = [kind_of(cell) for cell in below if not is_blank(cell)]
    return bool(filled) and filled.count(TEXT) >= 0.6 * len(filled)


def in_one_column(sheet: Sheet, columns: LevelColumns) -> Sheet | None:
    """Return the sheet with the marked level of each row in one column; None where rows have several marks or something else."""
    first = min(columns.levels)
    rows: list[Sequence[Any]] = list(sheet.rows)
    marked = 0
    for number in range(columns.header + 1, len(rows)):
        row = rows[number]
        ticks = [at for at in columns.levels if at < len(row) and not is_blank(row[at])]
        if len(ticks) > 1 or any(kind_of(row[at]) != MARK for at in ticks):
            return None
        fresh = [None if at in columns.levels else cell for at, cell in enumerate(row)]
        if ticks:
            marked += 1
            fresh[first] = columns.levels[ticks[0]]
        rows[number] = fresh
    rows[columns.header] = [
        HEADING if at == first else None if at in columns.levels else cell
        for at, cell in enumerate(rows[columns.header])
    ]
    return replace(sheet, rows=rows) if marked else None


def catalogue(workbook: str, sheet: Sheet, columns: LevelColumns) -> Records | None:
    """Return the skills of a catalogue with a text for each level; None where the cells are no texts."""
    rows = [row for row in range(columns.header + 1, len(sheet.rows)) if label_at(sheet, row, columns.label)]
    cells = {at: [cell_at(sheet, row, at) for row in rows] for at in columns.levels}
    filled = [cell for column in cells.values() for cell in column if not is_blank(cell)]
    texts = {cell for cell in filled if isinstance(cell, str) and kind_of(cell) in (TEXT, WORD)}
    if likeness([part for text in texts for part in text.split(",")]).person > NAMES:
        return None
    words = sum(kind_of(cell) == WORD for cell in filled)
    if not rows or len(texts) < max(2 * len(rows), DIFFERENT * len(filled)) or words > (1 - DIFFERENT) * len(filled):
        return None
    places = {"skill": column_letter(columns.label)}
    values: dict[str, list[Any]] = {column.field: [None] * len(rows) for column in schema.SKILLS.inputs}
    values["skill"] = [label_at(sheet, row, columns.label) for row in rows]
    for at, level in columns.levels.items():
        if level >= 1:
            field = f"level_{level:.0f}"
            values[field] = [
                cell.strip() if isinstance(cell, str) and not is_blank(cell) else None for cell in cells[at]
            ]
            places[field] = column_letter(at)
    for at in range(min(columns.levels)):
        if vocabulary().heading(label_at(sheet, columns.header, at)) == "category":
            values["category"] = [label_at(sheet, row, at) or None for row in rows]
            places["category"] = column_letter(at)
    source = TableSource(workbook, sheet.title, places)
    return Records(schema.SKILLS, values, [row + 1 for row in rows], [source] * len(rows))
