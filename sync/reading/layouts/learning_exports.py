"""Reports of learning systems, known by their columns: who takes which course, how far, and when it was completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....core import schema
from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ...sources.base import Sheet
from .layout import Layout, rearranged, text_at


@dataclass(frozen=True)
class LearningExport:
    """A report: its system, the field of each heading that is read, and the heading of the surname where that stands apart.

    All headings of `fields` must be there.
    """

    system: str
    fields: Mapping[str, str]
    surname: str = ""


EXPORTS = (
    LearningExport(
        "Udemy Business",
        {
            "user name": "person_id",
            "course title": "course",
            "completion ratio": "progress",
            "course completion date": "completed_on",
        },
        "user surname",
    ),
    LearningExport(
        "Coursera",
        {"name": "person_id", "course": "course", "overall progress": "progress", "completion time": "completed_on"},
    ),
    LearningExport(
        "Pluralsight",
        {"first name": "person_id", "course name": "course", "completion date": "completed_on"},
        "last name",
    ),
)


def learning_export(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a report of a learning system under the headings of the learning table, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                columns.setdefault(normalise_heading(cell), at)
        for export in EXPORTS:
            if columns.keys() >= {*export.fields, *([export.surname] if export.surname else [])}:
                return _read(workbook, sheet, header, columns, export)
    return None


def _read(workbook: str, sheet: Sheet, header: int, columns: Mapping[str, int], export: LearningExport) -> Layout:
    fields = {columns[heading]: field for heading, field in export.fields.items()}
    headings = [
        schema.LEARNING.column(fields[at]).name if at in fields else "" for at in range(len(sheet.rows[header]))
    ]
    rows: dict[int, Sequence[Cell]] = {header: headings}
    if export.surname:
        person = next(at for at, field in fields.items() if field == "person_id")
        surname = columns[export.surname]
        for number in range(header + 1, len(sheet.rows)):
            rows[number] = _with_whole_name(sheet.rows[number], person, surname)
    where = Location(workbook, sheet.title, f"{column_letter(min(fields))}{header + 1}")
    return Layout([rearranged(sheet, rows)], [Decision(where, f"a report of {export.system}", "known by its columns")])


def _with_whole_name(row: Sequence[Cell], first: int, last: int) -> Sequence[Cell]:
    name = " ".join(part for part in (text_at(row, first), text_at(row, last)) if part)
    return [name if at == first else cell for at, cell in enumerate(row)]
