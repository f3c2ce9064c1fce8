"""Where the strokes of an SVG lie: what the laws of charts look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[A-Za-z]|[-+\w.]+")
_MOVES = {"M": 2, "L": 2, "H": 1, "V": 1}


def each_svg(markup: str) -> list[ElementTree.Element]:
    """Every picture in a text; a fault in one is an error."""
    return list(ElementTree.fromstring(f"<all>{markup}</all>"))


def places(element: ElementTree.Element, dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[float, float]]:
    """Every place that a stroke of a picture names: corners, ends of lines, middles of circles, beginnings of texts."""
    own = _moved(element.attrib.get("transform", ""))
    dx, dy = dx + own[0], dy + own[1]
    yield from ((x + dx, y + dy) for x, y in _named(element))
    for child in element:
        yield from places(child, dx, dy)


def _named(element: ElementTree.Element) -> Iterator[tuple[float, float]]:
    kind, get = element.tag.removeprefix(SVG), element.attrib.get
    if kind == "path":
        yield from along(get("d", ""))
    elif kind == "rect":
        x, y = float(get("x", "0")), float(get("y", "0"))
        yield x, y
        yield x + float(get("width", "")), y + float(get("height", ""))
    elif kind == "circle":
        yield float(get("cx", "0")), float(get("cy", "0"))
    elif kind == "text":
        yield float(get("x", "")), float(get("y", ""))


def along(path: str) -> Iterator[tuple[float, float]]:
    """The corners of a path of straight lines.

    >>> list(along("M1 2H4v3"))
    [(1.0, 2.0), (4.0, 2.0), (4.0, 5.0)]
    """
    tokens, x, y, command = (
        _TOKEN.findall(re.sub(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=[-\d])", " ", path)),
        0.0,
        0.0,
        "",
    )
    while tokens:
        if tokens[0].isalpha() and len(tokens[0]) == 1:
            command = tokens.pop(0)
            if command == "Z":
                continue
        values = [float(tokens.pop(0)) for _ in range(_MOVES[command.upper()])]
        across = values[0] if command in "MLHmlh" else None
        down = values[-1] if command in "MLVmlv" else None
        x = x if across is None else across + (x if command.islower() else 0.0)
        y = y if down is None else down + (y if command.islower() else 0.0)
        yield x, y


def _moved(transform: str) -> tuple[float, float]:
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", transform)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)
