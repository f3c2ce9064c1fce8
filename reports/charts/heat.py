"""The map of groups (or people) and skills: levels from light to dark, with their figures, and a corner where one is missing."""

from __future__ import annotations

from markupsafe import Markup

from ..language import Language
from ..pictures import HeatCell, HeatChart, HeatLine
from . import ink, lettering, palette
from .frame import BROAD, NARROW, frame, legend
from .pages import paged

ROW, LINES = 25, 32  # how high a line is, and how many one picture has at most: more do not fit on a printed page
SHORTEST, LONGEST = 120.0, 260.0  # of the room for names
NARROWEST, BROADEST = 34.0, 84.0  # of a column
SIZE = 9.5
_CELL = Markup("<g><title>{}</title>{}</g>")


def heat(chart: HeatChart, words: Language, name: str = "") -> list[Markup]:
    """Return the map; a long one as several pictures, each with its headings."""
    parts = paged(chart.lines, LINES)
    return [_page(chart, words, part, number, len(parts), name) for number, part in enumerate(parts, 1)]


def _page(chart: HeatChart, words: Language, lines: tuple[HeatLine, ...], number: int, of: int, name: str) -> Markup:
    left, column = _columns(chart)
    size = max(NARROW, left + column * len(chart.columns) + 8)
    heads = [lettering.wrap(lettering.clean(each), column - 4, SIZE, 3) for each in (*chart.columns, chart.down)]
    top = 10 + 12 * max(map(len, heads))
    parts = [ink.text(4, top - 6, chart.down, left - 8, SIZE, fill=palette.SOFT)]
    for place, head in enumerate(heads[:-1]):
        parts.append(_heading(left + column * (place + 0.5), top - 6, head, chart.columns[place], column))
    for row, line in enumerate(lines):
        y = top + ROW * row
        parts.append(ink.text(4, y + 16, line.name.text, left - 10))
        parts.extend(_cell(cell, left + column * place, y, column) for place, cell in enumerate(line.cells))
    key, end = legend(_legend(chart, words), 4, top + ROW * len(lines) + 18, size - 4)
    if chart.more and number == of:
        end += 16
        key += ink.text(4, end, f"… {chart.more}", size - 8, 10, fill=palette.SOFT)
    title = chart.title if of == 1 else f"{chart.title} ({number}/{of})"
    own = f"{name or 'heat'}-{number}" if of > 1 else name
    return frame("heat", (size, end + 8), title, chart.said, ink.join(parts) + key, own)


def _columns(chart: HeatChart) -> tuple[float, float]:
    """How broad the names are, and each column: the longest words of the headings, then the names, have their room."""
    names = [lettering.clean(line.name.text)[:80] for line in chart.lines] + [chart.down]
    parts = [part for each in chart.columns for part in lettering.clean(each)[:80].split(" ")]
    across, room = max(1, len(chart.columns)), BROAD - 8
    wanted = min(BROADEST, max(NARROWEST, *(lettering.width(part, SIZE) + 6 for part in (*parts, ""))))
    left = min(LONGEST, max(SHORTEST, room - wanted * across), max(lettering.width(name, 11) for name in names) + 14)
    return left, min(BROADEST, max(NARROWEST, (room - left) / across))


def _heading(x: float, bottom: float, lines: list[str], whole: str, room: float) -> Markup:
    first = bottom - 12 * (len(lines) - 1)
    drawn = ink.join(
        ink.text(x, first + 12 * place, line, room, SIZE, anchor="middle", fill=palette.SOFT)
        for place, line in enumerate(lines)
    )
    cut = any(line.endswith(lettering.ELLIPSIS) for line in lines)
    return _CELL.format(lettering.clean(whole), drawn) if cut else drawn


def _cell(cell: HeatCell, x: float, y: float, wide: float) -> Markup:
    step = None if cell.step is None else min(max(cell.step, 0), len(palette.HEAT) - 1)
    fill, color = (palette.PAPER, palette.SOFT) if step is None else (palette.HEAT[step], palette.HEAT_INK[step])
    drawn = _box(x, y, wide - 2, fill, step is None)
    if cell.text:
        drawn += ink.text(x + wide / 2 - 1, y + 15.5, cell.text, wide - 6, 10.5, anchor="middle", fill=color)
    if cell.gap:
        drawn += _corner(x + wide - 2, y)
    return _CELL.format(lettering.clean(cell.said), drawn) if cell.said else drawn


def _box(x: float, y: float, wide: float, fill: str, empty: bool) -> Markup:
    return ink.rect(x, y, wide, ROW - 2, fill, palette.LINE if empty else "")


def _corner(right: float, top: float) -> Markup:
    """A folded corner: light with a dark edge, so that it is seen on every step."""
    x, y = ink.short(right - 10), ink.short(top)
    return Markup('<path d="M{} {}h10v10Z" fill="{}" stroke="{}"/>').format(x, y, palette.PAPER, palette.INK)


def _legend(chart: HeatChart, words: Language) -> list[tuple[ink.Sample, str]]:
    shown = {cell.step for line in chart.lines for cell in line.cells}
    entries: list[tuple[ink.Sample, str]] = [
        (_swatch(step), f"{step} {word}") for step, word in chart.legend if shown - {None}
    ]
    if any(cell.gap for line in chart.lines for cell in line.cells):
        meaning = words.say("somebody is below what the role requires")
        entries.append(
            (lambda x, y: ink.rect(x - 7, y - 5, 14, 10, palette.PAPER, palette.LINE) + _corner(x + 7, y - 5), meaning)
        )
    return entries


def _swatch(step: int) -> ink.Sample:
    fill = palette.HEAT[min(max(step, 0), len(palette.HEAT) - 1)]
    return lambda x, y: ink.rect(x - 7, y - 5, 14, 10, fill, palette.EDGE)
