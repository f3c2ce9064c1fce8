"""The consolidated workbook: every row of every table with the cell it came from, the problems, and the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ...core import schema
from ...core.errors import Location, Problem
from ...core.evaluation import Evaluation, ObjectiveStatus
from ...core.file_marks import CONSOLIDATED
from ...core.records import Records, Tables
from ...core.schema import Column
from ...sheets_templates.build import LONGEST_TEXT, XlsxBook, XlsxSheet
from ...sheets_templates.style import ALIGNMENT_WORDS, QUIET, STATUS_WORDS, STYLES, Style
from ..data.objectives import level_name
from ..i18n.language import ENGLISH, load_language
from ..sections.problems import grouped_problems

TITLE = "OKRs and skills, consolidated"
ROW_LIMIT = 100_000
DEEPEST = 7  # levels of an outline that spreadsheets know

Headings = Sequence[tuple[str, float]]

ORIGIN: Headings = (("Workbook", 26), ("Sheet", 16), ("Cell", 10))
PROBLEMS: Headings = (*ORIGIN, ("What", 60), ("What to do", 60), ("Only to know", 12))
TREE: Headings = (
    ("Objective", 64), ("Score", 9), ("Expected", 10), ("Status", 12), ("Alignment", 16), ("Data", 12), ("Level", 14),
    ("Owner", 22), ("Team", 22), ("Id", 14), *ORIGIN,
)  # fmt: skip


def write_consolidated(
    path: Path, tables: Tables, evaluation: Evaluation, problems: Sequence[Problem], row_limit: int = ROW_LIMIT
) -> None:
    """Write everything into one workbook; of a table with more rows than `row_limit`, the first ones."""
    with XlsxBook(path, TITLE, evaluation.today, mark=CONSOLIDATED) as book:
        # each row is written out and forgotten, so that the memory needed does not grow with the rows
        book.inner.constant_memory = True
        _write_tree(book, evaluation.objectives, row_limit)
        _write_problems(book, grouped_problems(problems, evaluation), row_limit)
        for table in schema.TABLES:
            _write_table(book, tables[table.name], row_limit)


def _sheet(book: XlsxBook, name: str, headings: Headings, rows: int, limit: int) -> tuple[XlsxSheet, int]:
    """A sheet with its headings, frozen and filtered, and the row where the first record goes."""
    sheet = book.sheet(name, "view")
    sheet.widths([width for _, width in headings])
    top = 1
    if rows > limit:
        sheet.text(top, 0, f"The first {limit:,} of {rows:,} rows; the store has all of them.", "section")
        top = 2
    for column, (heading, _) in enumerate(headings):
        sheet.text(top, column, heading, "required")
    sheet.inner.freeze_panes(top, 1)
    sheet.inner.autofilter(top - 1, 0, top - 1 + max(1, min(rows, limit)), len(headings) - 1)
    sheet.page(TITLE, (top, top))
    return sheet, top + 1


def _write_table(book: XlsxBook, records: Records, limit: int) -> None:
    columns = records.table.inputs
    headings = [(column.name[0].upper() + column.name[1:], float(column.width)) for column in columns]
    sheet, first = _sheet(book, records.table.sheet, (*headings, *ORIGIN), len(records), limit)
    writers = [_writer(sheet, column) for column in columns]
    rows = zip(*(records.columns[column.field] for column in columns))
    for record, values in enumerate(islice(rows, limit)):
        for at, (write, value) in enumerate(zip(writers, values)):
            if value is not None:
                write(first + record, at, value)
        _write_origin(sheet, first + record, len(columns), records.location(record))


def _writer(sheet: XlsxSheet, column: Column) -> Callable[[int, int, Any], None]:
    """How the values of a column are written: text always as text, whatever it begins with."""
    if column.type in ("number", "level", "share", "date"):
        style = f"view {'number' if column.type == 'level' else column.type}"
        return lambda row, at, value: sheet.number(row, at, value, style)
    if column.type == "flag":
        return lambda row, at, value: sheet.text(row, at, "yes" if value else "no", "view flag")
    return lambda row, at, value: sheet.text(row, at, value, "view text")


def _write_texts(
    sheet: XlsxSheet, row: int, column: int, texts: Sequence[str | None], style: str = "view text"
) -> None:
    for offset, text in enumerate(texts):
        if text:
            sheet.text(row, column + offset, text, style)


def _write_origin(sheet: XlsxSheet, row: int, column: int, location: Location) -> None:
    _write_texts(sheet, row, column, (location.workbook, location.sheet, location.cell))


def _write_problems(book: XlsxBook, problems: Sequence[Problem], limit: int) -> None:
    sheet, first = _sheet(book, "Problems", PROBLEMS, len(problems), limit)
    for row, problem in enumerate(problems[:limit], start=first):
        _write_origin(sheet, row, 0, problem.location)
        said = (problem.what, problem.hint, "yes" if problem.note else "")
        _write_texts(sheet, row, len(ORIGIN), said, "view long")


def _write_tree(book: XlsxBook, objectives: Sequence[ObjectiveStatus], limit: int) -> None:
    sheet, first = _sheet(book, "Alignment tree", TREE, len(objectives), limit)
    sheet.inner.outline_settings(symbols_below=False)
    look = {**STYLES["base"], **STYLES["view"], "text_wrap": True}
    indents = [book.look({**look, "indent": 1 + 2 * depth}) for depth in range(DEEPEST + 1)]
    for row, each in enumerate(objectives[:limit], start=first):
        depth = min(each.depth, DEEPEST)
        sheet.inner.set_row(row - 1, None, None, {"level": depth})
        text = each.objective.objective or each.objective.id or ""
        sheet.inner.write_string(row - 1, 0, text[:LONGEST_TEXT], indents[depth])
        _write_objective(sheet, row, each)
    last = first + max(0, len(objectives[:limit]) - 1)
    _colour(sheet, first, last, 3, {**STATUS_WORDS, schema.ABANDONED: QUIET})
    _colour(sheet, first, last, 4, ALIGNMENT_WORDS)


def _write_objective(sheet: XlsxSheet, row: int, each: ObjectiveStatus) -> None:
    of = each.objective
    for column, share in ((1, each.score), (2, each.expected)):
        if share is not None:
            sheet.number(row, column, share, "view share")
    status = each.status if each.counted else schema.ABANDONED
    data = f"{each.data} of {each.total}" if each.total else None
    _write_texts(
        sheet,
        row,
        3,
        (status, each.alignment, data, level_name(load_language(ENGLISH), each), of.owner, of.team, of.id),
    )
    _write_origin(sheet, row, len(TREE) - len(ORIGIN), of.origin.location())


def _colour(sheet: XlsxSheet, first: int, last: int, column: int, words: Mapping[str, Style]) -> None:
    for word, look in words.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        sheet.colour((first, column), (last, column), rule, look)
