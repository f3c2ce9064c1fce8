"""From a table of levels to records: people, skills and ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ....core import schema
from ....core.cells import EPOCH
from ....core.errors import column_letter
from ....core.names import fold_name
from ....core.records import Records
from ....core.values import typed_values
from .axes import ValueColumn
from .levels import Levels, MatrixSheet, levels_of, records_of
from .requirements import has_requirement, requirements
from .rows import cell_at, label_at

UNDATED = date(2000, 1, 1).toordinal() - EPOCH  # older than any rating that has a date
ASPECTS = ("", "level", "self", "manager", "peer")  # of ratings, in the order in which they are written
PERSON_FIELDS = {"role": "role", "team": "team", "manager": "manager", "email": "email", "id": "person_id"}


def matrix_records(matrix: MatrixSheet) -> list[Records]:
    """Return every table that a matrix comes to; empty ones are left out."""
    tables = [*_people(matrix), *_skills(matrix), *_assessments(matrix), *requirements(matrix)]
    return [records for records in tables if len(records)]


def _people(matrix: MatrixSheet) -> Iterator[Records]:
    axes = matrix.axes
    if matrix.subject_kind != "person":
        return
    if axes.rows == "person" or (axes.rows == "list" and "person" in axes.labels):
        yield _people_down(matrix)
    elif axes.rows == "skill" and axes.columns == "person":
        for value in _once(axes.values):
            cell = f"{column_letter(value.at)}{value.row + 1}"
            person: dict[str, list[Any]] = {"person_id": [value.entity], "name": [value.entity]}
            if has_requirement(matrix):
                person["role"] = [matrix.sheet.title]
            yield records_of(matrix, schema.PEOPLE, person, [value.row], {"person_id": cell, "name": cell})
    elif matrix.context.person is not None:
        yield _one_person(matrix)


def _people_down(matrix: MatrixSheet) -> Records:
    entries = matrix.rows.entries
    first = {fold_name(label): row for row, label in reversed(list(entries.items()))}
    rows = sorted(first.values()) if matrix.axes.rows == "list" else list(entries)
    columns: dict[str, list[Any]] = {"name": [entries[row] for row in rows]}
    cells = {"name": column_letter(matrix.axes.labels["person"])}
    for kind, at in matrix.axes.labels.items():
        if kind in PERSON_FIELDS:
            field = PERSON_FIELDS[kind]
            raw = [cell_at(matrix.sheet, row, at) for row in rows]
            columns[field] = typed_values.read_column(schema.PEOPLE.column(field), raw)[0]
            cells[field] = column_letter(at)
    if None in columns.get("person_id", [None]):
        columns["person_id"], cells["person_id"] = columns["name"], cells["name"]
    if "role" not in columns and matrix.rows.required:
        columns["role"] = [matrix.sheet.title] * len(rows)
    return records_of(matrix, schema.PEOPLE, columns, rows, cells)


def _one_person(matrix: MatrixSheet) -> Records:
    person, role = matrix.context.person, matrix.context.role
    name, cell = (person.name, person.cell) if person else ("", "A1")
    columns: dict[str, list[Any]] = {"person_id": [name], "name": [name]}
    cells = {"person_id": cell, "name": cell}
    if role is not None:
        columns["role"], cells["role"] = [role.name], role.cell
    elif has_requirement(matrix):
        columns["role"] = [matrix.sheet.title]
    return records_of(matrix, schema.PEOPLE, columns, [matrix.region.header], cells)


def _once(values: Sequence[ValueColumn]) -> list[ValueColumn]:
    """One column of each entity."""
    seen = {fold_name(value.entity): value for value in reversed(values) if value.entity}
    return sorted(seen.values(), key=lambda value: value.at)


def _skills(matrix: MatrixSheet) -> Iterator[Records]:
    axes = matrix.axes
    if axes.columns == "skill":
        for value in _once(axes.values):
            cell = f"{column_letter(value.at)}{value.row + 1}"
            skill: dict[str, list[Any]] = {"skill": [value.entity], "category": [value.group or None]}
            yield records_of(matrix, schema.SKILLS, skill, [value.row], {"skill": cell})
    elif "skill" in axes.labels:
        yield _skills_down(matrix, axes.labels["skill"])


def _skills_down(matrix: MatrixSheet, at: int) -> Records:
    listed = matrix.axes.rows == "list"
    entries = matrix.rows.entries
    names = {row: label_at(matrix.sheet, row, at) if listed else label for row, label in entries.items()}
    first = {fold_name(name): row for row, name in reversed(list(names.items())) if name}
    rows = sorted(first.values())
    categories = _categories(matrix)
    columns: dict[str, list[Any]] = {
        "skill": [names[row] for row in rows],
        "category": [categories.get(row) for row in rows],
    }
    cells = {"skill": column_letter(at)}
    if "category" in matrix.axes.labels:
        cells["category"] = column_letter(matrix.axes.labels["category"])
    return records_of(matrix, schema.SKILLS, columns, rows, cells)


def _categories(matrix: MatrixSheet) -> dict[int, str]:
    """The category of each row: of its own column, filled down, else the group row above."""
    at = matrix.axes.labels.get("category", -1)
    if at < 0:
        return {row: group for row, group in matrix.rows.groups.items() if group}
    categories: dict[int, str] = {}
    last = ""
    for row in matrix.rows.entries:
        last = label_at(matrix.sheet, row, at) or last
        categories[row] = last
    return {row: name for row, name in categories.items() if name}


def _assessments(matrix: MatrixSheet) -> Iterator[Records]:
    if matrix.subject_kind != "person":
        return
    ids = _ids(matrix)
    for aspect in ASPECTS:
        rater = aspect if aspect in ("self", "peer", "manager") else matrix.context.rater
        for levels in levels_of(matrix, aspect):
            yield _rated(matrix, levels, rater, ids)


def _rated(matrix: MatrixSheet, levels: Levels, rater: str, ids: dict[str, str]) -> Records:
    columns: dict[str, list[Any]] = {
        "person_id": [ids.get(name, name) for name in levels.subjects] if ids else list(levels.subjects),
        "skill": list(levels.skills),
        "rater_type": [rater] * len(levels),
        "level": list(levels.levels),
        "date": [matrix.context.day or UNDATED] * len(levels),
    }
    cells = {"person_id": levels.cells["subject"], "skill": levels.cells["skill"], "level": levels.cells["level"]}
    for field, kind in (("rater_type", "rater"), ("date", "date")):
        at = matrix.axes.labels.get(kind, -1)
        if at >= 0:
            raw = [cell_at(matrix.sheet, row, at) for row in levels.rows]
            own = typed_values.read_column(schema.ASSESSMENTS.column(field), raw)[0]
            columns[field] = [value if other is None else other for value, other in zip(columns[field], own)]
            cells[field] = column_letter(at)
    return records_of(matrix, schema.ASSESSMENTS, columns, levels.rows, cells)


def _ids(matrix: MatrixSheet) -> dict[str, str]:
    """The id of each person by name, where every person in the table has one."""
    at = matrix.axes.labels.get("id", -1)
    if at < 0 or "person" not in matrix.axes.labels:
        return {}
    raw = [cell_at(matrix.sheet, row, at) for row in matrix.rows.entries]
    ids = typed_values.read_column(schema.PEOPLE.column("person_id"), raw)[0]
    return {} if None in ids else dict(zip(matrix.rows.entries.values(), ids))
