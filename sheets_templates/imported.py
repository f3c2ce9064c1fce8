"""Workbooks that imports write: some tables of the schema on sheets of the usual look, and tables for a user to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import schema
from ..core.cells import Day
from ..core.columns import Table
from ..core.file_marks import MATCHES, SKILL_TEMPLATE
from ..core.model import TableSource
from ..core.records import Records, Tables
from .build import XlsxBook
from .drawing import DrawnBook
from .layout import letters
from .start import NAME, NUMBER, WIDTHS, beside, paragraph, section
from .tables import FIRST, write_table

Row = Sequence[object]


@dataclass(frozen=True)
class FilledColumn:
    """A column of a table for the user: its heading, what it is for, its width, and whether the user fills it in."""

    heading: str
    help: str
    width: float
    shape: str = "text"
    is_input: bool = False


@dataclass(frozen=True)
class FilledTable:
    """A table for the user to fill in: the title of its sheet, its columns and its rows."""

    title: str
    columns: Sequence[FilledColumn]
    rows: Sequence[Row]


def write_imported(path: Path, rows: Mapping[str, Sequence[Row]], title: str, about: str, today: Day) -> None:
    """Write a workbook with rows of some tables of the schema, by the table's name; the cells are in the order of its inputs."""
    with XlsxBook(path, title, today, mark=SKILL_TEMPLATE) as book:
        tables = [(schema.table(name), each) for name, each in rows.items()]
        _start(book, title, about, [table for table, _ in tables])
        for table, each in tables:
            write_table(book, records_of(table, each, path.name), FIRST - 1 + max(1, len(each)), "", {})


def records_of(table: Table, rows: Sequence[Row], workbook: str) -> Records:
    """Return rows, whose cells are in the order of the table's inputs, as the records of a workbook."""
    columns = list(zip(*rows)) if rows else [()] * len(table.inputs)
    values = {column.field: list(cells) for column, cells in zip(table.inputs, columns)}
    source = TableSource(workbook, table.sheet, letters(table))
    return Records(table, values, range(FIRST, FIRST + len(rows)), [source] * len(rows))


def tables_of_rows(rows: Mapping[str, Sequence[Row]], workbook: str) -> Tables:
    """Return rows by the table's name as the tables of a workbook."""
    return Tables({name: records_of(schema.table(name), each, workbook) for name, each in rows.items()})


def _start(book: DrawnBook, title: str, about: str, tables: Sequence[Table]) -> None:
    """The first sheet: what the workbook is, with a link to each table."""
    sheet = book.sheet(book.wording.sheet(schema.START), "start")
    sheet.widths([3, *WIDTHS])
    sheet.heights({1: 12, 2: 42})
    sheet.text(2, NUMBER, title, "cover")
    paragraph(sheet, 4, about, 36)
    section(sheet, 6, "Tables")
    for row, table in enumerate(tables, start=7):
        name = book.wording.sheet(table.sheet)
        sheet.link(row, NAME, name, f"A{FIRST}", name, "link indented")
        beside(sheet, row, book.wording.say(table.help), 24, "prose")
    sheet.page("", one_page=True)


def write_filled_tables(path: Path, tables: Sequence[FilledTable], title: str, today: Day) -> None:
    """Write tables for the user to fill in, in a workbook that a sync skips; white cells are the user's."""
    with XlsxBook(path, title, today, mark=MATCHES) as book:
        for table in tables:
            sheet = book.sheet(table.title, "input")
            sheet.widths([column.width for column in table.columns])
            sheet.heights({1: 30})
            for at, column in enumerate(table.columns):
                sheet.text(1, at, column.heading, "required left" if column.is_input else "derived left")
                sheet.note(1, at, column.help)
            for row, values in enumerate(table.rows, start=2):
                for at, (column, value) in enumerate(zip(table.columns, values)):
                    style = f"{'input' if column.is_input else 'computed'} {column.shape}"
                    if value is None or value == "":
                        sheet.blank(row, at, style)
                    elif isinstance(value, (int, float)):
                        sheet.number(row, at, value, style)
                    else:
                        sheet.text(row, at, str(value), style)
            sheet.freeze(1, 1)
            sheet.filter(1, max(2, len(table.rows) + 1), len(table.columns))
            sheet.page("", (1, 1))


def write_plain_sheets(
    path: Path, sheets: Sequence[tuple[str, Sequence[str], Sequence[Row]]], title: str, today: Day
) -> None:
    """Write tables for other programs: a title, headings and rows each; texts stay texts, and days are in the form 2026-03-31."""
    with XlsxBook(path, title, today) as book:
        for name, headings, rows in sheets:
            sheet = book.sheet(name, "view")
            for at, heading in enumerate(headings):
                sheet.text(1, at, heading, "required left")
            for row, cells in enumerate(rows, start=2):
                for at, cell in enumerate(cells):
                    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                        sheet.number(row, at, cell, "view number free")
                    elif cell is not None and cell != "":
                        sheet.text(row, at, str(cell), "view text")
            sheet.freeze(1, 0)
            sheet.filter(1, max(2, len(rows) + 1), len(headings))
