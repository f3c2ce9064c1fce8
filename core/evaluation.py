"""The evaluation of a day: the status of every key result, objective and person from the rows of all workbooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from . import current_values, forecast, pacing, progress, rollup, schema
from .alignment_problems import alignment_problems, alignments
from .cells import Cell, Day
from .errors import CellError, Problem
from .model import CheckIn, GoalSkill, KeyResult, Objective, Settings
from .records import Tables
from .skill_status import PersonStatus, Readiness, evaluate_goals, evaluate_people
from .tree import ROOT, grow


@dataclass(frozen=True)
class KeyResultStatus:
    """One key result today. `progress` is raw; what can't be calculated is None, with the reason in `fault`.

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
    """All statuses on one day: objectives in the order of the tree, parents before children."""

    today: Day
    objectives: tuple[ObjectiveStatus, ...]
    key_results: tuple[KeyResultStatus, ...]
    people: tuple[PersonStatus, ...]
    problems: tuple[Problem, ...]

    @property
    def tops(self) -> tuple[ObjectiveStatus, ...]:
        """The objectives without a parent."""
        return tuple(status for status in self.objectives if status.depth == 0)


@dataclass(frozen=True)
class Past:
    """An earlier cycle with its final evaluation."""

    cycle: str
    evaluation: Evaluation


def evaluate(
    tables: Tables, today: Day, defaults: Settings | None = None, known_until: Day | None = None
) -> Evaluation:
    """Return the evaluation of a day; a workbook without settings has those of `defaults`.

    Check-ins after that day do not count. `known_until` is the real day of the reading, for a look at a past day: see
    `current_values`.

    >>> evaluate(Tables(), today=46023).objectives
    ()
    """
    settings, problems = _settings(tables, defaults or Settings())
    objectives = tables["objectives"].nouns(Objective)
    by_id = {objective.id: objective for objective in reversed(objectives) if objective.id}
    check_ins = _check_ins(tables, today)
    later = current_values.later_workbooks(
        tables["check-ins"].nouns(CheckIn), settings.by_workbook, today, today if known_until is None else known_until
    )
    rows = tables["key results"].nouns(KeyResult)
    problems.extend(current_values.undated(rows, today, later))
    key_results = []
    for key_result in rows:
        rules, own = settings(key_result.origin.source.workbook), check_ins.get(key_result.id, ())
        status = evaluate_key_result(key_result, by_id.get(key_result.objective_id or ""), own, rules, today, later)
        contradiction = current_values.contradiction(key_result, own, later)
        problems.extend([contradiction] if contradiction else [])
        if status.fault:
            what = f"progress of {key_result.id} can't be calculated: {status.fault}"
            problems.append(Problem(key_result.origin.location("target"), what, fault_hint(status)))
        key_results.append(status)
    people, certificate_problems = evaluate_people(tables, today)

    def team_of(goal: str) -> str | None:
        objective = by_id.get(goal)
        return None if objective is None else objective.team or settings(objective.origin.source.workbook).team

    goals = evaluate_goals(tables["goal skills"].nouns(GoalSkill), team_of, people)
    statuses, tree_problems = _evaluate_objectives(objectives, key_results, goals, settings)
    all_problems = (*problems, *tree_problems, *certificate_problems)
    return Evaluation(today, statuses, tuple(key_results), people, all_problems)


class _Rules:
    """The settings of each workbook."""

    def __init__(self, by_workbook: Mapping[str, Settings], defaults: Settings) -> None:
        self.by_workbook, self.defaults = by_workbook, defaults

    def __call__(self, workbook: str) -> Settings:
        return self.by_workbook.get(workbook, self.defaults)


def _settings(tables: Tables, defaults: Settings) -> tuple[_Rules, list[Problem]]:
    """The settings of each workbook; gaps in the wrong order are reported and replaced by the defaults."""
    by_workbook, problems = {}, []
    for own in tables["settings"].nouns(Settings):
        if own.origin is None:
            continue
        rules = own.over(defaults)
        at_risk, off_track = rules.gaps
        if at_risk > off_track:
            what = f"the at-risk gap ({at_risk:g}) is larger than the off-track gap ({off_track:g})"
            problems.append(
                Problem(
                    own.origin.location("at_risk_gap"),
                    what,
                    "enter an at-risk gap that is smaller than the off-track gap",
                )
            )
            rules = replace(rules, at_risk_gap=None, off_track_gap=None)
        by_workbook[own.origin.source.workbook] = rules
    return _Rules(by_workbook, defaults), problems


def _check_ins(tables: Tables, today: Day) -> dict[str, tuple[CheckIn, ...]]:
    """By key result, the check-ins up to today in the order of their dates."""
    by_key_result: dict[str, list[CheckIn]] = defaultdict(list)
    for check_in in tables["check-ins"].nouns(CheckIn):
        if check_in.key_result_id and check_in.date is not None and check_in.date <= today:
            by_key_result[check_in.key_result_id].append(check_in)
    return {
        id: tuple(sorted(check_ins, key=lambda check_in: check_in.date or 0)) for id, check_ins in by_key_result.items()
    }


def evaluate_key_result(
    key_result: KeyResult,
    objective: Objective | None,
    check_ins: Sequence[CheckIn],
    settings: Settings,
    today: Day,
    later: Collection[str] = (),
) -> KeyResultStatus:
    """Return the status of one key result on a day; its commitment is its objective's.

    `later` are the workbooks whose typed values are not of that day.
    """
    current = current_values.current_value(key_result, check_ins, later)
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


def fault_hint(status: KeyResultStatus) -> str:
    """Return what to correct in a key result whose progress can't be calculated."""
    key_result = status.key_result
    if key_result.start is not None and key_result.start == key_result.target:
        return "change the start or the target; to keep a value, e.g. zero accidents, choose the kind `at most`"
    return f"check start ({_show(key_result.start)}), target ({_show(key_result.target)}) and the dates"


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
    dates = [check_in.date for check_in in check_ins]
    values = [check_in.value for check_in in check_ins]
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
    for status in key_results:
        own[status.key_result.objective_id or ""].append(status)
    sums = [_Sum.of(own[name] if name else []) for name in ids]
    feeding = [objective.parent_id if feeds(objective) else None for objective in objectives]
    weights = [objective.weight for objective in objectives]
    scores, problems = _cascade(ids, feeding, [own_sum.own for own_sum in sums], weights, objectives)
    plans, _ = _cascade(ids, feeding, [own_sum.expected for own_sum in sums], weights, objectives)
    words = alignments(objectives)
    problems += alignment_problems(objectives, words)
    below = _below(ids, feeding, [(own_sum.data, own_sum.total) for own_sum in sums])
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
        counted = [status for status in key_results if status.key_result.status != schema.ABANDONED]
        known = [status for status in counted if status.progress is not None]
        return _Sum(
            own=_rollup(counted, [status.progress for status in counted]),
            with_abandoned=_rollup(key_results, [status.progress for status in key_results]),
            expected=_rollup(known, [status.expected for status in known]),
            coverage=rollup.coverage([status.progress for status in counted]),
            data=len(known),
            total=len(counted),
        )


def _rollup(key_results: Sequence[KeyResultStatus], values: Sequence[float | None]) -> float | None:
    try:
        return rollup.rollup(values, [status.key_result.weight for status in key_results])
    except CellError:  # every weight is 0: none of them counts
        return None


def _cascade(
    ids: Sequence[str],
    parents: Sequence[str | None],
    values: Sequence[float | None],
    weights: Sequence[float | None],
    objectives: Sequence[Objective],
) -> tuple[list[float | None], list[Problem]]:
    """The scores of parents; children that all weigh 0 are reported and left out, so that other scores remain."""
    try:
        return [_as_number(cell) for cell in rollup.cascade(ids, parents, values, weights)], []
    except CellError as error:
        connected = [None if weight == 0 else parent for parent, weight in zip(parents, weights)]
        answers = rollup.cascade(ids, connected, values, weights)
        first = next(objective for objective in objectives if objective.weight == 0)
        return [_as_number(cell) for cell in answers], [
            Problem(first.origin.location("weight"), error.what, error.hint)
        ]


def _as_number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


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
