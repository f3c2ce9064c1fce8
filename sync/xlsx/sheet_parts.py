"""The elements of a sheet beside its rows: child, replaced, and added where the format wants them."""

from __future__ import annotations

import re

from .sheet_rows import SheetXml
from .xml_tags import XmlElement, elements, not_understood

# The order in which a sheet may have its elements (CT_Worksheet of ECMA-376).
ORDER = (
    b"sheetPr", b"dimension", b"sheetViews", b"sheetFormatPr", b"cols", b"sheetData", b"sheetCalcPr",
    b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter", b"sortState", b"dataConsolidate",
    b"customSheetViews", b"mergeCells", b"phoneticPr", b"conditionalFormatting", b"dataValidations", b"hyperlinks",
    b"printOptions", b"pageMargins", b"pageSetup", b"headerFooter", b"rowBreaks", b"colBreaks", b"customProperties",
    b"cellWatches", b"ignoredErrors", b"smartTags", b"drawing", b"legacyDrawing", b"legacyDrawingHF", b"drawingHF",
    b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst",
)  # fmt: skip
_ANYTHING_ELSE = b"oleObjects"  # where alternatives for older programs stand


def elements_after_rows(data: bytes) -> list[XmlElement]:
    """Return the elements between the rows of a sheet and its end."""
    begin = SheetXml(data).after
    return list(elements(data, begin, _end(data)))


def elements_before_rows(data: bytes) -> list[XmlElement]:
    """Return the elements between the beginning of a sheet and its rows."""
    root = re.search(rb"<(?:\w+:)?worksheet\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", data)
    if root is None:
        raise not_understood("a sheet doesn't begin as one")
    return list(elements(data, root.end(), SheetXml(data).tag_start))


def _end(data: bytes) -> int:
    match = re.search(rb"</(?:\w+:)?worksheet\s*>\s*$", data)
    if match is None:
        raise not_understood("a sheet has no end")
    return match.start()


def element(data: bytes, name: bytes) -> bytes:
    """Return the first element of a name, and nothing when there is none."""
    for child in (*elements_before_rows(data), *elements_after_rows(data)):
        if child.name == name:
            return data[child.start : child.end]
    return b""


def without(data: bytes, *names: bytes) -> bytes:
    """Return a sheet without all its elements of some names."""
    for child in reversed([*elements_before_rows(data), *elements_after_rows(data)]):
        if child.name in names:
            data = data[: child.start] + data[child.end :]
    return data


def added(data: bytes, name: bytes, content: bytes) -> bytes:
    """Return a sheet with an element that comes after its rows, in the place that the format gives it."""
    rank = ORDER.index(name)
    later = (child.start for child in elements_after_rows(data) if _rank(child.name) > rank)
    at = next(later, None)
    at = _end(data) if at is None else at
    return data[:at] + content + data[at:]


def _rank(name: bytes) -> int:
    return ORDER.index(name if name in ORDER else _ANYTHING_ELSE)
