"""Where a table of levels is on a sheet: its row of headings, its columns of levels and of labels, and its last row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...sources.base import Sheet
from .legend import Legend
from .tokens import BLANK, DAY, LEVELS, TEXT, WORD, Kinds

LOOK_AT_ROWS = 60  # of the header
OTHERWISE = 0.2  # the share of a column's cells that may be no levels: remarks, slips
LABELS = 0.5  # the share of a column's cells that must be texts for labels


@dataclass(frozen=True)
class Region:
    """A table of levels, rows and columns counted from 0; `end` is the row after the last one.

    `group` is the row of headings over several columns, right above the header; -1 where there is none. `values` are
    the columns of levels, `days` those of days, `labels` those of texts.
    """

    header: int
    end: int
    values: Sequence[int]
    days: Sequence[int]
    labels: Sequence[int]
    group: int = -1


def find_region(sheet: Sheet, kinds: Kinds, legend: Legend, least: int) -> Region | None:
    """Return the table with the most levels on a sheet whose header has at least so many columns of them; None without one."""
    kinds = _without_legend(kinds, legend)
    best: tuple[int, int, Region] | None = None
    for end in _ends(kinds):
        for region, cells in _regions(kinds, end):
            columns = len(region.values) + len(region.days)
            if columns >= least and (
                best is None or (columns, cells, region.header) >= (best[0], best[1], best[2].header)
            ):
                best = columns, cells, region
    return None if best is None else _with_group(sheet, kinds, best[2])


def _without_legend(kinds: Kinds, legend: Legend) -> Kinds:
    if not legend.cells:
        return kinds
    rows = {row for row, _ in legend.cells}
    return [
        [BLANK if (number, at) in legend.cells else kind for at, kind in enumerate(row)] if number in rows else row
        for number, row in enumerate(kinds)
    ]


def _ends(kinds: Kinds) -> Iterator[int]:
    """Where a table may end: before a blank row, or with the sheet."""
    last = max((number for number, row in enumerate(kinds) if any(row)), default=-1) + 1
    blank = [number for number in range(1, min(last, 400)) if not any(kinds[number]) and any(kinds[number - 1])]
    yield from blank[:12]
    yield last


def _regions(kinds: Kinds, end: int) -> Iterator[tuple[Region, int]]:
    """Every row of headings with the columns of levels below it, and how many levels there are."""
    width = max((len(row) for row in kinds[:end]), default=0)
    levels, days, texts, others = ([0] * width for _ in range(4))
    for row in kinds[:end]:
        for at, kind in enumerate(row):
            if kind:
                counts = levels if kind in LEVELS else days if kind == DAY else texts if kind == TEXT else others
                counts[at] += 1
    for header in range(min(end, LOOK_AT_ROWS)):
        row = kinds[header]
        for at, kind in enumerate(row):
            if kind:
                counts = levels if kind in LEVELS else days if kind == DAY else texts if kind == TEXT else others
                counts[at] -= 1
        headed = [at for at, kind in enumerate(row) if kind == TEXT]
        values = [at for at in headed if levels[at] and days[at] + texts[at] + others[at] <= OTHERWISE * levels[at]]
        dated = [at for at in headed if days[at] and levels[at] + texts[at] + others[at] <= OTHERWISE * days[at]]
        if values or dated:
            chosen = {*values, *dated}
            labels = [
                at
                for at in range(width)
                if at not in chosen
                and texts[at]
                and texts[at] >= LABELS * (levels[at] + days[at] + texts[at] + others[at])
            ]
            numbered = [
                at for at in range(width) if at not in chosen and at not in labels and others[at] and at in headed
            ]
            yield (
                Region(header, end, values, dated, sorted({*labels, *numbered})),
                sum(levels[at] + days[at] for at in chosen),
            )


def _with_group(sheet: Sheet, kinds: Kinds, region: Region) -> Region:
    """The row above the header heads groups of columns where a text stands over one of the columns of levels."""
    above = region.header - 1
    if above < 0:
        return region
    columns = {*region.values, *region.days}
    here = {at for at, kind in enumerate(kinds[above]) if kind in (TEXT, WORD)}
    return replace(region, group=above) if here & columns else region
