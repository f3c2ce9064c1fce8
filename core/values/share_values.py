"""Cells of a column of shares (confidence, progress, gaps), each on the scale that it is written on: 0.7, 70, "70%", "7/10".

A fraction below 1 and a percentage are what they are. A plain number above 1 is so many of ten (confidence and self-assessment up to 10) or
of a hundred. 1 itself, and a small number among large ones, count only where the column leaves one reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .. import cells
from ..cells import Cell
from .cell_reading import PERCENT, CellReading, ColumnContext, fault, quoted, shown
from .number_text import clean
from .number_values import read_number
from .value_words import CONFIDENCE, fold

SCALES = {"confidence": (1.0, 10.0, 100.0), "self-assessment": (1.0, 10.0, 100.0)}
PERCENT_SCALES = (1.0, 100.0)
IN_WORDS = "read from words (very high 90%, high 80%, medium 50%, low 20%, very low 10%)"
DONE_IN_WORDS = "read from words (done 100%, not done 0%)"
_TICKS = {**dict.fromkeys("✓✔☑✅🗹", 1.0), **dict.fromkeys("✗✘☒❌☐", 0.0)}
_ARROW = re.compile(r"^(?:[=-]*>|→|⇒) ?")
_RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:/|of|out of|von|de) ?([1-9][0-9]*)", re.IGNORECASE)


def read_share(context: ColumnContext, cell: Cell) -> CellReading:
    """Return the share in a cell, with the unit "%" where the cell itself says its scale; else a number to be scaled.

    >>> from okrsheets.core.schema import CHECK_INS
    >>> confidence = ColumnContext(CHECK_INS.column("confidence"))
    >>> read_share(confidence, "7 of 10").value, read_share(confidence, "High").value, read_share(confidence, 7).value
    (0.7, 0.8, 7.0)
    """
    if isinstance(cell, bool):
        return fault(f"{context.column.name} is {shown(cell)}, where a share belongs", "type a percentage, e.g. 70%")
    if isinstance(cell, str):
        ratio = _RATIO.fullmatch(clean(cell))
        if ratio is not None and float(ratio[1]) <= float(ratio[2]):
            return CellReading(float(ratio[1]) / float(ratio[2]), PERCENT, "written as so many of so many")
        word = CONFIDENCE.get(fold(cell)) if context.column.name == "confidence" else None
        if word is not None:
            return CellReading(word, PERCENT, IN_WORDS)
        if context.column.name == "progress":
            return _progress(context, cell)
    reading = read_number(context, cell)
    if reading.fault:
        return replace(reading, hint="type a percentage, e.g. 70%")
    return reading


def _progress(context: ColumnContext, text: str) -> CellReading:
    """Progress as people note it: done or not done, or behind an arrow ("=> 78%")."""
    if cells.word(text) in cells.DONE | cells.NOT_DONE:
        return CellReading(cells.done(text), PERCENT, DONE_IN_WORDS)
    if clean(text) in _TICKS:
        return CellReading(_TICKS[clean(text)], PERCENT, DONE_IN_WORDS)
    reading = read_number(context, _ARROW.sub("", clean(text)))
    return replace(reading, hint="type a percentage, e.g. 70%") if reading.fault else reading


@dataclass(frozen=True)
class _Scales:
    """Which scales the plain numbers of a column are surely written on."""

    fractions: bool
    tens: bool
    hundreds: bool
    marked: bool

    @property
    def mixed(self) -> bool:
        """Whether it is more than one, so that a note is due."""
        return self.fractions + self.tens + self.hundreds + self.marked > 1 and (self.tens or self.hundreds)


def scale(context: ColumnContext, readings: Mapping[Any, CellReading]) -> dict[Any, CellReading]:
    """Return the readings of a column's distinct cells as shares of 1; a fault where a cell has two readings.

    The keys are tuples that end with the cell itself, for messages.
    """
    ten = 10.0 in SCALES.get(context.column.name, ())
    plain = [reading.value for reading in readings.values() if _is_plain(reading)]
    scales = _Scales(
        fractions=any(0 < value < 1 for value in plain),
        tens=ten and any(1 < value <= 10 for value in plain),
        hundreds=any(value > (10 if ten else 1) for value in plain),
        marked=any(reading.unit == PERCENT for reading in readings.values()),
    )
    return {key: _scaled(context, scales, key, reading, ten) for key, reading in readings.items()}


def _is_plain(reading: CellReading) -> bool:
    return reading.value is not None and not reading.fault and reading.unit != PERCENT


def _scaled(context: ColumnContext, scales: _Scales, key: Any, reading: CellReading, ten: bool) -> CellReading:
    if reading.value is None or reading.fault:
        return reading
    readings = (reading.value,) if reading.unit == PERCENT else _candidates(reading.value, scales, ten)
    cell = key[-1]
    if len(readings) > 1:
        one, two = (f"{value:.0%}" for value in readings)
        what = f"{context.column.name}: {quoted(cell)} could be {one} or {two}; it is not counted"
        return fault(what, f"type it as {one} or {two}")
    if readings[0] < 0 or (readings[0] > 1 and context.column.limits != (None, None)):
        side = "below 0" if readings[0] < 0 else "above 1" if not ten else "above 100%"
        return fault(f"{context.column.name} is {side}: {shown(cell)}", context.column.help)
    note = reading.note
    if scales.mixed and not note and readings[0] != reading.value:
        note = "scaled cell by cell, since the column mixes scales"
    return CellReading(readings[0], note=note)


def _candidates(value: float, scales: _Scales, ten: bool) -> tuple[float, ...]:
    """What a plain number may be as a share of 1."""
    if value < 1:
        return (value,)
    if value == 1:
        if scales.fractions or not (scales.tens or scales.hundreds):
            return (1.0,) if not scales.tens else (1.0, 0.1)
        return (1.0, 0.1) if scales.tens else (1.0, 0.01)
    if ten and value <= 10:
        return (value / 10, value / 100) if scales.hundreds else (value / 10,)
    return (value / 100,)
