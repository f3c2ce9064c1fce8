"""Charts as SVG inside the page: each says in words what it shows, and none by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from .language import Language
from .pictures import Bar, Picture, Spark, StatusCount

SPARK_WIDTH, SPARK_HEIGHT = 120, 36

_BULLET = Markup(
    '<svg class="bullet {slug}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"><title>{title}</title>'
    "<desc>{desc}</desc>"
    '<rect class="rail" width="100" height="8"/>{bar}{mark}</svg>'
)
_SPARK = Markup(
    '<svg class="spark {slug}" viewBox="-3 -3 126 42" role="img"><title>{title}</title>'
    "<desc>{desc}</desc>"
    '<path class="plan" d="M0 36L120 0"/><path class="today" d="M{today} 0V36"/>'
    '<path class="way" d="{way}"/><circle cx="{x}" cy="{y}" r="2.5"/></svg>'
)
_STACK = Markup(
    '<svg class="stack" viewBox="0 0 100 6" preserveAspectRatio="none" role="img"><title>{title}</title>'
    "<desc>{desc}</desc>{parts}</svg>"
)


def slug(status: str) -> str:
    """Return the class name of a status.

    >>> slug("on track")
    'on-track'
    """
    return status.replace(" ", "-")


def bullet(bar: Bar, words: Language) -> Markup:
    """Return a bar for a score with a mark where it should be by now."""
    filled = mark = Markup("")
    if bar.score:
        filled = Markup('<rect class="fill" width="{:.0f}" height="8"/>').format(100 * bar.score)
    if bar.expected is not None:
        mark = Markup('<path class="mark" d="M{:.1f} 0V8"/>').format(100 * bar.expected)
    desc = words.say("The bar is the score, the upright line what is expected by now.")
    return _BULLET.format(slug=slug(bar.status), title=bar.said, desc=desc, bar=filled, mark=mark)


def stack(counts: Sequence[StatusCount], words: Language) -> Markup:
    """Return one bar cut into the statuses of all key results."""
    total = sum(each.count for each in counts)
    parts, at = [], 0.0
    for each in counts:
        width = 100 * each.count / total
        rect = '<rect class="{}" x="{:.2f}" width="{:.2f}" height="6"/>'
        parts.append(Markup(rect).format(slug(each.word), at, max(0.4, width - 0.4)))
        at += width
    title = "; ".join(f"{each.figure} {each.said}" for each in counts)
    desc = words.say("One stretch for each status, as long as its share of the key results.")
    return _STACK.format(title=title, desc=desc, parts=Markup("").join(parts))


def spark(line: Spark, words: Language) -> Markup:
    """Return the check-ins as a line against the plan."""
    spots = [(round(x * SPARK_WIDTH, 1), round((1 - y) * SPARK_HEIGHT, 1)) for x, y in line.points]
    way = "M" + "L".join(f"{x:g} {y:g}" for x, y in spots)
    x, y = spots[-1]
    today = round(line.today * SPARK_WIDTH, 1)
    desc = words.say("The solid line is the check-ins, the dashed line the plan, the upright line today.")
    return _SPARK.format(slug=slug(line.status), title=line.said, desc=desc, today=today, way=way, x=x, y=y)


DRAWN: Mapping[str, Callable[[Any, Language], Markup]] = {"spark": spark}  # by the kind of the picture


def draw(picture: Picture, words: Language) -> Markup:
    """Return a picture as SVG; nothing for one that is shown in words alone."""
    drawer = DRAWN.get(picture.kind)
    return drawer(picture, words) if drawer else Markup("")
