"""Key results with columns that belong to their objective: its team, its name beside its id, its own weight or owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ....core import schema
from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ...sources.base import Sheet
from .layout import MEASURES, Layout, cell_at, key_result_fields, rearranged, text_at

ONLY_OBJECTIVES = ("team", "level")
NAMES = frozenset({"name", "title", "item", "task", "okr", "description", "outcome", "initiative name"})


def named_key_results(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a list of named items that have an objective and figures as key results, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        fields = key_result_fields(row, index)
        names = [at for at in range(len(row)) if normalise_heading(text_at(row, at)) in NAMES]
        told = "objective_id" in fields and any(field in fields for field in MEASURES)
        if told and "key_result" not in fields and len(names) == 1 and names[0] != fields["objective_id"]:
            headings = list(row)
            headings[names[0]] = "Key result"
            where = Location(workbook, sheet.title, f"{column_letter(names[0])}{header + 1}")
            why = "each has an objective and figures"
            return Layout(
                [rearranged(sheet, {header: headings})], [Decision(where, f"{row[names[0]]!r} is key result", why)]
            )
    return None


@dataclass(frozen=True)
class _Fields:
    """Where the objective of a row of headings stands, and the columns that belong to it, by their field."""

    header: int
    id: int
    words: int
    own: Mapping[int, str]


def objective_fields(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return key results and the objectives that they repeat as two tables, None where no column is an objective's own."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        fields = key_result_fields(row, index)
        if {"objective_id", "key_result"} <= set(fields) and any(field in fields for field in MEASURES):
            place = _fields(header, row, fields, index)
            if place is None:
                return None
            named = ", ".join(repr(str(row[at])) for at in place.own)
            where = Location(workbook, sheet.title, f"{column_letter(min(place.own))}{header + 1}")
            decision = Decision(
                where, f"columns of the objective: {named}", "key results have no such column, or it is double"
            )
            return Layout([_key_results(sheet, place), _objectives(sheet, place, fields)], [decision])
    return None


def _fields(header: int, row: Sequence[Cell], fields: Mapping[str, int], index: HeadingIndex) -> _Fields | None:
    own = dict(_own_columns(row, fields, index))
    objective = fields["objective_id"]
    words = next((at for at, field in own.items() if field == "objective"), objective)
    return _Fields(header, objective, words, own) if own else None


def _own_columns(row: Sequence[Cell], fields: Mapping[str, int], index: HeadingIndex) -> Iterator[tuple[int, str]]:
    """Columns of a team or level; of the objective's words beside its id; and the first of two, left of the key result."""
    used = set(fields.values())
    words = fields["key_result"]
    for at in range(len(row)):
        meanings = index.meanings(text_at(row, at)) if text_at(row, at) else ()
        mine = {each.column.field for each in meanings if each.table is schema.KEY_RESULTS}
        theirs = {each.column.field for each in meanings if each.table is schema.OBJECTIVES}
        if at not in used and not mine and theirs & set(ONLY_OBJECTIVES):
            yield at, next(iter(theirs & set(ONLY_OBJECTIVES)))
        elif at not in used and "objective_id" in mine and "objective" in theirs:
            yield at, "objective"
        elif at < words and (double := theirs & mine & {"owner", "weight", "status"}):
            field = next(iter(double))
            again = any(
                each.column.field == field and each.table is schema.KEY_RESULTS
                for other in range(words + 1, len(row))
                if text_at(row, other)
                for each in index.meanings(text_at(row, other))
            )
            if again:
                yield at, field


def _key_results(sheet: Sheet, place: _Fields) -> Sheet:
    headings = ["" if at in place.own else cell for at, cell in enumerate(sheet.rows[place.header])]
    return rearranged(sheet, {place.header: headings})


def _objectives(sheet: Sheet, place: _Fields, fields: Mapping[str, int]) -> Sheet:
    """The sheet with the first row of each objective, and only the columns that are its own."""
    headings: list[Cell] = [""] * len(sheet.rows[place.header])
    for at, field in place.own.items():
        headings[at] = schema.OBJECTIVES.column(field).name
    if place.words == place.id:
        headings[place.id] = "Objective"
    else:
        headings[place.id] = "Id"
    if "owner" not in place.own.values() and "owner" in fields:
        headings[fields["owner"]] = "Owner"
    seen: set[str] = set()
    rows: dict[int, Sequence[Cell]] = {place.header: headings}
    for number, row in enumerate(sheet.rows):
        if number > place.header:
            name = str(cell_at(row, place.id) or "").strip()
            if not name or name in seen:
                rows[number] = ()
            seen.add(name)
    return rearranged(sheet, rows)
