"""A person's skills: the level, what the role asks for, and how far the raters are apart."""

from __future__ import annotations

from markupsafe import Markup

from ..i18n.language import NONE, Language
from ..model.charts import SkillBar, SkillChart
from . import palette, svg, text_width
from .frame import NARROW, frame, legend
from .pages import numbered, paged
from .scale import Plot

ROW, HEAD, BARS = 38, 26, 22  # more than 22 bars do not fit on a printed page
TOP = 5.0  # the highest level
LEFT, RIGHT = 6.0, NARROW - 6.0
SIZE = 10
UNBROKEN = "\u00a0"
SEPARATOR = f"{UNBROKEN}·"


def skills(chart: SkillChart, language: Language, name: str = "") -> list[Markup]:
    """Return a bar for each skill, with a mark where the role asks it to be and a line from rater to rater."""
    parts = paged(chart.bars, BARS)
    return [_page(chart, language, part, number, len(parts), name) for number, part in enumerate(parts, 1)]


def _page(chart: SkillChart, language: Language, bars: tuple[SkillBar, ...], number: int, of: int, name: str) -> Markup:
    field = Plot(LEFT, RIGHT, 0, 1)
    bottom = HEAD + ROW * max(1, len(bars))
    steps, end = _scale(chart, bottom + 13)
    key, end = legend(_legend(language), 4, end + 18, NARROW - 4)
    rows = [_row(bar, language, field, HEAD + ROW * place) for place, bar in enumerate(bars)]
    title = numbered(chart.title, number, of)
    grid = [svg.line(f"M{svg.coordinate(_x(field, step))} {HEAD}V{bottom}", palette.LINE) for step in range(6)]
    body = svg.join([svg.text(4, 15, title, NARROW - 8, 13, bold=True), *grid, *rows, steps, key])
    own = f"{name or 'skills'}-{number}" if of > 1 else name
    return frame("skills", (NARROW, end + 8), title, chart.description, body, own)


def _legend(language: Language) -> list[tuple[svg.Sample, str]]:
    return [
        (lambda x, y: svg.rect(x - 7, y - 4, 14, 8, palette.HEAT[4]), language.say("Level")),
        (lambda x, y: _mark(x, y - 4), language.say("Required by the role")),
        (lambda x, y: _lack(x - 7, x + 7, y - 4), language.say("Gap")),
        (lambda x, y: _spread(x - 7, x + 7, y), language.say("Lowest to highest rating")),
    ]


def _x(field: Plot, level: float) -> float:
    return field.x(level / TOP)


def _row(bar: SkillBar, language: Language, field: Plot, top: float) -> svg.Stroke:
    figures = language.number(round(bar.level, 1)) if bar.level is not None else NONE
    if bar.required is not None:
        figures = f"{figures} / {language.number(bar.required)}"
    room = RIGHT - LEFT - text_width.width(figures, 11) - 12
    y, level, required = top + 19, bar.level or 0.0, bar.required or 0.0
    parts = [
        svg.text(LEFT, top + 13, bar.skill, room),
        svg.text(RIGHT, top + 13, figures, 90, anchor="end", bold=True),
        svg.rect(LEFT, y, RIGHT - LEFT, 8, palette.TINT),
    ]
    if level > 0:
        parts.append(svg.rect(LEFT, y, _x(field, level) - LEFT, 8, palette.HEAT[4]))
    if required > level:
        parts.append(_lack(_x(field, level), _x(field, required), y))
    if bar.low is not None and bar.high is not None and bar.low < bar.high:
        parts.append(_spread(_x(field, bar.low), _x(field, bar.high), y + 12))
    if required > 0:
        parts.append(_mark(_x(field, required), y))
    return svg.titled(bar.description, svg.join(parts))


def _lack(left: float, right: float, y: float) -> svg.Stroke:
    """What is missing, as an empty box with a broken edge."""
    box = f"M{svg.coordinate(left)} {svg.coordinate(y + 0.6)}H{svg.coordinate(right)}v6.8H{svg.coordinate(left)}Z"
    return svg.line(box, palette.STATUS["off track"], 1.2, "3 2")


def _mark(x: float, y: float) -> svg.Stroke:
    return svg.line(f"M{svg.coordinate(x)} {svg.coordinate(y - 3)}v14", palette.INK, 2.4)


def _spread(left: float, right: float, y: float) -> svg.Stroke:
    low, high, at = svg.coordinate(left), svg.coordinate(right), svg.coordinate(y)
    return svg.line(
        f"M{low} {at}H{high}M{low} {svg.coordinate(y - 2.5)}v5M{high} {svg.coordinate(y - 2.5)}v5", palette.SOFT, 1.3
    )


def _scale(chart: SkillChart, y: float) -> tuple[svg.Stroke, float]:
    """The steps of the scale below it, and their words on lines of their own."""
    field = Plot(LEFT, RIGHT, 0, 1)
    ends = {0: "start", int(TOP): "end"}
    steps = [
        svg.text(_x(field, step), y, str(step), 40, SIZE, anchor=ends.get(step, "middle"), fill=palette.SOFT)
        for step, _ in chart.scale
    ]
    legend = " ".join(f"{step} {word}".replace(" ", UNBROKEN) + SEPARATOR for step, word in chart.scale)
    lines = text_width.wrap(legend.removesuffix(SEPARATOR), RIGHT - LEFT, 9.5, 3) if legend else []
    labels = [
        svg.text(LEFT, y + 15 + 12 * place, part, RIGHT - LEFT + 20, 9.5, fill=palette.SOFT)
        for place, part in enumerate(lines)
    ]
    return svg.join([*steps, *labels]), y + 3 + 12 * len(lines)
