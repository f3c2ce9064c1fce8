"""Paragraphs, figures, tables and pictures of a document being written, over python-docx."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from itertools import count
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt

from ....core.xml_text import xml_text
from ...charts import palette, pieces
from ...charts.stack import GLYPHS
from ...i18n.language import Language
from ...model.charts import Picture
from ...model.figure import Figure
from ...model.footnotes import Footnotes
from ..typesetting import png, size_of
from . import style as look

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
PIXEL = 9525  # in the units of a document


class DocxWriter:
    """Writes at the end of a document, or into a cell of it."""

    def __init__(self, document: Any, language: Language, notes: Footnotes) -> None:
        self.document, self.language, self.notes = document, language, notes
        self._marks, self._pictures = count(1), count(1)
        self._styles: dict[str, str] = {}

    def paragraph(self, style: str, text: str = "", into: Any = None) -> Any:
        """Add a paragraph."""
        line = (self.document if into is None else into).add_paragraph()
        if style != "Normal":
            line._p.style = self._style_id(style)
        if text:
            self.run(line, text)
        return line

    def _style_id(self, style: str) -> str:
        """The id of a style: python-docx would look through all styles for each paragraph, half of the time of a document."""
        if style not in self._styles:
            self._styles[style] = self.document.styles[style].style_id
        return self._styles[style]

    def run(self, line: Any, text: str, bold: bool | None = None, colour: str = "") -> Any:
        """Add text to a paragraph, in its own direction."""
        run = line.add_run(xml_text(text))
        run.bold = bold
        if colour:
            run.font.color.rgb = look.rgb(colour)
        if not text.isascii() and _runs_left(text):
            run.font.rtl = True
        return run

    def figure(self, line: Any, figure: Figure, bold: bool | None = None) -> None:
        """Add a figure; its cells stand in the appendix, so that the text can be edited and sent on as it is."""
        self.run(line, figure.text, bold)
        self.notes.number(figure)

    def status(self, line: Any, word: str, label: str) -> None:
        """Add a status with its sign."""
        sign = GLYPHS.get(word, "○")
        self.run(line, f"{sign} ", colour=palette.edge(word))
        self.run(line, label, bold=True)

    def link(self, line: Any, text: str, address: str) -> None:
        """Add text that leads to another file."""
        relation = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        self._link(line, text, relation=relation)

    def _link(self, line: Any, text: str, anchor: str = "", relation: str = "") -> None:
        hyperlink = OxmlElement("w:hyperlink")
        if anchor:
            hyperlink.set(qn("w:anchor"), anchor)
        else:
            hyperlink.set(qn("r:id"), relation)
        run = self.run(line, text, colour=palette.INK)
        hyperlink.append(run._r)
        line._p.append(hyperlink)

    def leads_to(self, line: Any, text: str, anchor: str) -> None:
        """Add text that leads to a mark in this document."""
        self._link(line, text, anchor=anchor)

    def mark(self, line: Any, name: str) -> None:
        """Put a bookmark around what stands in a paragraph."""
        number = str(next(self._marks))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), number)
        start.set(qn("w:name"), name)
        line._p.insert(1 if line._p.pPr is not None else 0, start)
        line._p.append(end)

    def table(self, headings: Sequence[str], shares: Sequence[float]) -> Any:
        """Add a table whose columns have shares of the page's width; its headings stand on every page."""
        table = self.document.add_table(rows=1 if any(headings) else 0, cols=len(shares))
        table._tbl.tblStyle_val = self._style_id(look.TABLE)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        whole = sum(shares)
        for column, share in zip(table.columns, shares):
            column.width = Emu(int(look.WIDTH * share / whole))
        if any(headings):
            head = table.rows[0]
            for cell, heading in zip(head.cells, headings):
                self.run(cell.paragraphs[0], heading)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def row(self, table: Any) -> list[Any]:
        """Add a row that is not broken between pages; return its cells."""
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = list(row.cells)
        for cell, column in zip(cells, table.columns):
            cell.width = column.width
        return cells

    def shade(self, cell: Any, colour: str) -> None:
        """Colour the ground of a cell."""
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>')
        )

    def picture(self, picture: Picture, into: Any = None) -> None:
        """Add a chart: SVG for programs that show it, the same as pixels for the others, its words for readers."""
        for svg in pieces(picture, self.language):
            drawn = str(svg)
            width, height = size_of(drawn)
            line = self.paragraph("Normal", into=into)
            fits = min(1.0, look.WIDTH / (width * PIXEL))
            inline = line.add_run().add_picture(
                io.BytesIO(png(drawn)), Emu(int(width * PIXEL * fits)), Emu(int(height * PIXEL * fits))
            )
            line.paragraph_format.keep_with_next = True
            self._describe(inline, picture)
            self._vector(inline, drawn)

    def _describe(self, inline: Any, picture: Picture) -> None:
        about = inline._inline.docPr
        about.set("descr", xml_text(picture.description))
        about.set("title", xml_text(getattr(picture, "title", "")))

    def _vector(self, inline: Any, drawn: str) -> None:
        part = self.document.part
        name = PackURI(f"/word/media/chart{next(self._pictures)}.svg")
        relation = part.relate_to(
            Part(name, "image/svg+xml", xml_text(drawn).encode("utf-8"), part.package), RELATIONSHIP_TYPE.IMAGE
        )
        blip = next(inline._inline.iter(qn("a:blip")))
        blip.append(
            parse_xml(
                f'<a:extLst {nsdecls("a")}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
                f'<asvg:svgBlip xmlns:asvg="{_SVG}" {nsdecls("r")} r:embed="{relation}"/></a:ext></a:extLst>'
            )
        )

    def room(self, lines: int = 3) -> None:
        """Add a box to write in."""
        table = self.document.add_table(rows=1, cols=1)
        table._tbl.tblStyle_val = self._style_id("Table Grid")
        row = table.rows[0]
        row.height = Pt(17 * lines)


def _runs_left(text: str) -> bool:
    """Whether the first letter of a text runs from right to left."""
    return next(
        (kind in ("R", "AL") for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False
    )
