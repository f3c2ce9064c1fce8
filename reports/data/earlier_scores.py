"""The scores to compare with: those of the last review, or for a first one those that the check-ins of two weeks ago show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.cells import Day
from ...core.errors import CellError
from ...core.key_result_status import KeyResultStatus, progress_at
from ...core.model import KeyResult, Settings
from ...core.objective_status import evaluate_objectives
from ...core.snapshot import Snapshot
from ...core.workbook_rules import WorkbookRules

DAYS = 14  # how far a first review looks back


@dataclass(frozen=True)
class EarlierScores:
    """The scores on an earlier day by objective id; `reviewed` says that a snapshot of that day exists.

    `lifecycles` are the objectives of that snapshot with what their status column said: active, abandoned, carried forward.
    """

    day: Day
    scores: Mapping[str, float]
    reviewed: bool
    lifecycles: Mapping[str, str]

    def was_known(self, id: str) -> bool:
        """Return whether an objective existed on that day."""
        return id in self.lifecycles or id in self.scores

    def was_open(self, id: str) -> bool:
        """Return whether an objective existed on that day and was neither abandoned nor carried forward."""
        return self.was_known(id) and self.lifecycles.get(id, schema.ACTIVE) == schema.ACTIVE


def earlier_scores_of(snapshot: Snapshot) -> EarlierScores | None:
    """Return the scores that a snapshot is compared with, None where nothing is known of the cycle before that day.

    A snapshot that was taken before the cycle began is of another cycle. Without one in the cycle, the scores are
    calculated from the check-ins up to `DAYS` days before.
    """
    begin = snapshot.period[0] if snapshot.period else None
    if snapshot.since is not None and snapshot.earlier is not None and (begin is None or snapshot.since >= begin):
        return EarlierScores(snapshot.since, snapshot.earlier, True, snapshot.earlier_lifecycles)
    day = snapshot.today - DAYS
    key_results = snapshot.evaluation.key_results
    if begin is None or day < begin or not any(_moved_after(result, day) for result in key_results):
        return None
    objectives = [status.objective for status in snapshot.evaluation.objectives]
    then = [replace(result, progress=progress_on(result, day)) for result in key_results]
    statuses, _ = evaluate_objectives(objectives, then, {}, WorkbookRules({}, Settings()), day)
    scores = {
        status.objective.id: status.score
        for status in reversed(statuses)
        if status.score is not None and status.alignment != "duplicate id"
    }
    return EarlierScores(day, scores, False, {})


def progress_on(result: KeyResultStatus, day: Day) -> float | None:
    """Return the raw progress of a key result on an earlier day, as its check-ins show.

    Before its first check-in it stands at its start, so that the same key results make up the score of every day. One
    without check-ins has its progress of today: nothing tells when that changed.
    """
    (progress,) = progress_on_days(result, [day])
    return progress


def progress_on_days(result: KeyResultStatus, days: Sequence[Day]) -> Iterator[float | None]:
    """Yield the same for several days, the earliest first."""
    values = [
        (check_in.date, check_in.value)
        for check_in in result.check_ins
        if check_in.value is not None and check_in.date is not None
    ]
    if not values or result.progress is None:
        yield from [result.progress] * len(days)
        return
    known = 0
    progress: float | None = 0.0
    for day in days:
        before = known
        while known < len(values) and values[known][0] <= day:
            known += 1
        if known != before:
            progress = _progress_at(result.key_result, values[known - 1][1])
        yield progress


def _progress_at(key_result: KeyResult, value: float | None) -> float | None:
    try:
        return progress_at(key_result, value)
    except CellError:
        return None


def _moved_after(result: KeyResultStatus, day: Day) -> bool:
    """Whether a key result has check-ins on both sides of a day: only then its value of that day is known."""
    return bool(result.check_ins) and (result.check_ins[0].date or day) <= day < (result.check_ins[-1].date or day)
