"""What the XML of a sheet says of cells whose parsed value does not: errors, formats, formulas without a value.

Cells that are spelled in the usual way are looked at all at once; any other spelling that XML allows takes a slower
way to the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .error_words import CLASSIC
from .marks import CellAt
from .xlsx_tags import CellTags, Mask, Positions, references

_ANY_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*(?P<formula><(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?\s*"
    rb"(?:<(?:\w+:)?v\b[^<>]*(?:/>|>(?P<value>[^<]*)))?"
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"([A-Za-z]+)([0-9]+)")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*?\bt\s*=\s*["']e["'][^<>]*)>\s*"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*(?:/>|>(?:[^<]*</(?:\w+:)?f>)?))?\s*(?:<(?:\w+:)?v>([^<]*))?"""
)
_VALUE = re.compile(rb"(<(?:\w+:)?v>)[^<]*")
_HAS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_WROTE_ZERO = b"<v>0</v>"
MAX_STYLE_DIGITS = 5


@dataclass(frozen=True)
class CellMarks:
    """What is known of a sheet's cells beside their values; `has_errors` says that error cells are worth a search."""

    formats: Mapping[CellAt, str]
    unsaved_formulas: frozenset[CellAt]
    has_errors: bool


def cell_marks(
    sheet: bytes, tags: CellTags | None, formats: Mapping[int, str], zero_is_unsaved: bool = False
) -> CellMarks:
    """Return the marks of a sheet's cells; `formats` maps the number of a style to its format.

    Programs that write workbooks without calculating them store 0 for every formula and ask for a calculation:
    with `zero_is_unsaved`, formulas of a sheet in which every formula is 0 count as not calculated.
    """
    if tags is None:
        return _any_marks(sheet, formats, zero_is_unsaved)
    following = tags.tag_after(tags.cells)
    starts = tags.data[following + 1]
    with_value = (starts == ord("v")) | (starts == ord("f"))
    cells, following = tags.cells[with_value], following[with_value]
    ends = following - 1  # where the cell's own tag ends
    if (tags.data[ends] != ord(">")).any():
        return _any_marks(sheet, formats, zero_is_unsaved)
    formatted, has_metadata = _usual_formats(sheet, tags, cells, ends, formats)
    return CellMarks(
        formatted,
        _usual_unsaved(tags, cells, ends, starts[with_value] == ord("f"), zero_is_unsaved),
        bool((tags.reads(ends - 5, b't="e"') | tags.reads(ends - 5, b"t='e'")).any())
        or (has_metadata and _HAS_ERROR.search(sheet) is not None),
    )


def _any_marks(sheet: bytes, formats: Mapping[int, str], zero_is_unsaved: bool) -> CellMarks:
    has_errors = _HAS_ERROR.search(sheet) is not None
    return CellMarks(dict(_any_formats(sheet, formats)), _any_unsaved(sheet, zero_is_unsaved), has_errors)


def _usual_formats(
    sheet: bytes, tags: CellTags, cells: Positions, ends: Positions, formats: Mapping[int, str]
) -> tuple[dict[CellAt, str], bool]:
    """Cells whose tag ends in a style, or in a style and the kind of a number; and whether any ends in metadata.

    Metadata (`cm`, `vm`) stands behind style and kind: the few cells that have some are read one by one.
    """
    at = ends - 6 * tags.reads(ends - 6, b' t="n"') - 2
    styles, at = _number_before(tags, at)
    has_metadata = tags.reads(at - 2, b'm="')
    chosen = np.flatnonzero(tags.reads(at - 3, b' s="') & _is_among(styles, formats))
    rows, columns = references(tags, cells[chosen])
    places = zip((rows - 1).tolist(), (columns - 1).tolist())
    formatted = dict(zip(places, (formats[style] for style in styles[chosen].tolist())))
    for cell in tags.tags[cells[has_metadata]].tolist():
        formatted.update(_any_formats(sheet[cell : sheet.find(b"</c>", cell) + 4], formats))
    return formatted, bool(has_metadata.any())


def _is_among(styles: Positions, formats: Mapping[int, str]) -> Mask:
    last = max(formats, default=0) + 1
    among = np.zeros(last + 1, dtype=bool)
    among[list(formats)] = True
    return among[np.minimum(styles, last)]


def _number_before(tags: CellTags, at: Positions) -> tuple[Positions, Positions]:
    """The numbers whose last digits stand at some places, and the places of the quotes that they begin after."""
    numbers, unit = np.zeros(len(at), dtype=np.int64), 1
    going: Mask = np.ones(len(at), dtype=bool)
    for _ in range(MAX_STYLE_DIGITS):
        digit = tags.data[at].astype(np.int64) - ord("0")
        going = going & (digit >= 0) & (digit <= 9)
        if not going.any():
            break
        numbers += np.where(going, digit * unit, 0)
        at, unit = at - going, unit * 10
    return numbers, at


def _usual_unsaved(
    tags: CellTags, cells: Positions, ends: Positions, formula: Mask, zero_is_unsaved: bool
) -> frozenset[CellAt]:
    """A formula whose result is an empty text has an empty value, and that it is text is written in its tag."""
    if not formula.any():
        return frozenset()
    cells, is_text = cells[formula], tags.reads(ends[formula] - 5, b'"str"')
    second = tags.tag_after(cells, 2)
    closed = tags.reads(second, b"</f>")
    value = np.where(closed, tags.tag_after(cells, 3), second)
    has_value = tags.reads(value, b"<v")
    empty = tags.reads(value, b"<v/") | tags.reads(value, b"<v /") | tags.reads(value, b"<v><")
    unsaved = ~has_value | (empty & ~is_text)
    if zero_is_unsaved and len(cells) and tags.reads(value, _WROTE_ZERO).all():
        unsaved = np.ones(len(cells), dtype=bool)
    rows, columns = references(tags, cells[unsaved])
    return frozenset(zip((rows - 1).tolist(), (columns - 1).tolist()))


def _any_formats(sheet: bytes, formats: Mapping[int, str]) -> Iterator[tuple[CellAt, str]]:
    for cell in _ANY_CELL.finditer(sheet):
        attributes = _attributes(cell.group(1))
        style = attributes.get(b"s", b"")
        if cell.group("value") and style.isdigit() and int(style) in formats and attributes.get(b"t", b"n") == b"n":
            yield from ((at, formats[int(style)]) for at in _cell_at(attributes))


def _any_unsaved(sheet: bytes, zero_is_unsaved: bool) -> frozenset[CellAt]:
    formulas = [cell for cell in _ANY_CELL.finditer(sheet) if cell.group("formula")]
    zeros = zero_is_unsaved and all(cell.group("value") == b"0" for cell in formulas)
    cells: set[CellAt] = set()
    for cell in formulas:
        attributes = _attributes(cell.group(1))
        is_empty_text = attributes.get(b"t") == b"str" and not cell.group().endswith(cell.group("formula"))
        if zeros or not (cell.group("value") or is_empty_text):
            cells.update(_cell_at(attributes))
    return frozenset(cells)


def _cell_at(attributes: Mapping[bytes, bytes]) -> Iterator[CellAt]:
    reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
    if reference:
        column = 0
        for letter in reference.group(1).upper():
            column = column * 26 + letter - 64
        yield int(reference.group(2)) - 1, column - 1


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def error_cells(sheet: bytes) -> Iterator[tuple[str, str]]:
    """Yield each error cell with its word, such as `("B7", "#SPILL!")`."""
    for attributes, word in _ERROR_CELL.findall(sheet):
        reference = _attributes(attributes).get(b"r", b"")
        if reference:
            yield reference.decode().upper(), word.decode("utf-8", "replace") or "#VALUE!"


def with_classic_errors(sheet: bytes) -> bytes | None:
    """Return the sheet with error words that the parser does not know replaced; None when it knows them all."""
    if all(word in CLASSIC for _, word in error_cells(sheet)):
        return None

    def replaced(cell: re.Match[bytes]) -> bytes:
        word = (cell.group(2) or b"").decode("utf-8", "replace")
        return cell.group() if word in CLASSIC else _VALUE.sub(rb"\1#VALUE!", cell.group())

    return _ERROR_CELL.sub(replaced, sheet)
