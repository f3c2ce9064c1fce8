"""The map of teams and skills: mean levels, coarse where few people stand behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from . import privacy, wording
from .groups import Group, Groups
from .report import Figure, HeatCell, HeatMap, HeatRow

TEAMS, SKILLS = 40, 12
HEADING = 48  # letters of a name that stands over a column


def heat_map(groups: Groups) -> HeatMap | None:
    """Return the map with the longer list downwards; None when nobody is rated."""
    if not any(group.rated for group in groups.of.values()):
        return None
    by_team, by_skill = _rated(groups, 0), _rated(groups, 1)
    teams, skills = _busiest(groups.teams, TEAMS, by_team), _busiest(groups.skills, SKILLS, by_skill)
    hidden_teams, hidden_skills = len(groups.teams) - len(teams), len(groups.skills) - len(skills)
    more = [
        wording.count(many, noun) for many, noun in ((hidden_teams, "more team"), (hidden_skills, "more skill")) if many
    ]
    said = f"and {wording.listed(more)}, see the consolidated workbook" if more else ""
    if len(skills) > len(teams):
        lines = [_line(groups, skill, [(team, skill) for team in teams], groups.skills, 0) for skill in skills]
        return HeatMap("Skill", tuple(_heading(groups.teams[team]) for team in teams), tuple(lines), said)
    lines = [_line(groups, team, [(team, skill) for skill in skills], groups.teams, 1) for team in teams]
    return HeatMap("Team", tuple(_heading(groups.skills[skill]) for skill in skills), tuple(lines), said)


def _rated(groups: Groups, part: int) -> Counter[str]:
    rated: Counter[str] = Counter()
    for key, group in groups.of.items():
        rated[key[part]] += group.rated
    return rated


def _busiest(names: Mapping[str, str], limit: int, rated: Counter[str]) -> list[str]:
    """Those with the most people rated, in their own order."""
    chosen = set(sorted(names, key=lambda name: -rated[name])[:limit])
    return [name for name in names if name in chosen]


def _heading(name: str) -> str:
    return wording.clip(name, HEADING)


def _line(groups: Groups, name: str, keys: list[tuple[str, str]], names: Mapping[str, str], across: int) -> HeatRow:
    other = (groups.teams, groups.skills)[across]
    cells = []
    places = []
    for key in keys:
        group = groups.of.get(key, Group())
        cells.append(_cell(group))
        if group.rated:
            places.append(f"{_heading(other[key[across]])}: {'; '.join(group.trail.cells)}")
    return HeatRow(Figure(wording.clip(names[name], HEADING), tuple(places)), tuple(cells))


def _cell(group: Group) -> HeatCell:
    if not group.rated:
        return HeatCell(wording.NONE if group.required else "", None, "nobody rated" if group.required else "")
    shown = privacy.mean(group.levels, group.rated)
    people = wording.count(group.rated, "person", "people")
    return HeatCell(shown.text, shown.step, f"mean level of {people}" if group.rated > 1 else "one person: not shown")
