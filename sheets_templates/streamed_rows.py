"""Many rows in a workbook, written as XML straight into its file.

XlsxWriter makes the workbook with everything but the rows: styles, widths, filters, rules. Each of its sheets has rows of
blank cells in place of them, the patterns; they tell the numbers of the styles, and the rows take their place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from ..core.archive import entry
from ..core.errors import column_letter
from ..core.xml_text import xml_text
from .build import LONGEST_TEXT

Columns = Sequence[Sequence[Any]]  # the values of some rows by column: texts, numbers, and None for an empty cell

LEVEL = 1  # of compression: the fastest
KEPT_TEXTS = 50_000  # texts that are remembered as XML

_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_PATTERN = re.compile(r'<row r="\d+"([^>]*)>(.*?)</row>')
_CELL = re.compile(r'<c r="[A-Z]+\d+"( s="\d+")?/>')
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|^\\s|\\s\\Z|_x[0-9a-fA-F]{4}_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class StreamedRows:
    """The rows of one sheet, in batches, from the row `first` on, where its patterns stand.

    `looks` says which pattern each row looks like; without it, all rows look like the first one.
    """

    first: int
    batches: Iterable[Columns]
    looks: Sequence[int] = ()


def stream_rows(workbook: bytes, sheets: Sequence[StreamedRows]) -> bytes:
    """Return a workbook with rows in place of the patterns of its sheets; the same rows give the same bytes.

    A text is written as text whatever it begins with, and cut where a cell can hold no more.
    """
    held = io.BytesIO()  # a file that grows could not be ended on a full disk
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as frame,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive,
        ThreadPoolExecutor(1) as packer,
    ):
        texts = _TextCells()
        for name in frame.namelist():
            match = _SHEET.fullmatch(name)
            if match is None:
                archive.writestr(entry(name), frame.read(name))
                continue
            with archive.open(entry(name), "w", force_zip64=True) as part:
                sheet = frame.read(name).decode("utf-8")
                _pack(packer, part.write, _parts(sheet, sheets[int(match[1]) - 1], texts))
    return held.getvalue()


def _pack(packer: ThreadPoolExecutor, write: Callable[[bytes], object], parts: Iterable[str]) -> None:
    """Compress each part on another thread while the next one is made."""
    packing: Future[object] | None = None
    for part in parts:
        data = part.encode("utf-8")
        if packing is not None:
            packing.result()
        packing = packer.submit(write, data)
    if packing is not None:
        packing.result()


@dataclass(frozen=True)
class _Pattern:
    """How a row looks: its attributes but its number, and the style of each cell as an attribute."""

    attributes: str
    styles: Sequence[str]


def _parts(sheet: str, rows: StreamedRows, texts: _TextCells) -> Iterator[str]:
    """The XML of a sheet with its rows in place of the patterns."""
    begin, end = sheet.find(f'<row r="{rows.first}"'), sheet.index("</sheetData>")
    if begin < 0:  # a table without rows has no pattern
        yield sheet
        return
    patterns = [_Pattern(attributes, _CELL.findall(cells)) for attributes, cells in _PATTERN.findall(sheet, begin, end)]
    yield sheet[:begin]
    done = 0
    for columns in rows.batches:
        count = len(columns[0])
        numbers = range(rows.first + done, rows.first + done + count)
        looks = [patterns[look] for look in rows.looks[done : done + count]] or [patterns[0]] * count
        yield _rows_xml(columns, numbers, looks, texts)
        done += count
    yield sheet[end:]


def _rows_xml(columns: Columns, numbers: Sequence[int], looks: Sequence[_Pattern], texts: _TextCells) -> str:
    texts.forget()
    begins = [f'<row r="{number}"{look.attributes}>' for number, look in zip(numbers, looks)]
    cells = [
        _cells(column_letter(at), numbers, [look.styles[at] for look in looks], values, texts)
        for at, values in enumerate(columns)
    ]
    return "".join(map("".join, zip(begins, *cells, repeat("</row>"))))


def _cells(
    letter: str, numbers: Sequence[int], styles: Sequence[str], values: Sequence[Any], texts: _TextCells
) -> list[str]:
    """The cells of a column, each empty or with its value."""
    return [
        ""
        if value is None or value == ""
        else f'<c r="{letter}{number}"{style}{texts[value]}'
        if type(value) is str
        else f'<c r="{letter}{number}"{style}><v>{value!r}</v></c>'
        for number, style, value in zip(numbers, styles, values)
    ]


class _TextCells(dict[str, str]):
    """What follows the style in a cell that holds a text; made once, since most texts are in many cells."""

    def __missing__(self, text: str) -> str:
        cut, space = text[:LONGEST_TEXT], ""
        if _SPECIAL.search(cut):
            space = ' xml:space="preserve"' if cut != cut.strip() else ""
            cut = _escaped(cut)
        cell = self[text] = f' t="inlineStr"><is><t{space}>{cut}</t></is></c>'
        return cell

    def forget(self) -> None:
        """Forget all texts when they are many."""
        if len(self) > KEPT_TEXTS:
            self.clear()


def _escaped(text: str) -> str:
    """Return a text as a workbook's XML holds it: signs that XML does not know have a number.

    >>> _escaped("a<b\\x01_x0041_")
    'a&lt;b_x0001__x005F_x0041_'
    """
    coded = _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))
    return xml_text(coded).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
