"""One table's rows as typed columns that know their cells; and from there to the nouns of `model`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from . import model, schema
from .columns import Table
from .errors import Location
from .model import Origin, TableSource

Noun = TypeVar("Noun")

BATCH = 2_000  # records of a part, where a table is looked at part by part

NOUNS: dict[str, type[Any]] = {
    "settings": model.Settings,
    "objectives": model.Objective,
    "key results": model.KeyResult,
    "check-ins": model.CheckIn,
    "goal skills": model.GoalSkill,
    "initiatives": model.Initiative,
    "kpis": model.Kpi,
    "skills": model.Skill,
    "roles": model.RoleSkill,
    "people": model.Person,
    "assessments": model.Assessment,
    "certifications": model.Certification,
    "learning": model.Learning,
}


@dataclass(frozen=True)
class Records:
    """Typed columns by field name (all of one length), with the sheet row and the source of each record.

    Days are serial numbers, words are small letters, shares are 0..1, no data is None.
    """

    table: Table
    columns: Mapping[str, list[Any]]
    rows: Sequence[int]
    sources: Sequence[TableSource]

    def __len__(self) -> int:
        return len(self.rows)

    def location(self, record: int, field: str = "") -> Location:
        """Return the cell of one value."""
        return Origin(self.sources[record], self.rows[record]).location(field)

    def first_cells(self) -> tuple[list[str], list[str], list[str]]:
        """Return the workbook, the sheet and the first known cell of every record, as `location` has them."""
        first = {id(source): Origin(source, 0).letters for source in self.sources}
        letters = (first[id(source)] for source in self.sources)
        cells = [name if name[-1:].isdigit() else f"{name}{row}" for name, row in zip(letters, self.rows)]
        return [source.workbook for source in self.sources], [source.sheet for source in self.sources], cells

    def batches(self, size: int) -> Iterator[Records]:
        """Yield the records in parts of at most `size`, in order.

        >>> list(empty(schema.table("people")).batches(100))
        []
        """
        for at in range(0, len(self), size):
            part = slice(at, at + size)
            columns = {field: values[part] for field, values in self.columns.items()}
            yield Records(self.table, columns, self.rows[part], self.sources[part])

    def nouns(self, noun: type[Noun]) -> list[Noun]:
        """Return every record as the frozen dataclass of its table.

        >>> empty(schema.table("people")).nouns(model.Person)
        []
        """
        if NOUNS[self.table.name] is not noun:
            raise TypeError(f"the table {self.table.name!r} has no {noun.__name__}")
        columns = {**self.columns, "origin": map(Origin, self.sources, self.rows)}
        return [noun(*values) for values in zip(*(columns[each.name] for each in fields(NOUNS[self.table.name])))]


def empty(table: Table) -> Records:
    """Return a table without records."""
    return Records(table, {column.field: [] for column in table.inputs}, [], [])


def together(table: Table, parts: Sequence[Records]) -> Records:
    """Return the records of several parts as one, in order."""
    columns = {
        column.field: [value for part in parts for value in part.columns[column.field]] for column in table.inputs
    }
    rows = [row for part in parts for row in part.rows]
    return Records(table, columns, rows, [source for part in parts for source in part.sources])


@dataclass(frozen=True)
class Tables:
    """All tables; one that is not given is empty."""

    records: Mapping[str, Records] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Records:
        return self.records.get(name) or empty(schema.table(name))

    def count(self, name: str) -> int:
        """Return how many records a table has."""
        return len(self[name])

    def batches(self, name: str) -> Iterator[Records]:
        """Yield the records of a table in parts of some thousands, in order."""
        return self[name].batches(BATCH)
