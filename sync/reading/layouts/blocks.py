"""Blocks of like columns side by side under names of their own: one for each quarter, or one for each objective."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ....core.values import cycle_text
from ...sources.base import Sheet
from .layout import MEASURES, Layout, filled_columns, key_result_fields, rearranged, text_at, with_cell
from .outline_marks import without_prefix


def blocks(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a sheet once for each quarter or objective that heads a block of columns, None for any other sheet."""
    for header, row in enumerate(sheet.rows[1:LOOK_AT_ROWS], start=1):
        above = sheet.rows[header - 1]
        named = _named_columns(above, row)
        quarters = [block for block in named if cycle_text.part_in(text_at(above, block.start)) is not None]
        where = Location(workbook, sheet.title, f"{column_letter(named[0].start if named else 0)}{header}")
        if len(quarters) >= 2 and _are_alike(quarters, row, index):
            decision = Decision(where, f"{len(quarters)} quarters side by side", "the names above their columns")
            return Layout([_of_quarter(sheet, header, block, quarters) for block in quarters], [decision])
        if len(named) >= 2 and not quarters and _are_alike(named, row, index) and _has_words(named[0], row, index):
            decision = Decision(where, f"{len(named)} objectives side by side", "the names above their columns")
            return Layout([_of_objective(sheet, header, block) for block in named], [decision])
    return None


def _named_columns(above: Sequence[Cell], row: Sequence[Cell]) -> list[range]:
    """The columns under each name, up to the next name."""
    starts = [at for at in filled_columns(above) if text_at(above, at)]
    ends = [*starts[1:], max(len(above), len(row))]
    return [range(start, end) for start, end in zip(starts, ends)]


def _are_alike(named: Sequence[range], row: Sequence[Cell], index: HeadingIndex) -> bool:
    """Whether each block has the same headings, with measures among them."""
    headings = [[normalise_heading(text_at(row, at)) for at in block if text_at(row, at)] for block in named]
    fields = _fields(named[0], row, index)
    return all(one == headings[0] for one in headings) and any(field in fields for field in MEASURES)


def _fields(block: range, row: Sequence[Cell], index: HeadingIndex) -> dict[str, int]:
    return key_result_fields([text_at(row, at) if at in block else "" for at in range(len(row))], index)


def _has_words(block: range, row: Sequence[Cell], index: HeadingIndex) -> bool:
    return "key_result" in _fields(block, row, index)


def _of_quarter(sheet: Sheet, header: int, block: range, quarters: Sequence[range]) -> Sheet:
    """The sheet with the columns of one quarter only, beside those that all quarters share."""
    others = {at for other in quarters if other != block for at in other}
    return rearranged(
        sheet,
        {
            number: ["" if at in others else cell for at, cell in enumerate(row)]
            for number, row in enumerate(sheet.rows)
            if number >= header - 1
        },
    )


def _of_objective(sheet: Sheet, header: int, block: range) -> Sheet:
    """The sheet with the columns of one objective only, and its words in a column behind them."""
    behind = max(len(row) for row in sheet.rows)
    title = text_at(sheet.rows[header - 1], block.start)
    objective = without_prefix(title, "objective") or title
    rows: dict[int, Sequence[Cell]] = {header - 1: ()}
    for number, row in enumerate(sheet.rows):
        if number >= header:
            own = [cell if at in block else "" for at, cell in enumerate(row)]
            name = "Objective" if number == header else objective if filled_columns(own) else ""
            rows[number] = with_cell(own, behind, name)
    return rearranged(sheet, rows, {behind: block.start})
