"""What one cell of a sheet's XML says, and how a new content is written into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ...core import cells
from ...core.addresses import block_address
from ...core.cells import Cell, ErrorCell
from .sheet_rows import At, CellXml, SheetXml
from .xml_tags import cell_text, escaped, not_understood, text_of_cell

_TEXT = re.compile(rb"<(?:\w+:)?t\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?t>)")
_SPOKEN = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_STRING = re.compile(rb"<(?:\w+:)?si\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)


@dataclass(frozen=True)
class CellContent:
    """What a cell is to hold: a value, or a formula without its equals sign and the value that it comes to.

    `style` is the number of its format; None keeps the one that the cell has.
    """

    value: Cell = None
    formula: str = ""
    style: int | None = None


class SharedTexts:
    """The texts that cells refer to by number; each is read when a cell refers to it."""

    def __init__(self, data: bytes) -> None:
        self._raw = [match.group(1) or b"" for match in _STRING.finditer(data)]

    def __getitem__(self, number: int) -> str:
        """Return a text; `PushError` when there is none of this number."""
        if not 0 <= number < len(self._raw):
            raise not_understood(f"a cell refers to the text {number}, which is missing")
        return joined_text(self._raw[number])


def joined_text(data: bytes) -> str:
    """Return the text of some runs, without how it is spoken."""
    return "".join(text_of_cell(text) for text in _TEXT.findall(_SPOKEN.sub(b"", data)))


def value_of(sheet: SheetXml, cell: CellXml, texts: SharedTexts) -> Cell:
    """Return what a cell holds or its formula came to: text, number, truth, error, or None."""
    kind = cell.attributes.get(b"t", b"n")
    if kind == b"inlineStr":
        return joined_text(cell.body) or None
    written = sheet.value(cell)
    if written is None or (not written.strip() and kind != b"str"):
        return None
    return _value(kind, written, texts)


def _value(kind: bytes, written: bytes, texts: SharedTexts) -> Cell:
    try:
        if kind == b"s":
            return texts[int(written)] or None
        if kind == b"b":
            return written.strip() == b"1"
        if kind == b"n":
            return float(written)
        if kind == b"d":
            return float(date.fromisoformat(written.decode()[:10]).toordinal() - cells.EPOCH)
    except ValueError:
        raise not_understood(f"a cell holds {written[:20].decode('utf-8', 'replace')!r}") from None
    text = text_of_cell(written)
    return ErrorCell(text) if kind == b"e" else text or None


def written_cell(prefix: bytes, at: At, content: CellContent, style: bytes) -> bytes:
    """Return the XML of a cell; `style` is the number of its format, or nothing."""
    value = content.value
    kind, inside = _inside(prefix, value, bool(content.formula))
    formula = b"<%sf>%s</%sf>" % (prefix, escaped(content.formula), prefix) if content.formula else b""
    tag = b"<%sc" % prefix + _attribute(b"r", block_address(*at).encode()) + _attribute(b"s", style)
    tag += _attribute(b"t", kind)
    body = formula + inside
    return tag + (b">" + body + b"</%sc>" % prefix if body else b"/>")


def _attribute(name: bytes, value: bytes) -> bytes:
    return b' %s="%s"' % (name, value) if value else b""


def _inside(prefix: bytes, value: Cell, in_formula: bool) -> tuple[bytes, bytes]:
    """The kind of a value, and the value as it is written."""
    if value is None or value == "":
        return b"", b""
    if isinstance(value, bool):
        return b"b", _v(prefix, b"1" if value else b"0")
    if isinstance(value, ErrorCell):
        return b"e", _v(prefix, escaped(str(value)))
    if isinstance(value, str):
        if in_formula:
            return b"str", _v(prefix, cell_text(value))
        return b"inlineStr", b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (
            prefix, prefix, cell_text(value), prefix, prefix,
        )  # fmt: skip
    return b"", _v(prefix, _number(cells.needed(cells.number(value))))


def _v(prefix: bytes, text: bytes) -> bytes:
    return b"<%sv>%s</%sv>" % (prefix, text, prefix)


def _number(value: float) -> bytes:
    """Return a number in the shortest way that reads as the same.

    >>> _number(46203.0), _number(0.1)
    (b'46203', b'0.1')
    """
    return (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)).encode()
