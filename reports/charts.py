"""Charts as SVG inside the page: each says in words what it shows, and none by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from . import wording
from .report import Bar, Spark, StatusCount

SPARK_WIDTH, SPARK_HEIGHT = 120, 36

_BULLET = Markup(
    '<svg class="bullet {slug}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"><title>{title}</title>'
    "<desc>The bar is the score, the upright line what is expected by now.</desc>"
    '<rect class="rail" width="100" height="8"/>{bar}{mark}</svg>'
)
_SPARK = Markup(
    '<svg class="spark {slug}" viewBox="-3 -3 126 42" role="img"><title>{title}</title>'
    "<desc>The solid line is the check-ins, the dashed line the plan, the upright line today.</desc>"
    '<path class="plan" d="M0 36L120 0"/><path class="today" d="M{today} 0V36"/>'
    '<path class="way" d="{way}"/><circle cx="{x}" cy="{y}" r="2.5"/></svg>'
)
_STACK = Markup(
    '<svg class="stack" viewBox="0 0 100 6" preserveAspectRatio="none" role="img"><title>{title}</title>'
    "<desc>One stretch for each status, as long as its share of the key results.</desc>{parts}</svg>"
)


def slug(status: str) -> str:
    """Return the class name of a status.

    >>> slug("on track")
    'on-track'
    """
    return status.replace(" ", "-")


def bullet(bar: Bar) -> Markup:
    """Return a bar for a score with a mark where it should be by now."""
    expected = "" if bar.expected is None else f", {wording.percent(bar.expected)} expected"
    filled = mark = Markup("")
    if bar.score:
        filled = Markup('<rect class="fill" width="{:.0f}" height="8"/>').format(100 * bar.score)
    if bar.expected is not None:
        mark = Markup('<path class="mark" d="M{:.1f} 0V8"/>').format(100 * bar.expected)
    title = f"{wording.percent(bar.score)}{expected}: {bar.status}"
    return _BULLET.format(slug=slug(bar.status), title=title, bar=filled, mark=mark)


def stack(counts: Sequence[StatusCount]) -> Markup:
    """Return one bar cut into the statuses of all key results."""
    total = sum(each.count for each in counts)
    parts, at = [], 0.0
    for each in counts:
        width = 100 * each.count / total
        rect = '<rect class="{}" x="{:.2f}" width="{:.2f}" height="6"/>'
        parts.append(Markup(rect).format(slug(each.status), at, max(0.4, width - 0.4)))
        at += width
    title = "; ".join(f"{each.count:,} {each.status}" for each in counts)
    return _STACK.format(title=title, parts=Markup("").join(parts))


def spark(line: Spark, status: str) -> Markup:
    """Return the check-ins as a line against the plan."""
    spots = [(round(x * SPARK_WIDTH, 1), round((1 - y) * SPARK_HEIGHT, 1)) for x, y in line.points]
    way = "M" + "L".join(f"{x:g} {y:g}" for x, y in spots)
    x, y = spots[-1]
    today = round(line.today * SPARK_WIDTH, 1)
    return _SPARK.format(slug=slug(status), title=line.said, today=today, way=way, x=x, y=y)
