"""`okrsheets export`: goals, skills, ratings or check-ins in a file for other systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import click

from ..core.cells import Day
from ..core.errors import UsageError
from ..core.model import Person
from ..core.snapshot import Snapshot
from ..reports.formats.whole_files import replace_all
from ..sheets_templates.imported import write_plain_sheets
from ..sync.exchange.exported import sheet_of, write_csv, write_json
from ..sync.exchange.goal_systems.systems import OTHERS, SYSTEMS
from ..sync.exchange.goals import GoalSheet, goals_of
from ..sync.store import replay
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from .importing import Write, force_option, may_replace
from .shell import as_of, counted, cycle_option, day_of, folder_argument, out_option, say
from .workspace import synced_workspace

What = Literal["goals", "skills", "assessments", "check-ins"]
Format = Literal["csv", "xlsx", "json"]


@click.command()
@click.argument("what", type=click.Choice(("goals", "skills", "assessments", "check-ins")))
@folder_argument
@out_option
@cycle_option
@as_of
@click.option(
    "--format", "format", type=click.Choice(("csv", "xlsx", "json")), help="Default: the one that FILE ends in."
)
@click.option(
    "--for", "system", type=click.Choice([each.key for each in OTHERS]), help="Goals in the columns of this system."
)
@click.option(
    "--to", "target", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The file to write."
)
@force_option
def export(
    what: What,
    folder: str,
    out: str,
    cycle: str,
    as_of: Day | None,
    format: Format | None,
    system: str | None,
    target: Path,
    force: bool,
) -> None:
    """Write goals, skills, ratings or check-ins into a file for other systems.

    What the last sync holds is written, or what an earlier one held: --as-of. FOLDER is a folder, or a workbook, that was
    synced; the current folder by default. Ratings of people are personal data: give them to those only who may see them.

    --for writes goals in the columns of another system, as far as they are known, and lists what it cannot hold. Without
    it, the file has every column that people fill in, and `okrsheets import goals` reads it back unchanged.

    A file that exists is replaced only after a question, or with --force.

    \b
    Example: okrsheets export goals team-sheets/ --to goals.csv
             okrsheets export goals team-sheets/ --for betterworks --to betterworks.csv
             okrsheets export check-ins team-sheets/ --as-of 2026-03-31 --to check-ins.json
    """
    if system and what != "goals":
        raise UsageError("--for is for goals", "leave it out")
    format = _format(target, format)
    today = day_of(as_of)
    with _snapshot(folder, out, cycle, as_of) as snapshot:
        sheets = _goal_sheets(snapshot, system or "okrsheets") if what == "goals" else [sheet_of(snapshot.tables[what])]
    writes = _writes(target, format, sheets, today)
    if not may_replace([path for path, _ in writes], force):
        say("nothing was written")
        return
    replace_all(writes)
    rows = sum(len(sheet.rows) for sheet in sheets)
    say(f"wrote {', '.join(str(path) for path, _ in writes)}: {counted(rows, 'row')}")


def _format(target: Path, format: Format | None) -> Format:
    known: dict[str, Format] = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}
    chosen = format or known.get(target.suffix.lower())
    if chosen is None:
        raise UsageError(
            f"the name {target.name!r} does not say which format to write", "add --format csv, xlsx or json"
        )
    return chosen


@contextmanager
def _snapshot(folder: str, out: str, cycle: str, as_of: Day | None) -> Iterator[Snapshot]:
    """Give the snapshot while the history is open."""
    workspace = synced_workspace(folder, out)
    config = workspace.config
    with Store(workspace.store, read_only=True) as store:
        sync, today = replay.last_sync(store, as_of), day_of(as_of, config.as_of)
        yield snapshot_of(store, sync, today, cycle or config.cycle, config.thresholds)


def _goal_sheets(snapshot: Snapshot, key: str) -> Sequence[GoalSheet]:
    system = next(each for each in SYSTEMS if each.key == key)
    people = snapshot.tables["people"].nouns(Person)
    emails = {
        name.lower(): person.email
        for person in people
        if person.email
        for name in (person.name, person.person_id)
        if name
    }
    if system in OTHERS:
        say(f"{system.name} cannot hold: {system.lost}")
    return system.write(goals_of(snapshot.evaluation, snapshot.cycle, snapshot.period, emails))


def _writes(target: Path, format: Format, sheets: Sequence[GoalSheet], today: Day) -> list[Write]:
    """What is to be written: one file, but a .csv file for each of several tables."""
    if format == "json":
        return [(target, lambda path: write_json(path, sheets))]
    if format == "xlsx":
        plain = [(sheet.title, sheet.headings, sheet.rows) for sheet in sheets]
        return [(target, lambda path: write_plain_sheets(path, plain, "Export of okrsheets", today))]
    if len(sheets) == 1:
        return [(target, lambda path: write_csv(path, sheets[0]))]
    names = [target.with_name(f"{target.stem} {sheet.title.lower()}{target.suffix}") for sheet in sheets]
    return [(name, lambda path, sheet=sheet: write_csv(path, sheet)) for name, sheet in zip(names, sheets)]  # type: ignore[misc]
