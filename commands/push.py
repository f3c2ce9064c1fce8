"""`okrsheets push`: the consolidated tables in a Google spreadsheet."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..core.cells import Day
from ..core.errors import EXIT_OK, EXIT_PROBLEMS, UsageError
from ..reports.formats import json_values, push_style
from ..reports.formats.consolidated_tables import PERSONAL
from ..reports.formats.push_tables import grids
from ..sync.config import FILE
from ..sync.google.address import parse
from ..sync.google.push import PushResult, Styler
from ..sync.google.push import push as push_grids
from ..sync.push.plan import PushedChange
from ..sync.store import replay
from ..sync.store.store import Store
from .google_session import google_session
from .shell import as_json, as_of, counted, cycle_option, day_of, folder_argument, out_option, print_json, say
from .workspace import synced_workspace


@click.command()
@click.argument("target", metavar="google:ID")
@folder_argument
@click.option("--dry-run", is_flag=True, help="Show each cell with its old and new value, and write nothing.")
@click.option("--overwrite", is_flag=True, help="Overwrite what people changed in the spreadsheet.")
@click.option(
    "--people", is_flag=True, help="Also write the tables about people: people, assessments, certifications, learning."
)
@out_option
@cycle_option
@as_of
@as_json
def push(
    target: str,
    folder: str,
    dry_run: bool,
    overwrite: bool,
    people: bool,
    out: str,
    cycle: str,
    as_of: Day | None,
    as_json: bool,
) -> None:
    """Write the consolidated tables into a Google spreadsheet.

    google:ID, or the spreadsheet's address, names the spreadsheet; FOLDER is the folder that was synced, the current one
    by default. Each table gets a sheet of its own, with the figures of the last sync. Only cells that differ are written.
    Other sheets, and cells beside a table, are not touched.

    A cell of a table that somebody changed in the spreadsheet is reported and kept, with exit code 4.

    \b
    Example: okrsheets push google:1AbcDefGhiJkl team-sheets/ --dry-run
             okrsheets push google:1AbcDefGhiJkl team-sheets/ --people
    """
    address = parse(target)
    if address.folder:
        raise UsageError(f"{target!r} is a folder", "name the spreadsheet to write into: google:ID")
    workspace = synced_workspace(folder, out)
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = replay.evaluate_state(state, workspace.config.thresholds)
        tables = grids(state.tables, evaluation, replay.all_problems(state, evaluation), people)
    styler = Styler(push_style.dress, push_style.body)
    with google_session("push", workspace.base / FILE) as (session, bar):
        result = push_grids(session, address.id, tables, styler, overwrite, dry_run, bar)
    if as_json:
        print_json(_result_json(result, address.id, dry_run))
    else:
        left_out = 0 if people else sum(len(state.tables[table.name]) for table in PERSONAL)
        _show_result(result, address.id, dry_run, left_out)
    sys.exit(EXIT_PROBLEMS if result.conflicts else EXIT_OK)


def _url(id: str) -> str:
    return f"https://docs.google.com/spreadsheets/d/{id}/edit"


def _result_json(result: PushResult, id: str, dry_run: bool) -> dict[str, Any]:
    return {
        "spreadsheet": result.title,
        "url": _url(id),
        "dry run": dry_run,
        "written": result.written,
        "changes": [_change_json(change) for change in result.plan.changes],
        "conflicts": [json_values.problem(problem) for problem in result.conflicts],
        "not brought up to date": list(result.outdated),
    }


def _change_json(change: PushedChange) -> dict[str, Any]:
    return {
        "sheet": change.sheet,
        "cell": change.cell,
        "heading": change.heading,
        "row": change.record,
        "old": change.old,
        "new": change.new,
    }


def _show_result(result: PushResult, id: str, dry_run: bool, left_out: int) -> None:
    if dry_run:
        for change in result.plan.changes:
            click.echo(change)
    for problem in result.conflicts:
        click.echo(problem)
    cells = counted(len(result.plan.changes), "cell")
    if not result.plan.changes:
        say(f"nothing to write into {result.title}")
    elif dry_run:
        say(f"would write {cells} into {result.title}")
    else:
        say(f"wrote {cells} into {result.title}: {_url(id)}")
    if result.conflicts:
        say(f"{len(result.conflicts)} left as they are: people changed them")
    if result.outdated:
        sheets = ", ".join(result.outdated)
        say(f"not updated: the sheets {sheets} of an earlier push; delete them, or add --people")
    if left_out:
        say(f"left out {counted(left_out, 'row')} about people; add --people to write them")
