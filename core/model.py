"""The nouns: what one row of each table says, and the cells where it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from . import pacing
from .cells import Day
from .errors import Location


@dataclass(frozen=True)
class TableSource:
    """A table as it stands in a workbook: which sheet, and which column letter (or cell) holds each field."""

    workbook: str
    sheet: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Workbook:
    """A workbook that was, or once was, read: on which day, and why not today when it could not be."""

    name: str
    read_on: Day
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The row of a sheet that a noun was read from."""

    source: TableSource
    row: int

    @property
    def letters(self) -> str:
        """The column (or the cell) of the first field that the source knows."""
        return next(iter(self.source.cells.values()), "A")

    def location(self, field: str = "") -> Location:
        """Return the cell of a field; without a field, the row's first known cell.

        >>> str(Origin(TableSource("Q1.xlsx", "Key results", {"target": "F"}), 14).location("target"))
        'Q1.xlsx › Key results!F14'
        """
        letters = self.source.cells.get(field) or self.letters
        cell = letters if letters[-1:].isdigit() else f"{letters}{self.row}"
        return Location(self.source.workbook, self.source.sheet, cell)


@dataclass(frozen=True, slots=True)
class Settings:
    """Whose workbook it is and for which cycle; what is left out has the product's default."""

    organisation: str | None = None
    team: str | None = None
    cycle: str | None = None
    cycle_start: Day | None = None
    cycle_end: Day | None = None
    at_risk_gap: float | None = None
    off_track_gap: float | None = None
    stale_days: float | None = None
    origin: Origin | None = None

    @property
    def gaps(self) -> tuple[float, float]:
        """The at-risk and the off-track gap."""
        at_risk = pacing.AT_RISK_GAP if self.at_risk_gap is None else self.at_risk_gap
        off_track = pacing.OFF_TRACK_GAP if self.off_track_gap is None else self.off_track_gap
        return at_risk, off_track

    def over(self, defaults: Settings) -> Settings:
        """Return these settings with what they leave blank taken from others.

        >>> Settings(stale_days=7).over(Settings(cycle="2026-Q1", stale_days=14)).stale_days
        7
        """
        names = [field.name for field in fields(self)]
        own = {name: getattr(self, name) for name in names}
        return Settings(**{name: getattr(defaults, name) if value is None else value for name, value in own.items()})

    @property
    def stale_after(self) -> float:
        """The days without a check-in after which a key result is stale."""
        return pacing.STALE_DAYS if self.stale_days is None else self.stale_days


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be achieved, and which objective above it serves."""

    id: str
    level: str | None
    team: str | None
    owner: str | None
    objective: str | None
    parent_id: str | None
    contributes: bool | None
    commitment: str | None
    weight: float | None
    status: str | None
    reason: str | None
    origin: Origin
    roll_up: str | None = None
    self_assessment: float | None = None
    self_assessment_note: str | None = None


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A number on its way from a start to a target."""

    id: str
    objective_id: str | None
    key_result: str | None
    kind: str | None
    unit: str | None
    start: float | None
    target: float | None
    current: float | None
    weight: float | None
    owner: str | None
    start_date: Day | None
    due_date: Day | None
    status: str | None
    reason: str | None
    origin: Origin
    lowest: float | None = None
    highest: float | None = None
    commit: float | None = None
    stretch: float | None = None
    risk: str | None = None
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One look at a key result."""

    date: Day | None
    key_result_id: str | None
    value: float | None
    confidence: float | None
    note: str | None
    by: str | None
    origin: Origin
    risk: str | None = None
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class GoalSkill:
    """An objective needs so many people at such a level of a skill."""

    objective_id: str | None
    skill: str | None
    level: float | None
    headcount: float | None
    weight: float | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the catalogue, with its levels in words."""

    skill: str
    category: str | None
    level_1: str | None
    level_2: str | None
    level_3: str | None
    level_4: str | None
    level_5: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class RoleSkill:
    """The level of a skill that a role requires."""

    role: str | None
    skill: str | None
    required_level: float | None
    weight: float | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is rated."""

    person_id: str
    name: str | None
    role: str | None
    team: str | None
    manager: str | None
    email: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Assessment:
    """One rating of a person in a skill."""

    person_id: str | None
    skill: str | None
    rater_type: str | None
    level: float | None
    date: Day | None
    evidence: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Certification:
    """A certificate and until when it is good."""

    person_id: str | None
    skill: str | None
    certification: str | None
    issued: Day | None
    expires: Day | None
    evidence: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Learning:
    """A course on the way to a skill."""

    person_id: str | None
    course: str | None
    skill: str | None
    provider: str | None
    progress: float | None
    completed_on: Day | None
    hours: float | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Initiative:
    """Work under a key result."""

    id: str | None
    key_result_id: str | None
    initiative: str | None
    owner: str | None
    due_date: Day | None
    state: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Kpi:
    """A health metric with the band in which it is healthy."""

    kpi: str | None
    team: str | None
    owner: str | None
    unit: str | None
    current: float | None
    healthy_from: float | None
    healthy_to: float | None
    as_of: Day | None
    origin: Origin
