"""A workbook file that is changed losslessly: only the parts that a change concerns are written, all others are copied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...core.addresses import block_address, quoted_sheet
from ...core.cells import Cell
from ..sources import xlsx_package
from .cell_xml import CellContent, SharedTexts, value_of, written_cell
from .notes import CellNote, notes_of, set_notes
from .package import RELATIONS, WORKBOOK, Package
from .sheet_copy import SHEET_TYPE, copied, is_protected_by_password
from .sheet_edit import edited, formulas_of, style_at
from .sheet_rows import At, SheetXml
from .styles import CellLook, Styles
from .xml_tags import XmlElement, attributes, elements, escaped, not_understood, unescaped, with_attribute

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*?/?>")
_CALCULATION = re.compile(rb"<(?:\w+:)?calcPr\b[^<>]*>")
_PROTECTED = re.compile(rb"""<(?:\w+:)?workbookProtection\b[^<>]*\blockStructure\s*=\s*["'](?:1|true)["']""")
_AFTER_SHEETS = frozenset(
    {b"oleSize", b"customWorkbookViews", b"pivotCaches", b"smartTagPr", b"smartTagTypes", b"webPublishing",
     b"fileRecoveryPr", b"webPublishObjects", b"extLst"}
)  # fmt: skip
_NEW_SHEET = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews>%s'
    b'<sheetData>%s</sheetData>%s<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
)

PLAIN = CellLook()


@dataclass(frozen=True)
class NewCell:
    """A cell of a sheet that is added: its value, its colours, and the cell that a click on it leads to."""

    value: Cell
    look: CellLook = PLAIN
    leads_to: tuple[str, str] | None = None


class WorkbookFile:
    """The sheets, cells and notes of an .xlsx or .xlsm, opened to be changed; `PushError` for one that must not be."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self.styles = Styles(self._package)
        self._sheets: dict[str, SheetXml] = {}

    def sheets(self) -> list[str]:
        """The sheets with cells in their order."""
        return list(self._parts)

    @property
    def _parts(self) -> dict[str, str]:
        """The part of each sheet by its title; sheets that are charts are none."""
        links = {link.id: link for link in self._package.relationships(WORKBOOK)}
        parts = {}
        for tag in _SHEET.findall(self._package.read(WORKBOOK)):
            own = attributes(tag)
            id = next((value.decode() for name, value in own.items() if name.endswith(b":id")), "")
            link = links.get(id)
            if link is not None and link.type == "worksheet":
                parts[unescaped(own.get(b"name", b""))] = link.target
        return parts

    def _sheet(self, title: str) -> SheetXml:
        if title not in self._sheets:
            self._sheets[title] = SheetXml(self._package.read(self._parts[title]))
        return self._sheets[title]

    @cached_property
    def _texts(self) -> SharedTexts:
        return SharedTexts(self._package.read(xlsx_package.SHARED_TEXTS))

    @property
    def is_1904(self) -> bool:
        """Whether the days of the workbook are counted from 1904."""
        return xlsx_package.is_1904(self._package.read(WORKBOOK))

    @property
    def structure_is_protected(self) -> bool:
        """Whether sheets may not be added."""
        return _PROTECTED.search(self._package.read(WORKBOOK)) is not None

    def is_locked(self, title: str) -> bool:
        """Return whether a password keeps a sheet from being changed."""
        return is_protected_by_password(self._package.read(self._parts[title]))

    def cells(self, title: str) -> dict[At, Cell]:
        """Return what the cells of a sheet show; those that show nothing are left out."""
        sheet = self._sheet(title)
        shown = {at: value_of(sheet, cell, self._texts) for at, cell in sheet.cells.items()}
        return {at: value for at, value in shown.items() if value is not None}

    def formulas(self, title: str) -> dict[At, str]:
        """Return the formulas of a sheet with their equals sign; array formulas in braces, at their first cell."""
        return formulas_of(self._sheet(title))

    def unsaved_formulas(self, title: str) -> list[At]:
        """Return the cells whose formula was never computed by the program that saved it."""
        sheet = self._sheet(title)
        return [at for at in self.formulas(title) if sheet.value(sheet.cells[at]) is None]

    def style(self, title: str, at: At) -> int:
        """Return the number of the format that a cell has, or would have with a content."""
        return style_at(self._sheet(title), at)

    def set_cells(self, title: str, contents: Mapping[At, CellContent]) -> None:
        """Write contents into cells; all formulas are computed again when a program opens the workbook."""
        if not contents:
            return
        sheet, part = self._sheet(title), self._parts[title]
        formulas = self.formulas(title)
        if any(at in formulas or content.formula for at, content in contents.items()):
            self._forget_order_of_formulas()
        self._package.write(part, edited(sheet, contents))
        self._sheets.pop(title)
        self._compute_on_opening()

    def _forget_order_of_formulas(self) -> None:
        """Remove the list of formulas in their order, which programs make again: a wrong one counts as damage."""
        for link in self._package.relationships(WORKBOOK):
            if link.type == "calcChain":
                self._package.unrelate(WORKBOOK, link.id)
                self._package.remove(link.target)

    def _compute_on_opening(self) -> None:
        """Ask programs to compute all formulas; `calcCompleted` says that the saved values had been computed."""
        data = self._package.read(WORKBOOK)
        tag = _CALCULATION.search(data)
        if tag is None:
            children, prefix = self._children()
            at = next((child.start for child in children if child.name in _AFTER_SHEETS), data.rindex(b"</"))
            data = data[:at] + b'<%scalcPr calcCompleted="1" fullCalcOnLoad="1"/>' % prefix + data[at:]
        elif attributes(tag.group()).get(b"fullCalcOnLoad") not in (b"1", b"true"):
            asking = with_attribute(tag.group(), b"fullCalcOnLoad", b"1")
            data = data[: tag.start()] + with_attribute(asking, b"calcCompleted", b"1") + data[tag.end() :]
        self._package.write(WORKBOOK, data)

    def _children(self) -> tuple[list[XmlElement], bytes]:
        data = self._package.read(WORKBOOK)
        root = re.search(rb"<(\w+:)?workbook\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", data)
        if root is None:
            raise not_understood("its list of sheets doesn't begin as one")
        return list(elements(data, root.end(), data.rindex(b"</"))), root.group(1) or b""

    def copy_as_values(self, title: str, name: str, shown: Mapping[At, Cell] | None = None) -> None:
        """Add a protected copy of a sheet at the end, with values in place of formulas; `shown` replaces some of them."""
        self._list(name, copied(self._package, self._parts[title], self._texts, shown or {}))

    def add_sheet(self, name: str, cells: Mapping[At, NewCell], widths: Sequence[float] = ()) -> None:
        """Add a sheet at the end."""
        part = self._package.new_name("xl/worksheets/sheet", ".xml")
        columns = b"".join(
            b'<col min="%d" max="%d" width="%s" customWidth="1"/>' % (number, number, f"{width:.2f}".encode())
            for number, width in enumerate(widths, start=1)
        )
        rows: dict[int, list[bytes]] = {}
        for at in sorted(cells):
            style = self.styles.looking(0, cells[at].look)
            cell = written_cell(b"", at, CellContent(cells[at].value), b"%d" % style if style else b"")
            rows.setdefault(at[0], []).append(cell)
        data = b"".join(b'<row r="%d">%s</row>' % (number, b"".join(row)) for number, row in rows.items())
        whole = _NEW_SHEET % (b"<cols>%s</cols>" % columns if columns else b"", data, _links(cells))
        self._package.add(part, whole, SHEET_TYPE)
        self._list(name, part)

    def _list(self, name: str, part: str) -> None:
        """Put a part into the list of sheets."""
        id = self._package.relate(WORKBOOK, "worksheet", part)
        data = self._package.read(WORKBOOK)
        numbers = [int(attributes(tag).get(b"sheetId", b"0")) for tag in _SHEET.findall(data)]
        end = re.search(rb"</(\w+:)?sheets>", data)
        if end is None:
            raise not_understood("its list of sheets has no end")
        sheet = b'<%ssheet xmlns:r="%s" name="%s" sheetId="%d" r:id="%s"/>' % (
            end.group(1) or b"", RELATIONS.encode(), escaped(name), max(numbers) + 1, id.encode(),
        )  # fmt: skip
        self._package.write(WORKBOOK, data[: end.start()] + sheet + data[end.start() :])

    def notes(self, title: str) -> dict[At, CellNote]:
        """Return the notes of a sheet by their cells."""
        return notes_of(self._package, self._parts[title])

    def set_notes(self, title: str, notes: Mapping[At, CellNote | None]) -> None:
        """Write notes on cells of a sheet; None removes one."""
        set_notes(self._package, self._parts[title], notes)
        self._sheets.pop(title, None)

    def packed(self) -> bytes:
        """Return the bytes of the workbook with its changes."""
        return self._package.packed()


def _links(cells: Mapping[At, NewCell]) -> bytes:
    links = b"".join(
        b'<hyperlink ref="%s" location="%s"/>'
        % (block_address(*at).encode(), escaped(f"{quoted_sheet(cell.leads_to[0])}!{cell.leads_to[1]}"))
        for at, cell in sorted(cells.items())
        if cell.leads_to is not None
    )
    return b"<hyperlinks>%s</hyperlinks>" % links if links else b""
