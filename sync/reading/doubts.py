"""The sheets of a workbook that were not read and that an answer may help with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...core.cells import Cell
from ...core.columns import Column, Table
from ...core.tables.header_rows import given
from ...core.tables.headings import LONGEST, HeadingIndex, is_vague, normalise_heading
from ...core.tables.own_sheets import made_from_template, may_hold_tables
from ...core.tables.table_finder import find_tables
from ..sources.base import RawWorkbook, Sheet
from ..sources.map_files import LEAST_HEADINGS, MATRICES
from .extract import Extract
from .mapping import mapped
from .matrix.reading import LIKELY, NOT_SURE, skill_sheet
from .scales import scales_of

HEADER_WITHIN = 30  # rows from the top
SAMPLE_ROWS = 40


@dataclass(frozen=True)
class Doubt:
    """A sheet that was not read; `header` is its row of headings, with the texts of `headings` by their columns.

    `skills` are the readings as a matrix that give levels, the likeliest first; `is_likely_matrix` when it looks like one.
    `is_known` when some of its headings mean a column of ours; `has_scale` when its cells are levels as they stand.
    """

    sheet: Sheet
    header: int
    headings: dict[int, str]
    skills: Sequence[str] = ()
    is_likely_matrix: bool = False
    is_known: bool = False
    has_scale: bool = True


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
    readable = _matrices(workbook, sheet, header, index)
    here = [
        each.what for each in reading.decisions if each.location.sheet == sheet.title and each.what.startswith(LIKELY)
    ]
    axes = {read: f"{LIKELY}{rows} rows, {columns} columns" for read, (rows, columns) in MATRICES.items()}
    readable.sort(key=lambda read: axes[read] not in here)
    headings = heading_texts(sheet.rows[header])
    return Doubt(sheet, header, headings, readable, True) if readable and _tells(headings) else None


def _matrices(workbook: str, sheet: Sheet, header: int, index: HeadingIndex) -> list[str]:
    """The readings as a matrix that give levels, on the scale of the sheet or on one that its cells may be of."""
    scales = [{}, *(dict(each.levels) for each in scales_of(sheet, header)[:1])]
    return [
        read
        for read, axes in MATRICES.items()
        if any((skills := skill_sheet(workbook, sheet, index, axes, scale)) and skills.tables for scale in scales)
    ]


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
    headings = heading_texts(sheet.rows[best[1]])
    matrices = _matrices(workbook, sheet, best[1], index)
    is_known = any(not is_vague(text) and index.meanings(text) for text in headings.values())
    axes = MATRICES[matrices[0]] if matrices else None
    plain = skill_sheet(workbook, sheet, index, axes) if axes else None
    has_scale = plain is not None and bool(plain.tables)
    return Doubt(sheet, best[1], headings, matrices, is_known=is_known, has_scale=has_scale)


def heading_texts(row: Sequence[Cell]) -> dict[int, str]:
    """Return the texts of a row that may be headings, by their column."""
    texts = ((at, " ".join(cell.split())) for at, cell in enumerate(row) if isinstance(cell, str))
    return {at: text for at, text in texts if normalise_heading(text) and len(text) < LONGEST}


def _tells(headings: dict[int, str]) -> bool:
    return len({normalise_heading(text) for text in headings.values()}) >= LEAST_HEADINGS


def different(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that differ from each other as headings are compared."""
    return tuple({normalise_heading(text): text for text in texts}.values())


def ranked_tables(doubt: Doubt, tables: Mapping[str, Table], index: HeadingIndex) -> list[str]:
    """Return the names of some tables, the one first that most telling headings of a sheet mean a column of."""
    points = {name: _evidence(doubt, table, index) for name, table in tables.items()}
    return sorted(points, key=lambda name: -points[name])


def _evidence(doubt: Doubt, table: Table, index: HeadingIndex) -> int:
    known = known_columns(doubt.headings, table, index)
    return sum(not is_vague(doubt.headings[at]) for at in known.values())


def known_columns(headings: Mapping[int, str], table: Table, index: HeadingIndex) -> dict[str, int]:
    """Return the columns of the fields of a table that headings mean without an answer."""
    claims = [
        (meaning.sure, at, meaning)
        for at, text in headings.items()
        for meaning in index.meanings(text)
        if meaning.table is table
    ]
    return {field: at for field, (at, _) in given(claims).items()}


def column_share(sheet: Sheet, header: int, column: Column, at: int) -> float:
    """Return the share of a column's cells that are of the type of a field."""
    rows = sheet.rows[header + 1 : header + 1 + SAMPLE_ROWS]
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
