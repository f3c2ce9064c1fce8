"""A report as a workbook: a sheet for each section, its figures as numbers, charts that a spreadsheet draws itself."""

from __future__ import annotations

from pathlib import Path

from ....core.file_marks import REPORT
from ....sheets_templates.build import XlsxBook
from ...i18n.language import load_language
from ...model.footnotes import Footnotes
from ...model.report import Report
from .blocks import write_block
from .sheet import SheetPage, names


def write_xlsx(path: Path, report: Report) -> None:
    """Write a report as XLSX; the same report gives the same bytes."""
    language = load_language(report.language)
    notes = Footnotes(language, report.links)
    last = language.say("Sources")
    first, *sheets, sources = names([language.say("Contents"), *(section.title for section in report.sections), last])
    with XlsxBook(path, report.title, report.date, mark=REPORT) as book:
        start = SheetPage(book, first, report.title, notes, language, "start")
        pages = [SheetPage(book, name, report.title, notes, language) for name in sheets]
        for page, section in zip(pages, report.sections):
            page.head(section.title, section.lead, first)
            for block in section.blocks:
                write_block(page, block)
            page.done()
        _contents(start, report, sheets)
        if notes.all:
            page = SheetPage(book, sources, report.title, notes, language)
            page.head(last, "", first)
            page.sources()
            start.go_to(sources, last)
        start.skip()
        start.prose(report.end)
        start.done()


def _contents(start: SheetPage, report: Report, sheets: list[str]) -> None:
    start.line(report.brand.name, "lead") if report.brand.name else None
    start.line(report.title, "cover", height=36)
    start.line(report.lead, "lead")
    start.skip()
    for name, section in zip(sheets, report.sections):
        start.go_to(name, section.title)
