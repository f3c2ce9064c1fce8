"""What a file must pass before a parser written for speed sees it: bounds in bytes and cells, no surprises inside.

The parser lays a sheet out as one dense block of memory, so that two cells far apart would end the process;
and it shows error cells as blanks. Both are looked for here, in the bytes.
"""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...core import schema
from ...core.errors import SourceError, column_letter
from . import ods_extent
from .xlsx_extent import extent

MAX_BYTES = 512 * 1024 * 1024  # of a workbook, unpacked
MAX_CELLS = 20_000_000  # of a sheet, laid out as a block
MAX_CELLS_TOGETHER = 60_000_000  # of all sheets of a workbook
MAX_PARTS = 10_000
SAVED_AGAIN = "open it in your spreadsheet program and save it again as .xlsx"
SHARED_TEXTS = "xl/sharedstrings.xml"

_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?\bt="e"[^>]*)>\s*(?:<(?:\w+:)?f\b[^>]*>(?:[^<]*</(?:\w+:)?f>)?)?\s*(?:<(?:\w+:)?v>([^<]*))?'
)
_REFERENCE = re.compile(rb'\br="([A-Za-z]+[0-9]+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b([^>]*?\bhidden="(?:1|true)"[^>]*)>')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_RECORD = struct.Struct("<HH")
_XLS_SHEET_BEGINS, _XLS_PART_ENDS, _XLS_MANY_NUMBERS = 0x0085, 0x000A, 0x00BD
_XLS_EXTENT, _XLS_EXTENTS = 0x0200, {14: struct.Struct("<IIHH"), 10: struct.Struct("<HHHH")}
_XLS_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_TEXT_CELL = re.compile(
    rb"""\bt\s*=\s*["']s["'][^>]*>\s*(?:<(?:\w+:)?f\b[^>]*>(?:[^<]*</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v[^>]*>\s*([0-9]+)"""
)
_OURS = b"<dc:creator>okrsheets</dc:creator>"
_USUAL_PART = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
_NEVER_READ = (
    "xl/comments", "xl/drawings/", "xl/media/", "xl/tables/", "xl/theme/", "xl/charts/", "xl/worksheets/_rels/",
    "xl/_rels/", "_rels/", "docprops/", "[content_types]",
)  # fmt: skip


@dataclass(frozen=True)
class SheetMarks:
    """What the bytes of one sheet say that its parsed values do not."""

    errors: dict[str, str] = field(default_factory=dict)
    merged: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    ranges: tuple[tuple[int, int, int, int], ...] = ()  # merged cells that the parser does not tell


@dataclass(frozen=True)
class Marks:
    """The marks of a workbook's sheets by title; `views` are sheets of our templates that only show what others say."""

    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    views: frozenset[str] = frozenset()


def inspect_zip(data: bytes) -> Marks:
    """Return the marks of an .xlsx, .xlsm or .ods; `SourceError` for one that must not be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _bounded(archive)
            names = {name.lower() for name in parts}
            if "xl/workbook.bin" in names:
                raise SourceError("this is an .xlsb workbook, which is not read", "save it as .xlsx")
            if not {"content.xml", "xl/workbook.xml"} & names:
                raise no_workbook()
            marks = _inspect_ods(archive) if "content.xml" in parts else Marks()
            return _inspect_xlsx(archive, parts) if "xl/workbook.xml" in names else marks
    except zipfile.BadZipFile as error:
        what = "it ends too early" if "not a zip file" in str(error) else str(error)
        raise SourceError(f"the file is damaged: {what}", "copy or download it again, or restore it") from None
    except (zlib.error, EOFError, KeyError, OSError, ValueError) as error:
        raise SourceError(
            f"the file is damaged: {error}", "open it in your spreadsheet program and save it again"
        ) from None
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError(f"the file cannot be unpacked: {error}", "save it again without a password") from None


def _bounded(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """`zipfile` reads no more than the size that a part declares, so that the declared sizes bound everything."""
    parts = {part.filename: part for part in archive.infolist()}
    total = sum(part.file_size for part in archive.infolist())
    if total > MAX_BYTES or len(archive.infolist()) > MAX_PARTS:
        raise SourceError(
            f"the file unpacks to {total / 1e6:,.0f} MB in {len(archive.infolist()):,} parts, which is not read",
            f"the limit is {MAX_BYTES // 1_048_576} MB: split the workbook, or delete unused rows and save it again",
        )
    return parts


def _inspect_xlsx(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> Marks:
    """A sheet is told by what it holds, since a workbook may keep it under any name."""
    titles = _titles(archive)
    sheets: dict[str, SheetMarks] = {}
    heavy: list[str] = []
    cells = 0
    longest = _longest_text(archive)
    views = _views(archive, titles)
    for name in parts:
        low = name.lower()
        if titles.get(low) in views or (low.startswith(_NEVER_READ) and low not in titles):
            continue
        data = archive.read(name)
        is_sheet = b"sheetData" in data
        if is_sheet or name.lower().endswith(".xml"):
            _refuse_entities(data)
        if not is_sheet:
            continue
        title = titles.get(name.lower(), name)
        last_row, last_column = extent(data)
        cells += last_row * last_column
        refuse_wide(title, last_row, last_column, cells)
        if longest * data.count(b"<") > MAX_BYTES:  # as if every tag were a cell with the longest text
            heavy.append(name)
        marks = _marks_of(data)
        if marks is not None:
            sheets[title] = marks
    _weigh(archive, heavy)
    return Marks(sheets, views)


def _views(archive: zipfile.ZipFile, titles: Mapping[str, str]) -> frozenset[str]:
    """The views of a workbook that our templates made: neither inspected nor parsed, since they repeat other sheets.

    Only where every sheet has a part of its own under the usual name, so that no other sheet hides behind a view's.
    """
    if _OURS not in _part(archive, "docprops/core.xml"):
        return frozenset()
    usual = all(_USUAL_PART.fullmatch(part) for part in titles)
    alone = len(set(titles.values())) == len(titles) == len(_SHEET.findall(_part(archive, "xl/workbook.xml")))
    return frozenset(schema.VIEWS) & set(titles.values()) if usual and alone else frozenset()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part by its name, whose case does not matter; nothing when it is not there."""
    found = next((each for each in archive.namelist() if each.lower() == name), None)
    return archive.read(found) if found else b""


def _text_sizes(archive: zipfile.ZipFile) -> list[int]:
    return [len(text) for text in _SHARED_TEXT.split(_part(archive, SHARED_TEXTS))[1:]]


def _longest_text(archive: zipfile.ZipFile) -> int:
    return max(_text_sizes(archive), default=0)


def _weigh(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    """A text that stands once in the file may stand in a million cells."""
    sizes = _text_sizes(archive) if names else []
    for name in names:
        used = Counter(map(int, _TEXT_CELL.findall(archive.read(name))))
        _refuse_heavy(sum(sizes[text] * times for text, times in used.items() if text < len(sizes)))


def _refuse_heavy(size: int) -> None:
    if size > MAX_BYTES:
        raise SourceError(
            f"the texts of a sheet come to {size / 1e6:,.0f} MB, which is not read",
            "look for long texts that are repeated in very many cells",
        )


def no_workbook() -> SourceError:
    """Return what is said of a file that is something else."""
    return SourceError("this is no workbook: neither .xlsx, .ods nor .xls inside", SAVED_AGAIN)


def encrypted() -> SourceError:
    """Return what is said of a workbook behind a password."""
    return SourceError("the file is encrypted with a password", "save a copy without a password where it is synced")


def _refuse_entities(data: bytes) -> None:
    """A document type stands before everything else, or it is none."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise SourceError(
            "the file declares XML entities, which is not read", "save it again from your spreadsheet program"
        )
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # the parser would pass over such a sheet in silence
        raise SourceError("a sheet inside is UTF-16, which is not read", "save it again from your spreadsheet program")


def refuse_wide(title: str, last_row: int, last_column: int, cells_so_far: int = 0) -> None:
    """Refuse a sheet whose block from its first to its last cell is too large, or sheets that are so together."""
    if last_row * last_column > MAX_CELLS or cells_so_far > MAX_CELLS_TOGETHER:
        raise SourceError(
            f"{f'the sheet {title!r}' if title else 'a sheet'} reaches to "
            f"{column_letter(last_column - 1)}{last_row}: too large to read",
            "delete the stray cells far from your table (Ctrl+End shows the last one) and save it again",
        )


def _marks_of(data: bytes) -> SheetMarks | None:
    errors = b't="e"' in data
    merged = b"mergeCell" in data[data.rfind(b"</sheetData>") :]
    hidden = b'hidden="' in data
    if not (errors or merged or hidden):
        return None
    return SheetMarks(
        dict(_error_cells(data)) if errors else {},
        merged,
        len(_HIDDEN_ROW.findall(data)) if hidden else 0,
        sum(map(_columns_of, _HIDDEN_COLUMN.findall(data))) if hidden else 0,
    )


def _columns_of(attributes: bytes) -> int:
    said = dict(_ATTRIBUTE.findall(attributes))
    if b"outlineLevel" in said:  # folded away under a button that shows it, as the helper columns of our templates are
        return 0
    return int(said.get(b"max", 1)) - int(said.get(b"min", 1)) + 1


def _error_cells(data: bytes) -> Iterator[tuple[str, str]]:
    for attributes, word in _ERROR_CELL.findall(data):
        cell = _REFERENCE.search(attributes)
        if cell:
            yield cell.group(1).decode().upper(), word.decode() or "#VALUE!"


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheet title of each part, by way of the workbook's relationships."""
    targets = {}
    for tag in _RELATIONSHIP.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode().lstrip("/")
        targets[attributes.get(b"Id", b"")] = (target if target.startswith("xl/") else f"xl/{target}").lower()
    titles = {}
    for tag in _SHEET.findall(_part(archive, "xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(tag))
        link = next((value for key, value in attributes.items() if key.endswith(b":id")), b"")
        titles[targets.get(link, "")] = _unescape(attributes.get(b"name", b"").decode())
    return titles


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def _inspect_ods(archive: zipfile.ZipFile) -> Marks:
    """Bound what repeats stand for, and mark odd cells."""
    content = archive.read("content.xml")
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise encrypted()
    _refuse_entities(content)
    sheets = {}
    for table in ods_extent.tables(content):
        title = _unescape(table.title)
        refuse_wide(title, table.last_row, table.last_column)
        _refuse_heavy(table.unfolded)
        sheets[title] = SheetMarks(table.errors, False, table.hidden_rows, table.hidden_columns, tuple(table.merged))
    return Marks(sheets)


def inspect_xls(records: bytes) -> None:
    """Refuse an old .xls whose records name cells too far from each other; each sheet begins where the book says."""
    begins = {0}
    for kind, at, length in _xls_records(records, 0):
        if kind == _XLS_SHEET_BEGINS and length >= 4:
            begins.add(int.from_bytes(records[at : at + 4], "little"))
    for begin in begins:
        _inspect_xls_sheet(records, begin)


def _xls_records(records: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of each record up to the end of a part."""
    while at + 4 <= len(records):
        kind, length = _RECORD.unpack_from(records, at)
        yield kind, at + 4, min(length, len(records) - at - 4)
        if kind == _XLS_PART_ENDS:
            return
        at += 4 + length


def _inspect_xls_sheet(records: bytes, begin: int) -> None:
    last_row = last_column = 0
    for kind, at, length in _xls_records(records, begin):
        if kind in _XLS_CELLS and length >= 6:
            row, column = _RECORD.unpack_from(records, at)
            if kind == _XLS_MANY_NUMBERS:
                column += (length - 6) // 6 - 1
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
            if last_row * last_column > MAX_CELLS:
                refuse_wide("", last_row, last_column)
        elif kind == _XLS_EXTENT and length in _XLS_EXTENTS:
            from_row, to_row, from_column, to_column = _XLS_EXTENTS[length].unpack_from(records, at)
            if from_row > to_row or from_column > to_column:
                raise SourceError("the file is damaged: a sheet ends before it begins", SAVED_AGAIN)
            refuse_wide("", to_row, to_column)
