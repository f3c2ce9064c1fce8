"""`okrsheets store …`: whether the history file is sound, and a new one made from the sheets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from ..core.cells import Day, date_of
from ..core.errors import EXIT_UNREADABLE, SourceError, StoreError
from ..sync.config import Workspace
from ..sync.config import workspace as workspace_of
from ..sync.store.health import Health, health_of
from ..sync.store.opening import REBUILD
from ..sync.store.rebuild import OldHistory, kept_copies, rebuilt
from ..sync.store.store import Store
from ..sync.sync import Outcome
from .shell import (
    as_json,
    as_of,
    counted,
    day_of,
    folder_argument,
    out_option,
    print_json,
    program_name,
    say,
    show,
    sources_argument,
)
from .workspace import make_output_folder, read, refuse_missing_folders, synced_workspace

SHOWN_FAULTS = 5


@click.group()
def store() -> None:
    """Check the history file, or rebuild it from the sheets.

    \b
    check    read everything in the history file, and say whether it is sound
    rebuild  make a new history file from the sheets, and keep the old one beside it

    The history file is okrsheets-out/okrsheets.duckdb. docs/store.md says what is in it.

    \b
    Example: okrsheets store check team-sheets/
             okrsheets store rebuild team-sheets/
    """


@store.command()
@folder_argument
@out_option
@as_json
def check(folder: str, out: str, as_json: bool) -> None:
    """Read everything in the history file, and say whether it is sound.

    FOLDER is a folder, or a workbook, that was synced; the current folder by default. Every table is read whole, and
    every view is computed. Nothing is changed.

    Exit code 1 when something cannot be read.

    \b
    Example: okrsheets store check team-sheets/
             okrsheets store check --json
    """
    workspace = synced_workspace(folder, out)
    with Store(workspace.store, read_only=True) as opened:
        health = health_of(opened)
    if as_json:
        print_json(_health_json(health))
    else:
        _show_health(health, workspace)
    if health.faults:
        raise StoreError(f"the history file {workspace.store} is damaged", REBUILD)


def _health_json(health: Health) -> dict[str, Any]:
    days = {"first": _day(health.first) or None, "last": _day(health.last) or None}
    return {**asdict(health), **days, "sound": not health.faults}


def _day(day: Day | None) -> str:
    return "" if day is None else date_of(day).isoformat()


def _period(first: Day | None, last: Day | None) -> str:
    """Return the days from the first to the last sync as they go behind a number of syncs."""
    if first is None:
        return ""
    return f", {_day(first)}" if first == last else f", {_day(first)} to {_day(last)}"


def _show_health(health: Health, workspace: Workspace) -> None:
    show(
        f"history    {workspace.store}",
        f"format     {health.format}; for DuckDB {health.storage.strip('v+')} or newer",
        f"size       {health.bytes:,} bytes",
        f"syncs      {_number(health.syncs)}{_period(health.first, health.last)}",
        f"workbooks  {_number(health.workbooks)} now, {_number(health.versions)} versions since the first sync",
        f"tables     {counted(len(health.tables), 'table')} read whole, {counted(sum(health.tables.values()), 'row')}",
        f"views      {counted(len(health.views), 'view')} computed",
    )
    for name, fault in list(health.faults.items())[:SHOWN_FAULTS]:
        show(f"damaged    {name}: {fault}")
    if len(health.faults) > SHOWN_FAULTS:
        show(f"damaged    {len(health.faults) - SHOWN_FAULTS} more")
    for copy in kept_copies(workspace.store):
        show(f"kept       {copy}")
    if not health.faults:
        show("sound      everything in it can be read")


def _number(number: int | None) -> str:
    return "unknown" if number is None else str(number)


@store.command()
@sources_argument
@out_option
@as_of
@click.option("--fresh", is_flag=True, help="Leave out the earlier syncs, too, although they can be read.")
def rebuild(sources: Sequence[str], out: str, as_of: Day | None, fresh: bool) -> None:
    """Make a new history file from the sheets, and keep the old one beside it.

    A SOURCE is what `okrsheets sync` is given: workbooks, folders, or Google spreadsheets; without one, okrsheets.toml in
    the current folder names them. Earlier syncs are taken over when all of them can be read; otherwise they are lost in
    the new file, and the history begins with the sheets as they are now. Nothing is deleted: the old file gets a dated
    name in the same folder.

    Exit code 3 when a source could not be read.

    \b
    Example: okrsheets store rebuild team-sheets/
             okrsheets store rebuild team-sheets/ --out results
             okrsheets store rebuild team-sheets/ --fresh
    """
    workspace = workspace_of(sources, out)
    refuse_missing_folders(workspace)
    make_output_folder(workspace)
    before = set(kept_copies(workspace.store))
    with rebuilt(workspace.store, keep_history=not fresh) as (new, old):
        outcome = read(new, workspace, day_of(as_of, workspace.config.as_of))
        if not new.versions():
            raise SourceError(
                _nothing_read(outcome), "the history file stays as it was; name the folder of your sheets"
            )
    for copy in set(kept_copies(workspace.store)) - before:
        say(f"kept       {copy}")
    _tell_history(old)
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    say(f"read       {counted(len(outcome.read), 'workbook')}, {outcome.unchanged} unchanged{faulty}")
    for name, fault in list(outcome.faults.items())[:SHOWN_FAULTS]:
        say(f"  {name}: {fault.what}")
    say(
        f"history    {workspace.store}",
        f"next       `{program_name()} sync` writes the review and the consolidated workbook",
    )
    if outcome.faults:
        sys.exit(EXIT_UNREADABLE)


def _nothing_read(outcome: Outcome) -> str:
    first = next(iter(outcome.faults.items()), None)
    return f"nothing could be read: {first[0]}: {first[1].what}" if first else "nothing could be read"


def _tell_history(old: OldHistory) -> None:
    """Say what of the earlier syncs is in the new history."""
    known = f"{counted(old.syncs, 'sync')}{_period(old.first, old.last)}"
    if not old.fault:
        say(f"taken over {known}" if old.syncs else "taken over nothing: there were no earlier syncs")
        if old.log_lost:
            say(
                "lost       what the last sync had written only into the .wal file, which does not fit; it is kept, too"
            )
        return
    say(f"lost       {known if old.syncs else 'all earlier syncs'}: past days can no longer be reported")
    say(f"  {old.fault}")
