"""`okrsheets sync`: read workbooks into the history, and write the review and the consolidated workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..core.cells import Day
from ..reports.formats import json_values
from ..sync.config import workspace as workspace_of
from .shell import as_json, as_of, cycle_option, day_of, out_option, print_json, sources_argument
from .synced import SyncResult, show_result, sync_and_write
from .workspace import leave


@click.command()
@sources_argument
@out_option
@cycle_option
@as_of
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="How many workbooks are read at a time, each in a process of its own. Default: one for each processor core.",
)
@as_json
def sync(sources: Sequence[str], out: str, cycle: str, as_of: Day | None, workers: int | None, as_json: bool) -> None:
    """Read workbooks and folders, and write the consolidated workbook and the review.

    A SOURCE is a workbook, a folder of workbooks, or a Google spreadsheet or folder (google:ID, google:folder/ID, or its
    address). Without a SOURCE, okrsheets.toml in the current folder names them. Only workbooks that changed are read
    again; every sync that changes something is kept in the history, so that any past day can be reported.

    Exit code 3 when a source could not be read, 4 when there are problems in the workbooks.

    \b
    Example: okrsheets sync team-sheets/
             okrsheets sync team-sheets/ google:folder/1AbcDefGhiJkl
             okrsheets sync q1.xlsx --cycle 2026-Q1 --as-of 2026-03-31 --out results
    """
    workspace = workspace_of(sources, out)
    result = sync_and_write(workspace, day_of(as_of, workspace.config.as_of), cycle, workers)
    if as_json:
        print_json(_result_json(result))
    else:
        show_result(result, workspace)
    leave(result.outcome, result.summary.problems)


def _result_json(result: SyncResult) -> dict[str, Any]:
    outcome, summary = result.outcome, result.summary
    return {
        "sync": outcome.sync,
        "changed": outcome.changed,
        "read": list(outcome.read),
        "unchanged": outcome.unchanged,
        "gone": list(outcome.gone),
        "not readable": {name: fault.what for name, fault in outcome.faults.items()},
        "objectives": summary.objectives,
        "key results": summary.key_results,
        "counts": dict(summary.counts),
        "problems": [json_values.problem(problem) for problem in summary.problems],
        "files": [str(file) for file in result.files],
        "written": [str(file) for file in result.written],
    }
