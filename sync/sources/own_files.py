"""Which workbooks we made ourselves: by the mark in the file, and by their sheets where a version had none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...core import file_marks, schema
from ...core.errors import Location, Problem
from .base import Sheet

_LINK_TO_START = "‹ Start"  # stands at the top of every sheet of a template
_TREE, _PROBLEMS = "Alignment tree", "Problems"  # sheets of every consolidated workbook
_FIRST_ROWS = 4


def mark_by_titles(titles: Collection[str]) -> str:
    """Return the mark of a workbook that we began, by the titles of its sheets."""
    if {_TREE, _PROBLEMS} <= set(titles):
        return file_marks.CONSOLIDATED
    if schema.SKILLS.sheet in titles:
        return file_marks.SKILL_TEMPLATE
    return file_marks.OKR_TEMPLATE if {table.sheet for table in schema.TABLES} & set(titles) else file_marks.REPORT


def is_template(sheets: Sequence[Sheet]) -> bool:
    """Return whether sheets are those of one of our templates, also where no file carries a mark, as at Google."""
    linked = [sheet for sheet in sheets if any(row and row[0] == _LINK_TO_START for row in sheet.rows[:_FIRST_ROWS])]
    return len(linked) >= 2


def output_note(name: str, mark: str) -> Problem:
    """Return the note on a file of ours that lies among the sheets it was made of."""
    what = f"a {mark} that okrsheets wrote; skipped, since its figures come from the other workbooks"
    return Problem(Location(name), what, "move it elsewhere if you do not want to see this note", note=True)
