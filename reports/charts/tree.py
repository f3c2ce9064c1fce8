"""Who serves whom: objectives as an indented tree, one a line, so that five and a few hundred can be read alike."""

from __future__ import annotations

from markupsafe import Markup

from ..language import Language
from ..pictures import TreeChart
from . import ink, lettering, palette
from .branches import Branch, Place, grow, windows
from .frame import BROAD, frame, legend, stroke
from .ink import Stroke

ROW, HEAD, LINES = 25, 24, 34  # 34 lines and their headings fit on a printed page
LEFT, STEP, INDENT = 12.0, 20.0, 200.0  # the indentation of the deepest objective is INDENT at most
TEAM, STATUS, SHARE = 436.0, 590.0, BROAD - 6.0
SUPPORTS = "3 3"


def tree(chart: TreeChart, words: Language, name: str = "") -> list[Markup]:
    """Return the tree; a long one as several pictures, each of which begins with what its first line belongs to."""
    branches = grow(chart.nodes)
    step = min(STEP, INDENT / max(1, max((each.depth for each in branches), default=1)))
    parts = windows(branches, LINES)
    pages = []
    for number, places in enumerate(parts, 1):
        title = chart.title if len(parts) == 1 else f"{chart.title} ({number}/{len(parts)})"
        own = f"{name or 'tree'}-{number}" if len(parts) > 1 else name
        more = chart.more if number == len(parts) else ""
        body, height = _page(places, step, words, more)
        pages.append(frame("tree", (BROAD, height), title, chart.said, body, own))
    return pages


def _page(places: list[Place], step: float, words: Language, more: str) -> tuple[Stroke, float]:
    parts = [_headings(words)]
    for row, place in enumerate(places):
        if not row % 2:
            parts.append(ink.rect(0, HEAD + ROW * row, BROAD, ROW, palette.TINT))
        parts += _row(place, HEAD + ROW * row, step, words)
    key, end = legend(_legend(words, places), 4, HEAD + ROW * len(places) + 18, BROAD - 4)
    parts.append(key)
    if more:
        end += 16
        parts.append(ink.text(4, end, f"… {more}", BROAD - 8, 10, fill=palette.SOFT))
    return ink.join(parts), end + 8


def _headings(words: Language) -> Stroke:
    heads = [(LEFT - 6, words.say("Objective"), ""), (TEAM, words.say("Team"), ""), (STATUS, words.say("Status"), "")]
    heads.append((SHARE, words.say("Score"), "end"))
    return ink.join(ink.text(x, 15, said, 120, 10, anchor=anchor, fill=palette.SOFT) for x, said, anchor in heads)


def _row(place: Place, top: float, step: float, words: Language) -> list[Stroke]:
    branch, node = place.branch, place.branch.node
    x, middle = LEFT + step * branch.depth, top + ROW / 2
    base, start = middle + 4, x + 12
    parts = [*_connectors(branch, top, step), ink.sign(node.status, x, middle)]
    if node.id:
        parts.append(ink.text(start, base, node.id, 110, 10, fill=palette.SOFT, bold=True))
        start += min(110.0, lettering.width(lettering.clean(node.id), 10.6)) + 6
    if place.again:
        return [*parts, ink.text(start, base, f"… {node.label}", TEAM - start - 12, 12, fill=palette.SOFT)]
    parts.append(ink.text(start, base, node.label, TEAM - start - 12, 12))
    parts += _team(branch, base, middle, words)
    parts.append(ink.text(STATUS, base, node.status_said, SHARE - STATUS - 52))
    parts.append(ink.text(SHARE, base, node.share, 50, anchor="end", bold=True))
    return parts


def _team(branch: Branch, base: float, middle: float, words: Language) -> list[Stroke]:
    """The team, and how many teams serve the objective where several do."""
    room = STATUS - TEAM - 8
    if branch.teams < 2:
        return [ink.text(TEAM, base, branch.node.team, room)]
    said = words.many("{count} team", "{count} teams", branch.teams)
    wide = min(56.0, lettering.width(said, 10)) + 18
    return [
        ink.text(TEAM, base, branch.node.team, room - wide - 4),
        crossing(STATUS - wide - 2, middle),
        ink.text(STATUS - 8, base, said, 56, 10, anchor="end", bold=True),
    ]


def crossing(x: float, y: float) -> Stroke:
    """Return the sign of an objective that several teams serve: an arrow to and an arrow fro.

    >>> crossing(6, 6)
    '<path d="M1 3.5h9l-2.5 -2.5M11 8.5h-9l2.5 2.5" fill="none" stroke="#14505c" stroke-width="1.4"/>'
    """
    there = f"M{ink.short(x - 5)} {ink.short(y - 2.5)}h9l-2.5 -2.5"
    return ink.line(f"{there}M{ink.short(x + 5)} {ink.short(y + 2.5)}h-9l2.5 2.5", palette.HEAT[5], 1.4)


def _connectors(branch: Branch, top: float, step: float) -> list[Stroke]:
    """The lines that pass by, the one to the objective above, and the beginning of the one to those below."""
    x, middle, bottom = LEFT + step * branch.depth, top + ROW / 2, top + ROW
    parent = ink.short(x - step)
    solid = "".join([f"M{ink.short(LEFT + step * level)} {top}V{bottom}" for level in branch.passing])
    if branch.has_children:
        solid += f"M{ink.short(x)} {middle + 7}V{bottom}"
    if branch.last:
        solid += f"M{parent} {top}V{middle}"
    own = f"M{parent} {middle}H{ink.short(x - 7)}" if branch.depth else ""
    if branch.node.solid:
        return [ink.line(solid + own, palette.EDGE, 1.2)] if solid or own else []
    drawn = [ink.line(solid, palette.EDGE, 1.2)] if solid else []
    return [*drawn, ink.line(own, palette.EDGE, 1.2, SUPPORTS)] if own else drawn


def _legend(words: Language, places: list[Place]) -> list[tuple[ink.Sample, str]]:
    nodes = [place.branch.node for place in places if place.branch.depth]
    entries: list[tuple[ink.Sample, str]] = []
    if any(node.solid for node in nodes):
        entries.append((stroke(palette.EDGE, 1), words.say("counts in the objective above it")))
    if not all(node.solid for node in nodes):
        entries.append((stroke(palette.EDGE, 1, SUPPORTS), words.say("supports it without counting in it")))
    if any(place.branch.teams > 1 for place in places):
        entries.append((crossing, words.say("several teams serve it")))
    return entries
