"""The evaluation of a past or present day, from what the store holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...core import schema
from ...core.cells import Day, date_of
from ...core.errors import Problem, StoreError, UsageError
from ...core.evaluation import Evaluation, evaluate
from ...core.model import Settings
from ...core.pacing import quarter_of
from .state import State
from .store import Store


def state_at(store: Store, sync: int, today: Day, cycle: str = "") -> State:
    """Return the state of a sync for a cycle; `UsageError` when no workbook has the cycle that is asked for."""
    state = State(store, sync, today, cycle)
    if cycle and state.cycle is None:
        names = ", ".join(cycle.name for cycle in state.cycles) or "none"
        raise UsageError(f"no workbook has the cycle {cycle!r}", f"the workbooks have: {names}")
    return state


def last_sync(store: Store, on: Day | None) -> int:
    """Return the last sync, or for a past day the last one up to it; `StoreError` when there is none."""
    last = store.last_sync(on)
    if last is not None:
        return last[0]
    first = store.first_day()
    if first is None:
        raise StoreError("nothing has been synced yet", "run `okrsheets sync` first")
    raise StoreError("there is no snapshot on or before that date", f"the first snapshot is of {date_of(first)}")


def period_of(state: State) -> tuple[Day, Day]:
    """Return the first and last day of the state's cycle; where no workbook says, of the quarter that today is in."""
    cycle = state.cycle
    if cycle is not None and cycle.start is not None and cycle.end is not None:
        return cycle.start, cycle.end
    quarter = quarter_of(state.today)
    return quarter.start, quarter.end


def organisation_of(state: State) -> str:
    """Return the organisation's name where all workbooks agree on one, else nothing."""
    names = {name for name in state.table(schema.SETTINGS).columns["organisation"] if name}
    return names.pop() if len(names) == 1 else ""


def evaluate_state(state: State, thresholds: Settings) -> Evaluation:
    """Return the evaluation of a state; a workbook without dates of its own has those of the cycle."""
    start, end = period_of(state)
    defaults = replace(thresholds, cycle_start=start, cycle_end=end)
    return evaluate(state.tables, state.today, defaults, state.known_until)


def all_problems(state: State, evaluation: Evaluation, skipped: Sequence[Problem] = ()) -> list[Problem]:
    """Return every problem once, by workbook, with the notes last."""
    problems = dict.fromkeys([*state.all_problems(), *evaluation.problems, *skipped])
    return sorted(problems, key=lambda problem: (problem.note, problem.location.workbook))
