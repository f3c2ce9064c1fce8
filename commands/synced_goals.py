"""What the commands about the future start from: a synced folder's evaluation, with the skills that its goals need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from ..core.cells import Day
from ..core.errors import UsageError
from ..core.evaluation import Evaluation
from ..core.model import GoalSkill, Person
from ..core.names import fold_name
from ..core.objective_status import ObjectiveStatus
from ..core.references import fold_id
from ..sync.config import Workspace
from ..sync.store import replay
from ..sync.store.evaluation import evaluate_state
from ..sync.store.state import State
from ..sync.store.store import Store
from .shell import day_of


@dataclass(frozen=True)
class SyncedGoals:
    """A synced cycle on a day; `day` is the day of the look."""

    store: Store
    state: State
    evaluation: Evaluation
    day: Day

    @cached_property
    def needs(self) -> Sequence[GoalSkill]:
        """The skills that objectives need."""
        return self.state.open_tables["goal skills"].nouns(GoalSkill)

    @cached_property
    def objectives(self) -> dict[str, ObjectiveStatus]:
        """The objectives by id; of several with one id the first."""
        return {status.objective.id: status for status in reversed(self.evaluation.objectives)}

    @property
    def team_of(self) -> Callable[[str], str | None]:
        """The team of an objective, by its id."""
        return lambda id: status.team if (status := self.objectives.get(id)) else None

    def title(self, id: str) -> str:
        """An objective by its id and its words."""
        status = self.objectives.get(id)
        words = status.objective.objective if status else None
        return f"{id} {words}" if words else id

    def person(self, named: str) -> Person:
        """Return a person by id, name or e-mail; `UsageError` when none or several fit."""
        people = [status.person for status in self.evaluation.people]
        found = [person for person in people if fold_id(person.person_id) == fold_id(named)] or [
            person for person in people if fold_name(named) in {fold_name(person.name), fold_name(person.email)} - {""}
        ]
        if len({person.person_id for person in found}) == 1:
            return found[0]
        if found:
            ids = ", ".join(person.person_id for person in found)
            raise UsageError(f"{named!r} may be any of {ids}", "name the person by the ID of the People sheet")
        raise UsageError(f"there is no person {named!r}", "name an ID, a name or an e-mail address of the People sheet")


@contextmanager
def synced_goals(workspace: Workspace, as_of: Day | None, cycle: str) -> Iterator[SyncedGoals]:
    """Open the history of a workspace and evaluate it on a day; `StoreError` when nothing was synced."""
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = evaluate_state(state, workspace.config.thresholds, skill_rules=workspace.config.skills)
        yield SyncedGoals(store, state, evaluation, today)
