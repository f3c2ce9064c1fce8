"""What the XML of an .ods says about its sheets before they are parsed: how far they reach, and their odd cells.

A repeated cell or row stands once in the file and many times in the sheet. The parser shows an error cell as a blank
or as 0, and the cells that a merged one covers as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...core.errors import column_letter
from .marks import CellAt
from .xlsx_package import unescape

MOST_ERRORS = 10_000

_NUMBER = rb"""\s*=\s*["']\s*\+?([0-9]+)"""
_TABLE = re.compile(rb"<table:table\s")
_TITLE = re.compile(rb"""table:name\s*=\s*["']([^"']*)""")
_ROW = re.compile(rb"<table:table-row\b")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>(?:\s*<text:p[^>]*>([^<]*))?")
_COLUMN = re.compile(rb"<table:table-column\b([^>]*)>")
_COLUMN_GROUP = re.compile(rb"<table:table-column-group\b.*</table:table-column-group>", re.DOTALL)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated" + _NUMBER)
_ROWS_SPANNED = re.compile(rb"number-rows-spanned" + _NUMBER)
_COLUMNS_SPANNED = re.compile(rb"number-columns-spanned" + _NUMBER)
_HIDDEN = re.compile(rb"""table:visibility\s*=\s*["'](?:collapse|filter)""")
_SAYS = (b"office:", b"<text:", b"table:formula")
_ODD = (b"repeated", b'"error"', b"rows-spanned", b'="percentage"', b'="time"', b"table:formula", b"<text:p>0")
_LEADING_ZERO = re.compile(rb"-?0[0-9]+")
_PERCENT, _TIME, _VALUE_TYPE, _FORMULA = b'="percentage"', b'="time"', b"office:value-type", b"table:formula"
_FOOTER = re.compile(rb"<table:database-range\b[^>]*\bcontains-footer\s*=\s*[\"']true[^>]*>")
_FOOTER_AT = re.compile(rb"""target-range-address\s*=\s*"[^"]*:([^":]+)\.\$?[A-Z]+\$?([0-9]+)\"""")


@dataclass
class OdsTable:
    """One sheet: its extent (counted from 1), the bytes that it unfolds to, and what its parsed values do not tell."""

    title: str
    last_row: int = 0
    last_column: int = 0
    unfolded: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[CellAt, str] = field(default_factory=dict)
    unsaved_formulas: set[CellAt] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: int = 0


def tables(content: bytes) -> Iterator[OdsTable]:
    """Yield what the content of an .ods says about each of its sheets.

    >>> next(tables(b'<table:table table:name="S"><table:table-row><table:table-cell office:value="1"/>')).last_column
    1
    """
    for part in _TABLE.split(content)[1:]:
        head, *rows = _ROW.split(part)
        title = _TITLE.match(head) or _TITLE.search(head)
        table = OdsTable(title.group(1).decode("utf-8", "replace") if title else "")
        ungrouped = _COLUMN_GROUP.sub(b"", head)  # a group is folded away under a button that shows it
        table.hidden_columns = sum(_repeated(found) for found in _COLUMN.findall(ungrouped) if _HIDDEN.search(found))
        row = 0
        for text in rows:
            attributes, _, cells = text.partition(b">")
            times = _repeated(attributes)
            _add_row(table, row, times, b"" if attributes.endswith(b"/") else cells.partition(b"</table:table-row")[0])
            table.hidden_rows += times if _HIDDEN.search(attributes) else 0
            row += times
        yield table


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found.group(1)) if found else 1


def _add_row(table: OdsTable, row: int, times: int, cells: bytes) -> None:
    """Rows that say nothing take no room, nor do a row's blank cells at its end."""
    last = max(map(cells.rfind, _SAYS))
    if last < 0:
        return
    cells = cells[: cells.find(b"</table:", last)] if b"</table:" in cells[last:] else cells
    table.last_row = row + times
    if not any(odd in cells for odd in _ODD):
        width = cells.count(b"<table:table-cell") + cells.count(b"<table:covered-table-cell")
        table.last_column = max(table.last_column, width)
        table.unfolded += len(cells) * times
        return
    column = 0
    found = list(_CELL.finditer(cells))
    for cell, end in zip(found, [each.start() for each in found[1:]] + [len(cells)]):
        attributes, text = cell.groups()
        across, inside = _repeated(attributes), cells[cell.start() : end]
        if any(word in inside for word in _SAYS):
            table.last_column = max(table.last_column, column + across)
            table.unfolded += len(inside) * across * times
        _add_odd(table, row, column, times, across, attributes, text)
        column += across


def _add_odd(
    table: OdsTable, row: int, column: int, down: int, across: int, attributes: bytes, text: bytes | None
) -> None:
    if b'"error"' in attributes and len(table.errors) + down * across <= MOST_ERRORS:
        word = (text or b"#VALUE!").decode("utf-8", "replace")
        cells = _cells(row, column, down, across, MOST_ERRORS)
        table.errors.update({f"{column_letter(at)}{line + 1}": word for line, at in cells})
    if _FORMULA in attributes and _VALUE_TYPE not in attributes:
        table.unsaved_formulas.update(_cells(row, column, down, across, MOST_ERRORS - len(table.unsaved_formulas)))
    code = _format(attributes, text or b"")
    if code:
        cells = _cells(row, column, down, across, MOST_ERRORS - len(table.formats))
        table.formats.update(dict.fromkeys(cells, code))
    spanned = _ROWS_SPANNED.search(attributes)
    if spanned and int(spanned.group(1)) > 1:
        wide = _COLUMNS_SPANNED.search(attributes)
        right = column + int(wide.group(1)) - 1 if wide else column
        table.merged.append((row, column, row + int(spanned.group(1)) - 1, right))


def _cells(row: int, column: int, down: int, across: int, most: int) -> list[CellAt]:
    """The cells that one repeated cell stands for; none when they are more than can be kept."""
    if down * across > most:
        return []
    return [(row + below, column + right) for below in range(down) for right in range(across)]


def _format(attributes: bytes, text: bytes) -> str:
    """The number format that a cell's kind and the text that it shows amount to, where it says more than the number."""
    if _PERCENT in attributes:
        return "0%"
    if _TIME in attributes:
        return "[h]:mm:ss"
    shown = text.strip()
    return "0" * len(shown.lstrip(b"-")) if b'="float"' in attributes and _LEADING_ZERO.fullmatch(shown) else ""


def totals_rows(content: bytes) -> dict[str, frozenset[int]]:
    """Return the rows (from 0) that the database ranges of an .ods declare as their totals, by sheet."""
    rows: dict[str, frozenset[int]] = {}
    for database_range in _FOOTER.findall(content):
        last = _FOOTER_AT.search(database_range)
        if last:
            title = unescape(last.group(1).decode("utf-8", "replace")).lstrip("$").strip("'").replace("''", "'")
            rows[title] = rows.get(title, frozenset()) | {int(last.group(2)) - 1}
    return rows
