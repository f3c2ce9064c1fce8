"""From the sheets of one workbook to the records of its tables, and all that is wrong with them.

grid → tables on a sheet → the meaning of each heading → the rows that count → typed values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.decisions import Decision
from ...core.errors import Location, Problem
from ...core.problem_kinds import first_of_each_kind
from ...core.records import Records
from ...core.tables.headings import HeadingIndex, is_vague
from ...core.tables.own_sheets import made_from_template, may_hold_tables
from ...core.tables.table_match import hinted_table
from ...core.values.cell_reading import CellUnit, Conventions
from ...core.values.workbook_values import WorkbookValues, settle
from ..sources.base import RawWorkbook, Sheet
from .cycle_evidence import WorkbookCycle
from .cycles import SheetTable, contradicted_name, split_by_cycle
from .foreign_ids import with_names
from .implicit_ids import by_words, with_objectives_above
from .missing_measures import from_zero
from .period_columns import dated_weeks
from .repeats import without_repeats
from .sheets import WorkbookContext, read_sheet
from .tabs import by_tab

_WITHOUT = {
    schema.SETTINGS: "its team is not known, and the quarter of the day is taken for its cycle",
    schema.KEY_RESULTS: "nothing says how far its objectives are",
}
FEW = 5  # lines with words on a sheet that nobody has filled in yet
_NO_TABLE = "a text without a table of OKRs or skills; not read"
_TO_BE_READ = "nothing is to be done, unless it should be: `## Objective: …` with `- KR1: … 60%` below it is read"


@dataclass(frozen=True)
class Extract:
    """The records of one workbook, its problems, and how its sheets were read; never an exception for a cell.

    `tables` are those of the workbook's own cycle, `other_cycles` those of rows that belong to other ones.
    """

    workbook: str
    tables: tuple[Records, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...] = ()
    other_cycles: tuple[WorkbookValues, ...] = ()

    @property
    def parts(self) -> tuple[WorkbookValues, ...]:
        """The tables and problems of each cycle that the workbook has rows of, its own first."""
        return WorkbookValues(self.tables, self.problems), *self.other_cycles


def extract(raw: RawWorkbook, index: HeadingIndex) -> Extract:
    """Return every table of a workbook; a workbook in which none is found says so in a problem.

    What we made out of other workbooks has none, nor has a copy: its figures would count twice.
    """
    if raw.our_output or raw.copy_of:
        return Extract(raw.name, (), tuple(raw.problems))
    ours = raw.made_by_us or made_from_template(sheet.rows for sheet in raw.sheets)
    titles = [sheet.title for sheet in raw.sheets]
    sheets = [sheet for sheet in raw.sheets if may_hold_tables(sheet.title, titles, ours)]
    conventions = Conventions([sheet.rows for sheet in raw.sheets], index.locale, index.fiscal_year_start)
    workbook = WorkbookContext(
        raw.name, index, conventions, ours, WorkbookCycle(raw, index.fiscal_year_start), raw.mapping
    )
    named, notes = (sheets, []) if ours else with_names(raw.name, sheets)
    readings = without_repeats([read_sheet(workbook, sheet) for sheet in named])
    problems = [*raw.problems, *notes, *(problem for reading in readings for problem in reading.problems)]
    unknown = [reading.sheet for reading in readings if not reading.tables and not reading.left_out]
    if raw.is_text and len(unknown) == len(readings):
        return Extract(raw.name, (), (Problem(Location(raw.name), _NO_TABLE, _TO_BE_READ, note=True),))
    unnamed = [
        reading.sheet for reading in readings if not reading.tables and not reading.implied and not reading.left_out
    ]
    if unnamed or not readings:
        problems.extend(_unknown(raw.name, unnamed, len(unknown) == len(readings)))
    tables, filled = _with_objectives_above([table for reading in readings for table in reading.tables])
    problems = [problem for problem in problems if problem.location not in filled]
    problems.extend(contradicted_name([table.records for table in tables], workbook.cycle))
    parts = split_by_cycle(tables, workbook.cycle)
    units = {location: unit for reading in readings for location, unit in reading.units.items()}
    own, *others = [_finished(raw, part, problems, unknown, units, conventions.fiscal_year_start) for part in parts]
    decisions = [decision for reading in readings for decision in reading.decisions]
    return Extract(raw.name, own.tables, own.problems, (*decisions, *own.decisions), tuple(others))


def _with_objectives_above(tables: Sequence[SheetTable]) -> tuple[list[SheetTable], set[Location]]:
    """Fill objectives down before rows go to their cycles: the row above may belong to another one."""
    done = [with_objectives_above(table.records) for table in tables]
    whole = [replace(table, records=records) for table, (records, _) in zip(tables, done)]
    return whole, {location for _, cells in done for location in cells}


def _finished(
    raw: RawWorkbook,
    tables: Sequence[Records],
    problems: Sequence[Problem],
    unknown: Sequence[Sheet],
    units: Mapping[Location, CellUnit],
    fiscal_year_start: int,
) -> WorkbookValues:
    """Return the tables of one cycle with words for missing ids and values that fit together, and what the workbook lacks."""
    dated, undated = dated_weeks(tables)
    named, told = by_words(dated, [*problems, *undated])
    named, assumed = from_zero(named)
    named, by_names = by_tab(named)
    told.extend([*assumed, *by_names])
    if len(raw.sheets) - len(unknown) > 1:  # tables on sheets of their own, as in our templates
        told.extend(_lacking(raw.name, named, unknown))
    values = settle(named, told, units, fiscal_year_start)
    return replace(values, problems=first_of_each_kind(values.problems))


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


def _unknown(workbook: str, sheets: Sequence[Sheet], nothing_found: bool) -> list[Problem]:
    """Report unrecognised sheets: a note beside recognised ones, a problem when the workbook has nothing else."""
    if nothing_found and not any(_filled(sheet) for sheet in sheets):
        return [Problem(Location(workbook), "the workbook is empty", "fill it in, or delete it")]
    problems = []
    for sheet in sheets:
        if not _filled(sheet):
            continue
        where = Location(workbook, sheet.title)
        if _is_to_be_filled(sheet):
            problems.append(Problem(where, "nothing is filled in below the headings", note=True))
            continue
        named = hinted_table(sheet.title)
        if named is not None and not named.extra:
            needs = ", ".join(column.name for column in named.inputs if column.required)
            hint = f"its heading row needs: {needs}"
            problems.append(
                Problem(where, f"the sheet is called {sheet.title!r} but has no headings of {named.name}", hint)
            )
        elif nothing_found:
            known = ", ".join(table.name for table in schema.TABLES)
            hint = f"tables are recognised by their headings ({known}); `okrsheets new` creates sheets to copy into"
            problems.append(Problem(where, f"unrecognised table{_headings(sheet)}", hint))
        else:
            problems.append(Problem(where, "unrecognised table; skipped", note=True))
    return problems


def _filled(sheet: Sheet) -> bool:
    return any(cell not in (None, "") for row in sheet.rows for cell in row)


def _is_to_be_filled(sheet: Sheet) -> bool:
    """Whether a sheet holds a few lines of words, the last of which are headings with nothing below them."""
    rows = [cells for row in sheet.rows if (cells := [cell for cell in row if cell not in (None, "")])]
    texts = all(isinstance(cell, str) for row in rows[:FEW] for cell in row)
    return len(rows) <= FEW and texts and all(map(is_vague, rows[-1]))


def _headings(sheet: Sheet) -> str:
    """The first row that looks like headings, so that the user sees what was looked at."""
    for row in sheet.rows[:10]:
        texts = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        if len(texts) >= 2:
            shown = ", ".join(text[:30] for text in texts[:6])
            return f" (headings: {shown}{', …' if len(texts) > 6 else ''})"
    return ""
