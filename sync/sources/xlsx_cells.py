"""What the XML of a sheet says of cells whose parsed value does not: errors, formats, formulas without a value.

Every sheet passes here, so that the usual spelling, `<c r="B7" s="3" t="n">`, is searched for plain byte strings;
any other spelling that XML allows takes a slower way to the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .error_words import CLASSIC
from .marks import CellAt

_USUAL_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^<>]*)')
_ANY_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*(?P<formula><(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?\s*"
    rb"(?:<(?:\w+:)?v\b[^<>]*(?:/>|>(?P<value>[^<]*)))?"
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"([A-Za-z]+)([0-9]+)")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*?\bt\s*=\s*["']e["'][^<>]*)>\s*(?:<(?:\w+:)?f\b[^<>]*(?:/>|>(?:[^<]*</(?:\w+:)?f>)?))?\s*"""
    rb"(?:<(?:\w+:)?v>([^<]*))?"
)
_WITHOUT_VALUE = (b"</f></c>", b"</f><v/></c>", b"</f><v /></c>", b"</f><v></v></c>")
_WITHOUT_CLOSING_FORMULA = re.compile(rb"<f\b[^<>]*/>(?:<v/>|<v />|<v></v>)?</c>")
_WROTE_ZERO = b"</f><v>0</v></c>"
_UNKNOWN_TO_PARSER = re.compile(rb"(<(?:\w+:)?v>)([^<]*)")


def error_cells(sheet: bytes) -> Iterator[tuple[str, str]]:
    """Yield each error cell with its word, such as `("B7", "#SPILL!")`."""
    for attributes, word in _ERROR_CELL.findall(sheet):
        reference = _attributes(attributes).get(b"r", b"")
        if reference:
            yield reference.decode().upper(), word.decode("utf-8", "replace") or "#VALUE!"


def with_classic_errors(sheet: bytes) -> bytes | None:
    """Return the sheet with error words that the parser does not know replaced by one that it does; None without any."""
    if all(word in CLASSIC for _, word in error_cells(sheet)):
        return None

    def replaced(cell: re.Match[bytes]) -> bytes:
        word = (cell.group(2) or b"").decode("utf-8", "replace")
        return cell.group() if word in CLASSIC else _UNKNOWN_TO_PARSER.sub(rb"\1#VALUE!", cell.group())

    return _ERROR_CELL.sub(replaced, sheet)


def is_usual(sheet: bytes) -> bool:
    """Return whether every cell of a sheet is spelled in the usual way."""
    return b":c " not in sheet and sheet.count(b'<c r="') == sheet.count(b"<c ") and b"<c\n" not in sheet


def formatted_cells(sheet: bytes, formats: Mapping[int, str], usual: bool) -> dict[CellAt, str]:
    """Return the cells with a value whose style is among `formats`, which maps a style's number to its format."""
    if not formats:
        return {}
    return dict(_usual_formats(sheet, formats) if usual else _any_formats(sheet, formats))


def _usual_formats(sheet: bytes, formats: Mapping[int, str]) -> Iterator[tuple[CellAt, str]]:
    for style, code in formats.items():
        for ending in (b' s="%d">' % style, b' s="%d" t="n">' % style):
            at = sheet.find(ending)
            while at >= 0:
                cell = _USUAL_CELL.fullmatch(sheet, sheet.rfind(b"<", 0, at), at)
                if cell and cell.group(3) in (b"", b' t="n"'):
                    yield _cell_at(cell.group(1), cell.group(2)), code
                at = sheet.find(ending, at + len(ending))


def _any_formats(sheet: bytes, formats: Mapping[int, str]) -> Iterator[tuple[CellAt, str]]:
    for cell in _ANY_CELL.finditer(sheet):
        attributes = _attributes(cell.group(1))
        style = attributes.get(b"s", b"")
        if cell.group("value") and style.isdigit() and int(style) in formats and attributes.get(b"t", b"n") == b"n":
            reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
            if reference:
                yield _cell_at(*reference.groups()), formats[int(style)]


def unsaved_formulas(sheet: bytes, zero_is_unsaved: bool, usual: bool) -> frozenset[CellAt]:
    """Return the formula cells that were stored without a value.

    Programs that write workbooks without computing them store 0 for every formula and ask for a new calculation:
    with `zero_is_unsaved` such a sheet's formulas count as not computed.
    """
    if b"<f" not in sheet and b":f" not in sheet:
        return frozenset()
    if not usual:
        return frozenset(_any_unsaved(sheet))
    endings = list(_WITHOUT_VALUE)
    if zero_is_unsaved and sheet.count(_WROTE_ZERO) == sheet.count(b"</f>"):
        endings.append(_WROTE_ZERO)
    return frozenset(_usual_unsaved(sheet, endings))


def _usual_unsaved(sheet: bytes, endings: list[bytes]) -> Iterator[CellAt]:
    for ending in endings:
        at = sheet.find(ending)
        while at >= 0:
            yield from _unsaved_cell(sheet, at, stored_empty=b"<v" in ending)
            at = sheet.find(ending, at + 1)
    if b"<f " in sheet and b"/></c>" in sheet:
        for formula in _WITHOUT_CLOSING_FORMULA.finditer(sheet):
            yield from _unsaved_cell(sheet, formula.start() + 1, stored_empty=b"<v" in formula.group())


def _unsaved_cell(sheet: bytes, at: int, stored_empty: bool) -> Iterator[CellAt]:
    """A formula whose result is an empty text has an empty value, and that it is text is written in its tag."""
    cell = _USUAL_CELL.match(sheet, sheet.rfind(b"<c ", 0, at))
    if cell and not (stored_empty and b't="str"' in cell.group(3)):
        yield _cell_at(cell.group(1), cell.group(2))


def _any_unsaved(sheet: bytes) -> Iterator[CellAt]:
    for cell in _ANY_CELL.finditer(sheet):
        if not cell.group("formula") or cell.group("value"):
            continue
        attributes = _attributes(cell.group(1))
        reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
        empty_text = attributes.get(b"t") == b"str" and cell.group().rstrip().endswith(b">")
        if reference and not empty_text:
            yield _cell_at(*reference.groups())


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _cell_at(letters: bytes, digits: bytes) -> CellAt:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1
