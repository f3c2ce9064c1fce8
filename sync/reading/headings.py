"""Whose heading is which column: tables are found by their headings, wherever the header row stands."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...core import schema
from ...core.cells import Cell
from ...core.columns import Column, Table
from ...core.errors import Location, Problem, column_letter

LOOK_AT_ROWS = 60
SETTINGS_LEAST = 3

Aliases = Mapping[str, Mapping[str, str]]  # table -> heading -> field: what a user's settings file says

_PUNCTUATION = re.compile(r"[\s_\-./:*()?\[\]]+")


@dataclass(frozen=True)
class TableMatch:
    """A table on a sheet: its header row (from 0) and the place of each field; `cells` has what a form holds."""

    table: Table
    header: int
    positions: Mapping[str, int]
    form: Mapping[str, tuple[int, int]] | None = None


@lru_cache(maxsize=65_536)
def normalise_heading(heading: str) -> str:
    """Return a heading as it is compared: small letters, without stars and punctuation.

    >>> normalise_heading("Objective_ID*"), normalise_heading("% complete")
    ('objective id', '% complete')
    """
    return _PUNCTUATION.sub(" ", heading.lower()).strip()


class HeadingIndex:
    """What each heading may mean, for every table; a user's own headings go before ours."""

    def __init__(self, aliases: Aliases | None = None) -> None:
        self._names: dict[str, list[tuple[Table, Column, float]]] = {}
        for table in schema.TABLES:
            for column in table.columns:
                for heading, own in self._headings(table, column, aliases or {}):
                    self._names.setdefault(heading, []).append((table, column, own))

    @property
    def digest(self) -> str:
        """What tells these layouts from any others."""
        said = sorted(
            (heading, table.name, column.field, own)
            for heading, meanings in self._names.items()
            for table, column, own in meanings
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @staticmethod
    def _headings(table: Table, column: Column, aliases: Aliases) -> list[tuple[str, float]]:
        given = aliases.get(table.name, {})
        mapped = [
            (normalise_heading(heading), 1.1)
            for heading, field in given.items()
            if normalise_heading(field) == normalise_heading(column.name)
        ]
        return [
            *mapped,
            (normalise_heading(column.name), 1.0),
            *((normalise_heading(alias), 0.9) for alias in column.aliases),
        ]

    def find(self, title: str, rows: Sequence[Sequence[Cell]]) -> TableMatch | None:
        """Return the table on a sheet, or None when its headings are nobody's."""
        hinted = hinted_table(title)
        best, best_points = None, 0.0
        for index, row in enumerate(rows[:LOOK_AT_ROWS]):
            headings = [
                (at, normalise_heading(cell))
                for at, cell in enumerate(row)
                if type(cell) is str and cell and len(cell) < 80
            ]
            if len(headings) < 2:
                continue
            for table, fields in self._matches(headings).items():
                points = _points(table, fields, hinted)
                if points > best_points:
                    positions = {field: at for field, (at, _) in fields.items()}
                    best, best_points = TableMatch(table, index, positions), points
            if best is not None and best.header < index and _complete(best):
                break
        if best is not None and _complete(best):
            return best
        return self._form(rows, hinted) or best

    def _matches(self, headings: Sequence[tuple[int, str]]) -> dict[Table, dict[str, tuple[int, float]]]:
        """For each table, the fields that a row of headings would give it; the first of two equal headings counts."""
        found: dict[Table, dict[str, tuple[int, float]]] = {}
        for at, heading in headings:
            taken: set[str] = set()
            for table, column, own in self._names.get(heading, ()):
                fields = found.setdefault(table, {})
                if table.name not in taken and own > fields.get(column.field, (0, 0.0))[1]:
                    fields[column.field] = (at, own)
                    taken.add(table.name)
        return found

    def _form(self, rows: Sequence[Sequence[Cell]], hinted: Table | None) -> TableMatch | None:
        """Settings may stand as a form: a name in one column, its value in the next."""
        cells: dict[str, tuple[int, int]] = {}
        for index, row in enumerate(rows[:LOOK_AT_ROWS]):
            for at, cell in enumerate(row[:-1]):
                if type(cell) is str:
                    for table, column, _ in self._names.get(normalise_heading(cell), ()):
                        if table is schema.SETTINGS:
                            cells.setdefault(column.field, (index, at + 1))
        columns = {at for _, at in cells.values()}
        enough = len(cells) >= SETTINGS_LEAST and len(columns) == 1 and "cycle" in cells
        if not enough or (hinted is not schema.SETTINGS and not {"cycle_start", "cycle_end"} <= set(cells)):
            return None
        return TableMatch(schema.SETTINGS, 0, {}, cells)


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


def _complete(found: TableMatch) -> bool:
    return all(column.field in found.positions for column in found.table.inputs if column.required)


def _points(table: Table, fields: Mapping[str, tuple[int, float]], hinted: Table | None) -> float:
    """How well a row of headings fits a table; 0 when it is not that table."""
    required = [column.field for column in table.inputs if column.required]
    have = sum(field in fields for field in required)
    known = [own for field, (_, own) in fields.items() if not table.column(field).computed]
    mapped = max(known, default=0.0) > 1.0  # the user's settings file says that it is this table
    if table is hinted or mapped:
        enough = len(known) >= 2
    else:
        enough = have == len(required) or (len(known) >= 4 and have * 3 >= len(required) * 2)
    if not enough or len(known) < 2:
        return 0.0
    return sum(known) + (2.0 if have == len(required) else 0.0) + (3.0 if table is hinted else 0.0)


def missing_columns(found: TableMatch, title: str, workbook: str, headings: Sequence[Cell]) -> list[Problem]:
    """Return a problem for every required column that is not there, with the nearest heading that is."""
    problems = []
    known = set(found.form or found.positions)
    for column in found.table.inputs:
        if column.name == "id" and found.table.title_field in known:
            continue  # the words stand for the id
        if column.required and column.field not in known:
            where = Location(workbook, title, f"{column_letter(0)}{found.header + 1}")
            what = f"the {found.table.name} have no column {column.name!r}"
            problems.append(Problem(where, what, _nearest(column, found, headings)))
    return problems


def _nearest(column: Column, found: TableMatch, headings: Sequence[Cell]) -> str:
    free = {
        normalise_heading(str(cell)): str(cell)
        for at, cell in enumerate(headings)
        if cell not in (None, "") and at not in found.positions.values()
    }
    names = [normalise_heading(column.name), *map(normalise_heading, column.aliases)]
    near = [match for name in names for match in difflib.get_close_matches(name, free, n=1, cutoff=0.6)]
    if near:
        return f"is it {free[near[0]]!r}? Name that column {column.name!r}, or map it in okrsheets.toml"
    return f"add a column {column.name!r}: {column.help}"
