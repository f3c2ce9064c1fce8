"""Taxonomies that a user has as files: ESCO's skills, and the skills of O*NET with the occupations that need them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...core.cells import Cell
from ...core.columns import Column
from ...core.errors import Location, Problem
from ...core.names import fold_name
from ...core.tables.headings import normalise_heading
from ...core.values.typed_values import read_column
from .files import ReportTable
from .goals import GoalRow

ESCO, ONET = "ESCO", "O*NET"
_NEEDS = {
    ESCO: frozenset({"concepturi", "preferredlabel", "altlabels"}),
    ONET: frozenset({"title", "element name", "scale id", "data value"}),
}
LEVEL_TOP, ONET_TOP = 5, 7  # our highest level, and the highest value of O*NET's scale LV
_VALUE = Column("data value", "number", "")


@dataclass(frozen=True)
class CatalogueSkill:
    """A skill of a catalogue under its preferred name, with its other names, its group, and what it is."""

    name: str
    alternatives: tuple[str, ...] = ()
    category: str = ""
    description: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """All names, the preferred one first."""
        return (self.name, *self.alternatives)


@dataclass(frozen=True)
class RoleNeed:
    """The level of a skill that an occupation needs, and how important the skill is for it (1 to 5)."""

    role: str
    skill: str
    level: int
    weight: float | None = None


@dataclass(frozen=True)
class Taxonomy:
    """What a file of a taxonomy holds."""

    system: str
    skills: Sequence[CatalogueSkill]
    roles: Sequence[RoleNeed] = ()
    problems: Sequence[Problem] = ()


def taxonomy_of(headings: Iterable[str]) -> str | None:
    """Return the taxonomy whose columns are among some headings.

    >>> taxonomy_of(["O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Data Value"])
    'O*NET'
    """
    known = {normalise_heading(heading) for heading in headings}
    return next((name for name, needs in _NEEDS.items() if needs <= known), None)


def onet_level(value: float) -> int:
    """Return the level from 0 to 5 of a value of O*NET's scale LV from 0 to 7: five sevenths of it, rounded half up.

    Both scales begin at "not needed" and end at the highest mastery that the scale describes, and both are of about equal
    steps, so that a straight line is the plainest rule: it keeps the order, the ends, and the distances. O*NET's own anchors
    differ for each skill and give no other one.

    >>> [onet_level(value) for value in (0, 0.69, 0.7, 2.1, 3.5, 4.9, 6.3, 7)]
    [0, 0, 1, 2, 3, 4, 5, 5]
    """
    return math.floor(value * LEVEL_TOP / ONET_TOP + 0.5 + 1e-9)


def read_taxonomy(report: ReportTable) -> Taxonomy:
    """Return what a report of a known taxonomy holds."""
    whole = report.read()
    rows = [
        GoalRow(number, dict(zip(whole.headings, row))) for number, row in enumerate(whole.rows or (), whole.first_row)
    ]
    return _esco(rows) if taxonomy_of(report.headings) == ESCO else _onet(rows, report.name)


def _esco(rows: Sequence[GoalRow]) -> Taxonomy:
    """The released skills; a preferred label that several have is kept once, with the other labels of all."""
    skills: dict[str, CatalogueSkill] = {}
    for row in rows:
        name = row.text("preferredLabel")
        if not name or row.text("status") not in ("", "released"):
            continue
        labels = [*row.text("altLabels").splitlines(), *row.text("hiddenLabels").splitlines()]
        before = skills.get(fold_name(name))
        others = dict.fromkeys(
            [*(before.alternatives if before else ()), *(" ".join(label.split()) for label in labels)]
        )
        description = row.text("description") or row.text("definition")
        alternatives = tuple(label for label in others if label and fold_name(label) != fold_name(name))
        skills[fold_name(name)] = CatalogueSkill(name, alternatives, row.text("skillType"), description)
    return Taxonomy(ESCO, list(skills.values()))


def _onet(rows: Sequence[GoalRow], name: str) -> Taxonomy:
    """The skills, and the levels that occupations need; values that O*NET advises to suppress, or that are not relevant, are left out."""
    skills: dict[str, CatalogueSkill] = {}
    levels: dict[tuple[str, str], float] = {}
    importance: dict[tuple[str, str], float] = {}
    kept = [row for row in rows if row.text("Element Name")]
    values, faults = read_column(_VALUE, [row["Data Value"] for row in kept])
    problems = [Problem(Location(name, cell=f"row {kept[at].number}"), what, hint) for at, what, hint in faults]
    for row, value in zip(kept, values):
        skill, role, scale = row.text("Element Name"), row.text("Title"), row.text("Scale ID").upper()
        skills.setdefault(fold_name(skill), CatalogueSkill(skill, (), ONET))
        if value is None or "Y" in (row.text("Recommend Suppress").upper(), row.text("Not Relevant").upper()):
            continue
        top = ONET_TOP if scale == "LV" else LEVEL_TOP
        if not 0 <= value <= top:
            where = Location(name, cell=f"row {row.number}")
            problems.append(
                Problem(where, f"{scale} is {value:g}, outside of 0 to {top}; not read", "is the scale another one?")
            )
        elif scale == "LV":
            levels[role, skill] = value
        elif scale == "IM":
            importance[role, skill] = value
    needs = [
        RoleNeed(role, skill, level, importance.get((role, skill)))
        for (role, skill), value in levels.items()
        if (level := onet_level(value)) > 0
    ]
    return Taxonomy(ONET, list(skills.values()), needs, problems)


def skill_row(skill: str, category: str) -> tuple[Cell, ...]:
    """Return a skill as a row of our skills table, its levels without descriptions."""
    return (skill, category or None, None, None, None, None, None)
