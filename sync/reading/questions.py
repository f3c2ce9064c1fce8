"""What the reading of a workbook leaves open, as questions with choices: each choice is the entry of a mapping file that it makes.

The likeliest choice is first, and the question on which most cells depend. An answer may open further questions: they are asked
again of the new reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...core import schema
from ...core.tables.headings import HeadingIndex
from ...core.tables.table_finder import LOOK_AT_ROWS, find_tables
from ...core.tables.table_match import TableMatch
from ..sources.base import RawWorkbook, Sheet
from ..sources.map_files import DAY_FIRST, LEAST_HEADINGS, MATRICES, MONTH_FIRST, NOTHING, TABLES, MapEntry
from .column_questions import column_questions
from .doubts import Doubt, different, doubts, heading_texts, known_columns, ranked_tables
from .extract import Extract
from .headings import is_conflict
from .layouts.layout import key_result_fields
from .layouts.layouts import find_layout
from .mapping import mapped, mapped_index
from .matrix.labels import likeness
from .matrix.reading import skill_sheet
from .scales import scales_of
from .sheet_question import SheetQuestion, filled_cells, place_text, with_columns

MATRICES_OFFERED = 2  # where a sheet does not look like one
SKILLS = 0.5  # the likeness of headings to skills, from which on a matrix is the likeliest
SURE = 0.9  # the confidence from which on a matrix is not asked about
MATRIX_HEADINGS = 8  # by which a matrix is known; half of them are enough
TABLE_CHOICES = {
    "key results": schema.KEY_RESULTS,
    "objectives": schema.OBJECTIVES,
    "check-ins": schema.CHECK_INS,
    "people": schema.PEOPLE,
    "ratings of skills": schema.ASSESSMENTS,
}
MATRIX_CHOICES = {
    "people × skills": "people down and skills across",
    "skills × people": "skills down and people across",
    "roles × skills": "roles down and skills across: what each role requires",
    "skills × roles": "skills down and roles across: what each role requires",
}
NOTHING_CHOICE, AS_IT_IS = "nothing of mine", "leave it as it is read"
_ROW = re.compile(r"[0-9]+")


def questions(raw: RawWorkbook, reading: Extract, index: HeadingIndex, own: Sequence[MapEntry]) -> list[SheetQuestion]:
    """Return what is to be asked about a workbook, the question on which most cells depend first.

    `own` are the answers of this run; sheets that the entry of a mapping file explains already are not asked about.
    """
    open_ones = [question for sheet in raw.sheets for question in _of_sheet(raw, sheet, reading, index, own)]
    return sorted(open_ones, key=lambda question: -question.cells)


def _of_sheet(
    raw: RawWorkbook, sheet: Sheet, reading: Extract, index: HeadingIndex, own: Sequence[MapEntry]
) -> Iterator[SheetQuestion]:
    parts = mapped(raw.name, sheet, raw.mapping).parts
    if not parts:
        unread = next((doubt for doubt in doubts(raw, reading, index) if doubt.sheet.title == sheet.title), None)
        if unread is not None:
            yield _kind(raw.name, unread, index)
        else:
            yield from _of_read(raw, sheet, reading, index)
        return
    for part in parts:
        if part.entry in own:
            yield from _of_answered(raw.name, part.sheet, part.header, part.entry, reading, index)


def _kind(workbook: str, doubt: Doubt, index: HeadingIndex) -> SheetQuestion:
    """What a sheet is that is not read."""
    texts = different(doubt.headings.values())
    matrices = {MATRIX_CHOICES[read]: MapEntry(texts[:MATRIX_HEADINGS], read) for read in doubt.skills}
    ranked = {name: MapEntry(texts, TABLE_CHOICES[name].name) for name in ranked_tables(doubt, TABLE_CHOICES, index)}
    nothing = {NOTHING_CHOICE: MapEntry(texts, NOTHING)}
    if doubt.is_likely_matrix:
        choices = {**matrices, **nothing}
    else:
        few = dict(list(matrices.items())[:MATRICES_OFFERED])
        likeliest = {**few, **ranked} if doubt.has_scale else {**ranked, **few}
        choices = {**ranked, **few, **nothing} if doubt.is_known else {**nothing, **likeliest}
        if few and likeness(list(doubt.headings.values())).skill > SKILLS:
            choices = {**few, **nothing, **ranked}
    place = place_text(workbook, doubt.sheet.title, doubt.header, doubt.headings.values())
    cells = filled_cells(doubt.sheet, doubt.header, doubt.headings)
    return SheetQuestion(
        doubt.sheet.title,
        f"{doubt.sheet.title} kind",
        f"{place}\nWhat is this?",
        list(choices),
        list(choices.values()),
        cells,
    )


def _of_answered(
    workbook: str, sheet: Sheet, header: int, entry: MapEntry, reading: Extract, index: HeadingIndex
) -> Iterator[SheetQuestion]:
    """What an answer of this run leaves open: the columns of a table, the scale of a matrix."""
    headings = heading_texts(sheet.rows[header])
    if entry.read in MATRICES:
        yield from _scale(workbook, sheet, header, entry, index)
    elif entry.read in TABLES:
        table = schema.table(entry.read)
        known = known_columns(headings, table, mapped_index(entry, index))
        yield from column_questions(workbook, sheet, header, entry, table, known)
        yield from _written(workbook, sheet, header, entry, reading)


def _of_read(raw: RawWorkbook, sheet: Sheet, reading: Extract, index: HeadingIndex) -> Iterator[SheetQuestion]:
    """What the reading of a sheet is unsure of: what a column means, how its cells are written, who is in its rows."""
    if raw.our_output or raw.copy_of or raw.made_by_us:
        return
    yield from _unsure_matrix(raw.name, sheet, reading, index)
    if skill_sheet(raw.name, sheet, index) is not None:
        return
    if find_layout(raw.name, sheet, index) is not None:
        yield from _of_layout(raw.name, sheet, index)
        return
    for match in find_tables(sheet.title, sheet.rows, index, sheet.merged):
        if match.form is not None or match.table is schema.SETTINGS:
            continue
        headings = heading_texts(sheet.rows[match.header])
        used = {field: at for field, at in match.positions.items() if at in headings}
        entry = MapEntry(different(headings[at] for at in sorted(used.values())), match.table.name)
        if len(entry.headings) < LEAST_HEADINGS:
            continue
        yield from _slips(raw.name, sheet, match, entry, headings)
        yield from _doubles(raw.name, sheet, match, entry, headings)
        yield from column_questions(raw.name, sheet, match.header, entry, match.table, used, index)
        yield from _written(raw.name, sheet, match.header, entry, reading)


def _of_layout(workbook: str, sheet: Sheet, index: HeadingIndex) -> Iterator[SheetQuestion]:
    """Which unknown heading is a column that key results in a layout of their own lack."""
    fields = [key_result_fields(row, index) for row in sheet.rows[:LOOK_AT_ROWS]]
    header = max(range(len(fields)), key=lambda at: len(fields[at]), default=0)
    if not fields or len(fields[header]) < LEAST_HEADINGS:
        return
    headings = heading_texts(sheet.rows[header])
    known = {field: at for field, at in fields[header].items() if at in headings}
    entry = MapEntry(different(headings[at] for at in sorted(known.values())), schema.KEY_RESULTS.name)
    if len(entry.headings) >= LEAST_HEADINGS:
        yield from column_questions(workbook, sheet, header, entry, schema.KEY_RESULTS, known, index)


def _slips(
    workbook: str, sheet: Sheet, match: TableMatch, entry: MapEntry, headings: Mapping[int, str]
) -> Iterator[SheetQuestion]:
    """Whether a heading with a slip is the column that it was read as."""
    for field in match.misspelt:
        at, column = match.positions[field], match.table.column(field)
        text = f"{place_text(workbook, sheet.title, match.header, headings.values())}\nIs {headings[at]!r} {column.name!r}?"
        others = replace(
            entry, headings=different(headings[other] for other in match.positions.values() if other != at)
        )
        left = [others] if len(others.headings) >= LEAST_HEADINGS else [None]
        key = f"{sheet.title} {match.header} slip {field}"
        entries = [with_columns(entry, {headings[at]: column}), *left]
        yield SheetQuestion(
            sheet.title, key, text, ["yes", "no: do not read it"], entries, filled_cells(sheet, match.header, [at])
        )


def _doubles(
    workbook: str, sheet: Sheet, match: TableMatch, entry: MapEntry, headings: Mapping[int, str]
) -> Iterator[SheetQuestion]:
    """Which of two columns for one meaning counts."""
    for other in match.unused:
        if not is_conflict(match, other, sheet.rows) or other.column not in headings:
            continue
        column, at = match.table.column(other.double), match.positions[other.double]
        both = [at, other.column]
        text = f"{place_text(workbook, sheet.title, match.header, headings.values())}\nTwo columns mean {column.name!r}: which one counts?"
        entries = [with_columns(entry, {headings[each]: column}) for each in both]
        key = f"{sheet.title} {match.header} double {other.double}"
        yield SheetQuestion(
            sheet.title, key, text, [headings[each] for each in both], entries, filled_cells(sheet, match.header, both)
        )


def _written(workbook: str, sheet: Sheet, header: int, entry: MapEntry, reading: Extract) -> Iterator[SheetQuestion]:
    """How numbers or days are written that could be two: the decimal mark, the order of day and month."""
    unclear = [each for each in reading.problems if each.location.sheet == sheet.title and "could be" in each.what]
    days = [each for each in unclear if re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2} or ", each.what)]
    numbers = [each for each in unclear if each not in days]
    place = place_text(workbook, sheet.title, header, entry.headings)
    if days and not entry.days:
        choices = ["the day stands before the month", "the month stands before the day", AS_IT_IS]
        entries = [replace(entry, days=DAY_FIRST), replace(entry, days=MONTH_FIRST), None]
        yield SheetQuestion(
            sheet.title,
            f"{sheet.title} days",
            f"{place}\n{days[0].what}. How are days written?",
            choices,
            entries,
            len(days),
        )
    if numbers and not entry.decimal:
        choices = ["a comma is the decimal mark", "a point is the decimal mark", AS_IT_IS]
        entries = [replace(entry, decimal=","), replace(entry, decimal="."), None]
        what = f"{place}\n{numbers[0].what}. How are numbers written?"
        yield SheetQuestion(sheet.title, f"{sheet.title} decimal", what, choices, entries, len(numbers))


def _scale(workbook: str, sheet: Sheet, header: int, entry: MapEntry, index: HeadingIndex) -> Iterator[SheetQuestion]:
    """Which level the cells of a matrix say, where nothing on the sheet does."""
    if entry.scale:
        return
    read = skill_sheet(workbook, sheet, index, MATRICES[entry.read])
    if read is not None and read.tables:
        return
    scales = scales_of(sheet, header)
    place = place_text(workbook, sheet.title, header, heading_texts(sheet.rows[header]).values())
    if scales:
        choices = [each.text for each in scales]
        entries = [replace(entry, scale=each.levels) for each in scales]
        cells = filled_cells(sheet, header, heading_texts(sheet.rows[header]))
        yield SheetQuestion(
            sheet.title,
            f"{sheet.title} scale",
            f"{place}\nWhich level does each cell say? 5 is the highest.",
            choices,
            entries,
            cells,
        )


def _unsure_matrix(workbook: str, sheet: Sheet, reading: Extract, index: HeadingIndex) -> Iterator[SheetQuestion]:
    """Who is in the rows and columns of a matrix that was read, where that is less sure."""
    tables = [
        each
        for each in reading.decisions
        if each.location.sheet == sheet.title and each.what.startswith("a table of levels")
    ]
    if len(tables) != 1 or (tables[0].confidence or 0.0) >= SURE:
        return
    row = _ROW.search(tables[0].location.cell)
    header = int(row.group()) - 1 if row else 0
    headings = heading_texts(sheet.rows[header])
    texts = different(headings.values())[:MATRIX_HEADINGS]
    if len(texts) < LEAST_HEADINGS:
        return
    ways = {read: f"{rows} rows, {columns} columns" for read, (rows, columns) in MATRICES.items()}
    ranked = sorted(MATRICES, key=lambda read: ways[read] not in tables[0].what)
    text = f"{place_text(workbook, sheet.title, header, headings.values())}\nWho or what is in its rows and columns?"
    cells = filled_cells(sheet, header, headings)
    choices = [*(MATRIX_CHOICES[read] for read in ranked), NOTHING_CHOICE]
    entries = [*(MapEntry(texts, read) for read in ranked), MapEntry(texts, NOTHING)]
    yield SheetQuestion(sheet.title, f"{sheet.title} axes", text, choices, entries, cells)
