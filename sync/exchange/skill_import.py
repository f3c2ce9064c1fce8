"""An import of a taxonomy: which of its skills are ours, and the rows of a catalogue and of role profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.cells import Cell
from ...core.errors import UsageError
from ...core.names import fold_name
from .matches import Matches, SkillName
from .similar import most_similar
from .skill_matching import SkillIndex
from .taxonomies import CatalogueSkill, Taxonomy, skill_row

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class SkillsPlan:
    """What an import of skills would write: rows of our tables, and the table of matches with new suggestions."""

    skills: Sequence[Row]
    roles: Sequence[Row]
    matches: Matches
    accepted: int
    suggested: int
    unlike: Sequence[str]


def plan_skills(
    taxonomies: Sequence[Taxonomy],
    own: Sequence[str],
    listed: Sequence[str],
    matches: Matches,
    roles: Sequence[str] = (),
    everything: bool = False,
) -> SkillsPlan:
    """Return what importing taxonomies would write.

    `own` are all skill names of the workbooks, and `listed` those on their Skills sheets, which are not written again. `roles` are
    the occupations to write profiles of. Skills are written that the user accepted, that the roles need, or `everything`. A
    skill that the user accepted keeps the user's name. `UsageError` for an occupation that is in none of the files.
    """
    catalogue = {fold_name(skill.name): skill for taxonomy in taxonomies for skill in taxonomy.skills}
    index = SkillIndex.of(list(catalogue.values()))
    known = {fold_name(row.own) for row in matches.skill_names}
    new = [suggested(name, index) for name in own if fold_name(name) not in known]
    with_new = matches.with_skill_names(row for row in new if row.suggestion)
    accepted = {fold_name(row.skill): row.own for row in matches.skill_names if fold_name(row.skill) in catalogue}
    profiles = _profiles(taxonomies, roles, accepted)
    needed = {fold_name(str(row[1])) for row in profiles}
    wanted = [
        skill
        for key, skill in catalogue.items()
        if everything or key in accepted or fold_name(accepted.get(key, skill.name)) in needed
    ]
    have = {fold_name(name) for name in listed}
    rows = [_row(skill, accepted) for skill in wanted]
    kept = [row for row in rows if fold_name(str(row[0])) not in have]
    unlike = [row.own for row in new if not row.suggestion]
    return SkillsPlan(
        kept, profiles, with_new, len(accepted), len(with_new.skill_names) - len(matches.skill_names), unlike
    )


def suggested(name: str, index: SkillIndex) -> SkillName:
    """Return a name of ours with the skill of a catalogue that it may mean; no suggestion where nothing is alike."""
    best = next(iter(index.suggest(name)), None)
    return SkillName(name) if best is None else SkillName(name, "", best.skill.name, best.confidence, best.label)


def _row(skill: CatalogueSkill, accepted: Mapping[str, str]) -> Row:
    return skill_row(accepted.get(fold_name(skill.name), skill.name), skill.category)


def _profiles(taxonomies: Sequence[Taxonomy], roles: Sequence[str], accepted: Mapping[str, str]) -> list[Row]:
    needs = [need for taxonomy in taxonomies for need in taxonomy.roles]
    titles = {fold_name(need.role): need.role for need in needs}
    for role in roles:
        if fold_name(role) not in titles:
            near = ", ".join(each.name for each in most_similar(role, list(titles.values()), 3))
            raise UsageError(
                f"no file has the occupation {role!r}", f"did you mean: {near}?" if near else "check its title"
            )
    chosen = {fold_name(role) for role in roles}
    return [
        (need.role, accepted.get(fold_name(need.skill), need.skill), float(need.level), need.weight)
        for need in needs
        if fold_name(need.role) in chosen
    ]
