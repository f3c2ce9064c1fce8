"""Each kind of block and cell of a report in a document."""

from __future__ import annotations

from typing import Any, assert_never

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from ...charts import palette
from ...model.figure import Figure
from ...model.prose import Prose
from ...model.report import (
    Block,
    Cell,
    Headlines,
    Heat,
    Items,
    Link,
    Listing,
    Measure,
    Numbers,
    Pictures,
    Sentences,
    Status,
    Statuses,
    TableBlock,
    Text,
    TreeBlock,
    Verdict,
    WriteIns,
)
from ..column_shares import column_shares
from .writer import DocxWriter

BROAD = 2.4  # share of a map that its first column has
NARROW = 1.0  # of figures


def write_block(to: DocxWriter, block: Block) -> None:
    """Write a block of any kind."""
    if block.title:
        to.paragraph("Heading 2", block.title)
    match block:
        case Verdict():
            _verdict(to, block)
        case Prose():
            _prose(to, block)
        case Sentences():
            _sentences(to, block)
        case Headlines():
            _headlines(to, block)
        case Numbers():
            _numbers(to, block)
        case Statuses():
            _statuses(to, block)
        case Items():
            _items(to, block)
        case TreeBlock():
            _tree(to, block)
        case TableBlock():
            _table(to, block)
        case Heat():
            _heat(to, block)
        case Pictures():
            _pictures(to, block)
        case WriteIns():
            _write_ins(to, block)
        case _:
            assert_never(block)


def _lead(to: DocxWriter, lead: str, style: str = "OKR Lead") -> None:
    if lead:
        to.paragraph(style, lead).paragraph_format.keep_with_next = True


def _more(to: DocxWriter, listing: Listing[Any]) -> None:
    if listing.more:
        to.paragraph("OKR Remark", f"… {listing.more}.")


def _text(to: DocxWriter, line: Any, text: Text) -> None:
    if text.id:
        to.run(line, f"{text.id} ", colour=palette.SOFT)
    to.run(line, text.whole or text.short)


def _joined(to: DocxWriter, style: str, parts: tuple[str, ...]) -> None:
    if any(parts):
        to.paragraph(style, " · ".join(part for part in parts if part))


def _measure(to: DocxWriter, line: Any, measure: Measure) -> None:
    to.figure(line, measure.score, bold=True)
    to.run(line, f" · {measure.plan}" if measure.plan else "", colour=palette.SOFT)


def _cell(to: DocxWriter, cell: Any, value: Cell) -> None:
    line = cell.paragraphs[0]
    match value:
        case Text():
            _text(to, line, value)
            for remark in value.remarks:
                to.paragraph("OKR Remark", remark, into=cell)
        case Figure():
            if value.unit in ("share", "number"):
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            to.figure(line, value)
        case Measure():
            _measure(to, line, value)
        case Status():
            to.status(line, value.word, value.label)
        case Link():
            to.link(line, value.text, f"{value.address}.docx")
        case _:
            assert_never(value)


def _verdict(to: DocxWriter, block: Verdict) -> None:
    to.figure(to.paragraph("OKR Item"), block.sentence)
    line = to.paragraph("Normal")
    to.status(line, block.status.word, block.status.label)
    to.run(line, " · ")
    _measure(to, line, block.measure)
    for remark in block.remarks:
        to.figure(to.paragraph("OKR Remark"), remark)


def _prose(to: DocxWriter, block: Prose) -> None:
    _lead(to, block.lead)
    for paragraph in block.paragraphs:
        bullet = paragraph.style == "bullet"
        line = to.paragraph("Heading 3" if paragraph.style == "heading" else "List Bullet" if bullet else "Normal")
        if paragraph.depth > bullet:
            line.paragraph_format.left_indent = Cm(0.6 * paragraph.depth)
        to.run(line, f"{paragraph.label} " if paragraph.label else "")
        for run in paragraph.runs:
            if run.address:
                to.link(line, run.text, run.address)
            else:
                to.run(line, run.text, bold=run.bold or None).italic = run.italic or None


def _sentences(to: DocxWriter, block: Sentences) -> None:
    _lead(to, block.lead)
    if block.listed:
        for sentence in block.lines:
            to.figure(to.paragraph("List Bullet"), sentence)
        return
    line = to.paragraph("Normal")
    for sentence in block.lines:
        to.figure(line, sentence)
        to.run(line, " ")


def _headlines(to: DocxWriter, block: Headlines) -> None:
    _lead(to, block.lead)
    for headline in block.headlines.rows:
        _text(to, to.paragraph("Heading 3"), headline.text)
        line = to.paragraph("OKR Number")
        to.figure(line, headline.score)
        line = to.paragraph("Normal")
        to.status(line, headline.status.word, headline.status.label)
        to.run(line, f" · {headline.bar.description}" if headline.bar.description else "", colour=palette.SOFT)
        line = to.paragraph("Normal")
        for sentence in headline.sentences:
            to.figure(line, sentence)
            to.run(line, " ")
    _more(to, block.headlines)


def _numbers(to: DocxWriter, block: Numbers) -> None:
    _lead(to, block.lead)
    table = to.table([""] * len(block.numbers), [1.0] * len(block.numbers))
    for cell, number in zip(to.row(table), block.numbers):
        cell.paragraphs[0].style = "OKR Number"
        to.figure(cell.paragraphs[0], number.figure)
        to.paragraph("OKR Remark", number.label, into=cell)


def _statuses(to: DocxWriter, block: Statuses) -> None:
    _lead(to, block.lead)
    shown = [entry for entry in block.counts if entry.count > 0]
    if shown:
        total = sum(entry.count for entry in shown)
        bar = to.table([""] * len(shown), [max(entry.count / total, 0.06) for entry in shown])
        for cell, entry in zip(to.row(bar), shown):
            to.shade(cell, palette.filling(entry.word))
    line = to.paragraph("Normal")
    line.paragraph_format.space_before = Cm(0.2)
    for entry in block.counts:
        to.status(line, entry.word, entry.label)
        to.run(line, f" {entry.figure}     ")


def _items(to: DocxWriter, block: Items) -> None:
    _lead(to, block.lead)
    for item in block.items.rows:
        _text(to, to.paragraph("OKR Item"), item.text)
        _joined(to, "OKR Remark", item.meta)
        line = to.paragraph("Normal")
        to.status(line, item.status.word, item.status.label)
        to.run(line, " · ")
        _measure(to, line, item.measure)
        why = "; ".join(part for part in (item.why, item.outlook) if part)
        to.run(line, f" · {why}" if why else "")
        if item.sentence:
            to.figure(to.paragraph("Normal"), item.sentence)
        if item.note:
            to.paragraph("Quote", item.note)
            to.paragraph("OKR Remark", item.noted).paragraph_format.left_indent = Cm(0.6)
        _joined(to, "OKR Remark", item.text.remarks)
        if item.picture:
            to.picture(item.picture)
            to.paragraph("Caption", item.picture.description)
    _more(to, block.items)


def _tree(to: DocxWriter, block: TreeBlock) -> None:
    _lead(to, block.lead)
    for branch in block.branches.rows:
        line = to.paragraph("Heading 3")
        line.paragraph_format.left_indent = Cm(0.5 * min(branch.depth, 6))
        to.run(line, f"{branch.level} ", colour=palette.SOFT)
        _text(to, line, branch.text)
        for parts in (branch.meta, branch.text.remarks):
            if any(parts):
                remark = to.paragraph("OKR Remark", " · ".join(parts))
                remark.paragraph_format.left_indent = line.paragraph_format.left_indent
        status_line = to.paragraph("Normal")
        status_line.paragraph_format.left_indent = line.paragraph_format.left_indent
        to.status(status_line, branch.status.word, branch.status.label)
        to.run(status_line, " · ")
        _measure(to, status_line, branch.measure)
        if branch.key_results:
            _table(to, branch.key_results)
    _more(to, block.branches)


def _table(to: DocxWriter, block: TableBlock) -> None:
    _lead(to, block.lead, "Caption")
    if block.rows.rows:
        table = to.table([column.heading for column in block.columns], column_shares(block))
        for row in block.rows.rows:
            cells = to.row(table)
            for cell, value in zip(cells, row.cells):
                _cell(to, cell, value)
            if row.depth:
                cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.4 * row.depth)
        to.paragraph("OKR Note")
    _more(to, block.rows)


def _heat(to: DocxWriter, block: Heat) -> None:
    heat = block.chart
    to.paragraph("Caption", heat.description).paragraph_format.keep_with_next = True
    table = to.table([heat.down, *heat.columns], [BROAD, *[NARROW] * len(heat.columns)])
    for line in heat.lines:
        first, *others = to.row(table)
        to.figure(first.paragraphs[0], line.name)
        for cell, value in zip(others, line.cells):
            dark = value.step is not None and palette.HEAT_INK[value.step] == palette.PAPER
            to.run(
                cell.paragraphs[0], f"{value.text} ▾" if value.gap else value.text, colour=palette.PAPER if dark else ""
            )
            if value.step is not None:
                to.shade(cell, palette.HEAT[value.step])
    legend = ", ".join(meaning for _, meaning in heat.key)
    to.paragraph("Caption", f"{legend}. {block.lead}")
    if heat.more:
        to.paragraph("OKR Remark", f"… {heat.more}.")


def _pictures(to: DocxWriter, block: Pictures) -> None:
    _lead(to, block.lead)
    for picture in block.pictures:
        to.picture(picture)
        to.paragraph("Caption", picture.description)


def _write_ins(to: DocxWriter, block: WriteIns) -> None:
    _lead(to, block.lead)
    for entry in block.entries.rows:
        _text(to, to.paragraph("Heading 3"), entry.text)
        line = to.paragraph("OKR Remark", f"{entry.owner} · ")
        to.figure(line, entry.score)
        to.run(line, f" · {entry.value}")
        for prompt in entry.prompts:
            to.paragraph("OKR Room", prompt)
            to.room()
    _more(to, block.entries)
