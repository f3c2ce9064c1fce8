"""Where tables stand on a sheet: found by their headings, side by side and below each other, in one pass.

A table is a row of headings that fits one of our tables, the columns that belong together in it, and the rows down
to the next table. `sync` and the macros both ask here, and the script in Google Sheets follows the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from . import schema, typed_values
from .cells import Cell
from .headings import LONGEST, MAPPED, MISSPELT, NAME, PLURAL, HeadingIndex, Meaning, normalise_heading
from .schema import Column, Table

LOOK_AT_ROWS = 60  # of the first header row
LOOK_BELOW_ROWS = 5_000  # of further ones
FEW = 50
SAMPLE = 40  # cells of a column that tell whether it holds what its heading says
SETTINGS_LEAST = 3
TITLE = 0.5  # what a sheet's title is worth between tables that fit alike
COMPLETE = 2.0
BACK_TO_START = "‹ Start"  # stands at the top of every sheet of our templates
SURELY_NAMED = 0.94  # above it a heading is our own name for the column, and is believed whatever stands below

Rows = Sequence[Sequence[Cell]]
Spot = tuple[int, int]  # row and column from 0
Merged = Sequence[tuple[int, int, int, int]]

# Columns that stand for one that is required: their field, by table and the required field.
STAND_INS = {("key results", "target"): ("progress",)}
# Two fields that no other table has together: with them a row of headings is that table, whatever it lacks.
UNMISTAKABLE = {"key results": ("objective_id", "key_result")}


@dataclass(frozen=True)
class Unused:
    """A heading that was given to no field, and why.

    `double` is the field that another column already stands for, `sure` whether this one might as well, `annotated`
    whether its heading is that of the other with an addition; `unfit` the field that its cells cannot be read as.
    """

    column: int
    heading: str
    double: str = ""
    sure: bool = False
    annotated: bool = False
    unfit: str = ""


@dataclass(frozen=True)
class TableMatch:
    """A table on a sheet, with rows and columns counted from 0.

    `positions` has the column of each field, `misspelt` those fields whose heading was read in spite of a slip;
    `header` is the row of headings and `end` the row after the last one. Settings may stand as a form: `form` then
    has the cell of each. `top` is where a heading of two rows begins.
    """

    table: Table
    header: int
    positions: Mapping[str, int]
    form: Mapping[str, Spot] | None = None
    columns: range = range(0)
    end: int = 0
    points: float = 0.0
    unused: Sequence[Unused] = ()
    misspelt: Sequence[str] = ()
    sure: Mapping[str, float] | None = None
    top: int = 0

    @property
    def complete(self) -> bool:
        """Whether every column is there that the table cannot do without."""
        return not missing(self.table, self.form or self.positions)


def made_from_template(sheets: Iterable[Rows]) -> bool:
    """Return whether one of some sheets is of our templates: then their views repeat what the others say."""
    return any(cell == BACK_TO_START for rows in sheets for row in rows[:3] for cell in row[:2])


def missing(table: Table, fields: Mapping[str, object]) -> list[Column]:
    """Return the required columns that are not among some fields; the words of a row stand for its id."""
    return [
        column
        for column in table.inputs
        if column.required
        and column.field not in fields
        and not (column.field == "id" and table.title_field in fields)
        and not any(other in fields for other in STAND_INS.get((table.name, column.field), ()))
    ]


def find_tables(title: str, rows: Rows, index: HeadingIndex, merged: Merged = ()) -> list[TableMatch]:
    """Return the tables on a sheet from top to bottom; those that stand beside each other from left to right."""
    hinted = hinted_table(title)
    tables = _first(rows, index, hinted, merged)
    if not tables:
        form = find_form(rows, index, hinted)
        return [form] if form else []
    tables += _below(rows, index, tables)
    form = find_form(rows[: tables[0].header], index, None) if tables[0].table is not schema.SETTINGS else None
    return [*([form] if form else []), *(_fitted(each, rows, index) for each in _ended(tables, rows))]


def hinted_table(title: str) -> Table | None:
    """Return the table that a sheet's title names.

    >>> hinted_table("KRs").name
    'key results'
    """
    wanted = normalise_heading(title)
    for table in schema.TABLES:
        if wanted in map(normalise_heading, (table.sheet, table.name, *table.aliases)):
            return table
    return None


def _first(rows: Rows, index: HeadingIndex, hinted: Table | None, merged: Merged) -> list[TableMatch]:
    """The tables of the first header row; one that lacks columns gives way to a better one of its kind below."""
    for slips in (False, True):
        best: list[TableMatch] = []
        for at in range(min(len(rows), LOOK_AT_ROWS)):
            here = _in_row(rows, at, index, hinted, merged, slips)
            if here and max(each.points for each in here) > max((each.points for each in best), default=0.0):
                best = here
            if best and any(each.complete for each in best) and best[0].header < at:
                return best
        if best:
            return best
    return []


def _below(rows: Rows, index: HeadingIndex, tables: Sequence[TableMatch]) -> list[TableMatch]:
    """Further tables below the first ones; a row of the same headings again is none."""
    found: list[TableMatch] = []
    last = list(tables)
    for at in candidate_rows(rows, index, tables):
        here = [each for each in _in_row(rows, at, index, None, (), False) if _is_header(each)]
        new = [each for each in here if not any(_repeats(each, above, rows) for above in last)]
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
    single = [number for number, count in hits.items() if count == 1]
    if len(single) > FEW:
        single = []  # a column whose words are headings elsewhere: levels, rater types
    several = [number for number, count in hits.items() if count >= 2]
    return sorted([*several, *(number for number in single if _headings_in(rows[number], index) >= 2)])


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


def _repeats(match: TableMatch, above: TableMatch, rows: Rows) -> bool:
    same = match.table is above.table and set(match.columns) & set(above.columns)
    return bool(same) and all(
        above.positions.get(field) == at or field not in above.positions for field, at in match.positions.items()
    )


def _ended(tables: Sequence[TableMatch], rows: Rows) -> Iterator[TableMatch]:
    """Let each table end where another one begins in its columns, with its title."""
    for each in tables:
        below = [other for other in tables if other.header > each.header and set(other.columns) & set(each.columns)]
        yield replace(each, end=min((_top(other, rows) for other in below), default=len(rows)))


def _top(match: TableMatch, rows: Rows) -> int:
    """The row where a table begins: its title where one stands right above its headings, else its headings."""
    above = [cell for cell in rows[match.top - 1] if cell not in (None, "")]
    if len(above) != 1 or type(above[0]) is not str:
        return match.top
    alone = match.top < 2 or not any(cell not in (None, "") for cell in rows[match.top - 2])
    return match.top - 1 if alone or hinted_table(above[0]) is match.table else match.top


def _in_row(
    rows: Rows, at: int, index: HeadingIndex, hinted: Table | None, merged: Merged, slips: bool
) -> list[TableMatch]:
    """The tables whose headings stand in one row, or in it and the group headings above."""
    row = rows[at]
    if sum(type(cell) is str and cell != "" for cell in row) < 2:
        return []
    finder = _RowFinder(index, hinted, slips, at)
    alone = finder.tables(row, rows)
    if at and _is_group_row(rows[at - 1], row):
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
        runs = heading_runs(row, rows, self.at)
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

    def match(self, row: Sequence[Cell], columns: Sequence[int]) -> TableMatch | None:
        """Return the table that fits some columns of a row of headings best, None when none does."""
        headings = [(at, cell) for at in columns if type(cell := row[at]) is str and cell and len(cell) < LONGEST]
        claims = self._claims(headings)
        best: TableMatch | None = None
        for table, by_field in claims.items():
            fields = given(by_field)
            points = fit(table, fields, self.hinted)
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
    """Return the columns of a row of headings in runs: a column without a heading and without cells ends one."""
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
    if table is hinted or max(known, default=0.0) >= MAPPED - PLURAL:
        enough = len(known) >= 2
    else:
        share = len(required) - len(lacking)
        enough = not lacking or (len(known) >= 4 and share * 3 >= len(required) * 2)
        enough = enough or (table.name in UNMISTAKABLE and all(field in fields for field in UNMISTAKABLE[table.name]))
    if not enough or len(known) < 2:
        return 0.0
    return sum(known) + (0.0 if lacking else COMPLETE) + (TITLE if table is hinted else 0.0)


def _fitted(match: TableMatch, rows: Rows, index: HeadingIndex) -> TableMatch:
    """The match with slips read, aliases that do not fit their values taken back, and what was not used."""
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


def sample(rows: Rows, match: TableMatch, at: int) -> list[Cell]:
    """Return the first cells of a column below the header that hold something."""
    cells: list[Cell] = []
    for row in rows[match.header + 1 : match.end]:
        if at < len(row) and row[at] not in (None, ""):
            cells.append(row[at])
            if len(cells) == SAMPLE:
                break
    return cells


def fits(column: Column, cells: Sequence[Cell]) -> bool:
    """Return whether cells may be those of a column: one at least can be read, or there are none.

    >>> fits(schema.LEARNING.column("completed_on"), ["Yes", "No"])
    False
    """
    if column.type in ("text", "id") or not cells:
        return True
    values, _ = typed_values.read_column(column, cells)
    return any(value is not None for value in values)


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
