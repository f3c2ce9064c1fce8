"""What a sync found, in figures and problems: kept in the store, so that a sync without news need not evaluate again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..core.errors import Location, Problem


@dataclass(frozen=True)
class SyncSummary:
    """How many objectives and key results were evaluated, how many rows were read, the statuses in words, the problems."""

    objectives: int = 0
    key_results: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    statuses: str = ""
    problems: Sequence[Problem] = ()

    def to_json(self) -> str:
        """Return the summary as a text from which `from_json` makes it again.

        >>> SyncSummary.from_json(SyncSummary(2, 7, {"people": 3}).to_json()) == SyncSummary(2, 7, {"people": 3})
        True
        """
        problems = [
            [
                problem.location.workbook,
                problem.location.sheet,
                problem.location.cell,
                problem.what,
                problem.hint,
                problem.note,
            ]
            for problem in self.problems
        ]
        return json.dumps([self.objectives, self.key_results, dict(self.counts), self.statuses, problems])

    @staticmethod
    def from_json(text: str) -> SyncSummary:
        """Return the summary that `to_json` wrote."""
        objectives, key_results, counts, statuses, problems = json.loads(text)
        found = tuple(Problem(Location(*place), what, hint, note) for *place, what, hint, note in problems)
        return SyncSummary(objectives, key_results, counts, statuses, found)
