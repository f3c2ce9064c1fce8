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
    new = {at: note for at, note in notes.items() if note is not None}
    data = _with_notes(_COMMENT.sub(lambda comment: _unless(_note_at(comment) in notes, comment), data), new)
    drawing = _with_shapes(_SHAPE.sub(lambda shape: _unless(_shape_at(shape.group()) in notes, shape), drawing), new)
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


def _unless(is_removed: bool, match: re.Match[bytes]) -> bytes:
    return b"" if is_removed else match.group()


def _note_at(comment: re.Match[bytes]) -> At:
    return cell_at(attributes(comment.group(1)).get(b"ref", b""))


def _with_notes(data: bytes, notes: Mapping[At, CellNote]) -> bytes:
    """The list of notes with some at its end, and with their authors."""
    root = re.search(rb"<(\w+:)?comments\b", data)
    block = _AUTHORS.search(data)
    listed = re.search(rb"<(?:\w+:)?commentList\b[^<>]*?(/)?>", data)
    if root is None or block is None or listed is None:
        raise not_understood("its notes are written in an unusual way")
    prefix, authors = root.group(1) or b"", _authors(data)
    known = len(authors)
    authors += dict.fromkeys(note.author for note in notes.values() if note.author not in authors)
    new = b"".join(_comment(prefix, at, note, authors.index(note.author)) for at, note in notes.items())
    if listed.group(1):
        data = data[: listed.start()] + b"<%scommentList></%scommentList>" % (prefix, prefix) + data[listed.end() :]
    end = data.rindex(b"</" + prefix + b"commentList")
    data = data[:end] + new + data[end:]
    if len(authors) == known:
        return data
    added = b"".join(b"<%sauthor>%s</%sauthor>" % (prefix, escaped(name), prefix) for name in authors[known:])
    inside = (block.group(1) or b"") + added
    return data[: block.start()] + b"<%sauthors>%s</%sauthors>" % (prefix, inside, prefix) + data[block.end() :]


def _comment(prefix: bytes, at: At, note: CellNote, author: int) -> bytes:
    opening = b'<%scomment ref="%s" authorId="%d" shapeId="0">' % (prefix, block_address(*at).encode(), author)
    text = b'<%stext><%st xml:space="preserve">%s</%st></%stext>' % (
        prefix,
        prefix,
        cell_text(note.text),
        prefix,
        prefix,
    )
    return opening + text + b"</%scomment>" % prefix


def _shape_at(shape: bytes) -> At | None:
    """The cell whose note a shape shows; None for a shape of another kind."""
    row, column = (pattern.search(shape) for pattern in _ROW_AND_COLUMN)
    if b'ObjectType="Note"' not in shape or row is None or column is None:
        return None
    return int(row.group(1)) + 1, int(column.group(1))


def _with_shapes(drawing: bytes, notes: Mapping[At, CellNote]) -> bytes:
    """The drawing with a hidden shape for each note at its end."""
    end = drawing.rfind(b"</xml>")
    if end < 0:
        raise not_understood("the drawing of its notes has no end")
    first = max([_FIRST_SHAPE - 1, *map(int, _SHAPE_ID.findall(drawing))]) + 1
    shapes = b"".join(_shape(number, at, notes[at].text) for number, at in enumerate(notes, start=first))
    kind = b"" if b'id="_x0000_t202"' in drawing or not shapes else _SHAPE_TYPE
    return drawing[:end] + kind + shapes + drawing[end:]


def _shape(number: int, at: At, text: str) -> bytes:
    lines = sum(1 + len(line) // _CHARACTERS for line in text.splitlines()) + 1
    row, column = at[0] - 1, at[1]
    return _NEW_SHAPE % (
        number, lines * _LINE, column + 1, max(row - 1, 0), column + 1 + _WIDTH, max(row - 1, 0) + lines, row, column,
    )  # fmt: skip
