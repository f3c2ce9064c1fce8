"""A maker of small .xlsb workbooks, record by record as [MS-XLSB] describes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from bad_input import zipped

ERRORS = {"#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#N/A": 0x2A}
DATE, PERCENT, ZEROS = 1, 2, 3  # the styles that the workbook has beside the plain one
_FORMATS = (0, 14, 9, 164)

Cell = object
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its kind, its length, and the content."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + content


def text(words: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def _cell(column: int, value: Cell) -> bytes:
    style = 0
    if isinstance(value, tuple):
        value, style = value
    head = struct.pack("<II", column, style)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, (int, float)):
        return record(5, head + struct.pack("<d", value))
    if value in ERRORS:
        return record(3, head + bytes([ERRORS[str(value)]]))
    return record(6, head + text(str(value)))


def _sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    data = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + record(145)
    for number, row in enumerate(rows):
        data += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        data += b"".join(_cell(column, value) for column, value in enumerate(row) if value not in (None, ""))
    return data + record(146) + record(130)


def xlsb(sheets: Mapping[str, Sequence[Sequence[Cell]]], is_1904: bool = False) -> bytes:
    """An .xlsb of some sheets; a cell is a value, or a value with its style."""
    book = record(131) + record(153, struct.pack("<II", is_1904, 0) + text("")) + record(143)
    links, parts = "", {}
    for number, (title, rows) in enumerate(sheets.items(), 1):
        book += record(156, struct.pack("<II", 0, number) + text(f"rId{number}") + text(title))
        links += f'<Relationship Id="rId{number}" Type="{_LINK}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        parts[f"xl/worksheets/sheet{number}.bin"] = _sheet(rows)
    links += f'<Relationship Id="rId99" Type="{_LINK}/styles" Target="styles.bin"/>'
    styles = record(278) + record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + text("000"))
    styles += record(616) + record(617, struct.pack("<I", len(_FORMATS)))
    styles += b"".join(record(47, struct.pack("<HHHHHBBI", 0, code, 0, 0, 0, 0, 0, 0)) for code in _FORMATS)
    styles += record(618) + record(279)
    whole = f'<Relationship Id="rId1" Type="{_LINK}/officeDocument" Target="xl/workbook.bin"/>'
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS.format(whole),
            "xl/workbook.bin": book + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": _RELS.format(links),
            "xl/styles.bin": styles,
            **parts,
        }
    )
