"""A table of the schema as a sheet: its title, headings with notes, the records, and rows that are ready to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ..core.columns import Book as Kind
from ..core.columns import Column, Table
from ..core.errors import column_letter
from ..core.model import TableSource
from ..core.pacing import STATUSES
from ..core.records import Records, Tables
from ..core.schema import CONTROL, START, tables_of
from ..core.schema import table as table_named
from . import rules, text_fit
from .drawing import DrawnBook, DrawnSheet, Shown, cell, down
from .examples import EXAMPLE, NOTE, is_example, key_field
from .layout import Extras, columns_of, layout_of, letters
from .style import BAD, GONE, MISSING, SHOWN
from .wording import Wording

HEADINGS, FIRST = 4, 5  # the rows of the headings and of the first record, on every sheet with a table

HEADING_HEIGHT = 44  # points: a heading on one line stands above the button of its filter
WIDEST = 40  # characters of a column that does not wrap

# What a key result or a KPI is measured by, in any unit.
MEASURES = frozenset(
    {"start", "target", "current", "lowest", "highest", "commit", "stretch", "value", "healthy_from", "healthy_to"}
)
NAMES = frozenset({"skill", "role", "name", "email", "organisation", "team"})

Ready = Mapping[str, int]  # table -> rows that are ready beyond the data

EXACT: Ready = {}
NEW: Ready = {
    "objectives": 40, "key results": 100, "check-ins": 500, "goal skills": 60, "initiatives": 60, "kpis": 40,
    "skills": 40, "roles": 150, "people": 60, "assessments": 500, "certifications": 100, "learning": 100,
}  # fmt: skip
SPARE: Ready = {
    "objectives": 10, "key results": 20, "check-ins": 30, "goal skills": 10, "initiatives": 10, "kpis": 10,
    "skills": 4, "roles": 10, "people": 8, "assessments": 30, "certifications": 10, "learning": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Computed:
    """A column of formulas: the formula of a row, and its result for each record; `spare` is that of an empty row."""

    formula: Callable[[int], str]
    shown: Sequence[Shown]
    array: bool = False
    spare: Shown = None


@dataclass(frozen=True)
class HelperColumn:
    """A hidden column to the right of a table, with a step of the arithmetic.

    `below` is the number of rows below the ready ones that have its formula as well.
    """

    column: Column
    computed: Computed
    below: int = 0


def settle(tables: Tables, kind: Kind, workbook: str, extras: Extras = ()) -> Tables:
    """Return the tables of one workbook with every record in the row where that workbook will hold it."""
    settled = {}
    for table in tables_of(kind):
        records = tables[table.name]
        source = TableSource(workbook, table.sheet, letters(table, extras))
        rows = range(FIRST, FIRST + len(records))
        settled[table.name] = Records(table, records.columns, rows, [source] * len(records))
    return Tables(settled)


def last_row(records: Records, ready: Ready | None) -> int:
    """Return the last row of a table with its ready rows; without `ready`, as many as usual."""
    usual = SPARE if len(records) else NEW
    spare = (usual if ready is None else ready).get(records.table.name, 0)
    return FIRST - 1 + max(1, len(records) + spare)


def write_table(
    book: DrawnBook,
    records: Records,
    last: int,
    footer: str,
    ids: Mapping[str, str],
    computed: Mapping[str, Computed] | None = None,
    helpers: Sequence[HelperColumn] = (),
    extras: Extras = (),
) -> DrawnSheet:
    """Write a table down to the row `last`; `ids` has the cells with the ids of other tables."""
    table, wording = records.table, book.wording
    sheet = book.sheet(wording.sheet(table.sheet))
    layout, own = layout_of(table, extras), columns_of(table, extras)
    columns = (*own, *(helper.column for helper in helpers))
    formulas = {**(computed or {}), **{helper.column.field: helper.computed for helper in helpers}}
    below = {helper.column.field: helper.below for helper in helpers}
    headings = [wording.heading(table, column) for column in columns]
    widths = [
        _width(column, heading, [*_words(column, wording), *records.columns.get(column.field, ())])
        for column, heading in zip(own, headings)
    ]
    sheet.widths(widths)
    folded = [at for at, field in enumerate(layout.fields) if field in layout.folded]
    if folded:
        sheet.hide_columns([widths[at] for at in folded], folded[0])
    if helpers:
        sheet.hide_columns([helper.column.width for helper in helpers], len(own))
    head(sheet, table.sheet, table.help)
    sheet.fit_heights(_row_heights(records, own, widths))
    sheet.table(table.field, HEADINGS, last, [(heading, _heading(column)) for column, heading in zip(own, headings)])
    for index, column in enumerate(columns):
        if index >= len(own):
            sheet.text(HEADINGS, index, headings[index], _heading(column))
        sheet.note(HEADINGS, index, rules.note(column, wording))
        if column.computed:
            _compute(sheet, index, column, (last, last + below.get(column.field, 0)), formulas[column.field])
            if index < len(own):
                sheet.guard((FIRST, index), (last, index))
        else:
            _fill(sheet, index, column, last, records.columns[column.field])
            _check(sheet, (index, headings[index]), column, last, ids.get(column.refers))
    if is_example(records, wording):
        _mark_example(sheet, table, layout.fields, last)
    _warn(sheet, table, own, last, len(columns))
    sheet.numbers_as_text((FIRST, 0), (last, len(own) - 1))
    sheet.freeze(HEADINGS, layout.frozen)
    sheet.page(footer, (1, HEADINGS))
    sheet.print_filled(FIRST, last, len(own))
    return sheet


def head(sheet: DrawnSheet, title: str, help: str) -> None:
    """Write the lines above a table in the language of the book: its name, its purpose, and a link to the first sheet."""
    wording = sheet.book.wording
    sheet.heights({1: 30, 2: 18, 3: 24, HEADINGS: HEADING_HEIGHT})
    sheet.text(1, 0, wording.sheet(title), "title")
    sheet.text(2, 0, wording.say(help), "muted")
    sheet.link(3, 0, wording.sheet(START), "A1", wording.back_to_start, "back")


def _heading(column: Column) -> str:
    kind = "derived" if column.computed else "required" if column.required else "optional"
    return f"{kind} {_SIDES.get(column.type, 'left')}"


_SIDES = {"number": "right", "share": "right", "level": "centre", "date": "centre", "flag": "centre"}


def _width(column: Column, heading: str, values: Sequence[object]) -> float:
    """Return the width of the schema, or more where a heading or a text that may not wrap needs it."""
    least = max(column.width, characters(heading, bold=True))
    if style_of(column) == "long":
        return least
    longest = max((characters(value) for value in values if isinstance(value, str)), default=0)
    return max(least, min(WIDEST, longest))


def _words(column: Column, wording: Wording) -> Iterator[str]:
    """The words that a column offers or shows."""
    return map(wording.word, (*column.choices, *(STATUSES if column.field == "status_word" else ())))


def characters(text: str, bold: bool = False) -> int:
    """Return how wide a column must be, in characters, for text on one line with an indent."""
    pixels = text_fit.text_width(text, bold=bold) * text_fit.SAFETY + text_fit.INDENT
    return ceil((pixels + text_fit.CELL_MARGIN) / text_fit.CHARACTER)


def _row_heights(records: Records, columns: Sequence[Column], widths: Sequence[float]) -> dict[int, float]:
    """Return the heights of the rows with records, so that wrapped text is whole."""
    wrapped = [
        (records.columns[column.field], text_fit.room(width, indent=1))
        for column, width in zip(columns, widths)
        if column.field in records.columns and style_of(column) == "long"
    ]
    texts = ([(str(values[row] or ""), pixels) for values, pixels in wrapped] for row in range(len(records)))
    return {row: text_fit.row_height(cells) for row, cells in enumerate(texts, start=FIRST)}


def style_of(column: Column) -> str:
    """Return the style of a column's cells, by what they hold; names stay on one line, sentences wrap."""
    if column.field in MEASURES and not column.computed:
        return "number free"
    wraps = column.type == "text" and column.width >= 24 and column.field not in NAMES
    if column.type == "share" and not column.computed:
        return "share typed"
    return "long" if wraps else column.type


def _fill(sheet: DrawnSheet, index: int, column: Column, last: int, values: Sequence[object]) -> None:
    style = f"input {style_of(column)}"
    for row, value in enumerate(_in_words(sheet.book.wording, column, values), start=FIRST):
        if value is None:
            sheet.blank(row, index, style)
        elif isinstance(value, str):
            sheet.text(row, index, value, style)
        else:
            sheet.number(row, index, value, style)
    for row in range(FIRST + len(values), last + 1):
        sheet.blank(row, index, style)


def _in_words(wording: Wording, column: Column, values: Sequence[object]) -> Iterator[str | float | None]:
    """Values as people type them: yes for True, a word with the capitals of its choice."""
    choices = {choice.lower(): wording.word(choice) for choice in column.choices}
    for value in values:
        if isinstance(value, bool):
            yield wording.word("yes" if value else "no")
        elif isinstance(value, str):
            yield choices.get(value, value)
        elif isinstance(value, (int, float)):
            yield value
        else:
            yield None


def _compute(sheet: DrawnSheet, index: int, column: Column, ends: tuple[int, int], computed: Computed) -> None:
    """Write a formula into every row; `ends` are the last ready row and the last row with the formula."""
    ready, last = ends
    blank = [computed.spare] * (last - FIRST + 1 - len(computed.shown))
    for row, shown in enumerate([*computed.shown, *blank], start=FIRST):
        style = f"computed {style_of(column)}" if row <= ready else f"muted {style_of(column)}"
        if computed.array:
            sheet.array(row, index, computed.formula(row), shown, style)
        else:
            sheet.formula(row, index, computed.formula(row), shown, style)
    if last > ready:
        sheet.share(FIRST, last, index)
    rules.hush(sheet, (FIRST, index), (last, index))


def _check(sheet: DrawnSheet, at: tuple[int, str], column: Column, last: int, ids: str | None) -> None:
    """Check what is typed into a column, and show large measures with separators; `at` is its number and its heading."""
    index, heading = at
    if column.field in MEASURES:
        rules.thousands(sheet, (FIRST, index), (last, index))
    rule = rules.rule(column, heading, cell(FIRST, index), ids, sheet.book.wording)
    if rule is not None:
        sheet.rule((FIRST, index), (last, index), rule)


def _mark_example(sheet: DrawnSheet, table: Table, fields: Sequence[str], last: int) -> None:
    """Set the example row apart, and say on its id what it is."""
    at = fields.index(key_field(table))
    sheet.note(FIRST, at, sheet.book.wording.say(NOTE))
    rule = {"type": "formula", "criteria": f'=${column_letter(at)}{FIRST}="{EXAMPLE}"'}
    sheet.colour((FIRST, 0), (last, len(fields) - 1), rule, SHOWN)


def _warn(sheet: DrawnSheet, table: Table, own: Sequence[Column], last: int, columns: int) -> None:
    """Colour abandoned rows, required cells that are empty in a row with an entry, and ids that occur twice."""
    inputs = [(index, column) for index, column in enumerate(own) if not column.computed]
    filled = f"COUNTA({','.join(_runs([index for index, _ in inputs]))})"
    for index, column in inputs:
        if column.field == "status":
            abandoned = f'=${column_letter(index)}{FIRST}="abandoned"'
            rule = {"type": "formula", "criteria": abandoned, "stop_if_true": True}
            sheet.colour((FIRST, 0), (last, columns - 1), rule, GONE)
        if column.required:
            limits = [other for other, each in inputs if column.field == "target" and each.extra == CONTROL]
            without = "".join(f',{cell(FIRST, other)}=""' for other in limits)
            missing = f'=AND({cell(FIRST, index)}="",{filled}>0{without})'
            sheet.colour((FIRST, index), (last, index), {"type": "formula", "criteria": missing}, {"bg_color": MISSING})
        if table.identity == (column.field,):
            sheet.colour((FIRST, index), (last, index), {"type": "duplicate"}, BAD)


def _runs(columns: Sequence[int]) -> Iterator[str]:
    """Yield the cells of the first record in some columns, neighbours as one range."""
    starts = [at for at in columns if at - 1 not in columns]
    ends = [at for at in columns if at + 1 not in columns]
    for first, last in zip(starts, ends):
        yield f"${column_letter(first)}{FIRST}:${column_letter(last)}{FIRST}"


def ids_of(ends: Mapping[str, int], wording: Wording) -> dict[str, str]:
    """Return for each table the cells with its ids, so that other columns can offer them."""
    return {name: down(wording.sheet(table_named(name).sheet), 0, FIRST, end) for name, end in ends.items()}


def name_columns(book: DrawnBook, sheet: str, columns: Sequence[Column], names: Mapping[str, str], last: int) -> None:
    """Give columns of a sheet, by their fields, the names that formulas use."""
    fields = [column.field for column in columns]
    title = book.wording.sheet(sheet)
    for field, name in names.items():
        book.name(name, down(title, fields.index(field), FIRST, last))
