"""The settings sheet: a form with one line for each setting, and the day that everything is seen from."""

from __future__ import annotations

from collections.abc import Mapping

from ..core import schema
from ..core.cells import Day
from ..core.records import Records
from ..core.schema import Column
from . import rules
from .build import Book, Sheet, cell
from .style import MISSING
from .tables import FIRST, style_of

LABEL, VALUE, HELP = 1, 2, 3  # columns B, C and D

TODAY = Column(
    "today",
    "date",
    "The day to look from. =TODAY() follows the calendar; type a date to see how things stood on another day.",
)

# The names under which formulas speak of a setting.
NAMES: Mapping[str, str] = {
    "cycle_start": "cycle_start", "cycle_end": "cycle_end", "at_risk_gap": "at_risk", "off_track_gap": "off_track",
    "stale_days": "stale_days", "today": "as_of",
}  # fmt: skip


def write_settings(book: Book, records: Records, today: Day, live: bool, footer: str) -> None:
    """Write the form; `live` lets the day follow the calendar."""
    table = schema.SETTINGS
    sheet = book.sheet(table.sheet)
    sheet.widths([3, 20, 30, 84])
    sheet.heights({1: 34, 2: 18, 3: 18, **dict.fromkeys(range(FIRST, FIRST + len(table.columns) + 1), 27)})
    sheet.text(1, LABEL, table.sheet, "title")
    sheet.text(2, LABEL, table.help, "muted")
    sheet.link(3, LABEL, "Start", "A1", "‹ Start", "back")
    for row, column in enumerate(table.columns, start=FIRST):
        given = records.columns[column.field]
        _line(book, sheet, row, column)
        _value(sheet, row, column, given[0] if given else None)
    write_today(book, sheet, FIRST + len(table.columns), VALUE, today, live)
    sheet.page(footer)


def write_today(book: Book, sheet: Sheet, row: int, column: int, today: Day, live: bool) -> None:
    """Write the line with the day: its label to the left of `column`, its help to the right."""
    _line(book, sheet, row, TODAY)
    if live:
        sheet.formula(row, column, "=TODAY()", today, "input date left")
    else:
        sheet.number(row, column, today, "input date left")


def _line(book: Book, sheet: Sheet, row: int, column: Column) -> None:
    sheet.text(row, LABEL, column.heading, "required" if column.required else "optional")
    sheet.text(row, HELP, column.help, "prose muted indented")
    rule = rules.rule(column, cell(row, VALUE), None)
    if rule is not None:
        sheet.rule((row, VALUE), (row, VALUE), rule)
    if column.required:
        empty = {"type": "formula", "criteria": f'={cell(row, VALUE)}=""'}
        sheet.colour((row, VALUE), (row, VALUE), empty, {"bg_color": MISSING})
    if column.field in NAMES:
        book.name(NAMES[column.field], f"='{sheet.name}'!{cell(row, VALUE, fixed=True)}")


def _value(sheet: Sheet, row: int, column: Column, value: str | float | None) -> None:
    style = f"input {style_of(column)} left"
    if value is None:
        sheet.blank(row, VALUE, style)
    elif isinstance(value, str):
        sheet.text(row, VALUE, value, style)
    else:
        sheet.number(row, VALUE, value, style)
