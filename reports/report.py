"""What a review shows: words and figures as they are printed, each figure with the cells it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from . import wording

Row = TypeVar("Row")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """The rows of a list that are shown, and in words how many more there are."""

    rows: tuple[Row, ...] = ()
    more: str = ""

    def map(self, make: Callable[[Row], Made]) -> Listing[Made]:
        """Return the same list with another row for each row."""
        return Listing(tuple(map(make, self.rows)), self.more)


def cap(rows: Sequence[Row], limit: int, noun: str = "", plural: str = "") -> Listing[Row]:
    """Return the first rows of a list, with how many were left out.

    >>> cap("abc", 2, "letter")
    Listing(rows=('a', 'b'), more='and 1 more letter, see the consolidated workbook')
    """
    return Listing(tuple(rows[:limit]), wording.more(len(rows) - limit, noun, plural))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is printed, and where it stands."""

    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text from a sheet: `short` for lists; `whole` is empty unless something was cut off."""

    short: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bullet bar draws, each 0..1."""

    score: float | None
    expected: float | None
    status: str


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """One key result; `remarks` are short words such as 'stale' or 'abandoned: no budget'."""

    id: str
    text: Text
    owner: str
    now: str
    bar: Bar
    score: Figure
    expected: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective of the tree with its key results; `fold` is the line that opens them."""

    id: str
    depth: int
    level: str
    text: Text
    owner: str
    team: str
    bar: Bar
    score: Figure
    expected: str
    coverage: str
    change: str
    remarks: tuple[str, ...]
    key_results: Listing[KeyResultRow]
    fold: str


@dataclass(frozen=True, slots=True)
class Headline:
    """One organisational objective in a sentence or two."""

    id: str
    text: Text
    bar: Bar
    score: Figure
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the summary."""

    figure: Figure
    label: str


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many key results have a status."""

    status: str
    count: int


@dataclass(frozen=True, slots=True)
class Spark:
    """Check-ins against the plan: points of (time, progress), both 0..1 between start and target.

    The plan runs from the lower left to the upper right; `today` is a time.
    """

    points: tuple[tuple[float, float], ...]
    today: float
    said: str


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A key result that needs somebody: why, and what was last said about it."""

    key_result: KeyResultRow
    objective: str
    why: str
    note: str
    noted: str
    outlook: str
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A team in a skill: a mean, a band, or nothing; `step` is its colour, 0..5."""

    text: str
    step: int | None
    said: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One line of the map; the cells of its figures are listed one after the other."""

    name: Figure
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Teams and skills, the longer list downwards; `down` says which that is."""

    down: str
    columns: tuple[str, ...]
    lines: tuple[HeatRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """The people of a team who are below what their role requires in a skill."""

    skill: str
    team: str
    people: Figure
    gap: str
    unrated: str


@dataclass(frozen=True, slots=True)
class StepInRow:
    """How many people can do something alone."""

    skill: str
    people: Figure
    word: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One skill that a goal needs."""

    skill: str
    level: str
    need: str
    have: Figure
    missing: str


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """The skills that an objective needs, and how ready it is."""

    id: str
    text: Text
    readiness: str
    needs: tuple[NeedRow, ...]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """How many people's certificates have run out or will soon."""

    certificate: str
    expired: Figure
    expiring: Figure
    planned: Figure


@dataclass(frozen=True, slots=True)
class Skills:
    """All that is said about skills, for groups only."""

    heat: HeatMap | None
    gaps: Listing[GapRow]
    step_in: Listing[StepInRow]
    ready: Listing[ReadyRow]
    certificates: Listing[CertificateRow]

    @property
    def any(self) -> bool:
        """Whether there is anything to say."""
        lists = (self.gaps, self.step_in, self.ready, self.certificates)
        return self.heat is not None or any(each.rows for each in lists)


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """One look at a key result."""

    day: str
    id: str
    text: str
    value: Figure
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class StaleRow:
    """Somebody whose key results nobody has looked at lately."""

    owner: str
    key_results: Figure
    ids: str
    last: str


@dataclass(frozen=True, slots=True)
class LooseRow:
    """An objective or key result that does not hang on the one above it as it should."""

    id: Figure
    text: str
    owner: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A key result or an objective at its end: closed, carried forward or abandoned."""

    id: str
    text: str
    owner: str
    score: Figure
    said: str


@dataclass(frozen=True, slots=True)
class ClosingList:
    """Results that have one thing in common, and what to do with them."""

    title: str
    lead: str
    column: str
    results: Listing[ClosingRow]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing to put right in a workbook."""

    where: str
    what: str
    hint: str
    note: bool


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The problems of one workbook."""

    workbook: str
    rows: tuple[ProblemRow, ...]


@dataclass(frozen=True, slots=True)
class BookRow:
    """A workbook, and why its figures are not today's."""

    name: str
    read_on: str
    kept: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that has something to say."""

    id: str
    title: str


@dataclass(frozen=True)
class Report:
    """A review of one cycle on one day."""

    title: str
    day: str
    sections: tuple[Section, ...]
    headlines: Listing[Headline]
    numbers: tuple[Number, ...]
    statuses: tuple[StatusCount, ...]
    attention: Listing[AttentionRow]
    tree: Listing[ObjectiveRow]
    skills: Skills
    since: str
    check_ins: Listing[CheckInRow]
    stale: Listing[StaleRow]
    loose: Listing[LooseRow]
    closing: tuple[ClosingList, ...]
    problems: Listing[ProblemGroup]
    books: Listing[BookRow]
