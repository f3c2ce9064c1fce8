"""A sync with everything that it writes: `okrsheets sync` and `okrsheets demo` share it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.cells import Day
from ..core.snapshot import Snapshot
from ..reports.brand import brand as checked_brand
from ..reports.build import build
from ..reports.data.report_data import report_data
from ..reports.data.scope import of_all
from ..reports.formats.files import SYNC_NAMES, write_consolidated_and_review
from ..reports.formats.terminal import counts
from ..reports.i18n.language import load_language
from ..sync.config import Workspace
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from ..sync.sync import Outcome
from .shell import program_name, say
from .workspace import counts_text, problem_counts, read, record_counts, refuse_unknown_sources

SHOWN_PROBLEMS = 5


@dataclass(frozen=True)
class SyncResult:
    """What a sync read and left behind: `files` are the review and the consolidated workbook, `written` those of them
    that this sync wrote."""

    outcome: Outcome
    snapshot: Snapshot
    files: Sequence[Path]
    written: Sequence[Path]


def sync_and_write(workspace: Workspace, today: Day, cycle: str = "") -> SyncResult:
    """Read the sources into the store, and write the review and the consolidated workbook unless they are up to date."""
    config = workspace.config
    refuse_unknown_sources(workspace)
    with Store(workspace.store) as store:
        outcome = read(store, workspace, today)
        cycle = cycle or config.cycle
        snapshot = snapshot_of(store, outcome.sync, today, cycle, config.thresholds, outcome.skipped)
        choice = json.dumps([snapshot.cycle, config.language, dict(config.brand), *config.formats])
        files = [workspace.out / SYNC_NAMES[format] for format in config.formats]
        written: Sequence[Path] = ()
        if store.last_review() != (outcome.sync, today, choice) or not all(file.exists() for file in files):
            written = _write_review(workspace, snapshot)
            store.note_review(outcome.sync, today, choice)
    return SyncResult(outcome, snapshot, files, written)


def _write_review(workspace: Workspace, snapshot: Snapshot) -> Sequence[Path]:
    """Write the organisation's review and the consolidated workbook, and return their paths."""
    config = workspace.config
    data = report_data(snapshot, workspace.out)
    brand = checked_brand(config.brand, workspace.base)
    report = build(of_all(data, load_language(config.language)), brand, data.links)
    return write_consolidated_and_review(
        workspace.out, config.formats, report, snapshot.tables, snapshot.evaluation, snapshot.problems
    )


def show_result(result: SyncResult, workspace: Workspace) -> None:
    """Print what a sync read, found and wrote."""
    outcome, evaluation, problems = result.outcome, result.snapshot.evaluation, result.snapshot.problems
    gone = f", {len(outcome.gone)} removed" if outcome.gone else ""
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    say(f"read       {len(outcome.read)} workbooks, {outcome.unchanged} unchanged{gone}{faulty}")
    say(f"found      {counts_text(record_counts(result.snapshot.tables))}")
    say(f"status     {counts(evaluation)}")
    for problem in [problem for problem in problems if not problem.note][:SHOWN_PROBLEMS]:
        say(f"  {problem.location}: {problem.what}")
    more = f"{problem_counts(problems)}; `{program_name()} check` lists them and says how to fix them"
    say(f"problems   {more if problems else 'none'}")
    for file in result.files:
        say(f"wrote      {file}" if file in result.written else f"unchanged  {file}")
    say(f"history    {workspace.store}")
    pages = [file for file in result.files if file.suffix == ".html"]
    if pages:
        say(f"open first {pages[0]}")
