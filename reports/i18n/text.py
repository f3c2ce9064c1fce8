"""Texts from sheets, cut where a list or a sentence cannot bear all of them."""

from __future__ import annotations

from .language import NONE

LONG = 280  # letters of a text that a list shows; the tree has the whole text
NAME = 90  # letters of a name, or of a text that stands inside a sentence
LABEL = 80  # letters of an id


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


def name(text: str | None) -> str:
    """Return a name, cut to what a cell can bear.

    >>> name("Ana")
    'Ana'
    """
    return clip(text, NAME)


def label(id: str, name: str | None) -> str:
    """Return the id to show before the words; nothing where the words are the id.

    >>> label("O1", "Grow"), label("Grow", "Grow")
    ('O1', '')
    """
    return "" if id == " ".join((name or "").split()) else clip(id, LABEL)
