"""Who serves whom: objectives as an indented tree, one a line, so that five and a few hundred can be read alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from ..i18n.language import Language
from ..model.charts import TreeChart
from . import palette, svg, text_width
from .branches import Branch, BranchPosition, grow, windows
from .frame import BROAD, frame, legend, stroke
from .pages import numbered
from .svg import Stroke

ROW, HEAD, LINES = 25, 24, 34  # 34 lines and their headings fit on a printed page
LEFT, STEP, INDENT = 12.0, 20.0, 200.0  # the indentation of the deepest objective is INDENT at most
SHARE = BROAD - 6.0  # where scores end
SEVERAL, MARK = 62.0, 16.0  # the room of "3 teams" with its sign at least, and of the sign alone
SUPPORTS = "3 3"
MIDDLE, BASE = ROW / 2, ROW / 2 + 4  # of a line: where signs stand, and letters
_TINTED = svg.rect(0, 0, BROAD, ROW, palette.TINT)


@dataclass(frozen=True, slots=True)
class Columns:
    """How far an objective stands to the right of the one above it, and where the columns begin."""

    step: float
    team: float
    status: float
    share: float
    several: float  # the room of how many teams serve an objective


def _columns(branches: Sequence[Branch], language: Language) -> Columns:
    """Teams, statuses and scores have the room that they need, within reason; names have the rest."""
    served = {_teams(language, branch.teams) for branch in branches if branch.teams > 1}
    several = max((SEVERAL, *(MARK + 0.5 + text_width.width(text, 10.6) for text in served)))
    teams = [text_width.width(branch.node.team[:60], 11) + (several if branch.teams > 1 else 0) for branch in branches]
    statuses = [text_width.width(branch.node.status_label[:60], 11) for branch in branches]
    shares = [text_width.width(branch.node.share[:60], 11.7) for branch in branches]
    heads = [text_width.width(language.say(head), 10) for head in ("Team", "Status", "Score")]
    share = SHARE - min(70.0, max(*shares, heads[2], 0.0)) - 2
    status = share - 13 - min(110.0, max(*statuses, heads[1], 0.0))
    team = status - 13 - min(170.0, max(*teams, heads[0], 0.0))
    step = min(STEP, INDENT / max((1, *(branch.depth for branch in branches))))
    return Columns(step, team, status, share, several)


def _teams(language: Language, many: int) -> str:
    return language.many("{count} team", "{count} teams", many)


def tree(chart: TreeChart, language: Language, name: str = "") -> list[Markup]:
    """Return the tree; a long one as several pictures, each of which begins with what its first line belongs to."""
    branches = grow(chart.nodes)
    columns = _columns(branches, language)
    parts = windows(branches, LINES)
    pages = []
    for number, places in enumerate(parts, 1):
        title = numbered(chart.title, number, len(parts))
        own = f"{name or 'tree'}-{number}" if len(parts) > 1 else name
        more = chart.more if number == len(parts) else ""
        body, height = _page(places, columns, language, more)
        pages.append(frame("tree", (BROAD, height), title, chart.description, body, own))
    return pages


def _page(places: list[BranchPosition], columns: Columns, language: Language, more: str) -> tuple[Stroke, float]:
    parts = [_headings(columns, language)]
    for row, place in enumerate(places):
        parts.append(svg.moved(_row(place, columns, language, row % 2 == 0), HEAD + ROW * row))
    key, end = legend(_legend(language, places), 4, HEAD + ROW * len(places) + 18, BROAD - 4)
    parts.append(key)
    if more:
        end += 16
        parts.append(svg.text(4, end, f"… {more}", BROAD - 8, 10, fill=palette.SOFT))
    return svg.join(parts), end + 8


def _headings(columns: Columns, language: Language) -> Stroke:
    heads = [
        (LEFT - 6, language.say("Objective"), ""),
        (columns.team, language.say("Team"), ""),
        (columns.status, language.say("Status"), ""),
        (SHARE, language.say("Score"), "end"),
    ]
    return svg.join([svg.text(x, 15, label, 120, 10, anchor=anchor, fill=palette.SOFT) for x, label, anchor in heads])


def _row(place: BranchPosition, columns: Columns, language: Language, tinted: bool) -> list[Stroke]:
    branch, node = place.branch, place.branch.node
    x = LEFT + columns.step * branch.depth
    start = x + 12
    lines = _connectors(branch.depth, branch.passing, branch.last, branch.has_children, node.solid, columns.step)
    parts = [_TINTED if tinted else svg.NOTHING, lines, svg.sign(node.status, x, MIDDLE)]
    if node.id:
        parts.append(svg.text(start, BASE, node.id, 110, 10, fill=palette.SOFT, bold=True))
        start += min(110.0, text_width.width(text_width.clean(node.id), 10.6)) + 6
    if place.again:
        return [*parts, svg.text(start, BASE, f"… {node.label}", columns.team - start - 12, 12, fill=palette.SOFT)]
    parts.append(svg.text(start, BASE, node.label, columns.team - start - 12, 12))
    parts += _team(branch, columns, language)
    parts.append(svg.text(columns.status, BASE, node.status_label, columns.share - columns.status - 12))
    parts.append(svg.text(SHARE, BASE, node.share, SHARE - columns.share, anchor="end", bold=True))
    return parts


def _team(branch: Branch, columns: Columns, language: Language) -> list[Stroke]:
    """The team, and how many teams serve the objective where several do."""
    end = columns.status - 12
    if branch.teams < 2:
        return [svg.text(columns.team, BASE, branch.node.team, end - columns.team)]
    label, room = _teams(language, branch.teams), columns.several - MARK
    wide = min(room, text_width.width(label, 10.6)) + 12
    return [
        svg.text(columns.team, BASE, branch.node.team, end - columns.team - columns.several),
        crossing(end - wide, MIDDLE),
        svg.text(end, BASE, label, room, 10, anchor="end", bold=True),
    ]


def crossing(x: float, y: float) -> Stroke:
    """Return the sign of an objective that several teams serve: an arrow to and an arrow fro.

    >>> crossing(6, 6)
    '<path d="M1 3.5h9l-2.5 -2.5M11 8.5h-9l2.5 2.5" fill="none" stroke="#14505c" stroke-width="1.4"/>'
    """
    there = f"M{svg.coordinate(x - 5)} {svg.coordinate(y - 2.5)}h9l-2.5 -2.5"
    return svg.line(f"{there}M{svg.coordinate(x + 5)} {svg.coordinate(y + 2.5)}h-9l2.5 2.5", palette.HEAT[5], 1.4)


@lru_cache(2048)
def _connectors(
    depth: int, passing: tuple[int, ...], last: bool, has_children: bool, solid: bool, step: float
) -> Stroke:
    """The lines that pass by, the one to the objective above, and the beginning of the one to those below."""
    x, parent = LEFT + step * depth, svg.coordinate(LEFT + step * (depth - 1))
    upright = "".join([f"M{svg.coordinate(LEFT + step * level)} 0V{ROW}" for level in passing])
    if has_children:
        upright += f"M{svg.coordinate(x)} {MIDDLE + 7}V{ROW}"
    if last:
        upright += f"M{parent} 0V{MIDDLE}"
    own = f"M{parent} {MIDDLE}H{svg.coordinate(x - 7)}" if depth else ""
    if solid or not own:
        return svg.line(upright + own, palette.EDGE, 1.2) if upright or own else svg.NOTHING
    dashed = svg.line(own, palette.EDGE, 1.2, SUPPORTS)
    return svg.join([svg.line(upright, palette.EDGE, 1.2), dashed]) if upright else dashed


def _legend(language: Language, places: list[BranchPosition]) -> list[tuple[svg.Sample, str]]:
    nodes = [place.branch.node for place in places if place.branch.depth]
    entries: list[tuple[svg.Sample, str]] = []
    if any(node.solid for node in nodes):
        entries.append((stroke(palette.EDGE, 1), language.say("counts towards the parent objective")))
    if not all(node.solid for node in nodes):
        entries.append((stroke(palette.EDGE, 1, SUPPORTS), language.say("support only")))
    if any(place.branch.teams > 1 for place in places):
        entries.append((crossing, language.say("several teams contribute")))
    return entries
