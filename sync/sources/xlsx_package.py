"""The parts of an .xlsx: which part is which sheet, and what the workbook says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename, dirname, join, normpath

from ...core import file_marks
from .zip_parts import Parts

WORKBOOK, STYLES, SHARED_TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedstrings.xml"

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_DATE_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_TO_BE_CALCULATED = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_WAS_CALCULATED = re.compile(rb"""\bcalcCompleted\s*=\s*["'](?:1|true)["']""")
_OWN_PROPERTY = re.compile(
    rb"""<(?:\w+:)?property\b[^>]*\bname\s*=\s*["']%s["'][^>]*>\s*<(?:\w+:)?lpwstr\b[^>]*>([^<]*)<"""
    % file_marks.PROPERTY.encode()
)
_OUR_NAME = b"<dc:creator>okrsheets</dc:creator>"
_TOTALS = re.compile(rb"""\btotalsRowCount\s*=\s*["']([0-9]+)["']""")
_LAST_ROW = re.compile(rb"""<(?:\w+:)?table\b[^>]*?\bref\s*=\s*["'][^"']*?([0-9]+)["']""")


def sheet_count(workbook: bytes) -> int:
    """Return how many sheets a workbook lists."""
    return len(_SHEET.findall(workbook))


def titles(parts: Parts, workbook: bytes) -> dict[str, str]:
    """Return the sheet title of each part, by way of the workbook's relationships."""
    links = targets(parts, WORKBOOK)
    by_part = {}
    for tag in _SHEET.findall(workbook):
        attributes = dict(_ATTRIBUTE.findall(tag))
        link = next((value for key, value in attributes.items() if key.endswith(b":id")), b"")
        by_part[links.get(link, "")] = unescape(attributes.get(b"name", b"").decode())
    return by_part


def targets(parts: Parts, source: str) -> dict[bytes, str]:
    """Return the part, in small letters, that each relationship of a part leads to, by its id."""
    folder = dirname(source)
    links = parts[f"{folder}/_rels/{basename(source)}.rels"]
    targets = {}
    for tag in _RELATIONSHIP.findall(links):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get(b"Target", b"").decode("utf-8", "replace")
        whole = target.lstrip("/") if target.startswith(("/", "xl/")) else normpath(join(folder, target))
        targets[attributes.get(b"Id", b"")] = whole.lower()
    return targets


def is_1904(workbook: bytes) -> bool:
    """Return whether the days of a workbook are counted from 1904."""
    return _DATE_1904.search(workbook) is not None


def awaits_calculation(workbook: bytes) -> bool:
    """Return whether a workbook asks to be calculated when it is opened, as programs that do not calculate write it.

    A workbook that a program had calculated before we changed it says so as well: see `sync.xlsx.workbook`.
    """
    return _TO_BE_CALCULATED.search(workbook) is not None and _WAS_CALCULATED.search(workbook) is None


def own_mark(parts: Parts) -> str:
    """Return the mark that we wrote into a workbook, and nothing for others."""
    found = _OWN_PROPERTY.search(parts["docprops/custom.xml"])
    return found.group(1).decode("utf-8", "replace") if found else ""


def names_us_as_author(parts: Parts) -> bool:
    """Return whether a workbook was begun by us, whatever became of it."""
    return _OUR_NAME in parts["docprops/core.xml"]


def totals_rows(parts: Parts, sheet_part: str) -> frozenset[int]:
    """Return the rows (from 0) of a sheet that its tables declare as their totals."""
    rows: set[int] = set()
    for target in targets(parts, sheet_part).values():
        if "/tables/" not in target:
            continue
        table = parts[target]
        count, last = _TOTALS.search(table), _LAST_ROW.search(table)
        if count and last:
            rows.update(range(int(last.group(1)) - min(int(count.group(1)), 10), int(last.group(1))))
    return frozenset(rows)


def unescape(text: str) -> str:
    """Return text of an XML attribute with its entities resolved."""
    entities: Mapping[str, str] = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
    for entity, character in entities.items():
        text = text.replace(entity, character)
    return text
