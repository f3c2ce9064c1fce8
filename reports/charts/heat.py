"""The map of groups (or people) and skills: light to dark, with figures, and a corner where somebody is missing."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import HeatCell, HeatChart, HeatLine
from . import palette, svg, text_width
from .frame import BROAD, NARROW, frame, legend
from .pages import numbered, paged
from .svg import Stroke

ROW, LINES = 25, 32  # how high a line is, and how many one picture has at most: more do not fit on a printed page
SHORTEST, LONGEST = 120.0, 260.0  # of the room for names
NARROWEST, BROADEST = 34.0, 84.0  # of a column
SIZE = 9.5


def heat(chart: HeatChart, language: Language, name: str = "") -> list[Markup]:
    """Return the map; a long one as several pictures, each with its headings."""
    parts = paged(chart.lines, LINES)
    return [_page(chart, language, part, number, len(parts), name) for number, part in enumerate(parts, 1)]


def _page(
    chart: HeatChart, language: Language, lines: tuple[HeatLine, ...], number: int, pages: int, name: str
) -> Markup:
    left, column = _columns(chart)
    size = max(NARROW, left + column * len(chart.columns) + 8)
    heads = [
        text_width.wrap(text_width.clean(heading), column - 4, SIZE, 3) for heading in (*chart.columns, chart.down)
    ]
    top = 10 + 12 * max(map(len, heads))
    parts = [svg.text(4, top - 6, chart.down, left - 8, SIZE, fill=palette.SOFT)]
    for place, head in enumerate(heads[:-1]):
        parts.append(_heading(left + column * (place + 0.5), top - 6, head, chart.columns[place], column))
    parts += [svg.text(4, top + ROW * row + 16, line.name.text, left - 10) for row, line in enumerate(lines)]
    parts.append(Stroke('<g text-anchor="middle">'))
    places = [left + column * place for place in range(len(chart.columns))]
    for row, line in enumerate(lines):
        parts += _cells(line.cells, places, top + ROW * row, column - 2)
    parts.append(Stroke("</g>"))
    key, end = legend(_legend(chart, language), 4, top + ROW * len(lines) + 18, size - 4)
    parts.append(key)
    if chart.more and number == pages:
        end += 16
        parts.append(svg.text(4, end, f"… {chart.more}", size - 8, 10, fill=palette.SOFT))
    title = numbered(chart.title, number, pages)
    own = f"{name or 'heat'}-{number}" if pages > 1 else name
    return frame("heat", (size, end + 8), title, chart.description, svg.join(parts), own)


def _columns(chart: HeatChart) -> tuple[float, float]:
    """How broad the names are, and each column: the longest words of the headings, then the names, have their room."""
    names = [text_width.clean(line.name.text)[:80] for line in chart.lines] + [chart.down]
    parts = [word for heading in chart.columns for word in text_width.clean(heading)[:80].split(" ")]
    across, room = max(1, len(chart.columns)), BROAD - 8
    wanted = min(BROADEST, max(NARROWEST, *(text_width.width(word, SIZE) + 6 for word in (*parts, ""))))
    left = min(LONGEST, max(SHORTEST, room - wanted * across), max(text_width.width(name, 11) for name in names) + 14)
    return left, min(BROADEST, max(NARROWEST, (room - left) / across))


def _heading(x: float, bottom: float, lines: list[str], whole: str, room: float) -> Stroke:
    first = bottom - 12 * (len(lines) - 1)
    drawn = svg.join(
        svg.text(x, first + 12 * place, line, room, SIZE, anchor="middle", fill=palette.SOFT)
        for place, line in enumerate(lines)
    )
    cut = any(line.endswith(text_width.ELLIPSIS) for line in lines)
    return svg.titled(whole, drawn) if cut else drawn


def _cells(cells: Sequence[HeatCell], places: Sequence[float], top: float, wide: float) -> list[Stroke]:
    """The boxes of one line; what is the same in all of them is written down once."""
    box, base, middle, room = (
        f'y="{top}" width="{svg.coordinate(wide)}" height="{ROW - 2}"',
        top + 15.5,
        wide / 2,
        wide - 4,
    )
    out = []
    for cell, x in zip(cells, places):
        fill, color = _look(cell.step)
        drawn = f'<rect x="{svg.coordinate(x)}" {box} {fill}/>'
        if cell.text:
            drawn += svg.text(x + middle, base, cell.text, room, fill=color)
        if cell.gap:
            drawn += _corner(x + wide, top)
        out.append(svg.titled(cell.description, Stroke(drawn)) if cell.description else Stroke(drawn))
    return out


def _look(step: int | None) -> tuple[str, str]:
    """The filling of a box, and the colour of its figure where that is not the ink of the page."""
    if step is None:
        return f'fill="{palette.PAPER}" stroke="{palette.LINE}"', palette.SOFT
    step = min(max(step, 0), len(palette.HEAT) - 1)
    return f'fill="{palette.HEAT[step]}"', palette.PAPER if palette.HEAT_INK[step] == palette.PAPER else ""


def _corner(right: float, top: float) -> Stroke:
    """A folded corner: light with a dark edge, so that it is seen on every step."""
    return svg.area(f"M{svg.coordinate(right - 10)} {svg.coordinate(top)}h10v10Z", palette.PAPER, palette.INK)


def _below(x: float, y: float) -> Stroke:
    return svg.join([svg.rect(x - 7, y - 5, 14, 10, palette.PAPER, palette.LINE), _corner(x + 7, y - 5)])


def _legend(chart: HeatChart, language: Language) -> list[tuple[svg.Sample, str]]:
    shown = {cell.step for line in chart.lines for cell in line.cells}
    entries: list[tuple[svg.Sample, str]] = [(_swatch(step), word) for step, word in chart.key if shown - {None}]
    if any(cell.gap for line in chart.lines for cell in line.cells):
        meaning = language.say("at least one person is below the required level")
        entries.append((_below, meaning))
    return entries


def _swatch(step: int) -> svg.Sample:
    fill = palette.HEAT[min(max(step, 0), len(palette.HEAT) - 1)]
    return lambda x, y: svg.rect(x - 7, y - 5, 14, 10, fill, palette.EDGE)
