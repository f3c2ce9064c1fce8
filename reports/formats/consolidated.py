"""The consolidated tables as a workbook, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...core.cells import Day
from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ...core.file_marks import CONSOLIDATED
from ...core.records import Tables
from ...sheets_templates import style as sheet_style
from ...sheets_templates.build import XlsxBook, XlsxSheet
from ...sheets_templates.streamed_rows import Columns, StreamedRows, stream_rows
from ...sheets_templates.style import Style
from .consolidated_tables import STYLES, WORDS, ConsolidatedTable, consolidated_tables

TITLE = "OKRs and skills, consolidated"
ROW_LIMIT = 100_000
MAX_OUTLINE = 7  # levels of an outline that spreadsheets know


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
        rows = [_frame(book, title, table, row_limit) for table in tables]
    path.write_bytes(stream_rows(path.read_bytes(), rows))


def _frame(book: XlsxBook, title: str, table: ConsolidatedTable, limit: int) -> StreamedRows:
    """Make the sheet of a table, with a pattern for each depth in place of its rows; return the rows."""
    sheet, first = _sheet(book, title, table, limit)
    depths = [min(depth, MAX_OUTLINE) for depth in table.depths[:limit]]
    size = min(table.size, limit)
    patterns = max(depths, default=0) + 1 if size else 0
    for depth in range(patterns):
        for at, column in enumerate(table.columns):
            sheet.blank(first + depth, at, STYLES[column.shape])
        if depths:
            _indent(book, sheet, first + depth, depth)
    if size > patterns:
        sheet.blank(first + size - 1, 0, STYLES["text"])  # the sheet says how long it is
    if depths:
        sheet.inner.outline_settings(symbols_below=False)
    for at, column in enumerate(table.columns):
        _colour(sheet, first, first + max(0, size - 1), at, WORDS.get(column.heading, {}))
    return StreamedRows(first, _limited(table, limit), depths)


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


def _indent(book: XlsxBook, sheet: XlsxSheet, row: int, depth: int) -> None:
    """Make a row of a tree: its text is indented, and it folds below its parent."""
    style = {**sheet_style.STYLES["base"], **sheet_style.STYLES["view"], "text_wrap": True, "indent": 1 + 2 * depth}
    sheet.inner.set_row(row - 1, None, None, {"level": depth})
    sheet.inner.write_blank(row - 1, 0, None, book.look(style))


def _limited(table: ConsolidatedTable, limit: int) -> Iterator[Columns]:
    """The first rows of a table; flags as words."""
    flags = {at for at, column in enumerate(table.columns) if column.shape == "flag"}
    left = limit
    for columns in table.batches():
        yield [
            [_flag(value) for value in values[:left]] if at in flags else values[:left]
            for at, values in enumerate(columns)
        ]
        left -= len(columns[0])
        if left <= 0:
            return


def _flag(value: bool | str | None) -> str | None:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _colour(sheet: XlsxSheet, first: int, last: int, column: int, styles: Mapping[str, Style]) -> None:
    for word, style in styles.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        sheet.colour((first, column), (last, column), rule, style)
