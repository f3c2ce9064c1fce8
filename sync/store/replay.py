"""The evaluation of a past or present day, from what the store holds of it."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.cells import Day, date_of
from ...core.errors import Problem, StoreError, UsageError
from ...core.evaluation import Evaluation
from ...core.evidence import EvidenceRules
from ...core.model import Settings
from ...core.problem_kinds import first_of_each_workbook
from ...core.root_causes import without_consequences
from .state import State
from .store import Store


def state_at(store: Store, sync: int, today: Day, cycle: str = "") -> State:
    """Return the state of a sync for a cycle; `UsageError` when no workbook has the cycle that is asked for."""
    state = State(store, sync, today, cycle)
    if cycle and state.cycle is None:
        names = ", ".join(cycle.name for cycle in state.cycles) or "none"
        raise UsageError(f"no workbook has the cycle {cycle!r}", f"the workbooks have: {names}")
    return state


def show_to_others(
    store: Store, sync: int, today: Day, cycle: str, thresholds: Settings, skill_rules: EvidenceRules
) -> None:
    """Let the views, which other clients of DuckDB read, show a sync as it was evaluated: its cycle, thresholds and rules."""
    store.note_skill_rules(skill_rules)
    with store.transaction():
        store.note_thresholds(thresholds)
        state_at(store, sync, today, cycle).keep()


def last_sync(store: Store, on: Day | None) -> int:
    """Return the last sync, or for a past day the last one up to it; `StoreError` when there is none."""
    last = store.last_sync(on)
    if last is not None:
        return last[0]
    first = store.first_day()
    if first is None:
        raise StoreError("nothing has been synced yet", "run `okrsheets sync` first")
    raise StoreError("there is no snapshot on or before that date", f"the first snapshot is of {date_of(first)}")


def organisation_of(state: State) -> str:
    """Return the organisation's name where all workbooks agree on one, else nothing."""
    names = {name for name in state.table(schema.SETTINGS).columns["organisation"] if name}
    return names.pop() if len(names) == 1 else ""


def all_problems(state: State, evaluation: Evaluation, skipped: Sequence[Problem] = ()) -> list[Problem]:
    """Return every problem once, without those that follow from another, by workbook, with the notes last.

    Very many of a kind are counted.
    """
    found = first_of_each_workbook(evaluation.problems)
    problems = without_consequences(dict.fromkeys([*state.all_problems(), *found, *skipped]))
    return sorted(problems, key=lambda problem: (problem.note, problem.location.workbook))
