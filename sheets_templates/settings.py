"""The settings sheet: a form with one line for each setting, and the date of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from ..core import pacing, schema
from ..core.cells import Day
from ..core.columns import Column
from ..core.model import Settings
from ..core.records import Records
from . import rules
from .drawing import DrawnBook, DrawnSheet, Shown, cell
from .style import MISSING
from .tables import FIRST, style_of

LABEL, VALUE, HELP, USED = 1, 2, 3, 4  # columns B to E; what formulas use of a setting is hidden

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

# What formulas use of them: a usual value where the cell is blank or makes no sense, as a sync takes it.
_SHARE = "IF(ISNUMBER({{{0}}}),IF(AND({{{0}}}>=0,{{{0}}}<=1),{{{0}}},{1}),{1})"
_AT_RISK = _SHARE.format("at_risk_gap", pacing.AT_RISK_GAP)
_OFF_TRACK = _SHARE.format("off_track_gap", pacing.OFF_TRACK_GAP)
_IN_ORDER = f"{_AT_RISK}<={_OFF_TRACK}"
_DAY = 'IF(ISNUMBER({{{0}}}),INT({{{0}}}),IF(MID({{{0}}},5,1)="-",IFERROR(DATE(MID({{{0}}},1,4),MID({{{0}}},6,2),MID({{{0}}},9,2)),""),""))'
USED_NAMES: Mapping[str, tuple[str, str]] = {
    "cycle_start": ("first_day", f"={_DAY.format('cycle_start')}"),
    "cycle_end": ("last_day", f"={_DAY.format('cycle_end')}"),
    "at_risk_gap": ("gap_at_risk", f"=IF({_IN_ORDER},{_AT_RISK},{pacing.AT_RISK_GAP})"),
    "off_track_gap": ("gap_off_track", f"=IF({_IN_ORDER},{_OFF_TRACK},{pacing.OFF_TRACK_GAP})"),
    "stale_days": ("stale_after", f"=IF(ISNUMBER({{stale_days}}),IF({{stale_days}}>=0,{{stale_days}},{pacing.STALE_DAYS}),{pacing.STALE_DAYS})"),
}  # fmt: skip


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
    _write_used(book, sheet, records)
    write_today(book, sheet, (FIRST + len(table.columns), VALUE), today, live)
    sheet.page(footer)


def _write_used(book: DrawnBook, sheet: DrawnSheet, records: Records) -> None:
    settings = next(iter(records.nouns(Settings)), Settings())
    at_risk, off_track = settings.gaps
    shown: Mapping[str, Shown] = {
        "cycle_start": settings.cycle_start,
        "cycle_end": settings.cycle_end,
        "at_risk_gap": at_risk,
        "off_track_gap": off_track,
        "stale_days": settings.stale_after,
    }
    rows = {column.field: row for row, column in enumerate(records.table.columns, start=FIRST)}
    cells = {field: cell(row, VALUE, fixed=True) for field, row in rows.items()}
    sheet.hide_columns([10], USED)
    for field, (name, formula) in USED_NAMES.items():
        sheet.formula(rows[field], USED, formula.format_map(cells), shown[field], "unseen")
        book.name(name, f"='{sheet.name}'!{cell(rows[field], USED, fixed=True)}")


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
