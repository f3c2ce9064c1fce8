"""The executive summary by its parts: what the first screen, the first printed page and the first slides show.

The parts are the blocks of the section `summary` of a report, so that every format states the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from .prose import Prose
from .report import Block, Report, Section, Statuses, TableBlock, Verdict

SUMMARY = "summary"  # the id of the section


@dataclass(frozen=True, slots=True)
class ExecutiveSummary:
    """The answers to: are we on track, what changed, what needs a decision. A part with nothing to say is None.

    The tables, with their columns by key; the first cell names the row, and `rows.more` says how many are left out:
    `changes` (which, change): objectives that moved since the last review, down, up, new, closed;
    `tree` (objective, team, status, score, change): one line an objective, `Row.depth` is its level;
    `risks` (which, status, why, owner, due): at most five key results, worst first;
    `decisions` (which, question, owner, due): at most five objectives and key results, most pressing first;
    `skills` (goal, skill, level, missing): skills that put objectives at risk.
    """

    verdict: Verdict
    statuses: Statuses | None = None
    changes: TableBlock | None = None
    tree: TableBlock | None = None
    risks: TableBlock | None = None
    decisions: TableBlock | None = None
    skills: TableBlock | None = None
    commentary: Prose | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The parts that have something to say, in the order of the page."""
        parts = (
            self.verdict, self.statuses, self.tree, self.changes, self.risks, self.decisions, self.skills, self.commentary,
        )  # fmt: skip
        return tuple(part for part in parts if part is not None)

    @staticmethod
    def of(report: Report) -> ExecutiveSummary | None:
        """Return the executive summary of a report; None for a reader who has none."""
        section = next((section for section in report.sections if section.id == SUMMARY), None)
        verdict = next((block for block in section.blocks if isinstance(block, Verdict)), None) if section else None
        if section is None or verdict is None:
            return None
        return ExecutiveSummary(
            verdict,
            statuses=next((block for block in section.blocks if isinstance(block, Statuses)), None),
            commentary=next((block for block in section.blocks if isinstance(block, Prose)), None),
            changes=_table(section, "movements"),
            tree=_table(section, "goals"),
            risks=_table(section, "top risks"),
            decisions=_table(section, "decisions"),
            skills=_table(section, "skills at risk"),
        )


def _table(section: Section, name: str) -> TableBlock | None:
    tables = (block for block in section.blocks if isinstance(block, TableBlock))
    return next((table for table in tables if table.name == name), None)
