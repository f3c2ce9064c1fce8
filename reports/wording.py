"""How figures, days and counts are written for people."""

from __future__ import annotations

import math
import unicodedata

from ..core.cells import Day, date_of
from ..core.model import Workbook

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LABEL = 80
NONE = "–"
LONG = 280  # letters of a text that a list shows; the tree has the whole text


def percent(share: float | None) -> str:
    """Return a share as a whole percentage; what is nearly there is never rounded to 100%.

    >>> percent(0.645), percent(0.996), percent(None)
    ('65%', '99%', 'no data')
    """
    if share is None:
        return "no data"
    points = math.floor(share * 100 + 0.5 + 1e-9)
    return f"{99 if points == 100 and share < 1 else points}%"


def change(before: float | None, now: float | None) -> str:
    """Return how a share moved, in points of a hundred, as the two rounded percentages show it.

    >>> change(0.40, 0.46), change(0.40, 0.396), change(0.5, 0.49)
    ('up 6 points', 'unchanged', 'down 1 point')
    """
    if before is None or now is None:
        return ""
    moved = int(percent(now)[:-1]) - int(percent(before)[:-1])
    if not moved:
        return "unchanged"
    return f"{'up' if moved > 0 else 'down'} {count(abs(moved), 'point')}"


def number(value: float | None) -> str:
    """Return a plain number with up to two decimals and thousands set apart.

    >>> number(1234.5), number(3.0), number(None)
    ('1,234.5', '3', '–')
    """
    if value is None:
        return NONE
    if abs(value) >= 1e15:
        return f"{value:.3g}"
    if 0 < abs(value) < 0.005:
        return f"{value:.2g}"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def count(many: float, noun: str, plural: str = "") -> str:
    """Return a count with its noun.

    >>> count(1, "key result"), count(1200, "person", "people")
    ('1 key result', '1,200 people')
    """
    return f"{number(many)} {noun if many == 1 else plural or noun + 's'}"


def more(many: int, noun: str = "", plural: str = "") -> str:
    """Return what stands under a list that was cut short; nothing when nothing was left out.

    >>> more(12, "objective"), more(0)
    ('and 12 more objectives, see the consolidated workbook', '')
    """
    if many <= 0:
        return ""
    what = f" {noun if many == 1 else plural or noun + 's'}" if noun else ""
    return f"and {number(many)} more{what}, see the consolidated workbook"


def day(serial: Day | None) -> str:
    """Return a day in words.

    >>> day(46023)
    '1 January 2026'
    """
    if serial is None:
        return NONE
    when = date_of(serial)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_day(serial: Day | None) -> str:
    """Return a day without its year.

    >>> short_day(46023)
    '1 Jan'
    """
    if serial is None:
        return NONE
    when = date_of(serial)
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def band(level: float) -> str:
    """Return the pair of whole levels that a level lies between.

    >>> band(2.4), band(3.0), band(5.0)
    ('2–3', '3–4', '4–5')
    """
    low = min(4, math.floor(level))
    return f"{low}–{low + 1}"


def label(name: str, words: str | None) -> str:
    """Return the id to show before the words; nothing where the words are the id.

    >>> label("O1", "Grow"), label("Grow", "Grow")
    ('O1', '')
    """
    return "" if name == " ".join((words or "").split()) else clip(name, LABEL)


def clip(text: str | None, limit: int = LONG) -> str:
    """Return a text as typed, or its beginning where it is longer than a list can bear.

    >>> clip("one two three", 9), clip(None)
    ('one two…', '–')
    """
    if not text:
        return NONE
    if len(text) <= limit:
        return text
    start = text[:limit]
    return (start[: start.rfind(" ")] if " " in start[limit // 2 :] else start) + "…"


def quoted(text: str | None, limit: int) -> str:
    """Return a text in quotation marks, kept apart from the sentence around it where it is written right to left.

    >>> quoted("Ask twice", 90)
    '“Ask twice”'
    """
    short = clip(text, limit)
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "RLO", "RLE", "RLI") for letter in short):
        short = f"\u2068{short}\u2069"
    return f"“{short}”"


def listed(names: list[str]) -> str:
    """Return names as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def kept(book: Workbook) -> str:
    """Return why a workbook's figures are not today's, or nothing.

    >>> kept(Workbook("a.xlsx", 46023, "it is locked"))
    'kept from 1 January 2026: it is locked'
    """
    return f"kept from {day(book.read_on)}: {clip(book.fault)}" if book.fault else ""
