"""What `okrsheets check` finds, with as little reading as possible: on a copy of the history, where there is one."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..core import schema
from ..core.cells import Day
from ..core.errors import Problem, StoreError
from ..core.quality_findings import QualityFinding
from ..sync.config import Workspace
from ..sync.sources.folder import FolderSource
from ..sync.store import replay
from ..sync.store.evaluation import evaluate_state
from ..sync.store.store import Store
from ..sync.sync import Outcome
from .coaching import coach
from .workspace import COUNTED, read, unsaved_store

COPIES = "okrsheets-check-"
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class CheckResult:
    """What was read, how many rows of each table count, every problem, and what the quality coach says where it is asked."""

    outcome: Outcome
    counts: Mapping[str, int]
    problems: Sequence[Problem]
    quality: Sequence[QualityFinding] = ()


def find_problems(workspace: Workspace, today: Day, cycle: str, quality: bool = False) -> CheckResult:
    """Read the sources and return what is found; the folders of the user stay as they are.

    Workbooks that were synced are not read again where that gives the same answer.
    """
    found = _find_in_copy(workspace, today, cycle, quality)
    return _find_in(unsaved_store(workspace), workspace, today, cycle, quality) if found is None else found


def _find_in_copy(workspace: Workspace, today: Day, cycle: str, quality: bool) -> CheckResult | None:
    """What is found with a copy of the history; None where only reading everything gives the answer.

    The history says more than the workbooks when it has other sources, too, or the last good version of a workbook that
    can't be read any more.
    """
    if len(workspace.sources) != 1 or not isinstance(workspace.sources[0], FolderSource):
        return None
    root = workspace.sources[0].root
    _remove_left_over()
    with tempfile.TemporaryDirectory(prefix=COPIES) as folder:
        copy = Path(folder) / workspace.store.name
        try:
            if not _copied(workspace.store, copy, root):
                return None
            found = _find_in(Store(copy), workspace, today, cycle, quality)
        except StoreError:
            return None
    return None if found.outcome.faults else found


def _remove_left_over() -> None:
    """Remove the copies of checks that were killed: those of more than a day ago, which no check needs any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        with suppress(OSError):  # of somebody else
            if time.time() - folder.stat().st_mtime > DAY_SECONDS:
                shutil.rmtree(folder)


def _copied(history: Path, copy: Path, root: str) -> bool:
    """Copy a history of workbooks of one source, read by this version of okrsheets; False when it is another one."""
    if not history.exists():
        return False
    with Store(history, read_only=True) as store:  # while it is open, nobody writes
        roots = {version.root for version in store.versions().values()}
        if roots != {root} or not store.read_by_this_version():
            return False
        for path in (history, history.with_name(f"{history.name}.wal")):
            if path.exists():
                shutil.copyfile(path, copy.with_name(path.name))
    return True


def _find_in(opened: Store, workspace: Workspace, today: Day, cycle: str, quality: bool) -> CheckResult:
    with opened as store:
        outcome = read(store, workspace, today)
        state = replay.state_at(store, outcome.sync, today, cycle or workspace.config.cycle)
        evaluation = evaluate_state(state, workspace.config.thresholds, details=quality)
        counts = {name: state.count(schema.table(name)) for name in COUNTED}
        coached = coach(workspace, state, evaluation, today) if quality else ()
        return CheckResult(outcome, counts, replay.all_problems(state, evaluation, outcome.skipped), coached)
