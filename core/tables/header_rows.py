"""Which tables a row of headings makes: runs of headings, joined where only together they are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .. import schema
from ..cells import Cell
from ..columns import Table
from .headings import LONGEST, MAPPED, MISSPELT, NAME, PLURAL, HeadingIndex, Meaning, is_vague
from .table_match import ONE_OF, SAMPLE, UNMISTAKABLE, Merged, Rows, TableMatch, missing

TITLE = 0.5  # what a sheet's title is worth between tables that fit alike
COMPLETE = 2.0


def tables_in_row(
    rows: Rows, at: int, index: HeadingIndex, hinted: Table | None, merged: Merged, slips: bool
) -> list[TableMatch]:
    """Return the tables whose headings are in one row, or in it and the group headings above.

    `hinted` is the table that the sheet's title names; with `slips` misspelt headings count, too.
    """
    row = rows[at]
    if sum(type(cell) is str and cell != "" for cell in row) < 2:
        return []
    finder = _RowFinder(index, hinted, slips, at)
    alone = finder.tables(row, rows)
    if at and not any(each.complete for each in alone) and _is_group_row(rows[at - 1], row):
        both = [
            replace(each, top=at - 1) for each in finder.tables(_with_groups(rows[at - 1], row, at - 1, merged), rows)
        ]
        if sum(each.points for each in both) > sum(each.points for each in alone) + 0.5:
            return both
    return alone


def _is_group_row(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row may hold group headings, or the headings of columns that have none of their own below."""
    texts = [cell for cell in above if type(cell) is str and cell.strip()]
    return bool(texts) and all(cell in (None, "") or type(cell) is str for cell in above) and len(texts) <= len(row)


def _with_groups(above: Sequence[Cell], row: Sequence[Cell], number: int, merged: Merged) -> list[Cell]:
    """Headings of two rows as one: the lower one, the upper where there is none, both where only both are known."""
    upper = list(above) + [None] * (len(row) - len(above))
    for first_row, first, last_row, last in merged:
        if first_row <= number <= last_row:
            upper[first + 1 : last + 1] = [upper[first]] * (min(last, len(upper) - 1) - first)
    return [
        high if low in (None, "") else f"{high} {low}" if type(high) is str and high.strip() and low in _SHORT else low
        for high, low in zip(upper, list(row) + [None] * (len(upper) - len(row)))
    ]


_SHORT = frozenset(
    {"Id", "ID", "id", "Text", "text", "Name", "name", "Title", "title", "Value", "value", "Date", "date"}
)


@dataclass(frozen=True)
class _RowFinder:
    """Finds the tables in one row of headings: runs of headings, joined where only together they make a table."""

    index: HeadingIndex
    hinted: Table | None
    slips: bool
    at: int

    def tables(self, row: Sequence[Cell], rows: Rows) -> list[TableMatch]:
        """Return the tables of a row from left to right."""
        runs = [part for run in heading_runs(row, rows, self.at) for part in self._parts(row, run)]
        found: list[TableMatch] = []
        current: list[int] = []
        for run in runs:
            if not current:
                current = run
                continue
            alone = self.match(row, run)
            joined = self.match(row, current + run)
            before = self.match(row, current)
            if (alone is not None and alone.complete) or not _belongs(run, row, before, joined, self.index):
                found += [before] if before else []
                current = run
            else:
                current = current + run
        last = self.match(row, current) if current else None
        found += [last] if last else []
        whole = {each.table for each in found if each.complete}
        return [each for each in found if each.complete or each.table not in whole]  # else it sums up the whole one

    def _parts(self, row: Sequence[Cell], run: list[int]) -> list[list[int]]:
        """Two whole tables right beside each other begin with the same heading, or have one in common."""
        seen: set[Cell] = set()
        for number, at in enumerate(run):
            if row[at] in seen:
                first, second = self.match(row, run[:number]), self.match(row, run[number:])
                if first is not None and first.complete and second is not None and second.complete:
                    return [run[:number], run[number:]]
            seen.add(row[at])
        return [run]

    def match(self, row: Sequence[Cell], columns: Sequence[int]) -> TableMatch | None:
        """Return the table that fits some columns of a row of headings best, None when none does."""
        headings = [(at, cell) for at in columns if type(cell := row[at]) is str and cell and len(cell) < LONGEST]
        claims = self._claims(headings)
        best: TableMatch | None = None
        for table, by_field in claims.items():
            fields = given(by_field)
            points = fit(table, fields, self.hinted)
            if table.extra and table is not self.hinted and self._is_of_another(claims):
                continue  # a column of initiatives or limits in a table of key results
            if table is not self.hinted and all(
                is_vague(str(row[at])) and sure < MAPPED - PLURAL for at, sure in fields.values()
            ):
                continue  # a list of anything
            if points > (best.points if best else 0.0):
                best = TableMatch(
                    table,
                    self.at,
                    {field: at for field, (at, _) in fields.items()},
                    columns=range(min(columns), max(columns) + 1),
                    points=points,
                    sure={field: sure for field, (_, sure) in fields.items()},
                    top=self.at,
                )
        return best

    def _is_of_another(self, claims: Mapping[Table, Sequence[tuple[float, int, Meaning]]]) -> bool:
        """Whether some headings fit a table that is not one on request, too."""
        return any(
            fit(other, given(by_field), self.hinted) > 0 for other, by_field in claims.items() if not other.extra
        )

    def _claims(self, headings: Sequence[tuple[int, str]]) -> dict[Table, list[tuple[float, int, Meaning]]]:
        claims: dict[Table, list[tuple[float, int, Meaning]]] = {}
        for at, heading in headings:
            for meaning in self.index.meanings(heading):
                claims.setdefault(meaning.table, []).append((meaning.sure, at, meaning))
            if self.slips and not self.index.meanings(heading):
                for table in schema.TABLES:
                    column = self.index.misspelt(heading, table.columns)
                    if column is not None:
                        sure = NAME - MISSPELT
                        claims.setdefault(table, []).append((sure, at, Meaning(table, column, sure)))
        return claims


def given(claims: Sequence[tuple[float, int, Meaning]]) -> dict[str, tuple[int, float]]:
    """Return the column of each field: the surest heading first, of equal ones the first; a heading means one thing."""
    fields: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for sure, at, meaning in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        if at not in taken and meaning.column.field not in fields:
            fields[meaning.column.field] = (at, sure)
            taken.add(at)
    return fields


def heading_runs(row: Sequence[Cell], rows: Rows, at: int) -> list[list[int]]:
    """Return the columns of a row of headings in runs: a column without a heading and without cells ends one.

    >>> heading_runs(["Id", "Target", "", "Summary"], [], 0)
    [[0, 1], [3]]
    """
    runs: list[list[int]] = []
    gap = True
    for column, cell in enumerate(row):
        if cell is None or cell == "" or (type(cell) is str and not cell.strip()):
            gap = gap or not _has_cells(rows, at, column)
        elif gap:
            runs.append([column])
            gap = False
        else:
            runs[-1].append(column)
    return runs


def _has_cells(rows: Rows, at: int, column: int) -> bool:
    return any(column < len(row) and row[column] not in (None, "") for row in rows[at + 1 : at + 1 + SAMPLE])


def _belongs(
    run: Sequence[int], row: Sequence[Cell], before: TableMatch | None, joined: TableMatch | None, index: HeadingIndex
) -> bool:
    """Whether the headings behind an empty column go on with the table before it: all of them known to it and new."""
    if before is None or joined is None:
        return True
    taken = {field for field, at in joined.positions.items() if at in run}
    known = {each.column.field for at in run for each in index.meanings(str(row[at])) if each.table is joined.table}
    return len(taken) == len(run) and not (known & set(before.positions))


def fit(table: Table, fields: Mapping[str, tuple[int, float]], hinted: Table | None) -> float:
    """Return how well a row of headings fits a table; 0 when it is not that table."""
    known = [sure for field, (_, sure) in fields.items() if not table.column(field).computed]
    required = [column for column in table.inputs if column.required]
    lacking = missing(table, fields)
    if table.extra and (lacking or not any(field in fields for field in ONE_OF.get(table.name, fields))):
        return 0.0
    if table is hinted or max(known, default=0.0) >= MAPPED - PLURAL:
        enough = len(known) >= 2
    else:
        share = len(required) - len(lacking)
        enough = not lacking or (len(known) >= 4 and share * 3 >= len(required) * 2)
        enough = enough or (table.name in UNMISTAKABLE and all(field in fields for field in UNMISTAKABLE[table.name]))
    if not enough or len(known) < 2:
        return 0.0
    return sum(known) + (0.0 if lacking else COMPLETE) + (TITLE if table is hinted else 0.0)
