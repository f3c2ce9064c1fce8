"""The example row of each table of a new workbook: its id is `Example`, by which every reading leaves it out."""

from __future__ import annotations

from collections.abc import Mapping

from ..core import schema
from ..core.cells import Cell, Day
from ..core.columns import Column, Table
from ..core.model import TableSource
from ..core.records import Records, Tables
from ..core.values.typed_values import read
from ..reports.i18n.language import marked
from .layout import letters
from .wording import ENGLISH, Wording

EXAMPLE = "Example"
NOTE = marked("This row is an example and is never counted. Type over it, or delete it.")

_ROWS: Mapping[str, Mapping[str, Cell]] = {
    "objectives": {
        "id": EXAMPLE, "level": "Team", "owner": "Alex Kim", "objective": marked("Customers get a good answer on the day they ask"),
    },
    "key results": {
        "id": EXAMPLE, "objective_id": EXAMPLE, "key_result": marked("Questions answered within a day"), "unit": "%",
        "start": 60, "target": 90, "current": 75, "owner": "Alex Kim",
    },
    "check-ins": {
        "key_result_id": EXAMPLE, "value": 75, "confidence": 0.7, "by": "Alex Kim",
        "note": marked("Two people are trained, the third starts next week."),
    },
    "goal skills": {"objective_id": EXAMPLE, "skill": marked("Customer support"), "level": 3, "headcount": 2},
}  # fmt: skip


def with_examples(tables: Tables, today: Day, wording: Wording = ENGLISH) -> Tables:
    """Return the tables of a new OKRs workbook with an example row in each that is empty."""
    filled = {table.name: tables[table.name] for table in schema.tables_of("okrs")}
    for name, row in _ROWS.items():
        table = schema.table(name)
        if not len(filled[name]):
            texts = {field: _in_words(table.column(field), value, wording) for field, value in row.items()}
            filled[name] = _records(table, {**texts, "date": today} if name == "check-ins" else texts)
    return Tables(filled)


def _in_words(column: Column, value: Cell, wording: Wording) -> Cell:
    """A sentence or an id of the example; a choice is translated where it is written."""
    if not isinstance(value, str):
        return value
    if column.type == "id":
        return wording.word(value)
    return wording.say(value) if column.type == "text" else value


def is_example(records: Records, wording: Wording) -> bool:
    """Return whether the first row of a table is the example."""
    key = key_field(records.table)
    return key in records.columns and wording.word(EXAMPLE) in records.columns[key][:1]


def key_field(table: Table) -> str:
    """Return the field whose word marks the example.

    >>> key_field(schema.CHECK_INS)
    'key_result_id'
    """
    return next((field for field in table.identity if table.column(field).type == "id"), "")


def _records(table: Table, row: Mapping[str, Cell]) -> Records:
    positions = {field: at for at, field in enumerate(row)}
    records, _ = read(table, TableSource("", table.sheet, letters(table)), positions, [list(row.values())], 1)
    return records
