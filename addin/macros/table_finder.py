"""The tables of an open workbook, as reading finds them, with messages for what is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ...core import schema, sheet_words
from ...core.cells import FIRST_DAY, LAST_DAY, Cell, Day, day, is_blank
from ...core.columns import Table
from ...core.errors import CellError, OkrError, column_letter
from ...core.model import TableSource
from ...core.records import Records, Tables
from ...core.schema import ALIGNMENT
from ...core.sheet_words import TODAY, headings_in_english, language_of, word_in
from ...core.tables.headings import HeadingIndex, normalise_heading
from ...core.tables.own_sheets import made_from_template, may_hold_tables
from ...core.tables.table_finder import LOOK_AT_ROWS, find_tables
from ...core.tables.table_match import Rows, TableMatch, hinted_table, missing
from ...core.tables.table_rows import table_rows
from ...core.values import typed_values
from .book import At, Book, Spot

TODAY_LABELS = frozenset(map(str.lower, TODAY.values()))
ALIGNMENT_TITLES = sheet_words.titles(ALIGNMENT)
_VIEW_HEADINGS = headings_in_english("alignment")


@dataclass(frozen=True)
class Located:
    """A table where it stands: its sheet, the row of its headings, and the column of each field.

    `rows` are those of the sheet down to the end of the table. Settings may stand as a form: `form` then has the cell
    of each.
    """

    table: Table
    sheet: str
    rows: Rows
    header: int
    columns: Mapping[str, int]
    form: Mapping[str, At]
    match: TableMatch

    def in_words(self, word: str) -> str:
        """Return a choice or a result in the language of the sheet, if it is of one of our templates."""
        return word_in(language_of(self.rows), word)

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
    lacking = missing(found.table, found.form or found.columns)
    if "id" not in (found.form or found.columns):  # reading takes the words for it, a macro writes by it
        lacking = [column for column in found.table.inputs if column.name == "id"] + lacking
    if lacking:
        raise _no_column(book, found, lacking[0].name)
    return found


def look(book: Book, name: str) -> Located | None:
    """Return where a table stands, or None; some of its columns may be missing."""
    table = schema.table(name)
    found = [located for located in _all_tables(book) if located.table is table]
    return max(found, key=lambda each: (hinted_table(each.sheet) is table, each.match.points), default=None)


def alignment_view(book: Book) -> tuple[str, list[list[Cell]]] | None:
    """Return the title and the rows of the alignment view, None where there is none."""
    title = next((title for title in book.sheets() if title in ALIGNMENT_TITLES), None)
    return None if title is None else (title, book.cells(title))


def view_heading(cell: Cell) -> str:
    """Return a heading of the alignment view in English, in small letters.

    >>> view_heading("Ausrichtung"), view_heading("Score")
    ('alignment', 'score')
    """
    heading = normalise_heading(cell) if isinstance(cell, str) else ""
    return _VIEW_HEADINGS.get(heading, heading)


def _all_tables(book: Book) -> Iterator[Located]:
    """Every table of the workbook, but for copies of closed cycles and the views of our templates."""
    sheets = {title: book.cells(title) for title in book.sheets()}
    ours = made_from_template(sheets.values())
    for title, rows in sheets.items():
        if not may_hold_tables(title, sheets, ours):
            continue
        for match in find_tables(title, rows, _index()):
            form = {field: (row + 1, column) for field, (row, column) in (match.form or {}).items()}
            yield Located(match.table, title, rows[: match.end], match.header + 1, match.positions, form, match)


@lru_cache(maxsize=1)
def _index() -> HeadingIndex:
    return HeadingIndex()


def _not_there(book: Book, table: Table) -> OkrError:
    titles = book.sheets()
    named = next(
        (title for title in titles if normalise_heading(title) in map(normalise_heading, (table.sheet, table.name))),
        None,
    )
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
        normalise_heading(cell): cell
        for at, cell in enumerate(row)
        if isinstance(cell, str) and cell and at not in found.columns.values()
    }
    names = [normalise_heading(column.name), *map(normalise_heading, column.aliases)]
    near = [match for each in names for match in difflib.get_close_matches(each, free, n=1, cutoff=0.6)]
    hint = f"is it {free[near[0]]!r}? Name that column {name!r}" if near else f"add a column {name!r}: {column.help}"
    return OkrError(f"{where}: the {found.table.name} have no column {name!r}", hint)


def records(book: Book, located: Located) -> Records:
    """Return the records of a table; what could not be read is no data."""
    if not located.form:
        letters = {field: column_letter(at) for field, at in located.columns.items()}
        source = TableSource(book.name, located.sheet, letters)
        rows = table_rows(located.match, located.rows).rows
        return typed_values.read(located.table, source, located.columns, rows, located.header + 1)[0]
    source = TableSource(book.name, located.sheet, {field: located.spot(field, 0).cell for field in located.form})
    positions = {field: at for at, field in enumerate(located.form)}
    row = [located.cell(located.spot(field, 0)) for field in located.form]
    return typed_values.read(located.table, source, positions, [row], 1)[0]


def tables(book: Book) -> Tables:
    """Return all tables of an OKRs workbook that are there."""
    found = [look(book, table.name) for table in schema.tables_of("okrs")]
    return Tables({each.table.name: records(book, each) for each in found if each is not None})


def as_of(book: Book) -> Day:
    """Return the day that the workbook is seen from: its setting `today`, or the day of the calendar."""
    settings = look(book, "settings")
    if settings is not None:
        for row in settings.rows[:LOOK_AT_ROWS]:
            for label, value in zip(row, [*row[1:], None]):
                if isinstance(label, str) and normalise_heading(label) in TODAY_LABELS:
                    return _day(value) or book.today
    return book.today


def _day(cell: Cell) -> Day | None:
    try:
        found = day(cell)
    except CellError:
        return None
    return found if found is not None and FIRST_DAY <= found <= LAST_DAY else None
