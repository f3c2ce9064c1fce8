"""`okrsheets push`: the consolidated tables in a Google spreadsheet, or figures and notes in the workbooks of teams."""

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
from ..sync.google.address import is_google, parse
from ..sync.google.push import PushResult, Styler
from ..sync.google.push import push as push_grids
from ..sync.store import replay
from ..sync.store.evaluation import evaluate_state
from ..sync.store.store import Store
from .google_session import google_session
from .push_files import Choices, change_json, push_into_files
from .shell import as_json, as_of, counted, cycle_option, day_of, out_option, print_json, problem_lines, say, show
from .workspace import synced_workspace


@click.command()
@click.argument("target", metavar="TARGET")
@click.argument("folder", required=False, type=click.Path(), metavar="[FOLDER]")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--overwrite", is_flag=True, help="Google only: overwrite what people changed in the spreadsheet.")
@click.option(
    "--people",
    is_flag=True,
    help="Google only: also write the tables about people: people, assessments, certifications, learning.",
)
@click.option("--remove", is_flag=True, help="Workbooks only: take out everything that earlier pushes wrote.")
@click.option("--yes", is_flag=True, help="Workbooks only: don't ask for confirmation, for scripts.")
@out_option
@cycle_option
@as_of
@as_json
def push(
    target: str,
    folder: str | None,
    dry_run: bool,
    overwrite: bool,
    people: bool,
    remove: bool,
    yes: bool,
    out: str,
    cycle: str,
    as_of: Day | None,
    as_json: bool,
) -> None:
    """Write status and problems into a Google spreadsheet or back into workbooks.

    google:ID, or the spreadsheet's address, names a spreadsheet for leadership; FOLDER is the folder that was synced, the
    current one by default. Each table gets a sheet of its own, with the figures of the last sync. Only cells that differ
    are written. Other sheets, and cells beside a table, are not touched. A cell of a table that somebody changed in the
    spreadsheet is reported and kept, with exit code 4.

    A workbook (.xlsx, .xlsm) or a folder of workbooks gets its own status back: computed columns that are empty, and
    notes on cells: the status of each objective and of its parent, and each problem at its cell. FOLDER is the folder
    that is read for the status of parents in other workbooks, by default that of the workbook. The plan is shown, and
    nothing is written before you agree. What people typed, their formulas and their notes stay; the old workbook is kept
    in okrsheets-out/backups. A note goes when its problem is gone.

    \b
    Example: okrsheets push google:1AbcDefGhiJkl team-sheets/ --dry-run
             okrsheets push google:1AbcDefGhiJkl team-sheets/ --people
             okrsheets push team-sheets/support.xlsx --dry-run
             okrsheets push team-sheets/ --yes
    """
    if not is_google(target):
        _refuse(overwrite or people, "--overwrite and --people are for Google spreadsheets")
        push_into_files(target, folder, Choices(out, cycle, as_of, dry_run, remove, yes, as_json))
        return
    _refuse(remove, "--remove is for workbooks")
    _push_into_google(target, folder or ".", dry_run, overwrite, people, out, cycle, as_of, as_json)


def _refuse(wrong: bool, what: str) -> None:
    if wrong:
        raise UsageError(what, "leave it out")


def _push_into_google(
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
    address = parse(target)
    if address.folder:
        raise UsageError(f"{target!r} is a folder", "name the spreadsheet to write into: google:ID")
    workspace = synced_workspace(folder, out)
    with Store(workspace.store, read_only=True) as store:
        today = day_of(as_of, workspace.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or workspace.config.cycle)
        evaluation = evaluate_state(state, workspace.config.thresholds, skill_rules=workspace.config.skills)
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
        "changes": [change_json(change) for change in result.plan.changes],
        "conflicts": [json_values.problem(problem) for problem in result.conflicts],
        "not brought up to date": list(result.outdated),
    }


def _show_result(result: PushResult, id: str, dry_run: bool, left_out: int) -> None:
    if dry_run:
        for change in result.plan.changes:
            show(change)
    for problem in result.conflicts:
        show(*problem_lines(problem))
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
