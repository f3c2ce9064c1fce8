"""How wide a text is, about, and what of it fits: charts are drawn without the reader's fonts at hand."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate

from ...core.xml_text import xml_text
from ..i18n.language import isolated

ELLIPSIS = "…"
_NARROW, _SLIM, _WIDE = set("iIjl.,;:'|!()[]/\\`"), set('frt-"*'), set("mwMW@%—…")
_JOINER, _KEYCAP, _SKIN = "\u200d", "\u20e3", range(0x1F3FB, 0x1F400)


def clean(text: str) -> str:
    """Return a text on one line, with a sign in place of what no picture may hold.

    >>> clean("two\\n lines \\x00")
    'two lines \ufffd'
    """
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # nearly every text is like this
    return " ".join(xml_text(text).split())


class _Widths(dict[str, float]):
    """Computed once for each letter."""

    def __missing__(self, letter: str) -> float:
        self[letter] = wide = _computed(letter)
        return wide


_WIDTHS = _Widths()


def letter_width(letter: str) -> float:
    """Return about how wide a letter is, in parts of its size: of a broad font, so that others fit too.

    >>> letter_width("i"), letter_width("a"), letter_width("漢")
    (0.36, 0.62, 1.05)
    """
    return _WIDTHS[letter]


def _computed(letter: str) -> float:
    if letter in _NARROW or letter == " ":
        return 0.36
    if letter in _SLIM:
        return 0.46
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in _WIDE:
        return 0.98
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.05
    return 0.72 if letter.isupper() else 0.62 if ord(letter) < 0x2000 else 1.0


def width(text: str, size: float) -> float:
    """Return about how many pixels wide a text is in a font of `size` pixels.

    >>> round(width("ab", 10), 1)
    12.4
    """
    return size * sum(map(_WIDTHS.__getitem__, text))


def fit(text: str, room: float, size: float) -> str:
    """Return the text, or its beginning with an ellipsis where it would be wider than `room` pixels.

    `size` is the font's, in pixels.

    >>> fit("Resolution time", 60, 10), fit("Calls", 60, 10)
    ('Resolutio…', 'Calls')
    """
    if not text or len(text) * size * 1.05 <= room:
        return text
    beginning = text[: int(max(room, 0) / size * 30) + 1]  # signs of no width are few
    ends = list(accumulate(map(_WIDTHS.__getitem__, beginning)))
    if len(beginning) == len(text) and ends[-1] * size <= room:
        return text
    kept = bisect_right(ends, room / size - letter_width(ELLIPSIS))
    return text[: whole(text, kept)].rstrip() + ELLIPSIS


def whole(text: str, end: int) -> int:
    """Return the last end at or before `end` that cuts no letter of several signs, such as one with an accent.

    >>> whole("e\\u0301a", 1)
    0
    """
    while 0 < end < len(text) and (_is_part(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return end


def _is_part(sign: str) -> bool:
    return letter_width(sign) == 0.0 or sign in (_JOINER, _KEYCAP) or ord(sign) in _SKIN


def wrap(text: str, room: float, size: float, lines: int) -> list[str]:
    """Return a text on at most `lines` lines of `room` pixels, broken between words; what does not fit ends in an ellipsis.

    >>> wrap("Conflict resolution by phone", 70, 10, 2)
    ['Conflict', 'resolution…']
    """
    words, out = text.split(" "), [""]
    for place, word in enumerate(words):
        longer = f"{out[-1]} {word}".strip()
        if width(longer, size) <= room or not out[-1]:
            out[-1] = longer
        elif len(out) < lines:
            out.append(word)
        else:
            out[-1] = out[-1] + " " + " ".join(words[place:])
            break
    return [fit(line, room, size) for line in out]


def shown(text: str) -> str:
    """Return a text as it is put into a picture: its direction stays its own.

    >>> shown("Calls")
    'Calls'
    """
    return text if text.isascii() else isolated(text)
