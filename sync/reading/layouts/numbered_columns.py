"""One row a goal, with its key results in numbered columns: KR1, KR1 %, key_result_2_title, key_result_2_completion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ...sources.base import Sheet
from .layout import Layout, key_result_fields, rearranged, text_at, with_cell

_NUMBERED = re.compile(
    r"(?:(?P<before>[a-z% ]+?) )?(?:key result|kr|key outcome|measure|schlüsselergebnis|resultado clave|résultat clé) ?"
    r"(?P<number>[0-9]{1,2})(?: (?P<after>.+))?"
)
WORDS = frozenset({"", "title", "name", "text", "description", "key result", "titel", "título"})
SHARES = frozenset({"%", "complete", "done", "result", "status %"})
GOAL_HEADINGS = frozenset(
    {"name", "title", "goal", "goal name", "goal title", "objective", "okr", "ziel", "objetivo", "objectif"}
)


def numbered_columns(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return a sheet once for each number, as a table of key results with their objective, None for any other sheet."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        numbered = _numbered(row)
        goal = _goal_column(row, numbered)
        if (
            goal is not None
            and sum("" in fields for fields in numbered.values()) >= 1
            and _has_words(sheet, header, numbered)
        ):
            where = Location(
                workbook, sheet.title, f"{column_letter(min(numbered[min(numbered)].values()))}{header + 1}"
            )
            decision = Decision(where, "each goal has its key results in numbered columns", "their headings")
            parts = [
                _part(sheet, header, goal, number, numbered, index)
                for number in sorted(numbered)
                if "" in numbered[number]
            ]
            return Layout(parts, [decision])
    return None


def _numbered(row: Sequence[Cell]) -> dict[int, dict[str, int]]:
    """The columns of each number, by what else their heading says; nothing for the words of the key result."""
    numbered: dict[int, dict[str, int]] = {}
    for at in range(len(row)):
        match = _NUMBERED.fullmatch(normalise_heading(text_at(row, at)))
        if match is not None:
            rest = f"{match['before'] or ''} {match['after'] or ''}".strip()
            numbered.setdefault(int(match["number"]), {})["" if rest in WORDS else rest] = at
    return numbered


def _goal_column(row: Sequence[Cell], numbered: Mapping[int, Mapping[str, int]]) -> int | None:
    taken = {at for fields in numbered.values() for at in fields.values()}
    headings = [(at, normalise_heading(text_at(row, at))) for at in range(len(row)) if at not in taken]
    return next((at for at, heading in headings if heading in GOAL_HEADINGS), None)


def _has_words(sheet: Sheet, header: int, numbered: Mapping[int, Mapping[str, int]]) -> bool:
    columns = [fields[""] for fields in numbered.values() if "" in fields]
    return any(any(c.isalpha() for c in text_at(row, at)) for row in sheet.rows[header + 1 :] for at in columns)


def _part(
    sheet: Sheet, header: int, goal: int, number: int, numbered: Mapping[int, Mapping[str, int]], index: HeadingIndex
) -> Sheet:
    """The sheet with the columns of one number as those of a key result, and those of the others without a heading."""
    row = list(sheet.rows[header])
    own = numbered[number]
    for fields in numbered.values():
        for at in fields.values():
            row[at] = ""
    for at in set(key_result_fields(row, index).values()):
        heading = normalise_heading(str(row[at]))
        row[at] = row[at] if heading in ("owner", "owner email", "team", "due", "due date", "quarter") else ""
    for at in range(len(row)):
        if normalise_heading(text_at(row, at)) in ("email", "owner email") and "Owner" not in row:
            row[at] = "Owner"
    row[goal] = "Objective"
    for rest, at in own.items():
        row[at] = "Key result" if rest == "" else "Progress" if rest in SHARES else rest
    rows = {header: row}
    for below in range(header + 1, len(sheet.rows)):
        if not text_at(sheet.rows[below], own[""]):
            rows[below] = []
    return rearranged(sheet, {at: with_cell(cells, 0, cells[0]) if cells else () for at, cells in rows.items()})
