"""Which workbooks we made ourselves: by the mark in the file, and by their sheets where a version had none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...core import file_marks, schema
from ...core.errors import Location, Problem
from ...core.heading_words import words_of_heading
from ...core.sheet_words import BACK_TO_START, titles
from .base import RawWorkbook, Sheet

_TREE, _PROBLEMS = "Alignment tree", "Problems"  # sheets of every consolidated workbook
_CONTENTS = frozenset({"Contents", "Inhalt", "Contenido"})  # the first sheet of every report, by language
_ORIGIN = ["Workbook", "Sheet", "Cell"]
_STARTS = frozenset(titles(schema.START))
_LINKS_TO_START = frozenset(BACK_TO_START.values())  # at the top of every sheet of a template
_FIRST_ROWS = 4
_MATCHES = {
    "Course Skills": ["Course", "Skill", "Share", "Suggestion"],
    "Unmatched People": ["Name", "E-mail", "External ID", "Person ID"],
    "Skill Names": ["Your Skill", "Catalogue Skill", "Suggestion", "Confidence"],
    "Key Results": ["Key Result", "Counts", "Skill", "Who"],
}  # the sheets of a table of matches, and how their headings begin
# The columns of a sheet of questions that are read, by their headings in every language.
_ANSWERS = {
    name.lower(): column.field
    for column in schema.ASSESSMENTS.inputs
    for name in (column.name, *words_of_heading("assessments", column.field))
}


def mark_by_titles(titles: Sequence[str]) -> str:
    """Return the mark of a workbook that we began, by the titles of its sheets; nothing for one made anew since."""
    if {_TREE, _PROBLEMS} <= set(titles):
        return file_marks.CONSOLIDATED
    if titles and titles[0] in _CONTENTS:
        return file_marks.REPORT
    if schema.SKILLS.sheet in titles:
        return file_marks.SKILL_TEMPLATE
    return file_marks.OKR_TEMPLATE if {table.sheet for table in schema.TABLES} & set(titles) else ""


def is_template(sheets: Sequence[Sheet]) -> bool:
    """Return whether sheets are those of one of our templates, also where no file carries a mark, as at Google."""
    return sum(map(_links_to_start, sheets)) >= 2


def _links_to_start(sheet: Sheet) -> bool:
    return any(row and row[0] in _LINKS_TO_START for row in sheet.rows[:_FIRST_ROWS])


def workbook(name: str, sheets: Sequence[Sheet], problems: Sequence[Problem] = (), marked: bool = False) -> RawWorkbook:
    """Return a workbook of some sheets; of one of our templates without the views, which repeat other sheets."""
    if not (marked or is_template(sheets)):
        return RawWorkbook(name, sheets, problems)
    kept = [
        sheet
        for sheet in sheets
        if not (sheet.title in schema.VIEWS and (_links_to_start(sheet) or sheet.title in _STARTS))
    ]
    return RawWorkbook(name, kept, problems, made_by_us=True)


def answered(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return sheets of questions with the rows that have an answer, and without the columns that explain them.

    Rows and columns keep their places, so that cells are named as they are in the file.
    """
    return [replace(sheet, rows=_answered(sheet.rows)) for sheet in sheets]


def _answered(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    for at, headings in enumerate(rows):
        columns = {
            column: field
            for column, text in enumerate(headings)
            if (field := _ANSWERS.get(str(text).strip("* ").lower()))
        }
        if set(columns.values()) == set(_ANSWERS.values()):
            level = next(column for column, field in columns.items() if field == "level")
            empty = ("", None)
            below = [row if level < len(row) and row[level] not in empty else () for row in rows[at + 1 :]]
            kept = [
                [cell if column in columns else "" for column, cell in enumerate(row)] for row in (headings, *below)
            ]
            return [[] for _ in range(at)] + kept
    return [list(row) for row in rows]


def is_consolidated(sheets: Sequence[Sheet]) -> bool:
    """Return whether sheets are those of a consolidated workbook, also where no file carries a mark, as in .xls."""
    problems = next((sheet for sheet in sheets if sheet.title == _PROBLEMS), None)
    has_tree = any(sheet.title == _TREE for sheet in sheets)
    return has_tree and problems is not None and list(problems.rows[:1][0][:3] if problems.rows else ()) == _ORIGIN


def output(name: str, mark: str) -> RawWorkbook:
    """Return a file of ours that lies among the sheets it was made of: no sheets, and a note."""
    what = f"a {mark} that okrsheets wrote; skipped, since its figures come from the other workbooks"
    note = Problem(Location(name), what, "move it elsewhere if you do not want to see this note", note=True)
    return RawWorkbook(name, (), [note], our_output=mark)


def is_matches(sheets: Sequence[Sheet]) -> bool:
    """Return whether sheets are tables of matches, also where the mark was lost."""
    filled = [sheet for sheet in sheets if sheet.rows]
    return bool(filled) and all(list(sheet.rows[0][:4]) == _MATCHES.get(sheet.title) for sheet in filled)


def matches(name: str, sheets: Sequence[Sheet]) -> RawWorkbook:
    """Return the tables of matches, which imports read and a sync skips."""
    what = f"a {file_marks.MATCHES}, which `okrsheets import` reads; skipped"
    return RawWorkbook(name, sheets, [Problem(Location(name), what, note=True)], our_output=file_marks.MATCHES)
