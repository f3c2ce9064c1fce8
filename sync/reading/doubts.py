"""What the reading of a workbook leaves open, as questions with choices, and the entry of a mapping file that answers make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ...core import schema
from ...core.cells import Cell
from ...core.columns import Column, Table
from ...core.tables.header_rows import given
from ...core.tables.headings import LONGEST, HeadingIndex, is_vague, normalise_heading
from ...core.tables.own_sheets import made_from_template, may_hold_tables
from ...core.tables.table_finder import find_tables
from ...core.tables.table_match import missing
from ..sources.base import RawWorkbook, Sheet
from ..sources.map_files import LEAST_HEADINGS, MATRICES, NOTHING, MapEntry
from .extract import Extract
from .mapping import mapped
from .matrix.reading import LIKELY, NOT_SURE, skill_sheet

Ask = Callable[[str, Sequence[str]], int]  # a question and its choices, to the number of the answer from 0

TABLE_CHOICES = {
    "key results": schema.KEY_RESULTS,
    "objectives": schema.OBJECTIVES,
    "check-ins": schema.CHECK_INS,
    "people": schema.PEOPLE,
    "ratings of skills": schema.ASSESSMENTS,
}
MATRIX_CHOICES = {
    "people down and skills across": "people × skills",
    "skills down and people across": "skills × people",
}
NOTHING_CHOICE, NO_SKILLS, NONE = "nothing of mine", "no skills", "none of them"
ASKED_TOO = {"key results": ("start", "current"), "objectives": ("owner",)}  # columns that figures or reports rest on
HEADER_WITHIN = 30  # rows from the top
SAMPLE_ROWS = 40
MATRIX_HEADINGS = 3  # that tell a matrix: new skills and people come beside them
FITS = 0.6  # the share of a column's cells that are of a field's type
SHOWN = 8  # headings in a question


@dataclass(frozen=True)
class Doubt:
    """A sheet that was not read; `header` is its row of headings, with the texts of `headings` by their columns.

    `skills` are the readings as a matrix that give levels, the likeliest first; `is_likely_matrix` when it looks like one.
    """

    sheet: Sheet
    header: int
    headings: dict[int, str]
    skills: Sequence[str] = ()
    is_likely_matrix: bool = False


def doubts(raw: RawWorkbook, reading: Extract, index: HeadingIndex) -> Iterator[Doubt]:
    """Yield the sheets of a workbook that were not read and that an answer may help with."""
    titles = [sheet.title for sheet in raw.sheets]
    if raw.our_output or raw.copy_of or raw.made_by_us or made_from_template(sheet.rows for sheet in raw.sheets):
        return
    read = {source.sheet for part in reading.parts for records in part.tables for source in records.sources}
    for sheet in raw.sheets:
        answered = mapped(raw.name, sheet, raw.mapping).parts
        if sheet.title in read or answered or not may_hold_tables(sheet.title, titles, False):
            continue
        doubt = _of_skills(raw.name, sheet, reading, index)
        if doubt is None and not find_tables(sheet.title, sheet.rows, index, sheet.merged):
            doubt = _of_table(raw.name, sheet, index)
        if doubt is not None:
            yield doubt


def _of_skills(workbook: str, sheet: Sheet, reading: Extract, index: HeadingIndex) -> Doubt | None:
    """A matrix that is likely and not clear; only readings that give levels are worth a question."""
    problem = next(
        (each for each in reading.problems if each.location.sheet == sheet.title and each.what.startswith(NOT_SURE)),
        None,
    )
    if problem is None:
        return None
    header = int(re.sub(r"\D", "", problem.location.cell)) - 1
    readable = _matrices(workbook, sheet, index)
    likely = f"{LIKELY}skill rows"
    if any(each.location.sheet == sheet.title and each.what.startswith(likely) for each in reading.decisions):
        readable.reverse()
    headings = heading_texts(sheet.rows[header])
    return Doubt(sheet, header, headings, readable, True) if readable and _tells(headings) else None


def _matrices(workbook: str, sheet: Sheet, index: HeadingIndex) -> list[str]:
    """The readings as a matrix that give levels."""
    readings = {read: skill_sheet(workbook, sheet, index, axes) for read, axes in MATRICES.items()}
    return [read for read, skills in readings.items() if skills is not None and skills.tables]


def _of_table(workbook: str, sheet: Sheet, index: HeadingIndex) -> Doubt | None:
    """The row of headings is the first of the widest rows of texts that have cells below them."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        headings = heading_texts(row)
        below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else ()
        filled = sum(cell not in (None, "") for cell in below)
        if _tells(headings) and filled >= LEAST_HEADINGS and (best is None or len(headings) > best[0]):
            best = len(headings), number
    if best is None:
        return None
    return Doubt(sheet, best[1], heading_texts(sheet.rows[best[1]]), _matrices(workbook, sheet, index))


def heading_texts(row: Sequence[Cell]) -> dict[int, str]:
    """Return the texts of a row that may be headings, by their column."""
    texts = ((at, " ".join(cell.split())) for at, cell in enumerate(row) if isinstance(cell, str))
    return {at: text for at, text in texts if normalise_heading(text) and len(text) < LONGEST}


def _tells(headings: dict[int, str]) -> bool:
    return len({normalise_heading(text) for text in headings.values()}) >= LEAST_HEADINGS


def answered(workbook: str, doubt: Doubt, index: HeadingIndex, ask: Ask) -> MapEntry | None:
    """Return the entry that a person's answers make, None where the answers say nothing that can be kept."""
    shown = ", ".join(list(doubt.headings.values())[:SHOWN]) + (", …" if len(doubt.headings) > SHOWN else "")
    place = f"{workbook} › {doubt.sheet.title}, row {doubt.header + 1} ({shown})"
    matrices = [text for read in doubt.skills for text, kind in MATRIX_CHOICES.items() if kind == read]
    choices = [*matrices, NO_SKILLS] if doubt.is_likely_matrix else _ranked_choices(doubt, matrices, index)
    question = "How does it show skills?" if doubt.is_likely_matrix else "What is this?"
    choice = choices[ask(f"{place}\n{question}", choices)]
    if choice in (NOTHING_CHOICE, NO_SKILLS):
        return MapEntry(_different(doubt.headings.values()), NOTHING)
    if choice in MATRIX_CHOICES:
        return MapEntry(_different(doubt.headings.values())[:MATRIX_HEADINGS], MATRIX_CHOICES[choice])
    return _with_columns(doubt, TABLE_CHOICES[choice], index, ask)


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that differ from each other as headings are compared."""
    return tuple({normalise_heading(text): text for text in texts}.values())


def _ranked_choices(doubt: Doubt, matrices: Sequence[str], index: HeadingIndex) -> list[str]:
    """What a table may be, by how many of its headings mean a column of it; nothing of ours where none does."""
    points = {name: _evidence(doubt, table, index) for name, table in TABLE_CHOICES.items()}
    ranked = sorted(points, key=lambda name: -points[name])
    if any(points.values()):
        return [*ranked, *matrices, NOTHING_CHOICE]
    return [NOTHING_CHOICE, *matrices, *ranked]


def _evidence(doubt: Doubt, table: Table, index: HeadingIndex) -> int:
    return sum(not is_vague(doubt.headings[at]) for at in _known(doubt, table, index).values())


def _known(doubt: Doubt, table: Table, index: HeadingIndex) -> dict[str, int]:
    """The columns of the fields of a table that headings mean without an answer."""
    claims = [
        (meaning.sure, at, meaning)
        for at, text in doubt.headings.items()
        for meaning in index.meanings(text)
        if meaning.table is table
    ]
    return {field: at for field, (at, _) in given(claims).items()}


def _with_columns(doubt: Doubt, table: Table, index: HeadingIndex, ask: Ask) -> MapEntry | None:
    """Ask which heading is each column that the table needs and no heading means."""
    known = _known(doubt, table, index)
    free = [at for at in doubt.headings if at not in known.values()]
    chosen: dict[int, Column] = {}
    wanted = [*missing(table, known), *(table.column(name) for name in ASKED_TOO.get(table.name, ()))]
    for column in _in_order(table, wanted):
        if column.field in known or not free or not _is_lacking(table, column, {**known, **_fields(chosen)}):
            continue
        options = _ranked_columns(doubt, column, free)
        names = [NONE if at is None else doubt.headings[at] for at in options]
        at = options[ask(f"Which heading is {column.name!r}? {column.help}", names)]
        if at is not None:
            chosen[at] = column
            free.remove(at)
    used = sorted({*known.values(), *chosen})
    texts = _different(doubt.headings[at] for at in used)
    columns = tuple((doubt.headings[at], column.name) for at, column in chosen.items())
    return MapEntry(texts, table.name, columns) if len(texts) >= LEAST_HEADINGS else None


def _in_order(table: Table, columns: Sequence[Column]) -> list[Column]:
    """What a row is about first, then the others as they stand in our sheets."""
    first = (table.title_field, "objective_id")
    return sorted(columns, key=lambda column: (column.field not in first, table.inputs.index(column)))


def _is_lacking(table: Table, column: Column, fields: dict[str, int]) -> bool:
    return not column.required or column in missing(table, fields)


def _fields(chosen: dict[int, Column]) -> dict[str, int]:
    return {column.field: at for at, column in chosen.items()}


def _ranked_columns(doubt: Doubt, column: Column, free: Sequence[int]) -> list[int | None]:
    """The columns that a field may be: those whose cells fit its type first; none of them where it can be left out."""
    fit = [at for at in free if _share(doubt, column, at) >= FITS]
    others: list[int | None] = [at for at in free if at not in fit]
    return [*fit, *others, None] if fit and column.required else [None, *fit, *others]


def _share(doubt: Doubt, column: Column, at: int) -> float:
    """The share of a column's cells that are of the type of a field."""
    rows = doubt.sheet.rows[doubt.header + 1 : doubt.header + 1 + SAMPLE_ROWS]
    cells = [row[at] for row in rows if at < len(row) and row[at] not in (None, "")]
    return sum(_is_like(cell, column) for cell in cells) / len(cells) if cells else 0.0


def _is_like(cell: Cell, column: Column) -> bool:
    if column.type == "date":
        return isinstance(cell, date) or (
            isinstance(cell, str) and sum(letter.isdigit() for letter in cell) >= LEAST_DIGITS
        )
    if column.type in ("number", "share", "level"):
        is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
        return is_number or (
            isinstance(cell, str) and any(letter.isdigit() for letter in cell) and len(cell) < LONGEST_NUMBER
        )
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)


LEAST_DIGITS = 4  # of a day as text
LONGEST_NUMBER = 16  # characters of a number with its unit
