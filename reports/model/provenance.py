"""Which cells a figure comes from, in a form short enough to print beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ...core.errors import Location
from ...core.key_result_status import KeyResultStatus, is_control

CELLS_SHOWN, SHEETS_SHOWN = 6, 3
MAX_CELLS = 24  # cells that a provenance remembers; the others are only counted

_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Provenance:
    """Some cells, the first of them by name, all of them counted."""

    places: tuple[Location, ...] = ()
    total: int = 0

    @staticmethod
    def of(places: Iterable[Location]) -> Provenance:
        """Return the provenance of a few cells."""
        locations = tuple(places)
        if len(locations) > 1:
            locations = tuple(dict.fromkeys(locations))
        return Provenance(locations[:MAX_CELLS], len(locations))

    def __add__(self, other: Provenance) -> Provenance:
        room = MAX_CELLS - len(self.places)
        places = self.places + other.places[:room] if room > 0 else self.places
        return Provenance(places, self.total + other.total)

    @property
    def named(self) -> tuple[tuple[Location, ...], int]:
        """The cells by sheet, shortened, and how many of them are not named.

        >>> Provenance.of([Location("Q1.xlsx", "Key results", cell) for cell in ("H5", "H6", "H7", "H9")]).named
        ((Location(workbook='Q1.xlsx', sheet='Key results', cell='H5:H7, H9'),), 0)
        """
        if len(self.places) < 2:
            return self.places, self.total - len(self.places)
        sheets: dict[tuple[str, str], list[str]] = {}
        for place in self.places:
            sheets.setdefault((place.workbook, place.sheet), []).append(place.cell)
        shown, count = [], 0
        for (workbook, sheet), cells in list(sheets.items())[:SHEETS_SHOWN]:
            text, size = _shortened(tuple(cells))
            shown.append(Location(workbook, sheet, text))
            count += size
        return tuple(shown), self.total - count


@lru_cache(65536)
def _shortened(cells: tuple[str, ...]) -> tuple[str, int]:
    """The first runs of some cells as a text, and how many cells that names; workbooks of one make repeat theirs."""
    runs = _runs(cells)[:CELLS_SHOWN]
    return ", ".join(text for text, _ in runs), sum(size for _, size in runs)


def compressed(texts: Iterable[str]) -> str:
    """Return the cells of several texts as one text, each cell once, cells below one another as a range.

    >>> compressed(["H5:H7, H9", "H8", "B2"])
    'B2, H5:H9'
    """
    cells = dict.fromkeys(cell for text in texts for part in text.split(", ") for cell in _expanded(part))
    return ", ".join(text for text, _ in _runs(cells))


def _expanded(part: str) -> list[str]:
    first, _, last = part.partition(":")
    (column, top), (_, bottom) = _spot(first), _spot(last or first)
    return [f"{column}{row}" for row in range(top, bottom + 1)] if top else [part]


def cell_ranges(cells: Iterable[str]) -> list[str]:
    """Return cells as texts, those below one another as a range.

    >>> cell_ranges(["A5", "A6", "A7", "C9"])
    ['A5:A7', 'C9']
    """
    return [text for text, _ in _runs(cells)]


def _runs(cells: Iterable[str]) -> list[tuple[str, int]]:
    """Cells below or beside one another become one range; each comes with how many cells it stands for."""
    runs: list[list[tuple[str, int]]] = []
    for spot in sorted(map(_spot, cells), key=lambda spot: (len(spot[0]), spot)):
        if runs and runs[-1][-1] == (spot[0], spot[1] - 1):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return [piece for run in runs for piece in _written(run)]


def _spot(cell: str) -> tuple[str, int]:
    match = _CELL.fullmatch(cell)
    return (match[1], int(match[2])) if match else (cell, 0)


def _written(run: list[tuple[str, int]]) -> list[tuple[str, int]]:
    names = [f"{column}{row or ''}" for column, row in run]
    return [(f"{names[0]}:{names[-1]}", len(run))] if len(run) > 2 else [(name, 1) for name in names]


def value_provenance(status: KeyResultStatus) -> Provenance:
    """Return the cell that holds a key result's value: its own, or its last check-in's."""
    if status.key_result.current is None and status.current is not None:
        last = [check_in for check_in in status.check_ins if check_in.value is not None][-1]
        return Provenance.of([last.origin.location("value")])
    return Provenance.of([status.key_result.origin.location("current")])


def provenance_of(status: KeyResultStatus) -> Provenance:
    """Return every cell that a key result's figures come from."""
    key_result = status.key_result
    measured_by = ("lowest", "highest") if is_control(key_result) else ("start", "target")
    fields = [field for field in (*measured_by, "start_date", "due_date") if getattr(key_result, field) is not None]
    return Provenance.of(key_result.origin.location(field) for field in fields) + value_provenance(status)
