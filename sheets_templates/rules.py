"""What may be typed into a column, what its heading's note says, and how its words are coloured."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from ..core.schema import Column
from .drawing import DrawnSheet, cell
from .style import QUIET, Style

Rule = dict[str, object]

FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)
TITLE, MESSAGE = 32, 255  # what a spreadsheet has room for

# Where the list is an offer and not a fence: an objective may stand in another team's workbook, a role may ask nothing.
OFFERED = frozenset({"parent_id", "objective_id", "role"})


def note(column: Column) -> str:
    """Return what the note on a heading says.

    >>> from ..core import schema
    >>> note(schema.CHECK_INS.column("value"))
    'Its value on that day.\\nRequired.'
    """
    lines = [column.help]
    if column.computed:
        lines.append("Computed: nothing to type.")
    elif column.required:
        lines.append("Required.")
    if column.choices:
        lines.append(f"One of: {', '.join(column.choices)}.")
    low, high = column.limits
    if low is not None and high is not None:
        lines.append(f"From {low:g} to {high:g}.")
    elif low is not None:
        lines.append(f"{low:g} or more.")
    return "\n".join(lines)


def rule(column: Column, at: str, ids: str | None) -> Rule | None:
    """Return what a column's cells take; `at` is the first of them, `ids` the cells with the ids it may name."""
    if column.choices:
        return _list(column, list(column.choices), "stop", f"Use one of: {', '.join(column.choices)}.")
    if ids:
        stop = "information" if column.field in OFFERED else "stop"
        return _list(column, ids, stop, f"Nothing on the {column.refers} sheet is called so. {column.help}")
    if column.type == "date":
        takes: Rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return takes | _says(f"{column.name}: a date", f"Type a date, e.g. 2026-03-31. {column.help}")
    if column.type in ("number", "share", "level"):
        return _number(column, at) | _says(f"{column.name}: a number", f"{_range(column)} {column.help}")
    return None


def _list(column: Column, source: object, stop: str, message: str) -> Rule:
    return {"validate": "list", "source": source, "error_type": stop} | _says(column.name, message)


def _says(title: str, message: str) -> Rule:
    return {"error_title": _cut(title[0].upper() + title[1:], TITLE), "error_message": _cut(message, MESSAGE)}


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


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
        return f"Type a number from {low:g} to {high:g}."
    return "Type a number." if low is None else f"Type a number, {low:g} or more."


def words(
    sheet: DrawnSheet, first: tuple[int, int], last: tuple[int, int], looks: Mapping[str, Style], when: str = "TRUE"
) -> None:
    """Colour a column of words by what they say, where `when` holds."""
    for word, look in looks.items():
        said = f'=AND({cell(*first)}="{word}",{when})'
        sheet.colour(first, last, {"type": "formula", "criteria": said}, look)


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
    """Let an error be seen without shouting: without the add-in every function of ours is one."""
    sheet.colour(first, last, {"type": "errors"}, QUIET)
