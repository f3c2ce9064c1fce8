"""What stands around every chart: its size, its title and description for screen readers, and its legend."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from . import palette, svg, text_width

NARROW, BROAD = 360, 720  # as wide as a telephone, as wide as a printed page
KEY, GAP = 22, 14  # how wide the sample of a legend is, and how far apart its entries are
SIZE = 10
_FRAME = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{kind}" role="img" aria-labelledby="{id}-t {id}-d" '
    'viewBox="0 0 {width} {height}" width="{width}" height="{height}" direction="ltr" font-family="{font}" '
    'font-size="11" fill="{ink}"><title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{body}</svg>'
)


def frame(kind: str, size: tuple[float, float], title: str, desc: str, body: svg.Stroke, name: str = "") -> Markup:
    """Return a whole picture.

    `kind` becomes its class, `size` is its width and height in pixels, `title` and `desc` are what a screen reader
    reads, `body` are its strokes; `name` begins its ids, which stand on a page once (without one: `kind`).
    """
    return _FRAME.format(
        kind=kind,
        id=name or kind,
        width=svg.coordinate(size[0]),
        height=svg.coordinate(size[1]),
        font=palette.FONT,
        ink=palette.INK,
        title=text_width.clean(title),
        desc=text_width.clean(desc),
        body=Markup(body),
    )


def legend(
    entries: Sequence[tuple[svg.Sample, str]], left: float, top: float, right: float
) -> tuple[svg.Stroke, float]:
    """Return samples with their meaning between two pixels, and the baseline of the last line.

    `top` is the baseline of the first line; there are as many lines, 15 pixels apart, as the entries need.
    """
    parts, x, y = [], left, top
    for sample, label in entries:
        wide = min(right - left, KEY + text_width.width(label, SIZE))
        if x > left and x + wide > right:
            x, y = left, y + 15
        parts.append(sample(x + 8, y - 3.5))
        parts.append(svg.text(x + KEY, y, label, right - x - KEY, SIZE, fill=palette.SOFT))
        x += wide + GAP
    return svg.join(parts), y


def stroke(color: str, width: float, dash: str = "") -> svg.Sample:
    """Return the sample of a line in a legend; `dash` as in `svg.line`."""
    return lambda x, y: svg.line(f"M{svg.coordinate(x - 8)} {svg.coordinate(y)}h16", color, width, dash)
