"""All that the store knows of one cycle on one day, read once, as values that no later reading changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...core.cells import Day
from ...core.changes import Change
from ...core.errors import Problem, UsageError
from ...core.evaluation import Evaluation, Past
from ...core.model import Settings, Workbook
from ...core.quality_checks import ambitions, scores
from ...core.records import Tables
from ..sources.file_kinds import WORKBOOKS
from ..sync import earlier_scores
from .history import changes_since, ended, known_cycles, named_cycle, past_cycles
from .replay import all_problems, evaluate_state, organisation_of, period_of, state_at
from .state import State
from .store import Store


@dataclass(frozen=True)
class Moment:
    """A cycle on a day: its rows, where everything stands, what is wrong, and what was before.

    `since` is the day of the snapshot before and `earlier` its scores; `past` are the cycles before, the latest first,
    where somebody reached everything in this one; `paths` says where each workbook is on this machine.
    """

    cycle: str
    period: tuple[Day, Day]
    organisation: str
    tables: Tables
    evaluation: Evaluation
    problems: Sequence[Problem]
    books: Sequence[Workbook]
    since: Day | None
    earlier: Mapping[str, float] | None
    changes: Sequence[Change]
    past: Sequence[Past]
    compared: Past | None
    paths: Mapping[str, str]


def moment(
    store: Store,
    sync: int,
    today: Day,
    cycle: str,
    thresholds: Settings,
    passed_over: Sequence[Problem] = (),
    compare: str = "",
) -> Moment:
    """Read a cycle on a day; `compare` names another cycle to look at beside it."""
    state = state_at(store, sync, today, cycle)
    evaluation, period = evaluate_state(state, thresholds), period_of(state)
    since, earlier = earlier_scores(store, today) or (None, None)
    now = Moment(
        cycle=state.cycle.name if state.cycle else "",
        period=period,
        organisation=organisation_of(state),
        tables=state.tables,
        evaluation=evaluation,
        problems=all_problems(state, evaluation, passed_over),
        books=state.workbooks(),
        since=since,
        earlier=earlier,
        changes=changes_since(state, period[0]),
        past=(),
        compared=None,
        paths=_paths(state),
    )
    # All of this state is read: states of a store share its temporary tables, and the next ones take them.
    easy = any(min(scores(parts)) >= 1.0 for parts in ambitions(evaluation).values())
    return replace(
        now,
        past=past_cycles(store, sync, today, thresholds, state.cycle) if easy else (),
        compared=_compared(store, sync, today, thresholds, compare) if compare else None,
    )


def _compared(store: Store, sync: int, today: Day, thresholds: Settings, name: str) -> Past:
    found = named_cycle(store, sync, name)
    if found is None:
        names = ", ".join(each.name for each, _ in known_cycles(store, sync)) or "none"
        raise UsageError(f"no workbook ever had the cycle {name!r}", f"the store knows: {names}")
    return ended(store, *found, today, thresholds)


def _paths(state: State) -> dict[str, str]:
    rows = state.store.rows("SELECT l.name, v.root FROM live l JOIN versions v USING (version) ORDER BY l.name")
    return {name: path for name, root in rows if (path := _path(name, root))}


def _path(name: str, root: str) -> str:
    """A workbook that was given alone is its own root; what is not on a disk has no path."""
    if not Path(root).is_absolute():
        return ""
    alone = Path(root).suffix.lower() in WORKBOOKS and Path(root).name == Path(name).name
    return root if alone else f"{root.rstrip('/')}/{name}"
