"""What the reading of a sheet decided where it had a choice, and why: shown by `okrsheets check --explain`."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import Location


@dataclass(frozen=True)
class Decision:
    """One choice: where, what was decided, and the evidence for it.

    `confidence` is how sure the reading of a table is, from 0 to 1; None for a choice within a table.

    >>> print(Decision(Location("Q1.xlsx", "Plan", "D4"), "'Baseline' is start", "a known heading"))
    Q1.xlsx › Plan!D4: 'Baseline' is start (a known heading)
    """

    location: Location
    what: str
    why: str = ""
    confidence: float | None = None

    def __str__(self) -> str:
        return f"{self.location}: {self.what}" + (f" ({self.why})" if self.why else "")
