"""One table's rows as typed columns that know their cells; and from there to the nouns of `model`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from . import model, schema
from .columns import Table
from .errors import Location
from .model import Origin, TableSource

Noun = TypeVar("Noun")

NOUNS: dict[str, type[Any]] = {
    "settings": model.Settings,
    "objectives": model.Objective,
    "key results": model.KeyResult,
    "check-ins": model.CheckIn,
    "goal skills": model.GoalSkill,
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

    def nouns(self, noun: type[Noun]) -> list[Noun]:
        """Return every record as the frozen dataclass of its table.

        >>> empty(schema.table("people")).nouns(model.Person)
        []
        """
        if NOUNS[self.table.name] is not noun:
            raise TypeError(f"the table {self.table.name!r} has no {noun.__name__}")
        inputs = [self.columns[column.field] for column in self.table.inputs]
        return [noun(*values) for values in zip(*inputs, map(Origin, self.sources, self.rows))]


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
    """All eleven tables; one that is not given is empty."""

    records: Mapping[str, Records] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Records:
        return self.records.get(name) or empty(schema.table(name))
