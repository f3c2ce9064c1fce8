"""The marks of an .xlsx: every sheet inside is found, bounded, and searched for what its parsed values do not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ...core import file_marks, schema
from . import file_limits, own_files, xlsx_cells, xlsx_package
from .error_words import may_hold_error_words
from .marks import Marks, SheetMarks
from .number_formats import formats_of_styles
from .xlsx_extent import extent_of_tags
from .xlsx_fills import fills_of
from .xlsx_tags import CellTags, cell_tags
from .zip_parts import Parts

_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b([^>]*?\bhidden="(?:1|true)"[^>]*)>')
_COLUMN_BOUND = re.compile(rb"""\b(min|max)\s*=\s*["']([0-9]+)""")
_USUAL_PART = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")
_NEVER_READ = (
    "xl/comments", "xl/drawings/", "xl/media/", "xl/tables/", "xl/theme/", "xl/charts/", "xl/worksheets/_rels/",
    "xl/_rels/", "_rels/", "docprops/", "[content_types]",
)  # fmt: skip


@dataclass(frozen=True)
class _Workbook:
    """What is looked up once for all sheets of a workbook."""

    parts: Parts
    titles: Mapping[str, str]
    formats: Mapping[int, str]
    zero_is_unsaved: bool


def inspect_xlsx(parts: Parts, most_cells: int) -> Marks:
    """Return the marks of an .xlsx; `SourceError` for one that must not be parsed.

    A sheet is recognised by what it holds, since a workbook may keep it under any name.
    """
    about = parts[xlsx_package.WORKBOOK]
    titles = xlsx_package.titles(parts, about)
    mark = _own_mark(parts, titles)
    if mark in file_marks.OUTPUTS:
        return Marks(own_mark=mark)
    views = _views(titles, about) if mark else frozenset()
    formats = formats_of_styles(parts[xlsx_package.STYLES])
    workbook = _Workbook(parts, titles, formats, xlsx_package.awaits_calculation(about))
    shared = parts[xlsx_package.SHARED_TEXTS]
    file_limits.refuse_long_texts(shared)
    bounds = file_limits.TextBounds(shared)
    sheets: dict[str, SheetMarks] = {}
    replaced: dict[str, bytes] = {}
    error_texts = may_hold_error_words(shared)
    cells = 0
    for name, data in _sheet_parts(parts, titles, views):
        title, tags = titles.get(name, name), cell_tags(data)
        last_row, last_column = extent_of_tags(data, tags)
        cells += last_row * last_column
        file_limits.refuse_wide(title, last_row, last_column, cells, most_cells)
        file_limits.refuse_long_texts(data)
        bounds.add(data)
        error_texts = error_texts or (b"#" in data and may_hold_error_words(data))
        sheets[title] = _marks_of(name, data, tags, workbook)
        if sheets[title].errors and (changed := xlsx_cells.with_classic_errors(data)) is not None:
            replaced[parts.names[name]] = changed
    bounds.refuse()
    return Marks(
        sheets,
        views=views,
        own_mark=mark,
        date_1904=xlsx_package.is_1904(about),
        replaced=replaced,
        error_texts=error_texts,
    )


def _own_mark(parts: Parts, titles: Mapping[str, str]) -> str:
    mark = xlsx_package.own_mark(parts)
    if not mark and xlsx_package.names_us_as_author(parts):
        return own_files.mark_by_titles(list(titles.values()))
    return mark


def _views(titles: Mapping[str, str], about: bytes) -> frozenset[str]:
    """The views of a workbook that our templates made: neither inspected nor parsed, since they repeat other sheets.

    Only where every sheet has a part of its own under the usual name, so that no other sheet hides behind a view's.
    """
    usual = all(_USUAL_PART.fullmatch(part) for part in titles)
    alone = len(set(titles.values())) == len(titles) == xlsx_package.sheet_count(about)
    return frozenset(schema.VIEWS) & set(titles.values()) if usual and alone else frozenset()


def _sheet_parts(parts: Parts, titles: Mapping[str, str], views: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each part that holds a sheet."""
    for name in parts.names:
        if titles.get(name) in views or (name.startswith(_NEVER_READ) and name not in titles):
            continue
        data = parts[name]
        is_sheet = b"sheetData" in data
        if is_sheet or name.endswith(".xml"):
            file_limits.refuse_entities(data)
        if is_sheet:
            yield name, data


def _marks_of(name: str, data: bytes, tags: CellTags | None, workbook: _Workbook) -> SheetMarks:
    tail = data[data.rfind(b"</sheetData>") :]
    hidden = b"hidden" in data
    cells = xlsx_cells.cell_marks(data, tags, workbook.formats, workbook.zero_is_unsaved)
    return SheetMarks(
        errors=dict(xlsx_cells.error_cells(data)) if cells.has_errors else {},
        merged=b"mergeCell" in tail,
        hidden_rows=len(_HIDDEN_ROW.findall(data)) if hidden else 0,
        hidden_columns=sum(map(_columns_of, _HIDDEN_COLUMN.findall(data))) if hidden else 0,
        formats=cells.formats,
        unsaved_formulas=cells.unsaved_formulas,
        totals_rows=xlsx_package.totals_rows(workbook.parts, name) if b"tableParts" in tail else (),
        fills=partial(fills_of, data, workbook.parts[xlsx_package.STYLES]),
    )


def _columns_of(attributes: bytes) -> int:
    """Return how many columns are hidden; those folded away under a button that shows them are not."""
    if b"outlineLevel" in attributes:
        return 0
    bounds = {name: int(number) for name, number in _COLUMN_BOUND.findall(attributes)}
    return bounds.get(b"max", 1) - bounds.get(b"min", 1) + 1
