"""Progress through the cycle against the plan, with the forecast."""

from __future__ import annotations

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import Point, ProgressChart
from . import axes, palette, svg
from .frame import NARROW, frame, legend, stroke
from .scale import Plot, line_through

TOP, BOTTOM = 44.0, 152.0
DOTS = 32  # more check-ins than this are a line without dots
PLAN, FORECAST = "5 3", "1 3"


def progress(chart: ProgressChart, language: Language, name: str = "") -> Markup:
    """Return the check-ins as a line, the plan dashed, the forecast dotted, today upright."""
    field = axes.plot_area(chart.axis, TOP, BOTTOM, chart.low, chart.high)
    days = (chart.from_day, chart.to_day, chart.today_label)
    places = line_through(chart.points, field)
    entries = [
        (stroke(palette.INK, 2.2), language.say("Check-ins")),
        (stroke(palette.EDGE, 1.4, PLAN), language.say("Expected")),
        *([(stroke(palette.INK, 1.8, FORECAST), language.say("Forecast"))] if chart.forecast and places else []),
    ]
    key, end = legend(entries, 4, BOTTOM + 34, NARROW - 4)
    body = svg.join(
        [
            *_title(chart),
            axes.axes(field, chart.axis, chart.today, days),
            svg.line(svg.polyline([field.at(point) for point in chart.plan]), palette.EDGE, 1.4, PLAN),
            _forecast(chart.forecast, places, field),
            check_ins(places, len(chart.points) <= DOTS),
            key,
        ]
    )
    return frame("progress", (NARROW, end + 8), chart.title, chart.description, body, name)


def _title(chart: ProgressChart) -> list[svg.Stroke]:
    """The title, after the sign of the status; what is about several key results has none."""
    if not chart.status:
        return [svg.text(4, 15, chart.title, NARROW - 8, 13, bold=True)]
    return [svg.sign(chart.status, 9, 11), svg.text(20, 15, chart.title, NARROW - 24, 13, bold=True)]


def check_ins(places: list[Point], dotted: bool) -> svg.Stroke:
    """Return the line through the check-ins, dotted or not, with a larger dot at the end."""
    if not places:
        return svg.NOTHING
    dots = svg.dots(places[:-1], 2.3) if dotted and len(places) > 1 else svg.NOTHING
    return svg.join([svg.line(svg.polyline(places), palette.INK, 2.2), dots, svg.dot(*places[-1], 3.6)])


def _forecast(end: Point | None, places: list[Point], field: Plot) -> svg.Stroke:
    if end is None or not places:
        return svg.NOTHING
    x, y = field.at(end)
    return svg.join(
        [svg.line(svg.polyline([places[-1], (x, y)]), palette.INK, 1.8, FORECAST), svg.dot(x, y, 3, palette.PAPER)]
    )
