"""The strokes that charts are made of. Everything that is not a number of ours is escaped on its way in.

How a stroke looks stands in its attributes, not in a style sheet: the same picture goes into pages, PDF and files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from ..pictures import Point
from . import lettering, palette

Sample = Callable[[float, float], Markup]  # draws the sample of a legend's entry, around a place

NOTHING = Markup("")
_TEXT = Markup('<text x="{}" y="{}"{}>{}</text>')
_CUT = Markup("<g><title>{}</title>{}</g>")
_LINE = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>')
_RECT = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>')
_CIRCLE = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}"/>')
_SIGNS = {  # drawn around 0 0, 10 wide
    "achieved": Markup('<path d="M-5 0L-1.6 3.6L5 -4" fill="none" stroke="{}" stroke-width="2.6"{}/>'),
    "on track": Markup('<circle r="4.6" fill="{}"{}/>'),
    "at risk": Markup('<path d="M0 -5L5.4 4.4H-5.4Z" fill="{}"{}/>'),
    "off track": Markup('<path d="M-4.4 -4.4H4.4V4.4H-4.4Z" fill="{}"{}/>'),
}
_EMPTY = Markup('<circle r="3.8" fill="#ffffff" stroke="{}" stroke-width="1.4"{}/>')


def join(parts: Iterable[Markup]) -> Markup:
    """Return strokes as one.

    >>> join([Markup("<a/>"), Markup("<b/>")])
    Markup('<a/><b/>')
    """
    return NOTHING.join(parts)


def short(value: float) -> str:
    """Return a coordinate with one decimal at most.

    >>> short(12.04), short(0.25), short(-0.01)
    ('12', '0.2', '0')
    """
    return f"{round(value, 1) or 0.0:.6g}"


def text(
    x: float, y: float, said: str, room: float, size: float = 11, *,
    anchor: str = "", fill: str = "", bold: bool = False,
) -> Markup:  # fmt: skip
    """Return a text; where it is cut to fit its room, the whole of it stands in the stroke's title.

    >>> text(0, 9, "a & b", 50)
    Markup('<text x="0" y="9">a &amp; b</text>')
    """
    whole = lettering.clean(said)
    fitting = lettering.fit(whole, room, size * 1.06 if bold else size)
    look = NOTHING
    if size != 11:
        look += Markup(' font-size="{}"').format(short(size))
    if anchor:
        look += Markup(' text-anchor="{}"').format(anchor)
    if fill:
        look += Markup(' fill="{}"').format(fill)
    if bold:
        look += Markup(' font-weight="600"')
    drawn = _TEXT.format(short(x), short(y), look, lettering.shown(fitting))
    return drawn if fitting == whole else _CUT.format(whole, drawn)


def line(d: str, stroke: str = palette.INK, width: float = 1, dash: str = "") -> Markup:
    """Return a line along a path.

    >>> line("M0 0H9", "#000000")
    Markup('<path d="M0 0H9" fill="none" stroke="#000000" stroke-width="1"/>')
    """
    dashed = Markup(' stroke-dasharray="{}"').format(dash) if dash else NOTHING
    return _LINE.format(d, stroke, short(width), dashed)


def way(places: Sequence[Point]) -> str:
    """Return the path through some places.

    >>> way([(0, 0), (1, 2.5)])
    'M0 0L1 2.5'
    """
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in places)


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> Markup:
    """Return a box.

    >>> rect(0, 0, 4, 2, "#000000")
    Markup('<rect x="0" y="0" width="4" height="2" fill="#000000"/>')
    """
    edge = Markup(' stroke="{}"').format(stroke) if stroke else NOTHING
    return _RECT.format(short(x), short(y), short(width), short(height), fill, edge)


def dot(x: float, y: float, r: float, fill: str = palette.INK, stroke: str = palette.INK) -> Markup:
    """Return a dot.

    >>> dot(1, 2, 3, "#ffffff")
    Markup('<circle cx="1" cy="2" r="3" fill="#ffffff" stroke="#1b2430"/>')
    """
    return _CIRCLE.format(short(x), short(y), short(r), fill, stroke)


def sign(status: str, x: float, y: float) -> Markup:
    """Return the sign of a status: a tick, a dot, a triangle, a square, or a ring; its shape says it without colour.

    >>> sign("on track", 5, 6)
    Markup('<circle r="4.6" fill="#1a7f6c" transform="translate(5 6)"/>')
    """
    there = Markup(' transform="translate({} {})"').format(short(x), short(y))
    return _SIGNS.get(status, _EMPTY).format(palette.edge(status), there)
