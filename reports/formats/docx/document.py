"""The whole document: its title, contents, sections, and the sources of its figures."""

from __future__ import annotations

import base64
import datetime
import io
from typing import Any

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from ....core import archive
from ....core.cells import date_of
from ....core.xml_text import xml_text
from ...i18n.language import load_language
from ...model.executive_summary import SUMMARY
from ...model.footnotes import Footnotes
from ...model.report import Report
from . import style as look
from .blocks import write_block
from .writer import DocxWriter


def document(report: Report) -> bytes:
    """Return a report as the bytes of a DOCX."""
    document = docx.Document()
    look.dress(document, report)
    _properties(document, report)
    language = load_language(report.language)
    to = DocxWriter(document, language, Footnotes(language, report.links))
    _top(to, report)
    for at, section in enumerate(report.sections):
        if (
            at == (1 if report.sections[0].id == SUMMARY else 0)
            and len(report.sections) > 2
            and report.audience != "index"
        ):
            _contents(to, report)
        to.mark(to.paragraph("Heading 1", section.title), f"section-{section.id}")
        if section.lead:
            to.paragraph("OKR Lead", section.lead).paragraph_format.keep_with_next = True
        for block in section.blocks:
            write_block(to, block)
    _sources(to)
    to.paragraph("OKR Remark", report.end)
    return _bytes(document)


def _properties(document: Any, report: Report) -> None:
    about, day = document.core_properties, date_of(report.date)
    about.title, about.author, about.language = xml_text(report.title)[:255], "okrsheets", report.language
    about.subject, about.comments, about.keywords = xml_text(report.subject)[:255], "", "OKR"
    about.created = about.modified = datetime.datetime.combine(day, datetime.time())
    about.last_modified_by = "okrsheets"


def _top(to: DocxWriter, report: Report) -> None:
    brand = report.brand
    if brand.logo:
        try:
            logo = io.BytesIO(base64.b64decode(brand.logo.partition(",")[2]))
            to.paragraph("Normal").add_run().add_picture(logo, height=Cm(1.4))
        except UnrecognizedImageError:  # an SVG: the name stands for it
            pass
    if brand.name:
        to.paragraph("OKR Lead", brand.name)
    to.paragraph("Title", report.title)
    to.paragraph("OKR Lead", report.lead)


def _contents(to: DocxWriter, report: Report) -> None:
    """A table of contents that Word renews with page numbers; until then the headings lead to their places."""
    to.paragraph("Heading 3", to.language.say("Contents"))
    for at, section in enumerate(report.sections):
        line = to.paragraph("Normal")
        if at == 0:
            _field(line, "begin", dirty=True)
            instruction = OxmlElement("w:instrText")
            instruction.text = r' TOC \o "1-1" \h \z \u '
            line.add_run()._r.append(instruction)
            _field(line, "separate")
        to.leads_to(line, section.title, f"section-{section.id}")
        if section is report.sections[-1]:
            _field(line, "end")


def _field(line: Any, kind: str, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    line.add_run()._r.append(mark)


def _sources(to: DocxWriter) -> None:
    """The cells of all figures, one row a workbook."""
    books = to.notes.books
    if books:
        to.paragraph("Heading 1", to.language.say("Sources"))
    for book in books:
        line = to.paragraph("OKR Note")
        if book.address:
            to.link(line, book.workbook, book.address)
        else:
            to.run(line, book.workbook, bold=True)
        to.run(line, f": {book.cells}" if book.cells else "")


def _bytes(document: Any) -> bytes:
    """The file with every part dated alike, so that the same report gives the same bytes."""
    held = io.BytesIO()
    document.save(held)
    return archive.pack(archive.unpack(held.getvalue()))
