"""Tags of XML as bytes: read and changed in place, so that all around them stays as its program wrote it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...core.errors import PushError
from ...core.xml_text import xml_text

_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(rb"""<(/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
SAVED_AGAIN = "open it in Excel or LibreOffice, save it again as .xlsx, then try again"


@dataclass(frozen=True)
class XmlElement:
    """One element: its name without a prefix, and where it begins and ends in the bytes."""

    name: bytes
    start: int
    end: int


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag as they are written."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def with_attribute(tag: bytes, name: bytes, value: bytes | None) -> bytes:
    """Return a tag with an attribute set, or removed for None; everything else of the tag stays."""
    pattern = re.compile(rb"""\s+""" + re.escape(name) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    written = b"" if value is None else b" " + name + b'="' + value + b'"'
    if pattern.search(tag):
        return pattern.sub(lambda _: written, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end] + written + tag[end:]


def escaped(text: str) -> bytes:
    """Return a text as XML writes it in an element or an attribute."""
    return html.escape(xml_text(text)).encode()


def unescaped(text: bytes) -> str:
    """Return what a text of XML says."""
    return html.unescape(text.decode("utf-8"))


def cell_text(text: str) -> bytes:
    """Return a text of a cell as a workbook writes it: a carriage return by its code, as Excel does.

    >>> cell_text("a_x0041_ & b")
    b'a_x005F_x0041_ &amp; b'
    """
    return escaped(_LOOKS_CODED.sub("_x005F_", text)).replace(b"\r", b"_x000D_").replace(b"&#x27;", b"'")


def text_of_cell(text: bytes) -> str:
    """Return the text of a cell from the XML of a workbook.

    >>> text_of_cell(b"a_x005F_x0041_ &amp; b")
    'a_x0041_ & b'
    """
    return _CODED.sub(lambda code: chr(int(code.group(1), 16)), unescaped(text))


def elements(data: bytes, begin: int, end: int) -> Iterator[XmlElement]:
    """Yield the elements of one level between two places; `PushError` when they are not nested as XML is."""
    if b"<!" in data[begin:end]:
        raise not_understood("it has comments or raw sections inside a part")
    depth, first = 0, (b"", 0)
    for tag in _TAG.finditer(data, begin, end):
        closing, name, _, empty = tag.groups()
        if not closing and depth == 0:
            first = (name, tag.start())
        depth += 0 if empty else -1 if closing else 1
        if depth < 0:
            raise not_understood("a part isn't nested as XML is")
        if depth == 0:
            yield XmlElement(first[0].rpartition(b":")[2], first[1], tag.end())
    if depth:
        raise not_understood("a part isn't nested as XML is")


def not_understood(what: str) -> PushError:
    """Return the error for a workbook whose structure is not known well enough to change it safely."""
    return PushError(f"the workbook can't be changed safely: {what}", SAVED_AGAIN)
