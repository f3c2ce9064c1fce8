"""The heat map of teams and skills: average levels, as ranges for fewer than five people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ...core.skills import LEVEL_WORDS
from ..data import privacy
from ..data.scope import Scope
from ..data.team_skills import Group, Groups
from ..i18n import text
from ..i18n.language import NONE, Language
from ..model.charts import HeatCell, HeatChart, HeatLine
from ..model.figure import figure
from ..model.provenance import Provenance
from ..model.report import Heat

DOWN, ACROSS = 40, 12  # lines and columns
HEADING = 48  # letters of a name that stands over a column


def skill_heatmap(scope: Scope) -> Heat | None:
    """Return the heat map, the longer list downwards; None without ratings."""
    language, groups = scope.language, scope.groups
    if not any(group.rated for group in groups.by_key.values()):
        return None
    down = len(groups.skills) > len(groups.teams)
    teams = _busiest(groups.teams, ACROSS if down else DOWN, _rated(groups, 0))
    skills = _busiest(groups.skills, DOWN if down else ACROSS, _rated(groups, 1))
    title = language.say("Average level by team")
    if down:
        lines = [_line(language, groups, skill, [(team, skill) for team in teams], groups.skills) for skill in skills]
        heading, columns = language.say("Skill"), [_heading(groups.teams[team]) for team in teams]
    else:
        lines = [_line(language, groups, team, [(team, skill) for skill in skills], groups.teams) for team in teams]
        heading, columns = language.say("Team"), [_heading(groups.skills[skill]) for skill in skills]
    legend = tuple((int(step), language.say(word)) for word, step in LEVEL_WORDS.items())
    hidden = len(groups.teams) - len(teams), len(groups.skills) - len(skills)
    message = language.say("Average level by team and skill")
    chart = HeatChart(message, heading, tuple(columns), tuple(lines), legend, message, _more(language, *hidden))
    return Heat(chart, title, language.say("▾ At least one person is below the required level."))


def _more(language: Language, teams: int, skills: int) -> str:
    message = [language.many("{count} more team", "{count} more teams", teams)] if teams else []
    message += [language.many("{count} more skill", "{count} more skills", skills)] if skills else []
    return language.say("and {more}, see the consolidated workbook", more=language.listed(message)) if message else ""


def _rated(groups: Groups, part: int) -> Counter[str]:
    rated: Counter[str] = Counter()
    for key, group in groups.by_key.items():
        rated[key[part]] += group.rated
    return rated


def _busiest(names: Mapping[str, str], limit: int, rated: Counter[str]) -> list[str]:
    """The names with the most people rated, in their original order."""
    chosen = set(sorted(names, key=lambda name: -rated[name])[:limit])
    return [name for name in names if name in chosen]


def _heading(name: str) -> str:
    return text.clip(name, HEADING)


def _line(
    language: Language, groups: Groups, name: str, keys: list[tuple[str, str]], names: Mapping[str, str]
) -> HeatLine:
    parts = [groups.by_key.get(key, Group()) for key in keys]
    provenance = sum((group.provenance for group in parts if group.rated), Provenance())
    return HeatLine(figure(_heading(names[name]), provenance), tuple(_cell(language, group) for group in parts))


def _cell(language: Language, group: Group) -> HeatCell:
    if not group.rated:
        return HeatCell(NONE, None, language.say("no one rated"), True) if group.required else HeatCell("", None, "")
    shown = privacy.mean(language, group.levels, group.rated)
    if group.rated == 1:
        return HeatCell(shown.text, None, language.say("single rating: hidden"))
    message = language.many("average level of {count} person", "average level of {count} people", group.rated)
    return HeatCell(shown.text, shown.step, message, group.below > 0)
