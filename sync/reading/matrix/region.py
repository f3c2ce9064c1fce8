"""Where a table of levels is on a sheet: its row of headings, its columns of levels and of labels, and its last row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from ....core.cells import Cell
from ...sources.base import Sheet
from .labels import likeness
from .legend import Legend
from .tokens import BLANK, DAY, LEVELS, TEXT, WORD, Kinds
from .vocabulary import vocabulary

LOOK_AT_ROWS = 60  # of the header
OTHERWISE = 0.2  # the share of a column's cells that may be no levels: remarks, slips
NAMED = 0.6  # the likeness to names from which on a row above the header names the columns
_ITEM = re.compile(r"[0-9]{1,2}[.)]\s+\D")
HEADINGS = 2  # in a row of headings, at least
LONGEST = 60  # characters of a heading that names such a column
LABELS = 0.5  # the share of a column's cells that must be texts for labels


@dataclass(frozen=True)
class Region:
    """A table of levels, rows and columns counted from 0; `end` is the row after the last one.

    `group` is the row of headings over several columns, right above the header; -1 where there is none. `values` are
    the columns of levels, `days` those of days, `labels` those of texts. `second` is the row that names the columns where
    that is not the header but the row above it: names over roles.
    """

    header: int
    end: int
    values: Sequence[int]
    days: Sequence[int]
    labels: Sequence[int]
    group: int = -1
    second: int = -1

    @property
    def heads(self) -> int:
        """The row that names what each column of levels is."""
        return self.header if self.second < 0 else self.second


def find_region(sheet: Sheet, kinds: Kinds, legend: Legend, least: int) -> Region | None:
    """Return the table with the most levels on a sheet whose header has at least so many columns of them; None without one."""
    kinds = _without_repeats(sheet, _without_legend(kinds, legend))
    best: tuple[tuple[int, int, int], Region] | None = None
    for end in _ends(kinds):
        for region, cells in _regions(sheet, kinds, end):
            columns = len(region.values) + len(region.days)
            rank = (columns + _is_known(sheet, region.header), cells, region.header)
            if columns >= least and (best is None or rank >= best[0]):
                best = rank, region
    return None if best is None else _with_group(sheet, kinds, _cut(sheet, kinds, best[1]))


def _cut(sheet: Sheet, kinds: Kinds, region: Region) -> Region:
    """The table without a second one that stands right beside it: with labels of its own under the same heading, or behind a gap."""
    used = sorted({*region.values, *region.days})
    first = [at for at in region.labels if at < used[0]]
    heading = _cell(sheet, region.header, first[0]) if first else None
    for at in region.labels:
        if used[0] < at < used[-1]:
            rows = kinds[region.header : region.end]
            gap = not any(row[at - 1] for row in rows if at - 1 < len(row))
            if gap or (heading not in (None, "") and _cell(sheet, region.header, at) == heading):
                parts = ([each for each in part if each < at] for part in (region.values, region.days, region.labels))
                values, days, labels = parts
                return replace(region, values=values, days=days, labels=labels)
    return region


def _cell(sheet: Sheet, row: int, at: int) -> Cell:
    cells = sheet.rows[row]
    cell: Cell = cells[at] if at < len(cells) else None
    return cell


def _is_known(sheet: Sheet, header: int) -> bool:
    """Whether a row of headings names a column of people, skills or roles."""
    kinds = (vocabulary().heading(cell) for cell in sheet.rows[header] if _may_head(cell))
    return any(kind in ("person", "first_name", "skill", "role") for kind in kinds)


def _may_head(cell: Cell) -> TypeGuard[str]:
    """Whether a cell may head a column: "Name: Ann" says who somebody is instead."""
    return isinstance(cell, str) and len(cell) < LONGEST and ":" not in cell


def _without_legend(kinds: Kinds, legend: Legend) -> Kinds:
    if not legend.cells:
        return kinds
    rows = {row for row, _ in legend.cells}
    return [
        [BLANK if (number, at) in legend.cells else kind for at, kind in enumerate(row)] if number in rows else row
        for number, row in enumerate(kinds)
    ]


def _without_repeats(sheet: Sheet, kinds: Kinds) -> Kinds:
    """A row of headings that comes again counts once: it heads another block of the same table."""
    seen: set[tuple[object, ...]] = set()
    cleaned: Kinds = []
    for number, row in enumerate(kinds):
        if row.count(TEXT) < 3 or any(kind not in (TEXT, BLANK) for kind in row):
            cleaned.append(row)
            continue
        texts = tuple(sheet.rows[number])
        cleaned.append([BLANK] * len(row) if texts in seen else row)
        seen.add(texts)
    return cleaned


def _ends(kinds: Kinds) -> Iterator[int]:
    """Where a table may end: before a blank row, or with the sheet."""
    last = max((number for number, row in enumerate(kinds) if any(row)), default=-1) + 1
    blank = [number for number in range(1, min(last, 400)) if not any(kinds[number]) and any(kinds[number - 1])]
    yield from blank[:12]
    yield last


def _numbered(sheet: Sheet, header: int, at: int) -> bool:
    """Whether a heading has a number before it ("1. Python"), or a heading like "Level 1" stands beside "Skill 1"."""
    if _ITEM.match(str(sheet.rows[header][at])):
        return True
    before = sheet.rows[header][at - 1] if at else None
    return isinstance(before, str) and vocabulary().heading(before) == "skill"


def _regions(sheet: Sheet, kinds: Kinds, end: int) -> Iterator[tuple[Region, int]]:
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
        headed = [at for at, kind in enumerate(row) if kind == TEXT or (kind == WORD and _numbered(sheet, header, at))]
        values = [at for at in headed if levels[at] and days[at] + texts[at] + others[at] <= OTHERWISE * levels[at]]
        dated = [at for at in headed if days[at] and levels[at] + texts[at] + others[at] <= OTHERWISE * days[at]]
        if (values or dated) and len(headed) >= HEADINGS:
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
    if not here & columns:
        return region
    texts = [str(sheet.rows[above][at]) for at in sorted(columns & here)]
    if len(set(texts)) == len(columns) and (likeness(texts).person > NAMED or _over_roles(sheet, region, above)):
        return replace(region, group=above, second=above)
    return replace(region, group=above)


def _over_roles(sheet: Sheet, region: Region, above: int) -> bool:
    """Whether the row above has the headings, and the header only the roles of those named there."""
    roles = [str(sheet.rows[region.header][at]) for at in region.values]
    headed = [at for at in region.labels if at < len(sheet.rows[above]) and sheet.rows[above][at] not in (None, "")]
    lower = [sheet.rows[region.header][at] for at in headed if at < len(sheet.rows[region.header])]
    return bool(headed) and not any(lower) and likeness(roles).role > NAMED
