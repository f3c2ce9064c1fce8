"""A bar for a score with a mark where it should be by now, small enough for the row of a table."""

from __future__ import annotations

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import Bar
from . import palette, svg, text_width
from .scale import fraction

# Shares of a width that the page decides; hundreds stand on a page, so that the title says it all without an id.
_BULLET = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="bullet {slug}" width="100%" height="8" role="img">'
    "<title>{title}</title><desc>{desc}</desc>"
    '<rect class="rail" width="100%" height="100%" fill="{rail}"/>{bar}{mark}</svg>'
)
_FILL = Markup('<rect class="fill" width="{}%" height="100%" fill="{}"/>')
_MARK = Markup('<rect class="mark" x="{}%" width="3" height="100%" fill="{}" stroke="#ffffff"/>')  # seen on dark too


def bullet(bar: Bar, language: Language) -> Markup:
    """Return a bar as wide as the page makes it, 8 pixels high, with a mark at the expected score.

    A score or an expected score that is None is not drawn; those beyond 0..1 stand at the end.
    """
    filled = mark = Markup()
    if bar.score:
        filled = _FILL.format(svg.coordinate(100 * fraction(bar.score)), palette.filling(bar.status))
    if bar.expected is not None:
        mark = _MARK.format(svg.coordinate(min(99, 100 * fraction(bar.expected))), palette.INK)
    return _BULLET.format(
        slug=palette.slug(bar.status),
        title=text_width.clean(bar.description),
        desc=language.say("Bar: score. Vertical line: expected by now."),
        rail="#e4e9ee",
        bar=filled,
        mark=mark,
    )
