"""The books of `tests/layouts` as files: .xlsx, .ods, .csv for books of one sheet, a folder of .csv files for others."""

from __future__ import annotations

import csv
import datetime
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from layout_books import LayoutBook, LayoutTab, Percent
from openpyxl import Workbook
from openpyxl.styles import PatternFill

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:version="1.3"><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_layout(book: LayoutBook, folder: Path, ending: str) -> Path:
    """Write a book into a folder of its own and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    if book.original is not None:
        path = folder / book.original.name
        shutil.copyfile(book.original, path)
        return path
    path = folder / (book.stem if ending == "csvs" else f"{book.stem}.{ending}")
    _WRITERS[ending](path, book.tabs)
    return path


def _xlsx(path: Path, tabs: Sequence[LayoutTab]) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for tab in tabs:
        sheet = workbook.create_sheet(tab.title)
        for number, row in enumerate(tab.rows, start=1):
            for at, value in enumerate(row, start=1):
                if value == "":
                    continue
                cell = sheet.cell(number, at, value.share if isinstance(value, Percent) else value)
                if isinstance(value, Percent):
                    cell.number_format = "0%"
                elif isinstance(value, str):
                    cell.data_type = "s"
        for (number, at), colour in tab.fills.items():
            sheet.cell(number + 1, at + 1).fill = PatternFill("solid", fgColor=f"FF{colour}")
        for first_row, first, last_row, last in tab.merged:
            sheet.merge_cells(
                start_row=first_row + 1, start_column=first + 1, end_row=last_row + 1, end_column=last + 1
            )
    workbook.save(path)


def _csvs(path: Path, tabs: Sequence[LayoutTab]) -> None:
    path.mkdir()
    for tab in tabs:
        _csv(path / f"{tab.title}.csv", [tab])


def _csv(path: Path, tabs: Sequence[LayoutTab]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_text(value) for value in row] for row in tabs[0].rows)


def _text(value: Any) -> str:
    if isinstance(value, Percent):
        return f"{value.share * 100:g}%"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _ods(path: Path, tabs: Sequence[LayoutTab]) -> None:
    tables = "".join(_ods_table(tab) for tab in tabs)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", _ODS.format(tables))


def _ods_table(tab: LayoutTab) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row)) or '<table:table-cell/>'}</table:table-row>"
        for row in tab.rows
    )
    return f"<table:table table:name={quoteattr(tab.title)}>{rows}</table:table>"


def _ods_cell(value: Any) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind = f'boolean" office:boolean-value="{str(value).lower()}'
    elif isinstance(value, Percent):
        kind = f'percentage" office:value="{value.share!r}'
    elif isinstance(value, float):
        kind = f'float" office:value="{value!r}'
    elif isinstance(value, datetime.date):
        kind = f'date" office:date-value="{value.isoformat()}'
    else:
        kind = "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{escape(_text(value))}</text:p></table:table-cell>'


_WRITERS: Mapping[str, Callable[[Path, Sequence[LayoutTab]], None]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "csvs": _csvs,
    "ods": _ods,
}
