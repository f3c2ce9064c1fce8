"""What becomes of a text that is typed into a cell: USER_ENTERED, the US locale."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Any

from .cells import Formula, Typed
from .formats import MONTHS, serial

Json = dict[str, Any]

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?")
ISO_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
US_DATE = re.compile(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
NAMED_DATE = re.compile(r"(?:(\d{1,2})[ -])?([A-Za-z]{3,9})[ -]?(?:(\d{1,2}),? )?[ -]?(\d{4})")
TIME = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2})(\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?")


@dataclass(frozen=True)
class Entered:
    """A value and the number format that its spelling brings along."""

    value: Typed
    format: Json | None = None


def enter(text: str, is_text: bool = False, today: dt.date = dt.date(1970, 1, 1)) -> Entered:
    """Read a text as the cell would.

    >>> enter("0042").value, enter("'0042").value, enter("=1+1").value, enter("true").value
    (42, '0042', Formula(text='=1+1'), True)
    >>> enter("12.5%"), enter("$1,234")
    (Entered(value=0.125, format={'type': 'PERCENT', 'pattern': '0.00%'}), \
Entered(value=1234, format={'type': 'CURRENCY', 'pattern': '"$"#,##0'}))
    >>> enter("2020-01-01"), enter("1/2/2020").value
    (Entered(value=43831.0, format={'type': 'DATE', 'pattern': 'yyyy-mm-dd'}), 43832.0)
    """
    if text == "":
        return Entered(None)
    if is_text:
        return Entered(text)
    if text.startswith("'"):
        return Entered(text[1:])
    if text.startswith(("=", "+=")) and len(text) > 1:
        return Entered(Formula(text.lstrip("+")))
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return Entered(bare.upper() == "TRUE")
    return _number(bare) or _date_and_time(bare, today) or Entered(text)


def _number(text: str) -> Entered | None:
    if NUMBER.fullmatch(text) and math.isfinite(float(text)):
        scientific = re.search("[eE]", text)
        return Entered(_figure(text), {"type": "SCIENTIFIC", "pattern": "0.00E+00"} if scientific else None)
    if text.endswith("%") and GROUPED.fullmatch(text[:-1].strip()):
        digits = text[:-1].strip().replace(",", "")
        value = float(digits) / 100
        return Entered(round(value, 15), {"type": "PERCENT", "pattern": "0.00%" if "." in digits else "0%"})
    money = re.fullmatch(r"([+-]?)\$ ?([+-]?)(.*)", text)
    if money and GROUPED.fullmatch(money[3]) and not (money[1] and money[2]):
        value = _figure(money[3].replace(",", ""))
        sign = -1 if "-" in (money[1], money[2]) else 1
        pattern = '"$"#,##0.00' if "." in money[3] else '"$"#,##0'
        return Entered(sign * value, {"type": "CURRENCY", "pattern": pattern})
    if GROUPED.fullmatch(text) and "," in text:
        pattern = "#,##0.00" if "." in text else "#,##0"
        return Entered(_figure(text.replace(",", "")), {"type": "NUMBER", "pattern": pattern})
    return None


def _figure(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date_and_time(text: str, today: dt.date) -> Entered | None:
    date, pattern, rest = _leading_date(text, today)
    if date is None:
        time = _time(text)
        return Entered(time[0], {"type": "TIME", "pattern": time[1]}) if time else None
    days = serial(dt.datetime.combine(date, dt.time()))
    if not rest:
        return Entered(days, {"type": "DATE", "pattern": pattern})
    time = _time(rest)
    if time is None or time[0] >= 1:
        return None
    return Entered(days + time[0], {"type": "DATE_TIME", "pattern": f"{pattern} {time[1]}"})


def _leading_date(text: str, today: dt.date) -> tuple[dt.date | None, str, str]:
    """The date that a text begins with, how it is spelled, and what follows it."""
    for pattern in (ISO_DATE, US_DATE, NAMED_DATE):
        match = pattern.match(text)
        if not match:
            continue
        rest = text[match.end() :]
        if rest and rest[0] not in " T":
            continue
        found = _date(match, pattern, today)
        if found:
            return found[0], found[1], rest[1:].strip()
    return None, "", ""


def _date(match: re.Match[str], pattern: re.Pattern[str], today: dt.date) -> tuple[dt.date, str] | None:
    try:
        if pattern is ISO_DATE:
            sign = match[2]
            wide = len(match[3]) == 2 and len(match[4]) == 2
            spelling = f"yyyy{sign}mm{sign}dd" if wide else f"yyyy{sign}m{sign}d"
            return dt.date(int(match[1]), int(match[3]), int(match[4])), spelling
        if pattern is US_DATE:
            sign, year = match[2], int(match[4]) if match[4] else today.year
            if match[4] and len(match[4]) == 2:
                year += 2000 if year < 50 else 1900
            tail = "" if not match[4] else sign + "y" * len(match[4])
            spelling = f"m{sign}d{tail}" if tail else f"m{sign}d"
            return dt.date(year, int(match[1]), int(match[3])), spelling
        month = next(
            (index for index, name in enumerate(MONTHS, 1) if match[2].lower() in (name.lower(), name[:3].lower())),
            None,
        )
        if month is None or (match[1] and match[3]):
            return None
        spelling = "d mmm yyyy" if match[1] else "mmm d, yyyy" if match[3] else "mmm yyyy"
        return dt.date(int(match[4]), month, int(match[1] or match[3] or 1)), spelling
    except ValueError:
        return None


def _time(text: str) -> tuple[float, str] | None:
    match = TIME.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = int(match[1]), int(match[2]), float((match[3] or "0") + (match[4] or ""))
    if minutes > 59 or seconds >= 60 or (match[5] and not 1 <= hours <= 12):
        return None
    if match[5]:
        hours = hours % 12 + (12 if match[5].lower() == "p" else 0)
    pattern = ("h:mm:ss" if match[3] else "h:mm") + (" am/pm" if match[5] else "")
    if hours > 23:
        pattern = "[h]:mm:ss"
    return (hours * 3600 + minutes * 60 + seconds) / 86400, pattern
