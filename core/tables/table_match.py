"""A table as it was found on a sheet: which one, where its headings are, and what was not used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import schema
from ..cells import Cell
from ..columns import Column, Table
from .headings import normalise_heading

SAMPLE = 40  # cells of a column that tell whether it holds what its heading says

Rows = Sequence[Sequence[Cell]]
Spot = tuple[int, int]  # row and column from 0
Merged = Sequence[tuple[int, int, int, int]]

# Columns that stand for one that is required: their field, by table and the required field.
STAND_INS = {("key results", "target"): ("progress", "lowest", "highest")}
# Two fields that no other table has together: with them a row of headings is that table, whatever it lacks.
UNMISTAKABLE = {"key results": ("objective_id", "key_result")}
# One of these a table cannot do without: a list of metrics with targets holds key results.
ONE_OF = {"kpis": ("healthy_from", "healthy_to")}


@dataclass(frozen=True)
class Unused:
    """A heading that was given to no field, and why.

    `double` is the field that another column already stands for, `sure` whether this one might as well, `annotated`
    whether its heading is that of the other with an addition; `unfit` the field that its cells cannot be read as.
    """

    column: int
    heading: str
    double: str = ""
    sure: bool = False
    annotated: bool = False
    unfit: str = ""


@dataclass(frozen=True)
class TableMatch:
    """A table on a sheet, with rows and columns counted from 0.

    `positions` has the column of each field, `misspelt` those fields whose heading was read in spite of a slip;
    `header` is the row of headings and `end` the row after the last one. Settings may stand as a form: `form` then
    has the cell of each. `top` is where a heading of two rows begins.
    """

    table: Table
    header: int
    positions: Mapping[str, int]
    form: Mapping[str, Spot] | None = None
    columns: range = range(0)
    end: int = 0
    points: float = 0.0
    unused: Sequence[Unused] = ()
    misspelt: Sequence[str] = ()
    sure: Mapping[str, float] | None = None
    top: int = 0

    @property
    def complete(self) -> bool:
        """Whether every column is there that the table cannot do without."""
        return not missing(self.table, self.form or self.positions)


def missing(table: Table, fields: Mapping[str, object]) -> list[Column]:
    """Return the required columns that are not among some fields; the words of a row stand for its id."""
    return [
        column
        for column in table.inputs
        if column.required
        and column.field not in fields
        and not (column.field == "id" and table.title_field in fields)
        and not any(other in fields for other in STAND_INS.get((table.name, column.field), ()))
    ]


def hinted_table(title: str) -> Table | None:
    """Return the table that a sheet's title names.

    >>> hinted_table("KRs").name
    'key results'
    """
    wanted = normalise_heading(title)
    for table in schema.TABLES:
        if wanted in map(normalise_heading, (table.sheet, table.name, *table.aliases)):
            return table
    return None


def sample(rows: Rows, match: TableMatch, at: int) -> list[Cell]:
    """Return the first cells of a column below the header that hold something."""
    cells: list[Cell] = []
    for row in rows[match.header + 1 : match.end]:
        if at < len(row) and row[at] not in (None, ""):
            cells.append(row[at])
            if len(cells) == SAMPLE:
                break
    return cells
