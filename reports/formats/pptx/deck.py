"""The deck: verdict, objectives, changes, risks, decisions, skills, and an appendix with the sources."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from pathlib import Path

from ....core import archive
from ....core.cells import date_of
from ....core.xml_text import xml_text
from ...charts import palette
from ...i18n.language import Language, load_language
from ...model.executive_summary import ExecutiveSummary
from ...model.footnotes import Footnotes
from ...model.report import Listing, Measure, Report, Row, Status, TableBlock, TableColumn, TreeBlock, TreeRow
from .look import NO_SIGN, SIGNS, plain
from .master import Area, Master
from .slide import BODY, SMALL, Slide

MOST_OBJECTIVES = 12  # that get a slide of their own
MOST_SLIDES = 4  # of one table
BIG = 20
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def deck(report: Report, template: Path | None = None) -> bytes:
    """Return a report as the bytes of a PPTX."""
    return _Deck(report, template).bytes()


class _Deck:
    """The slides of one report, made in their order."""

    def __init__(self, report: Report, template: Path | None) -> None:
        self.report = report
        self.language: Language = load_language(report.language)
        self.master = Master(template, report.brand.colour)
        self.footnotes = Footnotes(self.language, report.links)
        summary = ExecutiveSummary.of(report)
        if summary is None:
            self._first(report.title)
        else:
            self._verdict(summary)
            self._table(self.language.say("Objectives"), summary.tree)
        for branch, below in self._tops():
            self._objective(branch, below)
        if summary is not None:
            self._commentary(summary)
            for block in (summary.changes, summary.risks, summary.decisions, summary.skills):
                self._table(block.title if block else "", block)
        self._table(self.language.say("Sources"), report.table("workbooks"))

    def bytes(self) -> bytes:
        """Return the presentation, dated on the day of the report, so that the same report gives the same bytes."""
        presentation, report = self.master.presentation, self.report
        about = presentation.core_properties
        about.title, about.author, about.language = xml_text(report.title)[:255], "okrsheets", report.language
        about.subject, about.comments, about.keywords = xml_text(report.subject)[:255], "", "OKR"
        about.created = about.modified = datetime.datetime.combine(date_of(report.date), datetime.time())
        about.last_modified_by = "okrsheets"
        held = io.BytesIO()
        presentation.save(held)
        parts = archive.unpack(held.getvalue())
        return archive.pack({name: _undated(name, part) for name, part in parts.items()})

    def _slide(self, title: str) -> Slide:
        return Slide(self.master, title, self.footnotes, self.report.language)

    def _first(self, title: str) -> Slide:
        """A slide that begins with what the report is and its day."""
        slide = self._slide(title)
        area = slide.area
        line = " · ".join(part for part in (self.report.brand.name, self.report.title, self.report.lead) if part)
        slide.text(Area(area.left, area.top, area.width, area.height // 8), [(line, BODY, palette.SOFT, False)])
        return slide

    def _verdict(self, summary: ExecutiveSummary) -> None:
        verdict = summary.verdict
        slide = self._first(verdict.sentence.text)
        slide.source(verdict.sentence)
        slide.source(verdict.measure.score)
        area = slide.area
        eighth = area.height // 8
        score = " · ".join((_status(verdict.status), verdict.measure.score.text, verdict.measure.plan))
        remarks = [(remark.text, float(BODY), palette.INK, False) for remark in verdict.remarks]
        slide.text(
            Area(area.left, area.top + eighth, area.width, 3 * eighth), [(score, BIG, palette.INK, True), *remarks]
        )
        for remark in verdict.remarks:
            slide.source(remark)
        if summary.statuses is not None:
            counts = summary.statuses.counts
            said = ", ".join(f"{count.label} {count.figure}" for count in counts)
            slide.status_chart(Area(area.left, area.top + 4 * eighth, area.width, 3 * eighth), counts, said)
        slide.finish()

    def _tops(self) -> list[tuple[TreeRow, list[TreeRow]]]:
        """The objectives that get a slide, those at the top while they are few, each with the objectives right below it."""
        section = self.report.section("objectives")
        trees = [block for block in section.blocks if isinstance(block, TreeBlock)] if section else []
        tops: list[tuple[TreeRow, list[TreeRow]]] = []
        for branch in (branch for tree in trees for branch in tree.branches.rows):
            if branch.depth == 0 or not tops:  # a team's own may be set in below one that is not its
                tops.append((branch, []))
            elif branch.depth == tops[-1][0].depth + 1:
                tops[-1][1].append(branch)
        return tops[:MOST_OBJECTIVES]

    def _objective(self, branch: TreeRow, below: Sequence[TreeRow]) -> None:
        slide = self._slide(plain(branch.text))
        area, measure = slide.area, branch.measure
        line = " · ".join(
            part for part in (_status(branch.status), measure.score.text, measure.plan, *branch.meta) if part
        )
        top = area.height // 8
        slide.text(Area(area.left, area.top, area.width, top), [(line, BODY, palette.INK, True)])
        slide.source(measure.score)
        rest = Area(area.left, area.top + top, area.width, area.height - top)
        block = self._results(branch, below)
        if block.rows.rows:
            self._key_results(slide, rest, block)
        slide.finish()

    def _results(self, branch: TreeRow, below: Sequence[TreeRow]) -> TableBlock:
        """The key results of an objective, then the objectives right below it."""
        columns = tuple(
            TableColumn(key, self.language.say(heading))
            for key, heading in (("result", "Result"), ("score", "Score"), ("status", "Status"))
        )
        own = branch.key_results
        rows = [Row((row.cells[0], row.cells[3], row.cells[4])) for row in own.rows.rows] if own else []
        rows += [Row((each.text, each.measure, each.status)) for each in below]
        return TableBlock("results", columns, Listing(tuple(rows)), lead=plain(branch.text))

    def _key_results(self, slide: Slide, area: Area, block: TableBlock) -> None:
        """A chart of the scores beside their table."""
        rows = block.rows.rows
        chart = area.width // 2
        gap = area.width // 50
        shown = slide.table(Area(area.left + chart + gap, area.top, area.width - chart - gap, area.height), block, rows)
        entries = [
            (plain(row.cells[0]), cell) for row in rows[:shown] for cell in row.cells if isinstance(cell, Measure)
        ]
        if entries:
            names = (self.language.say("Expected"), self.language.say("Score"))
            said = "; ".join(f"{name}: {each.score.text}, {each.plan}" for name, each in entries)
            slide.score_chart(Area(area.left, area.top, chart, area.height), entries, names, said)
        for row in rows[shown:]:
            slide.note(" · ".join(map(plain, row.cells)))

    def _table(self, title: str, block: TableBlock | None) -> None:
        """A table, on as many slides as it needs; what is beyond a few of them is said in words."""
        if block is None:
            return
        rows: Sequence[Row] = block.rows.rows
        number = 0
        while rows and number < MOST_SLIDES:
            number += 1
            slide = self._slide(title if number == 1 else self.language.say("{title}, continued", title=title))
            area = slide.area
            foot = area.height // 12
            shown = slide.table(Area(area.left, area.top, area.width, area.height - foot), block, rows)
            rows = rows[shown:]
            left_out = block.rows.more if not rows else ""
            if left_out:
                place = Area(area.left, area.top + area.height - foot, area.width, foot)
                slide.text(place, [(f"… {left_out}", SMALL, palette.SOFT, False)])
            slide.finish()

    def _commentary(self, summary: ExecutiveSummary) -> None:
        prose = summary.commentary
        if prose is None:
            return
        slide = self._slide(prose.title or self.language.say("Commentary"))
        slide.text(
            slide.area,
            [
                (
                    f"{'• ' if each.style == 'bullet' else ''}{each.label} {each.text}".strip(),
                    BODY + 2,
                    palette.INK,
                    each.style == "heading",
                )
                for each in prose.paragraphs
            ],
        )
        slide.finish()


def _status(status: Status) -> str:
    return f"{SIGNS.get(status.word, NO_SIGN)} {status.label}"


def _undated(name: str, part: bytes) -> bytes:
    """A workbook behind a chart says when it was made: it was made on no day."""
    if not name.endswith(".xlsx"):
        return part
    inner = archive.unpack(part)
    return archive.pack({each: _CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z", data) for each, data in inner.items()})
