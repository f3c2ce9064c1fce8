"""What roles require: a row or a column of requirements beside people, or a table of roles and skills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....core import schema
from ....core.errors import column_letter
from ....core.records import Records
from .levels import Levels, MatrixSheet, levels_of, records_of, roles_of_people
from .rows import cell_at, label_at


def has_requirement(matrix: MatrixSheet) -> bool:
    """Return whether a row or a column of a table says what is required."""
    return bool(matrix.rows.required) or any(value.aspect == "required" for value in matrix.axes.values)


def requirements(matrix: MatrixSheet) -> Iterator[Records]:
    """Yield what each role of a sheet requires; its title is the role where it names none."""
    if matrix.subject_kind == "role":
        for levels in levels_of(matrix, "", "level", "required"):
            cells = {"role": levels.cells["subject"], "skill": levels.cells["skill"]}
            yield _records(matrix, levels.subjects, levels, {**cells, "required_level": levels.cells["level"]})
        return
    yield from _of_rows(matrix)
    if matrix.axes.rows == "skill" and matrix.axes.columns == "person":
        yield from _of_columns(matrix)
    yield from _of_people(matrix)


def _records(matrix: MatrixSheet, roles: Sequence[str], levels: Levels, cells: Mapping[str, str]) -> Records:
    columns: dict[str, list[Any]] = {
        "role": list(roles),
        "skill": list(levels.skills),
        "required_level": list(levels.levels),
    }
    return records_of(matrix, schema.ROLES, columns, levels.rows, cells)


def _roles(matrix: MatrixSheet) -> list[str]:
    return list(dict.fromkeys(roles_of_people(matrix).values())) or [matrix.sheet.title]


def _of_rows(matrix: MatrixSheet) -> Iterator[Records]:
    """A row of requirements holds for the role that it names, else for every role on the sheet."""
    axes, sheet, roles = matrix.axes, matrix.sheet, _roles(matrix)
    for row in matrix.rows.required:
        own = label_at(sheet, row, axes.labels["role"]) if "role" in axes.labels and axes.rows == "person" else ""
        named = [own] if own in roles else roles
        for value in axes.values:
            level = matrix.scale.level(cell_at(sheet, row, value.at))
            if value.entity and value.aspect in ("", "level") and level is not None and axes.columns == "skill":
                count, letter = len(named), column_letter(value.at)
                cells = {"skill": f"{letter}{value.row + 1}", "required_level": letter}
                levels = Levels([row] * count, named, [value.entity] * count, [level] * count, cells)
                yield _records(matrix, named, levels, cells)


def _of_columns(matrix: MatrixSheet) -> Iterator[Records]:
    """A column of requirements beside people holds for every role on the sheet."""
    rows = matrix.rows.entries
    for value in matrix.axes.values:
        if value.aspect != "required" or value.entity:
            continue
        asked = [
            (row, level)
            for row in rows
            if (level := matrix.scale.level(cell_at(matrix.sheet, row, value.at))) is not None
        ]
        cells = {"skill": column_letter(matrix.axes.labels["skill"]), "required_level": column_letter(value.at)}
        for role in _roles(matrix):
            numbers = [row for row, _ in asked]
            skills = [rows[row] for row in numbers]
            levels = Levels(numbers, [role] * len(asked), skills, [level for _, level in asked], cells)
            yield _records(matrix, levels.subjects, levels, cells)


def _of_people(matrix: MatrixSheet) -> Iterator[Records]:
    """What is required of each person in a column of its own: that of the person's role where all agree."""
    roles = roles_of_people(matrix)
    asked: dict[tuple[str, str], list[tuple[float, int, Mapping[str, str]]]] = {}
    for levels in levels_of(matrix, "required"):
        for row, subject, skill, level in zip(levels.rows, levels.subjects, levels.skills, levels.levels):
            asked.setdefault((roles.get(subject, matrix.sheet.title), skill), []).append((level, row, levels.cells))
    for (role, skill), found in asked.items():
        level, row, places = found[0]
        if all(other == level for other, _, _ in found):
            cells = {"skill": places["skill"], "required_level": places["level"]}
            yield _records(matrix, [role], Levels([row], [role], [skill], [level], cells), cells)
