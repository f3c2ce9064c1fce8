"""Exports of one row a node, where a column says whether it is an objective, a key result or something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.cells import Cell
from ...core.columns import Table
from ...core.errors import Location, Problem, column_letter
from ...core.tables.headings import HeadingIndex, normalise_heading
from ...core.tables.table_finder import LOOK_AT_ROWS
from ...core.tables.table_match import Rows
from ..sources.base import Sheet

TYPE_HEADINGS = frozenset({"type", "item type", "node type", "kind", "level", "entity type", "okr type", "record type"})
TITLE_HEADINGS = frozenset({"title", "name", "text", "item", "node", "description", "summary", "okr"})
PARENT_HEADINGS = frozenset(
    {"parent id", "parent", "parent key", "belongs to", "aligned to", "parent item", "parent node"}
)
ID_HEADINGS = frozenset({"id", "key", "node id", "item id", "ref", "number", "no", "row id"})
OBJECTIVE = frozenset({"objective", "goal", "o", "objectives"})
KEY_RESULT = frozenset({"key result", "kr", "key results", "keyresult"})
NAMED = 5


@dataclass(frozen=True)
class NodeExport:
    """The sheet once for each kind of node, with the headings that such a table has, and what was left out."""

    parts: Sequence[Sheet]
    problems: Sequence[Problem]


def node_export(workbook: str, sheet: Sheet, index: HeadingIndex) -> NodeExport | None:
    """Return the objectives and the key results of an export as sheets of their own, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        places = _places(row)
        if len(places) == 3:
            kinds = {at: _kind(_cell(below, places["type"])) for at, below in enumerate(sheet.rows) if at > header}
            if {"objective", "key result"} <= set(kinds.values()):
                return _split(workbook, sheet, header, places, kinds, index)
    return None


def _places(row: Sequence[Cell]) -> dict[str, int]:
    """Where type, title and parent stand in a row of headings."""
    places: dict[str, int] = {}
    for at, cell in enumerate(row):
        heading = normalise_heading(cell) if isinstance(cell, str) else ""
        for name, known in (("type", TYPE_HEADINGS), ("title", TITLE_HEADINGS), ("parent", PARENT_HEADINGS)):
            if heading in known:
                places.setdefault(name, at)
    return places


def _cell(row: Sequence[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def _kind(cell: Cell) -> str:
    word = normalise_heading(cell) if isinstance(cell, str) else ""
    return "objective" if word in OBJECTIVE else "key result" if word in KEY_RESULT else word


def _split(
    workbook: str,
    sheet: Sheet,
    header: int,
    places: Mapping[str, int],
    kinds: Mapping[int, str],
    index: HeadingIndex,
) -> NodeExport:
    row, title, parent = sheet.rows[header], places["title"], places["parent"]
    blank = {places["type"]: ""}
    known = [at for at, cell in enumerate(row) if isinstance(cell, str) and normalise_heading(cell) in ID_HEADINGS]
    blank.update(dict.fromkeys(known[:1], "Id"))
    headings = {
        "objective": {**_foreign(row, schema.OBJECTIVES, index), title: "Objective", parent: "Parent id", **blank},
        "key result": {
            **_foreign(row, schema.KEY_RESULTS, index),
            title: "Key result",
            parent: "Objective id",
            **blank,
        },
    }
    parts = [replace(sheet, rows=_rows(sheet.rows, header, kinds, kind, names)) for kind, names in headings.items()]
    others: dict[str, list[int]] = {}
    for number, kind in kinds.items():
        if kind and kind not in headings:
            others.setdefault(kind, []).append(number)
    notes = [_left_out(workbook, sheet, places, kind, rows) for kind, rows in others.items()]
    return NodeExport(parts, notes)


def _foreign(row: Sequence[Cell], table: Table, index: HeadingIndex) -> dict[int, str]:
    """The headings that are known, but not for a table: they are those of the other kinds of node."""
    known = {at: index.meanings(cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell}
    return {at: "" for at, meanings in known.items() if meanings and all(each.table is not table for each in meanings)}


def _rows(rows: Rows, header: int, kinds: Mapping[int, str], kind: str, names: Mapping[int, str]) -> Rows:
    changed: list[Sequence[Cell]] = [row if kinds.get(at, kind) == kind else () for at, row in enumerate(rows)]
    changed[header] = [names.get(at, cell) for at, cell in enumerate(rows[header])]
    return changed


def _left_out(workbook: str, sheet: Sheet, places: Mapping[str, int], kind: str, rows: Sequence[int]) -> Problem:
    named = ", ".join(repr(str(_cell(sheet.rows[row], places["title"]))[:40]) for row in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    where = Location(workbook, sheet.title, f"{column_letter(places['type'])}{rows[0] + 1}")
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    what = f"{count} of type {kind!r}: listed here and not counted: {named}{more}"
    return Problem(where, what, "nothing is to be done: only key results measure an objective", note=True)
