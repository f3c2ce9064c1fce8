"""The styles of a document, so that whoever edits it changes a style and not every paragraph."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from ....core.xml_text import xml_text
from ...charts import palette
from ...model.report import Report

FONT = "Calibri"
TABLE = "OKR Table"
WIDTH = Cm(17.4)  # of the text on a page

# The name of a style, the one that it is based on, points, colour, bold, space before and after.
PARAGRAPHS = (
    ("OKR Lead", "Normal", 10.5, palette.SOFT, False, 0, 6),
    ("OKR Item", "Normal", 10.5, palette.INK, True, 9, 1),
    ("OKR Remark", "Normal", 9, palette.SOFT, False, 0, 3),
    ("OKR Room", "Normal", 10, palette.INK, True, 6, 2),
    ("OKR Note", "Normal", 8, palette.SOFT, False, 0, 1),
    ("OKR Number", "Normal", 18, palette.INK, True, 2, 0),
)

_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="OKRTable">
<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="1"/><w:qFormat/>
<w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr>
<w:rPr><w:sz w:val="18"/></w:rPr>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="{palette.LINE[1:]}"/>
<w:bottom w:val="single" w:sz="4" w:color="{palette.LINE[1:]}"/>
<w:insideH w:val="single" w:sz="4" w:color="{palette.LINE[1:]}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{palette.SOFT[1:]}"/></w:rPr>
<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="{palette.EDGE[1:]}"/></w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def rgb(colour: str) -> RGBColor:
    """Return a colour such as '#1b2430' as Word knows it."""
    return RGBColor.from_string(colour[1:].upper())


def dress(document: Any, report: Report) -> None:
    """Set the page, the language, and every style that the document uses."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin, page.bottom_margin = Cm(1.8), Cm(2)
    styles = document.styles
    _own_fonts(next(styles.element.iter(qn("w:rPrDefault"))).find(qn("w:rPr")))
    _language(styles, report.language)
    _paragraph(styles["Normal"], 10, palette.INK, False, 0, 4)
    brand = report.brand.colour
    for name, size, colour, before, after in (
        ("Title", 24, brand, 0, 4),
        ("Heading 1", 17, brand, 18, 6),
        ("Heading 2", 13, brand, 12, 4),
        ("Heading 3", 11, palette.INK, 9, 2),
        ("Caption", 9, palette.SOFT, 2, 6),
        ("Quote", 10, palette.SOFT, 2, 2),
    ):
        _paragraph(styles[name], size, colour, name not in ("Caption", "Quote"), before, after)
        if f"{name} Char" in styles:  # for a part of a line; some programs look at it for the whole
            styles[f"{name} Char"].font.color.rgb = rgb(colour)
            _own_fonts(styles[f"{name} Char"].element.rPr)
    borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        styles["Title"].element.pPr.remove(borders)
    styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    for own, base, points, ink, bold, above, below in PARAGRAPHS:
        style = styles.add_style(own, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _paragraph(style, points, ink, bold, above, below)
    for name in ("OKR Item", "OKR Room"):
        styles[name].paragraph_format.keep_with_next = True
    styles.element.append(parse_xml(_TABLE))
    _footer(page, report)


def _paragraph(style: Any, size: float, colour: str, bold: bool, before: float, after: float) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = FONT, Pt(size), bold, False, rgb(colour)
    _own_fonts(style.element.rPr)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _own_fonts(properties: Any) -> None:
    """Name the font, and let go of the theme's fonts and colours."""
    for element in properties.iter(qn("w:rFonts"), qn("w:color")):
        for name in [name for name in element.attrib if "theme" in name.lower()]:
            del element.attrib[name]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        properties.get_or_add_rFonts().set(qn(kind), FONT)


def _language(styles: Any, tag: str) -> None:
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-GB" if tag == "en" else tag)


def _footer(page: Any, report: Report) -> None:
    line = page.footer.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    line.style = "OKR Note"
    line.add_run(xml_text(" ".join(report.title.split())[:90]) + "\t")
    field(line, "PAGE", "1")
    line.add_run(" / ")
    field(line, "NUMPAGES", "1")


def field(line: Any, code: str, shown: str) -> None:
    """Add a field such as the number of the page, with what it shows until a program computes it."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", shown), ("end", "")):
        run = line.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)
