"""How a sheet was read, for the person who keeps it: what each cell counts as, what was decided, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cells import Cell
from .decisions import Decision
from .errors import Problem

At = tuple[int, int]  # row and column from 0


@dataclass(frozen=True)
class SheetExplanation:
    """One sheet: its cells, the column that each cell that was read belongs to ("key results: target"), and the reasons.

    `tables` names each table with its number of rows that count.
    """

    workbook: str
    title: str
    rows: Sequence[Sequence[Cell]]
    meanings: Mapping[At, str]
    tables: Mapping[str, int]
    decisions: Sequence[Decision]
    problems: Sequence[Problem]

    @property
    def name(self) -> str:
        """The sheet as it is named to people.

        >>> SheetExplanation("Q1.xlsx", "Plan", (), {}, {}, (), ()).name
        'Q1.xlsx › Plan'
        """
        return f"{self.workbook} › {self.title}"
