"""Each kind of block and cell of a report in a sheet, with the charts that a spreadsheet draws from its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from ....sheets_templates.build import Series
from ...charts import palette
from ...model.charts import ConfidenceChart, HeatChart, ProgressChart, SkillChart, Spark, TreeChart
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
from .sheet import SheetPage

ROW = 20  # pixels
BESIDE = 3  # the column where a chart begins, beside its numbers


def write_block(to: SheetPage, block: Block) -> None:
    """Write a block of any kind, and an empty row."""
    if block.title:
        to.line(block.title, "section")
    if block.lead:
        to.line(block.lead, "muted")
    _write_rows(to, block)
    to.skip()


def _write_rows(to: SheetPage, block: Block) -> None:
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


def _more(to: SheetPage, listing: Listing[Any]) -> None:
    if listing.more:
        to.line(f"… {listing.more}.", "muted")


def _text(to: SheetPage, column: int, text: Text, depth: int = 0) -> None:
    lines = [f"{text.id} {text.whole or text.short}".strip(), *text.remarks]
    to.text(column, "    " * depth + "\n".join(part for part in lines if part))


def _with_ids(block: TableBlock) -> frozenset[int]:
    """The columns of texts with ids, which have a column of their own in a sheet."""
    rows = [row.cells for row in block.rows.rows]
    return frozenset(at for cells in rows for at, cell in enumerate(cells) if isinstance(cell, Text) and cell.id)


def _cells(to: SheetPage, row: tuple[Cell, ...], depth: int = 0, ids: frozenset[int] = frozenset()) -> None:
    """The cells of a row, the first one set in; a score takes two of the sheet, for what is expected stands beside it.

    `ids` are the places of the texts whose id has a cell of its own behind them.
    """
    column = 0
    for at, value in enumerate(row):
        if at in ids and isinstance(value, Text):
            _text(to, column, replace(value, id=""), depth if at == 0 else 0)
            column += 1
            to.text(column, value.id)
        elif isinstance(value, Text):
            _text(to, column, value, depth if column == 0 else 0)
        else:
            _cell(to, column, value)
        column += 2 if isinstance(value, Measure) else 1
    to.row += 1


def _cell(to: SheetPage, column: int, value: Cell) -> None:
    match value:
        case Text():
            _text(to, column, value)
        case Figure():
            to.figure(column, value)
        case Measure():
            _measure(to, column, value)
        case Status():
            to.status(column, value.word, value.label)
        case Link():
            address, style = f"external:{value.address}.xlsx", to.book.style("link")
            to.sheet.inner.write_url(to.row - 1, column, address, style, value.text)
        case _:
            assert_never(value)


def _measure(to: SheetPage, column: int, measure: Measure) -> None:
    to.figure(column, measure.score)
    to.figure(column + 1, measure.expected)


def _headings(block: TableBlock, plan: str, id: str) -> list[str]:
    heads = []
    for at, column in enumerate(block.columns):
        heads += [column.heading, id] if at in _with_ids(block) else [column.heading]
        if any(isinstance(row.cells[at], Measure) for row in block.rows.rows):
            heads.append(plan)
    return heads


def _table(to: SheetPage, block: TableBlock) -> None:
    if block.rows.rows:
        say, ids = to.language.say, _with_ids(block)
        to.headings(_headings(block, say("Expected"), say("ID")), len(block.rows.rows))
        for row in block.rows.rows:
            _cells(to, row.cells, row.depth, ids)
    _more(to, block.rows)


def _verdict(to: SheetPage, block: Verdict) -> None:
    language = to.language
    to.prose(block.sentence.text, block.sentence)
    for remark in block.remarks:
        to.prose(remark.text, remark)
    to.skip()
    to.headings([language.say("Score"), language.say("Expected"), language.say("Status")])
    _cells(to, (block.measure, block.status))


def _prose(to: SheetPage, block: Prose) -> None:
    for paragraph in block.paragraphs:
        mark = "• " if paragraph.style == "bullet" else f"{paragraph.label} " if paragraph.label else ""
        to.prose(f"{'    ' * max(0, paragraph.depth - 1)}{mark}{paragraph.text}")


def _sentences(to: SheetPage, block: Sentences) -> None:
    for sentence in block.lines:
        to.prose(sentence.text, sentence)


def _headlines(to: SheetPage, block: Headlines) -> None:
    language = to.language
    to.headings([language.say("Objective"), language.say("Score"), language.say("Status")])
    for headline in block.headlines.rows:
        _cells(to, (headline.text, headline.score, headline.status))
        for sentence in headline.sentences:
            to.prose(sentence.text, sentence)
    _more(to, block.headlines)


def _numbers(to: SheetPage, block: Numbers) -> None:
    for number in block.numbers:
        _cells(to, (Text(number.label), number.figure))


def _statuses(to: SheetPage, block: Statuses) -> None:
    first = to.row
    for entry in block.counts:
        to.status(0, entry.word, entry.label)
        to.sheet.number(to.row, 1, entry.count, "view whole")
        to.row += 1
    colours = [palette.filling(entry.word) for entry in block.counts]
    name, counts = to.language.say("Key results"), "; ".join(f"{entry.figure} {entry.label}" for entry in block.counts)
    series = Series(name, to.range(0, first, to.row - 1), to.range(1, first, to.row - 1), palette.INK, colours)
    high = 60 + 30 * len(block.counts)
    to.chart(first, BESIDE, "bar", name, counts, [series], (480, high))
    to.row = max(to.row, first + high // ROW + 1)


def _items(to: SheetPage, block: Items) -> None:
    language = to.language
    heads = ("Key result", "Status", "Score", "Expected", "Why", "Note")
    to.headings([language.say(head) for head in heads], len(block.items.rows))
    for item in block.items.rows:
        remarks = (*item.meta, *item.text.remarks)
        text = Text(item.text.short, item.text.whole, item.text.id, remarks)
        why = "; ".join(part for part in (item.why, item.outlook) if part)
        story = item.sentence.text if item.sentence else ""
        note = "\n".join(part for part in (story, item.note, item.noted) if part)
        _cells(to, (text, item.status, item.measure, Text(why), Text(note)))
    _more(to, block.items)


def _tree(to: SheetPage, block: TreeBlock) -> None:
    language = to.language
    heads = ("Objective", "Objective level", "Status", "Score", "Expected", "Value", "Owner")
    to.headings([language.say(head) for head in heads])
    to.sheet.inner.outline_settings(symbols_below=False)
    for branch in block.branches.rows:
        indent = "   " * branch.depth
        remarks = tuple(part for part in (*branch.meta, *branch.text.remarks) if part)
        text = Text(branch.text.short, branch.text.whole, f"{indent}{branch.text.id}", remarks)
        _cells(to, (text, Text(branch.level), branch.status, branch.measure))
        if branch.key_results:
            _below(to, branch.key_results, indent)
    _more(to, block.branches)


def _below(to: SheetPage, table: TableBlock, indent: str) -> None:
    """The key results of an objective, folded below it, in the columns of the tree."""
    for row in table.rows.rows:
        by_key = dict(zip((column.key for column in table.columns), row.cells))
        first, *others = row.cells
        name = first if isinstance(first, Text) else Text("")
        status = next((cell for cell in others if isinstance(cell, Status)), Text(""))
        measure = next((cell for cell in others if isinstance(cell, Measure)), Text(""))
        rest = [cell for cell in by_key.values() if cell not in (first, status, measure)]
        to.fold()
        text = Text(name.short, name.whole, f"{indent}      {name.id}", name.remarks)
        gap: tuple[Cell, ...] = (measure,) if isinstance(measure, Measure) else (measure, Text(""))
        _cells(to, (text, Text(""), status, *gap, *reversed(rest)))
    _more(to, table.rows)


def _heat(to: SheetPage, block: Heat) -> None:
    heat = block.chart
    to.headings([heat.down, *heat.columns])
    for line in heat.lines:
        to.figure(0, line.name)
        for column, cell in enumerate(line.cells, start=1):
            ground = palette.PAPER if cell.step is None else palette.HEAT[cell.step]
            ink = palette.SOFT if cell.step is None else palette.HEAT_INK[cell.step]
            to.shaded(column, f"{cell.text} ▾" if cell.gap else cell.text, ground, ink)
        to.row += 1
    to.line(", ".join(meaning for _, meaning in heat.key), "muted")
    if heat.more:
        to.line(f"… {heat.more}.", "muted")


def _pictures(to: SheetPage, block: Pictures) -> None:
    for picture in block.pictures:
        match picture:
            case ProgressChart():
                _progress(to, picture)
            case ConfidenceChart():
                _confidence(to, picture)
            case SkillChart():
                _skills(to, picture)
            case Spark() | TreeChart() | HeatChart():  # no spreadsheet draws these: the sentence stands for the picture
                to.prose(picture.description)
            case _:
                assert_never(picture)


def _introduce(to: SheetPage, picture: ProgressChart | ConfidenceChart | SkillChart) -> None:
    to.line(picture.title, "section")
    to.prose(picture.description)


def _line(to: SheetPage, first: int, column: int, name: str, colour: str, dash: bool = False) -> Series:
    last = to.row - 1
    return Series(name, to.range(0, first, last), to.range(column, first, last), colour, dash=dash, dots=not dash)


def _heading_of_times(to: SheetPage, picture: ProgressChart | ConfidenceChart) -> str:
    return to.language.say("Day") if picture.dates else f"{picture.from_day} – {picture.to_day}"


def _time(to: SheetPage, picture: ProgressChart | ConfidenceChart, time: float) -> None:
    """A time of a chart as a day, or where its days are not known as the share of its period."""
    if picture.dates is None:
        to.sheet.number(to.row, 0, time, "view share")
        return
    first, last = picture.dates
    to.day(0, first + round(time * (last - first)))


def _axes(
    picture: ProgressChart | ConfidenceChart, top: float | None = None
) -> tuple[tuple[str, str], float | None, tuple[float, float]]:
    """The formats of a chart's axes, the end of its values and the ends of its days."""
    return (("d mmm" if picture.dates else "0%", "0%"), top, picture.dates or (0, 1))


def _progress(to: SheetPage, picture: ProgressChart) -> None:
    """The check-ins, the plan and the forecast over the days of the chart's own period."""
    _introduce(to, picture)
    language = to.language
    names = [language.say("Check-ins"), language.say("Expected"), language.say("Forecast")][
        : 3 if picture.forecast else 2
    ]
    lines = [
        picture.points,
        picture.plan,
        (picture.points[-1], picture.forecast) if picture.forecast and picture.points else (),
    ]
    to.headings([_heading_of_times(to, picture), *names])
    ranges = []
    top = to.row
    for column, (name, points) in enumerate(zip(names, lines), start=1):
        first = to.row
        for time, progress in points:
            _time(to, picture, time)
            to.sheet.number(to.row, column, progress, "view share")
            to.row += 1
        if points:
            ranges.append(_line(to, first, column, name, palette.EDGE if column == 2 else palette.INK, column > 1))
    to.chart(top - 1, BESIDE + 2, "line", picture.title, picture.description, ranges, (520, 280), *_axes(picture))
    to.row = max(to.row, top + 14)
    to.skip()


def _confidence(to: SheetPage, picture: ConfidenceChart) -> None:
    _introduce(to, picture)
    to.headings([_heading_of_times(to, picture), picture.title])
    first = to.row
    for time, confidence in picture.points:
        _time(to, picture, time)
        to.sheet.number(to.row, 1, confidence, "view share")
        to.row += 1
    if picture.points:
        series = [_line(to, first, 1, picture.title, palette.INK)]
        to.chart(
            first - 1, BESIDE + 2, "line", picture.title, picture.description, series, (520, 240), *_axes(picture, 1)
        )
    to.row = max(to.row, first + 13)


def _skills(to: SheetPage, picture: SkillChart) -> None:
    _introduce(to, picture)
    language = to.language
    names = (language.say("Level"), language.say("Required by the role"))
    to.headings([language.say("Skill"), *names])
    first = to.row
    for bar in picture.bars:
        to.text(0, bar.skill)
        for column, level in enumerate((bar.level, bar.required), start=1):
            if level is not None:
                to.sheet.number(to.row, column, level, "view mean")
        to.row += 1
    places = to.range(0, first, to.row - 1)
    series = [
        Series(name, places, to.range(at, first, to.row - 1), colour)
        for at, (name, colour) in enumerate(zip(names, (palette.HEAT[4], palette.HEAT[1])), start=1)
    ]
    high = 120 + 40 * len(picture.bars)
    to.chart(first - 1, BESIDE + 1, "bar", picture.title, picture.description, series, (520, high), top=5)
    to.row = max(to.row, first + high // ROW)


def _write_ins(to: SheetPage, block: WriteIns) -> None:
    entries = block.entries.rows
    prompts = list(dict.fromkeys(prompt for entry in entries for prompt in entry.prompts))
    language = to.language
    to.headings(
        [language.say("Key result"), language.say("Owner"), language.say("Score"), language.say("Value"), *prompts]
    )
    for entry in entries:
        to.height(60)
        for at in range(len(prompts)):
            to.sheet.blank(to.row, 4 + at, "input long")
            to.widen(4 + at, 36)
        _cells(to, (entry.text, Text(entry.owner), entry.score, Text(entry.value)))
    _more(to, block.entries)
