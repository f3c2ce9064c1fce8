"""One slide: its title, and tables and charts in the area below, each as large as its content allows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from ....core.xml_text import xml_text
from ...charts import palette, text_width
from ...model.charts import StatusCount
from ...model.figure import Figure
from ...model.footnotes import Footnotes
from ...model.report import Measure, Row, Status, TableBlock
from ..column_shares import column_shares
from . import look
from .master import TITLE_SIZE, Area, Master

BODY, LEAST, SMALL = 14, 11, 11  # points of the text of tables, of the smallest in them, and of what is said beside it
CELL_LINES = 3
EDGE_ACROSS, EDGE_DOWN = 91_440, 45_720  # of a cell, in units of the format
INDENT = 182_880  # of each level of a tree
MARK = 0.9  # of a column's room: programs measure letters a little differently
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's style without lines and fillings


class Slide:
    """A slide with its title; what is put on it is read in that order, and its sources stand in the notes."""

    def __init__(self, master: Master, title: str, notes: Footnotes, language: str) -> None:
        self._master, self._footnotes, self._language = master, notes, language
        self._slide = master.presentation.slides.add_slide(master.layout)
        self._sources: dict[str, None] = {}
        size = self.points(TITLE_SIZE)
        lines = look.lines_of(title, int(master.title.width * MARK), size, 2)
        frame = self._slide.shapes.title.text_frame
        frame.word_wrap = True
        frame.paragraphs[0].text = ""
        run = frame.paragraphs[0].add_run()
        run.text = xml_text(" ".join(lines))
        run._r.get_or_add_rPr().set("lang", language)
        if " ".join(lines) != text_width.clean(title):
            self.note(title)

    @property
    def area(self) -> Area:
        """The place below the title."""
        return self._master.body

    def points(self, size: float) -> float:
        """Return a size of letters, smaller on slides that are smaller than usual."""
        return max(8.0, round(size * self._master.scale * 2) / 2)

    def note(self, text: str) -> None:
        """Add a line to the speaker's notes, once."""
        self._sources[text] = None

    def source(self, figure: Figure) -> None:
        """Add the cells of a figure to the notes."""
        if figure.cells:
            self.note(f"{figure.text}: {self._footnotes.text(figure)}")

    def finish(self) -> None:
        """Write the notes."""
        if self._sources:
            self._slide.notes_slide.notes_text_frame.text = xml_text("\n".join(self._sources))

    def text(self, area: Area, texts: Sequence[tuple[str, float, str, bool]]) -> None:
        """Write paragraphs (text, points, colour, bold) into an area; what finds no room there is in the notes."""
        box = self._slide.shapes.add_textbox(*map(Emu, (area.left, area.top, area.width, area.height)))
        box.text_frame.word_wrap = True
        room = area.height / look.POINT - 8
        for text, size, ink, bold in texts:
            points = self.points(size)
            most = int(room // (points * look.LINE))
            if most < 1:
                self.note(text)
                continue
            lines = look.lines_of(text, int((area.width - 2 * EDGE_ACROSS) * MARK), points, min(most, 4))
            look.write(box.text_frame, " ".join(lines), points, ink, bold=bold, language=self._language)
            room -= len(lines) * points * look.LINE
            if " ".join(lines) != text_width.clean(text):
                self.note(text)

    def table(self, area: Area, block: TableBlock, rows: Sequence[Row]) -> int:
        """Write as many rows of a table as fit into an area, in smaller letters where all of them fit then; return how many."""
        size, heights = self._fitting(area, block, rows)
        widths, shown = _widths(block, area.width), rows[: max(1, len(heights) - 1)]
        place = (area.left, area.top, area.width, sum(heights))
        frame = self._slide.shapes.add_table(len(shown) + 1, len(widths), *map(Emu, place))
        heading = [column.heading for column in block.columns]
        look.describe(frame, block.lead or block.title or ", ".join(heading))
        table = frame.table
        frame._element.find(".//{*}tableStyleId").text = PLAIN_TABLE
        table.horz_banding = False
        right = [_is_number(rows, at) for at in range(len(widths))]
        for at, wide in enumerate(widths):
            table.columns[at].width = Emu(wide)
            self._cell(table.cell(0, at), heading[at], wide, size, palette.SOFT, bold=True, right=right[at])
        for number, row in enumerate(shown, start=1):
            for at, cell in enumerate(row.cells):
                ink = look.status_colour(cell.word) if isinstance(cell, Status) else palette.INK
                text, wide, bold = look.plain(cell), widths[at] - _indent(row, at), isinstance(cell, Status)
                self._cell(table.cell(number, at), text, wide, size, ink, bold=bold, right=right[at])
                table.cell(number, at).margin_left = Emu(EDGE_ACROSS + _indent(row, at))
                self._cell_sources(cell)
        for number, high in enumerate(heights[: len(shown) + 1]):
            table.rows[number].height = Emu(high)
        return len(shown)

    def _fitting(self, area: Area, block: TableBlock, rows: Sequence[Row]) -> tuple[float, list[int]]:
        """The size of letters and the heights of the heading and the rows that fit."""
        widths = _widths(block, area.width)
        lines = [[(column.heading, wide) for column, wide in zip(block.columns, widths)]]
        lines += [
            [(look.plain(cell), wide - _indent(row, at)) for at, (cell, wide) in enumerate(zip(row.cells, widths))]
            for row in rows
        ]
        size, fitting = self.points(BODY), 0
        for points in range(BODY, LEAST - 1, -1):
            heights = [self._height(line, self.points(points)) for line in lines]
            fits = bisect_right(list(accumulate(heights)), area.height)
            if fits > fitting and (fits == len(lines) or points == BODY):
                size, fitting, best = self.points(points), fits, heights
        return size, best[: max(fitting, 2)]

    def _cell_sources(self, cell: object) -> None:
        if isinstance(cell, Figure):
            self.source(cell)
        elif isinstance(cell, Measure):
            self.source(cell.score)

    def _height(self, texts: Sequence[tuple[str, int]], size: float) -> int:
        most = max(len(self._lines(text, wide, size)) for text, wide in texts)
        return int(most * size * look.LINE * look.POINT) + 2 * EDGE_DOWN

    def _lines(self, text: str, wide: int, size: float) -> list[str]:
        return look.lines_of(text, int((wide - 2 * EDGE_ACROSS) * MARK), size, CELL_LINES)

    def _cell(self, cell: Any, text: str, wide: int, size: float, ink: str, *, bold: bool, right: bool) -> None:
        lines = self._lines(text, wide, size)
        frame = cell.text_frame
        frame.word_wrap = True
        cell.vertical_anchor = MSO_ANCHOR.TOP
        cell.margin_left = cell.margin_right = Emu(EDGE_ACROSS)
        cell.margin_top = cell.margin_bottom = Emu(EDGE_DOWN)
        look.write(frame, " ".join(lines), size, ink, bold=bold, language=self._language)
        look.underline(cell)
        if right:
            frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        if " ".join(lines) != text_width.clean(text):
            self.note(text)

    def status_chart(self, area: Area, counts: Sequence[StatusCount], description: str) -> None:
        """Draw how many key results have which status as one bar."""
        data: Any = CategoryChartData(number_format="0")
        data.categories = [""]
        for count in counts:
            data.add_series(f"{look.SIGNS.get(count.word, look.NO_SIGN)} {count.label} {count.figure}", [count.count])
        chart = self._chart(XL_CHART_TYPE.BAR_STACKED, area, data, description)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 30, 100
        for series, count in zip(plot.series, counts):
            _fill(series.format, look.status_colour(count.word))
        chart.value_axis.visible = chart.category_axis.visible = chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, max(1, sum(count.count for count in counts))
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(self.points(BODY))

    def score_chart(
        self, area: Area, entries: Sequence[tuple[str, Measure]], names: tuple[str, str], description: str
    ) -> None:
        """Draw scores beside what is expected by now, one pair of bars an entry; `names` says expected and score in words."""
        size = self.points(SMALL)
        room = int(area.width * 0.38)
        data: Any = CategoryChartData(number_format="0%")
        data.categories = [" ".join(look.lines_of(name, room, size, 2)) for name, _ in reversed(entries)]
        for name, values in zip(names, zip(*((each.bar.expected, each.bar.score) for _, each in reversed(entries)))):
            data.add_series(name, values)
        chart = self._chart(XL_CHART_TYPE.BAR_CLUSTERED, area, data, description)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 60, 0
        expected, score = plot.series
        _fill(expected.format, palette.LINE)
        _fill(score.format, palette.INK)
        for at, (_, each) in enumerate(reversed(entries)):
            if each.bar.score is not None:
                _fill(score.points[at].format, look.status_colour(each.bar.status))
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
        plot.data_labels.font.size, plot.data_labels.position = Pt(size), XL_LABEL_POSITION.OUTSIDE_END
        _quiet_axes(chart, size)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(size)

    def _chart(self, kind: Any, area: Area, data: Any, description: str) -> Any:
        place = map(Emu, (area.left, area.top, area.width, area.height))
        frame = self._slide.shapes.add_chart(kind, *place, data)
        look.describe(frame, description)
        frame.chart.font.color.rgb = look.rgb(palette.INK)
        frame.chart.has_title = False
        return frame.chart


def _widths(block: TableBlock, width: int) -> list[int]:
    shares = column_shares(block)
    return [int(width * share / sum(shares)) for share in shares]


def _is_number(rows: Sequence[Row], at: int) -> bool:
    """Whether a column holds numbers, which stand at the right."""
    cells = [row.cells[at] for row in rows]
    figures = [
        cell for cell in cells if isinstance(cell, Measure) or (isinstance(cell, Figure) and cell.value is not None)
    ]
    return bool(figures) and len(figures) * 2 > len(cells)


def _indent(row: Row, at: int) -> int:
    """How far the text of a cell is set in: the first one by its level."""
    return INDENT * row.depth * (at == 0)


def _fill(format: Any, name: str) -> None:
    format.fill.solid()
    format.fill.fore_color.rgb = look.rgb(name)


def _quiet_axes(chart: Any, size: float) -> None:
    values, categories = chart.value_axis, chart.category_axis
    values.visible, values.has_major_gridlines = False, False
    values.minimum_scale, values.maximum_scale = 0, 1.15
    categories.tick_labels.font.size = Pt(size)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.format.line.color.rgb = look.rgb(palette.EDGE)
