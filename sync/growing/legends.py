"""Legends of a skill matrix: what people wrote about each level becomes the description of that level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.addresses import column_number
from ...core.records import Records
from ..reading.matrix.legend import legend_of
from ..sources.base import Sheet

LEVELS = {f"level_{number}": float(number) for number in range(1, 6)}

At = tuple[int, int]  # row and column from 0


@dataclass(frozen=True)
class MovedLegend:
    """The text of each level by its column of the skills table, and the cells of each sheet that say so."""

    texts: Mapping[str, str]
    cells: Mapping[str, frozenset[At]]


def legend_to_move(sheets: Sequence[Sheet], tables: Sequence[Records]) -> MovedLegend:
    """Return what a legend says about levels 1 to 5, where the levels of its sheet are read as they stand.

    Two sheets that explain a level differently have no common legend, and none is moved.
    """
    texts: dict[str, str] = {}
    cells: dict[str, frozenset[At]] = {}
    for sheet in sheets:
        levels = list(_levels(sheet, tables))
        legend = legend_of(sheet) if levels and all(cell == level for cell, level in levels) else None
        numbers = legend.numbers if legend else {}
        own = {field: numbers[number] for field, number in LEVELS.items() if number in numbers}
        if legend is None or not own or max(numbers) > max(LEVELS.values()):
            continue
        if any(texts.get(field, text) != text for field, text in own.items()):
            return MovedLegend({}, {})
        texts |= own
        cells[sheet.title] = frozenset(legend.cells)
    return MovedLegend(texts, cells)


def _levels(sheet: Sheet, tables: Sequence[Records]) -> Iterator[tuple[object, float | None]]:
    """Each rating of a sheet as its cell holds it and as it was read."""
    for records in tables:
        for row, source, at in zip(records.rows, records.sources, range(len(records))):
            letters = source.cells.get("level", "")
            if records.table is schema.ASSESSMENTS and source.sheet == sheet.title and letters.isalpha():
                cells = sheet.rows[row - 1]
                column = column_number(letters)
                yield cells[column] if column < len(cells) else None, records.columns["level"][at]


def with_level_texts(skills: Records, texts: Mapping[str, str]) -> Records:
    """Return skills whose levels are described, where they are not yet."""
    described = {
        field: [text if old is None else old for old in skills.columns[field]] for field, text in texts.items()
    }
    return replace(skills, columns={**skills.columns, **described})
