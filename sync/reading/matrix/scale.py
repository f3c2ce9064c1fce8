"""What the levels of a sheet are on our scale from 0 to 5: by its legend, its signs, its words or its numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....core.cells import Cell
from ....core.values.value_words import fold
from .legend import Legend
from .tokens import MARK, NUMBER, SHARE, WORD, text_levels
from .vocabulary import vocabulary

TOP = 5.0
_NUMERIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
ABLE = 3.0  # the level of somebody of whom a sheet says only that they can do it: applies alone
SLIPS = 0.1  # the share of a sheet's numbers above 5 that are slips; above it they are another scale
_HUNDRED = re.compile(
    r"(?:0|1)\s*(?:-|–|to|bis|a|à|tot|do|~)\s*10\b|\b(?:out of|von|sur|de|of|/)\s?10\b", re.IGNORECASE
)

Key = tuple[str, Any]  # kind and cell, so that 1 and TRUE differ


@dataclass(frozen=True)
class Scale:
    """The level of each cell of a table, what is said about it, and why it is not known where it is not.

    A cell that is not among `levels` (a tick box: among `ticks`) says no level; `unsure` is empty where the scale is
    known. `unread` are the cells that hold something and say no level.
    """

    levels: Mapping[Cell, float] = field(default_factory=dict)
    text: str = ""
    unsure: str = ""
    ticks: Mapping[Cell, float] = field(default_factory=dict)
    unread: Collection[Cell] = frozenset()

    def level(self, cell: Cell) -> float | None:
        """Return the level that a cell says."""
        return self.ticks.get(cell) if cell.__class__ is bool else self.levels.get(cell)


@dataclass(frozen=True)
class _Reading:
    """The levels of the cells of one kind."""

    levels: Mapping[Key, float] = field(default_factory=dict)
    text: str = ""
    unsure: str = ""


def scale_of(counts: Mapping[tuple[str, Cell], int], legend: Legend, context: str) -> Scale:
    """Return the scale of a table from the number of its cells by kind and content, its legend, its titles and headings."""
    by_kind: dict[str, dict[Key, int]] = {}
    for (kind, cell), count in counts.items():
        key = (kind, cell.strip() if isinstance(cell, str) else cell)
        alike = by_kind.setdefault(kind, {})
        alike[key] = alike.get(key, 0) + count
    if NUMBER in by_kind and SHARE in by_kind:
        return Scale(unsure="some levels are numbers and some percentages")
    if any(re.fullmatch(r"[★⭐]{2,}[☆✩]*", str(key[1])) for key in by_kind.get(WORD, {})):
        stars = {key for key in by_kind.get(MARK, {}) if key[1] in ("★", "⭐")}
        by_kind[WORD].update({key: by_kind[MARK].pop(key) for key in stars})
    readers = {MARK: _marks, NUMBER: _numbers, SHARE: _shares, WORD: _words}
    readings = [reader(by_kind[kind], legend, context) for kind, reader in readers.items() if by_kind.get(kind)]
    none = {code for code, text in legend.meanings.items() if vocabulary().is_no_level(text)}
    levels = {key: level for reading in readings for key, level in reading.levels.items()}
    unsure = next((reading.unsure for reading in readings if reading.unsure), "")
    return _whole(counts, levels, none, "; ".join(reading.text for reading in readings if reading.text), unsure)


def answered_scale(counts: Mapping[tuple[str, Cell], int], answered: Mapping[str, float]) -> Scale:
    """Return the scale that the owner of a sheet says; a number between two that are named has a level between theirs."""
    exact = {fold(text): level for text, level in answered.items()}
    points = sorted((float(text), level) for text, level in answered.items() if _NUMERIC.fullmatch(text))
    levels: dict[Key, float] = {}
    for kind, cell in counts:
        bare = cell.strip() if isinstance(cell, str) else cell
        level = exact.get(fold(_code(bare)))
        if level is None and kind == NUMBER and points and points[0][0] <= _number(bare) <= points[-1][0]:
            level = _between(points, _number(bare))
        if level is not None:
            levels[kind, bare] = level
    return _whole(counts, levels, (), "levels as answered", "")


def _between(points: Sequence[tuple[float, float]], number: float) -> float:
    """The level of a number by those of the named numbers around it."""
    for (low, below), (high, above) in itertools.pairwise(points):
        if low <= number <= high:
            return round(below + (above - below) * (number - low) / (high - low), 2)
    return points[0][1]


def _whole(
    counts: Mapping[tuple[str, Cell], int], levels: Mapping[Key, float], none: Collection[str], text: str, unsure: str
) -> Scale:
    """The levels of the cells as the sheet writes them."""
    plain: dict[Cell, float] = {}
    ticks: dict[Cell, float] = {}
    unread: set[Cell] = set()
    for kind, cell in counts:
        bare = cell.strip() if isinstance(cell, str) else cell
        level = levels.get((kind, bare))
        if _code(bare) in none:
            continue
        if level is None:
            unread.add(cell)
        else:
            (ticks if isinstance(cell, bool) else plain)[cell] = level
    return Scale(plain, text, unsure, ticks, unread)


def _marks(keys: Mapping[Key, int], legend: Legend, context: str) -> _Reading:
    """Signs and letters: by the legend where it explains them, else by what they say everywhere."""
    texts = {key: str(key[1]).lower() for key in keys}
    explained = {key: legend.meanings[text] for key, text in texts.items() if text in legend.meanings}
    if explained:
        return _by_legend(keys, texts, explained, legend)
    marks = vocabulary().marks
    shown = {str(key[1]) for key in keys}
    for name, text in (("balls", "balls by how full they are"), ("japanese", "◎ ○ △ × as usual in skill maps")):
        if shown <= set(marks[name]) and (shown & (set("◔◑◐◕") if name == "balls" else set("★☆◎△▲"))):
            return _Reading({key: float(marks[name][str(key[1])]) for key in keys}, f"levels are {text}")
    if shown <= set(marks["japanese"]) and {"○", "×"} <= shown:
        return _Reading({key: float(marks["japanese"][str(key[1])]) for key in keys}, "○ is level 3, × level 0")
    return _yes_no(keys, texts)


def _yes_no(keys: Mapping[Key, int], texts: Mapping[Key, str]) -> _Reading:
    marks = vocabulary().marks
    levels: dict[Key, float] = {}
    ticked = set(texts.values()) & (set(marks["yes"]) - {"x"})
    for key, text in texts.items():
        if text in marks["yes"] and not (text == "x" and ticked & {"✓", "✔", "✅", "☑"}):
            levels[key] = ABLE
        elif text in marks["no"] or text in ("x", "×"):
            levels[key] = 0.0
        else:
            return _Reading(unsure=f"no legend says what {str(key[1])!r} means")
    shown = ", ".join(sorted({str(key[1]) for key, level in levels.items() if level}))
    return _Reading(levels, f"{shown} is read as level {ABLE:g} (applies alone)")


def _by_legend(
    keys: Mapping[Key, int], texts: Mapping[Key, str], explained: Mapping[Key, str], legend: Legend
) -> _Reading:
    """The levels that a legend gives to letters and signs: by the words that explain them, each another level."""
    marks = vocabulary().marks
    words = vocabulary()
    by_code: dict[str, float] = {}
    for code in legend.codes:
        level = words.level_in(legend.meanings[code])
        if level is None and words.says("required", legend.meanings[code]):
            level = ABLE
        if level is not None:
            by_code[code] = level
    unknown = [
        text
        for text in texts.values()
        if text not in by_code and text not in marks["no"] and not words.is_no_level(legend.meanings.get(text, ""))
    ]
    if unknown:
        return _Reading(unsure=f"the legend does not say in known words what level {unknown[0]!r} is")
    levels = {key: by_code.get(text, 0.0) for key, text in texts.items()}
    shown = ", ".join(f"{code} = {level:g}" for code, level in sorted(by_code.items(), key=lambda pair: pair[1]))
    return _Reading(levels, f"levels by the legend: {shown}")


def _numbers(keys: Mapping[Key, int], legend: Legend, context: str) -> _Reading:
    """Numbers up to 5 stay as they stand; those of a scale of 10 are halved; others are not known."""
    values = {key: _number(key[1]) for key in keys}
    total = sum(keys.values())
    above = sum(count for key, count in keys.items() if values[key] > TOP)
    top = max([*legend.numbers, 0.0])
    reversed_scale = _reversed(legend)
    if reversed_scale:
        known = {key: reversed_scale[value] for key, value in values.items() if value in reversed_scale}
        return _Reading(known, "the legend counts down: its lowest number is our highest level")
    highest = max(values.values())
    if 0 < top <= TOP:
        return _Reading(
            {key: value for key, value in values.items() if value <= top},
            f"levels up to {top:g} by the legend, as they stand",
        )
    if above and (top == 10 or _HUNDRED.search(context) or (highest > 7 and above > SLIPS * total)):
        return _Reading({key: value / 2 for key, value in values.items()}, "levels from 0 to 10 are halved")
    if above > SLIPS * total or 0 < TOP < top:
        return _Reading(unsure=f"numbers go up to {highest:g}, and no legend says how far the scale goes")
    if highest <= 1 and any(0 < value < 1 for value in values.values()):
        return _Reading(unsure="no number is above 1, so that they look like shares")
    kept = {key: value for key, value in values.items() if value <= TOP}
    return _Reading(kept, f"levels up to {highest:g}, as they stand")


def _reversed(legend: Legend) -> dict[float, float]:
    """The level of each number of a legend whose words go down while its numbers go up; empty for any other legend."""
    known = sorted(
        (number, level) for number, text in legend.numbers.items() if (level := vocabulary().level_in(text)) is not None
    )
    levels = [level for _, level in known]
    falls = len(known) >= 3 and all(one > other for one, other in itertools.pairwise(levels))
    return dict(known) if falls else {}


def _code(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, (int, float)) else str(cell).lower()


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, (int, float)) else float(str(cell).replace(",", "."))


def _shares(keys: Mapping[Key, int], legend: Legend, context: str) -> _Reading:
    levels = {}
    for key in keys:
        share = (
            float(key[1])
            if isinstance(key[1], (int, float))
            else float(str(key[1]).strip(" %").replace(",", ".")) / 100
        )
        if share <= 1:
            levels[key] = share * TOP
    return _Reading(levels, "100% is level 5")


def _words(keys: Mapping[Key, int], legend: Legend, context: str) -> _Reading:
    """Words: by the numbers that the legend gives them, else by a whole scale that has them all, else one by one."""
    words = vocabulary()
    texts = {key: str(key[1]) for key in keys}
    by_number = {fold(text): number for number, text in legend.numbers.items() if number <= TOP}
    folded = {key: fold(text) for key, text in texts.items()}
    if by_number and not _reversed(legend) and all(each in by_number for each in folded.values()):
        return _Reading({key: by_number[each] for key, each in folded.items()}, "words by the numbers of the legend")
    alone = [words.level(each) for each in set(folded.values())]
    if len(set(alone)) < len(alone):  # two words of one level: they belong to a scale that has both
        for scale in words.scales:
            if set(folded.values()) <= set(scale):
                return _Reading({key: scale[each] for key, each in folded.items()}, _shown(folded, scale))
    coded = text_levels(list(texts.values()))
    levels: dict[Key, float] = {}
    for (key, text), number in zip(texts.items(), coded):
        level = number if re.search(r"[0-9★⭐]", text) else words.level(text)
        level = number if level is None else level
        if level is not None:
            levels[key] = level
    return _Reading(levels, _shown(folded, {folded[key]: level for key, level in levels.items()}))


def _shown(folded: Mapping[Key, str], scale: Mapping[str, float]) -> str:
    pairs: Sequence[tuple[str, float]] = sorted(
        {(each, scale[each]) for each in folded.values() if each in scale}, key=lambda pair: pair[1]
    )
    return ", ".join(f"{word} = {level:g}" for word, level in pairs[:6])
