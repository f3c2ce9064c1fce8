"""What a report says: sections of blocks, with words and figures as they are printed and the cells they come from.

Every format writes the same `Report`: it needs to know the few kinds of blocks and cells below, and nothing of OKRs.
Text from a sheet is always a `Text`; a `str` or a `Figure` holds our own words, in the reader's language, except
where a sentence quotes a sheet. Charts are in `charts.py`, what people wrote in Markdown in `prose.py`.

    Report ── Section ── block: Verdict, Sentences, Headlines, Numbers, Statuses, Items, Tree, Table, Heat, Pictures,
                                Prose, WriteIns
                                                                             └─ Row ── cell: Text, Figure, Measure,
                                                                                       Status, Link
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Literal, TypeVar, Union

from ...core.cells import Day
from .charts import Bar, HeatChart, Picture, StatusCount
from .figure import Figure
from .prose import Prose

Entry = TypeVar("Entry")
Mapped = TypeVar("Mapped")

Audience = Literal["organisation", "team", "manager", "person", "skills", "programme", "index"]
# those that can be asked for
AUDIENCES: tuple[Audience, ...] = ("organisation", "team", "manager", "person", "skills", "programme")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Entry]):
    """The rows of a list that are shown, and in words how many more there are."""

    rows: tuple[Entry, ...] = ()
    more: str = ""

    def map(self, make: Callable[[Entry], Mapped]) -> Listing[Mapped]:
        """Return the same list with another row for each row."""
        return Listing(tuple(map(make, self.rows)), self.more)


# Cells: what stands in a row of a table


@dataclass(frozen=True, slots=True)
class Text:
    """A text from a sheet: `short` for lists; `whole` is empty unless something was cut off.

    `id` is shown before it, `remarks` below it: short notes such as 'stale' or 'abandoned: no budget'.
    """

    kind: ClassVar[str] = "text"
    short: str
    whole: str = ""
    id: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A score beside what is expected by now, with its bar; `plan` says the latter in words."""

    kind: ClassVar[str] = "measure"
    bar: Bar
    score: Figure
    expected: Figure
    plan: str


@dataclass(frozen=True, slots=True)
class Status:
    """A status: `word` is the product's own (for colours and signs), `label` the reader's."""

    kind: ClassVar[str] = "status"
    word: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to another page of the pack; `address` is relative, without the suffix of a format."""

    kind: ClassVar[str] = "link"
    text: str
    address: str


Cell = Union[Text, Figure, Measure, Status, Link]


# Blocks: what stands in a section


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences made from the values, each with the cells that it comes from; `listed` puts each on a line."""

    kind: ClassVar[str] = "sentences"
    lines: tuple[Figure, ...]
    title: str = ""
    lead: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether everything together is on track: one sentence with its figures, then what limits it."""

    kind: ClassVar[str] = "verdict"
    sentence: Figure
    status: Status
    measure: Measure
    remarks: tuple[Figure, ...] = ()
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """One objective in a sentence or two."""

    text: Text
    status: Status
    bar: Bar
    score: Figure
    sentences: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Headlines:
    """The objectives that the whole is about."""

    kind: ClassVar[str] = "headlines"
    headlines: Listing[Headline]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the summary, with what is counted below it."""

    figure: Figure
    label: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the summary."""

    kind: ClassVar[str] = "numbers"
    numbers: tuple[Number, ...]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Statuses:
    """How many key results have which status, the best first."""

    kind: ClassVar[str] = "statuses"
    counts: tuple[StatusCount, ...]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A key result with the reason why it is listed and its last note.

    `meta` are the objective, the owner and the value, as far as they are shown; `noted` says when and by whom;
    `sentence` is its change so far.
    """

    text: Text
    meta: tuple[str, ...]
    status: Status
    measure: Measure
    why: str
    outlook: str = ""
    note: str = ""
    noted: str = ""
    sentence: Figure | None = None
    picture: Picture | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Key results one below the other, the most pressing first."""

    kind: ClassVar[str] = "items"
    items: Listing[Item]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: `key` is its name for programs and templates, `heading` what readers see."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column; the first one names the row. `team` and `status` are what it is filtered by.

    `depth` is how far the first cell is set in: the level of an objective below the top of a tree.
    """

    cells: tuple[Cell, ...]
    team: str = ""
    status: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; `name` identifies it within its section, `lead` is its caption."""

    kind: ClassVar[str] = "table"
    name: str
    columns: tuple[TableColumn, ...]
    rows: Listing[Row]
    title: str = ""
    lead: str = ""

    def column(self, key: str) -> list[Cell]:
        """Return the cells of a column from top to bottom."""
        at = [column.key for column in self.columns].index(key)
        return [row.cells[at] for row in self.rows.rows]


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One objective of the tree with its key results; `fold` is the line that opens them."""

    text: Text
    depth: int
    level: str
    meta: tuple[str, ...]
    status: Status
    measure: Measure
    key_results: TableBlock | None
    fold: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class TreeBlock:
    """Objectives from the top down, parents before children."""

    kind: ClassVar[str] = "tree"
    branches: Listing[TreeRow]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A map of levels with the legend of its steps."""

    kind: ClassVar[str] = "heat"
    chart: HeatChart
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Charts one beside the other, each with its own words."""

    kind: ClassVar[str] = "pictures"
    pictures: tuple[Picture, ...]
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class WriteIn:
    """A key result to write about: whose, how it ended, and questions with empty lines below each of them."""

    text: Text
    owner: str
    score: Figure
    value: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteIns:
    """What people are asked to write about."""

    kind: ClassVar[str] = "write_ins"
    entries: Listing[WriteIn]
    title: str = ""
    lead: str = ""


Block = Union[
    Verdict, Sentences, Headlines, Numbers, Statuses, Items, TreeBlock, TableBlock, Heat, Pictures, Prose, WriteIns
]


# The whole


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report that has something to say."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """How an organisation's own reports look: its name, its logo as a data address, two colours such as '#14505c'."""

    name: str = ""
    logo: str = ""
    colour: str = "#1b2430"
    accent: str = "#14505c"


@dataclass(frozen=True)
class Report:
    """What one reader gets, about one cycle on one day.

    `subject` is the team or the person that it is about, `language` the tag of the language it is written in,
    `date` is `day` as a serial number, `links` where each workbook is, seen from the page; `home` is the page of the
    whole pack, where there is one.
    """

    audience: Audience
    language: str
    title: str
    day: str
    lead: str
    sections: tuple[Section, ...]
    subject: str = ""
    cycle: str = ""
    end: str = ""
    home: str = ""
    date: Day = 0
    brand: Brand = field(default_factory=Brand)
    links: Mapping[str, str] = field(default_factory=dict)

    def section(self, id: str) -> Section | None:
        """Return a section by its id, or None where it has nothing to say."""
        return next((section for section in self.sections if section.id == id), None)

    def blocks(self, kind: str) -> list[Block]:
        """Return every block of a kind, such as 'table', in the order of the page."""
        return [block for section in self.sections for block in section.blocks if block.kind == kind]

    def table(self, name: str) -> TableBlock | None:
        """Return a table by its name, or None where it has nothing to say."""
        tables: Sequence[Block] = self.blocks("table")
        return next((block for block in tables if isinstance(block, TableBlock) and block.name == name), None)
