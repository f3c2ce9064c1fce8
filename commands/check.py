"""`okrsheets check`: the problems in workbooks."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..core.cells import Day
from ..reports.formats import json_values
from ..sync.config import workspace as workspace_of
from ..sync.store import replay
from ..sync.store.store import Store
from .shell import as_json, as_of, cycle_option, day_of, print_json, say, sources_argument
from .workspace import leave, problem_counts, read, refuse_unknown_sources


@click.command()
@sources_argument
@cycle_option
@as_of
@as_json
def check(sources: Sequence[str], cycle: str, as_of: Day | None, as_json: bool) -> None:
    """List every problem in workbooks, with its cell and how to fix it.

    A SOURCE is a workbook, a folder of workbooks, or a Google spreadsheet or folder (google:ID, google:folder/ID, or its
    address). Without a SOURCE, okrsheets.toml in the current folder names them. Nothing is written.

    Exit code 4 when there are problems; notes alone do not count.

    \b
    Example: okrsheets check team-sheets/
             okrsheets check q1.xlsx --json
    """
    workspace = workspace_of(sources)
    refuse_unknown_sources(workspace)
    today = day_of(as_of, workspace.config.as_of)
    with Store() as store:
        outcome = read(store, workspace, today)
        state = replay.state_at(store, outcome.sync, today, cycle or workspace.config.cycle)
        evaluation = replay.evaluate_state(state, workspace.config.thresholds)
        problems = replay.all_problems(state, evaluation, outcome.skipped)
    if as_json:
        print_json([json_values.problem(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(("note: " if problem.note else "") + str(problem))
        say(problem_counts(problems))
    leave(outcome, problems)
