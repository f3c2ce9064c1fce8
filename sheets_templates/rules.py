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
from .wording import ENGLISH, Wording

Rule = dict[str, object]

FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)
TITLE, MESSAGE = 32, 255  # the longest texts that a spreadsheet shows

# Columns whose list only suggests: an objective may be in another team's workbook, a role may have no requirements.
OFFERED = frozenset({"parent_id", "objective_id", "role"})


def note(column: Column, wording: Wording = ENGLISH) -> str:
    """Return the text of the note on a heading.

    >>> from ..core import schema
    >>> note(schema.CHECK_INS.column("value"))
    'Enter the value on that day.\\nRequired.'
    """
    lines = [wording.say(column.help)]
    if column.computed:
        lines.append(wording.say("Calculated: do not type here."))
    elif column.required:
        lines.append(wording.say("Required."))
    if column.choices:
        lines.append(wording.say("Options: {options}.", options=_options(column, wording)))
    low, high = column.limits
    if low is not None and high is not None:
        lines.append(wording.say("Range: {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))
    elif low is not None:
        lines.append(wording.say("Minimum: {low}.", low=f"{low:g}"))
    return "\n".join(lines)


def rule(column: Column, heading: str, at: str, ids: str | None, wording: Wording = ENGLISH) -> Rule | None:
    """Return the validation of a column's cells, of which `at` is the first; `ids` are the cells with the ids it may name."""
    title, help = heading.rstrip("*"), wording.say(column.help)
    if column.choices:
        choices = [wording.word(choice) for choice in column.choices]
        message = wording.say("Choose one of: {options}.", options=_options(column, wording))
        return _list(title, choices, "stop", message)
    if ids:
        stop = "information" if column.field in OFFERED else "stop"
        sheet = wording.sheet(table(column.refers).sheet)
        return _list(title, ids, stop, f"{wording.say('This is not on the {sheet} sheet.', sheet=sheet)} {help}")
    if column.type == "date":
        takes: Rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        message = f"{wording.say('Enter a date, e.g. 2026-03-31.')} {help}"
        return takes | _message(wording.say("{column}: date", column=title), message)
    if column.type in ("number", "share", "level"):
        message = f"{_range(column, wording)} {help}"
        return _number(column, at) | _message(wording.say("{column}: number", column=title), message)
    return None


def _options(column: Column, wording: Wording) -> str:
    return ", ".join(wording.word(choice) for choice in column.choices)


def _list(title: str, source: object, stop: str, message: str) -> Rule:
    return {"validate": "list", "source": source, "error_type": stop} | _message(title, message)


def _message(title: str, message: str) -> Rule:
    return {"error_title": _truncate(title, TITLE), "error_message": _truncate(message, MESSAGE)}


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


def _range(column: Column, wording: Wording) -> str:
    low, high = column.limits
    if low is not None and high is not None:
        return wording.say("Enter a number from {low} to {high}.", low=f"{low:g}", high=f"{high:g}")
    return (
        wording.say("Enter a number.") if low is None else wording.say("Enter a number, {low} or more.", low=f"{low:g}")
    )


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
