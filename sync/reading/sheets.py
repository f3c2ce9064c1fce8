"""From one sheet to the records of its tables, with the cycle of each row where the sheet says one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...core.cells import Cell, ErrorCell, FormattedNumber
from ...core.decisions import Decision
from ...core.errors import Location, Problem, column_letter
from ...core.model import TableSource
from ...core.schema import KEY_RESULTS
from ...core.tables.headings import HeadingIndex
from ...core.tables.table_finder import find_tables
from ...core.tables.table_match import Rows, TableMatch
from ...core.tables.table_rows import table_rows
from ...core.values import typed_values
from ...core.values.cell_reading import CellUnit, Conventions
from ...core.values.error_values import UNSAVED
from ...core.values.typed_values import TypedTable
from ..sources.base import Sheet
from ..sources.date_system import with_days_of_1900
from ..sources.map_files import DAY_FIRST, MAP_FILE, MATRICES, NOTHING, MapEntry
from .confidence import Confidence, table_confidence
from .cycle_evidence import (
    RowCycle,
    WorkbookCycle,
    assumed_years,
    cycle_columns,
    cycle_decisions,
    cycles_of_rows,
    sheet_cycle,
    unread_cycles,
)
from .cycles import SheetTable
from .headings import heading_problems
from .layouts.layout import Layout
from .layouts.layouts import find_layout
from .layouts.measures_in_words import with_measures_in_words
from .links import without_links
from .mapping import MappedPart, mapped, mapped_index
from .matrix.reading import SkillSheet, skill_sheet
from .missing_measures import with_typed_progress
from .period_columns import period_check_ins, period_columns
from .rows import row_problems


@dataclass(frozen=True)
class WorkbookContext:
    """What the reading of each sheet needs to know of its workbook; `ours` is True when it is made from our templates."""

    name: str
    index: HeadingIndex
    conventions: Conventions
    ours: bool
    cycle: WorkbookCycle
    mapping: Sequence[MapEntry] = ()


@dataclass(frozen=True)
class SheetReading:
    """What one sheet came to; `implied` says that its skills, people and roles stand in a layout that is not ours.

    `left_out` when its owner says that nothing on it is to be read.
    """

    sheet: Sheet
    tables: Sequence[SheetTable] = ()
    problems: Sequence[Problem] = ()
    decisions: Sequence[Decision] = ()
    units: Mapping[Location, CellUnit] = field(default_factory=dict)
    implied: bool = False
    left_out: bool = False


def read_sheet(workbook: WorkbookContext, sheet: Sheet) -> SheetReading:
    """Return every table of a sheet, as its owner answered where a mapping file has an entry for it."""
    if workbook.ours:
        return _read_tables(workbook, sheet)
    answers = mapped(workbook.name, sheet, workbook.mapping)
    if answers.parts:
        reading = _joined(sheet, [_read_mapped(workbook, part) for part in answers.parts])
    else:
        reading = _read_unmapped(workbook, sheet)
    return replace(reading, problems=[*answers.problems, *reading.problems])


def _read_mapped(workbook: WorkbookContext, part: MappedPart) -> SheetReading:
    """The part of a sheet that an entry is about."""
    where = Location(workbook.name, part.sheet.title, f"A{part.header + 1}")
    by_entry = Decision(where, f"read as {part.entry.read}", f"{MAP_FILE} says so")
    if part.entry.read == NOTHING:
        what, hint = (
            f"not read: {MAP_FILE} says that nothing of yours is here",
            f"delete the entry in {MAP_FILE} to be asked again",
        )
        return SheetReading(part.sheet, (), [Problem(where, what, hint, note=True)], [by_entry], left_out=True)
    if part.entry.read in MATRICES:
        skills = skill_sheet(
            workbook.name, part.sheet, workbook.index, MATRICES[part.entry.read], dict(part.entry.scale)
        )
        if skills is None:
            what = f"{MAP_FILE} says that this is a matrix of {part.entry.read}, but no levels are below these headings"
            return SheetReading(
                part.sheet, (), [Problem(where, what, f"fill it in, or delete the entry in {MAP_FILE}")]
            )
        reading = _of_skills(part.sheet, skills)
    else:
        answered = _as_answered(workbook, part.entry)
        layout = find_layout(workbook.name, part.sheet, answered.index) if part.entry.read == KEY_RESULTS.name else None
        reading = _read_tables(answered, part.sheet) if layout is None else _read_layout(answered, part.sheet, layout)
        if not any(len(table.records) for table in reading.tables):
            what = f"{MAP_FILE} says that these are {part.entry.read}, but no row of them is read"
            nothing = Problem(where, what, f"fill the columns in, or delete the entry in {MAP_FILE}")
            reading = replace(reading, problems=[*reading.problems, nothing])
    return replace(reading, decisions=[by_entry, *reading.decisions])


def _as_answered(workbook: WorkbookContext, entry: MapEntry) -> WorkbookContext:
    """The context of a sheet whose owner says what its headings mean and how its numbers and days are written."""
    day_first = entry.days == DAY_FIRST if entry.days else None
    conventions = replace(workbook.conventions, answered_decimal=entry.decimal, answered_day_first=day_first)
    return replace(workbook, index=mapped_index(entry, workbook.index), conventions=conventions)


def _of_skills(sheet: Sheet, skills: SkillSheet) -> SheetReading:
    tables = [SheetTable(records, [None] * len(records)) for records in skills.tables]
    return SheetReading(sheet, tables, skills.problems, skills.decisions, implied=True)


def _read_unmapped(workbook: WorkbookContext, sheet: Sheet) -> SheetReading:
    """What may be levels of skills, but not for sure, is left to the other layouts first."""
    skills = skill_sheet(workbook.name, sheet, workbook.index)
    if skills is not None and skills.tables:
        return _of_skills(sheet, skills)
    layout = find_layout(workbook.name, sheet, workbook.index)
    reading = _read_tables(workbook, sheet) if layout is None else _read_layout(workbook, sheet, layout)
    if skills is not None and not reading.tables:
        return SheetReading(sheet, (), skills.problems, skills.decisions, implied=True)
    return reading


def _read_layout(workbook: WorkbookContext, sheet: Sheet, layout: Layout) -> SheetReading:
    whole = _joined(sheet, [_read_tables(workbook, part) for part in layout.parts])
    problems = [problem for problem in whole.problems if not _of_level(problem)]
    decisions = [
        each if each.confidence is None else replace(each, confidence=min(each.confidence, layout.confidence))
        for each in whole.decisions
    ]
    return replace(whole, problems=[*problems, *layout.problems], decisions=[*layout.decisions, *decisions])


def _joined(sheet: Sheet, readings: Sequence[SheetReading]) -> SheetReading:
    """The readings of the parts of a sheet as one; what is said of several is said once."""
    return SheetReading(
        sheet,
        [table for reading in readings for table in reading.tables],
        list(dict.fromkeys(problem for reading in readings for problem in reading.problems)),
        [decision for reading in readings for decision in reading.decisions],
        {location: unit for reading in readings for location, unit in reading.units.items()},
        any(reading.implied for reading in readings),
        any(reading.left_out for reading in readings),
    )


def _of_level(problem: Problem) -> bool:
    """A sheet in a layout of its own has no level: where an objective stands says it."""
    return "have no column 'level'" in problem.what


def _read_tables(workbook: WorkbookContext, sheet: Sheet) -> SheetReading:
    sheet = sheet if workbook.ours else with_measures_in_words(without_links(sheet), workbook.index)
    matches = find_tables(sheet.title, sheet.rows, workbook.index, sheet.merged)
    if not matches:
        return SheetReading(sheet)
    tables: list[SheetTable] = []
    problems: list[Problem] = []
    decisions: list[Decision] = []
    confidences: list[Confidence] = []
    units: dict[Location, CellUnit] = {}
    if sheet.hidden:
        problems.append(
            Problem(Location(workbook.name, sheet.title), f"hidden, and read all the same: {sheet.hidden}", note=True)
        )
    by_sheet = None if workbook.ours else sheet_cycle(workbook.cycle, sheet, min(match.header for match in matches))
    for match in matches:
        whole = replace(sheet, rows=_whole(sheet, match))
        if match.form is not None:
            typed = _read_form(workbook.name, whole, match, workbook.conventions)
            problems += heading_problems(match, sheet.title, workbook.name, whole.rows, workbook.ours)
            tables.append(SheetTable(typed.records, [None] * len(typed.records)))
        else:
            read, wrong, typed = _read_match(workbook, whole, match, by_sheet)
            tables += read
            problems += wrong
        confidences.append(table_confidence(match, whole.rows, workbook.index, typed))
        problems += typed.problems
        decisions += typed.decisions
        units.update(typed.units)
    if not workbook.ours:
        problems += _beside(workbook.name, sheet, matches)
    cycles = [cycle for table in tables for cycle in table.cycles]
    return SheetReading(
        sheet,
        tables,
        [*problems, *assumed_years(cycles)],
        [*_decisions(workbook.name, sheet, matches, confidences), *decisions, *cycle_decisions(cycles)],
        units,
    )


def _read_match(
    workbook: WorkbookContext, sheet: Sheet, match: TableMatch, by_sheet: RowCycle | None
) -> tuple[list[SheetTable], list[Problem], TypedTable]:
    """The records of one table, with the check-ins of its periods where it has a column for each; and how its cells were read."""
    columns = cycle_columns(match, sheet.rows)
    periods = {} if workbook.ours else period_columns(match, sheet.rows, workbook.cycle)
    used = {*periods, *((columns.cycle, columns.year) if columns is not None else ())}
    match = replace(match, unused=[each for each in match.unused if each.column not in used])
    problems = heading_problems(match, sheet.title, workbook.name, sheet.rows, workbook.ours)
    typed, notes = _read_rows(workbook.name, sheet, match, workbook.conventions)
    problems += notes
    records = typed.records
    if not workbook.ours:
        records, told = with_typed_progress(records, match, sheet.rows, typed.problems)
        typed = replace(typed, records=records, problems=tuple(told))
    cycles = cycles_of_rows(records, sheet, columns, by_sheet, workbook.cycle)
    tables = [SheetTable(records, cycles)]
    tables += [
        SheetTable(each, cycles_of_rows(each, sheet, columns, by_sheet, workbook.cycle))
        for each in period_check_ins(records, match, sheet, periods)
    ]
    return tables, [*problems, *unread_cycles(records, sheet, columns, cycles)], typed


def _read_rows(
    workbook: str, sheet: Sheet, match: TableMatch, conventions: Conventions
) -> tuple[TypedTable, list[Problem]]:
    letters = {field: column_letter(sheet.written_in.get(at, at)) for field, at in match.positions.items()}
    source = TableSource(workbook, sheet.title, letters)
    chosen = table_rows(match, sheet.rows, sheet.totals_rows)
    typed = typed_values.read_table(match.table, source, match.positions, chosen.rows, chosen.first + 1, conventions)
    return typed, list(row_problems(match, chosen.skipped, sheet.title, workbook))


def _read_form(workbook: str, sheet: Sheet, match: TableMatch, conventions: Conventions) -> TypedTable:
    """A form is a table of one row whose cells stand below each other."""
    form = match.form or {}
    cells = {field: f"{column_letter(at)}{row + 1}" for field, (row, at) in form.items()}
    values = [sheet.rows[row][at] for row, at in form.values()]
    positions = {field: index for index, field in enumerate(form)}
    source = TableSource(workbook, sheet.title, cells)
    return typed_values.read_table(match.table, source, positions, [values], 1, conventions)


def _whole(sheet: Sheet, match: TableMatch) -> Rows:
    """Return the rows with error cells and formats put back and merged cells filled down the rows that they span."""
    if not (sheet.errors or sheet.merged or sheet.date_1904 or sheet.formats or sheet.unsaved_formulas):
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


def _decisions(
    workbook: str, sheet: Sheet, matches: Sequence[TableMatch], confidences: Sequence[Confidence]
) -> Iterator[Decision]:
    """What was decided about a sheet: its tables with how sure they are, and the meaning of each heading."""
    for match, confidence in zip(matches, confidences):
        if match.form is not None:
            yield Decision(Location(workbook, sheet.title), "the settings stand as a form")
            continue
        first, last = column_letter(match.columns.start), column_letter(match.columns.stop - 1)
        where = Location(workbook, sheet.title, f"{first}{match.header + 1}:{last}{match.end}")
        why = f"{confidence.share:.0%} sure: {confidence.reason}"
        yield Decision(where, f"a table of {match.table.name}", why, confidence.share)
        for name, at in match.positions.items():
            heading = Location(workbook, sheet.title, f"{column_letter(at)}{match.header + 1}")
            why = "read in spite of a slip" if name in match.misspelt else ""
            yield Decision(heading, f"{_heading(sheet, match, at)!r} is {match.table.column(name).name}", why)


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
