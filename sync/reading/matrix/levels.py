"""A table of levels with everything that was understood of it, and its levels column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import Any

from ....core.cells import Cell
from ....core.columns import Table
from ....core.errors import column_letter
from ....core.model import TableSource
from ....core.records import Records
from ...sources.base import Sheet
from .axes import Axes, ValueColumn
from .context import Context
from .region import Region
from .rows import MatrixRows, label_at
from .scale import Scale


@dataclass(frozen=True)
class MatrixSheet:
    """A table of levels: where it is, what its rows and columns are, what its cells mean, and what holds for all of it."""

    workbook: str
    sheet: Sheet
    region: Region
    axes: Axes
    rows: MatrixRows
    scale: Scale
    context: Context

    @cached_property
    def entry_rows(self) -> list[int]:
        """The rows that count."""
        return list(self.rows.entries)

    @cached_property
    def entry_labels(self) -> list[str]:
        """The labels of the rows that count."""
        return list(self.rows.entries.values())

    @cached_property
    def entry_cells(self) -> list[Sequence[Cell]]:
        """The cells of the rows that count, each row as wide as the table."""
        width = max((value.at for value in self.axes.values), default=-1) + 1
        rows = map(self.sheet.rows.__getitem__, self.entry_rows)
        return [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]

    @property
    def subject_kind(self) -> str:
        """Whether the levels are those of people ("person") or what roles require ("role")."""
        axes = self.axes
        if "role" in (axes.rows, axes.columns):
            return "role"
        if axes.rows == "list":
            return "person" if "person" in axes.labels else "role"
        if axes.columns == "":
            return "person" if self.context.person else "role"
        return "person"


@dataclass(frozen=True)
class Levels:
    """The levels of one column, row by row, and the cells that say whose and of what they are.

    `cells` has "subject", "skill" and "level", each as a letter (in the level's row) or as a whole cell.
    """

    rows: Sequence[int]
    subjects: Sequence[str]
    skills: Sequence[str]
    levels: Sequence[float]
    cells: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.rows)


def levels_of(matrix: MatrixSheet, *aspects: str) -> Iterator[Levels]:
    """Yield the levels of some kinds ("" is the only one of a table), in the order of the columns."""
    for value in matrix.axes.values:
        if value.aspect in aspects:
            column = _column(matrix, value)
            if len(column):
                yield column


def _column(matrix: MatrixSheet, value: ValueColumn) -> Levels:
    level = matrix.scale.level if matrix.scale.ticks else matrix.scale.levels.get
    levels = list(map(level, map(itemgetter(value.at), matrix.entry_cells)))
    numbers, labels = matrix.entry_rows, matrix.entry_labels
    if None in levels:
        rated = [number is not None for number in levels]
        numbers, labels = list(compress(numbers, rated)), list(compress(labels, rated))
        levels = list(compress(levels, rated))
    subjects, skills, cells = _named(matrix, value, numbers, labels)
    columns: list[Sequence[Any]] = [numbers, subjects, skills, levels]
    if "" in subjects or "" in skills:
        kept = [part for part in zip(*columns) if part[1] and part[2]]
        columns = [list(part) for part in zip(*kept)] or [[], [], [], []]
    kept_rows, kept_subjects, kept_skills, kept_levels = columns
    places = {**cells, "level": column_letter(value.at)}
    return Levels(kept_rows, kept_subjects, kept_skills, kept_levels, places)


def _named(
    matrix: MatrixSheet, value: ValueColumn, rows: Sequence[int], own: Sequence[str]
) -> tuple[Sequence[str], Sequence[str], dict[str, str]]:
    """Whose levels in which skills the cells of a column are, and where both stand."""
    axes, labels = matrix.axes, matrix.axes.labels
    heading = f"{column_letter(value.at)}{value.row + 1}"
    if axes.rows == "list":
        skill_at = value.skill_at if value.skill_at >= 0 else labels.get("skill", -1)
        subject_at = labels.get("person", labels.get("role", 0))
        skills = [label_at(matrix.sheet, row, skill_at) for row in rows]
        return own, skills, {"subject": column_letter(subject_at), "skill": column_letter(skill_at)}
    if axes.columns == "":
        subject = matrix.context.person or matrix.context.role
        name, cell = (subject.name, subject.cell) if subject else ("", "")
        return [name] * len(rows), own, {"subject": cell, "skill": column_letter(labels["skill"])}
    if axes.rows == "skill":
        return [value.entity] * len(rows), own, {"subject": heading, "skill": column_letter(labels["skill"])}
    return own, [value.entity] * len(rows), {"subject": column_letter(labels[axes.rows]), "skill": heading}


def records_of(
    matrix: MatrixSheet, table: Table, columns: Mapping[str, list[Any]], rows: Sequence[int], cells: Mapping[str, str]
) -> Records:
    """Return records of a table from some of its columns; `rows` count from 0, `cells` say where each field stands."""
    source = TableSource(matrix.workbook, matrix.sheet.title, cells)
    whole = {column.field: columns.get(column.field, [None] * len(rows)) for column in table.inputs}
    return Records(table, whole, [number + 1 for number in rows], [source] * len(rows))


def roles_of_people(matrix: MatrixSheet) -> dict[str, str]:
    """Return the role of each person by the name that the table gives them, where it says one."""
    person, role = matrix.context.person, matrix.context.role
    if person is not None and matrix.axes.columns == "" and matrix.axes.rows == "skill":
        return {person.name: role.name} if role else {}
    at = matrix.axes.labels.get("role", -1)
    named = {label: label_at(matrix.sheet, row, at) for row, label in matrix.rows.entries.items()} if at >= 0 else {}
    return {label: name for label, name in named.items() if name}
