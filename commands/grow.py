"""`okrsheets grow`: the full workbook out of a simple one, or of a sheet that people laid out themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..core import pacing, schema
from ..core.addresses import block_address
from ..core.cells import Day, date_of
from ..core.columns import Book, Table
from ..core.errors import Location, OkrError, SourceError, UsageError
from ..core.records import Tables
from ..core.sheet_words import LANGUAGES
from ..core.tables.headings import HeadingIndex
from ..reports.formats.whole_files import replace_whole
from ..sheets_templates.okrs import write_okrs
from ..sheets_templates.simple import FIRST, LEGEND, printed_texts, team_in
from ..sheets_templates.skills import write_skills
from ..sheets_templates.tables import NEW
from ..sheets_templates.wording import Wording, wording_in
from ..sync.config import workspace as workspace_of
from ..sync.google.address import is_google
from ..sync.growing.full_tables import FullTables, Whose, full_tables, still_empty
from ..sync.growing.left_behind import At, LeftBehind, left_behind
from ..sync.growing.legends import MovedLegend, legend_to_move
from ..sync.growing.remarks import Remarks, remarks_of
from ..sync.growing.units import with_units
from ..sync.push.team_notes import AUTHOR
from ..sync.reading.extract import Extract, extract
from ..sync.sources.base import RawWorkbook, Sheet
from ..sync.xlsx.files import EDITABLE
from ..sync.xlsx.workbook import WorkbookFile
from .shell import agrees, as_of, counted, day_of, say, show
from .workspace import counts_text, record_counts, refuse_unknown_sources

KINDS: Mapping[Book, str] = {"okrs": "OKRs", "skills": "Skills"}
WORDINGS = tuple(map(wording_in, LANGUAGES))


@dataclass(frozen=True)
class Growth:
    """A workbook with what it grows into: the tables, the files to write, and what stays behind."""

    name: str
    full: FullTables
    targets: Mapping[Book, Path]
    left: tuple[LeftBehind, ...]
    calculated: int


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--output", metavar="FILE2", default="", help="The file to write. Default: beside FILE, e.g. sales OKRs.xlsx."
)
@click.option("--team", metavar="NAME", default="", help="The team's name, where the workbook does not say it.")
@click.option("--cycle", metavar="NAME", default="", help="The quarter, where the workbook does not say it.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the new workbook.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be moved, and write nothing.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
@as_of
def grow(
    file: str, output: str, team: str, cycle: str, language: str, dry_run: bool, yes: bool, as_of: Day | None
) -> None:
    """Make the full workbook out of a simple one, with everything that was typed.

    FILE was made with `okrsheets new okrs --simple` or `okrsheets new skills --matrix`, or is any other workbook that
    `okrsheets check` reads. The new workbook is written beside it; FILE itself is never changed. Objectives and key
    results without ids get ids, confidence and notes become check-ins of today, ratings without a date get today's.

    The plan names every cell that is not moved, such as remarks outside the tables, and nothing is written before you
    agree. Keep only one of the two workbooks in a folder that is synced: otherwise both would count.

    \b
    Example: okrsheets grow sales.xlsx --dry-run
             okrsheets grow sales.xlsx
             okrsheets grow crew.xlsx --output "Crew skills.xlsx" --team Crew
    """
    growth = _growth(Path(file), output, team, cycle, day_of(as_of))
    for line in _lines(growth, day_of(as_of)):
        show(line)
    if dry_run:
        say("nothing was written")
        return
    if not yes and not agrees(f"Write {counted(len(growth.targets), 'workbook')}?"):
        say("nothing was written")
        return
    for kind, path in growth.targets.items():
        _write(kind, path, growth.full.tables, day_of(as_of), as_of is None, wording_in(language))
        say(f"wrote {path}; {growth.name} is as it was. Keep one of the two in a folder that is synced")


def _growth(path: Path, output: str, team: str, cycle: str, today: Day) -> Growth:
    """Read a workbook and plan what it grows into; `OkrError` when nothing in it is read for sure."""
    if cycle and pacing.quarter_named(cycle) is None:
        raise UsageError(f"{cycle!r} isn't a quarter", "write the year and the quarter, e.g. --cycle 2026-Q1")
    raw, index = _read(path)
    if raw.made_by_us:
        raise UsageError(f"{path.name} is a full workbook already", "nothing is to be done")
    reading = extract(raw, index)
    remarks = remarks_of(raw.sheets, reading.tables, index)
    legend = legend_to_move([sheet for sheet in raw.sheets if not _has_printed_legend(sheet)], reading.tables)
    whose = Whose(team or _own_team(raw, reading), cycle, path.stem)
    tables = [
        with_units(records, raw.sheets) if records.table is schema.KEY_RESULTS else records
        for records in reading.tables
    ]
    full = full_tables(tables, remarks.remarks, legend.texts, whose, today)
    kinds = [kind for kind in KINDS if any(len(full.tables[table.name]) for table in _beyond_settings(kind))]
    if not kinds:
        hint = (
            f"`okrsheets check {path.name} --explain` shows how it is read, `okrsheets adopt` asks what its sheets are"
        )
        raise OkrError(f"{path.name}: no objectives, key results or levels are read from it", hint)
    formulas = _formulas(path)
    left = [*left_behind(raw, reading, _elsewhere(raw, remarks, legend, formulas)), *_notes(path, raw)]
    return Growth(path.name, full, _targets(path, kinds, output), tuple(left), sum(map(len, formulas.values())))


def _read(path: Path) -> tuple[RawWorkbook, HeadingIndex]:
    """Return a workbook as a sync reads it, and the headings that it is read by; `OkrError` when it can't be read."""
    if is_google(str(path)):
        raise UsageError("only workbook files can grow", "download the spreadsheet as .xlsx, and use that")
    workspace = workspace_of([str(path)])
    refuse_unknown_sources(workspace)
    for source in workspace.sources:
        files, problems = source.list()
        for info in files:
            raw = source.fetch(info).parse()
            return replace(raw, name=info.name, changed_in=info.changed_in), workspace.config.headings
        for problem in problems:
            raise SourceError(f"{path.name}: {problem.what}", problem.hint)
    raise SourceError(f"{path.name} isn't a workbook", "save it as .xlsx")


def _beyond_settings(kind: Book) -> list[Table]:
    return [table for table in schema.tables_of(kind) if table is not schema.SETTINGS]


def _targets(path: Path, kinds: list[Book], output: str) -> dict[Book, Path]:
    """The files to write; `UsageError` for one that exists, or a name that does not fit."""
    if output and len(kinds) > 1:
        raise UsageError("there are OKRs and skills in it, and --output names one file", "leave --output out")
    targets = {kind: Path(output) if output else path.with_name(f"{path.stem} {KINDS[kind]}.xlsx") for kind in kinds}
    for target in targets.values():
        if target.suffix.lower() != ".xlsx":
            raise UsageError(f"{str(target)!r} does not end in .xlsx", f"call it {target.with_suffix('.xlsx').name!r}")
        if target.exists():
            raise UsageError(f"{str(target)!r} exists already", "choose another name with --output")
    return targets


def _own_team(raw: RawWorkbook, reading: Extract) -> str:
    """The team that the small workbook names above its table."""
    cycles = [str(records.columns["cycle"][0]) for records in reading.tables if records.table is schema.SETTINGS]
    texts = [cell for sheet in raw.sheets for row in sheet.rows[:2] for cell in row if isinstance(cell, str)]
    teams = (team_in(text, cycle, wording) for wording in WORDINGS for text in texts for cycle in (cycles or [""]))
    return next(filter(None, teams), "")


def _names_team(text: str) -> bool:
    return any(team_in(text, "", wording) for wording in WORDINGS)


def _formulas(path: Path) -> dict[str, set[At]]:
    """The calculated cells of each sheet, from 0, where the kind of file says which these are."""
    if path.suffix.lower() not in EDITABLE:
        return {}
    file = WorkbookFile(path.read_bytes())
    return {title: {(row - 1, column) for row, column in file.formulas(title)} for title in file.sheets()}


def _has_printed_legend(sheet: Sheet) -> bool:
    """Whether the legend of a sheet is still the one of the small template, which the full workbook has as well."""
    legends = {wording.say(LEGEND) for wording in WORDINGS}
    return any(cell in legends for row in sheet.rows[:FIRST] for cell in row if isinstance(cell, str))


def _elsewhere(
    raw: RawWorkbook, remarks: Remarks, legend: MovedLegend, formulas: Mapping[str, set[At]]
) -> dict[str, set[At]]:
    """The cells that are moved as check-ins or descriptions of levels, calculated, or printed by the small templates."""
    skip = {sheet.title: set(formulas.get(sheet.title, ())) for sheet in raw.sheets}
    for title, headings in remarks.headings.items():
        skip[title] |= headings
    for title, cells in legend.cells.items():
        skip[title] |= cells
    for remark in remarks.remarks:
        skip[remark.sheet] |= remark.cells
    printed = frozenset[str]().union(*map(printed_texts, WORDINGS))
    for sheet in raw.sheets:
        for number, row in enumerate(sheet.rows):
            texts = ((at, cell) for at, cell in enumerate(row) if isinstance(cell, str))
            skip[sheet.title] |= {(number, at) for at, cell in texts if cell in printed or _names_team(cell)}
    return skip


def _notes(path: Path, raw: RawWorkbook) -> Iterator[LeftBehind]:
    """The notes that people put on cells."""
    if path.suffix.lower() not in EDITABLE:
        return
    file = WorkbookFile(path.read_bytes())
    for title in file.sheets():
        for (row, column), note in file.notes(title).items():
            if note.author != AUTHOR:
                where = Location(raw.name, title, block_address(row, column))
                yield LeftBehind(where, 1, f"the note {note.text!r}")


def _lines(growth: Growth, today: Day) -> Iterator[str]:
    """The plan as a person reads it."""
    for kind, path in growth.targets.items():
        tables = Tables({table.name: growth.full.tables[table.name] for table in schema.tables_of(kind)})
        yield f"{growth.name} → {path.name}: {counts_text(record_counts(tables))}"
    for id, words in growth.full.ids.items():
        yield f"  new ID {id}: {words}"
    if growth.full.remarks:
        yield f"  confidence and notes: {counted(growth.full.remarks, 'check-in')} of {date_of(today).isoformat()}"
    if growth.full.described:
        yield "  the legend: the descriptions of the levels on the Skills sheet"
    if growth.full.dated:
        yield f"  {counted(growth.full.dated, 'rating')} without a date: {date_of(today).isoformat()}"
    for table, column, blanks in still_empty(growth.full.tables):
        yield f"  still to be filled in: {column} of {blanks} {table}"
    if growth.calculated:
        yield f"  {counted(growth.calculated, 'calculated cell')}: the new workbook has formulas of its own"
    yield "  not moved:" if growth.left else "  everything that was typed is moved"
    for left in growth.left:
        yield f"    {left}"


def _write(kind: Book, path: Path, tables: Tables, today: Day, live: bool, wording: Wording) -> None:
    def write(beside: Path) -> None:
        (write_okrs if kind == "okrs" else write_skills)(beside, tables, today, live=live, ready=NEW, wording=wording)

    replace_whole(path, write)
