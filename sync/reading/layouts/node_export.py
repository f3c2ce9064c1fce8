"""Exports of one row a node, where a column says whether it is an objective, a key result or something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ....core import schema
from ....core.cells import Cell
from ....core.columns import Table
from ....core.errors import Location, Problem, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ....core.tables.table_match import Rows
from ...sources.base import Sheet
from .layout import MEASURES, Layout, cell_at, key_result_fields, rearranged, with_cell

TYPE_HEADINGS = frozenset(
    {"type", "item type", "node type", "kind", "level", "entity type", "okr type", "record type", "goal type"}
)
TITLE_HEADINGS = frozenset(
    {
        "title", "name", "text", "item", "node", "description", "summary", "okr", "goal title", "goal name", "goal",
        "objective key result", "objective and key result", "objectives and key results", "objectives key results",
        "objective kr", "goal key result",
    }
)  # fmt: skip
PARENT_HEADINGS = frozenset(
    {
        "parent id", "parent", "parent key", "belongs to", "aligned to", "parent item", "parent node", "parent row ids",
        "parent row id", "parent ids", "parent goal id", "parent goal ids", "parent goal",
    }
)  # fmt: skip
ID_HEADINGS = frozenset({"id", "key", "node id", "item id", "ref", "number", "no", "row id", "goal id"})
HEADINGS = {"type": TYPE_HEADINGS, "title": TITLE_HEADINGS, "parent": PARENT_HEADINGS, "id": ID_HEADINGS}
OBJECTIVE = frozenset({"objective", "goal", "o", "objectives"})
KEY_RESULT = frozenset({"key result", "kr", "key results", "keyresult", "milestone"})  # of a goal, and nothing else
MEASURED = {*MEASURES, "status", "status_word"}
BELOW = frozenset({"initiative", "task", "project", "action", "epic", "story", "activity", "action item"})
NAMED = 5


def node_export(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return the objectives and the key results of an export as sheets of their own, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        places = _places(row)
        if {"title", "parent"} <= set(places):
            kinds = _kinds(sheet, header, places, index)
            if {"objective", "key result"} <= set(kinds.values()):
                return _split(workbook, sheet, header, places, kinds, index)
        if {"title", "type"} <= set(places) and MEASURED & set(key_result_fields(row, index)):
            kinds = _kinds(sheet, header, places, index)
            if {"objective", "key result"} <= set(kinds.values()) and _first(kinds) == "objective":
                return _split(workbook, *_with_parents(sheet, header, places, kinds), kinds, index)
    return None


def _first(kinds: Mapping[int, str]) -> str:
    return next((kind for kind in kinds.values() if kind), "")


def _with_parents(
    sheet: Sheet, header: int, places: Mapping[str, int], kinds: Mapping[int, str]
) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet with the words of the objective above in a column of its own: its key results follow it."""
    behind = max(map(len, sheet.rows))
    rows = {header: with_cell(sheet.rows[header], behind, "Parent")}
    above: Cell = None
    for number, kind in kinds.items():
        if kind == "objective":
            above = cell_at(sheet.rows[number], places["title"])
        elif kind == "key result":
            rows[number] = with_cell(sheet.rows[number], behind, above)
        elif kind and kind not in BELOW:
            above = None  # it might be the objective of what follows
    kept = {name: at for name, at in places.items() if name != "id"}
    return rearranged(sheet, rows, {behind: places["title"]}), header, {**kept, "parent": behind}


def _kinds(sheet: Sheet, header: int, places: Mapping[str, int], index: HeadingIndex) -> dict[int, str]:
    """What each row is: its type says it; without one, nodes with figures that no node hangs on are key results."""
    below = {number: row for number, row in enumerate(sheet.rows) if number > header}
    if "type" in places:
        return {number: _kind(cell_at(row, places["type"])) for number, row in below.items()}
    if "id" not in places:
        return {}
    fields = key_result_fields(sheet.rows[header], index)
    figures = [fields[field] for field in ("target", "current") if field in fields]
    parents = {_identifier(cell_at(row, places["parent"])) for row in below.values()} - {""}
    nodes = {number: row for number, row in below.items() if _identifier(cell_at(row, places["id"]))}
    ids = {_identifier(cell_at(row, places["id"])) for row in nodes.values()}
    if not figures or not parents or not parents <= ids:
        return {}
    return {
        number: "key result"
        if any(cell_at(row, at) not in (None, "") for at in figures)
        and _identifier(cell_at(row, places["id"])) not in parents
        else "objective"
        for number, row in nodes.items()
    }


def _identifier(cell: Cell) -> str:
    return (
        str(int(cell)) if isinstance(cell, float) and cell == int(cell) else "" if cell is None else str(cell).strip()
    )


def _places(row: Sequence[Cell]) -> dict[str, int]:
    """Where type, title, parent and id stand in a row of headings."""
    places: dict[str, int] = {}
    for at, cell in enumerate(row):
        heading = normalise_heading(cell) if isinstance(cell, str) else ""
        for name, known in HEADINGS.items():
            if heading in known:
                places.setdefault(name, at)
    return places


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
) -> Layout:
    row, title, parent = sheet.rows[header], places["title"], places["parent"]
    blank = {places["type"]: ""} if "type" in places else {}
    blank.update({places["id"]: "Id"} if "id" in places else {})
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
    return Layout(parts, problems=notes)


def _foreign(row: Sequence[Cell], table: Table, index: HeadingIndex) -> dict[int, str]:
    """The headings that are known, but not for a table: they are those of the other kinds of node."""
    known = {at: index.meanings(cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell}
    return {at: "" for at, meanings in known.items() if meanings and all(each.table is not table for each in meanings)}


def _rows(rows: Rows, header: int, kinds: Mapping[int, str], kind: str, names: Mapping[int, str]) -> Rows:
    changed: list[Sequence[Cell]] = [row if kinds.get(at, kind) == kind else () for at, row in enumerate(rows)]
    changed[header] = [names.get(at, cell) for at, cell in enumerate(rows[header])]
    return changed


def _left_out(workbook: str, sheet: Sheet, places: Mapping[str, int], kind: str, rows: Sequence[int]) -> Problem:
    named = ", ".join(repr(str(cell_at(sheet.rows[row], places["title"]))[:40]) for row in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    where = Location(workbook, sheet.title, f"{column_letter(places['type'])}{rows[0] + 1}")
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    what = f"{count} of type {kind!r}: listed here and not counted: {named}{more}"
    return Problem(where, what, "nothing is to be done: only key results measure an objective", note=True)
