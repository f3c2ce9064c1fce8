"""What a larger workbook does not take over: every filled cell that no table, heading or remark was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...core.addresses import column_number
from ...core.cells import Cell
from ...core.errors import Location, Problem, column_letter
from ...core.records import Records
from ..explain import explain_workbook
from ..reading.extract import Extract
from ..sources.base import RawWorkbook, Sheet

At = tuple[int, int]  # row and column from 0
SHOWN = 3  # contents of cells that are named for one column


@dataclass(frozen=True)
class LeftBehind:
    """Cells of one column of a sheet that are not moved, with what they hold and why, where that is known."""

    location: Location
    count: int
    what: str

    def __str__(self) -> str:
        return f"{self.location}: {self.what}"


def left_behind(raw: RawWorkbook, reading: Extract, elsewhere: Mapping[str, Collection[At]]) -> list[LeftBehind]:
    """Return what stays behind; `elsewhere` has the cells of each sheet that are moved otherwise, calculated or printed."""
    problems = {problem.location: problem for problem in reading.problems}
    others = [records for part in reading.other_cycles for records in part.tables]
    left: list[LeftBehind] = []
    for sheet, explained in zip(raw.sheets, explain_workbook(raw, reading)):
        unread = {at: _reason(problems, raw.name, sheet, at) for at in _unread(reading.tables, sheet)}
        unread |= dict.fromkeys(_cells_of(others, sheet), "of another cycle")
        headings = {at for decision in explained.decisions for at in _single(decision.location)}
        known = (explained.meanings.keys() | headings) - unread.keys()
        skip = known | set(elsewhere.get(sheet.title, ()))
        filled = [at for at in _filled(sheet) if at not in skip]
        left += _by_column(raw.name, sheet, filled, unread)
    return left


def _filled(sheet: Sheet) -> Iterator[At]:
    for number, row in enumerate(sheet.rows):
        for at, cell in enumerate(row):
            if cell is not None and str(cell).strip():
                yield number, at


def _single(location: Location) -> Iterator[At]:
    """The position of a location that is one cell."""
    letters = location.cell.rstrip("0123456789")
    if letters.isalpha() and letters != location.cell:
        yield int(location.cell[len(letters) :]) - 1, column_number(letters)


def _unread(tables: Sequence[Records], sheet: Sheet) -> Iterator[At]:
    """The cells of a table that hold something of which no value came."""
    for records in tables:
        for record, source in enumerate(records.sources):
            if source.sheet != sheet.title:
                continue
            for field in source.cells:
                if field in records.columns and records.columns[field][record] is None:
                    yield from _single(records.location(record, field))


def _cells_of(tables: Sequence[Records], sheet: Sheet) -> Iterator[At]:
    for records in tables:
        for record, source in enumerate(records.sources):
            for field in source.cells if source.sheet == sheet.title else ():
                yield from _single(records.location(record, field))


def _reason(problems: Mapping[Location, Problem], workbook: str, sheet: Sheet, at: At) -> str:
    problem = problems.get(Location(workbook, sheet.title, f"{column_letter(at[1])}{at[0] + 1}"))
    return problem.what if problem else ""


def _by_column(workbook: str, sheet: Sheet, filled: Sequence[At], reasons: Mapping[At, str]) -> Iterator[LeftBehind]:
    """One line for each column and reason; every cell is counted, and the first are quoted."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row, column in sorted(filled, key=lambda at: (at[1], at[0])):
        groups[column, reasons.get((row, column), "")].append(row)
    for (column, reason), rows in groups.items():
        letter = column_letter(column)
        cells = f"{letter}{rows[0] + 1}" + (f":{letter}{rows[-1] + 1}" if len(rows) > 1 else "")
        quoted = ", ".join(repr(_text(sheet.rows[row][column])) for row in rows[:SHOWN])
        more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
        what = f"{reason} ({quoted}{more})" if reason else f"{quoted}{more}"
        yield LeftBehind(Location(workbook, sheet.title, cells), len(rows), what)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return " ".join(str(cell).split())
