"""Who serves whom: objectives as an indented tree, one a line, so that five and a few hundred can be read alike."""

from __future__ import annotations

from markupsafe import Markup

from ..language import Language
from ..pictures import TreeChart
from . import ink, lettering, palette
from .branches import Branch, Place, grow, windows
from .frame import BROAD, frame, legend, stroke

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


def _page(places: list[Place], step: float, words: Language, more: str) -> tuple[Markup, float]:
    parts = [_headings(words)]
    for row, place in enumerate(places):
        parts.append(_row(place, HEAD + ROW * row, step, words, row % 2 == 0))
    key, end = legend(_legend(words, places), 4, HEAD + ROW * len(places) + 18, BROAD - 4)
    if more:
        end += 16
        key += ink.text(4, end, f"… {more}", BROAD - 8, 10, fill=palette.SOFT)
    return ink.join(parts) + key, end + 8


def _headings(words: Language) -> Markup:
    heads = [(LEFT - 6, words.say("Objective"), ""), (TEAM, words.say("Team"), ""), (STATUS, words.say("Status"), "")]
    heads.append((SHARE, words.say("Score"), "end"))
    return ink.join(ink.text(x, 15, said, 120, 10, anchor=anchor, fill=palette.SOFT) for x, said, anchor in heads)


def _row(place: Place, top: float, step: float, words: Language, tinted: bool) -> Markup:
    branch, node = place.branch, place.branch.node
    x, middle = LEFT + step * branch.depth, top + ROW / 2
    base, soft = middle + 4, palette.SOFT if place.again else ""
    parts = [ink.rect(0, top, BROAD, ROW, palette.TINT)] if tinted else []
    parts.append(_connectors(branch, top, step))
    parts.append(ink.sign(node.status, x, middle))
    start = x + 12
    if node.id:
        parts.append(ink.text(start, base, node.id, 110, 10, fill=palette.SOFT, bold=True))
        start += min(110.0, lettering.width(lettering.clean(node.id), 10.6)) + 4
    parts.append(
        ink.text(start, base, f"… {node.label}" if place.again else node.label, TEAM - start - 12, 12, fill=soft)
    )
    if place.again:
        return ink.join(parts)
    parts.append(_team(branch, base, middle, words))
    parts.append(ink.text(STATUS, base, node.status_said, SHARE - STATUS - 52, 11))
    parts.append(ink.text(SHARE, base, node.share, 50, 11, anchor="end", bold=True))
    return ink.join(parts)


def _team(branch: Branch, base: float, middle: float, words: Language) -> Markup:
    """The team, and how many teams serve the objective where several do."""
    room = STATUS - TEAM - 8
    if branch.teams < 2:
        return ink.text(TEAM, base, branch.node.team, room)
    said = words.many("{count} team", "{count} teams", branch.teams)
    wide = min(56.0, lettering.width(said, 10)) + 18
    return (
        ink.text(TEAM, base, branch.node.team, room - wide - 4)
        + crossing(STATUS - wide - 2, middle)
        + ink.text(STATUS - 8, base, said, 56, 10, anchor="end", bold=True)
    )


def crossing(x: float, y: float) -> Markup:
    """Return the sign of an objective that several teams serve: an arrow to and an arrow fro.

    >>> crossing(1, 2)
    Markup('<path d="M-5 -2.5H4L1.5 -5M5 2.5H-4L-1.5 5" fill="none" stroke="#14505c" stroke-width="1.4" transform="translate(1 2)"/>')
    """
    path = '<path d="M-5 -2.5H4L1.5 -5M5 2.5H-4L-1.5 5" fill="none" stroke="{}" stroke-width="1.4" transform="translate({} {})"/>'
    return Markup(path).format(palette.HEAT[5], ink.short(x), ink.short(y))


def _connectors(branch: Branch, top: float, step: float) -> Markup:
    """The lines that pass by, the one to the objective above, and the beginning of the one to those below."""
    middle, bottom = top + ROW / 2, top + ROW
    trunks = [LEFT + step * level for level in branch.passing]
    solid = "".join(f"M{ink.short(x)} {ink.short(top)}V{ink.short(bottom)}" for x in trunks)
    x = LEFT + step * branch.depth
    if branch.has_children:
        solid += f"M{ink.short(x)} {ink.short(middle + 7)}V{ink.short(bottom)}"
    parent = x - step
    if branch.last:
        solid += f"M{ink.short(parent)} {ink.short(top)}V{ink.short(middle)}"
    drawn = ink.line(solid, palette.EDGE, 1.2) if solid else ink.NOTHING
    own = f"M{ink.short(parent)} {ink.short(middle)}H{ink.short(x - 7)}"
    if not branch.depth:
        return drawn
    return drawn + ink.line(own, palette.EDGE, 1.2, "" if branch.node.solid else SUPPORTS)


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
