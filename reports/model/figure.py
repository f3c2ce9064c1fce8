"""A figure (or a sentence) as it is printed, with the cells that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from ...core.cells import Day
from ...core.errors import Location
from ..i18n.language import NONE, Language
from .provenance import Provenance

Unit = Literal["", "share", "number", "day"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure (or a sentence) as it is printed, with its source cells.

    `value` is the figure as a number, for sheets, for sorting and for tests: a share is 0..1, a day its serial
    number; `unit` says which: 'share', 'number' or 'day'. `cells` are the first cells it comes from, a `Location` for
    each sheet with its cells as a text such as 'H5:H7, H9'; `more` is how many cells are not named.
    """

    kind: ClassVar[str] = "figure"
    text: str
    value: float | None = None
    unit: Unit = ""
    cells: tuple[Location, ...] = ()
    more: int = 0


NOTHING = Figure(NONE)
_NOWHERE = Provenance()
_NONE: tuple[tuple[Location, ...], int] = ((), 0)


def figure(text: str, provenance: Provenance = _NOWHERE, value: float | None = None, unit: Unit = "") -> Figure:
    """Return a figure with the cells of a provenance."""
    return Figure(text, value, unit, *provenance.named)


def share(language: Language, value: float | None, provenance: Provenance = _NOWHERE) -> Figure:
    """Return a share as a percentage."""
    cells, more = provenance.named if provenance.total else _NONE
    return Figure(language.percent(value), value, "" if value is None else "share", cells, more)


def number(language: Language, value: float | None, provenance: Provenance = _NOWHERE) -> Figure:
    """Return a plain number."""
    cells, more = provenance.named if provenance.total else _NONE
    return Figure(language.number(value), value, "" if value is None else "number", cells, more)


def day(language: Language, serial: Day | None, provenance: Provenance = _NOWHERE) -> Figure:
    """Return a day in words."""
    return Figure(language.day(serial), serial, "" if serial is None else "day", *provenance.named)
