"""Reads a snapshot from the store: everything about one cycle on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from ...core.cells import Day
from ...core.commentary import ORGANISATION, commentary_key
from ...core.errors import Location, Problem, UsageError
from ...core.evaluation import Evaluation, Past
from ...core.evidence import EvidenceRules
from ...core.lazy_tuple import LazyTuple
from ...core.model import Settings
from ...core.outlook import EndedCycle
from ...core.quality_checks import ambitions, scores
from ...core.snapshot import Snapshot
from ..sources.file_kinds import WORKBOOKS
from .evaluation import PLAIN, evaluate_state, period_of
from .history import (
    changes_since,
    cycles_before,
    earlier_review,
    ended,
    ended_cycles,
    known_cycles,
    named_cycle,
    past_cycles,
)
from .replay import all_problems, organisation_of, state_at
from .state import State
from .store import Store


def snapshot_of(
    store: Store,
    sync: int,
    today: Day,
    cycle: str,
    thresholds: Settings,
    skipped: Sequence[Problem] = (),
    compare: str = "",
    skill_rules: EvidenceRules = PLAIN,
) -> Snapshot:
    """Return a cycle as it was at a sync, evaluated on the day `today`.

    `skipped` are notes on files that the sync skipped; `compare` names another cycle to compare with; `skill_rules` are the
    rules of evidence that are chosen. `UsageError` when no workbook has the cycle or the other one. Its tables and the
    skills of its people are read when they are looked at, while the store is open.
    """
    state = state_at(store, sync, today, cycle)
    evaluation, period = evaluate_state(state, thresholds, skill_rules=skill_rules), period_of(state)
    earlier = earlier_review(store, today, state.cycle.name if state.cycle else "")
    commentary = store.commentary(sync)
    return Snapshot(
        evaluation=evaluation,
        tables=state.open_tables,
        cycle=state.cycle.name if state.cycle else "",
        period=period,
        organisation=organisation_of(state),
        problems=all_problems(state, evaluation, (*skipped, *_about_nobody(commentary, evaluation))),
        workbooks=state.workbooks(),
        since=earlier.day if earlier else None,
        earlier=earlier.scores if earlier else None,
        earlier_lifecycles=earlier.lifecycles if earlier else {},
        commentary=commentary,
        changes=changes_since(state, period[0]),
        past=past_cycles(store, sync, today, thresholds, state.cycle) if _all_reached(evaluation) else (),
        compared=_compared(store, sync, today, thresholds, compare) if compare else None,
        paths=paths_of(state),
        skill_rules=skill_rules,
        ended=_ended(state, thresholds) if today < period[1] else (),
    )


def _ended(state: State, thresholds: Settings) -> Sequence[EndedCycle]:
    """The cycles that forecasts learn from, read when a page forecasts."""
    before = cycles_before(state.store, state.sync, period_of(state)[0])
    return LazyTuple(cache(partial(ended_cycles, state.store, before, thresholds))) if before else ()


def _all_reached(evaluation: Evaluation) -> bool:
    """Whether an owner reached every aspirational key result: only then do the cycles before matter."""
    return any(min(scores(key_results)) >= 1.0 for key_results in ambitions(evaluation).values())


def _about_nobody(commentary: Mapping[str, str], evaluation: Evaluation) -> Iterator[Problem]:
    """A note for each commentary that is about no team."""
    teams = {status.team for status in evaluation.objectives} | {status.person.team for status in evaluation.people}
    keys = {commentary_key(team) for team in teams}
    for about in commentary:
        if about != ORGANISATION and about not in keys:
            names = ", ".join(sorted(team for team in teams if team)) or "none"
            what = "no team has this name, so the commentary is on no page"
            yield Problem(Location(f"commentary-{about}.md"), what, f"the teams are: {names}", note=True)


def _compared(store: Store, sync: int, today: Day, thresholds: Settings, name: str) -> Past:
    match = named_cycle(store, sync, name)
    if match is None:
        names = ", ".join(cycle.name for cycle, _ in known_cycles(store, sync)) or "none"
        raise UsageError(f"no workbook has ever had the cycle {name!r}", f"the cycles in the history are: {names}")
    return ended(store, *match, today, thresholds)


def paths_of(state: State) -> dict[str, str]:
    """Return the files of the workbooks, by name; empty for one that is not on a disk."""
    sql = f"SELECT l.name, v.root FROM {state.live} l JOIN versions v USING (version) ORDER BY l.name"
    return {name: path for name, root in state.store.rows(sql) if (path := _path(name, root))}


def _path(name: str, root: str) -> str:
    """The path of a workbook, empty when it is not on a disk; a workbook that is a source itself is its own root."""
    if not Path(root).is_absolute():
        return ""
    alone = Path(root).suffix.lower() in WORKBOOKS and Path(root).name == Path(name).name
    return root if alone else f"{root.rstrip('/')}/{name}"
