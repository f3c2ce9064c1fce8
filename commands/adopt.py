"""`okrsheets adopt`: asks how the sheets are to be read that nothing tells, and keeps the answers beside them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from ..core.cells import date_of
from ..core.errors import EXIT_UNREADABLE, SourceError, UsageError
from ..core.explanation import SheetExplanation
from ..core.records import Records
from ..core.tables.headings import HeadingIndex
from ..reports.formats import json_values
from ..reports.formats.explanation import explanation_lines, explanation_page
from ..reports.formats.whole_files import replace_whole
from ..sync.config import Workspace
from ..sync.config import workspace as workspace_of
from ..sync.explain import explain_workbook
from ..sync.reading.extract import Extract, extract
from ..sync.reading.mapping import mapped
from ..sync.reading.questions import questions
from ..sync.sources.base import RawWorkbook
from ..sync.sources.folder import FolderSource
from ..sync.sources.map_files import MAP_FILE, NOTHING, MapEntry, folder_of, with_entries
from .choosing import Ask, choose
from .shell import as_json, print_json, say
from .shell import show as show_lines
from .workspace import refuse_unknown_sources

ROWS_SHOWN = 3  # of each table
MOST_QUESTIONS = 5  # about one workbook

Show = Callable[[str], None]


@dataclass(frozen=True)
class Adopted:
    """One workbook as it is read with the answers so far, and the folder of its mapping file."""

    raw: RawWorkbook
    reading: Extract
    folder: Path

    @property
    def sheets(self) -> list[SheetExplanation]:
        """How each sheet is read."""
        return list(explain_workbook(self.raw, self.reading))

    @property
    def tables(self) -> list[Records]:
        """The tables with rows, of every cycle."""
        return [records for part in self.reading.parts for records in part.tables if len(records)]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--yes", is_flag=True, help="Ask nothing: keep the first choices that read something.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would be kept and how the sheets would be read; write nothing."
)
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write a page of your sheets, coloured by meaning, with the answers applied.",
)
@as_json
def adopt(files: Sequence[str], yes: bool, dry_run: bool, page: str | None, as_json: bool) -> None:
    """Show how your own sheets are read, and ask about those that are not.

    A FILE is a workbook or a folder of workbooks. The answers are kept in okrsheets.map.toml beside the sheets, by the
    headings of each table: `okrsheets sync` and `check` follow them, also when rows and columns are added or moved. The
    sheets themselves are never changed.

    \b
    Example: okrsheets adopt our-goals.xlsx
             okrsheets adopt team-sheets/ --dry-run
             okrsheets adopt team-sheets/ --yes --html reading.html
    """
    workspace = workspace_of(files)
    refuse_unknown_sources(workspace)
    show = _show_nothing if as_json else show_lines
    books: list[Adopted] = []
    kept: dict[Path, list[MapEntry]] = {}
    failed = False
    for raw, folder in _workbooks(workspace):
        if isinstance(raw, SourceError):
            say(f"{folder}: {raw.what}")
            failed = True
            continue
        book = _read(raw, folder, kept, workspace.config.headings)
        _show(book, show)
        book, entries = _asked(book, workspace.config.headings, None if yes else choose)
        kept.setdefault(folder, []).extend(entries)
        if entries:
            show("with your answers:" if not yes else "with the first choices:")
            _show(book, show)
        books.append(book)
    for line in _unused_entries(books):
        say(line)
    written = _keep(kept, dry_run, show)
    if as_json:
        print_json(_json(books, kept, dry_run))
    if page:
        _write_page(Path(page), books)
    say(f"{'would write' if dry_run else 'wrote'} {', '.join(map(str, written))}" if written else "nothing new to keep")
    sys.exit(EXIT_UNREADABLE if failed else 0)


def _workbooks(workspace: Workspace) -> Iterator[tuple[RawWorkbook | SourceError, Path]]:
    """Every workbook with the folder of its mapping file; for one that cannot be read the error and its path."""
    for source in workspace.sources:
        if not isinstance(source, FolderSource):
            raise UsageError("answers are kept beside files only", "download the spreadsheet as .xlsx, and adopt that")
        for info in source.list()[0]:
            try:
                raw = source.fetch(info).parse()
            except SourceError as error:
                yield error, Path(info.path)
                continue
            yield replace(raw, name=info.name, changed_in=info.changed_in), folder_of(info.path)


def _read(raw: RawWorkbook, folder: Path, kept: dict[Path, list[MapEntry]], index: HeadingIndex) -> Adopted:
    """A workbook as it is read with its mapping files and the answers of this run that hold for it, the nearest first."""
    nearest = [entry for above in (folder, *folder.parents) for entry in kept.get(above, ())]
    raw = replace(raw, mapping=[*raw.mapping, *nearest])
    return Adopted(raw, extract(raw, index), folder)


def _asked(book: Adopted, index: HeadingIndex, ask: Ask | None) -> tuple[Adopted, list[MapEntry]]:
    """Ask about what is unsure in a workbook; answers that read nothing are not kept, and this is said.

    With nobody to ask, the first choices are tried, and only what they read is kept: that a sheet has nothing of ours is for
    a person to say.
    """
    begun = book
    asked: set[str] = set()
    own: dict[str, MapEntry] = {}
    while len(asked) < MOST_QUESTIONS:
        waiting = [
            each for each in questions(book.raw, book.reading, index, list(own.values())) if each.key not in asked
        ]
        if not waiting:
            break
        question = waiting[0]
        asked.add(question.key)
        entry = question.entries[(ask or _first_choice)(question.text, question.choices)]
        if entry is None or (ask is None and entry.read == NOTHING):
            continue
        before = own.get(question.sheet)
        own[question.sheet] = entry
        book = _with_answers(book, before, entry, index)
    for title, entry in list(own.items()):
        if entry.read != NOTHING and not _is_read(book, title):
            say(f"{book.raw.name} › {title}: with these answers nothing is read, and they are not kept")
            book = _with_answers(book, own.pop(title), None, index)
    _tell_contradictions(begun, book, own)
    return book, list(own.values())


def _with_answers(book: Adopted, before: MapEntry | None, entry: MapEntry | None, index: HeadingIndex) -> Adopted:
    """A workbook read again with one answer in the place of another; the newest goes first."""
    mapping = [*([entry] if entry else []), *(each for each in book.raw.mapping if each is not before)]
    raw = replace(book.raw, mapping=mapping)
    return Adopted(raw, extract(raw, index), book.folder)


def _tell_contradictions(before: Adopted, after: Adopted, own: Mapping[str, MapEntry]) -> None:
    """Say which cells do not fit the answers about their sheets: problems that were not there before."""
    known = {problem.what for problem in before.reading.problems}
    for problem in after.reading.problems:
        if problem.location.sheet in own and not problem.note and problem.what not in known:
            say(f"with these answers: {problem.location}: {problem.what}")


def _is_read(book: Adopted, title: str) -> bool:
    return any(source.sheet == title for records in book.tables for source in records.sources)


def _unused_entries(books: Sequence[Adopted]) -> Iterator[str]:
    """A line for each entry of a mapping file that fits no sheet of the workbooks for which it holds."""
    entries = {(entry.file, entry.line): entry for book in books for entry in book.raw.mapping if entry.file}
    used = {
        (part.entry.file, part.entry.line)
        for book in books
        for sheet in book.raw.sheets
        for part in mapped(book.raw.name, sheet, book.raw.mapping).parts
    }
    for (file, line), entry in entries.items():
        if (file, line) not in used:
            yield f"{file}, line {line}: fits no sheet here ({', '.join(entry.headings[:4])})"


def _first_choice(question: str, choices: Sequence[str]) -> int:
    return 0


def _show_nothing(line: str) -> None:
    """The lines for people are left out where a program reads the output."""


def _show(book: Adopted, show: Show) -> None:
    """Print how each sheet is read, and the first rows of each table."""
    for sheet in book.sheets:
        for line in explanation_lines(sheet):
            show(line)
        shown: Counter[str] = Counter()
        for records, number in _rows_of(book, sheet):
            shown[records.table.name] += 1
            if shown[records.table.name] <= ROWS_SHOWN:
                show(f"  row {records.rows[number]} of {records.table.name}: {_row_text(records, number)}")


def _rows_of(book: Adopted, sheet: SheetExplanation) -> Iterator[tuple[Records, int]]:
    """Every row that a sheet was read as, as the number of a record in a table."""
    for records in book.tables:
        for number, source in enumerate(records.sources):
            if source.sheet == sheet.title:
                yield records, number


def _row_text(records: Records, number: int) -> str:
    return ", ".join(
        f"{name} = {f'{value:g}' if isinstance(value, float) else value}"
        for name, value in _row(records, number).items()
        if value is not None
    )


def _row(records: Records, number: int) -> dict[str, Any]:
    """The values of one row by the names of the columns that stand on its sheet."""
    cells = records.sources[number].cells
    return {
        column.name: _shown(records.columns[column.field][number], column.type == "date")
        for column in map(records.table.column, records.columns)
        if column.field in cells
    }


def _shown(value: Any, is_day: bool) -> Any:
    return str(date_of(value)) if is_day and value is not None else value


def _keep(kept: dict[Path, list[MapEntry]], dry_run: bool, show: Show) -> list[Path]:
    """Add the answers to the mapping files, or show the text that would be added."""
    written = []
    for folder, entries in kept.items():
        if not entries:
            continue
        path = folder / MAP_FILE
        before = path.read_text("utf-8-sig") if path.is_file() else ""
        text = with_entries(before, entries)
        if dry_run:
            show(f"{path} would be:")
            for line in text.split("\n"):
                show(line)
        else:
            _write_text(path, text)
        written.append(path)
    return written


def _json(books: Sequence[Adopted], kept: dict[Path, list[MapEntry]], dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "kept": [
            {
                "file": str(folder / MAP_FILE),
                "headings": entry.headings,
                "read": entry.read,
                "columns": dict(entry.columns),
                "scale": dict(entry.scale),
                "decimal": entry.decimal,
                "days": entry.days,
            }
            for folder, entries in kept.items()
            for entry in entries
        ],
        "sheets": [_sheet_json(book, sheet) for book in books for sheet in book.sheets],
    }


def _sheet_json(book: Adopted, sheet: SheetExplanation) -> dict[str, Any]:
    rows = [
        {"table": records.table.name, "row": records.rows[number], "values": _row(records, number)}
        for records, number in _rows_of(book, sheet)
    ]
    problems = [json_values.problem(problem) for problem in sheet.problems]
    return {"workbook": sheet.workbook, "sheet": sheet.title, "rows": rows, "problems": problems}


def _write_page(path: Path, books: Sequence[Adopted]) -> None:
    sheets = [sheet for book in books for sheet in book.sheets]
    _write_text(path, explanation_page(sheets))
    say(f"wrote {path}")


def _write_text(path: Path, text: str) -> None:
    replace_whole(path, lambda beside: beside.write_text(text, "utf-8"))
