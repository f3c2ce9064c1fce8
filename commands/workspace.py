"""What commands work on: the sources and the settings, how they are read, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..core.cells import Day
from ..core.errors import (
    EXIT_OK,
    EXIT_PROBLEMS,
    EXIT_UNREADABLE,
    OkrError,
    Problem,
    SourceError,
    StoreError,
    UsageError,
)
from ..core.problem_kinds import times
from ..core.records import Tables
from ..sync.config import Workspace, workspace
from ..sync.readers.reader_process import Readers
from ..sync.sources.folder import FolderSource
from ..sync.store.erased import take_over
from ..sync.store.store import Store
from ..sync.sync import Outcome, sync
from .shell import counted, progress_bar

COUNTED = {
    "objectives": ("objective", "objectives"),
    "key results": ("key result", "key results"),
    "check-ins": ("check-in", "check-ins"),
    "people": ("person", "people"),
    "skills": ("skill", "skills"),
    "assessments": ("rating", "ratings"),
}  # what was read of each table, as people count it


def synced_workspace(folder: str, out: str) -> Workspace:
    """Return the workspace of a folder that was synced; `UsageError` when there is no such folder."""
    if not Path(folder).exists():
        raise UsageError(f"there is no folder {folder!r}", "check the path")
    synced = workspace([folder], out)
    _refuse_file(synced.out)
    return synced


def refuse_missing_folders(workspace: Workspace, known: Collection[str] = ()) -> None:
    """Raise `SourceError` for a file or folder that is not there, unless it is among the known ones."""
    for source in workspace.sources:
        if isinstance(source, FolderSource) and source.root not in known and not source.path.exists():
            hint = "check the path, or `sources` in okrsheets.toml"
            raise SourceError(f"there is no file or folder {str(source.path)!r}", hint)


def refuse_unknown_sources(workspace: Workspace) -> None:
    """Raise `SourceError` for a source that is not there and never was: a sync would remember it as a fault."""
    try:
        refuse_missing_folders(workspace)
    except SourceError:
        if not workspace.store.exists():
            raise
        with Store(workspace.store, read_only=True) as store:
            known = {version.root for version in store.versions().values()}
        refuse_missing_folders(workspace, known)


def make_output_folder(workspace: Workspace) -> None:
    """Make the folder that results go to; `OkrError` when that cannot be."""
    _refuse_file(workspace.out)
    workspace.out.mkdir(parents=True, exist_ok=True)


def _refuse_file(out: Path) -> None:
    """Raise `OkrError` when what must be a folder for results is a file, or lies in one."""
    there = next((folder for folder in (out, *out.parents) if os.path.lexists(folder)), None)
    if there is not None and not there.is_dir():
        raise OkrError(
            f"{out} must be a folder for the results, and is, or lies in, a file",
            "move the file away, or name another folder with --out",
        )


def unsaved_store(workspace: Workspace) -> Store:
    """Return an empty store in memory that knows who was erased from the history."""
    store = Store()
    if workspace.store.exists():
        with suppress(StoreError), Store(workspace.store, read_only=True) as history:
            take_over(store, history)
    return store


def read(store: Store, workspace: Workspace, today: Day, workers: int | None = None) -> Outcome:
    """Read what changed into the store, with a progress bar; in as many processes as there are cores, or `workers`."""
    readers = Readers(workers or os.cpu_count() or 1, workspace.config.limits)
    with progress_bar("reading") as bar:
        if bar:
            workspace.google.on_wait = bar.waits
        headings, stop = workspace.config.headings, workspace.google.stop
        return sync(store, workspace.sources, today, headings, bar, stop, readers)


def problem_counts(problems: Sequence[Problem]) -> str:
    """Return how many problems and notes there are, in words."""
    wrong = sum(times(problem) for problem in problems if not problem.note)
    notes = sum(times(problem) for problem in problems if problem.note)
    return counted(wrong, "problem") + (f", {counted(notes, 'note')}" if notes else "")


def record_counts(tables: Tables) -> dict[str, int]:
    """Return how many records of each table were read and count, by the table's name."""
    return {name: tables.count(name) for name in COUNTED}


def counts_text(counts: Mapping[str, int]) -> str:
    """Return what was read, in words: "3 objectives, 7 key results"; tables without rows are left out."""
    read = [
        f"{counts[name]} {one if counts[name] == 1 else many}"
        for name, (one, many) in COUNTED.items()
        if counts.get(name)
    ]
    return ", ".join(read) or "no rows"


def leave(outcome: Outcome, problems: Sequence[Problem]) -> None:
    """End the program with the exit code for what was found."""
    if outcome.faults:
        sys.exit(EXIT_UNREADABLE)
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)
