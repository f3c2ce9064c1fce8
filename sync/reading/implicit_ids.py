"""Sheets without ids: many people write an objective, its key results below each other, and no id at all.

There the words stand for the ids, an objective that is written once counts for the rows below it, and where no
sheet lists the objectives, the key results' own sheet does. Where ids exist, a cell that names a thing by its words
means the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...core import schema
from ...core.errors import Location, Problem
from ...core.model import TableSource
from ...core.names import fold_name
from ...core.records import Records, empty
from .tabs import told_apart

REFERENCES = {
    "objectives": (("objectives", "parent_id"), ("key results", "objective_id"), ("goal skills", "objective_id")),
    "key results": (("check-ins", "key_result_id"),),
}


def by_words(tables: Sequence[Records], problems: Sequence[Problem]) -> tuple[list[Records], list[Problem]]:
    """Return the tables of one workbook with words in the place of missing ids, and its problems.

    Where that was done a note says so.
    """
    named: list[Records] = []
    notes = list(problems)
    for records in tables:
        if records.table.title_field and len(records) and "id" not in records.sources[0].cells:
            records = _name(records)
            what = f"there are no ids: the {records.table.column(records.table.title_field).name} stands for the id"
            hint = "an id column lets you change the words without losing the history"
            notes.append(Problem(records.location(0, "id"), what, hint, note=True))
        elif records.table is schema.PEOPLE and len(records) and "person_id" not in records.sources[0].cells:
            records = _named_people(records)
        named.append(records)
    named, words = told_apart(named)
    named.extend(_implied(named, words))
    for subject, references in REFERENCES.items():
        ids = _ids_by_words(subject, named)
        named = [
            _resolve(records, [field for name, field in references if name == records.table.name], ids)
            for records in named
        ]
    return named, notes


def _name(records: Records) -> Records:
    """Take the words for the id."""
    columns = dict(records.columns)
    columns["id"] = [_plain(words) for words in columns[records.table.title_field]]
    source = records.sources[0]
    cells = {**source.cells, "id": source.cells.get(records.table.title_field, "A")}
    return replace(records, columns=columns, sources=[TableSource(source.workbook, source.sheet, cells)] * len(records))


def with_objectives_above(records: Records) -> tuple[Records, set[Location]]:
    """Return key results without ids with the objective that is written once in each row below it, and the cells filled."""
    if records.table is not schema.KEY_RESULTS or not len(records) or "id" in records.sources[0].cells:
        return records, set()
    written = records.columns["objective_id"]
    filled = _filled_down(written)
    cells = {
        records.location(at, "objective_id")
        for at, (before, after) in enumerate(zip(written, filled))
        if before is None and after is not None
    }
    return replace(records, columns={**records.columns, "objective_id": filled}), cells


def _plain(words: str | None) -> str | None:
    return None if words is None else " ".join(words.split())


def _filled_down(values: Sequence[str | None]) -> list[str | None]:
    filled: list[str | None] = []
    for value in values:
        filled.append(_plain(value) if value is not None else filled[-1] if filled else None)
    return filled


def _named_people(records: Records) -> Records:
    """People by their names, where they have no ids."""
    source = records.sources[0]
    cells = {**source.cells, "person_id": source.cells.get("name", "A")}
    columns = {**records.columns, "person_id": [_plain(name) for name in records.columns["name"]]}
    return replace(records, columns=columns, sources=[TableSource(source.workbook, source.sheet, cells)] * len(records))


def _implied(tables: Sequence[Records], words: Mapping[str, str]) -> list[Records]:
    """The objectives that the key results name, where no sheet of the workbook lists objectives."""
    if any(records.table is schema.OBJECTIVES for records in tables):
        return []
    found: dict[str, tuple[Records, int]] = {}
    for records in tables:
        if (
            records.table is schema.KEY_RESULTS
            and len(records)
            and records.sources[0].cells.get("id") == records.sources[0].cells.get("key_result")
        ):
            for at, name in enumerate(records.columns["objective_id"]):
                if name is not None:
                    found.setdefault(name, (records, at))
    return [_objectives(found, words)] if found else []


def _objectives(found: Mapping[str, tuple[Records, int]], words: Mapping[str, str]) -> Records:
    table = schema.OBJECTIVES
    columns: dict[str, list[Any]] = {column.field: [None] * len(found) for column in table.inputs}
    columns["id"], columns["objective"] = list(found), [words.get(name, name) for name in found]
    columns["owner"] = [records.columns["owner"][at] for records, at in found.values()]
    sources = [_objective_source(records.sources[at]) for records, at in found.values()]
    return Records(table, columns, [records.rows[at] for records, at in found.values()], sources)


def _objective_source(source: TableSource) -> TableSource:
    letter = source.cells.get("objective_id", "A")
    cells = {"id": letter, "objective": letter, "owner": source.cells.get("owner", letter)}
    return TableSource(source.workbook, source.sheet, cells)


def _ids_by_words(subject: str, tables: Sequence[Records]) -> dict[str, str]:
    """The id of each thing by its words, for those words that are not an id themselves and mean one thing only."""
    table = schema.table(subject)
    records = next((each for each in tables if each.table is table), empty(table))
    ids = set(records.columns["id"])
    by_name: dict[str, str] = {}
    twice: set[str] = set()
    for words, name in zip(records.columns[table.title_field], records.columns["id"]):
        key = fold_name(words)
        if name is None or words in ids or by_name.setdefault(key, name) != name:
            twice.add(key)
    return {key: name for key, name in by_name.items() if key not in twice}


def _resolve(records: Records, fields: Sequence[str], ids: Mapping[str, str]) -> Records:
    if not fields or not ids:
        return records
    columns = dict(records.columns)
    for field in fields:
        found = {value: ids.get(fold_name(value), value) for value in set(columns[field]) if value is not None}
        columns[field] = [found.get(value) for value in columns[field]]
    return replace(records, columns=columns)
