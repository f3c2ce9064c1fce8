"""The marks of an .xlsx: every sheet inside is found, bounded, and searched for what its parsed values do not say."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...core import file_marks, schema
from . import file_limits, own_files, xlsx_cells, xlsx_package
from .error_words import may_hold_error_words
from .marks import Marks, SheetMarks
from .number_formats import formats_of_styles
from .xlsx_extent import extent

_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b([^>]*?\bhidden="(?:1|true)"[^>]*)>')
_COLUMN_BOUND = re.compile(rb"""\b(min|max)\s*=\s*["']([0-9]+)""")
_ERROR_CELL = re.compile(rb"""\bt\s*=\s*["']e["']""")
_USUAL_PART = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
_NEVER_READ = (
    "xl/comments", "xl/drawings/", "xl/media/", "xl/tables/", "xl/theme/", "xl/charts/", "xl/worksheets/_rels/",
    "xl/_rels/", "_rels/", "docprops/", "[content_types]",
)  # fmt: skip


@dataclass(frozen=True)
class _Workbook:
    """What is looked up once for all sheets of a workbook."""

    titles: Mapping[str, str]
    formats: Mapping[int, str]
    zero_is_unsaved: bool


def inspect_xlsx(archive: zipfile.ZipFile) -> Marks:
    """Return the marks of an .xlsx; `SourceError` for one that must not be parsed.

    A sheet is recognised by what it holds, since a workbook may keep it under any name.
    """
    about = xlsx_package.part(archive, xlsx_package.WORKBOOK)
    titles = xlsx_package.titles(archive, about)
    mark = _own_mark(archive, titles)
    if mark in file_marks.OUTPUTS:
        return Marks(own_mark=mark)
    views = _views(titles, about) if mark else frozenset()
    formats = formats_of_styles(xlsx_package.part(archive, xlsx_package.STYLES))
    workbook = _Workbook(titles, formats, xlsx_package.awaits_calculation(about))
    shared = xlsx_package.part(archive, xlsx_package.SHARED_TEXTS)
    bounds = file_limits.TextBounds(shared)
    sheets: dict[str, SheetMarks] = {}
    replaced: dict[str, bytes] = {}
    error_texts = may_hold_error_words(shared)
    cells = 0
    for name, data in _sheet_parts(archive, titles, views):
        title = titles.get(name.lower(), name)
        last_row, last_column = extent(data)
        cells += last_row * last_column
        file_limits.refuse_wide(title, last_row, last_column, cells)
        bounds.add(data)
        error_texts = error_texts or may_hold_error_words(data)
        sheets[title] = _marks_of(archive, name, data, workbook)
        if sheets[title].errors and (changed := xlsx_cells.with_classic_errors(data)) is not None:
            replaced[name] = changed
    bounds.refuse()
    return Marks(sheets, views, mark, xlsx_package.is_1904(about), replaced, error_texts)


def _own_mark(archive: zipfile.ZipFile, titles: Mapping[str, str]) -> str:
    mark = xlsx_package.own_mark(archive)
    if not mark and xlsx_package.names_us_as_author(archive):
        return own_files.mark_by_titles(list(titles.values()))
    return mark


def _views(titles: Mapping[str, str], about: bytes) -> frozenset[str]:
    """The views of a workbook that our templates made: neither inspected nor parsed, since they repeat other sheets.

    Only where every sheet has a part of its own under the usual name, so that no other sheet hides behind a view's.
    """
    usual = all(_USUAL_PART.fullmatch(part) for part in titles)
    alone = len(set(titles.values())) == len(titles) == xlsx_package.sheet_count(about)
    return frozenset(schema.VIEWS) & set(titles.values()) if usual and alone else frozenset()


def _sheet_parts(
    archive: zipfile.ZipFile, titles: Mapping[str, str], views: frozenset[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each part that holds a sheet."""
    for name in archive.namelist():
        low = name.lower()
        if titles.get(low) in views or (low.startswith(_NEVER_READ) and low not in titles):
            continue
        data = archive.read(name)
        is_sheet = b"sheetData" in data
        if is_sheet or low.endswith(".xml"):
            file_limits.refuse_entities(data)
        if is_sheet:
            yield name, data


def _marks_of(archive: zipfile.ZipFile, name: str, data: bytes, workbook: _Workbook) -> SheetMarks:
    tail = data[data.rfind(b"</sheetData>") :]
    hidden = b"hidden=" in data
    usual = xlsx_cells.is_usual(data)
    has_errors = b't="e"' in data if usual else _ERROR_CELL.search(data) is not None
    return SheetMarks(
        errors=dict(xlsx_cells.error_cells(data)) if has_errors else {},
        merged=b"mergeCell" in tail,
        hidden_rows=len(_HIDDEN_ROW.findall(data)) if hidden else 0,
        hidden_columns=sum(map(_columns_of, _HIDDEN_COLUMN.findall(data))) if hidden else 0,
        formats=xlsx_cells.formatted_cells(data, workbook.formats, usual),
        unsaved_formulas=xlsx_cells.unsaved_formulas(data, workbook.zero_is_unsaved, usual),
        totals_rows=xlsx_package.totals_rows(archive, name) if b"tableParts" in tail else (),
    )


def _columns_of(attributes: bytes) -> int:
    bounds = {name: int(number) for name, number in _COLUMN_BOUND.findall(attributes)}
    return bounds.get(b"max", 1) - bounds.get(b"min", 1) + 1
