"""`okrsheets check` and `okrsheets status`: what is wrong, and where everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .shell import as_json, as_of, cycle_option, day_of, out_option, print_json, say, sources_argument
from .workspace import counted, leave, read, workspace_of

if TYPE_CHECKING:
    from ..core.cells import Day


@click.command()
@sources_argument
@cycle_option
@as_of
@as_json
def check(sources: Sequence[str], cycle: str, as_of: Day | None, as_json: bool) -> None:
    """List every problem in workbooks with its cell and what to do; exit code 4 when there are any.

    \b
    Example: okrsheets check team-sheets/ q1.xlsx
    """
    from ..sync.store import replay
    from ..sync.store.store import Store

    workspace = workspace_of(sources)
    today = day_of(as_of, workspace.config.as_of)
    with Store() as store:
        outcome = read(store, workspace, today)
        state = replay.state_at(store, outcome.sync, today, cycle or workspace.config.cycle)
        evaluation = replay.evaluate_state(state, workspace.config.thresholds)
        problems = replay.all_problems(state, evaluation, outcome.skipped)
    if as_json:
        from ..reports.formats import json_values as shapes

        print_json([shapes.problem(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(("note: " if problem.note else "") + str(problem))
        say(counted(problems))
    leave(outcome, problems)


@click.command()
@click.argument("folder", default=".", type=click.Path())
@out_option
@cycle_option
@as_of
@as_json
def status(folder: str, out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Show where each objective stands, as of the last sync.

    \b
    Example: okrsheets status team-sheets/
    """
    from ..sync.store import replay
    from ..sync.store.store import Store

    workspace = workspace_of([folder], out)
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = replay.evaluate_state(state, workspace.config.thresholds)
    if as_json:
        from ..reports.formats import json_values as shapes

        print_json(shapes.objectives(evaluation))
    else:
        from ..reports.formats.terminal import show_tree

        show_tree(evaluation, state.cycle.name if state.cycle else "")
