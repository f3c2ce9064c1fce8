"""A question about a sheet, and the entry of a mapping file that each of its choices makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core.columns import Column
from ..sources.base import Sheet
from ..sources.map_files import MapEntry
from .doubts import different

SHOWN = 8  # headings in a question


@dataclass(frozen=True)
class SheetQuestion:
    """A question about a sheet with its choices, the entry that each makes (None: none), and how many cells depend on it.

    `key` tells it from the other questions about a workbook.
    """

    sheet: str
    key: str
    text: str
    choices: Sequence[str]
    entries: Sequence[MapEntry | None]
    cells: int


def place_text(workbook: str, sheet: str, header: int, headings: Iterable[str]) -> str:
    """Return where a table is, with its first headings."""
    texts = list(headings)
    shown = ", ".join(texts[:SHOWN]) + (", …" if len(texts) > SHOWN else "")
    return f"{workbook} › {sheet}, row {header + 1} ({shown})"


def filled_cells(sheet: Sheet, header: int, columns: Iterable[int]) -> int:
    """Return how many cells below a row of headings hold something, in some columns."""
    wanted = list(columns)
    return sum(at < len(row) and row[at] not in (None, "") for row in sheet.rows[header + 1 :] for at in wanted)


def with_columns(entry: MapEntry, chosen: Mapping[str, Column]) -> MapEntry:
    """Return an entry with some more headings and what they mean."""
    kept = [(heading, name) for heading, name in entry.columns if heading not in chosen]
    columns = (*kept, *((heading, column.name) for heading, column in chosen.items()))
    return replace(entry, headings=different((*entry.headings, *chosen)), columns=columns)
