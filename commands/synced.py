"""A sync with everything that it writes: `okrsheets sync` and `okrsheets demo` share it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from ..core.cells import Day
from ..core.version import VERSION
from ..reports.formats.file_names import SYNC_NAMES
from ..sync.config import Workspace
from ..sync.store.rebuild import remove_left_over
from ..sync.store.replay import show_to_others
from ..sync.store.store import Store
from ..sync.summary import SyncSummary
from ..sync.sync import Outcome
from .shell import program_name, say
from .workspace import counts_text, make_output_folder, problem_counts, read, refuse_unknown_sources

SHOWN_PROBLEMS = 5


@dataclass(frozen=True)
class SyncResult:
    """What a sync read and left behind: `files` are the review and the consolidated workbook, `written` those of them
    that this sync wrote."""

    outcome: Outcome
    summary: SyncSummary
    files: Sequence[Path]
    written: Sequence[Path]


def sync_and_write(workspace: Workspace, today: Day, cycle: str = "", workers: int | None = None) -> SyncResult:
    """Read the sources into the store, and evaluate and write the review and the consolidated workbook where that is due.

    Nothing is due when the last sync of the same day, with the same settings, read the same: then what it found is shown.
    """
    config = workspace.config
    refuse_unknown_sources(workspace)
    make_output_folder(workspace)
    remove_left_over(workspace.store)
    with Store(workspace.store) as store:
        outcome = read(store, workspace, today, workers)
        choice = _choice(workspace, outcome, cycle or config.cycle)
        files = [workspace.out / SYNC_NAMES[format] for format in config.formats]
        kept = store.last_summary(outcome.sync, today, choice)
        if kept is not None and all(file.exists() for file in files):
            return SyncResult(outcome, SyncSummary.from_json(kept), files, ())
        from .review import evaluate_and_write  # takes longer to import than a sync without news

        summary, written = evaluate_and_write(store, workspace, outcome, today, cycle or config.cycle)
        show_to_others(store, outcome.sync, today, cycle or config.cycle, config.thresholds, config.skills)
        store.keep_summary(outcome.sync, today, choice, summary.to_json())
    return SyncResult(outcome, summary, files, written)


def _choice(workspace: Workspace, outcome: Outcome, cycle: str) -> str:
    """Everything but the workbooks and the day that what a sync finds and writes depends on."""
    config = workspace.config
    notes = [(str(problem.location), problem.what) for problem in outcome.skipped]
    return json.dumps(
        [
            VERSION,
            cycle,
            config.language,
            dict(config.brand),
            *config.formats,
            *config.quality_off,
            astuple(config.thresholds),
            astuple(config.skills),
            notes,
        ],
        default=str,
    )


def show_result(result: SyncResult, workspace: Workspace) -> None:
    """Print what a sync read, found and wrote."""
    outcome, summary = result.outcome, result.summary
    gone = f", {len(outcome.gone)} removed" if outcome.gone else ""
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    say(f"read       {len(outcome.read)} workbooks, {outcome.unchanged} unchanged{gone}{faulty}")
    say(f"found      {counts_text(summary.counts)}")
    say(f"status     {summary.statuses}")
    for problem in [problem for problem in summary.problems if not problem.note][:SHOWN_PROBLEMS]:
        say(f"  {problem.location}: {problem.what}")
    more = f"{problem_counts(summary.problems)}; `{program_name()} check` lists them and says how to fix them"
    say(f"problems   {more if summary.problems else 'none'}")
    for file in result.files:
        say(f"wrote      {file}" if file in result.written else f"unchanged  {file}")
    say(f"history    {workspace.store}")
    pages = [file for file in result.files if file.suffix == ".html"]
    if pages:
        say(f"open first {pages[0]}")
