"""Notes on cells: the list of their texts and the drawing that shows them, added to and removed from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...core.addresses import block_address
from .cell_xml import joined_text
from .package import Package
from .sheet_copy import NOTES_TYPE, VML_TYPE, with_legacy_drawing
from .sheet_parts import without
from .sheet_rows import At, cell_at
from .xml_tags import attributes, cell_text, escaped, not_understood, unescaped

_COMMENT = re.compile(rb"<(?:\w+:)?comment\b([^<>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_AUTHORS = re.compile(rb"<(?:\w+:)?authors\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?authors>)", re.DOTALL)
_AUTHOR = re.compile(rb"<(?:\w+:)?author\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?author>)")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_SHAPE_ID = re.compile(rb"_x0000_s([0-9]+)")
_ROW_AND_COLUMN = (re.compile(rb"<x:Row>\s*([0-9]+)"), re.compile(rb"<x:Column>\s*([0-9]+)"))
_NOTES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout>" + _SHAPE_TYPE + b"</xml>"
)
_NEW_SHAPE = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:220pt;height:%dpt;z-index:1;'
    b'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    b'<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox/>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4'
    b"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_WIDTH, _CHARACTERS, _LINE = 4, 42, 14  # columns of a note, characters of its lines, points of their height
_FIRST_SHAPE = 1025


@dataclass(frozen=True)
class CellNote:
    """A note on a cell: who wrote it, and what it says."""

    author: str
    text: str


@dataclass(frozen=True)
class _Parts:
    """The two parts that hold the notes of a sheet, empty where there is none."""

    notes: str
    drawing: str


def _parts(package: Package, sheet: str) -> _Parts:
    links = package.relationships(sheet)
    notes = next((link.target for link in links if link.type == "comments"), "")
    id = _legacy_id(package.read(sheet))
    drawing = next((link.target for link in links if link.type == "vmlDrawing" and link.id == id), "")
    return _Parts(notes, drawing)


def _legacy_id(sheet: bytes) -> str:
    match = re.search(rb"""<(?:\w+:)?legacyDrawing\b[^<>]*\w+:id\s*=\s*["']([^"']*)""", sheet)
    return match.group(1).decode() if match else ""


def notes_of(package: Package, sheet: str) -> dict[At, CellNote]:
    """Return the notes of a sheet by their cells; also the first line of each conversation."""
    data = package.read(_parts(package, sheet).notes)
    authors = _authors(data)
    notes = {}
    for comment in _COMMENT.finditer(data):
        own = attributes(comment.group(1))
        number = int(own.get(b"authorId", b"0"))
        author = authors[number] if number < len(authors) else ""
        notes[cell_at(own.get(b"ref", b""))] = CellNote(author, joined_text(comment.group(2)))
    return notes


def _authors(data: bytes) -> list[str]:
    block = _AUTHORS.search(data)
    return [unescaped(name) for name in _AUTHOR.findall(block.group(1) or b"")] if block else []


def set_notes(package: Package, sheet: str, notes: Mapping[At, CellNote | None]) -> None:
    """Write notes on cells of a sheet in the place of those that are there; None removes one."""
    if not notes:
        return
    parts = _with_parts(package, sheet)
    data, drawing = package.read(parts.notes), package.read(parts.drawing)
    for at, note in notes.items():
        data, drawing = _without_note(data, at), _without_shape(drawing, at)
        if note is not None:
            data, drawing = _with_note(data, at, note), _with_shape(drawing, at, note.text)
    if _COMMENT.search(data) or b"<v:shape " in drawing:
        package.write(parts.notes, data)
        package.write(parts.drawing, drawing)
    else:
        _remove(package, sheet, parts)


def _with_parts(package: Package, sheet: str) -> _Parts:
    """The parts that hold the notes; those that are missing are added."""
    parts = _parts(package, sheet)
    notes, drawing = parts.notes, parts.drawing
    if not notes:
        notes = package.new_name("xl/comments", ".xml")
        package.add(notes, _NOTES, NOTES_TYPE)
        package.relate(sheet, "comments", notes)
    if not drawing:
        drawing = package.new_name("xl/drawings/vmlDrawing", ".vml")
        package.add_default("vml", VML_TYPE)
        package.write(drawing, _DRAWING)
        id = package.relate(sheet, "vmlDrawing", drawing)
        package.write(sheet, with_legacy_drawing(package.read(sheet), id))
    return _Parts(notes, drawing)


def _remove(package: Package, sheet: str, parts: _Parts) -> None:
    """Remove the parts once no note is left in them."""
    for link in package.relationships(sheet):
        if link.target in (parts.notes, parts.drawing):
            package.unrelate(sheet, link.id)
    package.write(sheet, without(package.read(sheet), b"legacyDrawing"))
    package.remove(parts.notes)
    package.remove(parts.drawing)


def _without_note(data: bytes, at: At) -> bytes:
    for comment in _COMMENT.finditer(data):
        if cell_at(attributes(comment.group(1)).get(b"ref", b"")) == at:
            return data[: comment.start()] + data[comment.end() :]
    return data


def _with_note(data: bytes, at: At, note: CellNote) -> bytes:
    root = re.search(rb"<(\w+:)?comments\b", data)
    block = _AUTHORS.search(data)
    listed = re.search(rb"<(?:\w+:)?commentList\b[^<>]*?(/)?>", data)
    if root is None or block is None or listed is None:
        raise not_understood("its notes are written in an unusual way")
    prefix = root.group(1) or b""
    authors = _authors(data)
    number = authors.index(note.author) if note.author in authors else len(authors)
    comment = b'<%scomment ref="%s" authorId="%d" shapeId="0"><%stext><%st xml:space="preserve">%s</%st></%stext></%scomment>' % (
        prefix, block_address(*at).encode(), number, prefix, prefix, cell_text(note.text), prefix, prefix, prefix,
    )  # fmt: skip
    if listed.group(1):
        opened = b"<%scommentList>%s</%scommentList>" % (prefix, comment, prefix)
        data = data[: listed.start()] + opened + data[listed.end() :]
    else:
        end = data.rindex(b"</" + prefix + b"commentList")
        data = data[:end] + comment + data[end:]
    if number < len(authors):
        return data
    inside = (block.group(1) or b"") + b"<%sauthor>%s</%sauthor>" % (prefix, escaped(note.author), prefix)
    return data[: block.start()] + b"<%sauthors>%s</%sauthors>" % (prefix, inside, prefix) + data[block.end() :]


def _shape_of(drawing: bytes, at: At) -> re.Match[bytes] | None:
    for shape in _SHAPE.finditer(drawing):
        row, column = (pattern.search(shape.group()) for pattern in _ROW_AND_COLUMN)
        is_note = b'ObjectType="Note"' in shape.group()
        if is_note and row and column and (int(row.group(1)) + 1, int(column.group(1))) == at:
            return shape
    return None


def _without_shape(drawing: bytes, at: At) -> bytes:
    shape = _shape_of(drawing, at)
    return drawing if shape is None else drawing[: shape.start()] + drawing[shape.end() :]


def _with_shape(drawing: bytes, at: At, text: str) -> bytes:
    end = drawing.rfind(b"</xml>")
    if end < 0:
        raise not_understood("the drawing of its notes has no end")
    number = max([_FIRST_SHAPE - 1, *map(int, _SHAPE_ID.findall(drawing))]) + 1
    lines = sum(1 + len(line) // _CHARACTERS for line in text.splitlines()) + 1
    row, column = at[0] - 1, at[1]
    shape = _NEW_SHAPE % (
        number, lines * _LINE, column + 1, max(row - 1, 0), column + 1 + _WIDTH, max(row - 1, 0) + lines, row, column,
    )  # fmt: skip
    kind = b"" if b'id="_x0000_t202"' in drawing else _SHAPE_TYPE
    return drawing[:end] + kind + shape + drawing[end:]
