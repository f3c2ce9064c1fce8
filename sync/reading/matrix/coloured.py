"""Tables of levels in which colours stand for levels: only where a legend on the sheet says in known words what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ....core.cells import Cell, is_blank
from ...sources.base import Sheet
from .rows import label_at
from .vocabulary import vocabulary

LEAST = 2  # colours that a legend explains
LONGEST = 40  # characters of an explanation

Spot = tuple[int, int]


def with_levels_of_colours(sheet: Sheet) -> Sheet | None:
    """Return a sheet with the legend's word in each blank cell of a colour that it explains; None without such a legend."""
    if not _explains_levels(sheet):
        return None
    fills = sheet.fills()
    if len(set(fills.values())) < LEAST:
        return None
    legend = _legend(sheet, fills)
    meanings = {colour: text for colour, (text, _) in legend.items()}
    if len(meanings) < LEAST:
        return None
    explained = {spot for _, spots in legend.values() for spot in spots}
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    for row, at in explained:
        if row < len(rows) and at < len(rows[row]):
            rows[row][at] = None
    count = 0
    for (row, at), colour in fills.items():
        if colour in meanings and row < len(rows) and (row, at) not in explained and is_blank(_cell(rows, row, at)):
            rows[row] += [None] * (at + 1 - len(rows[row]))
            rows[row][at] = meanings[colour]
            count += 1
    return replace(sheet, rows=rows) if count else None


def _explains_levels(sheet: Sheet) -> bool:
    """Whether short texts on a sheet say two levels: most sheets have none, and their colours need not be looked up."""
    texts = {cell for row in sheet.rows for cell in row if type(cell) is str and 0 < len(cell) < LONGEST}
    levels = {level for text in texts if (level := vocabulary().level_in(text)) is not None}
    return len(levels) >= LEAST


def _legend(sheet: Sheet, fills: Mapping[Spot, str]) -> dict[str, tuple[str, list[Spot]]]:
    """What each colour means, and the cells that say so: a level in the coloured cell itself, or right beside it."""
    legend: dict[str, tuple[str, list[Spot]]] = {}
    for (row, at), colour in sorted(fills.items()):
        if row >= len(sheet.rows) or colour in legend:
            continue
        own, beside = label_at(sheet, row, at), label_at(sheet, row, at + 1)
        text = own or beside
        if text and vocabulary().level_in(text) is not None and (own or (row, at + 1) not in fills):
            legend[colour] = text, [(row, at), (row, at + 1)] if not own else [(row, at)]
    levels = {vocabulary().level_in(text) for text, _ in legend.values()}
    return legend if len(levels) == len(legend) else {}


def _cell(rows: list[list[Cell]], row: int, at: int) -> Cell:
    return rows[row][at] if at < len(rows[row]) else None
