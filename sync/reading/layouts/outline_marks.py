"""What marks a row as an objective or a key result: "Objective 1:", "KR1.2", "1.1", a bullet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Rank = Literal["objective", "key result"]
RANKS: tuple[Rank, ...] = ("key result", "objective")

LONGEST = 60  # characters of a mark
_OBJECTIVE = r"(?:objective|obj|goal|ziel|zielsetzung|objetivo|objectif|obiettivo|doel)"
_KEY_RESULT = r"(?:key[ -]?result|kr|schlüsselergebnis|ergebnis|resultado[ -]clave|resultado[ -]chave|résultat[ -]clé|risultato[ -]chiave)"
_COUNT = r"\s*#?\s*[0-9]*(?:\.[0-9]+)*\s*"
_BREAK = r"(?:[:.)\]–—-]+(?![0-9])\s*|$)"
PREFIX: Mapping[Rank, re.Pattern[str]] = {
    "objective": re.compile(
        rf"(?:{_OBJECTIVE}{_COUNT}{_BREAK}|{_OBJECTIVE}\s*#?[0-9]+\s+|o\s?[0-9]+\b(?!\.[0-9])[\s:.)–—-]*)",
        re.IGNORECASE,
    ),
    "key result": re.compile(
        rf"(?:{_KEY_RESULT}{_COUNT}{_BREAK}|{_KEY_RESULT}\s*#?[0-9]+(?:\.[0-9]+)*\s+|o\s?[0-9]+[.\s-]?kr\s?[0-9]+\b[\s:.)–—-]*)",
        re.IGNORECASE,
    ),
}
_NUMBER = re.compile(r"([0-9]+)((?:\.[0-9]+)*)\.?(?:[\s):–—-]+|$)")
_BULLET = re.compile(r"[•◦▪‣·*–—-]\s+")


def _beginning(text: str) -> str:
    """The part of a text in which a mark may stand; what follows it is no mark."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def rank_by_prefix(text: str) -> Rank | None:
    """Return what a text says that it is before its words, None when it says nothing.

    >>> rank_by_prefix("KR 1.2: Deploy often"), rank_by_prefix("O2 Grow"), rank_by_prefix("Deploy often")
    ('key result', 'objective', None)
    """
    return next((rank for rank in RANKS if PREFIX[rank].match(_beginning(text.strip()))), None)


def without_prefix(text: str, rank: Rank) -> str:
    """Return the words behind a prefix such as "KR1.2:", a number or a bullet; nothing when it is all there is.

    >>> without_prefix("KR 1.2: Deploy often", "key result"), without_prefix("1.1 Deploy often", "key result")
    ('Deploy often', 'Deploy often')
    """
    text = text.strip()
    beginning = _beginning(text)
    prefix = PREFIX[rank].match(beginning) or _BULLET.match(beginning)
    if prefix is None:
        prefix = _NUMBER.match(beginning)
        if prefix is not None and prefix.group().strip().isdigit():
            prefix = None  # "10 new customers" begins with a figure
    return text[prefix.end() :].strip() if prefix else text


def depth(mark: str) -> int:
    """Return how many numbers a mark has, 0 without one.

    >>> depth("2"), depth("2.1 Sell"), depth("Sell")
    (1, 2, 0)
    """
    found = _NUMBER.match(_beginning(mark.strip()))
    return 1 + found[2].count(".") if found else 0
