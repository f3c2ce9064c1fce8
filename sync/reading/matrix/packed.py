"""Lists of people with several skills in one cell: "Java, SQL", a list under each level, or ratings as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ....core import schema
from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.model import TableSource
from ....core.names import fold_name
from ....core.records import Records
from ...sources.base import Sheet
from .labels import likeness
from .legend import Legend
from .records import UNDATED
from .rows import label_at
from .scale import ABLE, scale_of
from .tokens import NUMBER, TEXT, WORD, kind_of
from .vocabulary import vocabulary

LOOK_AT_ROWS = 30  # of the header
LISTS = 0.5  # the share of cells with several skills, from which on a column holds lists
SKILLS = 0.25  # the likeness to skills of what such lists hold, at least
NAMES = 0.5  # the likeness to names from which on a list is one of people
ALONE, STATED = 0.85, 0.95  # how sure such a list is where nothing says a level, and where its levels stand there
LONGEST, MOST_WORDS = 50, 5  # of a skill in a list
_SEPARATORS = re.compile(r"\s*[,;\n•·]\s*")
_RATED = re.compile(r"(.+?)\s*(?:[:=–-]\s*|\()\s*([0-5](?:[.,][0-9])?)\s*(?:/\s*5)?\)?")
_SKILL_KEYS = ("skill", "name", "skill_name", "title", "competency")
_LEVEL_KEYS = ("level", "rating", "score", "proficiency", "value")

Rated = list[tuple[str, Cell]]  # skills with the level as it is written, None where none is


@dataclass(frozen=True)
class PackedSkills:
    """The records of a list of people with several skills in a cell, and what is to be said about it."""

    tables: Sequence[Records]
    problems: Sequence[Problem]
    decisions: Sequence[Decision]


def packed_skills(workbook: str, sheet: Sheet) -> PackedSkills | None:
    """Return the people, skills and ratings of a list with several skills in a cell, None for any other sheet."""
    for header in range(min(len(sheet.rows), LOOK_AT_ROWS)):
        row = sheet.rows[header]
        person = next(
            (at for at in range(len(row)) if vocabulary().heading(label_at(sheet, header, at)) == "person"), -1
        )
        if person < 0:
            continue
        columns = _columns(sheet, header, person)
        if columns:
            return _read(workbook, sheet, header, person, columns)
    return None


def _columns(sheet: Sheet, header: int, person: int) -> dict[int, float | None]:
    """The columns of lists, each with the level that its heading says, None where its cells do or nothing does."""
    words = vocabulary()
    chosen: dict[int, float | None] = {}
    for at in range(len(sheet.rows[header])):
        text = label_at(sheet, header, at)
        level = words.level_in(text) if text and kind_of(text) == WORD else None
        if at == person or not text or (level is None and not words.says("skills", text)):
            continue
        cells = [cell for row in range(header + 1, len(sheet.rows)) if (cell := label_at(sheet, row, at))]
        if cells and label_at(sheet, header, at) and _are_lists(cells, level is not None):
            chosen[at] = level
    levels = [level for level in chosen.values() if level is not None]
    return chosen if not levels or len(set(levels)) >= 2 else {}


def _are_lists(cells: Sequence[str], under_a_level: bool) -> bool:
    """Whether cells are ratings as JSON, or lists of skills; under a level one skill alone is a list as well."""
    if all(_of_json(cell) is not None for cell in cells):
        return True
    lists = [_listed(cell) for cell in cells]
    names = [name for items in lists for name, _ in items]
    several = sum(len(items) > 1 for items in lists)
    if any(len(name) > LONGEST or len(name.split()) > MOST_WORDS or kind_of(name) != TEXT for name in names):
        return False
    alike = likeness(names)
    enough = several >= (1 if under_a_level else LISTS * len(cells))
    return (enough or under_a_level) and alike.skill >= SKILLS and alike.person < NAMES


def _listed(cell: str) -> Rated:
    """The skills of a list, with a level where one stands behind a skill: "Java (4), SQL: 2"."""
    items = [part for part in _SEPARATORS.split(cell.strip()) if part]
    rated = [_RATED.fullmatch(part) for part in items]
    if items and all(rated):
        return [(match[1].strip(), float(match[2].replace(",", "."))) for match in rated if match]
    return [(part, None) for part in items]


def _of_json(cell: str) -> Rated | None:
    """The ratings of a cell that holds a JSON object or a list of objects, None for any other cell."""
    if cell[:1] not in ("{", "["):
        return None
    try:
        data = json.loads(cell)
    except ValueError:
        return None
    pairs = (
        list(data.items())
        if isinstance(data, dict)
        else [_pair(each) for each in data]
        if isinstance(data, list)
        else []
    )
    return pairs if pairs and all(_is_pair(pair) for pair in pairs) else None


def _pair(entry: Any) -> tuple[Any, Any]:
    if not isinstance(entry, dict):
        return None, None
    skill = next((entry[key] for key in _SKILL_KEYS if key in entry), None)
    return skill, next((entry[key] for key in _LEVEL_KEYS if key in entry), None)


def _is_pair(pair: tuple[Any, Any]) -> bool:
    name, level = pair
    is_level = isinstance(level, (int, float, str)) and not isinstance(level, bool)
    return isinstance(name, str) and bool(name.strip()) and is_level and kind_of(level) in (NUMBER, WORD)


def _rows(
    sheet: Sheet, header: int, person: int, columns: dict[int, float | None]
) -> Iterator[tuple[int, str, int, str, Cell]]:
    """Each skill of each person: the row, the person, the column, the skill, and its level as it is written."""
    for row in range(header + 1, len(sheet.rows)):
        name = label_at(sheet, row, person)
        for at, level in columns.items() if name else ():
            cell = label_at(sheet, row, at)
            for skill, written in _of_json(cell) or _listed(cell) if cell else ():
                yield row, name, at, skill, level if written is None and level is not None else written


def _read(workbook: str, sheet: Sheet, header: int, person: int, columns: dict[int, float | None]) -> PackedSkills:
    where = Location(workbook, sheet.title, f"{column_letter(min(columns))}{header + 1}")
    rows = list(_rows(sheet, header, person, columns))
    written: Counter[tuple[str, Cell]] = Counter((kind_of(level), level) for *_, level in rows if level is not None)
    scale = scale_of(written, Legend(), sheet.title)
    if scale.unsure:
        what = f"may be a sheet of skills, and is not read: {scale.unsure}"
        return PackedSkills((), [Problem(where, what, "say on the sheet how far the scale goes")], ())
    rated = [(*row[:4], ABLE if row[4] is None else scale.level(row[4])) for row in rows]
    rated = [row for row in rated if row[4] is not None]
    alone = any(row[4] is None for row in rows)
    text = f"a skill in a list is read as level {ABLE:g} (applies alone)" if alone else "levels as written"
    what = f"several skills in one cell: {len(rated)} ratings; {text}"
    note = Problem(where, what, "`okrsheets check FOLDER --explain` shows what each cell counts as", note=True)
    confidence = ALONE if alone else STATED
    decision = Decision(where, "a list of people with several skills in a cell", text, confidence)
    return PackedSkills(_tables(workbook, sheet, person, rated), [note], [decision])


def _tables(workbook: str, sheet: Sheet, person: int, rated: Sequence[tuple[int, str, int, str, Any]]) -> list[Records]:
    people = {fold_name(row[1]): row for row in reversed(rated)}
    skills = {fold_name(row[3]): row for row in reversed(rated)}
    first_people = sorted(people.values(), key=lambda row: row[0])
    first_skills = sorted(skills.values(), key=lambda row: row[0])
    ratings: dict[str, list[Any]] = {
        "person_id": [row[1] for row in rated],
        "skill": [row[3] for row in rated],
        "rater_type": ["manager"] * len(rated),
        "level": [row[4] for row in rated],
        "date": [UNDATED] * len(rated),
    }
    return [
        _records(workbook, sheet, person, first_people, schema.PEOPLE, {"name": [row[1] for row in first_people]}),
        _records(workbook, sheet, person, first_skills, schema.SKILLS, {"skill": [row[3] for row in first_skills]}),
        _records(workbook, sheet, person, rated, schema.ASSESSMENTS, ratings),
    ]


def _records(
    workbook: str,
    sheet: Sheet,
    person: int,
    rows: Sequence[tuple[int, str, int, str, Any]],
    table: Any,
    columns: dict[str, list[Any]],
) -> Records:
    """Records whose cells are those of the names, the skills and the levels in their rows."""
    whole = {column.field: columns.get(column.field, [None] * len(rows)) for column in table.inputs}
    places = {"person_id": person, "name": person}
    sources = [
        TableSource(
            workbook,
            sheet.title,
            {
                field: column_letter(places.get(field, row[2]))
                for field in columns
                if field not in ("rater_type", "date")
            },
        )
        for row in rows
    ]
    return Records(table, whole, [row[0] + 1 for row in rows], sources)
