"""A copy of a sheet that keeps what it shows: values in place of formulas, protected, with formats, notes and links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...core.cells import Cell
from .cell_xml import CellContent, SharedTexts, value_of, written_cell
from .package import RELATIONS, Package
from .sheet_parts import added, element, without
from .sheet_rows import At, CellXml, SheetXml
from .xml_tags import attributes, elements

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_PROTECTION = b'<sheetProtection sheet="1" objects="1" scenarios="1"/>'
# What is an object of its own, or belongs to one sheet alone: charts, pictures, tables, slicers, buttons, printers.
_LEFT_OUT = (
    b"sheetProtection", b"protectedRanges", b"customSheetViews", b"scenarios", b"customProperties", b"cellWatches",
    b"drawing", b"legacyDrawing", b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls",
    b"AlternateContent", b"webPublishItems", b"tableParts",
)  # fmt: skip
_KEPT_EXTENSIONS = (b"conditionalFormattings", b"dataValidations")
_OF_THE_SHEET_ALONE = re.compile(rb"""\s+(?:codeName|xr:uid|tabSelected)\s*=\s*(?:"[^"]*"|'[^']*')""")
_RELATION = re.compile(rb"""\s+[\w]+:id\s*=\s*["']([^"']*)["']""")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b[^<>]*?/?>")


def copied(package: Package, part: str, texts: SharedTexts, shown: Mapping[At, Cell]) -> str:
    """Add the copy of a sheet to a package and return the name of its part; `shown` replaces what some cells show."""
    data = package.read(part)
    sheet = SheetXml(data)
    cells = {at: _frozen(sheet, cell, texts, shown) for at, cell in sheet.cells.items()}
    pieces, at = [], 0
    for place, cell in sheet.cells.items():
        pieces += [data[at : cell.start], cells[place]]
        at = cell.end
    copy = without(b"".join([*pieces, data[at:]]), *_LEFT_OUT)
    copy = _without_own_names(_with_kept_extensions(copy))
    copy = added(copy, b"sheetProtection", _PROTECTION.replace(b"<", b"<" + sheet.prefix))
    name = package.new_name("xl/worksheets/sheet", ".xml")
    package.add(name, copy, SHEET_TYPE)
    copy = _with_links(package, part, name, copy)
    package.write(name, _with_notes(package, part, name, copy))
    return name


def _frozen(sheet: SheetXml, cell: CellXml, texts: SharedTexts, shown: Mapping[At, Cell]) -> bytes:
    """The XML of a cell with its value in place of its formula."""
    at = (cell.row, cell.column)
    style = cell.attributes.get(b"s", b"")
    if at in shown:
        return written_cell(sheet.prefix, at, CellContent(shown[at]), style)
    if sheet.formula(cell) is None:
        return sheet.data[cell.start : cell.end]
    return written_cell(sheet.prefix, at, CellContent(value_of(sheet, cell, texts)), style)


def _without_own_names(data: bytes) -> bytes:
    """The sheet without the names by which a program knows one sheet, and not selected beside the first one."""
    end = SheetXml(data).tag_start
    head = _OF_THE_SHEET_ALONE.sub(b"", data[:end])
    return _without_printer(head + data[end:])


def _without_printer(data: bytes) -> bytes:
    return re.sub(rb"<(?:\w+:)?pageSetup\b[^<>]*>", lambda tag: _RELATION.sub(b"", tag.group()), data)


def _with_kept_extensions(data: bytes) -> bytes:
    """The sheet with only those extensions that concern cells: newer conditional formats and validations."""
    whole = element(data, b"extLst")
    begin, end = whole.find(b">") + 1, whole.rfind(b"</")
    if not begin or end < begin:
        return without(data, b"extLst")
    kept = b"".join(
        whole[extension.start : extension.end]
        for extension in elements(whole, begin, end)
        if any(b":" + name in whole[extension.start : extension.end] for name in _KEPT_EXTENSIONS)
    )
    bare = without(data, b"extLst")
    return added(bare, b"extLst", whole[:begin] + kept + whole[end:]) if kept else bare


def _with_links(package: Package, part: str, copy: str, data: bytes) -> bytes:
    """Links to addresses outside, which a sheet keeps beside itself, for the copy as well."""
    outside = {link.id: link for link in package.relationships(part) if link.external}

    def relinked(tag: re.Match[bytes]) -> bytes:
        relation = _RELATION.search(tag.group())
        if relation is None:
            return tag.group()
        link = outside.get(relation.group(1).decode())
        if link is None:
            return b""
        id = package.relate(copy, link.type, link.target, external=True)
        return tag.group().replace(relation.group(1), id.encode(), 1)

    return _LINK.sub(relinked, data)


def _with_notes(package: Package, part: str, copy: str, data: bytes) -> bytes:
    """The notes of the cells for the copy; those of a conversation stay with their sheet, since they can't be in two."""
    links = {link.type: link for link in package.relationships(part)}
    notes, drawing = links.get("comments"), links.get("vmlDrawing")
    if notes is None or drawing is None or "threadedComment" in links or package.relationships(drawing.target):
        return data
    notes_copy = package.new_name("xl/comments", ".xml")
    package.add(notes_copy, package.read(notes.target), NOTES_TYPE)
    drawing_copy = package.new_name("xl/drawings/vmlDrawing", ".vml")
    package.add_default("vml", VML_TYPE)
    package.write(drawing_copy, package.read(drawing.target))
    package.relate(copy, "comments", notes_copy)
    return with_legacy_drawing(data, package.relate(copy, "vmlDrawing", drawing_copy))


def with_legacy_drawing(data: bytes, id: str) -> bytes:
    """Return a sheet that shows the notes of a drawing, by the id of its link."""
    prefix = SheetXml(data).prefix
    space = b'xmlns:r="%s" ' % RELATIONS.encode()
    return added(data, b"legacyDrawing", b'<%slegacyDrawing %sr:id="%s"/>' % (prefix, space, id.encode()))


def is_protected_by_password(data: bytes) -> bool:
    """Return whether a password keeps a sheet from being changed."""
    own = attributes(element(data, b"sheetProtection"))
    locked = own.get(b"sheet", b"0") in (b"1", b"true")
    return locked and bool(own.get(b"password") or own.get(b"hashValue"))
