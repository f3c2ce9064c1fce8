"""The status of every objective on a day: the roll-up of its key results and of the objectives that contribute to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import pacing, progress, rollup, schema
from .alignment_problems import alignment_problems, alignments
from .cells import Cell, Day
from .errors import CellError, Problem
from .key_result_status import KeyResultStatus
from .model import Objective
from .skill_status import Readiness
from .tree import ROOT, grow
from .workbook_rules import WorkbookRules


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

    @property
    def is_over(self) -> bool:
        """Whether the time of the objective is over."""
        return self.expected == 1.0 and (not self.key_results or any(result.is_over for result in self.key_results))


def evaluate_objectives(
    objectives: Sequence[Objective],
    key_results: Sequence[KeyResultStatus],
    readiness: Mapping[str, Readiness],
    rules: WorkbookRules,
    today: Day,
) -> tuple[tuple[ObjectiveStatus, ...], list[Problem]]:
    """Return the status of every objective, parents before children, and the problems of the tree.

    `readiness` is that of the skills by objective id.

    >>> from okrsheets.core.model import Settings
    >>> evaluate_objectives([], [], {}, WorkbookRules({}, defaults=Settings()), today=46023)
    ((), [])
    """
    own: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for status in key_results:
        own[status.key_result.objective_id or ""].append(status)
    rollups = [_roll_up(own[each.id] if each.id else [], each.roll_up or rollup.WEIGHTED) for each in objectives]
    totals, problems = _totals(objectives, rollups)
    alignment_words = alignments(objectives)
    children: dict[str, list[str]] = defaultdict(list)
    for objective in objectives:
        if objective.parent_id and objective.id:
            children[objective.parent_id].append(objective.id)
    statuses = tuple(
        _status(
            objectives[row],
            depth,
            rollups[row],
            totals[row],
            alignment_words[row] or "",
            tuple(own[objectives[row].id]) if alignment_words[row] != "duplicate id" else (),
            tuple(children[objectives[row].id]),
            readiness.get(objectives[row].id),
            rules,
            today,
        )
        for row, depth in tree_order(objectives)
    )
    return statuses, problems + alignment_problems(objectives, alignment_words)


def _status(
    objective: Objective,
    depth: int,
    own: _OwnRollup,
    total: _Total,
    alignment: str,
    key_results: tuple[KeyResultStatus, ...],
    children: tuple[str, ...],
    readiness: Readiness | None,
    rules: WorkbookRules,
    today: Day,
) -> ObjectiveStatus:
    settings = rules[objective.origin.source.workbook]
    commitment = objective.commitment or "aspirational"
    return ObjectiveStatus(
        objective=objective,
        team=objective.team or settings.team,
        depth=depth,
        own=own.progress,
        with_abandoned=own.with_abandoned,
        score=total.score,
        expected=total.expected,
        status=pacing.status_on(
            total.score,
            0.0 if total.expected is None else total.expected,
            today=today,
            end=settings.cycle_end,
            commitment=commitment,
            gaps=settings.gaps,
        ),
        grade=progress.grade(total.score, commitment),
        alignment=alignment,
        coverage=own.coverage,
        data=total.data,
        total=total.count,
        counted=objective.status != schema.ABANDONED,
        key_results=key_results,
        children=children,
        readiness=readiness,
    )


def feeds(objective: Objective) -> bool:
    """Return whether an objective's progress counts in its parent's: unless it says no, or was abandoned."""
    return objective.contributes is not False and objective.status != schema.ABANDONED


@dataclass(frozen=True)
class _OwnRollup:
    """What an objective's own key results come to; `data` of its `count` key results have a progress."""

    progress: float | None
    with_abandoned: float | None
    expected: float | None
    coverage: float | None
    data: int
    count: int


def _roll_up(key_results: Sequence[KeyResultStatus], how: str) -> _OwnRollup:
    counted = [status for status in key_results if status.key_result.status != schema.ABANDONED]
    known = [status for status in counted if status.progress is not None]
    return _OwnRollup(
        progress=_combined(counted, [status.progress for status in counted], how),
        with_abandoned=_combined(key_results, [status.progress for status in key_results], how),
        expected=_combined(known, [status.expected for status in known], rollup.WEIGHTED),
        coverage=rollup.coverage([status.progress for status in counted]),
        data=len(known),
        count=len(counted),
    )


def _combined(key_results: Sequence[KeyResultStatus], values: Sequence[float | None], how: str) -> float | None:
    try:
        return rollup.rollup(values, [status.key_result.weight for status in key_results], how)
    except CellError:  # every weight is 0: none of them counts
        return None


@dataclass(frozen=True)
class _Total:
    """What an objective's own key results and all that contributes to it come to."""

    score: float | None
    expected: float | None
    data: int
    count: int


def weightless(objectives: Sequence[Objective], progress: Sequence[float | None]) -> list[Problem]:
    """Return the problem that all that contributes to an objective weighs 0; `progress` is each objective's own.

    >>> weightless([], [])
    []
    """
    if all(objective.weight != 0 for objective in objectives):
        return []
    _, problems = _cascade(objectives, _fed(objectives), progress)
    return problems


def _fed(objectives: Sequence[Objective]) -> list[str | None]:
    """The parent in which each objective counts."""
    return [objective.parent_id if feeds(objective) else None for objective in objectives]


def _totals(objectives: Sequence[Objective], rollups: Sequence[_OwnRollup]) -> tuple[list[_Total], list[Problem]]:
    """The total of each objective, and a problem where contributing objectives all weigh 0."""
    parents = _fed(objectives)
    how = [objective.roll_up for objective in objectives]
    scores, problems = _cascade(objectives, parents, [own.progress for own in rollups], how)
    plans, _ = _cascade(objectives, parents, [own.expected for own in rollups])
    ids = [objective.id for objective in objectives]
    counts = _summed_up(ids, parents, [(own.data, own.count) for own in rollups])
    totals = [_Total(score, expected, data, count) for score, expected, (data, count) in zip(scores, plans, counts)]
    return totals, problems


def _cascade(
    objectives: Sequence[Objective],
    parents: Sequence[str | None],
    values: Sequence[float | None],
    how: Sequence[str | None] | None = None,
) -> tuple[list[float | None], list[Problem]]:
    """The scores of parents; children that all weigh 0 are reported and left out, so that other scores remain."""
    ids = [objective.id for objective in objectives]
    weights = [objective.weight for objective in objectives]
    try:
        return [_as_number(cell) for cell in rollup.cascade(ids, parents, values, weights, how)], []
    except CellError as error:
        connected = [None if weight == 0 else parent for parent, weight in zip(parents, weights)]
        scores = rollup.cascade(ids, connected, values, weights, how)
        first = next(objective for objective in objectives if objective.weight == 0)
        problem = Problem(first.origin.location("weight"), error.what, error.hint)
        return [_as_number(cell) for cell in scores], [problem]


def _as_number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


def _summed_up(
    ids: Sequence[str], parents: Sequence[str | None], counts: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The counts of each objective with those of all that contributes to it."""
    tree = grow(ids, parents)
    sums = [list(pair) for pair in counts]
    for row in tree.upwards:
        above = tree.parent[row]
        if above != ROOT:
            sums[above][0] += sums[row][0]
            sums[above][1] += sums[row][1]
    return [(data, count) for data, count in sums]


def tree_order(objectives: Sequence[Objective]) -> list[tuple[int, int]]:
    """Return rows with their depth, parents before children, siblings in the order of the sheet; cycles come last, flat.

    >>> tree_order([])
    []
    """
    tree = grow([objective.id for objective in objectives], [objective.parent_id for objective in objectives])
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
    return order + [(row, 0) for row in range(len(objectives)) if row not in seen]
