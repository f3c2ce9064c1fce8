"""Where tables stand on a sheet: found by their headings, side by side and below each other, in one pass.

A table is a row of headings that fits one of our tables, the columns that belong together in it, and the rows down
to the next table. `sync` and the macros both ask here, and the script in Google Sheets follows the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from .. import schema
from ..cells import Cell
from ..columns import Table
from .column_fit import fitted
from .header_rows import tables_in_row
from .headings import LONGEST, HeadingIndex
from .table_match import Merged, Rows, Spot, TableMatch, hinted_table

LOOK_AT_ROWS = 60  # of the first header row
LOOK_BELOW_ROWS = 5_000  # of further ones
FEW = 50
SETTINGS_LEAST = 3
_TEXTS = frozenset({str, type(None)})


def find_tables(title: str, rows: Rows, index: HeadingIndex, merged: Merged = ()) -> list[TableMatch]:
    """Return the tables on a sheet from top to bottom; those that stand beside each other from left to right.

    `title` is the sheet's, `rows` its cells from A1 on, `merged` its merged ranges.

    >>> [match.table.name for match in find_tables("Plan", [["Objective", "Key result", "Target"]], HeadingIndex())]
    ['key results']
    """
    hinted = hinted_table(title)
    tables = _first(rows, index, hinted, merged)
    if not tables:
        form = find_form(rows, index, hinted)
        return [form] if form else []
    tables += _below(rows, index, tables)
    form = find_form(rows[: tables[0].header], index, None) if tables[0].table is not schema.SETTINGS else None
    return [*([form] if form else []), *(fitted(each, rows, index) for each in _ended(tables, rows))]


def _first(rows: Rows, index: HeadingIndex, hinted: Table | None, merged: Merged) -> list[TableMatch]:
    """The tables of the first header row; one that lacks columns gives way to a better one of its kind below."""
    for slips in (False, True):
        best: list[TableMatch] = []
        for at in range(min(len(rows), LOOK_AT_ROWS)):
            here = tables_in_row(rows, at, index, hinted, merged, slips)
            if here and max(each.points for each in here) > max((each.points for each in best), default=0.0):
                best = here
            if any(each.complete for each in best):
                return best
        if best:
            return best
    return []


def _below(rows: Rows, index: HeadingIndex, tables: Sequence[TableMatch]) -> list[TableMatch]:
    """Further tables below the first ones; a row of the same headings again is none."""
    found: list[TableMatch] = []
    last = list(tables)
    for at in candidate_rows(rows, index, tables):
        here = [each for each in tables_in_row(rows, at, index, None, (), False) if _is_header(each)]
        new = [
            each for each in here if not any(_repeats(each, above) or _shares_headings(each, above) for above in last)
        ]
        found += new
        last += new
    return found


def candidate_rows(rows: Rows, index: HeadingIndex, tables: Sequence[TableMatch]) -> list[int]:
    """Return the rows below some tables that have a known heading in a column of theirs, and another one."""
    start = max(each.header for each in tables) + 1
    below = rows[start : start + LOOK_BELOW_ROWS]
    columns = {at for each in tables for field, at in each.positions.items() if _may_repeat(each.table, field)}
    hits: dict[int, int] = {}
    for at in columns:
        here = {row[at] for row in below if at < len(row)}
        found = {cell for cell in here if type(cell) is str and _is_plain_heading(cell, index)}
        if found:
            for number, row in enumerate(below, start=start):
                if at < len(row) and row[at] in found:
                    hits[number] = hits.get(number, 0) + 1
    several = [number for number, count in hits.items() if count >= 2 and _is_all_text(rows[number])]
    texts = (number for number, count in hits.items() if count == 1 and _is_all_text(rows[number]))
    single = list(islice(texts, FEW + 1))
    if len(single) > FEW:
        single = []  # a column whose words are headings elsewhere: levels, rater types
    return sorted([*several, *(number for number in single if _headings_in(rows[number], index) >= 2)])


def _is_all_text(row: Sequence[Cell]) -> bool:
    return _TEXTS.issuperset(map(type, row))


def _may_repeat(table: Table, field: str) -> bool:
    """Free text in which nobody writes a heading is not worth a look."""
    return table.column(field).type != "text" or field in (*table.identity, table.title_field)


def _is_plain_heading(cell: str, index: HeadingIndex) -> bool:
    return len(cell) < LONGEST and cell.strip(" *:").lower() in index


def _headings_in(row: Sequence[Cell], index: HeadingIndex) -> int:
    return sum(type(cell) is str and _is_plain_heading(cell, index) for cell in row)


def _is_header(match: TableMatch) -> bool:
    """Below a table, a row of words is a header only when it fits well: objectives have levels called Team."""
    return match.complete or len(match.positions) >= 4


def _repeats(match: TableMatch, above: TableMatch) -> bool:
    same = match.table is above.table and set(match.columns) & set(above.columns)
    return bool(same) and all(
        above.positions.get(field) == at or field not in above.positions for field, at in match.positions.items()
    )


def _shares_headings(match: TableMatch, above: TableMatch) -> bool:
    """Whether the upper of two rows of headings is that of the table above."""
    return match.top <= above.header and bool(set(match.columns) & set(above.columns))


def _ended(tables: Sequence[TableMatch], rows: Rows) -> Iterator[TableMatch]:
    """Let each table end where another one begins in its columns, with its title."""
    for each in tables:
        below = [other for other in tables if other.header > each.header and set(other.columns) & set(each.columns)]
        end = min((_top(other, rows) for other in below), default=len(rows))
        yield replace(each, end=max(end, each.header + 1))


def _top(match: TableMatch, rows: Rows) -> int:
    """The row where a table begins: its title where one stands right above its headings, else its headings."""
    above = [cell for cell in rows[match.top - 1] if cell not in (None, "")]
    if len(above) != 1 or type(above[0]) is not str:
        return match.top
    alone = match.top < 2 or not any(cell not in (None, "") for cell in rows[match.top - 2])
    return match.top - 1 if alone or hinted_table(above[0]) is match.table else match.top


def find_form(rows: Rows, index: HeadingIndex, hinted: Table | None) -> TableMatch | None:
    """Return settings that stand as a form: a name in one column, its value in the next."""
    cells: dict[str, Spot] = {}
    for number, row in enumerate(rows[:LOOK_AT_ROWS]):
        for at, cell in enumerate(row[:-1]):
            if type(cell) is str and cell and len(cell) < LONGEST:
                for meaning in index.meanings(cell):
                    if meaning.table is schema.SETTINGS:
                        cells.setdefault(meaning.column.field, (number, at + 1))
    columns = {at for _, at in cells.values()}
    enough = len(cells) >= SETTINGS_LEAST and len(columns) == 1 and "cycle" in cells
    if not enough or (hinted is not schema.SETTINGS and not {"cycle_start", "cycle_end"} <= set(cells)):
        return None
    return TableMatch(schema.SETTINGS, 0, {}, cells, end=len(rows), points=float(len(cells)))
