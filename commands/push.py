"""`okrsheets push`: where everything stands, into a spreadsheet of Google's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..core.errors import EXIT_OK, EXIT_PROBLEMS, UsageError
from .google_session import google_session
from .shell import as_json, as_of, cycle_option, day_of, out_option, print_json, say
from .workspace import workspace_of

if TYPE_CHECKING:
    from ..core.cells import Day
    from ..sync.google.push import Pushed


@click.command()
@click.argument("target", metavar="google:ID")
@click.argument("folder", default=".", type=click.Path())
@click.option("--dry-run", is_flag=True, help="Show each cell, old → new, and write nothing.")
@click.option("--overwrite", is_flag=True, help="Write over what people changed in the spreadsheet.")
@click.option(
    "--people", is_flag=True, help="Also the tables about single people: people, assessments, certifications, learning."
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
    """Write the consolidated tables and what is computed, as of the last sync, into a spreadsheet of Google's.

    Only cells that differ are written, each table on a sheet of its own; other sheets, and what stands beside a table,
    stay as they are. What a person changed in a cell of ours is reported and left, with exit code 4.

    \b
    Example: okrsheets push google:1AbcDefGhiJkl team-sheets/ --dry-run
    """
    from ..reports.formats import push_style
    from ..reports.formats.consolidated_tables import PERSONAL
    from ..reports.formats.push_tables import grids
    from ..sync.config import FILE
    from ..sync.google.address import parse
    from ..sync.google.push import Styler
    from ..sync.google.push import push as run
    from ..sync.store import replay
    from ..sync.store.store import Store

    address = parse(target)
    if address.folder:
        raise UsageError(f"{target!r} is a folder", "name the spreadsheet to write into: google:ID")
    workspace = workspace_of([folder], out)
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = replay.evaluate_state(state, workspace.config.thresholds)
        tables = grids(state.tables, evaluation, replay.all_problems(state, evaluation), people)
    dress = Styler(push_style.dress, push_style.body)
    with google_session("push", workspace.base / FILE) as (session, bar):
        done = run(session, address.id, tables, dress, overwrite, dry_run, bar)
    left_out = 0 if people else sum(len(state.tables[table.name]) for table in PERSONAL)
    _show_push(done, address.id, dry_run, left_out, as_json)
    sys.exit(EXIT_PROBLEMS if done.conflicts else EXIT_OK)


def _show_push(done: Pushed, id: str, dry_run: bool, left_out: int, as_json: bool) -> None:
    url = f"https://docs.google.com/spreadsheets/d/{id}/edit"
    if as_json:
        from ..reports.formats import json_values as shapes

        changes = [
            {"sheet": each.sheet, "cell": each.cell, "heading": each.heading, "row": each.record, "old": each.old, "new": each.new}
            for each in done.plan.changes
        ]  # fmt: skip
        conflicts = [shapes.problem(problem) for problem in done.conflicts]
        print_json(
            {
                "spreadsheet": done.title,
                "url": url,
                "dry run": dry_run,
                "written": done.written,
                "changes": changes,
                "conflicts": conflicts,
                "not brought up to date": list(done.aside),
            }
        )
        return
    if dry_run:
        for change in done.plan.changes:
            click.echo(change)
    for problem in done.conflicts:
        click.echo(problem)
    count = len(done.plan.changes)
    cells = f"{count} cell{'' if count == 1 else 's'}"
    if not count:
        say(f"nothing to write into {done.title}")
    else:
        say(f"would write {cells} into {done.title}" if dry_run else f"wrote {cells} into {done.title}: {url}")
    if done.conflicts:
        say(f"{len(done.conflicts)} left as they are: people changed them")
    if done.aside:
        sheets = ", ".join(done.aside)
        say(f"not brought up to date: the sheets {sheets} of an earlier push; delete them, or add --people")
    if left_out:
        rows = f"{left_out} row{'' if left_out == 1 else 's'}"
        say(f"left out {rows} about single people; --people writes them, too")
