"""The verdict: whether everything together is on track, in one sentence.

The score is the mean of the main objectives by their weights, beside what is expected by now. With the default gaps of
`core.pacing` it is on plan up to 10 points behind, behind plan up to 25, well behind beyond, and ahead from more than 10
points ahead on. Before the first day and after the last day of the cycle the sentence says that instead. Where half of
the open key results or more are overdue for a check-in, nothing good is said of them: the figures are out of date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core import pacing, progress, rollup
from ...core.alignment import LEVELS
from ...core.errors import CellError
from ...core.objective_status import ObjectiveStatus
from ..data.scope import Scope
from ..i18n.language import Language
from ..model.charts import Bar
from ..model.figure import Figure, figure, share
from ..model.provenance import Provenance
from ..model.report import Measure, Status, Verdict
from .key_results import is_overdue

GOOD = ("achieved", "on track")
OUTDATED = 0.5  # the share of open key results overdue for a check-in from which a good score is not believed


@dataclass(frozen=True)
class Overall:
    """The objectives of a reader together; `good` of `count` are on track or achieved, `unknown` have no data."""

    score: float | None
    expected: float | None
    status: str
    good: int
    count: int
    unknown: int
    overdue: int
    running: int

    @property
    def is_outdated(self) -> bool:
        """Whether so many check-ins are overdue that a good score may be wrong."""
        return bool(self.overdue) and self.overdue >= OUTDATED * self.running


def main_objectives(scope: Scope) -> list[ObjectiveStatus]:
    """Return the objectives that the whole is about: the organisation's own, or those that serve none of the same team.

    Where no objective is marked as the organisation's, those at the top are.
    """
    known = [status for status in scope.objectives if status.counted]
    if scope.audience == "organisation":
        return (
            [status for status in known if LEVELS.get(status.objective.level or "") == 0]
            or [status for status in known if status.alignment == "top"]
            or [status for status in known if status.depth == 0]
        )
    own = {status.objective.id for status in known}
    return [status for status in known if status.objective.parent_id not in own] or known


def overall(scope: Scope) -> Overall:
    """Return the score and the status of a reader's objectives together."""
    counted = [status for status in scope.objectives if status.counted]
    known = [status for status in main_objectives(scope) if status.score is not None]
    score = _mean(known, [status.score for status in known])
    planned = [status for status in known if status.expected is not None]
    expected = _mean(planned, [status.expected for status in planned])
    running = [result for result in scope.key_results if result.counted and result.status not in pacing.FINAL]
    return Overall(
        score=score,
        expected=expected,
        status=_status(scope, known, score, expected),
        good=sum(status.status in GOOD for status in counted),
        count=len(counted),
        unknown=sum(status.score is None for status in counted),
        overdue=sum(is_overdue(result) for result in running),
        running=len(running),
    )


def _mean(objectives: Sequence[ObjectiveStatus], values: Sequence[float | None]) -> float | None:
    try:
        return rollup.rollup(values, [status.objective.weight for status in objectives])
    except CellError:  # every weight is 0
        return rollup.rollup(values)


def _status(scope: Scope, known: Sequence[ObjectiveStatus], score: float | None, expected: float | None) -> str:
    """A single main objective speaks for itself: with the gaps and the commitment that its workbook says."""
    if len(known) == 1:
        return known[0].status
    end = scope.snapshot.period[1] if scope.snapshot.period else None
    return pacing.status_on(score, 0.0 if expected is None else expected, today=scope.snapshot.today, end=end)


def verdict(scope: Scope) -> Verdict:
    """Return the verdict with its bar, and remarks on what is not known."""
    language, whole = scope.language, overall(scope)
    main = [status for status in main_objectives(scope) if status.score is not None]
    sources = sum((scope.goals.provenance(status) for status in main), Provenance())
    status = Status(whole.status, language.say(whole.status))
    if whole.is_outdated and whole.status in GOOD:
        status = Status("no data", language.say("out of date"))
    score, expected = share(language, whole.score, sources), share(language, whole.expected)
    plan = "" if whole.expected is None else language.say("{share} expected", share=expected.text)
    bar = Bar(whole.score, whole.expected, status.word, ", ".join(filter(None, (score.text, plan))))
    sentence = figure(_sentence(scope, whole), sources)
    return Verdict(sentence, status, Measure(bar, score, expected, plan), tuple(_remarks(language, whole)))


def _sentence(scope: Scope, whole: Overall) -> str:
    language, period, today = scope.language, scope.snapshot.period, scope.snapshot.today
    if not whole.count:
        return language.say("No objectives in this cycle.")
    if period and today < period[0]:
        return language.say("Not started: the cycle begins on {day}.", day=language.day(period[0]))
    if whole.score is None:
        return language.many(
            "No data yet for {count} objective.", "No data yet for any of {count} objectives.",
            whole.count,
        )  # fmt: skip
    good, score = language.number(whole.good), language.percent(whole.score)
    if period and today > period[1]:
        return _final(language, whole, good, score)
    if whole.is_outdated and whole.status in GOOD:
        return language.many(
            "Out of date: {good} of {count} objective is on track, but check-ins are missing; score {score}.",
            "Out of date: {good} of {count} objectives are on track, but check-ins are missing; score {score}.",
            whole.count, good=good, score=score,
        )  # fmt: skip
    state = _state(language, whole)
    if whole.expected is None:
        return language.many(
            "{state}: {good} of {count} objective is on track; score {score}.",
            "{state}: {good} of {count} objectives are on track; score {score}.",
            whole.count, state=state, good=good, score=score,
        )  # fmt: skip
    return language.many(
        "{state}: {good} of {count} objective is on track; score {score} where {plan} was expected by now.",
        "{state}: {good} of {count} objectives are on track; score {score} where {plan} was expected by now.",
        whole.count, state=state, good=good, score=score, plan=language.percent(whole.expected),
    )  # fmt: skip


def _final(language: Language, whole: Overall, good: str, score: str) -> str:
    """After the last day there is no plan any more: what counts is the grade."""
    grade = {
        "achieved": language.say("Achieved"),
        "partly": language.say("Partly achieved"),
        "missed": language.say("Missed"),
    }[pacing.GRADE_WORDS[progress.grade(whole.score) or "red"] if whole.status not in pacing.FINAL else whole.status]
    return language.many(
        "{grade}: the cycle has ended; {good} of {count} objective was achieved; final score {score}.",
        "{grade}: the cycle has ended; {good} of {count} objectives were achieved; final score {score}.",
        whole.count, grade=grade, good=good, score=score,
    )  # fmt: skip


def _state(language: Language, whole: Overall) -> str:
    if whole.status == "achieved":
        return language.say("Achieved")
    if whole.status == "off track":
        return language.say("Well behind plan")
    if whole.status == "at risk":
        return language.say("Behind plan")
    ahead = (whole.score or 0.0) - (1.0 if whole.expected is None else whole.expected)
    return language.say("Ahead of plan") if ahead > pacing.AT_RISK_GAP else language.say("On plan")


def _remarks(language: Language, whole: Overall) -> list[Figure]:
    remarks = []
    if whole.unknown and whole.score is not None:
        remarks.append(
            language.many("{count} objective has no data yet.", "{count} objectives have no data yet.", whole.unknown)
        )
    if whole.overdue:
        remarks.append(
            language.many(
                "The check-in of {count} key result is overdue.", "The check-ins of {count} key results are overdue.",
                whole.overdue,
            )
        )  # fmt: skip
    return [figure(remark) for remark in remarks]
