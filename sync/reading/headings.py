"""What is to be said about the headings of a table: missing, written otherwise, twice, or used for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from ...core.cells import Cell
from ...core.columns import Column
from ...core.errors import Location, Problem, column_letter
from ...core.heading_words import words_of_heading
from ...core.tables.headings import normalise_heading
from ...core.tables.own_sheets import HELPER_HEADINGS
from ...core.tables.table_match import Rows, TableMatch, Unused, missing

HEADINGS_NAMED = 8  # in one note
SAME_MEANING = "give the other column a heading of its own, or delete it"


def heading_problems(match: TableMatch, title: str, workbook: str, rows: Rows, ours: bool) -> list[Problem]:
    """Return a problem for each column that is missing or stands twice, and notes on headings that were read otherwise.

    `ours` is True for a workbook made from our templates, whose own computed columns need no note.
    """
    if match.form is not None:
        return list(_missing(match, title, workbook, (), ours))
    row = rows[match.header] if rows else ()
    return [
        *_missing(match, title, workbook, row, ours),
        *_twice(match, title, workbook, rows),
        *_misspelt(match, title, workbook, row),
        *_unused(match, title, workbook, rows, ours),
    ]


def _cell(match: TableMatch, column: int) -> str:
    return f"{column_letter(column)}{match.header + 1}"


def _missing(match: TableMatch, title: str, workbook: str, headings: Sequence[Cell], ours: bool) -> Iterator[Problem]:
    """Columns that a table cannot do without: a note where no figure rests on them and the sheet is not ours."""
    first = 0 if match.form is not None or not match.columns else match.columns.start
    fields = match.form or match.positions
    for column in missing(match.table, fields):
        if column.field in ("cycle_start", "cycle_end") and "cycle" in fields:
            continue  # the name says the days; where it does not, core/values/cycle_days.py reports it
        where = Location(workbook, title, f"{column_letter(first)}{match.header + 1}")
        what = f"the {match.table.name} have no column {column.name!r}"
        note = not ours and match.form is None and not counts(column, match)
        yield Problem(where, what, _nearest_heading(column, match, headings), note)


def counts(column: Column, match: TableMatch) -> bool:
    """Return whether figures rest on a column, or what they are about."""
    if column.field == "person_id" and "name" in match.positions:
        return False
    needed = column.field in (*match.table.identity, match.table.title_field) or column.refers in (
        "objectives",
        "skills",
    )
    return needed or column.type in ("number", "share", "level", "date")


def _nearest_heading(column: Column, match: TableMatch, headings: Sequence[Cell]) -> str:
    free = {
        normalise_heading(str(cell)): str(cell)
        for at, cell in enumerate(headings)
        if cell not in (None, "") and at not in match.positions.values()
    }
    names = [normalise_heading(name) for name in _spellings(match, column)]
    near = [alike for name in names for alike in difflib.get_close_matches(name, free, n=1, cutoff=0.6)]
    if near:
        return f"is it {free[near[0]]!r}? Name that column {column.name!r}, or map it in okrsheets.toml"
    return f"add a column {column.name!r}: {column.help}"


def _spellings(match: TableMatch, column: Column) -> list[str]:
    """The names of a column in English, which others may be slips of; words of other languages are alike by chance."""
    foreign = words_of_heading(match.table.name, column.field)
    return [column.name, *(alias for alias in column.aliases if alias not in foreign)]


def _twice(match: TableMatch, title: str, workbook: str, rows: Rows) -> Iterator[Problem]:
    """Two columns for one meaning: a problem at both headings, unless only one of them can be meant."""
    for other in match.unused:
        if not is_conflict(match, other, rows):
            continue
        column, at = match.table.column(other.double), match.positions[other.double]
        counts, not_read = column_letter(at), column_letter(other.column)
        heading = str(rows[match.header][at]).strip()
        what = f"two columns mean {column.name!r}: {counts} ({heading}) counts, {not_read} ({other.heading.strip()}) is not read"
        yield Problem(Location(workbook, title, _cell(match, at)), what, SAME_MEANING)
        yield Problem(
            Location(workbook, title, _cell(match, other.column)),
            f"this column is not read: column {counts} ({heading}) already means {column.name!r}",
            f"if this is the one that should count, rename or delete column {counts}",
        )


def is_conflict(match: TableMatch, other: Unused, rows: Rows) -> bool:
    """Return whether a second column for a field may change a figure: it is as sure as the first, and says otherwise."""
    if not other.double or other.annotated or match.table.column(other.double).computed:
        return False
    at = match.positions[other.double]
    below = rows[match.header + 1 : match.end]
    pairs = [(_at(row, at), _at(row, other.column)) for row in below]
    if all(second in (None, "") or first == second for first, second in pairs):
        return False
    counted = match.table.column(other.double).type in ("number", "share", "level", "date")
    return other.sure or (counted and any(second not in (None, "") for _, second in pairs))


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _misspelt(match: TableMatch, title: str, workbook: str, headings: Sequence[Cell]) -> Iterator[Problem]:
    if match.misspelt:
        pairs = [
            f"{str(headings[match.positions[field]]).strip()!r} as {match.table.column(field).name!r}"
            for field in match.misspelt
        ]
        where = Location(workbook, title, _cell(match, match.positions[match.misspelt[0]]))
        hint = "correct the spelling, or map the heading in okrsheets.toml if something else is meant"
        yield Problem(where, f"headings with a slip were read: {', '.join(pairs)}", hint, note=True)


def _unused(match: TableMatch, title: str, workbook: str, rows: Rows, ours: bool) -> Iterator[Problem]:
    """One note a table with every heading that was not used."""
    unused = [
        each
        for each in match.unused
        if not (ours and each.heading.lower() in HELPER_HEADINGS) and not is_conflict(match, each, rows)
    ]
    if not unused:
        return
    named = [_described(each, match) for each in unused[:HEADINGS_NAMED]]
    more = f" and {len(unused) - HEADINGS_NAMED} more" if len(unused) > HEADINGS_NAMED else ""
    count = "a column was" if len(unused) == 1 else f"{len(unused)} columns were"
    where = Location(workbook, title, _cell(match, unused[0].column))
    hint = "rename a heading, or map it in okrsheets.toml, if it should count; else nothing is to be done"
    yield Problem(where, f"{count} not used: {', '.join(named)}{more}", hint, note=True)


def _described(unused: Unused, match: TableMatch) -> str:
    """A heading that was not used, with why or with the nearest column that is still free."""
    shown = repr(" ".join(unused.heading.split())[:40])
    if unused.unfit:
        return f"{shown} (its cells are no {match.table.column(unused.unfit).name})"
    if unused.double:
        return f"{shown} (column {column_letter(match.positions[unused.double])} is {match.table.column(unused.double).name!r})"
    names = {
        normalise_heading(name): column.name
        for column in match.table.inputs
        if column.field not in match.positions
        for name in _spellings(match, column)
    }
    near = difflib.get_close_matches(normalise_heading(unused.heading), names, n=1, cutoff=0.66)
    return f"{shown} (nearest: {names[near[0]]!r})" if near else shown
