"""`okrsheets status`: the objectives of the last sync in the terminal."""

from __future__ import annotations

import click

from ..core.cells import Day
from ..reports.formats import json_values
from ..reports.formats.terminal import show_tree
from ..sync.store import replay
from ..sync.store.evaluation import objectives_of
from ..sync.store.store import Store
from .shell import as_json, as_of, cycle_option, day_of, folder_argument, out_option, print_json
from .workspace import synced_workspace


@click.command()
@folder_argument
@out_option
@cycle_option
@as_of
@as_json
def status(folder: str, out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Show the status of every objective as of the last sync.

    FOLDER is a folder, or a workbook, that was synced; the current folder by default.

    \b
    Example: okrsheets status team-sheets/
             okrsheets status team-sheets/ --as-of 2026-03-31 --json
    """
    workspace = synced_workspace(folder, out)
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = objectives_of(state, workspace.config.thresholds)
    if as_json:
        print_json(json_values.objectives(evaluation))
    else:
        show_tree(evaluation, state.cycle.name if state.cycle else "")
