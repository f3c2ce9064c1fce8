"""Where the tables of an open workbook stand: found by their headings, as on reading, with messages for what is not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...core import schema, typed_values
from ...core.cells import FIRST_DAY, LAST_DAY, Cell, Day, day, is_blank
from ...core.columns import Table
from ...core.errors import CellError, OkrError, column_letter
from ...core.model import TableSource
from ...core.records import Records, Tables
from .book import At, Book, Spot

LOOK_AT_ROWS = 60
LEAST = 2  # headings that make a row the head of the table whose name the sheet has
SETTINGS_LEAST = 3

Rows = Sequence[Sequence[Cell]]

_PUNCTUATION = re.compile(r"[\s_\-./:*()?\[\]]+")


@lru_cache(maxsize=65_536)
def plain(heading: str) -> str:
    """Return a heading as it is compared: small letters, without stars and punctuation.

    >>> plain("Objective_ID*")
    'objective id'
    """
    return _PUNCTUATION.sub(" ", heading.lower()).strip()


@dataclass(frozen=True)
class Located:
    """A table where it stands: its sheet, the row of its headings, and the column of each field.

    Settings may stand as a form: `form` then has the cell of each.
    """

    table: Table
    sheet: str
    rows: Rows
    header: int
    columns: Mapping[str, int]
    form: Mapping[str, At]

    def spot(self, field: str, row: int) -> Spot:
        """Return the cell of a field in a row."""
        return Spot(self.sheet, *self.form[field]) if self.form else Spot(self.sheet, row, self.columns[field])

    def cell(self, spot: Spot) -> Cell:
        """Return what a cell of the sheet shows."""
        row = self.rows[spot.row - 1] if spot.row <= len(self.rows) else ()
        return row[spot.column] if spot.column < len(row) else None


def find(book: Book, name: str) -> Located:
    """Return where a table stands; `OkrError` says what was looked for when it is nowhere."""
    found = look(book, name)
    if found is None:
        raise _not_there(book, schema.table(name))
    missing = [c.name for c in found.table.inputs if c.required and c.field not in (found.form or found.columns)]
    if missing:
        raise _no_column(book, found, missing[0])
    return found


def look(book: Book, name: str) -> Located | None:
    """Return where a table stands, or None; some of its columns may be missing."""
    table = schema.table(name)
    titles = book.sheets()
    best: Located | None = None
    best_points = 0.0
    for title in titles:
        if title in schema.VIEWS or schema.is_frozen(title, titles):
            continue
        located, points = _on(table, title, book.cells(title))
        if located is not None and points > best_points:
            best, best_points = located, points
    return best


def _on(table: Table, title: str, rows: Rows) -> tuple[Located | None, float]:
    hinted = plain(title) in map(plain, (table.sheet, table.name, *table.aliases))
    required = {column.field for column in table.inputs if column.required}
    best: Located | None = None
    points = 0.0
    for number, row in enumerate(rows[:LOOK_AT_ROWS], start=1):
        columns = headings(table, row)
        have = required & set(columns)
        if (have == required or (hinted and len(columns) >= LEAST)) and len(columns) + len(have) > points:
            best, points = Located(table, title, rows, number, columns, {}), float(len(columns) + len(have))
    if best is None and table is schema.SETTINGS:
        form = _form(rows)
        if len(form) >= SETTINGS_LEAST and "cycle" in form:
            best, points = Located(table, title, rows, 1, {}, form), float(len(form))
    return best, points + (100.0 if hinted and best else 0.0)


def headings(table: Table, row: Iterable[Cell]) -> dict[str, int]:
    """Return the column of each field in a row of headings: an exact name goes before an alias."""
    given: dict[str, int] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            given.setdefault(plain(cell), at)
    found = {column.field: given[plain(column.name)] for column in table.columns if plain(column.name) in given}
    taken = set(found.values())
    for column in table.columns:
        aliases = (given[plain(alias)] for alias in column.aliases if plain(alias) in given)
        free = next((at for at in aliases if at not in taken), None)
        if column.field not in found and free is not None:
            found[column.field] = free
            taken.add(free)
    return found


def _form(rows: Rows) -> dict[str, At]:
    """Settings as a form: a name in one column, its value in the next."""
    cells: dict[str, At] = {}
    for number, row in enumerate(rows[:LOOK_AT_ROWS], start=1):
        for at, cell in enumerate(row):
            for field in headings(schema.SETTINGS, [cell]):
                cells.setdefault(field, (number, at + 1))
    return cells if len({column for _, column in cells.values()}) == 1 else {}


def _not_there(book: Book, table: Table) -> OkrError:
    titles = book.sheets()
    named = next((title for title in titles if plain(title) in map(plain, (table.sheet, table.name))), None)
    needs = ", ".join(column.name for column in table.inputs if column.required)
    if named is not None:
        empty = all(is_blank(cell) for row in book.cells(named) for cell in row)
        what = "is empty" if empty else f"has no headings of {table.name}"
        return OkrError(f"{book.name}: the sheet {named!r} {what}", f"its heading row needs: {needs}")
    what = f"{book.name}: there is no table of {table.name}"
    return OkrError(what, f"looked on {', '.join(titles)} for the headings: {needs}")


def _no_column(book: Book, found: Located, name: str) -> OkrError:
    where = f"{book.name} › {found.sheet}"
    if found.form:
        return OkrError(f"{where}: there is no setting {name!r}", f"write {name!r} and beside it what it is")
    column = next(column for column in found.table.columns if column.name == name)
    row = found.rows[found.header - 1]
    free = {
        plain(cell): cell
        for at, cell in enumerate(row)
        if isinstance(cell, str) and cell and at not in found.columns.values()
    }
    names = [plain(column.name), *map(plain, column.aliases)]
    near = [match for each in names for match in difflib.get_close_matches(each, free, n=1, cutoff=0.6)]
    hint = f"is it {free[near[0]]!r}? Name that column {name!r}" if near else f"add a column {name!r}: {column.help}"
    return OkrError(f"{where}: the {found.table.name} have no column {name!r}", hint)


def records(book: Book, located: Located) -> Records:
    """Return the records of a table; what could not be read is no data."""
    if not located.form:
        letters = {field: column_letter(at) for field, at in located.columns.items()}
        source = TableSource(book.name, located.sheet, letters)
        rows = located.rows[located.header :]
        return typed_values.read(located.table, source, located.columns, rows, located.header + 1)[0]
    source = TableSource(book.name, located.sheet, {field: located.spot(field, 0).cell for field in located.form})
    positions = {field: at for at, field in enumerate(located.form)}
    row = [located.cell(located.spot(field, 0)) for field in located.form]
    return typed_values.read(located.table, source, positions, [row], 1)[0]


def tables(book: Book) -> Tables:
    """Return all tables of an OKRs workbook that are there."""
    found = (look(book, table.name) for table in schema.tables_of("okrs"))
    return Tables({each.table.name: records(book, each) for each in found if each is not None})


def as_of(book: Book) -> Day:
    """Return the day that the workbook is seen from: its setting `today`, or the day of the calendar."""
    settings = look(book, "settings")
    if settings is not None:
        for row in settings.rows[:LOOK_AT_ROWS]:
            for label, value in zip(row, [*row[1:], None]):
                if isinstance(label, str) and plain(label) == "today":
                    return _day(value) or book.today
    return book.today


def _day(cell: Cell) -> Day | None:
    try:
        found = day(cell)
    except CellError:
        return None
    return found if found is not None and FIRST_DAY <= found <= LAST_DAY else None
