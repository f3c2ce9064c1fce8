"""The validation of a column's cells, the note on its heading, and the colours of its words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from ..core.columns import Column
from ..core.errors import column_letter
from ..core.percent import PERCENT_FORMAT
from ..core.schema import table
from .drawing import DrawnSheet, cell
from .style import QUIET, Style

Rule = dict[str, object]

FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)
TITLE, MESSAGE = 32, 255  # the longest texts that a spreadsheet shows

# Columns whose list only suggests: an objective may be in another team's workbook, a role may have no requirements.
OFFERED = frozenset({"parent_id", "objective_id", "role"})


def note(column: Column) -> str:
    """Return the text of the note on a heading.

    >>> from ..core import schema
    >>> note(schema.CHECK_INS.column("value"))
    'Enter the value on that day.\\nRequired.'
    """
    lines = [column.help]
    if column.computed:
        lines.append("Calculated: do not type here.")
    elif column.required:
        lines.append("Required.")
    if column.choices:
        lines.append(f"Options: {', '.join(column.choices)}.")
    low, high = column.limits
    if low is not None and high is not None:
        lines.append(f"Range: {low:g} to {high:g}.")
    elif low is not None:
        lines.append(f"Minimum: {low:g}.")
    return "\n".join(lines)


def rule(column: Column, at: str, ids: str | None) -> Rule | None:
    """Return the validation of a column's cells; `at` is the first of them, `ids` the cells with the ids it may name."""
    if column.choices:
        return _list(column, list(column.choices), "stop", f"Choose one of: {', '.join(column.choices)}.")
    if ids:
        stop = "information" if column.field in OFFERED else "stop"
        return _list(column, ids, stop, f"This is not on the {table(column.refers).sheet} sheet. {column.help}")
    if column.type == "date":
        takes: Rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return takes | _message(f"{_title(column)}: date", f"Enter a date, e.g. 2026-03-31. {column.help}")
    if column.type in ("number", "share", "level"):
        return _number(column, at) | _message(f"{_title(column)}: number", f"{_range(column)} {column.help}")
    return None


def _list(column: Column, source: object, stop: str, message: str) -> Rule:
    return {"validate": "list", "source": source, "error_type": stop} | _message(_title(column), message)


def _message(title: str, message: str) -> Rule:
    return {"error_title": _truncate(title, TITLE), "error_message": _truncate(message, MESSAGE)}


def _title(column: Column) -> str:
    return column.heading.rstrip("*")


def _truncate(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _number(column: Column, at: str) -> Rule:
    low, high = column.limits
    if low is not None and high is not None:
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"validate": "decimal", "criteria": ">=", "value": low}
    if column.field == "current":  # of a binary key result it may be yes or no
        return {"validate": "custom", "value": f'=OR(ISNUMBER({at}),{at}="yes",{at}="no")'}
    return {"validate": "custom", "value": f"=ISNUMBER({at})"}


def _range(column: Column) -> str:
    low, high = column.limits
    if low is not None and high is not None:
        return f"Enter a number from {low:g} to {high:g}."
    return "Enter a number." if low is None else f"Enter a number, {low:g} or more."


def words(
    sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int], looks: Mapping[str, Style], when: str = "TRUE"
) -> None:
    """Colour a column of words, each in its own way, where `when` is true."""
    for word, look in looks.items():
        criteria = f'=AND({cell(*first)}="{word}",{when})'
        sheet.colour(first, last, {"type": "formula", "criteria": criteria}, look)


def percentages(sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int], unit: int) -> None:
    """Show the shares in rows whose unit is % as percentages; numbers such as 60 are percentages without the sign."""
    row, left, right = first[0], column_letter(first[1]), column_letter(last[1])
    values = f"${left}{row}:${right}{row}"
    criteria = f'=AND(${column_letter(unit)}{row}="%",COUNT({values})>0,MAX({values})<=1,MIN({values})>=-1)'
    sheet.colour(first, last, {"type": "formula", "criteria": criteria}, {"num_format": PERCENT_FORMAT})


def thousands(sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Show large numbers in cells of any format with their thousands apart."""
    at = cell(*first)
    criteria = f"=AND(ISNUMBER({at}),ABS(N({at}))>=1000)"
    sheet.colour(first, last, {"type": "formula", "criteria": criteria}, {"num_format": "#,##0"})


def bars(sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int], colour: str) -> None:
    """Draw a bar for a share, from 0 to 1."""
    scale: Rule = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    look: Rule = {"bar_color": colour, "bar_solid": True, "bar_no_border": True, "bar_axis_position": "none"}
    sheet.colour(first, last, {"type": "data_bar", "data_bar_2010": True, **scale, **look})


def heat(sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int], colour: str, top: float) -> None:
    """Shade numbers from 0, white, to `top`."""
    scale: Rule = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": top}
    sheet.colour(first, last, {"type": "2_color_scale", **scale, "min_color": "#FFFFFF", "max_color": colour})


def hush(sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Show errors in grey: without the add-in every function of ours is one."""
    sheet.colour(first, last, {"type": "errors"}, QUIET)
