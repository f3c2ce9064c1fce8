"""From the sheets of one workbook to the records of its tables, and all that is wrong with them.

grid → tables on a sheet → the meaning of each heading → the rows that count → typed values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...core import schema, typed_values
from ...core.cells import ErrorCell
from ...core.decisions import Decision
from ...core.errors import Location, Problem, column_letter
from ...core.headings import HeadingIndex
from ...core.model import TableSource
from ...core.records import Records
from ...core.table_finder import Rows, TableMatch, find_tables, hinted_table, made_from_template
from ...core.table_rows import table_rows
from ..sources.base import RawWorkbook, Sheet
from ..sources.date_system import with_days_of_1900
from .headings import heading_problems
from .implicit_ids import by_words
from .rows import row_problems

_WITHOUT = {
    schema.SETTINGS: "its team is not known, and the quarter of the day is taken for its cycle",
    schema.KEY_RESULTS: "nothing says how far its objectives are",
}


@dataclass(frozen=True)
class Extract:
    """The records of one workbook, its problems, and how its sheets were read; never an exception for a cell."""

    workbook: str
    tables: tuple[Records, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """What one sheet came to."""

    sheet: Sheet
    tables: Sequence[Records] = ()
    problems: Sequence[Problem] = ()
    decisions: Sequence[Decision] = ()


def extract(raw: RawWorkbook, index: HeadingIndex) -> Extract:
    """Return every table of a workbook; a workbook in which none is found says so in a problem.

    What we made out of other workbooks has none: its figures would count twice.
    """
    if raw.our_output:
        return Extract(raw.name, (), tuple(raw.problems))
    ours = raw.made_by_us or made_from_template(sheet.rows for sheet in raw.sheets)
    titles = [sheet.title for sheet in raw.sheets]
    sheets = [sheet for sheet in raw.sheets if schema.may_hold_tables(sheet.title, titles, ours)]
    readings = [_read_sheet(raw.name, sheet, index, ours) for sheet in sheets]
    tables = [records for reading in readings for records in reading.tables]
    problems = [*raw.problems, *(problem for reading in readings for problem in reading.problems)]
    unknown = [reading.sheet for reading in readings if not reading.tables]
    problems.extend(_unknown(raw.name, unknown, not tables))
    tables, problems = by_words(tables, problems)
    if len(raw.sheets) - len(unknown) > 1:  # tables on sheets of their own, as in our templates
        problems.extend(_lacking(raw.name, tables, unknown))
    decisions = tuple(decision for reading in readings for decision in reading.decisions)
    return Extract(raw.name, tuple(tables), tuple(problems), decisions)


def _lacking(workbook: str, tables: Sequence[Records], unknown: Sequence[Sheet]) -> list[Problem]:
    """What a workbook of objectives does without is worth a note, unless a sheet of that title is told of already."""
    there = {records.table.name for records in tables}
    told = {hinted_table(sheet.title) for sheet in unknown}
    if "objectives" not in there:
        return []
    return [
        Problem(
            Location(workbook), f"there is no {table.sheet} sheet: {so}", "`okrsheets new okrs` makes one to copy", True
        )
        for table, so in _WITHOUT.items()
        if table.name not in there and table not in told
    ]


def _read_sheet(workbook: str, sheet: Sheet, index: HeadingIndex, ours: bool) -> _Reading:
    """Read every table of a sheet."""
    matches = find_tables(sheet.title, sheet.rows, index, sheet.merged)
    if not matches:
        return _Reading(sheet)
    tables: list[Records] = []
    problems: list[Problem] = []
    if sheet.hidden:
        problems.append(
            Problem(Location(workbook, sheet.title), f"hidden, and read all the same: {sheet.hidden}", note=True)
        )
    for match in matches:
        rows = _whole(sheet, match)
        problems += heading_problems(match, sheet.title, workbook, rows, ours)
        read = _read_form if match.form is not None else _read_rows
        records, wrong = read(workbook, replace(sheet, rows=rows), match)
        tables.append(records)
        problems += wrong
    if not ours:
        problems += _beside(workbook, sheet, matches)
    return _Reading(sheet, tables, problems, list(_decisions(workbook, sheet, matches)))


def _read_rows(workbook: str, sheet: Sheet, match: TableMatch) -> tuple[Records, list[Problem]]:
    letters = {field: column_letter(at) for field, at in match.positions.items()}
    source = TableSource(workbook, sheet.title, letters)
    chosen = table_rows(match, sheet.rows, sheet.totals_rows)
    records, wrong = typed_values.read(match.table, source, match.positions, chosen.rows, chosen.first + 1)
    return records, [*row_problems(match, chosen.skipped, sheet.title, workbook), *wrong]


def _read_form(workbook: str, sheet: Sheet, match: TableMatch) -> tuple[Records, list[Problem]]:
    """A form is a table of one row whose cells stand below each other."""
    form = match.form or {}
    cells = {field: f"{column_letter(at)}{row + 1}" for field, (row, at) in form.items()}
    values = [sheet.rows[row][at] for row, at in form.values()]
    positions = {field: index for index, field in enumerate(form)}
    return typed_values.read(match.table, TableSource(workbook, sheet.title, cells), positions, [values], 1)


def _whole(sheet: Sheet, match: TableMatch) -> Rows:
    """Return the rows with error cells put back and merged cells filled down the rows that they span."""
    if not (sheet.errors or sheet.merged or sheet.date_1904):
        return sheet.rows
    rows = with_days_of_1900(sheet.rows, _date_cells(match, len(sheet.rows)) if sheet.date_1904 else ())
    wanted = set(match.positions.values()) if match.form is None else {at for _, at in match.form.values()}
    for first_row, column, last_row, _ in sheet.merged:
        if column in wanted and first_row > match.header:
            for row in rows[first_row + 1 : last_row + 1]:
                row[column] = rows[first_row][column]
    at_cell = (
        {f"{column_letter(column)}{index + 1}": (index, column) for index in range(len(rows)) for column in wanted}
        if sheet.errors
        else {}
    )
    for cell, word in sheet.errors.items():
        if cell in at_cell:
            row_index, column = at_cell[cell]
            if column < len(rows[row_index]):
                rows[row_index][column] = ErrorCell(word)
    return rows


def _beside(workbook: str, sheet: Sheet, matches: Sequence[TableMatch]) -> Iterator[Problem]:
    """Note what stands beside a table, behind an empty column."""
    for header in {match.header for match in matches if match.form is None}:
        tables = [match for match in matches if match.header == header]
        within = {at for match in tables for at in match.columns}
        row = sheet.rows[header]
        beside = [at for at, cell in enumerate(row) if at not in within and type(cell) is str and cell.strip()]
        if beside:
            named = ", ".join(repr(str(row[at]).strip()[:30]) for at in beside[:6])
            where = Location(workbook, sheet.title, f"{column_letter(beside[0])}{header + 1}")
            what = f"beside the {tables[0].table.name}, behind an empty column, and not read: {named}"
            hint = "nothing is to be done, unless it belongs to the table: then close the gap"
            yield Problem(where, what, hint, note=True)


def _decisions(workbook: str, sheet: Sheet, matches: Sequence[TableMatch]) -> Iterator[Decision]:
    """What was decided about a sheet: its tables, and the meaning of each heading."""
    for match in matches:
        if match.form is not None:
            yield Decision(Location(workbook, sheet.title), "the settings stand as a form")
            continue
        first, last = column_letter(match.columns.start), column_letter(match.columns.stop - 1)
        where = Location(workbook, sheet.title, f"{first}{match.header + 1}:{last}{match.end}")
        yield Decision(where, f"a table of {match.table.name}", f"its headings fit best ({match.points:.1f} points)")
        for field, at in match.positions.items():
            heading = Location(workbook, sheet.title, f"{column_letter(at)}{match.header + 1}")
            why = "read in spite of a slip" if field in match.misspelt else ""
            yield Decision(heading, f"{_heading(sheet, match, at)!r} is {match.table.column(field).name}", why)


def _heading(sheet: Sheet, match: TableMatch, at: int) -> str:
    row = sheet.rows[match.header]
    return " ".join(str(row[at] if at < len(row) else "").split())


def _date_cells(match: TableMatch, rows: int) -> Iterator[tuple[int, int]]:
    """The cells of a table that must hold dates."""
    for column in match.table.inputs:
        if column.type == "date" and match.form is not None and column.field in match.form:
            yield match.form[column.field]
        elif column.type == "date" and column.field in match.positions:
            yield from ((row, match.positions[column.field]) for row in range(match.header + 1, rows))


def _unknown(workbook: str, sheets: Sequence[Sheet], nothing_found: bool) -> list[Problem]:
    """Report unrecognised sheets: a note beside recognised ones, a problem when the workbook has nothing else."""
    if nothing_found and not any(_filled(sheet) for sheet in sheets):
        return [Problem(Location(workbook), "the workbook is empty", "fill it in, or delete it")]
    problems = []
    for sheet in sheets:
        if not _filled(sheet):
            continue
        where = Location(workbook, sheet.title)
        named = hinted_table(sheet.title)
        if named is not None:
            needs = ", ".join(column.name for column in named.inputs if column.required)
            hint = f"its heading row needs: {needs}"
            problems.append(
                Problem(where, f"the sheet is called {sheet.title!r} but has no headings of {named.name}", hint)
            )
        elif nothing_found:
            known = ", ".join(table.name for table in schema.TABLES)
            hint = f"tables are told by their headings ({known}); `okrsheets new` makes sheets to copy into"
            problems.append(Problem(where, f"no table that is known here{_headings(sheet)}", hint))
        else:
            problems.append(Problem(where, "no table that is known here; passed over", note=True))
    return problems


def _filled(sheet: Sheet) -> bool:
    return any(cell not in (None, "") for row in sheet.rows for cell in row)


def _headings(sheet: Sheet) -> str:
    """The first row that looks like headings, so that the user sees what was looked at."""
    for row in sheet.rows[:10]:
        texts = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        if len(texts) >= 2:
            shown = ", ".join(text[:30] for text in texts[:6])
            return f" (headings: {shown}{', …' if len(texts) > 6 else ''})"
    return ""
