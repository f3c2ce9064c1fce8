"""What commands work on: sources and settings, and how reading them ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.errors import EXIT_OK, EXIT_PROBLEMS, EXIT_UNREADABLE
from .shell import progress_bar

if TYPE_CHECKING:
    from ..core.cells import Day
    from ..core.errors import Problem
    from ..sync.config import Workspace
    from ..sync.store.store import Store
    from ..sync.sync import Outcome


def workspace_of(sources: Sequence[str], out: str = "") -> Workspace:
    """Return what a command works on: the sources that it was given, else those of okrsheets.toml."""
    from ..sync.config import workspace

    return workspace(sources, out)


def read(store: Store, workspace: Workspace, today: Day) -> Outcome:
    """Read what changed into the store, with a progress bar."""
    from ..sync.sync import sync as run

    with progress_bar("reading") as bar:
        if bar:
            workspace.google.told = bar.waits
        return run(store, workspace.sources, today, workspace.config.headings, bar, workspace.google.stop)


def counted(problems: Sequence[Problem]) -> str:
    """Return how many problems and notes there are, in words."""
    wrong = sum(not problem.note for problem in problems)
    notes = len(problems) - wrong
    said = f"{wrong} problem{'' if wrong == 1 else 's'}"
    if notes:
        said += f", {notes} note{'' if notes == 1 else 's'}"
    return said


def leave(outcome: Outcome, problems: Sequence[Problem]) -> None:
    """End with the exit code for what was found."""
    if outcome.faults:
        sys.exit(EXIT_UNREADABLE)
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)
