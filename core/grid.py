"""A table as it is written for people to open: its title, its columns, and rows that can be told from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Shape = Literal["text", "long", "number", "share", "date", "flag"]


@dataclass(frozen=True)
class GridColumn:
    """One column: its heading, what stands in it, its width in characters, and what a note on the heading says."""

    heading: str
    shape: Shape
    width: float
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """A table to be written; `key` are the columns that tell a row from the others."""

    title: str
    columns: Sequence[GridColumn]
    key: Sequence[int]
    rows: Sequence[Sequence[Any]]
