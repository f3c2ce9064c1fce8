"""How sure people were of reaching it, through the cycle."""

from __future__ import annotations

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import ConfidenceChart
from . import axes, palette, svg
from .frame import NARROW, frame
from .progress import DOTS, check_ins
from .scale import Plot, line_through

TOP, BOTTOM = 44.0, 120.0


def confidence(chart: ConfidenceChart, language: Language, name: str = "") -> Markup:
    """Return confidence as a line over a tinted field, today upright."""
    field = axes.plot_area(chart.axis, TOP, BOTTOM)
    places = line_through(chart.points, field)
    body = svg.join(
        [
            svg.text(4, 15, chart.title, NARROW - 8, 13, bold=True),
            _under(places, field),
            axes.axes(field, chart.axis, chart.today, (chart.from_day, chart.to_day, language.say("today"))),
            check_ins(places, len(chart.points) <= DOTS),
        ]
    )
    return frame("confidence", (NARROW, BOTTOM + 22), chart.title, chart.description, body, name)


def _under(places: list[tuple[float, float]], field: Plot) -> svg.Stroke:
    if len(places) < 2:
        return svg.NOTHING
    floor = [(places[-1][0], field.bottom), (places[0][0], field.bottom)]
    return svg.area(f"{svg.polyline([*places, *floor])}Z", palette.HEAT[0])
