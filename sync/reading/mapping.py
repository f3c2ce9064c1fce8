"""Where the entries of a mapping file fit a sheet: each becomes a part of it that is read as was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...core import schema
from ...core.errors import Location, Problem, column_letter
from ...core.tables.headings import HeadingIndex, normalise_heading
from ..sources.base import Sheet
from ..sources.map_files import LEAST_HEADINGS, MAP_FILE, MATRICES, TABLES, MapEntry

LOOK_AT_ROWS = 60  # of the headings
NAMED = 4  # headings in one message
STILL_THERE = 3  # headings by which a table is known when others have changed
MAY_LACK = 2  # headings that may be gone before a row is another table's


@dataclass(frozen=True)
class MappedPart:
    """A part of a sheet that one entry is about; `header` is its row of headings, counted from 0."""

    entry: MapEntry
    header: int
    sheet: Sheet


@dataclass(frozen=True)
class MappedSheet:
    """The parts of a sheet that entries are about, and a problem for each entry that nearly fits."""

    parts: Sequence[MappedPart] = ()
    problems: Sequence[Problem] = ()


def mapped(workbook: str, sheet: Sheet, mapping: Sequence[MapEntry]) -> MappedSheet:
    """Return where the entries of a mapping fit a sheet; of several entries for one row the first counts.

    Two entries of one file that fit the same row and differ are a problem; an entry of a nearer folder is none.
    """
    rows = [_headings(row) for row in sheet.rows[:LOOK_AT_ROWS]] if mapping else []
    headers: dict[int, MapEntry] = {}
    problems: list[Problem] = []
    drifted: list[tuple[MapEntry, int, list[str]]] = []
    for entry in mapping:
        number = _row_of(entry, rows)
        if number is None:
            drifted += _drift(entry, rows)
        elif number in headers:
            problems += _contradiction(workbook, sheet, number, headers[number], entry)
        else:
            headers[number] = entry
    problems += [_drift_problem(workbook, sheet, *each) for each in drifted if each[1] not in headers]
    return MappedSheet(list(_parts(sheet, headers)), problems)


def _row_of(entry: MapEntry, rows: Sequence[dict[str, int]]) -> int | None:
    """The first row with all headings of an entry; for a matrix the row with most of them, if these are half of them."""
    wanted = {normalise_heading(text) for text in entry.headings}
    whole = next((at for at, row in enumerate(rows) if set(row) >= wanted), None)
    if whole is not None or entry.read not in MATRICES or not rows:
        return whole
    best = max(range(len(rows)), key=lambda at: len(wanted & set(rows[at])))
    common = len(wanted & set(rows[best]))
    return best if common >= LEAST_HEADINGS and 2 * common >= len(wanted) else None


def _contradiction(workbook: str, sheet: Sheet, number: int, first: MapEntry, second: MapEntry) -> Iterator[Problem]:
    if first == second or first.file != second.file or not first.file:
        return
    where = Location(workbook, sheet.title, f"A{number + 1}")
    what = f"two entries of {MAP_FILE} fit this row and differ: that of line {first.line} counts, that of line {second.line} does not"
    yield Problem(where, what, f"delete one of them in {first.file}")


def _headings(row: Sequence[object]) -> dict[str, int]:
    """The columns of the texts of a row, by the text as headings are compared."""
    return {normalise_heading(cell): at for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}


def _drift(entry: MapEntry, rows: Sequence[dict[str, int]]) -> Iterator[tuple[MapEntry, int, list[str]]]:
    """The row that has most headings of an entry, with those that are gone, where at least half are there."""
    gone = [[text for text in entry.headings if normalise_heading(text) not in row] for row in rows]
    best = min(range(len(gone)), key=lambda at: len(gone[at]), default=None)
    if best is None:
        return
    kept = len(entry.headings) - len(gone[best])
    few_gone = len(gone[best]) <= MAY_LACK and kept > len(gone[best])
    if few_gone or (kept >= STILL_THERE and 2 * kept >= len(entry.headings)):
        yield entry, best, gone[best]


def _drift_problem(workbook: str, sheet: Sheet, entry: MapEntry, number: int, gone: Sequence[str]) -> Problem:
    wanted = {normalise_heading(text) for text in entry.headings}
    first = min(at for text, at in _headings(sheet.rows[number]).items() if text in wanted)
    where = Location(workbook, sheet.title, f"{column_letter(first)}{number + 1}")
    named = ", ".join(map(repr, gone[:NAMED])) + (f" and {len(gone) - NAMED} more" if len(gone) > NAMED else "")
    headings = f"heading{'' if len(gone) == 1 else 's'} {named} {'is' if len(gone) == 1 else 'are'} gone"
    new = [
        str(sheet.rows[number][at]).strip() for text, at in _headings(sheet.rows[number]).items() if text not in wanted
    ]
    headings += f"; new: {', '.join(map(repr, new[:NAMED]))}" if new else ""
    hint = f"rename the headings back, or run `okrsheets adopt` again and delete the old entry in {MAP_FILE}"
    return Problem(where, f"this was read as {entry.read} by {MAP_FILE}, but the {headings}", hint)


def _parts(sheet: Sheet, headers: dict[int, MapEntry]) -> Iterator[MappedPart]:
    """Each part has its own rows only, at their places; the first one also what stands above all."""
    starts = sorted(headers)
    for at, number in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(sheet.rows)
        above = [row if at == 0 else () for row in sheet.rows[:number]]
        yield MappedPart(headers[number], number, replace(sheet, rows=[*above, *sheet.rows[number:end]]))


def mapped_index(entry: MapEntry, index: HeadingIndex) -> HeadingIndex:
    """Return the meanings of headings in the table of an entry: the answers go before the words that we know."""
    return _index(entry, index.locale, index.fiscal_year_start)


@lru_cache(maxsize=64)
def _index(entry: MapEntry, locale: str, fiscal_year_start: int) -> HeadingIndex:
    tables = (schema.SETTINGS, schema.table(entry.read)) if entry.read in TABLES else schema.TABLES
    if entry.read == schema.KEY_RESULTS.name:
        tables = (*tables, schema.OBJECTIVES)  # a layout may have both
    return HeadingIndex({entry.read: dict(entry.columns)}, locale, fiscal_year_start, tables)
