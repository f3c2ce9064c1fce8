"""What charts show, as values between 0 and 1; `charts` draws them, sheets make charts of their own from them.

`description` is the chart in a sentence: what a screen reader reads, and what stands where there is no picture. It names
every figure that matters, so that nothing is told by the picture alone. Times run from 0, the first day of the
cycle, to 1, its last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Union

from ...core.cells import Day
from .figure import Figure

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bullet bar draws: a score and the expected one, each 0..1; `description` is both in words."""

    score: float | None
    expected: float | None
    status: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many key results have a status: `word` is the product's own, `label` the reader's."""

    word: str
    label: str
    count: int
    figure: str


@dataclass(frozen=True, slots=True)
class Spark:
    """Check-ins against the plan: points of (time, progress), both 0..1 between start and target.

    The plan runs from the lower left to the upper right; `today` is a time.
    """

    kind: ClassVar[str] = "spark"
    points: tuple[Point, ...]
    today: float
    status: str
    description: str


@dataclass(frozen=True, slots=True)
class ProgressChart:
    """Progress through the cycle: check-ins as (time, progress) against the plan, with the forecast.

    Progress is raw: below 0 after a regression, above 1 when overachieved; `low` and `high` are the ends of the axis.
    `plan` has the two ends of the plan's line, `forecast` the end of the line from the last check-in on.
    `from_day`, `to_day`, `today_label` and `axis` are the words on the axes; `axis` has (progress, words) for its ticks.
    `dates` are the first and the last day of the chart's own period, for a sheet that draws it itself.
    """

    kind: ClassVar[str] = "progress"
    title: str
    points: tuple[Point, ...]
    plan: tuple[Point, Point]
    forecast: Point | None
    today: float
    low: float
    high: float
    status: str
    from_day: str
    to_day: str
    today_label: str
    axis: tuple[tuple[float, str], ...]
    description: str
    dates: tuple[Day, Day] | None = None


@dataclass(frozen=True, slots=True)
class TreeNode:
    """An objective in the picture of the tree; `parent` is the place of its parent in the list, -1 for none.

    `solid` says that it counts in its parent's progress; a dashed line leads to one that only supports.
    """

    label: str
    id: str
    parent: int
    depth: int
    team: str
    status: str
    status_label: str
    share: str
    solid: bool = True


@dataclass(frozen=True, slots=True)
class TreeChart:
    """The alignment of objectives, parents before children."""

    kind: ClassVar[str] = "tree"
    title: str
    nodes: tuple[TreeNode, ...]
    description: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A group (or a person) in a skill: a level, a band, or nothing.

    `step` is its colour, 0..5, None where nothing is shown; `gap` marks that the role asks for more than there is.
    """

    text: str
    step: int | None
    description: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One line of the map; its name leads to the cells of its figures."""

    name: Figure
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Groups and skills (or weeks), the longer list downwards; `down` says which that is, `legend` what the steps mean.

    `by_level` says that a step is the level of that number.
    """

    kind: ClassVar[str] = "heat"
    title: str
    down: str
    columns: tuple[str, ...]
    lines: tuple[HeatLine, ...]
    legend: tuple[tuple[int, str], ...]
    description: str
    more: str = ""
    by_level: bool = True

    @property
    def key(self) -> tuple[tuple[int, str], ...]:
        """The steps as the legend names them: levels with their number."""
        return tuple((step, f"{step} {meaning}" if self.by_level else meaning) for step, meaning in self.legend)


@dataclass(frozen=True, slots=True)
class ConfidenceChart:
    """How confidence ran through the cycle: points of (time, confidence), both 0..1; the axes as in `ProgressChart`."""

    kind: ClassVar[str] = "confidence"
    title: str
    points: tuple[Point, ...]
    today: float
    from_day: str
    to_day: str
    axis: tuple[tuple[float, str], ...]
    description: str
    dates: tuple[Day, Day] | None = None


@dataclass(frozen=True, slots=True)
class SkillBar:
    """One skill of one person: the level, what the role asks, and the raters from the lowest to the highest."""

    skill: str
    level: float | None
    required: float | None
    low: float | None
    high: float | None
    description: str


@dataclass(frozen=True, slots=True)
class SkillChart:
    """A person's skills on the scale from 0 to 5, for their own page only."""

    kind: ClassVar[str] = "skills"
    title: str
    bars: tuple[SkillBar, ...]
    scale: tuple[tuple[int, str], ...]
    description: str


Picture = Union[Spark, ProgressChart, TreeChart, HeatChart, ConfidenceChart, SkillChart]
