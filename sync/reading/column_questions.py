"""Which headings are the columns that a table needs, as questions: words together, figures together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from ...core.cells import Cell
from ...core.columns import Column, Table
from ...core.tables.headings import HeadingIndex, is_vague
from ...core.tables.table_match import missing
from ..sources.base import Sheet
from ..sources.map_files import MapEntry
from .doubts import column_share, heading_texts
from .matrix.labels import likeness
from .sheet_question import SheetQuestion, filled_cells, place_text, with_columns

CHOICES = 5  # of a question, before "none of them"
FITS = 0.6  # the share of a column's cells that are of a field's type
NONE = "none of them"
PEOPLE = ("owner", "person_id", "name")  # fields that name people
TOGETHER = {
    "key results": (("objective_id", "key_result"), ("start", "target", "current"), ("owner",)),
    "objectives": (("objective",), ("owner",)),
    "check-ins": (("key_result_id",), ("date",), ("value",)),
    "assessments": (("person_id", "skill"), ("level",)),
}  # fields that one question asks for


def column_questions(
    workbook: str,
    sheet: Sheet,
    header: int,
    entry: MapEntry,
    table: Table,
    known: Mapping[str, int],
    index: HeadingIndex | None = None,
) -> Iterator[SheetQuestion]:
    """Yield which headings are the columns that a table needs and no heading means; those that go together in one question.

    With an `index` the table is read already: then only headings that nobody knows are worth a question.
    """
    headings = heading_texts(sheet.rows[header])
    free = [at for at in headings if at not in known.values() and filled_cells(sheet, header, [at])]
    if index is not None:
        free = [at for at in free if not index.meanings(headings[at]) and not is_vague(headings[at])]
    together = TOGETHER.get(table.name, ())
    lacking = [column.field for column in missing(table, known)] if not together else []
    for group in (*together, *((field,) for field in lacking)):
        fields = [field for field in group if field not in known]
        is_measured = "progress" in known and "target" in fields
        if fields and free and not is_measured:
            options = _assignments(sheet, header, table, fields, free, index is not None)
            if options:
                yield _assignment_question(workbook, sheet, header, entry, table, fields, options, headings)


def _assignments(
    sheet: Sheet, header: int, table: Table, fields: Sequence[str], free: Sequence[int], strict: bool
) -> list[dict[str, int]]:
    """Which columns some fields may be, the likeliest first: those whose cells are of their types, in a sensible order."""
    fitting = {field: [at for at in free if _fits(sheet, header, table.column(field), at)] for field in fields}
    if not strict:
        fitting = {field: columns or (list(free) if field not in PEOPLE else []) for field, columns in fitting.items()}
    size = min(len(fields), len({at for columns in fitting.values() for at in columns}))
    options = [
        dict(zip(chosen, columns))
        for chosen in itertools.combinations(fields, size)
        for columns in itertools.permutations(free, size)
        if all(at in fitting[field] for field, at in zip(chosen, columns))
    ]
    return sorted(options, key=lambda option: -_sense(sheet, header, option))[:CHOICES] if size else []


def _fits(sheet: Sheet, header: int, column: Column, at: int) -> bool:
    """Whether the cells of a column are of a field's type; names of people where the field is one."""
    if column_share(sheet, header, column, at) < FITS:
        return False
    texts = [text for row in sheet.rows[header + 1 :] if (text := _text(row, at))]
    return column.field not in PEOPLE or likeness(texts).person >= FITS


def _sense(sheet: Sheet, header: int, option: Mapping[str, int]) -> float:
    """How well an assignment fits the cells: currents between starts and targets, fewer objectives than key results."""
    rows = sheet.rows[header + 1 :]
    if {"start", "target", "current"} <= set(option):
        between = [
            _is_between(*(_number(row, option[field]) for field in ("start", "current", "target"))) for row in rows
        ]
        return sum(map(bool, between)) / max(1, len(between))
    if {"objective_id", "key_result"} <= set(option):
        objectives, results = (
            {_text(row, option[field]) for row in rows} - {""} for field in ("objective_id", "key_result")
        )
        return float(len(objectives) <= len(results)) + (len(results) - len(objectives)) / (len(rows) + 1)
    return 1.0 if "target" in option and "current" in option else 0.5 if "target" in option else 0.0


def _is_between(start: float | None, current: float | None, target: float | None) -> bool:
    return None not in (start, current, target) and min(start, target) <= current <= max(start, target)  # type: ignore[operator, type-var]


def _number(row: Sequence[Cell], at: int) -> float | None:
    cell = row[at] if at < len(row) else None
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None


def _text(row: Sequence[Cell], at: int) -> str:
    cell = row[at] if at < len(row) else None
    return cell.strip() if isinstance(cell, str) else ""


def _assignment_question(
    workbook: str,
    sheet: Sheet,
    header: int,
    entry: MapEntry,
    table: Table,
    fields: Sequence[str],
    options: Sequence[Mapping[str, int]],
    headings: Mapping[int, str],
) -> SheetQuestion:
    columns = [table.column(field) for field in fields]
    names = " and ".join(repr(column.name) for column in columns)
    helps = " ".join(column.help for column in columns) if len(columns) == 1 else ""
    ask = f"Which heading is {names}?" if len(columns) == 1 else f"Which headings are {names}?"
    text = f"{place_text(workbook, sheet.title, header, headings.values())}\n{ask} {helps}".rstrip()
    choices = [
        ", ".join(f"{table.column(field).name} = {headings[at]}" for field, at in option.items()) for option in options
    ]
    entries: list[MapEntry | None] = [
        with_columns(entry, {headings[at]: table.column(field) for field, at in option.items()}) for option in options
    ]
    cells = filled_cells(sheet, header, {at for option in options for at in option.values()})
    key = f"{sheet.title} {header} {' '.join(fields)}"
    return SheetQuestion(sheet.title, key, text, [*choices, NONE], [*entries, None], cells)
