"""Check-ins against the plan, in the corner of a row."""

from __future__ import annotations

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import Spark
from . import palette, svg, text_width
from .scale import Plot, line_through

WIDTH, HEIGHT = 120, 36
FIELD = Plot(0, WIDTH, 0, HEIGHT)
RUNS = 15
_SPARK = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="spark {slug}" viewBox="-3 -3 126 42" width="126" height="42" '
    'role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>'
    "{body}</svg>"
)


def spark(line: Spark, language: Language, name: str = "") -> Markup:
    """Return the check-ins as a line, the plan dashed, today upright; `name` begins its ids."""
    places = line_through(line.points, FIELD, RUNS)
    today = svg.coordinate(FIELD.x(line.today))
    body = svg.line(f"M0 {HEIGHT}L{WIDTH} 0", palette.EDGE, 1, "3 3") + svg.line(f"M{today} 0V{HEIGHT}", palette.EDGE)
    if places:
        body += svg.line(svg.polyline(places), palette.INK, 1.8) + svg.dot(*places[-1], 2.5)
    title = text_width.clean(line.description)
    return _SPARK.format(
        slug=palette.slug(line.status),
        id=name or "spark",
        title=title,
        desc=language.say("Solid line: check-ins. Dashed line: expected. Vertical line: today."),
        body=Markup(body),
    )
