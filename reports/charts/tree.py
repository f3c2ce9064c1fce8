"""Who serves whom: objectives as an indented tree, one a line, so that five and a few hundred can be read alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..language import Language
from ..pictures import TreeChart
from . import ink, lettering, palette
from .branches import Branch, Place, grow, windows
from .frame import BROAD, frame, legend, stroke
from .ink import Stroke

ROW, HEAD, LINES = 25, 24, 34  # 34 lines and their headings fit on a printed page
LEFT, STEP, INDENT = 12.0, 20.0, 200.0  # the indentation of the deepest objective is INDENT at most
SHARE = BROAD - 6.0  # where scores end
SEVERAL = 62.0  # the room of "3 teams" with its sign
SUPPORTS = "3 3"


@dataclass(frozen=True, slots=True)
class Columns:
    """How far an objective stands to the right of the one above it, and where the columns begin."""

    step: float
    team: float
    status: float
    share: float


def _columns(branches: Sequence[Branch], words: Language) -> Columns:
    """Teams, statuses and scores have the room that they need, within reason; names have the rest."""
    teams = [lettering.width(each.node.team[:60], 11) + (SEVERAL if each.teams > 1 else 0) for each in branches]
    statuses = [lettering.width(each.node.status_said[:60], 11) for each in branches]
    shares = [lettering.width(each.node.share[:60], 11.7) for each in branches]
    heads = [lettering.width(words.say(head), 10) for head in ("Team", "Status", "Score")]
    share = SHARE - min(70.0, max(*shares, heads[2], 0.0)) - 2
    status = share - 12 - min(110.0, max(*statuses, heads[1], 0.0))
    team = status - 12 - min(170.0, max(*teams, heads[0], 0.0))
    return Columns(min(STEP, INDENT / max((1, *(each.depth for each in branches)))), team, status, share)


def tree(chart: TreeChart, words: Language, name: str = "") -> list[Markup]:
    """Return the tree; a long one as several pictures, each of which begins with what its first line belongs to."""
    branches = grow(chart.nodes)
    columns = _columns(branches, words)
    parts = windows(branches, LINES)
    pages = []
    for number, places in enumerate(parts, 1):
        title = chart.title if len(parts) == 1 else f"{chart.title} ({number}/{len(parts)})"
        own = f"{name or 'tree'}-{number}" if len(parts) > 1 else name
        more = chart.more if number == len(parts) else ""
        body, height = _page(places, columns, words, more)
        pages.append(frame("tree", (BROAD, height), title, chart.said, body, own))
    return pages


def _page(places: list[Place], columns: Columns, words: Language, more: str) -> tuple[Stroke, float]:
    parts = [_headings(columns, words)]
    for row, place in enumerate(places):
        if not row % 2:
            parts.append(ink.rect(0, HEAD + ROW * row, BROAD, ROW, palette.TINT))
        parts += _row(place, HEAD + ROW * row, columns, words)
    key, end = legend(_legend(words, places), 4, HEAD + ROW * len(places) + 18, BROAD - 4)
    parts.append(key)
    if more:
        end += 16
        parts.append(ink.text(4, end, f"… {more}", BROAD - 8, 10, fill=palette.SOFT))
    return ink.join(parts), end + 8


def _headings(columns: Columns, words: Language) -> Stroke:
    heads = [
        (LEFT - 6, words.say("Objective"), ""),
        (columns.team, words.say("Team"), ""),
        (columns.status, words.say("Status"), ""),
        (SHARE, words.say("Score"), "end"),
    ]
    return ink.join([ink.text(x, 15, said, 120, 10, anchor=anchor, fill=palette.SOFT) for x, said, anchor in heads])


def _row(place: Place, top: float, columns: Columns, words: Language) -> list[Stroke]:
    branch, node = place.branch, place.branch.node
    x, middle = LEFT + columns.step * branch.depth, top + ROW / 2
    base, start = middle + 4, x + 12
    parts = [*_connectors(branch, top, columns.step), ink.sign(node.status, x, middle)]
    if node.id:
        parts.append(ink.text(start, base, node.id, 110, 10, fill=palette.SOFT, bold=True))
        start += min(110.0, lettering.width(lettering.clean(node.id), 10.6)) + 6
    if place.again:
        return [*parts, ink.text(start, base, f"… {node.label}", columns.team - start - 12, 12, fill=palette.SOFT)]
    parts.append(ink.text(start, base, node.label, columns.team - start - 12, 12))
    parts += _team(branch, base, middle, columns, words)
    parts.append(ink.text(columns.status, base, node.status_said, columns.share - columns.status - 10))
    parts.append(ink.text(SHARE, base, node.share, SHARE - columns.share, anchor="end", bold=True))
    return parts


def _team(branch: Branch, base: float, middle: float, columns: Columns, words: Language) -> list[Stroke]:
    """The team, and how many teams serve the objective where several do."""
    end = columns.status - 12
    if branch.teams < 2:
        return [ink.text(columns.team, base, branch.node.team, end - columns.team)]
    said = words.many("{count} team", "{count} teams", branch.teams)
    wide = min(SEVERAL - 16, lettering.width(said, 10.6)) + 12
    return [
        ink.text(columns.team, base, branch.node.team, end - columns.team - SEVERAL),
        crossing(end - wide, middle),
        ink.text(end, base, said, SEVERAL - 16, 10, anchor="end", bold=True),
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
