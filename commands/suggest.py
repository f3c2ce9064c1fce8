"""`okrsheets suggest`: skills objectives for the goals at risk that lack people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from ..core.cells import Day
from ..core.errors import UsageError
from ..core.suggestions import Draft, drafts, rows_of
from ..sync.store.evaluation import period_of
from ..sync.store.snapshot import paths_of
from .appending import ReadyToAppend, ready_to_append, row_lines
from .shell import agrees, as_of, counted, cycle_option, out_option, say, show
from .synced_goals import synced_goals
from .workspace import synced_workspace


@click.command()
@click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")
@click.option("--for", "goals", multiple=True, metavar="ID", help="Only for this objective; may be repeated.")
@click.option("--all", "everywhere", is_flag=True, help="Also for objectives that are on track.")
@click.option("--apply", "write", is_flag=True, help="Write the rows into the workbooks of the objectives.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
@out_option
@cycle_option
@as_of
def suggest(
    folder: str,
    goals: Sequence[str],
    everywhere: bool,
    write: bool,
    yes: bool,
    out: str,
    cycle: str,
    as_of: Day | None,
) -> None:
    """Draft objectives and key results for the skills that goals at risk lack.

    FOLDER is a folder that was synced; the current folder by default. For each goal that is at risk and has fewer people
    than its Goal skills ask for, a skills objective is drafted below it, with its owner, and a key result for each skill:
    from the people there are to the people needed, until the end of the cycle. The largest lack comes first. Skills that a key
    result already names are left out.

    With --apply the rows are written into the first empty rows of the goal's own workbook, after you agree; a copy of the old
    workbook is kept in okrsheets-out/backups beside it. Without it nothing is written.

    \b
    Example: okrsheets suggest team-sheets/
             okrsheets suggest team-sheets/ --for SUP-1 --apply
    """
    with synced_goals(synced_workspace(folder, out), as_of, cycle) as synced:
        found = drafts(synced.evaluation.objectives, period_of(synced.state)[1], everywhere or bool(goals))
        paths = paths_of(synced.state)
        _refuse_unknown(goals, synced.objectives)
        day = synced.day
    chosen = [draft for draft in found if not goals or draft.parent.objective.id in goals]
    for draft in chosen:
        owner = draft.parent.objective.owner or "nobody"
        show(f"{draft.parent.objective.id} {draft.parent.objective.objective or ''} (owner {owner})".replace("  ", " "))
        show(*row_lines(rows_of([draft])))
    if not chosen:
        say("No goal at risk lacks people for a skill that no key result names yet.")
        return
    if not write:
        say(f"{counted(len(chosen), 'objective')} suggested; add --apply to write them into the workbooks")
        return
    ready = _ready(chosen, paths, day)
    if not yes and not agrees(f"Write {counted(len(chosen), 'objective')} into {counted(len(ready), 'workbook')}?"):
        say("nothing was changed")
        return
    for each in ready:
        say(each.write())


def _refuse_unknown(goals: Sequence[str], known: Mapping[str, object]) -> None:
    for id in goals:
        if id not in known:
            raise UsageError(f"there is no objective {id!r}", "`okrsheets status` lists the objectives")


def _ready(chosen: Sequence[Draft], paths: Mapping[str, str], today: Day) -> list[ReadyToAppend]:
    """The workbooks of the goals with the drafts of each."""
    by_workbook: dict[str, list[Draft]] = {}
    for draft in chosen:
        by_workbook.setdefault(draft.parent.objective.origin.source.workbook, []).append(draft)
    ready = []
    for workbook, own in by_workbook.items():
        if not paths.get(workbook):
            raise UsageError(f"{workbook} is not a file on this computer", "copy the rows that are shown into it")
        ready.append(ready_to_append(Path(paths[workbook]), "suggested objectives", rows_of(own), today))
    return ready
