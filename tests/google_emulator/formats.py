"""How a number is shown: Google's number formats, the US locale."""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from typing import Any

from .cells import Failed, Value, tidy

Json = dict[str, Any]

EPOCH = dt.datetime(1899, 12, 30)
DEFAULTS = {
    "TEXT": "@",
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss am/pm",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
}
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
COMPARISONS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
DATES = ("DATE", "TIME", "DATE_TIME")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PIECE = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|General|[#0?](?:[#0?,]*[#0?])?(?:\.[#0?]*)?(?:[eE][+-]0+)?|.',
    re.IGNORECASE | re.DOTALL,
)


def serial(moment: dt.datetime) -> float:
    """Days since the end of 1899, as spreadsheets count.

    >>> serial(dt.datetime(2020, 1, 1, 12))
    43831.5
    """
    since = moment - EPOCH
    return since.days + since.seconds / 86400 + since.microseconds / 86400e6


def moment(number: float) -> dt.datetime:
    """The moment of a serial number, to the millisecond."""
    return EPOCH + dt.timedelta(milliseconds=round(number * 86400e3))


def general(number: float | int) -> str:
    """A number without a format.

    >>> general(42.0), general(42.01), general(1 / 3), general(1e20), general(0.1 + 0.2)
    ('42', '42.01', '0.3333333333', '1E+20', '0.3')
    """
    plain = tidy(number)
    if isinstance(plain, int) and abs(plain) < 10**15:
        return str(plain)
    if not 1e-9 <= abs(number) < 1e15:
        mantissa, _, power = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{power[0]}{int(power[1:]):02d}"
    digits = max(0, 9 - math.floor(math.log10(abs(number))))
    shown = f"{number:.{digits}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def shown(value: Value, number_format: Json | None) -> str:
    """A value as its cell shows it.

    >>> shown(True, None), shown(0.5, {"type": "PERCENT", "pattern": "0%"}), shown(43831, {"type": "DATE"})
    ('TRUE', '50%', '1/1/2020')
    >>> shown(1234.5, {"type": "NUMBER"}), shown(-1234.5, {"type": "CURRENCY"}), shown("a", {"type": "DATE"})
    ('1,234.50', '-$1,234.50', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Failed):
        return value.shown
    if isinstance(value, str):
        return value
    pattern = (number_format or {}).get("pattern") or DEFAULTS.get((number_format or {}).get("type", ""), "")
    if not pattern or pattern.lower() in ("general", "@"):
        return general(value)
    return patterned(value, pattern)


def is_date(number_format: Json | None) -> bool:
    return (number_format or {}).get("type") in DATES


def patterned(number: float | int, pattern: str) -> str:
    """A number under a pattern, with its sections for positive; negative; zero, or those under conditions.

    >>> patterned(43831.75, "yyyy-mm-dd hh:mm"), patterned(-3, "0.0;(0.0)"), patterned(0.075, "0.00%")
    ('2020-01-01 18:00', '(3.0)', '7.50%')
    >>> patterned(1234567, "#,##0"), patterned(0.25, "0.00E+00"), patterned(43831.5, "h:mm am/pm")
    ('1,234,567', '2.50E-01', '12:00 PM')
    >>> [patterned(number, '[<10]0;[<100]"many";0') for number in (-3, 12, 100)]
    ['-3', 'many', '100']
    """
    sections = _sections(pattern)
    if CONDITION.match(sections[0]):
        sections = [next(section for section in sections if _holds(section, number))]
    if number < 0 and len(sections) > 1:
        return _section(-number, sections[1])
    if number == 0 and len(sections) > 2:
        return _section(number, sections[2])
    sign = "-" if number < 0 and not _is_temporal(sections[0]) else ""
    return sign + _section(abs(number) if sign else number, sections[0])


def _holds(section: str, number: float | int) -> bool:
    """Whether a section's condition holds; the last section has none."""
    condition = CONDITION.match(section)
    return condition is None or COMPARISONS[condition[1]](number, float(condition[2]))


def _sections(pattern: str) -> list[str]:
    return list(re.findall(r'((?:"[^"]*"|\\.|[^;])*)(?:;|$)', pattern))[: pattern.count(";") + 1]


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', "", section, flags=re.IGNORECASE)


def _is_temporal(section: str) -> bool:
    return bool(re.search(r"[ymdhs]", _bare(section), re.IGNORECASE)) and "General" not in section


def _section(number: float | int, section: str) -> str:
    pieces = PIECE.findall(section)
    if _is_temporal(section):
        return _temporal(number, pieces)
    scaled = number * 100 ** _bare(section).count("%")
    out, done = [], False
    for piece in pieces:
        if piece[0] == '"':
            out.append(piece[1:-1])
        elif piece[0] == "\\":
            out.append(piece[1:])
        elif piece[0] == "[":
            out.append(re.sub(r"^\[\$([^\]-]*).*\]$", r"\1", piece) if piece.startswith("[$") else "")
        elif piece == "General":
            out.append(general(scaled))
        elif piece[0] in "#0?." and len(piece) > 0 and not done and re.search(r"[#0?]", piece):
            out.append(_digits(scaled, piece))
            done = True
        elif piece not in ("_", "*"):
            out.append(piece)
    return "".join(out)


def _digits(number: float | int, piece: str) -> str:
    if match := re.search(r"[eE]([+-])(0+)$", piece):
        decimals = len(piece[: match.start()].partition(".")[2])
        mantissa, _, power = f"{number:.{decimals}E}".partition("E")
        sign = power[0] if power[0] == "-" or match[1] == "+" else ""
        return f"{mantissa}E{sign}{int(power[1:]):0{len(match[2])}d}"
    whole, _, after = piece.partition(".")
    text = f"{_rounded(abs(number), len(after)):.{len(after)}f}"
    integer, _, decimals_shown = text.partition(".")
    integer = integer.rjust(whole.replace(",", "").count("0"), "0")
    if not whole.replace(",", "").count("0"):
        integer = integer.lstrip("0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", integer)
    keep = after.rstrip("#?").__len__()
    decimals_shown = decimals_shown[:keep] + decimals_shown[keep:].rstrip("0")
    return integer + ("." + decimals_shown if decimals_shown or (after == "" and "." in piece) else "")


def _rounded(number: float | int, decimals: int) -> float:
    """Halves away from zero, as spreadsheets round, not to the even digit as Python does."""
    scale = 10.0**decimals
    nudged = number * scale
    return math.floor(nudged + 0.5 + 1e-9 * max(1.0, abs(nudged)) * 1e-3) / scale if nudged < 1e15 else float(number)


def _temporal(number: float | int, pieces: list[str]) -> str:
    when = moment(float(number))
    twelve = any(piece.lower() in ("am/pm", "a/p") for piece in pieces)
    out: list[str] = []
    hours_before = False
    for index, piece in enumerate(pieces):
        low = piece.lower()
        if piece[0] == '"':
            out.append(piece[1:-1])
            continue
        if piece[0] == "\\":
            out.append(piece[1:])
            continue
        if set(low) == {"m"}:
            following = next((other.lower() for other in pieces[index + 1 :] if other[0].isalpha()), "")
            minutes = len(low) <= 2 and (hours_before or following.startswith("s"))
            out.append(f"{when.minute:0{len(low)}d}" if minutes else _month(when, len(low)))
        else:
            out.append(_temporal_piece(when, float(number), low, piece, twelve))
        if low[0].isalpha() or low.startswith("["):
            hours_before = low[0] == "h" or low.startswith("[h")
    return "".join(out)


def _temporal_piece(when: dt.datetime, number: float, low: str, piece: str, twelve: bool) -> str:
    kind, size = low[0], len(low)
    if low.startswith("[h"):
        return str(int(round(number * 86400) // 3600))
    if low.startswith("[m"):
        return str(int(round(number * 86400) // 60))
    if low.startswith("[s"):
        return str(round(number * 86400))
    if low.startswith("["):
        return ""
    if low == "am/pm":
        return "PM" if when.hour >= 12 else "AM"
    if low == "a/p":
        return "P" if when.hour >= 12 else "A"
    if kind == "y":
        return f"{when.year:04d}" if size > 2 else f"{when.year % 100:02d}"
    if kind == "d":
        return [f"{when.day}", f"{when.day:02d}", DAYS[when.weekday()][:3], DAYS[when.weekday()]][min(size, 4) - 1]
    if kind == "h":
        hour = (when.hour % 12 or 12) if twelve else when.hour
        return f"{hour:0{min(size, 2)}d}"
    if kind == "s":
        return f"{when.second:0{min(size, 2)}d}"
    if low.startswith(".0"):
        return f".{when.microsecond:06d}"[:size]
    return piece


def _month(when: dt.datetime, size: int) -> str:
    name = MONTHS[when.month - 1]
    return [str(when.month), f"{when.month:02d}", name[:3], name, name[0]][min(size, 5) - 1]
