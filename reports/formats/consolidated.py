"""The consolidated tables as a workbook, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ...core.cells import Day
from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ...core.file_marks import CONSOLIDATED
from ...core.grid import GridColumn
from ...core.records import Tables
from ...sheets_templates import style as sheet_style
from ...sheets_templates.build import LONGEST_TEXT, XlsxBook, XlsxSheet
from ...sheets_templates.style import Style
from .consolidated_tables import STYLES, WORDS, ConsolidatedTable, consolidated_tables

TITLE = "OKRs and skills, consolidated"
ROW_LIMIT = 100_000
MAX_OUTLINE = 7  # levels of an outline that spreadsheets know

Write = Callable[[int, int, Any], None]  # row from 1, column from 0, value


def write_consolidated(
    path: Path, tables: Tables, evaluation: Evaluation, problems: Sequence[Problem], row_limit: int = ROW_LIMIT
) -> None:
    """Write everything into one workbook; of a table with more rows than `row_limit`, the first ones."""
    consolidated = consolidated_tables(tables, evaluation, problems)
    write_tables(path, TITLE, evaluation.today, consolidated, CONSOLIDATED, row_limit)


def write_tables(
    path: Path, title: str, today: Day, tables: Sequence[ConsolidatedTable], mark: str, row_limit: int = ROW_LIMIT
) -> None:
    """Write tables into one workbook, each on a sheet of its own; `mark` says to reading what the workbook is."""
    with XlsxBook(path, title, today, mark=mark) as book:
        # each row is written out and forgotten, so that the memory needed does not grow with the rows
        book.inner.constant_memory = True
        for table in tables:
            _write_table(book, title, table, row_limit)


def _write_table(book: XlsxBook, title: str, table: ConsolidatedTable, limit: int) -> None:
    sheet, first = _sheet(book, title, table, limit)
    writers = [_writer(sheet, column) for column in table.columns]
    if table.depths:
        sheet.inner.outline_settings(symbols_below=False)
        writers[0] = _indented(book, sheet, table.depths, first)
    for row, values in enumerate(islice(table.rows(), limit), start=first):
        for at, (write, value) in enumerate(zip(writers, values)):
            if value is not None and value != "":
                write(row, at, value)
    last = first + max(0, min(table.size, limit) - 1)
    for at, column in enumerate(table.columns):
        _colour(sheet, first, last, at, WORDS.get(column.heading, {}))


def _sheet(book: XlsxBook, title: str, table: ConsolidatedTable, limit: int) -> tuple[XlsxSheet, int]:
    """A sheet with its headings, frozen and filtered, and the row where the first record goes."""
    sheet = book.sheet(table.title, "view")
    sheet.widths([column.width for column in table.columns])
    top = 1
    if table.size > limit:
        sheet.text(top, 0, f"The first {limit:,} of {table.size:,} rows; the history has all of them.", "section")
        top = 2
    for at, column in enumerate(table.columns):
        sheet.text(top, at, column.heading, "required")
    sheet.inner.freeze_panes(top, 1)
    sheet.inner.autofilter(top - 1, 0, top - 1 + max(1, min(table.size, limit)), len(table.columns) - 1)
    sheet.page(title, (top, top))
    return sheet, top + 1


def _writer(sheet: XlsxSheet, column: GridColumn) -> Write:
    """How the values of a column are written: text always as text, whatever it begins with."""
    style = STYLES[column.shape]
    if column.shape in ("number", "share", "date"):
        return lambda row, at, value: sheet.number(row, at, value, style)
    if column.shape == "flag":
        return lambda row, at, value: sheet.text(row, at, _flag(value), style)
    return lambda row, at, value: sheet.text(row, at, value, style)


def _flag(value: bool | str) -> str:
    return value if isinstance(value, str) else "yes" if value else "no"


def _indented(book: XlsxBook, sheet: XlsxSheet, depths: Sequence[int], first: int) -> Write:
    """How the texts of a tree are written: indented, in rows that fold below their parents."""
    style = {**sheet_style.STYLES["base"], **sheet_style.STYLES["view"], "text_wrap": True}
    formats = [book.look({**style, "indent": 1 + 2 * depth}) for depth in range(MAX_OUTLINE + 1)]

    def write(row: int, column: int, text: str) -> None:
        depth = min(depths[row - first], MAX_OUTLINE)
        sheet.inner.set_row(row - 1, None, None, {"level": depth})
        sheet.inner.write_string(row - 1, column, text[:LONGEST_TEXT], formats[depth])

    return write


def _colour(sheet: XlsxSheet, first: int, last: int, column: int, styles: Mapping[str, Style]) -> None:
    for word, style in styles.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        sheet.colour((first, column), (last, column), rule, style)
