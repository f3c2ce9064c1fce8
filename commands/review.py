"""Evaluates a sync and writes what it leaves behind: the review and the consolidated workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..core.cells import Day
from ..core.snapshot import Snapshot
from ..reports.brand import brand as checked_brand
from ..reports.build import build
from ..reports.data.report_data import report_data
from ..reports.data.scope import of_all
from ..reports.formats.files import write_consolidated_and_review
from ..reports.formats.terminal import counts
from ..reports.i18n.language import load_language
from ..sync.config import Workspace
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from ..sync.summary import SyncSummary
from ..sync.sync import Outcome
from .workspace import record_counts


def evaluate_and_write(
    store: Store, workspace: Workspace, outcome: Outcome, today: Day, cycle: str
) -> tuple[SyncSummary, Sequence[Path]]:
    """Return what a sync found, and the files that were written: the review and the consolidated workbook."""
    snapshot = snapshot_of(
        store,
        outcome.sync,
        today,
        cycle,
        workspace.config.thresholds,
        outcome.skipped,
        skill_rules=workspace.config.skills,
    )
    summary = SyncSummary(
        len(snapshot.evaluation.objectives),
        len(snapshot.evaluation.key_results),
        record_counts(snapshot.tables),
        counts(snapshot.evaluation),
        tuple(snapshot.problems),
    )
    return summary, _write_review(workspace, snapshot)


def _write_review(workspace: Workspace, snapshot: Snapshot) -> Sequence[Path]:
    """Write the organisation's review and the consolidated workbook, and return their paths."""
    config = workspace.config
    data = report_data(snapshot, workspace.out, config.quality_off)
    brand = checked_brand(config.brand, workspace.base)
    report = build(of_all(data, load_language(config.language)), brand, data.links)
    return write_consolidated_and_review(
        workspace.out, config.formats, report, snapshot.tables, snapshot.evaluation, snapshot.problems
    )
