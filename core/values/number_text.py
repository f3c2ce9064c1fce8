"""Numbers that were written as text: "2,000,000.01", "1.200,50", "10 000", "€ 300", "−5", "(5)", "½", "10 days", "93 %".

What can mean one thing only is that number. "1,200" is 1200 or 1.2, and "1,5" may be 1.5 or a slip: both are settled by
the decimal mark that the sheet's other cells, or its locale, use.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from .unit_words import CURRENCIES, MULTIPLIERS, ONLY_WITH_CURRENCY, PER_CENT, PER_MILLE

SPACES = dict.fromkeys(map(ord, "\xa0\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u2004\u2005\u2006\u3000\t"), " ")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u00ad\u200e\u200f"))
SIGNS = {**dict.fromkeys(map(ord, "−–‒‐‑﹣－"), "-"), **dict.fromkeys(map(ord, "’‘ʼ"), "'")}
FRACTIONS = {
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
    "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6, "⅒": 1 / 10,
}  # fmt: skip
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*%?")
OPEN = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\s*%?")  # plain numbers that a decimal comma would make larger
LONGEST = 60  # characters; no number is longer

_GLYPHS = "".join(FRACTIONS)
_CURRENCY = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?) ?(?P<before>(?:{_CURRENCY})(?![a-z])\.?)? ?(?P<inner>[-+]?) ?"
    rf"(?P<body>(?:[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)? ?[{_GLYPHS}]|[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)"
    r"(?P<minus> ?-(?=$))?(?P<tail>.*)",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")


@dataclass(frozen=True)
class NumberText:
    """A number in a text: what it is with a decimal point, and with a decimal comma; None where it is none.

    `unit` is what stands around it in small letters ("%", "€", "days"). `mark` is the decimal mark that it proves.
    `weak` is a comma that only a decimal comma explains, and that may be a slip as well. `factor` is what a word such
    as "k" or "million" multiplies by.
    """

    point: float | None
    comma: float | None
    unit: str = ""
    mark: str = ""
    weak: bool = False
    factor: float = 1.0

    @property
    def sure(self) -> float | None:
        """The number, where it can be one only.

        >>> NumberText(1200.0, 1.2).sure, NumberText(None, 1.5, weak=True).sure, NumberText(1.5, None).sure
        (None, None, 1.5)
        """
        if self.weak or (self.point is not None and self.comma is not None and self.point != self.comma):
            return None
        return self.comma if self.point is None else self.point

    def settled(self, decimal_mark: str) -> float | None:
        """Return the number when the decimal mark is known, None when it stays open or does not fit.

        >>> NumberText(1200.0, 1.2).settled(","), NumberText(None, 1.5, weak=True).settled(".")
        (1.2, None)
        """
        if self.sure is not None:
            return self.sure
        return {".": self.point, ",": self.comma}.get(decimal_mark)

    @property
    def readings(self) -> tuple[float, ...]:
        """The numbers that it may be."""
        return tuple(value for value in (self.point, self.comma) if value is not None)


def clean(text: str) -> str:
    """Return a text with plain spaces, minus signs and apostrophes, and without invisible characters.

    >>> clean("\\u22125\\xa0000 ")
    '-5 000'
    """
    return text.translate(SPACES).translate(INVISIBLE).translate(SIGNS).strip()


@lru_cache(maxsize=65_536)
def parse(text: str) -> NumberText | None:
    """Return the number that a text is, or None when it is none.

    >>> parse("1.200,50 €"), parse("10 k"), parse("ca. 5")
    (NumberText(point=1200.5, comma=1200.5, unit='€', mark=',', weak=False, factor=1.0), NumberText(point=10000.0, comma=10000.0, unit='', mark='', weak=False, factor=1000.0), None)
    """
    text = clean(text)
    if len(text) > LONGEST:
        return None
    if text[:1] == "'" and text[1:2] != "'":
        text = text[1:].lstrip()
    negative = re.fullmatch(r"\((?P<inside>[^()]+)\)|(?P<before>[^()0-9-]+)\((?P<amount>[^()-]*[0-9][^()-]*)\)", text)
    if negative is not None:
        text = negative["inside"] or negative["before"] + negative["amount"]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    signs = match["sign"] + match["inner"] + (match["minus"] or "").strip() + ("-" if negative else "")
    body = _body(match["body"])
    tail = _tail(match["tail"].strip(), (match["before"] or "").lower())
    if body is None or tail is None or len(signs) > 1:
        return None
    factor, unit = tail
    if body.weak and unit in CURRENCIES and re.fullmatch(r"[0-9]+,[0-9]{2}", match["body"]):
        body = replace(body, weak=False, mark=",")  # a price: nobody groups by two digits
    signed, large = -factor if "-" in signs else factor, max(factor, 1.0)
    return NumberText(_times(body.point, signed), _times(body.comma, signed), unit, body.mark, body.weak, large)


def _times(value: float | None, factor: float) -> float | None:
    if value is None:
        return None
    return value / round(1 / factor) if 0 < abs(factor) < 1 else value * factor


def _body(body: str) -> NumberText | None:
    """Digits with their separators, and a fraction at the end."""
    if body[-1:] in FRACTIONS:
        whole = body[:-1].strip()
        if not whole:
            return NumberText(FRACTIONS[body], FRACTIONS[body])
        if not whole.isdigit():
            return None
        value = float(whole) + FRACTIONS[body[-1]]
        return NumberText(value, value)
    marks = {mark for mark in body if not mark.isdigit()}
    if not marks:
        return NumberText(float(body), float(body))
    if marks in ({"."}, {","}) and sum(map(body.count, marks)) == 1:
        return _one_mark(body)
    return _grouped(body)


def _one_mark(body: str) -> NumberText:
    """One point or comma: a decimal mark, or between groups of three digits."""
    decimal = float(body.replace(",", "."))
    grouped = float(re.sub("[.,]", "", body)) if _GROUPS.fullmatch(body) else None
    if "." in body:
        return NumberText(decimal, grouped, mark="" if grouped is not None else ".")
    weak = grouped is None and not body.startswith(("0", ","))
    return NumberText(grouped, decimal, mark="" if weak or grouped is not None else ",", weak=weak)


def _grouped(body: str) -> NumberText | None:
    """Groups of digits between marks of one kind, perhaps with a decimal mark of another kind behind them."""
    whole, mark, rest = body, "", ""
    last = max(body.rfind("."), body.rfind(","))
    if last >= 0 and body.count(body[last]) == 1:
        whole, mark, rest = body[:last], body[last], body[last + 1 :]
    if _GROUPS.fullmatch(whole) is None or not (rest.isdigit() or not mark):
        return None
    value = float(re.sub("[^0-9]", "", whole) + ("." + rest if rest else ""))
    proved = mark or {".": ",", ",": "."}.get(whole.strip("0123456789")[:1], "")
    return NumberText(value, value, mark=proved)


def _tail(tail: str, before: str) -> tuple[float, str] | None:
    """What stands behind a number as a factor and a unit; None when that is not understood."""
    words = tail.lower().split()
    if not words:
        return 1.0, before
    if " ".join(words) in PER_CENT:
        return (0.01, "%") if not before else None
    if words == [PER_MILLE]:
        return (0.001, PER_MILLE) if not before else None
    glued = re.fullmatch(rf"(.*?)\.?({_CURRENCY})", words[0])
    if glued is not None and glued[1] in MULTIPLIERS:
        words[:1] = [glued[1], glued[2]]
    factor, first = 1.0, words[0].rstrip(".")
    if first in MULTIPLIERS:
        currency = before or (words[1] if words[1:] and words[1] in CURRENCIES else "")
        if currency or first not in ONLY_WITH_CURRENCY:
            factor, words = MULTIPLIERS[first], words[1:]
    unit = " ".join(words)
    if (before and unit) or any(letter.isdigit() for letter in unit) or not (unit or "x")[0].isalpha():
        return (factor, unit) if unit in CURRENCIES and not before else None
    return factor, unit or before


def decimal_mark(texts: Collection[str]) -> str:
    """Return the decimal mark that texts prove, or nothing when none or both are proved.

    >>> decimal_mark({"1.200,50", "1.200"}), decimal_mark({"1,5"}), decimal_mark({"1,5", "4,75"}), decimal_mark({"1.5", "0,5"})
    (',', '', ',', '')
    """
    numbers = [number for number in map(parse, texts) if number is not None]
    strong = {number.mark for number in numbers if number.mark}
    weak = sum(number.weak for number in numbers)
    if len(strong) == 1:
        return "" if strong == {"."} and weak else strong.pop()
    return "," if not strong and weak > 1 else ""
