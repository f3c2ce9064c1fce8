"""Makers of workbooks, good ones and bad ones, as bytes; and a sync over them in one call."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import xlsxwriter
import xlwt

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Problem, SourceError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.sources.base import MemorySource
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import Outcome, sync

Rows = Sequence[Sequence[Any]]
Sheets = Mapping[str, Rows]

SHEET = "xl/worksheets/sheet1.xml"
SHEET_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ODS_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' office:version="1.3"><office:body><office:spreadsheet>'
    '<table:table table:name="{}">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 31)
TODAY = needed_day("2026-02-15")


def okrs(
    team: str = "Support",
    objectives: Rows = (("O1", "Team", "Ana", "Answer faster"),),
    key_results: Rows = (("O1.1", "O1", "Hours to a first answer", 20, 5, 10),),
    check_ins: Rows = (),
    cycle: Sequence[Any] = ("2026-Q1", JANUARY, MARCH),
) -> dict[str, Rows]:
    """A team's workbook. Objectives: id, level, owner, objective, parent id, weight, contributes, status.

    Key results: id, objective id, key result, start, target, current, kind, weight, status. Check-ins: date, key result
    id, value, note.
    """
    return {
        "Settings": [["Team", "Cycle", "Cycle start", "Cycle end"], [team, *cycle]],
        "Objectives": [
            ["ID", "Level", "Owner", "Objective", "Parent ID", "Weight", "Contributes", "Status"],
            *objectives,
        ],
        "Key results": [
            ["ID", "Objective ID", "Key result", "Start", "Target", "Current", "Kind", "Weight", "Status"],
            *key_results,
        ],
        "Check-ins": [["Date", "Key result ID", "Value", "Note"], *check_ins],
    }


def xlsx(sheets: Sheets, change: Callable[[Any], None] | None = None, **options: Any) -> bytes:
    """An .xlsx; `change` gets the open workbook before it is closed, `options` go to XlsxWriter."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **plain, **options})
    book.set_properties({"created": datetime(2026, 1, 1)})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    if change:
        change(book)
    book.close()
    return file.getvalue()


def aborting_workbook() -> bytes:
    """An .xlsx whose declared number of texts makes the parser ask for more memory than there is, which ends the process."""
    with zipfile.ZipFile(io.BytesIO(xlsx({"Objectives": [["ID", "Objective"]]}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', texts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for name, data in parts.items():
            changed.writestr(name, data)
    return file.getvalue()


def xls(sheets: Sheets, change: Callable[[Any], None] | None = None, dates_1904: bool = False) -> bytes:
    """An old .xls."""
    book = xlwt.Workbook()
    book.dates_1904 = dates_1904
    as_date = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write(row, column, cell, as_date)
                elif cell not in (None, ""):
                    sheet.write(row, column, cell)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(table: str, title: str = "Objectives") -> bytes:
    """An .ods whose one sheet holds the given XML."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": MANIFEST, "content.xml": ODS_XML.format(title, table)})


def ods_row(*cells: object, repeat: str = "") -> str:
    """A row of text cells and numbers; a cell that begins with `<` is XML already."""

    def cell(value: object) -> str:
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if str(value).startswith("<"):
            return str(value)
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    return f"<table:table-row {repeat}>{''.join(map(cell, cells))}</table:table-row>"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)  # with the same date every time
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file.getvalue()


def with_parts(book: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """The same .xlsx with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**kept, **parts})


def with_cells(xml: str) -> bytes:
    """An .xlsx whose one sheet holds the given rows as XML."""
    return with_parts(xlsx({"Objectives": [["ID"]]}), {SHEET: SHEET_XML.format(xml)})


def encrypted(book: bytes, password: str = "secret") -> bytes:
    """The same .xlsx behind a password, as Excel writes it."""
    file = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(book)).encrypt(password, file)
    return file.getvalue()


def lying_about_its_size(book: bytes, part: str, content: bytes, declared: int) -> bytes:
    """The same .xlsx, where one part unpacks to more than its headers declare, with a checksum that fits the lie."""
    packed = with_parts(book, {part: content})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        info = archive.getinfo(part)
    true = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    lie = struct.pack("<LLL", zlib.crc32(content[:declared]), info.compress_size, declared)
    assert packed.count(true) == 2  # the header of the part and the directory at the end
    return packed.replace(true, lie)


def many_days(count: int) -> list[date]:
    """The first days of the quarter, one after the other."""
    return [JANUARY + timedelta(days=number) for number in range(count)]


# Syncing them


def sync_folders(store: Store, *folders: Path, today: int = TODAY, layouts: HeadingIndex | None = None) -> Outcome:
    """Sync folders, or single files, into a store."""
    return sync(store, [FolderSource(folder) for folder in folders], today, layouts)


def sync_books(store: Store, books: Mapping[str, Sheets | SourceError], today: int = TODAY) -> State:
    """Sync workbooks that are held in memory, and return the state after it."""
    outcome = sync(store, [MemorySource(dict(books))], today)
    return State(store, outcome.sync, today)


def wrong(problems: Sequence[Problem]) -> list[str]:
    """Each problem in one line, with its hint left out; notes have a mark."""
    return [f"{'note ' if each.note else ''}{each.location}: {each.what}" for each in problems]
