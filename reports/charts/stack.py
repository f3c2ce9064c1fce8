"""One bar cut into the statuses of all key results."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import StatusCount
from . import palette, svg, text_width

LABELLED = 9  # per cent of the bar that a sign and a figure need below it
GLYPHS = {"achieved": "✔", "on track": "●", "at risk": "▲", "off track": "■", "partly": "▲", "missed": "■"}
_STACK = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="stack" role="img" aria-labelledby="{id}-t {id}-d" width="100%" '
    'height="36" direction="ltr" font-family="{font}" font-size="12"><title id="{id}-t">{title}</title>'
    '<desc id="{id}-d">{desc}</desc>{parts}</svg>'
)


def stack(counts: Sequence[StatusCount], language: Language, name: str = "") -> Markup:
    """Return one bar cut into the statuses in the order of `counts`, each as long as its share of all.

    Sign and number stand below a stretch where there is room; `name` begins its ids.
    """
    total = sum(max(0, entry.count) for entry in counts)
    parts, at = [], 0.0
    for entry in counts:
        wide = 100 * max(0, entry.count) / total if total else 0.0
        if wide:
            parts.append(_part(entry, at, wide))
        at += wide
    title = text_width.clean("; ".join(f"{entry.figure} {entry.label}" for entry in counts))
    desc = language.say("Each segment shows the share of key results with that status.")
    body = Markup(svg.join(parts))
    return _STACK.format(id=name or "stack", title=title, desc=desc, parts=body, font=palette.FONT)


def _part(entry: StatusCount, at: float, wide: float) -> svg.Stroke:
    shown = max(0.3, wide - 0.5)
    at = min(at, 100 - shown)
    fill, edge, slug = palette.filling(entry.word), palette.edge(entry.word), palette.slug(entry.word)
    size = f'x="{at:.2f}%" y="1" width="{shown:.2f}%" height="16"'
    box = f'<rect class="{svg.escaped(slug)}" {size} fill="{fill}" stroke="{edge}"/>'
    if wide < LABELLED:
        return svg.Stroke(box)
    figure = svg.escaped(text_width.clean(entry.figure))
    return svg.Stroke(
        f'{box}<text x="{at:.2f}%" y="32" fill="{palette.INK}">{GLYPHS.get(entry.word, "○")} {figure}</text>'
    )
