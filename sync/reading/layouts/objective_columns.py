"""A column for each objective, its key results below it: labels "Objective", "KR1", "KR2" stand in the first column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, column_letter
from ....core.tables.headings import HeadingIndex, is_vague
from ....core.tables.table_finder import LOOK_AT_ROWS
from ...sources.base import Sheet
from .layout import Layout, rearranged, text_at, with_cell
from .outline_marks import rank_by_prefix, without_prefix


def objective_columns(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a sheet once for each column that holds an objective and its key results, None for any other sheet."""
    for label in range(3):
        rows = [number for number, row in enumerate(sheet.rows) if _is_label(text_at(row, label))]
        if (
            len(rows) >= 2
            and all(after - before <= 2 for before, after in pairwise(rows))
            and _are_below(sheet, label, rows)
        ):
            heads = _objectives(sheet, label, rows[0])
            if len(heads) >= 2:
                where = Location(workbook, sheet.title, f"{column_letter(min(heads))}{rows[0]}")
                decision = Decision(
                    where, "each objective has a column, its key results below it", "the labels of the rows"
                )
                return Layout([_part(sheet, rows, at, words) for at, words in heads.items()], [decision])
    return None


def _are_below(sheet: Sheet, label: int, rows: Sequence[int]) -> bool:
    """Whether no further objective follows the first key result: then they stand below each other."""
    return not any(rank_by_prefix(text_at(row, label)) == "objective" for row in sheet.rows[rows[0] :])


def _is_label(text: str) -> bool:
    return rank_by_prefix(text) == "key result" and not without_prefix(text, "key result")


def _objectives(sheet: Sheet, label: int, first: int) -> dict[int, str]:
    """The words of the objective above each column of key results: the last ones that are more than a label."""
    heads: dict[int, str] = {}
    for number in range(max(0, first - LOOK_AT_ROWS), first):
        row = sheet.rows[number]
        titles = [at for at in range(len(row)) if text_at(row, at) and at > label and not is_vague(text_at(row, at))]
        for at in titles:
            words = without_prefix(text_at(row, at), "objective")
            if words:
                heads[at] = words
    return {at: words for at, words in heads.items() if any(text_at(row, at) for row in sheet.rows[first:])}


def _part(sheet: Sheet, rows: Sequence[int], at: int, objective: str) -> Sheet:
    """The sheet with the key results of one objective: their words where they stand, the objective behind the last column."""
    behind = max(len(row) for row in sheet.rows)
    changed: dict[int, Sequence[Cell]] = dict.fromkeys(range(rows[0], len(sheet.rows)), ())
    changed[rows[0] - 1] = with_cell(with_cell([], at, "Key result"), behind, "Objective")
    for number in rows:
        words = without_prefix(text_at(sheet.rows[number], at), "key result")
        if words:
            changed[number] = with_cell(with_cell([], at, words), behind, objective)
    return rearranged(sheet, changed, {behind: at})
