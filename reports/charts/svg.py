"""The strokes that charts are made of. Everything that is not a number of ours is escaped on its way in.

Coordinates, widths and sizes are pixels of a picture: x from its left edge, y from its top downwards. A text's y is its
baseline. Colours are written '#rrggbb'. `d` is a path as SVG writes it, of straight lines only: the raster of documents
knows no curves.

How a stroke looks stands in its attributes, not in a style sheet: the same picture goes into pages, PDF and files.
Strokes are texts of a type of their own, put together without `Markup.format`, which would take most of the time:
only the functions here make them from other texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NewType

from markupsafe import escape

from ..model.charts import Point
from . import palette, text_width

Stroke = NewType("Stroke", str)
Sample = Callable[[float, float], Stroke]  # draws the sample of a legend's entry, around a place

NOTHING = Stroke("")
_SPECIAL = re.compile("[&<>'\"]").search
_SHAPES = {  # drawn around 0 0, 10 wide
    "achieved": '<path d="M-5 0L-1.6 3.6L5 -4" fill="none" stroke="{}" stroke-width="2.6" ',
    "on track": '<circle r="4.6" fill="{}" ',
    "at risk": '<path d="M0 -5L5.4 4.4H-5.4Z" fill="{}" ',
    "off track": '<path d="M-4.4 -4.4H4.4V4.4H-4.4Z" fill="{}" ',
}
_SIGNS = {status: drawn.format(palette.edge(status)) for status, drawn in _SHAPES.items()}
_SIGNS |= {status: _SIGNS[other] for status, other in palette.LOOKS_LIKE.items()}
_EMPTY = f'<circle r="3.8" fill="{palette.PAPER}" stroke="{palette.EDGE}" stroke-width="1.4" '


def join(parts: Iterable[Stroke]) -> Stroke:
    """Return strokes as one.

    >>> join([Stroke("<a/>"), Stroke("<b/>")])
    '<a/><b/>'
    """
    return Stroke("".join(parts))


@lru_cache(8192)  # rows and columns share their places
def coordinate(value: float) -> str:
    """Return a coordinate with one decimal at most.

    >>> coordinate(12.04), coordinate(0.25), coordinate(7)
    ('12', '0.2', '7')
    """
    text = f"{value + 0.0:.1f}"  # nothing from the left is nothing
    return text[:-2] if text.endswith(".0") else text


def escaped(text: str) -> str:
    """Return a text with entities for what would be markup.

    >>> escaped("a & b") == "a &amp; b"
    True
    """
    return escape(text) if _SPECIAL(text) else text  # looking is faster than making a `Markup` of each


def moved(parts: Iterable[Stroke], down: float) -> Stroke:
    """Return strokes that were drawn at the top, further down.

    >>> moved([Stroke("<a/>")], 25)
    '<g transform="translate(0 25)"><a/></g>'
    """
    return Stroke(f'<g transform="translate(0 {coordinate(down)})">{"".join(parts)}</g>')


def titled(title: str, drawn: Stroke) -> Stroke:
    """Return strokes with a title of their own, which pages show under the pointer.

    >>> titled("a & b", Stroke("<a/>"))
    '<g><title>a &amp; b</title><a/></g>'
    """
    return Stroke(f"<g><title>{escaped(text_width.clean(title))}</title>{drawn}</g>")


def text(
    x: float, y: float, content: str, room: float, size: float = 11, *,
    anchor: str = "", fill: str = "", bold: bool = False,
) -> Stroke:  # fmt: skip
    """Return a text cut to `room` pixels; where it is cut, the whole of it stands in the stroke's title.

    `anchor` is the end of the text that stands at `x`: 'start' (also without one), 'middle' or 'end'.

    >>> text(0, 9, "a & b", 50)
    '<text x="0" y="9">a &amp; b</text>'
    """
    whole = text_width.clean(content)
    fitting = text_width.fit(whole, room, size * 1.06 if bold else size)
    style = f' font-size="{size}"' if size != 11 else ""
    if anchor:
        style += f' text-anchor="{anchor}"'
    if fill:
        style += f' fill="{fill}"'
    if bold:
        style += ' font-weight="600"'
    drawn = Stroke(f'<text x="{coordinate(x)}" y="{coordinate(y)}"{style}>{escaped(text_width.shown(fitting))}</text>')
    return drawn if fitting == whole else titled(whole, drawn)


def line(d: str, stroke: str = palette.INK, width: float = 1, dash: str = "") -> Stroke:
    """Return a line along the path `d`; `dash` are the lengths drawn and left out, such as '3 3'; empty is solid.

    >>> line("M0 0H9", "#000000")
    '<path d="M0 0H9" fill="none" stroke="#000000"/>'
    """
    style = f' stroke-width="{width}"' if width != 1 else ""
    if dash:
        style += f' stroke-dasharray="{dash}"'
    return Stroke(f'<path d="{d}" fill="none" stroke="{stroke}"{style}/>')


def area(d: str, fill: str, stroke: str = "") -> Stroke:
    """Return the filled field within the path `d`, with an edge where `stroke` is a colour.

    >>> area("M0 0H9V9Z", "#ffffff")
    '<path d="M0 0H9V9Z" fill="#ffffff"/>'
    """
    edge = f' stroke="{stroke}"' if stroke else ""
    return Stroke(f'<path d="{d}" fill="{fill}"{edge}/>')


def polyline(places: Sequence[Point]) -> str:
    """Return the path through some points, from one to the next in straight lines.

    >>> polyline([(0, 0), (1, 2.5)])
    'M0.0 0.0L1.0 2.5'
    """
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in places])


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> Stroke:
    """Return a box whose upper left corner is at (`x`, `y`), with an edge where `stroke` is a colour.

    >>> rect(0, 0, 4, 2, "#000000")
    '<rect x="0" y="0" width="4" height="2" fill="#000000"/>'
    """
    edge = f' stroke="{stroke}"' if stroke else ""
    return Stroke(
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" fill="{fill}"{edge}/>'
    )


def dot(x: float, y: float, r: float, fill: str = palette.INK, stroke: str = palette.INK) -> Stroke:
    """Return a dot of the radius `r` around (`x`, `y`).

    >>> dot(1, 2, 3, "#ffffff")
    '<circle cx="1" cy="2" r="3" fill="#ffffff" stroke="#1b2430"/>'
    """
    return Stroke(f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{r}" fill="{fill}" stroke="{stroke}"/>')


def dots(places: Sequence[Point], r: float) -> Stroke:
    """Return dots of the radius `r` in one stroke: round ends of lines without a length.

    >>> dots([(1, 2)], 1.5)
    '<path d="M1.0 2.0h0" fill="none" stroke="#1b2430" stroke-width="3.0" stroke-linecap="round"/>'
    """
    d = "".join([f"M{x:.1f} {y:.1f}h0" for x, y in places])
    return Stroke(f'<path d="{d}" fill="none" stroke="{palette.INK}" stroke-width="{2 * r}" stroke-linecap="round"/>')


def sign(status: str, x: float, y: float) -> Stroke:
    """Return the sign of a status: a tick, a dot, a triangle, a square, or a ring; its shape says it without colour.

    >>> sign("on track", 5, 6)
    '<circle r="4.6" fill="#1a7f6c" transform="translate(5 6)"/>'
    """
    return Stroke(f'{_SIGNS.get(status, _EMPTY)}transform="translate({coordinate(x)} {coordinate(y)})"/>')
