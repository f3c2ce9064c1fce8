"""A matrix of people down and skills across, as most teams keep it: people, skills, ratings and what is required."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...core import schema
from ...core.cells import EPOCH, Cell, is_blank
from ...core.columns import Column, Table
from ...core.errors import Location, Problem, column_letter
from ...core.model import TableSource
from ...core.records import Records
from ...core.tables.headings import HeadingIndex, normalise_heading
from ...core.tables.table_finder import LOOK_AT_ROWS
from ...core.tables.table_rows import TOTAL
from ...core.values import typed_values
from ..sources.base import Sheet

LEAST = 2  # columns of levels that make a matrix
RATER = "manager"  # who keeps one sheet for everybody
UNDATED = date(2000, 1, 1).toordinal() - EPOCH  # older than any rating that has a date
SUMMARY = re.compile(
    r"gaps?|shortfall|coverage|bus factor|people(?: at level.*)?|head ?count|trend|status", re.IGNORECASE
)
REQUIRED = re.compile(
    r"(?:level\s+)?required(?:\s+levels?)?|requirements?|target(?:\s+levels?)?|needed|soll(?:wert)?|minimum", re.I
)


@dataclass(frozen=True)
class SkillMatrix:
    """The tables that a matrix comes to, and what is to be said about it."""

    tables: Sequence[Records]
    problems: Sequence[Problem]


@dataclass(frozen=True)
class _Grid:
    """Where everything is in a matrix: columns of a person's fields and of skills, rows of people and of requirements."""

    workbook: str
    sheet: Sheet
    header: int
    fields: Mapping[str, int]
    skills: Mapping[int, str]
    people: Sequence[int]
    required: Sequence[int]
    left_out: Sequence[int]


def skill_matrix(workbook: str, sheet: Sheet, index: HeadingIndex) -> SkillMatrix | None:
    """Return the tables of a matrix of people and skills, None for any other sheet."""
    for header in range(min(len(sheet.rows), LOOK_AT_ROWS)):
        fields, others = _headings(sheet.rows[header], index)
        if "name" in fields and len(others) >= LEAST:
            skills = {at: name for at, name in others.items() if _holds_levels(sheet, header, at)}
            if len(skills) >= LEAST:
                return _tables(_grid(workbook, sheet, header, fields, skills))
    return None


def _headings(row: Sequence[Cell], index: HeadingIndex) -> tuple[dict[str, int], dict[int, str]]:
    """The columns that say who somebody is, and those whose heading is not known."""
    fields: dict[str, int] = {}
    others: dict[int, str] = {}
    for at, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip():
            continue
        meanings = [each.column.field for each in index.meanings(cell) if each.table is schema.PEOPLE]
        if meanings:
            fields.setdefault(meanings[0], at)
        elif not index.meanings(cell):
            others[at] = " ".join(cell.split())
    return fields, others


def _holds_levels(sheet: Sheet, header: int, at: int) -> bool:
    """Whether a column holds levels from 0 to 5, and nothing else that says something."""
    cells = [row[at] for row in sheet.rows[header + 1 :] if at < len(row) and not is_blank(row[at])]
    values, faults = typed_values.read_column(_level(), cells)
    return bool(cells) and not faults and any(value is not None for value in values)


def _level() -> Column:
    return schema.ASSESSMENTS.column("level")


def _grid(workbook: str, sheet: Sheet, header: int, fields: Mapping[str, int], skills: Mapping[int, str]) -> _Grid:
    people: list[int] = []
    required: list[int] = []
    left_out: list[int] = []
    for number in range(header + 1, len(sheet.rows)):
        name = _cell(sheet, number, fields["name"])
        text = "" if is_blank(name) else str(name).strip()
        rated = any(not is_blank(_cell(sheet, number, at)) for at in skills)
        if REQUIRED.fullmatch(normalise_heading(text)):
            required.append(number)
        elif text and (TOTAL.fullmatch(text) or SUMMARY.fullmatch(text)):
            left_out.append(number)
        elif text and (rated or any(not is_blank(_cell(sheet, number, fields[f])) for f in fields if f != "name")):
            people.append(number)
        elif text or rated:
            left_out.append(number)
    return _Grid(workbook, sheet, header, fields, skills, people, required, left_out)


def _cell(sheet: Sheet, row: int, at: int) -> Cell:
    cells = sheet.rows[row]
    return cells[at] if at < len(cells) else None


def _tables(grid: _Grid) -> SkillMatrix:
    people = _people(grid)
    names = people.columns["person_id"]
    tables = [people]
    for at, skill in grid.skills.items():
        heading = f"{column_letter(at)}{grid.header + 1}"
        tables.append(_records(grid, schema.SKILLS, {"skill": [skill]}, [grid.header], {"skill": heading}))
        levels = _levels(grid, grid.people, at)
        rated = [record for record, level in enumerate(levels) if level is not None]
        columns = {
            "person_id": [names[record] for record in rated],
            "skill": [skill] * len(rated),
            "rater_type": [RATER] * len(rated),
            "level": [levels[record] for record in rated],
            "date": [UNDATED] * len(rated),
        }
        cells = {"person_id": column_letter(grid.fields["name"]), "skill": heading, "level": column_letter(at)}
        tables.append(_records(grid, schema.ASSESSMENTS, columns, [grid.people[record] for record in rated], cells))
        tables += _requirements(grid, at, skill, people.columns["role"])
    return SkillMatrix([records for records in tables if len(records)], list(_notes(grid)))


def _people(grid: _Grid) -> Records:
    columns: dict[str, list[Any]] = {}
    for field, at in grid.fields.items():
        cells = [_cell(grid.sheet, number, at) for number in grid.people]
        columns[field] = typed_values.read_column(schema.PEOPLE.column(field), cells)[0]
    cells_of = {field: column_letter(at) for field, at in grid.fields.items()}
    if "person_id" not in columns:
        columns["person_id"], cells_of["person_id"] = columns["name"], cells_of["name"]
    if "role" not in columns and grid.required:
        columns["role"] = [grid.sheet.title] * len(grid.people)
    return _records(grid, schema.PEOPLE, columns, grid.people, cells_of)


def _levels(grid: _Grid, rows: Sequence[int], at: int) -> list[Any]:
    return typed_values.read_column(_level(), [_cell(grid.sheet, number, at) for number in rows])[0]


def _requirements(grid: _Grid, at: int, skill: str, roles: Sequence[str | None]) -> list[Records]:
    """What a row of requirements asks of each role on the sheet."""
    level = next((level for level in _levels(grid, grid.required, at) if level is not None), None)
    named = list(dict.fromkeys(role for role in roles if role))
    if level is None or not named:
        return []
    columns = {"role": named, "skill": [skill] * len(named), "required_level": [level] * len(named)}
    cells = {"skill": f"{column_letter(at)}{grid.header + 1}", "required_level": column_letter(at)}
    return [_records(grid, schema.ROLES, columns, [grid.required[0]] * len(named), cells)]


def _records(
    grid: _Grid, table: Table, columns: Mapping[str, list[Any]], rows: Sequence[int], cells: Mapping[str, str]
) -> Records:
    source = TableSource(grid.workbook, grid.sheet.title, cells)
    whole = {column.field: columns.get(column.field, [None] * len(rows)) for column in table.inputs}
    return Records(table, whole, [number + 1 for number in rows], [source] * len(rows))


def _notes(grid: _Grid) -> list[Problem]:
    first = f"{column_letter(min(grid.skills))}{grid.header + 1}"
    what = (
        f"a matrix of {len(grid.people)} people and {len(grid.skills)} skills: its levels are read as ratings by the "
        f"{RATER}, older than any rating with a date"
    )
    hint = "an assessments sheet (`okrsheets new skills`) says who rated and when"
    notes = [Problem(Location(grid.workbook, grid.sheet.title, first), what, hint, note=True)]
    if grid.required:
        where = Location(grid.workbook, grid.sheet.title, f"A{grid.required[0] + 1}")
        notes.append(
            Problem(where, "the required levels hold for every role on the sheet", "a roles sheet can say more", True)
        )
    if grid.left_out:
        number = grid.left_out[0]
        where = Location(grid.workbook, grid.sheet.title, f"{column_letter(grid.fields['name'])}{number + 1}")
        rows = ", ".join(str(number + 1) for number in grid.left_out[:8])
        what = f"row{'' if len(grid.left_out) == 1 else 's'} {rows}: totals, averages or group rows; not counted"
        notes.append(Problem(where, what, "nothing is to be done, unless this is a person", note=True))
    return notes
