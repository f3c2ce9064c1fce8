"""From the sheets of one workbook to the records of its tables, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ...core import schema, typed_values
from ...core.cell_reading import CellUnit, Conventions
from ...core.cells import Cell, ErrorCell, FormattedNumber
from ...core.decisions import Decision
from ...core.error_values import UNSAVED
from ...core.errors import Location, Problem, column_letter
from ...core.model import TableSource
from ...core.records import Records
from ...core.typed_values import TypedTable
from ...core.workbook_values import settle
from ..sources.base import RawWorkbook, Sheet
from ..sources.date_system import with_days_of_1900
from .headings import HeadingIndex, TableMatch, hinted_table, missing_columns
from .implicit_ids import by_words

Rows = Sequence[Sequence[Cell]]

_WITHOUT = {
    schema.SETTINGS: "its team is not known, and the quarter of the day is taken for its cycle",
    schema.KEY_RESULTS: "nothing says how far its objectives are",
}


@dataclass(frozen=True)
class Extract:
    """The records of one workbook and its problems; never an exception for what stands in cells."""

    workbook: str
    tables: tuple[Records, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()


def extract(raw: RawWorkbook, layouts: HeadingIndex) -> Extract:
    """Return every table of a workbook; a workbook in which none is found says so in a problem.

    What we made out of other workbooks has none: its figures would count twice.
    """
    if raw.our_output:
        return Extract(raw.name, (), tuple(raw.problems))
    tables: list[Records] = []
    units: dict[Location, CellUnit] = {}
    decisions: list[Decision] = []
    conventions = Conventions([sheet.rows for sheet in raw.sheets], layouts.locale, layouts.fiscal_year_start)
    problems = list(raw.problems)
    unknown: list[Sheet] = []
    titles = [sheet.title for sheet in raw.sheets]
    for sheet in (sheet for sheet in raw.sheets if not schema.is_frozen(sheet.title, titles)):
        found = layouts.find(sheet.title, sheet.rows)
        if found is None:
            unknown.append(sheet)
            continue
        typed, wrong = _read(raw.name, sheet, found, conventions)
        tables.append(typed.records)
        problems.extend([*wrong, *typed.problems])
        units.update(typed.units)
        decisions.extend(typed.decisions)
    problems.extend(_unknown(raw.name, unknown, not tables))
    tables, problems = by_words(tables, problems)
    if len(raw.sheets) - len(unknown) > 1:  # tables on sheets of their own, as in our templates
        problems.extend(_lacking(raw.name, tables, unknown))
    settled = settle(tables, problems, units, conventions.fiscal_year_start)
    return Extract(raw.name, settled.tables, settled.problems, (*decisions, *settled.decisions))


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


def _read(workbook: str, sheet: Sheet, found: TableMatch, conventions: Conventions) -> tuple[TypedTable, list[Problem]]:
    rows = _whole(sheet, found)
    problems = missing_columns(found, sheet.title, workbook, rows[found.header] if rows else [])
    if sheet.hidden:
        problems.append(
            Problem(Location(workbook, sheet.title), f"hidden, and read all the same: {sheet.hidden}", note=True)
        )
    if found.form is not None:
        return _read_form(workbook, sheet.title, found, rows, conventions), problems
    letters = {field: column_letter(at) for field, at in found.positions.items()}
    source = TableSource(workbook, sheet.title, letters)
    first = found.header + 1
    typed = typed_values.read_table(found.table, source, found.positions, rows[first:], first + 1, conventions)
    return typed, problems


def _read_form(workbook: str, title: str, found: TableMatch, rows: Rows, conventions: Conventions) -> TypedTable:
    """A form is a table of one row whose cells stand below each other."""
    form = found.form or {}
    cells = {field: f"{column_letter(at)}{row + 1}" for field, (row, at) in form.items()}
    values = [rows[row][at] for row, at in form.values()]
    positions = {field: index for index, field in enumerate(form)}
    source = TableSource(workbook, title, cells)
    return typed_values.read_table(found.table, source, positions, [values], 1, conventions)


def _whole(sheet: Sheet, found: TableMatch) -> Rows:
    """Return the rows with error cells and formats put back and merged cells filled down the rows that they span."""
    if not (sheet.errors or sheet.merged or sheet.date_1904 or sheet.formats or sheet.unsaved_formulas):
        return sheet.rows
    rows = with_days_of_1900(sheet.rows, _date_cells(found, len(sheet.rows)) if sheet.date_1904 else ())
    wanted = set(found.positions.values()) if found.form is None else {at for _, at in found.form.values()}
    for first_row, column, last_row, _ in sheet.merged:
        if column in wanted and first_row > found.header:
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
    _put_back_formats(rows, sheet, wanted)
    return rows


def _put_back_formats(rows: list[list[Cell]], sheet: Sheet, wanted: Collection[int]) -> None:
    """Give the numbers of the columns that are read their formats, and formulas without a value their error."""
    for (row, column), number_format in sheet.formats.items():
        if column in wanted and row < len(rows) and column < len(rows[row]):
            cell = rows[row][column]
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                rows[row][column] = FormattedNumber(float(cell), number_format)
    for row, column in sheet.unsaved_formulas:
        if column in wanted and row < len(rows):
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            rows[row][column] = ErrorCell(UNSAVED)


def _date_cells(found: TableMatch, rows: int) -> Iterator[tuple[int, int]]:
    """The cells of a table that must hold dates."""
    for column in found.table.inputs:
        if column.type == "date" and found.form is not None and column.field in found.form:
            yield found.form[column.field]
        elif column.type == "date" and column.field in found.positions:
            yield from ((row, found.positions[column.field]) for row in range(found.header + 1, rows))


def _unknown(workbook: str, sheets: Sequence[Sheet], nothing_found: bool) -> list[Problem]:
    """Sheets that are nobody's: worth a note beside known ones, a problem when the workbook has nothing else."""
    if nothing_found and not any(_filled(sheet) for sheet in sheets):
        return [Problem(Location(workbook), "the workbook is empty", "fill it in, or delete it")]
    problems = []
    for sheet in sheets:
        if not _filled(sheet) or (not nothing_found and sheet.title in schema.VIEWS):
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
