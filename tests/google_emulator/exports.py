"""Spreadsheets as files and files as spreadsheets: CSV, TSV, XLSX, ODS, PDF, zipped HTML."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from .cells import Cell, Formula
from .entering import enter
from .formats import serial
from .formula_values import Reckoner
from .sheet import Sheet, new_sheet
from .spreadsheet import Spreadsheet, whole
from .values import Rendering, drawn


def texts(book: Spreadsheet, sheet: Sheet, now: dt.datetime) -> list[list[str]]:
    """A sheet as it is shown, all rows equally long."""
    rows = drawn(sheet, whole(sheet), Reckoner(book, now), Rendering()).get("values", [])
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def delimited(sign: str) -> Callable[[Spreadsheet, dt.datetime], bytes]:
    def write(book: Spreadsheet, now: dt.datetime) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(texts(book, book.sheets[0], now))
        return out.getvalue().removesuffix("\r\n").encode()

    return write


def xlsx(book: Spreadsheet, now: dt.datetime) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in book.sheets:
        target = workbook.create_sheet(sheet.title[:31])
        for (row, column), cell in sheet.cells.items():
            if cell.typed is None:
                continue
            place = target.cell(row + 1, column + 1)
            place.value = cell.typed.text if isinstance(cell.typed, Formula) else cell.typed
            if isinstance(cell.typed, str):
                place.data_type = "s"
            pattern = cell.format.get("numberFormat", {}).get("pattern")
            if pattern:
                place.number_format = pattern
        for box in sheet.merges:
            target.merge_cells(None, box.top + 1, box.left + 1, box.bottom, box.right)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods(book: Spreadsheet, now: dt.datetime) -> bytes:
    document = OpenDocumentSpreadsheet()
    for sheet in book.sheets:
        table = Table(name=sheet.title)
        for line in texts(book, sheet, now):
            row = TableRow()
            for text in line:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
                row.addElement(cell)
            table.addElement(row)
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def pdf(book: Spreadsheet, now: dt.datetime) -> bytes:
    """One page with the first sheet's text; enough to be a PDF."""
    lines = ["  ".join(row) for row in texts(book, book.sheets[0], now)]
    shown = "".join(f"({line.translate(str.maketrans('()' + chr(92), '[]/'))}) Tj T*\n" for line in lines[:60])
    stream = f"BT /F1 10 Tf 40 800 Td 12 TL\n{shown}ET".encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


def zipped_html(book: Spreadsheet, now: dt.datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for sheet in book.sheets:
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
                for row in texts(book, sheet, now)
            )
            archive.writestr(f"{sheet.title}.html", f"<html><body><table>{rows}</table></body></html>")
    return out.getvalue()


EXPORTS: dict[str, Callable[[Spreadsheet, dt.datetime], bytes]] = {
    "text/csv": delimited(","),
    "text/tab-separated-values": delimited("\t"),
    "application/pdf": pdf,
    "application/zip": zipped_html,
    "application/vnd.oasis.opendocument.spreadsheet": ods,
    "application/x-vnd.oasis.opendocument.spreadsheet": ods,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
}


# The other way


def book_from_csv(book: Spreadsheet, text: str, sign: str) -> None:
    """Put a CSV in place of all sheets."""
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    width = max((len(row) for row in rows), default=1)
    sheet = new_sheet(book.sheets[0].id, book.sheets[0].title, max(len(rows), 1), max(width, 1))
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            entered = enter(value)
            if entered.value is not None:
                cell = Cell(entered.value)
                if entered.format:
                    cell.format["numberFormat"] = dict(entered.format)
                sheet.cells[(row, column)] = cell
    book.sheets, book.names = [sheet], []


def book_from_xlsx(book: Spreadsheet, content: bytes) -> None:
    """Put a workbook's sheets in place of all sheets: values, formulas and number formats."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheets = []
    for index, source in enumerate(workbook.worksheets):
        size = max(source.max_row, 1), max(source.max_column, 1)
        sheet = new_sheet(book.fresh_id() if index else 0, source.title, *size)
        for row in source.iter_rows():
            for place in row:
                if place.value is not None:
                    sheet.cells[(place.row - 1, place.column - 1)] = _cell(place.value, place.number_format)
        sheets.append(sheet)
    book.sheets, book.names = sheets, []


def _cell(value: Any, pattern: str) -> Cell:
    if isinstance(value, (dt.datetime, dt.date)):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return Cell(serial(moment), {"numberFormat": {"type": "DATE", "pattern": pattern}})
    cell = Cell(Formula(value) if isinstance(value, str) and value.startswith("=") else value)
    if pattern != "General":
        cell.format["numberFormat"] = {"type": "NUMBER", "pattern": pattern}
    return cell
