"""The marks of an .ods: its sheets are bounded, and searched for what their parsed values do not say."""

from __future__ import annotations

import re

from ...core import file_marks
from . import file_limits, ods_extent, own_files
from .error_words import may_hold_error_words
from .marks import Marks, SheetMarks
from .xlsx_package import unescape
from .zip_parts import Parts

_OWN_PROPERTY = re.compile(
    rb"""<meta:user-defined\b[^>]*\bmeta:name\s*=\s*["']%s["'][^>]*>([^<]*)<""" % file_marks.PROPERTY.encode()
)
_OUR_NAME = re.compile(rb"<(?:dc:creator|meta:initial-creator)>okrsheets<")
_CALCULATES = re.compile(rb"<meta:generator>[^<]*(?:LibreOffice|OpenOffice|MicrosoftOffice)")
_DATE_1904 = re.compile(rb"""<table:null-date\b[^>]*\btable:date-value\s*=\s*["']1904-01-01""")


def inspect_ods(parts: Parts, most_cells: int) -> Marks:
    """Return the marks of an .ods; `SourceError` for one that must not be parsed."""
    content = parts["content.xml"]
    if b"encryption-data" in parts["META-INF/manifest.xml"]:
        raise file_limits.encrypted()
    file_limits.refuse_entities(content)
    file_limits.refuse_long_texts(content)
    totals = ods_extent.totals_rows(content)
    calculates = _CALCULATES.search(parts["meta.xml"]) is not None  # what has no value there is an empty text
    sheets = {}
    cells = 0
    for table in ods_extent.tables(content):
        title = unescape(table.title)
        cells += table.last_row * table.last_column
        file_limits.refuse_wide(title, table.last_row, table.last_column, cells, most_cells)
        file_limits.refuse_heavy(table.unfolded)
        sheets[title] = SheetMarks(
            table.errors, False, table.hidden_rows, table.hidden_columns, tuple(table.merged),
            table.formats, () if calculates else frozenset(table.unsaved_formulas), totals.get(title, ()),
        )  # fmt: skip
    return Marks(
        sheets,
        own_mark=_own_mark(parts, list(sheets)),
        date_1904=_DATE_1904.search(content) is not None,
        error_texts=may_hold_error_words(content),
    )


def _own_mark(parts: Parts, titles: list[str]) -> str:
    about = parts["meta.xml"]
    mark = _OWN_PROPERTY.search(about)
    if mark:
        return unescape(mark.group(1).decode("utf-8", "replace"))
    return own_files.mark_by_titles(titles) if _OUR_NAME.search(about) else ""
