"""Whether columns hold what their headings say: slips are read, misfits taken back, doubles told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..cells import Cell
from ..columns import Column
from ..values import typed_values
from .headings import NAME, HeadingIndex
from .table_match import Rows, TableMatch, Unused, sample

SURELY_NAMED = 0.94  # above it a heading is our own name for the column, and is believed whatever stands below


def fitted(match: TableMatch, rows: Rows, index: HeadingIndex) -> TableMatch:
    """Return the match with slips read, aliases that do not fit their values taken back, and what was not used."""
    row = rows[match.header]
    if match.top < match.header:
        row = [low if low not in (None, "") else high for high, low in zip(rows[match.top], row)]
    match = _without_misfits(_filled_instead(match, row, rows, index), row, rows, index)
    used = set(match.positions.values())
    unused = {
        at: str(row[at]) for at in match.columns if at not in used and at < len(row) and str(row[at] or "").strip()
    }
    refused = {each.column: each for each in match.unused}
    positions, misspelt, rest = dict(match.positions), [], []
    for at, heading in unused.items():
        free = [column for column in match.table.columns if column.field not in positions]
        column = None if index.meanings(heading) or at in refused else index.misspelt(heading, free)
        if column is not None and (column.computed or fits(column, sample(rows, match, at))):
            positions[column.field] = at
            misspelt.append(column.field)
        else:
            rest.append(refused.get(at) or _double(at, heading, match, index) or Unused(at, heading))
    return replace(match, positions=positions, misspelt=misspelt, unused=rest)


def _filled_instead(match: TableMatch, row: Sequence[Cell], rows: Rows, index: HeadingIndex) -> TableMatch:
    """Of two columns for one field the one counts in which something stands."""
    used = set(match.positions.values())
    positions = dict(match.positions)
    for at in match.columns:
        if at in used or at >= len(row) or not isinstance(row[at], str):
            continue
        double = _double(at, str(row[at]), match, index)
        if double is not None and not sample(rows, match, positions[double.double]) and sample(rows, match, at):
            positions[double.double] = at
    return replace(match, positions=positions)


def _double(at: int, heading: str, match: TableMatch, index: HeadingIndex) -> Unused | None:
    for meaning in index.meanings(heading):
        field = meaning.column.field
        if meaning.table is match.table and field in match.positions:
            chosen = (match.sure or {}).get(field, NAME)
            annotated = SURELY_NAMED <= meaning.sure < chosen - 0.01
            return Unused(at, heading, field, meaning.sure >= chosen - 0.01, annotated)
    return None


def _without_misfits(match: TableMatch, row: Sequence[Cell], rows: Rows, index: HeadingIndex) -> TableMatch:
    """Another name for a column is believed only where at least one cell below it can be read as that column."""
    sure = match.sure or {}
    refused: list[Unused] = []
    positions = dict(match.positions)
    for field, at in match.positions.items():
        column = match.table.column(field)
        if sure.get(field, NAME) >= SURELY_NAMED or column.computed:
            continue
        cells = sample(rows, match, at)
        if not fits(column, cells):
            del positions[field]
            other = next(
                (
                    each.column.field
                    for each in index.meanings(str(row[at]))
                    if each.table is match.table
                    and each.column.field not in match.positions
                    and fits(each.column, cells)
                ),
                "",
            )
            if other:
                positions[other] = at
            else:
                refused.append(Unused(at, str(row[at]), unfit=field))
    return (
        replace(match, positions=positions, unused=refused) if len(refused) or positions != match.positions else match
    )


def fits(column: Column, cells: Sequence[Cell]) -> bool:
    """Return whether cells may be those of a column: one at least can be read, or there are none.

    >>> from okrsheets.core.schema import LEARNING
    >>> fits(LEARNING.column("completed_on"), ["Yes", "No"])
    False
    """
    if column.type in ("text", "id") or not cells:
        return True
    values, _ = typed_values.read_column(column, cells)
    return any(value is not None for value in values)
