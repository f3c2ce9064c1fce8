"""Every row of the store that is about a person or names one, with its cells and the days on which it was held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ...core import schema
from ...core.cells import Day, date_of
from ...core.columns import Column
from ...core.errors import Location
from .person_texts import ABOUT_PEOPLE, OF_PEOPLE, PEOPLE, PERHAPS, PERSON_COLUMNS, TEXTS, PersonTexts, text_columns
from .store import Store

Why = Literal["about", "named", "mentioned", "perhaps"]


@dataclass(frozen=True)
class HeldCell:
    """One cell of a row that is held: its heading, where it stands, and its value as a person reads it."""

    column: str
    cell: str
    value: Any


@dataclass(frozen=True)
class HeldRow:
    """One row of one version of a workbook: held from the sync on `since`, to the one on `until`, None while current.

    `why` it is listed: it is about the person, names them as an owner, author or manager, mentions them in a text, or
    has a part of their name.
    """

    table: str
    workbook: str
    sheet: str
    row: int
    why: Why
    since: Day | None
    until: Day | None
    cells: tuple[HeldCell, ...]
    cell: str = ""

    @property
    def location(self) -> Location:
        """The first cell of the row that names the person."""
        return Location(self.workbook, self.sheet, self.cell)


def held_rows(store: Store, found: PersonTexts) -> Iterator[HeldRow]:
    """Yield the rows with the texts that `person_texts` found, table by table, the oldest version first.

    Of a row about somebody else only the cells that name the person are given.
    """
    naming = {*found.people, *found.texts, *found.perhaps}
    for table in schema.TABLES:
        texts = [column.field for column in table.inputs if column.type in ("text", "id", "word")]
        people = PERSON_COLUMNS[table.field]
        others = [field for field in texts if field not in people]
        conditions = {
            "about": _any(["person_id"], PEOPLE) if table.field in ABOUT_PEOPLE else "false",
            "named": _any(people, PEOPLE),
            "mentioned": _any(texts, TEXTS),
            "perhaps": _any(others, PERHAPS),
        }
        why = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in conditions.items())
        inputs = ", ".join(f't."{column.field}"' for column in table.inputs)
        rows = store.rows(
            f"SELECT CASE {why} END AS why, v.name, s.title, s.cells, t.row, y.day, z.day, {inputs} "
            f'FROM "{table.field}" t JOIN versions v USING (version) '
            "JOIN sheets s ON s.version = t.version AND s.sheet = t.sheet "
            "LEFT JOIN syncs y ON y.sync = v.first_sync LEFT JOIN syncs z ON z.sync = v.last_sync "
            "WHERE why IS NOT NULL ORDER BY v.first_sync, v.name, t.sheet, t.row"
        )
        for reason, workbook, sheet, letters, row, since, until, *values in rows:
            cells = tuple(_cells(table.inputs, values, json.loads(letters), row))
            if table.field in ABOUT_PEOPLE and reason in ("named", "mentioned"):
                cells = tuple(cell for cell in cells if cell.value in naming)
            first = next((cell.cell for cell in cells if cell.value in naming), "")
            yield HeldRow(table.name, workbook, sheet, row, reason, since, until, cells, first)


def _any(columns: list[str] | tuple[str, ...], texts: str) -> str:
    return " OR ".join(f't."{column}" IN (SELECT old FROM {texts})' for column in columns) or "false"


def _cells(columns: tuple[Column, ...], values: list[Any], letters: dict[str, str], row: int) -> Iterator[HeldCell]:
    for column, value in zip(columns, values):
        if value is not None:
            cell = f"{letters[column.field]}{row}" if column.field in letters else ""
            yield HeldCell(column.name, cell, _shown(column, value))


def _shown(column: Column, value: Any) -> Any:
    if column.type == "date":
        return date_of(value).isoformat()
    return bool(value) if column.type == "flag" else value


def held_notes(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the other texts of the store that name the person, such as problems and sheet titles, with their table."""
    tables = {table.field for table in schema.TABLES}
    for table, column in text_columns(store):
        if table not in tables:
            source = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IN'
            named = f'OR "{column}" IN (SELECT old FROM {PEOPLE})' if table in OF_PEOPLE else ""
            yield from (
                (table, text) for (text,) in store.rows(f"{source} (SELECT old FROM {TEXTS}) {named} ORDER BY 1")
            )
