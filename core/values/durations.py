"""Durations: what spreadsheets show as 36:00, ISO 8601's PT2H, and texts such as "1:30" or "2 h 15 min"."""

from __future__ import annotations

import datetime
import re

from .number_text import clean
from .unit_words import HOURS, IN_SECONDS, MINUTES, TIME_UNITS

SHORTEST_FAR_DAY = datetime.date(1900, 3, 1)  # dates before it are durations that a program took for days
_CLOCK = re.compile(r"(-?)([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]+)?))?( ?[ap]m)?", re.IGNORECASE)
_ISO = re.compile(r"P(?:([0-9]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?", re.IGNORECASE)
_PARTS = re.compile(r"(?:[0-9.]+ ?[a-z]+\.?,?(?: and | und | y | )?){2,}", re.IGNORECASE)
_PART = re.compile(r"([0-9.]+) ?([a-z]+)", re.IGNORECASE)
_FORMAT = re.compile(r"\[(?:h+|m+|s+)\]|(?<![a-z])h{1,2}:m|(?<![a-z])m{1,2}:s", re.IGNORECASE)


def is_duration_format(number_format: str) -> bool:
    """Return whether a number format shows hours, minutes or seconds and no day.

    >>> is_duration_format("[h]:mm"), is_duration_format("h:mm:ss"), is_duration_format("yyyy-mm-dd hh:mm")
    (True, True, False)
    """
    bare = unquoted(number_format)
    return bool(_FORMAT.search(bare)) and not re.search("[yd]", bare, re.IGNORECASE)


def unquoted(number_format: str) -> str:
    """Return a number format without the text that it shows as it is, and without colours and locales.

    >>> unquoted('[Red]0.0 "days"'), unquoted("[h]:mm")
    ('0.0 ', '[h]:mm')
    """
    bare = re.sub(r'"[^"]*"|\\.', "", number_format)
    return re.sub(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", "", bare, flags=re.IGNORECASE)


def hours(cell: object) -> float | None:
    """Return a duration in hours, or None when a cell is none.

    >>> hours(datetime.timedelta(days=1, hours=12)), hours(datetime.time(0, 30)), hours("PT2H"), hours("1:30"), hours("ten")
    (36.0, 0.5, 2.0, 1.5, None)
    """
    if isinstance(cell, datetime.timedelta):
        return cell.total_seconds() / 3600
    if isinstance(cell, datetime.time):
        return cell.hour + cell.minute / 60 + (cell.second + cell.microsecond / 1e6) / 3600
    if isinstance(cell, datetime.datetime) and cell.date() < SHORTEST_FAR_DAY:
        return (cell.replace(tzinfo=None) - datetime.datetime(1899, 12, 30)).total_seconds() / 3600
    return _from_text(clean(cell)) if isinstance(cell, str) else None


def _from_text(text: str) -> float | None:
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        sign, hour, minute, second, half = clock.groups()
        if half:
            return None  # a time of day
        return (-1 if sign else 1) * (int(hour) + int(minute) / 60 + float(second or 0) / 3600)
    iso = _ISO.fullmatch(text)
    try:
        if iso is not None and any(iso.groups()):
            day, hour, minute, second = (float(part or 0) for part in iso.groups())
            return day * 24 + hour + minute / 60 + second / 3600
        return _sum(text) if len(text) < 40 and _PARTS.fullmatch(text + " ") else None
    except ValueError:
        return None


def _sum(text: str) -> float | None:
    """Hours, minutes and seconds one after the other; a day may be a working one, and is none of these."""
    total = 0.0
    for amount, word in _PART.findall(text):
        unit = MINUTES if word.lower() == "m" else TIME_UNITS.get(word.lower(), "")
        if unit not in IN_SECONDS:
            return None
        total += float(amount) * IN_SECONDS[unit] / 3600
    return total


def is_clock(cell: object) -> bool:
    """Return whether a text such as "1:30" may be hours and minutes, or minutes and seconds."""
    match = _CLOCK.fullmatch(clean(cell)) if isinstance(cell, str) else None
    return match is not None and match[4] is None


def in_unit(hours: float, unit: str) -> float:
    """Return hours in a unit of time; in hours where the unit is none that has one length.

    >>> in_unit(1.5, "minutes"), in_unit(36.0, "")
    (90.0, 36.0)
    """
    seconds = IN_SECONDS.get(unit, IN_SECONDS[HOURS])
    return hours if seconds == 3600 else hours * 3600 / seconds
