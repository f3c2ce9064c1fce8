"""Dumps of a database in several files or sheets: numbers that refer to a row of another one, as the name that stands there.

`owner_id` 7 is "Ana Berg" where a sheet of users has an id 7 with that name. Ids of people and objectives that a table of
ours refers to by their id stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core.cells import Cell
from ...core.errors import Location, Problem
from ...core.tables.headings import normalise_heading, singular
from ..sources.base import Sheet

NAMES = ("full name", "name", "display name", "username", "user name", "title", "label")
OWNERS = frozenset({"owner", "assignee", "lead", "manager", "responsible", "accountable"})  # columns that hold names
PEOPLE = frozenset({"user", "person", "people", "employee", "member", "staff", "profile", "account"})
GROUPS = frozenset({"team", "department", "role", "job title", "position"})  # what a table of people says besides names
NAMED = {
    "skill": "skill",
    "competency": "skill",
    "role": "role",
    "course": "course",
}  # what our tables refer to by name
ONLY_LISTED = ("role", "course")  # lists that say nothing by themselves
PERSON_ID = "Person id"
LEAST = 2  # headings of a table


@dataclass(frozen=True)
class _Listed:
    """A sheet that lists things by id: what they are, the columns of ids and names, and each name by its id."""

    sheet: Sheet
    header: int
    kind: str
    id: int
    column: int
    names: Mapping[str, str]


def with_names(workbook: str, sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets of a workbook with names in the place of ids that refer to a row of another sheet.

    A list of courses or roles to which another sheet refers is left out, with a note.
    """
    listed = [each for sheet in sheets if (each := _listed(sheet)) is not None] if len(sheets) > 1 else []
    if not listed:
        return list(sheets), []
    done: list[Sheet] = []
    notes: list[Problem] = []
    for sheet in sheets:
        others = [each for each in listed if each.sheet is not sheet]
        own = next((each for each in listed if each.sheet is sheet), None)
        if own is not None and own.kind in ONLY_LISTED and _is_referred_to(own, sheets):
            what = f"a list of {own.kind}s to which other sheets refer by id: its names are read there"
            notes.append(Problem(Location(workbook, sheet.title), what, "nothing is to be done", note=True))
            continue
        done.append(_resolved(_headed(sheet, own) if own is not None else sheet, others))
    return done, notes


def _is_referred_to(listed: _Listed, sheets: Sequence[Sheet]) -> bool:
    others = (sheet for sheet in sheets if sheet is not listed.sheet)
    return any(f"{listed.kind} id" in _headings(sheet)[1].values() for sheet in others)


def _headings(sheet: Sheet) -> tuple[int, dict[int, str]]:
    """The first row of two texts or more, as headings are compared."""
    for number, row in enumerate(sheet.rows[:3]):
        texts = {at: normalise_heading(cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        if len(texts) >= LEAST:
            return number, texts
    return 0, {}


def _listed(sheet: Sheet) -> _Listed | None:
    kind = singular(normalise_heading(sheet.title))
    header, headings = _headings(sheet)
    ids = [at for at, text in headings.items() if text in ("id", f"{kind} id")]
    names = [at for wanted in (*NAMES, kind) for at, text in headings.items() if text == wanted]
    if not ids or not names:
        return None
    rows = [row for row in sheet.rows[header + 1 :] if _id(row, ids[0])]
    found = {_id(row, ids[0]): str(row[names[0]]).strip() for row in rows if names[0] < len(row) and row[names[0]]}
    unique = len(found) == len(rows) and all(key.isdigit() for key in found)
    return _Listed(sheet, header, kind, ids[0], names[0], found) if found and unique else None


def _id(row: Sequence[Cell], at: int) -> str:
    cell = row[at] if at < len(row) else None
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None or isinstance(cell, bool) else str(cell).strip()


def _headed(sheet: Sheet, listed: _Listed) -> Sheet:
    """The sheet with "Skill" over the names of skills, and with "Person id" over the ids of people."""
    row = list(sheet.rows[listed.header])
    if listed.kind in NAMED:
        row[listed.column] = NAMED[listed.kind].capitalize()
    elif _is_table_of_people(listed):
        row[listed.id] = PERSON_ID
    return replace(sheet, rows=[*sheet.rows[: listed.header], row, *sheet.rows[listed.header + 1 :]])


def _resolved(sheet: Sheet, others: Sequence[_Listed]) -> Sheet:
    header, headings = _headings(sheet)
    people = any(_is_table_of_people(other) for other in others)
    persons = [
        at for at, text in headings.items() if people and text.removesuffix(" id") in PEOPLE and text.endswith(" id")
    ]
    columns = {at: (other, kind) for at, text in headings.items() for other, kind in _references(text, others)}
    rows: list[Sequence[Cell]] = list(sheet.rows)
    if len(persons) == 1:
        rows[header] = [PERSON_ID if at == persons[0] else cell for at, cell in enumerate(rows[header])]
    for at, (other, kind) in columns.items():
        wanted = {key for row in sheet.rows[header + 1 :] if (key := _id(row, at))}
        if not wanted or not wanted <= set(other.names):
            continue
        heads = list(rows[header])
        heads[at] = kind.capitalize()
        rows[header] = heads
        for number in range(header + 1, len(rows)):
            key = _id(rows[number], at)
            if key:
                changed = list(rows[number])
                changed[at] = other.names[key]
                rows[number] = changed
    return replace(sheet, rows=rows) if columns or persons else sheet


def _references(heading: str, others: Sequence[_Listed]) -> Iterator[tuple[_Listed, str]]:
    """The sheet that a heading such as "owner id" refers to, and what the column holds then."""
    what = heading.removesuffix(" id")
    if what == heading:
        return
    for other in others:
        if what in OWNERS and other.kind in PEOPLE:
            yield other, what
        elif what in NAMED and other.kind == what:
            yield other, NAMED[what]
        elif what in PEOPLE and other.kind in PEOPLE and not _is_table_of_people(other):
            yield other, "employee"


def _is_table_of_people(listed: _Listed) -> bool:
    """Whether a list of people is read as a table of ours, to which others may refer by id."""
    return listed.kind in PEOPLE and not GROUPS.isdisjoint(_headings(listed.sheet)[1].values())
