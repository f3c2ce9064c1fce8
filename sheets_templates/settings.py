"""The settings sheet: a form with one line for each setting, and the date of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from ..core import schema
from ..core.cells import Day
from ..core.columns import Column
from ..core.records import Records
from . import rules
from .drawing import DrawnBook, DrawnSheet, cell
from .style import MISSING
from .tables import FIRST, style_of

LABEL, VALUE, HELP = 1, 2, 3  # columns B, C and D

TODAY = Column(
    "today",
    "date",
    "Enter the evaluation date. =TODAY() follows the calendar; a past date shows the status on that day.",
)

# The names that formulas use for a setting.
NAMES: Mapping[str, str] = {
    "cycle_start": "cycle_start",
    "cycle_end": "cycle_end",
    "at_risk_gap": "at_risk",
    "off_track_gap": "off_track",
    "stale_days": "stale_days",
    "today": "as_of",
}


def write_settings(book: DrawnBook, records: Records, today: Day, live: bool, footer: str) -> None:
    """Write the form; `live` lets the day follow the calendar."""
    table, wording = schema.SETTINGS, book.wording
    sheet = book.sheet(wording.sheet(table.sheet))
    columns = (*table.columns, TODAY)
    sheet.widths([3, 20, 30, 84])
    sheet.heights({1: 34, 2: 18, 3: 24, **dict.fromkeys(range(FIRST, FIRST + len(columns)), 32)})
    sheet.text(1, LABEL, sheet.name, "title")
    sheet.text(2, LABEL, wording.say(table.help), "muted")
    sheet.link(3, LABEL, wording.sheet(schema.START), "A1", wording.back_to_start, "back")
    for row, column in enumerate(columns, start=FIRST):
        heading = wording.today if column is TODAY else wording.heading(table, column)
        sheet.text(row, LABEL, heading, "required" if column.required else "optional")
        sheet.text(row, HELP, wording.say(column.help), "prose muted indented")
        values = records.columns.get(column.field)
        _value(sheet, row, column, values[0] if values else None)
        _check(book, sheet, (row, VALUE), column, heading)
    write_today(book, sheet, (FIRST + len(table.columns), VALUE), today, live)
    sheet.page(footer)


def write_today(book: DrawnBook, sheet: DrawnSheet, at: tuple[int, int], today: Day, live: bool) -> None:
    """Write the cell with the day, under the name that formulas use."""
    if live:
        sheet.formula(*at, "=TODAY()", today, "input date left")
    else:
        sheet.number(*at, today, "input date left")
    _check(book, sheet, at, TODAY, book.wording.today)


def _check(book: DrawnBook, sheet: DrawnSheet, at: tuple[int, int], column: Column, heading: str) -> None:
    rule = rules.rule(column, heading, cell(*at), None, book.wording)
    if rule is not None:
        sheet.rule(at, at, rule)
    if column.required:
        sheet.colour(at, at, {"type": "formula", "criteria": f'={cell(*at)}=""'}, {"bg_color": MISSING})
    if column.field in NAMES:
        book.name(NAMES[column.field], f"='{sheet.name}'!{cell(*at, fixed=True)}")


def _value(sheet: DrawnSheet, row: int, column: Column, value: str | float | None) -> None:
    style = f"input {style_of(column)} left"
    if value is None:
        sheet.blank(row, VALUE, style)
    elif isinstance(value, str):
        sheet.text(row, VALUE, value, style)
    else:
        sheet.number(row, VALUE, value, style)
