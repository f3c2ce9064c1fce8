"""From a table of levels to records: people, skills, ratings and what roles require."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ....core import schema
from ....core.cells import EPOCH
from ....core.columns import Table
from ....core.errors import column_letter
from ....core.model import TableSource
from ....core.names import fold_name
from ....core.records import Records
from ....core.values import typed_values
from ...sources.base import Sheet
from .axes import Axes, ValueColumn
from .context import Context
from .region import Region
from .rows import MatrixRows, cell_at, label_at
from .scale import Scale

UNDATED = date(2000, 1, 1).toordinal() - EPOCH  # older than any rating that has a date
RATERS = {"self": "self", "peer": "peer", "manager": "manager"}


@dataclass(frozen=True)
class MatrixSheet:
    """A table of levels with everything that was understood of it."""

    workbook: str
    sheet: Sheet
    region: Region
    axes: Axes
    rows: MatrixRows
    scale: Scale
    context: Context


@dataclass(frozen=True)
class Level:
    """One level with the cells that say whose and of what it is, as letters (in the level's row) or as whole cells."""

    row: int
    subject: str
    skill: str
    level: float
    cells: Mapping[str, str]


def matrix_records(matrix: MatrixSheet) -> list[Records]:
    """Return every table that a matrix comes to; empty ones are left out."""
    levels = {aspect: list(_levels(matrix, aspect)) for aspect in ("", "level", "self", "manager", "peer", "required")}
    ratings = [(rater, each) for rater, each in _ratings(matrix, levels)]
    tables = [
        *_people(matrix),
        *_skills(matrix),
        *_assessments(matrix, ratings),
        *_requirements(matrix, levels["required"]),
    ]
    if _subject_kind(matrix) == "role":
        tables += _role_levels(matrix, [*levels[""], *levels["level"]])
    return [records for records in tables if len(records)]


def _ratings(matrix: MatrixSheet, levels: Mapping[str, Sequence[Level]]) -> Iterator[tuple[str, Level]]:
    if _subject_kind(matrix) == "role":
        return
    for aspect in ("", "level", "self", "manager", "peer"):
        yield from ((RATERS.get(aspect, matrix.context.rater), each) for each in levels[aspect])


def _subject_kind(matrix: MatrixSheet) -> str:
    """Whether levels are those of people or of roles."""
    axes = matrix.axes
    if "role" in (axes.rows, axes.columns):
        return "role"
    if axes.rows == "list":
        return "person" if "person" in axes.labels else "role"
    if axes.columns == "":
        return "person" if matrix.context.person else "role"
    return "person"


def _levels(matrix: MatrixSheet, aspect: str) -> Iterator[Level]:
    """Every level of one kind, in the order of the columns."""
    for value in matrix.axes.values:
        if value.aspect != aspect:
            continue
        for row, label in matrix.rows.entries.items():
            level = matrix.scale.level(cell_at(matrix.sheet, row, value.at))
            if level is None:
                continue
            subject, skill, cells = _named(matrix, value, row, label)
            if subject and skill:
                yield Level(row, subject, skill, level, {**cells, "level": column_letter(value.at)})


def _named(matrix: MatrixSheet, value: ValueColumn, row: int, label: str) -> tuple[str, str, dict[str, str]]:
    """Whose level in which skill a cell is, and where both stand."""
    axes, labels = matrix.axes, matrix.axes.labels
    heading = f"{column_letter(value.at)}{value.row + 1}"
    if axes.rows == "list":
        skill_at = value.skill_at if value.skill_at >= 0 and value.aspect != "required" else labels.get("skill", -1)
        subject_at = labels.get("person", labels.get("role", 0))
        cells = {"subject": column_letter(subject_at), "skill": column_letter(skill_at)}
        return label, label_at(matrix.sheet, row, skill_at), cells
    if axes.columns == "":
        subject = matrix.context.person or matrix.context.role
        name, cell = (subject.name, subject.cell) if subject else ("", "")
        return name, label, {"subject": cell, "skill": column_letter(labels["skill"])}
    if axes.rows == "skill":
        return value.entity, label, {"subject": heading, "skill": column_letter(labels["skill"])}
    return label, value.entity, {"subject": column_letter(labels[axes.rows]), "skill": heading}


def _people(matrix: MatrixSheet) -> Iterator[Records]:
    axes, sheet = matrix.axes, matrix.sheet
    if _subject_kind(matrix) != "person":
        return
    if axes.rows == "person" or (axes.rows == "list" and "person" in axes.labels):
        first = {fold_name(label): row for row, label in reversed(list(matrix.rows.entries.items()))}
        rows = sorted(first.values()) if axes.rows == "list" else list(matrix.rows.entries)
        fields = {kind: at for kind, at in axes.labels.items() if kind in ("role", "team", "manager", "email", "id")}
        columns: dict[str, list[Any]] = {"name": [matrix.rows.entries[row] for row in rows]}
        cells = {"name": column_letter(axes.labels["person"])}
        for kind, at in fields.items():
            name = "person_id" if kind == "id" else kind
            column = schema.PEOPLE.column(name)
            columns[name] = typed_values.read_column(column, [cell_at(sheet, row, at) for row in rows])[0]
            cells[name] = column_letter(at)
        if "person_id" not in columns or None in columns["person_id"]:
            columns["person_id"], cells["person_id"] = columns["name"], cells["name"]
        if "role" not in columns and matrix.rows.required:
            columns["role"] = [sheet.title] * len(rows)
        yield _records(matrix, schema.PEOPLE, columns, rows, cells)
    elif axes.rows == "skill" and axes.columns == "person":
        for value in _once(axes.values):
            cell = f"{column_letter(value.at)}{value.row + 1}"
            person: dict[str, list[Any]] = {"person_id": [value.entity], "name": [value.entity]}
            if _has_requirement(matrix):
                person["role"] = [sheet.title]
            yield _records(matrix, schema.PEOPLE, person, [value.row], {"person_id": cell, "name": cell})
    elif matrix.context.person is not None:
        yield _one_person(matrix)


def _one_person(matrix: MatrixSheet) -> Records:
    person, role = matrix.context.person, matrix.context.role
    name, cell = (person.name, person.cell) if person else ("", "A1")
    columns: dict[str, list[Any]] = {"person_id": [name], "name": [name]}
    cells = {"person_id": cell, "name": cell}
    if role is not None:
        columns["role"], cells["role"] = [role.name], role.cell
    elif _has_requirement(matrix):
        columns["role"] = [matrix.sheet.title]
    return _records(matrix, schema.PEOPLE, columns, [matrix.region.header], cells)


def _once(values: Sequence[ValueColumn]) -> list[ValueColumn]:
    """One column of each entity."""
    seen = {fold_name(value.entity): value for value in reversed(values) if value.entity and value.aspect != "summary"}
    return sorted(seen.values(), key=lambda value: value.at)


def _has_requirement(matrix: MatrixSheet) -> bool:
    return bool(matrix.rows.required) or any(value.aspect == "required" for value in matrix.axes.values)


def _skills(matrix: MatrixSheet) -> Iterator[Records]:
    axes, sheet = matrix.axes, matrix.sheet
    if axes.columns == "skill":
        for value in _once(axes.values):
            cell = f"{column_letter(value.at)}{value.row + 1}"
            skill: dict[str, list[Any]] = {"skill": [value.entity], "category": [value.group or None]}
            yield _records(matrix, schema.SKILLS, skill, [value.row], {"skill": cell})
        return
    categories = _categories(matrix)
    if axes.rows == "list":
        at = axes.labels.get("skill", -1)
        names = {row: label_at(sheet, row, at) for row in matrix.rows.entries} if at >= 0 else {}
    else:
        names = dict(matrix.rows.entries)
    first = {fold_name(name): row for row, name in reversed(list(names.items())) if name}
    rows = sorted(first.values())
    listed: dict[str, list[Any]] = {"skill": [names[row] for row in rows]}
    listed["category"] = [categories.get(row) for row in rows]
    cells = {"skill": column_letter(axes.labels.get("skill", 0))}
    if "category" in axes.labels:
        cells["category"] = column_letter(axes.labels["category"])
    yield _records(matrix, schema.SKILLS, listed, rows, cells)


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


def _assessments(matrix: MatrixSheet, ratings: Sequence[tuple[str, Level]]) -> Iterator[Records]:
    ids = _ids(matrix)
    dates = matrix.axes.labels.get("date", -1)
    rater_at = matrix.axes.labels.get("rater", -1)
    for (rater, cells), levels in _alike(ratings).items():
        rows = [level.row for level in levels]
        columns: dict[str, list[Any]] = {
            "person_id": [ids.get(fold_name(level.subject), level.subject) for level in levels],
            "skill": [level.skill for level in levels],
            "rater_type": [rater] * len(levels),
            "level": [level.level for level in levels],
            "date": [matrix.context.day or UNDATED] * len(levels),
        }
        places = dict(cells)
        places["person_id"] = places.pop("subject")
        for field, at in (("rater_type", rater_at), ("date", dates)):
            if at >= 0:
                column = schema.ASSESSMENTS.column(field)
                own = typed_values.read_column(column, [cell_at(matrix.sheet, row, at) for row in rows])[0]
                columns[field] = [value if other is None else other for value, other in zip(columns[field], own)]
                places[field] = column_letter(at)
        yield _records(matrix, schema.ASSESSMENTS, columns, rows, places)


def _alike(ratings: Sequence[tuple[str, Level]]) -> dict[tuple[str, tuple[tuple[str, str], ...]], list[Level]]:
    """Ratings by rater and by where their parts stand."""
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], list[Level]] = {}
    for rater, level in ratings:
        alike.setdefault((rater, tuple(level.cells.items())), []).append(level)
    return alike


def _ids(matrix: MatrixSheet) -> dict[str, str]:
    """The id of each person by name, where the table has ids."""
    at = matrix.axes.labels.get("id", -1)
    if at < 0 or "person" not in matrix.axes.labels:
        return {}
    rows = list(matrix.rows.entries)
    ids = typed_values.read_column(schema.PEOPLE.column("person_id"), [cell_at(matrix.sheet, row, at) for row in rows])[
        0
    ]
    if None in ids:
        return {}
    return {fold_name(matrix.rows.entries[row]): name for row, name in zip(rows, ids)}


def _requirements(matrix: MatrixSheet, required: Sequence[Level]) -> Iterator[Records]:
    """What a row or a column of requirements asks of each role on the sheet."""
    axes, sheet = matrix.axes, matrix.sheet
    roles = _roles(matrix)
    for row in matrix.rows.required:
        own = label_at(sheet, row, axes.labels["role"]) if "role" in axes.labels and axes.rows == "person" else ""
        for value in axes.values:
            level = matrix.scale.level(cell_at(sheet, row, value.at))
            if value.entity and value.aspect in ("", "level") and level is not None and axes.columns == "skill":
                named = [own] if own and own in roles else roles
                cells = {
                    "skill": f"{column_letter(value.at)}{value.row + 1}",
                    "required_level": column_letter(value.at),
                }
                yield _role_records(matrix, [(role, value.entity, level, row) for role in named], cells)
    columns = [value for value in axes.values if value.aspect == "required"]
    if axes.rows == "skill" and columns and not required:
        for value in columns:
            for row, skill in matrix.rows.entries.items():
                level = matrix.scale.level(cell_at(sheet, row, value.at))
                if level is not None:
                    cells = {"skill": column_letter(axes.labels["skill"]), "required_level": column_letter(value.at)}
                    yield _role_records(matrix, [(role, skill, level, row) for role in roles], cells)
    yield from _required_levels(matrix, required)


def _required_levels(matrix: MatrixSheet, required: Sequence[Level]) -> Iterator[Records]:
    """What is required of each person in a column of its own: that of the person's role where all agree."""
    if _subject_kind(matrix) == "role":
        yield from _role_levels(matrix, required)
        return
    roles = _roles_of_people(matrix)
    by_role: dict[tuple[str, str], list[Level]] = {}
    for each in required:
        by_role.setdefault((roles.get(fold_name(each.subject), matrix.sheet.title), each.skill), []).append(each)
    for (role, skill), levels in by_role.items():
        if len({each.level for each in levels}) == 1:
            cells = {"skill": levels[0].cells["skill"], "required_level": levels[0].cells["level"]}
            yield _role_records(matrix, [(role, skill, levels[0].level, levels[0].row)], cells)


def _role_levels(matrix: MatrixSheet, levels: Sequence[Level]) -> Iterator[Records]:
    for each in levels:
        cells = {"role": each.cells["subject"], "skill": each.cells["skill"], "required_level": each.cells["level"]}
        yield _role_records(matrix, [(each.subject, each.skill, each.level, each.row)], cells)


def _role_records(
    matrix: MatrixSheet, rows: Sequence[tuple[str, str, float, int]], cells: Mapping[str, str]
) -> Records:
    columns: dict[str, list[Any]] = {
        "role": [role for role, _, _, _ in rows],
        "skill": [skill for _, skill, _, _ in rows],
        "required_level": [level for _, _, level, _ in rows],
    }
    return _records(matrix, schema.ROLES, columns, [row for _, _, _, row in rows], cells)


def _roles(matrix: MatrixSheet) -> list[str]:
    """The roles of the people on the sheet; its title where it names none."""
    named = list(dict.fromkeys(_roles_of_people(matrix).values()))
    return named or [matrix.sheet.title]


def _roles_of_people(matrix: MatrixSheet) -> dict[str, str]:
    if matrix.context.person is not None and matrix.axes.columns == "" and matrix.axes.rows == "skill":
        subject = matrix.context.role
        return {fold_name(matrix.context.person.name): subject.name} if subject else {}
    at = matrix.axes.labels.get("role", -1)
    if at < 0:
        return {}
    return {
        fold_name(label): role
        for row, label in matrix.rows.entries.items()
        if (role := label_at(matrix.sheet, row, at))
    }


def _records(
    matrix: MatrixSheet, table: Table, columns: Mapping[str, list[Any]], rows: Sequence[int], cells: Mapping[str, str]
) -> Records:
    source = TableSource(matrix.workbook, matrix.sheet.title, cells)
    whole = {column.field: columns.get(column.field, [None] * len(rows)) for column in table.inputs}
    return Records(table, whole, [number + 1 for number in rows], [source] * len(rows))
