"""Our own charts as pixels, for programs that show no SVG: the one door to Pillow.

It knows the strokes that `reports/charts/svg.py` makes and nothing else of SVG: straight paths, boxes, circles, texts.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

FINE, KEPT = 4, 2  # drawn at four pixels for each of the page, kept at two: smooth edges
SVG = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]
Line = list[Point]

_STEP = re.compile(r"([MLHVZhvlm])([^MLHVZhvlm]*)")
_CURVES = re.compile(r"[^MLHVZhvlm0-9., -]")  # steps that none of our charts takes
_NUMBER = re.compile(r"-?[0-9.]+")
_UNSEEN = {**dict.fromkeys(range(0x2066, 0x206A)), ord("–"): "-"}  # marks of direction; a dash that the typeface lacks


@dataclass(frozen=True)
class _Pen:
    """What strokes take over from the strokes around them."""

    x: float = 0
    y: float = 0
    fill: str = "#000000"
    anchor: str = "start"
    size: float = 11
    weight: str = "400"

    def within(self, node: ElementTree.Element) -> _Pen:
        moved = [float(part) for part in _NUMBER.findall(node.get("transform", ""))] or [0, 0]
        return replace(
            self,
            x=self.x + moved[0],
            y=self.y + moved[1],
            fill=node.get("fill", self.fill),
            anchor=node.get("text-anchor", self.anchor),
            size=float(node.get("font-size", self.size)),
            weight=node.get("font-weight", self.weight),
        )


def size_of(svg: str) -> tuple[float, float]:
    """Return how wide and how high a chart is.

    >>> size_of('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 36"/>')
    (120.0, 36.0)
    """
    _, _, width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split())
    return width, height


def png(svg: str) -> bytes:
    """Return a chart of ours as a PNG, the same bytes for the same chart; `ValueError` for marks that it cannot draw."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox", "").split())
    image = Image.new("RGB", (math.ceil(width * FINE), math.ceil(height * FINE)), "#ffffff")
    _draw(ImageDraw.Draw(image), root, _Pen(-left, -top))
    kept = image.resize((math.ceil(width * KEPT), math.ceil(height * KEPT)), Image.Resampling.BOX)
    held = io.BytesIO()
    kept.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()


def _draw(draw: Any, node: ElementTree.Element, pen: _Pen) -> None:
    pen = pen.within(node)
    match node.tag.removeprefix(SVG):
        case "title" | "desc":
            return
        case "svg" | "g":
            pass  # only what is inside is seen
        case "rect":
            x, y, w, h = (float(node.get(name, 0)) for name in ("x", "y", "width", "height"))
            _shape(draw, node, pen, [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]])
        case "circle":
            _shape(draw, node, pen, [_circle(*(float(node.get(name, 0)) for name in ("cx", "cy", "r")))])
        case "path":
            _shape(draw, node, pen, list(_lines(node.get("d", ""))))
        case "text":
            _text(draw, node, pen)
        case unknown:
            raise ValueError(f"a mark that is not drawn as pixels: <{unknown}>")
    for child in node:
        _draw(draw, child, pen)


def _circle(x: float, y: float, r: float) -> Line:
    turns = (math.tau * step / 24 for step in range(25))
    return [(x + r * math.cos(turn), y + r * math.sin(turn)) for turn in turns]


def _lines(d: str) -> Iterator[Line]:
    """The straight lines of a path, each from where the pen is put down to where it is lifted."""
    if unknown := _CURVES.search(d):
        raise ValueError(f"a path that is not drawn as pixels: {unknown[0]} in {d!r}")
    line: Line = []
    x = y = 0.0
    for step, rest in _STEP.findall(d):
        numbers = [float(part) for part in _NUMBER.findall(rest)]
        if step == "M":
            if line:
                yield line
            line = []
        if step in "Zz":
            line.append(line[0])
            x, y = line[0]
        line += _ends(step, numbers, x, y)
        x, y = line[-1]
    if line:
        yield line


def _ends(step: str, numbers: list[float], x: float, y: float) -> Iterator[Point]:
    if step in "HVhv":
        for value in numbers:
            across, base = step in "Hh", step.islower()
            x = (x if base else 0) + value if across else x
            y = y if across else (y if base else 0) + value
            yield x, y
        return
    for right, down in zip(numbers[::2], numbers[1::2]):
        x, y = (x + right, y + down) if step.islower() else (right, down)
        yield x, y


def _shape(draw: Any, node: ElementTree.Element, pen: _Pen, lines: list[Line]) -> None:
    stroke, wide = node.get("stroke", "none"), float(node.get("stroke-width", 1)) * FINE
    for line in lines:
        spots = [((x + pen.x) * FINE, (y + pen.y) * FINE) for x, y in line]
        if pen.fill != "none" and len(spots) > 2:
            draw.polygon(spots, fill=pen.fill)
        if stroke == "none":
            continue
        if node.get("stroke-linecap") == "round" and len(set(spots)) == 1:
            (x, y), r = spots[0], wide / 2
            draw.ellipse((x - r, y - r, x + r, y + r), fill=stroke)
            continue
        dash = [float(part) * FINE for part in _NUMBER.findall(node.get("stroke-dasharray", ""))]
        for piece in _dashed(spots, dash) if dash else [spots]:
            draw.line(piece, fill=stroke, width=max(1, round(wide)), joint="curve")


def _dashed(spots: Line, dash: list[float]) -> Iterator[Line]:
    """A line cut into dashes: every second stretch is left out."""
    at, left = 0, dash[0]
    for (x, y), (to_x, to_y) in pairwise(spots):
        long = math.dist((x, y), (to_x, to_y))
        gone = 0.0
        while long - gone > 1e-6:
            step = min(left, long - gone)
            if at % 2 == 0:
                ends = (gone / long, (gone + step) / long)
                yield [(x + (to_x - x) * share, y + (to_y - y) * share) for share in ends]
            gone, left = gone + step, left - step
            if left <= 1e-6:
                at += 1
                left = dash[at % len(dash)]


def _text(draw: Any, node: ElementTree.Element, pen: _Pen) -> None:
    content = (node.text or "").translate(_UNSEEN)
    spot = ((float(node.get("x", 0)) + pen.x) * FINE, (float(node.get("y", 0)) + pen.y) * FINE)
    anchor = {"middle": "ms", "end": "rs"}.get(pen.anchor, "ls")
    bold = 1 if pen.weight in ("600", "650", "bold") else 0
    draw.text(
        spot, content, font=_font(pen.size), fill=pen.fill, anchor=anchor, stroke_width=bold, stroke_fill=pen.fill
    )


@cache
def _font(size: float) -> Any:
    """The typeface that comes with Pillow: the same picture on every machine."""
    return ImageFont.load_default(size * FINE)
