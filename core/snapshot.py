"""A cycle as it was on one day: the value that a sync hands to the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

from .cells import Day
from .changes import Change
from .errors import Problem
from .evaluation import Evaluation, Past
from .evidence import EvidenceRules
from .model import Workbook
from .outlook import EndedCycle
from .records import Tables

Period = tuple[Day, Day]  # the first and the last day of a cycle


@dataclass(frozen=True)
class Snapshot:
    """The rows of a cycle, their evaluation and their problems on one day, with what was known before that day.

    `since` is the day of the snapshot before this one, `earlier` are its scores by objective id, and `earlier_lifecycles`
    what the status column of its objectives said. `commentary` is what people wrote: Markdown by team as its file names
    it, "" for the organisation. `changes` are the
    changes of wordings and targets since the cycle began. `past` are the cycles before this one, the latest first, and
    `compared` is the cycle that the user asked to compare with. `paths` are the files of the workbooks, by name;
    `skill_rules` are the rules of evidence by which levels were computed. `ended` are the cycles that are over, the earliest
    first: what forecasts learn from.
    """

    evaluation: Evaluation
    tables: Tables = field(default_factory=Tables)
    cycle: str = ""
    period: Optional[Period] = None
    organisation: str = ""
    problems: Sequence[Problem] = ()
    workbooks: Sequence[Workbook] = ()
    since: Optional[Day] = None
    earlier: Optional[Mapping[str, float]] = None
    changes: Sequence[Change] = ()
    past: Sequence[Past] = ()
    compared: Optional[Past] = None
    paths: Mapping[str, str] = field(default_factory=dict)
    earlier_lifecycles: Mapping[str, str] = field(default_factory=dict)
    commentary: Mapping[str, str] = field(default_factory=dict)
    skill_rules: EvidenceRules = field(default_factory=EvidenceRules)
    ended: Sequence[EndedCycle] = ()

    @property
    def today(self) -> Day:
        """The day of the snapshot."""
        return self.evaluation.today
