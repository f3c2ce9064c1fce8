"""Cells of a column of skill levels: "3 - Advanced", "Level 3", "L4", "★★★", "3/5", "assists", "Expert"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from .. import skills
from ..cells import Cell, is_blank, word
from .cell_reading import NOT_A_NUMBER, PERCENT, CellReading, ColumnContext, fault, quoted
from .number_text import clean
from .number_values import read_number
from .value_words import LEVELS, fold

OWN_SCALE = "levels run from 0 (none) to 5 (sets direction)"
OTHER_SCALE_SHARE = 0.1  # of a column's numbers above 5: from here on they are a scale, below they are slips
WORDS = "level"
_TOP = 5.0
_NAMED = re.compile(r"(?:level|lvl|lv|stufe|nivel|niveau|l|n) ?[.:#-]? ?([0-5](?:[.,][0-9]+)?)", re.IGNORECASE)
_WITH_WORD = re.compile(
    r"(?:(?:level|lvl|stufe|nivel|l) ?)?([0-5]) ?(?:-|:|=|\.|\)|·|\|) ?(\D{2,60})|([0-5]) ?\((\D{2,60})\)",
    re.IGNORECASE,
)
_WORD_FIRST = re.compile(r"(\D{2,60}?) ?(?:\(([0-5])\)|[-:=] ?([0-5]))", re.IGNORECASE)
_RATIO = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?(?:/|of|out of|von|de) ?(5|10|100)", re.IGNORECASE)
_STARS = re.compile(r"([★⭐●⬤◉■🟊*]+)[☆○◯◎□-]*")
_MARKS = "\ufe0f "


def read_level(context: ColumnContext, cell: Cell) -> CellReading:
    """Return the level in a cell; a fault where it is none, or where its number and its word contradict each other."""
    if isinstance(cell, bool):
        return _none(context, cell)
    if not isinstance(cell, str):
        reading = read_number(context, cell)
        return _none(context, cell) if reading.unit == PERCENT else reading
    if word(cell) in skills.LEVEL_WORDS:
        return CellReading(skills.LEVEL_WORDS[word(cell) or ""], WORDS)
    if is_blank(cell) or cell.strip().lower() in NOT_A_NUMBER:
        return CellReading()
    reading = _from_text(context, cell) or read_number(context, cell)
    return (
        _none(context, cell)
        if reading.unit == PERCENT or (reading.fault and "could be" not in reading.fault)
        else reading
    )


def _none(context: ColumnContext, cell: Cell) -> CellReading:
    words = ", ".join(f"{level:g} {name}" for name, level in skills.LEVEL_WORDS.items())
    what = f"{context.column.name} is {'text: ' if isinstance(cell, str) else ''}{quoted(cell)}"
    return fault(what, f"type a level: {words}")


def _from_text(context: ColumnContext, text: str) -> CellReading | None:
    """A number with the words or signs that people put around it, or a word that means one level only."""
    text = clean(text)
    pair = split(text)
    if pair is not None:
        number, name = pair
        if skills.LEVEL_WORDS.get(word(name) or "", number) != number:
            what = f"{context.column.name}: {quoted(text)} names two levels; it is not counted"
            return fault(what, f"type the number only: {OWN_SCALE}")
        return CellReading(number, WORDS, "read from words")
    ratio = _RATIO.fullmatch(text)
    if ratio is not None:
        share = float(ratio[1].replace(",", ".")) / float(ratio[2])
        return CellReading(share * _TOP, WORDS, f"written as so many of {ratio[2]}") if share <= 1 else None
    named = _NAMED.fullmatch(text)
    if named is not None:
        return CellReading(float(named[1].replace(",", ".")), WORDS, "read from words")
    stars = _STARS.fullmatch(text.translate(dict.fromkeys(map(ord, _MARKS))))
    if stars is not None and len(stars[1]) <= _TOP:
        return CellReading(float(len(stars[1])), WORDS, "read from signs")
    level = legend(context.texts).get(fold(text), LEVELS.get(fold(text)))
    return None if level is None else CellReading(level, WORDS, "read from words")


def split(text: str) -> tuple[float, str] | None:
    """Return the number and the name of a level that is written as both.

    >>> split("3 - Advanced"), split("Advanced (3)"), split("Advanced")
    ((3.0, 'Advanced'), (3.0, 'Advanced'), None)
    """
    match = _WITH_WORD.fullmatch(text)
    if match is not None:
        return float(match[1] or match[3]), (match[2] or match[4]).strip()
    match = _WORD_FIRST.fullmatch(text)
    if match is not None and _NAMED.fullmatch(text) is None:
        return float(match[2] or match[3]), match[1].strip()
    return None


def legend(texts: Collection[str]) -> dict[str, float]:
    """Return the levels that a column's own texts give to words: "3 - Advanced" says what "Advanced" is.

    >>> legend({"3 - Advanced", "2 (Basic)", "9"})
    {'advanced': 3.0, 'basic': 2.0}
    """
    pairs = sorted((fold(pair[1]), pair[0]) for pair in map(split, map(clean, texts)) if pair is not None)
    levels = dict(pairs)
    return {name: level for name, level in levels.items() if all(other == level for key, other in pairs if key == name)}


def on_scale(
    context: ColumnContext, readings: Mapping[Any, CellReading], counts: Mapping[Any, int]
) -> tuple[dict[Any, CellReading], str]:
    """Return the readings, without the plain numbers of a column on another scale; and the reason, to be told once.

    `counts` says how often each cell stands in the column.
    """
    plain = {key: reading for key, reading in readings.items() if reading.value is not None and reading.unit != WORDS}
    total = sum(counts[key] for key in plain)
    fractions = [reading.value for reading in plain.values() if 0 < reading.value < 1]
    if fractions and all(reading.value <= 1 for reading in plain.values()):
        what = f"{context.column.name}: no number is above 1, so that they look like shares; none of them is counted"
        return {
            key: replace(reading, value=None) if key in plain else reading for key, reading in readings.items()
        }, what
    above = sum(counts[key] for key, reading in plain.items() if reading.value > _TOP)
    if above <= OTHER_SCALE_SHARE * total or total == 1:
        return dict(readings), ""
    top = max(reading.value for reading in plain.values())
    scale = next((scale for scale in (10, 100) if top <= scale), None)
    meant = f"they look like a scale of {scale}" if scale else "they are on another scale"
    what = (
        f"{context.column.name}: {above} numbers are above 5, so that {meant}; none of the column's numbers is counted"
    )
    return {key: replace(reading, value=None) if key in plain else reading for key, reading in readings.items()}, what
