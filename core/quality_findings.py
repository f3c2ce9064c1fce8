"""The quality coach: everything in a snapshot that matches a rule of `quality_rules`, with its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional, Union

from . import schema
from .cells import Day, date_of
from .changes import Change
from .errors import Location
from .evaluation import Evaluation, Past
from .key_result_status import KeyResultStatus, is_control
from .model import KeyResult, Origin
from .names import fold_name
from .objective_status import ObjectiveStatus, feeds
from .percent import whole_percent
from .quality_checks import THINGS, ambitions, scores, thin, too_easy, wording
from .quality_rules import (
    BY_CODE,
    DECIDES,
    MISSING,
    MOST_KEY_RESULTS,
    MOST_OBJECTIVES,
    RUNNING,
    UNMOVED,
    Rule,
)
from .quality_words import copied, numbers, several_owners
from .snapshot import Period

Value = Union[str, float, Day]
NO_PARENT = "orphan"  # as the alignment says it


@dataclass(frozen=True)
class QualityFinding:
    """One thing that matches a rule, at its cell; `values` fill the places of the rule's sentence.

    `origin` is the row of the objective or key result, `id` and `wording` are its own, `owner` and `team` who it belongs to.

    `day`, `share` and `count` are a day, a share of 1 and a number; all other values are texts.
    """

    rule: Rule
    location: Location
    origin: Origin
    id: str
    wording: str
    owner: str
    team: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """What was finding, in English."""
        return self.rule.finding.format(**{name: _shown(name, value) for name, value in self.values.items()})


def _shown(name: str, value: Value) -> str:
    if name == "day":
        return date_of(int(value)).isoformat()
    if name == "share":
        return f"{whole_percent(float(value))}%"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


@dataclass(frozen=True)
class Coached:
    """What the coach looks at: an evaluation, and what was known before it."""

    evaluation: Evaluation
    period: Optional[Period] = None
    changes: Sequence[Change] = ()
    past: Sequence[Past] = ()

    @property
    def objectives(self) -> list[ObjectiveStatus]:
        """The objectives that count."""
        return [status for status in self.evaluation.objectives if status.counted]

    @property
    def key_results(self) -> list[KeyResultStatus]:
        """The key results that count."""
        return [status for status in self.evaluation.key_results if status.counted]


def findings(
    evaluation: Evaluation,
    period: Optional[Period] = None,
    changes: Sequence[Change] = (),
    past: Sequence[Past] = (),
    off: Collection[str] = (),
) -> tuple[QualityFinding, ...]:
    """Return what matches a rule, in the order of the rules; `off` are the codes of rules that are silent.

    `period` is the first and last day of the cycle, `changes` what was changed since it began, and `past` the cycles before
    it, the latest first; without them, the rules about them find nothing.

    >>> findings(Evaluation(today=46023, objectives=(), key_results=(), people=(), problems=()))
    ()
    """
    coach = _Coach(Coached(evaluation, period, changes, past))
    matching = (finding for finding in coach.all() if finding.rule.code not in off)
    return tuple(sorted(matching, key=lambda finding: finding.rule.code))


class _Coach:
    """The rules, each a method that yields what matches it."""

    def __init__(self, looked_at: Coached) -> None:
        self._all = looked_at
        self._by_id = {status.objective.id: status for status in reversed(looked_at.evaluation.objectives)}

    def all(self) -> Iterator[QualityFinding]:
        for status in self._all.objectives:
            yield from self._objective(status)
        for result in self._all.key_results:
            yield from self._key_result(result)
        yield from self._always_achieved()
        yield from self._changed()
        yield from self._too_many_objectives()

    def _about(self, code: str, status: ObjectiveStatus, place: str = "objective", **values: Value) -> QualityFinding:
        objective = status.objective
        location = objective.origin.location(place)
        said = objective.objective or ""
        owner, team = objective.owner or "", status.team or ""
        return QualityFinding(BY_CODE[code], location, objective.origin, objective.id, said, owner, team, values)

    def _of(self, code: str, result: KeyResultStatus, place: str = "key_result", **values: Value) -> QualityFinding:
        key_result, parent = result.key_result, self._by_id.get(result.key_result.objective_id or "")
        owner = key_result.owner or (parent.objective.owner if parent else None) or ""
        team, said = (parent.team if parent else None) or "", key_result.key_result or ""
        location = key_result.origin.location(place)
        return QualityFinding(BY_CODE[code], location, key_result.origin, key_result.id, said, owner, team, values)

    # Objectives

    def _objective(self, status: ObjectiveStatus) -> Iterator[QualityFinding]:
        objective = status.objective
        amounts = numbers(objective.objective or "")
        if amounts:
            yield self._about("Q01", status, text=amounts[0])
        parent = self._by_id.get(objective.parent_id or "")
        if parent is not None and parent is not status and copied(objective.objective, parent.objective.objective):
            yield self._about("Q09", status)
        if several_owners(objective.owner):
            yield self._about("Q10", status, "owner", text=objective.owner or "")
        if not objective.owner:
            yield self._about("Q13", status, "owner")
        if status.alignment == NO_PARENT:
            yield self._about("Q17", status, "parent_id")
        yield from self._measures(status)

    def _measures(self, status: ObjectiveStatus) -> Iterator[QualityFinding]:
        """What its key results say about an objective; one that was carried forward is measured in the next cycle."""
        own = [result for result in status.key_results if result.counted]
        if len(own) > MOST_KEY_RESULTS:
            yield self._about("Q04", status, count=len(own))
        if status.objective.status == schema.CARRIED:
            return
        contributing = [self._by_id[id].objective for id in status.children if id in self._by_id]
        weights = [_weight(child.weight) for child in contributing if feeds(child)]
        code = thin([_is_outcome(result) for result in own], len(weights))
        if code:
            yield self._about(code, status)
        shares = _shares([_weight(result.key_result.weight) for result in own], sum(weights))
        if shares and max(shares) >= DECIDES and code != "Q19":
            chosen = own[shares.index(max(shares))]
            yield self._of("Q05", chosen, "weight" if len(own) > 1 else "key_result", share=max(shares))

    def _too_many_objectives(self) -> Iterator[QualityFinding]:
        by_team: dict[str, list[ObjectiveStatus]] = defaultdict(list)
        for status in self._all.objectives:
            if status.team:
                by_team[fold_name(status.team)].append(status)
        for own in by_team.values():
            if len(own) > MOST_OBJECTIVES:
                extra = own[MOST_OBJECTIVES]
                yield self._about("Q16", extra, "id", team=extra.team or "", count=len(own))

    # Key results

    def _key_result(self, result: KeyResultStatus) -> Iterator[QualityFinding]:
        key_result = result.key_result
        kind, (start, target) = key_result.kind, _ends(key_result)
        code, words = wording(key_result.key_result, kind, start, target)
        if code == "Q02":
            yield self._of(code, result, "start" if words == "start" else "target", text=MISSING[words])
        elif code:
            yield self._of(code, result, text=words)
        if (
            start is not None
            and start == target
            and not is_control(key_result)
            and kind in (None, "metric", "increase", "decrease", "milestone")
        ):
            yield self._of("Q06", result, "target", value=start)
        if code != "Q03" and (kind == "binary" or (kind == "milestone" and not start and target == 1)):
            yield self._of("Q14", result, "kind")
        if several_owners(key_result.owner):
            yield self._of("Q10", result, "owner", text=key_result.owner or "")
        if not key_result.owner and key_result.objective_id not in self._by_id:
            yield self._of("Q13", result, "owner")
        due, period = key_result.due_date, self._all.period
        if due is not None and period is not None and not period[0] <= due <= period[1]:
            yield self._of("Q11", result, "due_date", day=due)
        yield from self._unmoved(result)

    def _unmoved(self, result: KeyResultStatus) -> Iterator[QualityFinding]:
        known = [check_in for check_in in result.check_ins if check_in.confidence is not None]
        if len(known) >= UNMOVED and len({check_in.confidence for check_in in known}) == 1:
            finding = self._of("Q12", result, count=len(known))
            yield replace(finding, location=known[-1].origin.location("confidence"))

    # History

    def _always_achieved(self) -> Iterator[QualityFinding]:
        cycles = [ambitions(evaluation) for evaluation in self._evaluations()]
        for owner, results in cycles[0].items() if len(cycles) >= RUNNING else ():
            if too_easy([scores(cycle.get(owner, ())) for cycle in cycles]):
                yield self._of("Q07", results[0], "target", count=RUNNING)

    def _evaluations(self) -> Iterable[Evaluation]:
        return self._all.evaluation, *(past.evaluation for past in self._all.past)

    def _changed(self) -> Iterator[QualityFinding]:
        """The first change of each row: several changes of one row are one conversation."""
        key_results = {result.key_result.id: result for result in reversed(self._all.key_results)}
        rows: dict[tuple[str, str], Change] = {}
        for change in self._all.changes:
            rows.setdefault((change.table, change.id), change)
        for (table, id), change in rows.items():
            if table == "objectives" and id in self._by_id:
                yield self._about("Q08", self._by_id[id], change.field, day=change.day)
            elif table == "key results" and id in key_results:
                yield self._of("Q08", key_results[id], change.field, day=change.day)


def _is_outcome(result: KeyResultStatus) -> bool:
    key_result = result.key_result
    code, _ = wording(key_result.key_result, key_result.kind, *_ends(key_result))
    return key_result.kind not in THINGS and code != "Q03"


def _ends(key_result: KeyResult) -> tuple[float | None, float | None]:
    """The two numbers by which a key result is measured; one limit that is to be kept stands for both."""
    if not is_control(key_result):
        return key_result.start, key_result.target
    low, high = key_result.lowest, key_result.highest
    return (high if low is None else low), (low if high is None else high)


def _weight(weight: Optional[float]) -> float:
    return 1.0 if weight is None else weight


def _shares(weights: Sequence[float], beside: float) -> list[float]:
    """The share of each key result in its objective's score; `beside` is the weight of contributing objectives.

    The key results together weigh 1 beside the contributing objectives, as in the roll-up.
    """
    total = sum(weights)
    return [weight / total / (1 + beside) for weight in weights] if total else []
