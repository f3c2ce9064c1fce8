"""From rows to where every key result and objective stands; shown by status, sheets and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from . import alignment, forecast, pacing, progress, rollup, schema
from .cells import Cell, Day
from .errors import CellError, Problem
from .model import CheckIn, GoalSkill, KeyResult, Objective, Settings
from .records import Tables
from .skill_status import PersonStatus, Readiness, evaluate_goals, evaluate_people
from .tree import ROOT, grow


@dataclass(frozen=True)
class KeyResultStatus:
    """One key result today. `progress` is raw; what could not be computed is None, with the reason in `fault`.

    `current` is the cell, or where that is blank the last check-in. `counted` is False for an abandoned one.
    """

    key_result: KeyResult
    current: float | None
    progress: float | None
    expected: float | None
    status: str
    grade: str | None
    last: CheckIn | None
    check_ins: tuple[CheckIn, ...]
    stale: bool
    forecast: float | None
    counted: bool
    commitment: str
    fault: str

    @property
    def score(self) -> float | None:
        """Progress clamped to 0..1."""
        return progress.score(self.progress)

    @property
    def behind(self) -> float:
        """How far behind plan, negative when ahead; 0 without data."""
        return 0.0 if self.score is None or self.expected is None else self.expected - self.score


@dataclass(frozen=True)
class ObjectiveStatus:
    """One objective today; `team` is its own, or its workbook's.

    `own` is the roll-up of its key results, `score` that and its contributing children together;
    `with_abandoned` is `own` as it would be with the abandoned key results. `data` and `total` count the
    key results of the objective and all that contributes to it.
    """

    objective: Objective
    team: str | None
    depth: int
    own: float | None
    with_abandoned: float | None
    score: float | None
    expected: float | None
    status: str
    grade: str | None
    alignment: str
    coverage: float | None
    data: int
    total: int
    counted: bool
    key_results: tuple[KeyResultStatus, ...]
    children: tuple[str, ...]
    readiness: Readiness | None


@dataclass(frozen=True)
class Evaluation:
    """Everything, on one day: objectives in the order of the tree, parents before children."""

    today: Day
    objectives: tuple[ObjectiveStatus, ...]
    key_results: tuple[KeyResultStatus, ...]
    people: tuple[PersonStatus, ...]
    problems: tuple[Problem, ...]

    @property
    def tops(self) -> tuple[ObjectiveStatus, ...]:
        """The objectives that serve no other one."""
        return tuple(each for each in self.objectives if each.depth == 0)


@dataclass(frozen=True)
class Past:
    """How an earlier cycle ended."""

    cycle: str
    evaluation: Evaluation


def evaluate(tables: Tables, today: Day, defaults: Settings | None = None) -> Evaluation:
    """Return where everything stands on a day; a workbook without settings has those of `defaults`.

    Check-ins after that day are not looked at.

    >>> evaluate(Tables(), today=46023).objectives
    ()
    """
    settings, problems = _settings(tables, defaults or Settings())
    objectives = tables["objectives"].nouns(Objective)
    by_id = {objective.id: objective for objective in reversed(objectives) if objective.id}
    looked = _check_ins(tables, today)
    key_results = []
    for key_result in tables["key results"].nouns(KeyResult):
        rules = settings(key_result.origin.source.workbook)
        evaluation = evaluate_key_result(
            key_result, by_id.get(key_result.objective_id or ""), looked.get(key_result.id, ()), rules, today
        )
        if evaluation.fault:
            what = f"progress of {key_result.id} cannot be computed: {evaluation.fault}"
            problems.append(Problem(key_result.origin.location("target"), what, fault_hint(evaluation)))
        key_results.append(evaluation)
    people, paper_problems = evaluate_people(tables, today)

    def team_of(goal: str) -> str | None:
        objective = by_id.get(goal)
        return None if objective is None else objective.team or settings(objective.origin.source.workbook).team

    goals = evaluate_goals(tables["goal skills"].nouns(GoalSkill), team_of, people)
    statuses, tree_problems = _evaluate_objectives(objectives, key_results, goals, settings)
    everything = (*problems, *tree_problems, *paper_problems)
    return Evaluation(today, statuses, tuple(key_results), people, everything)


class _Rules:
    """The settings of each workbook."""

    def __init__(self, by_workbook: Mapping[str, Settings], defaults: Settings) -> None:
        self.by_workbook, self.defaults = by_workbook, defaults

    def __call__(self, workbook: str) -> Settings:
        return self.by_workbook.get(workbook, self.defaults)


def _settings(tables: Tables, defaults: Settings) -> tuple[_Rules, list[Problem]]:
    """Gaps that are out of order are said, and the defaults used in their place."""
    by_workbook, problems = {}, []
    for own in tables["settings"].nouns(Settings):
        if own.origin is None:
            continue
        rules = own.over(defaults)
        at_risk, off_track = rules.gaps
        if at_risk > off_track:
            what = f"the at-risk gap ({at_risk:g}) is larger than the off-track gap ({off_track:g})"
            problems.append(
                Problem(own.origin.location("at_risk_gap"), what, "the at-risk gap is the smaller of the two")
            )
            rules = replace(rules, at_risk_gap=None, off_track_gap=None)
        by_workbook[own.origin.source.workbook] = rules
    return _Rules(by_workbook, defaults), problems


def _check_ins(tables: Tables, today: Day) -> dict[str, tuple[CheckIn, ...]]:
    """By key result, the check-ins up to today in the order of their dates."""
    found: dict[str, list[CheckIn]] = defaultdict(list)
    for check_in in tables["check-ins"].nouns(CheckIn):
        if check_in.key_result_id and check_in.date is not None and check_in.date <= today:
            found[check_in.key_result_id].append(check_in)
    return {name: tuple(sorted(given, key=lambda each: each.date or 0)) for name, given in found.items()}


def evaluate_key_result(
    key_result: KeyResult,
    objective: Objective | None,
    check_ins: Sequence[CheckIn],
    settings: Settings,
    today: Day,
) -> KeyResultStatus:
    """Return where one key result stands; its commitment is its objective's."""
    values = [check_in.value for check_in in check_ins if check_in.value is not None]
    current = key_result.current if key_result.current is not None else values[-1] if values else None
    commitment = (objective.commitment if objective else None) or "aspirational"
    kind = key_result.kind or "metric"
    raw = expected = ahead = None
    fault = ""
    try:
        raw = progress.of(kind, key_result.start, key_result.target, current)
        expected = expected_of(key_result, settings, today)
        ahead = _forecast(key_result, kind, check_ins, settings)
    except CellError as error:
        fault = error.what
    scored = progress.score(raw)
    status = "no data" if expected is None else pacing.status(scored, expected, *settings.gaps)
    last = check_ins[-1] if check_ins else None
    counted = key_result.status != schema.ABANDONED and (objective is None or objective.status != schema.ABANDONED)
    return KeyResultStatus(
        key_result=key_result,
        current=current,
        progress=raw,
        expected=expected,
        status="achieved" if scored == 1.0 else status,
        grade=progress.grade(scored, commitment),
        last=last,
        check_ins=tuple(check_ins),
        stale=pacing.stale(last.date if last else None, today, settings.patience),
        forecast=ahead,
        counted=counted,
        commitment=commitment,
        fault=fault,
    )


def fault_hint(evaluation: KeyResultStatus) -> str:
    """Return what to do about a key result that cannot be computed."""
    of = evaluation.key_result
    if of.start is not None and of.start == of.target:
        return "give the target another value than the start; for a value to keep, e.g. zero accidents, use the kind `at most`"
    return f"look at start ({_show(of.start)}), target ({_show(of.target)}) and the dates"


def _show(value: float | None) -> str:
    return "blank" if value is None else f"{value:g}"


def expected_of(key_result: KeyResult, settings: Settings, today: Day) -> float | None:
    """Return how far along a key result should be: from its own dates, else those of the cycle."""
    start = settings.cycle_start if key_result.start_date is None else key_result.start_date
    end = settings.cycle_end if key_result.due_date is None else key_result.due_date
    return None if start is None or end is None else pacing.expected(start, end, today)


def _forecast(key_result: KeyResult, kind: str, check_ins: Sequence[CheckIn], settings: Settings) -> float | None:
    """Only where a straight line means something: from a start to a target."""
    start = 0.0 if kind == "milestone" and key_result.start is None else key_result.start
    end = settings.cycle_end if key_result.due_date is None else key_result.due_date
    if (
        kind in ("binary", "between", "at least", "at most")
        or start is None
        or end is None
        or key_result.target is None
    ):
        return None
    if start == key_result.target:
        return None
    dates, values = [each.date for each in check_ins], [each.value for each in check_ins]
    return forecast.forecast(dates, values, start, key_result.target, end)


def _evaluate_objectives(
    objectives: Sequence[Objective],
    key_results: Sequence[KeyResultStatus],
    goals: Mapping[str, Readiness],
    settings: _Rules,
) -> tuple[tuple[ObjectiveStatus, ...], list[Problem]]:
    ids = [objective.id for objective in objectives]
    parents = [objective.parent_id for objective in objectives]
    own: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for evaluation in key_results:
        own[evaluation.key_result.objective_id or ""].append(evaluation)
    sums = [_Sum.of(own[name] if name else []) for name in ids]
    feeding = [objective.parent_id if feeds(objective) else None for objective in objectives]
    weights = [objective.weight for objective in objectives]
    scores, problems = _cascade(ids, feeding, [each.own for each in sums], weights, objectives)
    plans, _ = _cascade(ids, feeding, [each.expected for each in sums], weights, objectives)
    words = _words(objectives)
    problems += _tree_problems(objectives, words)
    below = _below(ids, feeding, [(each.data, each.total) for each in sums])
    children: dict[str, list[str]] = defaultdict(list)
    for objective in objectives:
        if objective.parent_id and objective.id:
            children[objective.parent_id].append(objective.id)
    statuses = []
    for row, depth in _preorder(ids, parents):
        objective, score, expected = objectives[row], scores[row], plans[row]
        gaps = settings(objective.origin.source.workbook).gaps
        statuses.append(
            ObjectiveStatus(
                objective=objective,
                team=objective.team or settings(objective.origin.source.workbook).team,
                depth=depth,
                own=sums[row].own,
                with_abandoned=sums[row].with_abandoned,
                score=score,
                expected=expected,
                status="no data"
                if score is None
                else pacing.status(score, 0.0 if expected is None else expected, *gaps),
                grade=progress.grade(score, objective.commitment or "aspirational"),
                alignment=words[row] or "",
                coverage=sums[row].coverage,
                data=below[row][0],
                total=below[row][1],
                counted=objective.status != schema.ABANDONED,
                key_results=tuple(own[objective.id]) if words[row] != "duplicate id" else (),
                children=tuple(children[objective.id]),
                readiness=goals.get(objective.id),
            )
        )
    return tuple(statuses), problems


def feeds(objective: Objective) -> bool:
    """Return whether an objective's progress counts in its parent's: unless it says no, or was abandoned."""
    return objective.contributes is not False and objective.status != schema.ABANDONED


@dataclass(frozen=True)
class _Sum:
    """What an objective's own key results come to."""

    own: float | None
    with_abandoned: float | None
    expected: float | None
    coverage: float | None
    data: int
    total: int

    @staticmethod
    def of(key_results: Sequence[KeyResultStatus]) -> _Sum:
        counted = [each for each in key_results if each.key_result.status != schema.ABANDONED]
        known = [each for each in counted if each.progress is not None]
        return _Sum(
            own=_rollup(counted, [each.progress for each in counted]),
            with_abandoned=_rollup(key_results, [each.progress for each in key_results]),
            expected=_rollup(known, [each.expected for each in known]),
            coverage=rollup.coverage([each.progress for each in counted]),
            data=len(known),
            total=len(counted),
        )


def _rollup(key_results: Sequence[KeyResultStatus], values: Sequence[float | None]) -> float | None:
    try:
        return rollup.rollup(values, [each.key_result.weight for each in key_results])
    except CellError:  # every weight is 0: none of them counts
        return None


def _cascade(
    ids: Sequence[str],
    parents: Sequence[str | None],
    values: Sequence[float | None],
    weights: Sequence[float | None],
    objectives: Sequence[Objective],
) -> tuple[list[float | None], list[Problem]]:
    """A weight of 0 on every child is no answer for the whole sheet; here it is said, and those children left out."""
    try:
        return [_as_number(cell) for cell in rollup.cascade(ids, parents, values, weights)], []
    except CellError as error:
        muted = [None if weight == 0 else above for above, weight in zip(parents, weights)]
        answers = rollup.cascade(ids, muted, values, weights)
        first = next(each for each in objectives if each.weight == 0)
        return [_as_number(cell) for cell in answers], [
            Problem(first.origin.location("weight"), error.what, error.hint)
        ]


def _as_number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


def _words(objectives: Sequence[Objective]) -> list[str | None]:
    return alignment.alignment(
        [objective.id for objective in objectives],
        [objective.parent_id for objective in objectives],
        [objective.level for objective in objectives],
    )


ADVICE = {
    "duplicate id": "give one of them another id; the first one counts",
    "cycle": "one of the objectives in the circle must serve another one, or none",
    "unknown parent": "no workbook has an objective with that id: correct it, or add the workbook",
    "orphan": "name the objective that it serves in 'parent id'",
    "inverted level": "an objective serves one at its own level or above",
    "skips level": "name an objective of the level directly above, or add one",
}
_ONLY_NOTED = frozenset({"orphan", "inverted level", "skips level"})


def _tree_problems(objectives: Sequence[Objective], words: Sequence[str | None]) -> list[Problem]:
    problems = []
    for objective, word in zip(objectives, words):
        if word in ADVICE:
            field = "id" if word == "duplicate id" else "parent_id"
            what = f"objective {objective.id}: {word}" + (f" {objective.parent_id}" if word == "unknown parent" else "")
            problems.append(Problem(objective.origin.location(field), what, ADVICE[word], note=word in _ONLY_NOTED))
    return problems


def _below(
    ids: Sequence[str], parents: Sequence[str | None], counts: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add the counts of all that contributes to each objective to its own."""
    tree = grow(ids, parents)
    sums = [list(pair) for pair in counts]
    for row in tree.upwards:
        above = tree.parent[row]
        if above != ROOT:
            sums[above][0] += sums[row][0]
            sums[above][1] += sums[row][1]
    return [(data, total) for data, total in sums]


def _preorder(ids: Sequence[str], parents: Sequence[str | None]) -> list[tuple[int, int]]:
    """Rows with their depth, parents before children, siblings in the order of the sheet; cycles come last, flat."""
    tree = grow(ids, parents)
    children: dict[int, list[int]] = defaultdict(list)
    for row in sorted(tree.upwards):
        children[tree.parent[row]].append(row)
    order: list[tuple[int, int]] = []
    stack = [(row, 0) for row in reversed(children[ROOT])]
    while stack:
        row, depth = stack.pop()
        order.append((row, depth))
        stack.extend((child, depth + 1) for child in reversed(children[row]))
    seen = {row for row, _ in order}
    return order + [(row, 0) for row in range(len(ids)) if row not in seen]
