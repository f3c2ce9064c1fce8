"""Letters and colours of slides, and what of a text fits where: nothing may run over the edge of its place."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from ....core.xml_text import xml_text
from ...charts import palette, text_width
from ...model.figure import Figure
from ...model.report import Cell, Link, Measure, Status, Text

POINT = 12_700  # units of the format in a point
LINE = 1.2  # how high a line is, in parts of its letters
SIGNS = {"achieved": "★", "on track": "●", "partly": "▲", "at risk": "▲", "missed": "■", "off track": "■"}
NO_SIGN = "○"


def rgb(name: str) -> Any:
    """Return a colour such as '#1b2430' as PowerPoint knows it."""
    return RGBColor(*bytes.fromhex(name[1:]))


def colour(name: str) -> Any:
    """Return a filling with a colour, for a style."""
    return parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{name[1:].upper()}"/></a:solidFill>')


def status_colour(word: str) -> str:
    """Return the colour of a status in a chart."""
    return palette.STATUS.get(palette.LOOKS_LIKE.get(word, word), palette.EDGE)


def plain(cell: Cell) -> str:
    """Return a cell of a report as one text."""
    match cell:
        case Text():
            return " ".join(part for part in (cell.id, cell.whole or cell.short) if part)
        case Figure():
            return cell.text
        case Measure():
            return cell.score.text
        case Status():
            return f"{SIGNS.get(cell.word, NO_SIGN)} {cell.label}".replace(" ", "\u00a0")  # it stays on its line
        case Link():
            return cell.text


def lines_of(text: str, width: int, size: float, most: int) -> list[str]:
    """Return a text on at most `most` lines that fit into a width in units of the format; the last one may end in an ellipsis."""
    return text_width.wrap(text_width.clean(text), width / POINT, size, most)


def write(frame: Any, text: str, size: float, ink: str = palette.INK, *, bold: bool = False, language: str = "") -> Any:
    """Write a text into the first empty paragraph of a frame, or into a new one; return the run."""
    first = frame.paragraphs[0]
    paragraph = first if not first.runs and len(frame.paragraphs) == 1 else frame.add_paragraph()
    return add_run(paragraph, text, size, ink, bold=bold, language=language)


def add_run(
    paragraph: Any, text: str, size: float, ink: str = palette.INK, *, bold: bool = False, language: str = ""
) -> Any:
    """Add letters of one look to a paragraph."""
    run = paragraph.add_run()
    run.text = xml_text(text).replace("\v", " ").replace("\n", " ")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(ink)
    if language:
        run._r.get_or_add_rPr().set("lang", language)
    return run


def underline(cell: Any) -> None:
    """Draw a thin line below a cell of a table."""
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{palette.LINE[1:].upper()}"/></a:solidFill></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().insert(0, line)


def describe(shape: Any, text: str) -> None:
    """Give a chart or a table the text that a screen reader reads in its place."""
    element = shape._element.find(".//{*}cNvPr")
    element.set("descr", xml_text(text))
