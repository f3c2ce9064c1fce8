"""`okrsheets sync` and `okrsheets demo`: workbooks in, a store and a review out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .shell import as_json, as_of, cycle_option, day_of, ourselves, out_option, print_json, say, sources_argument
from .workspace import counted, leave, read, workspace_of

if TYPE_CHECKING:
    from ..core.cells import Day
    from ..core.errors import Problem
    from ..core.evaluation import Evaluation
    from ..core.snapshot import Snapshot
    from ..sync.config import Workspace
    from ..sync.sync import Outcome

CASES = ("shop", "clinic", "startup")


@click.command()
@click.argument("which", default="all", type=click.Choice((*CASES, "all")))
@click.option("--out", metavar="DIR", default="okrsheets-demo", show_default=True, help="The folder to make.")
def demo(which: str, out: str) -> None:
    """Make the worked cases: workbooks, a consolidated workbook, a store and a review.

    \b
    Example: okrsheets demo shop --out try-it
    """
    from ..core import cells
    from ..sheets_templates.worked import write_case

    today, folder = cells.needed_day("2026-06-30"), Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    kept: list[Path] = []
    for case in CASES if which == "all" else (which,):
        new, old = write_case(case, folder / case, today)
        made, kept = made + new, kept + old
    settings = folder / "okrsheets.toml"
    if not settings.exists():
        settings.write_text(
            '# The quarter of the worked cases is over: look at it from its last day.\nsources = ["."]\nas-of = 2026-06-30\n',
            "utf-8",
        )
    say(f"workbooks  {len(made)} made" + (f", {len(kept)} kept as they were" if kept else ""))
    run_sync([out], "", "", None, show_json=False)
    say(f"\nnext: change a current value in {(made or kept)[0]}, save, then\n  {ourselves()} sync {out}")


@click.command()
@sources_argument
@out_option
@cycle_option
@as_of
@as_json
def sync(sources: Sequence[str], out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Read workbooks and folders into the store, and write the consolidated workbook and the review.

    A SOURCE is a workbook or a folder, or a spreadsheet or folder of Google's (google:ID, google:folder/ID, or its
    address); without one, okrsheets.toml in the current folder names them.

    \b
    Example: okrsheets sync team-sheets/ google:folder/1AbcDefGhiJkl
    """
    problems, outcome = run_sync(sources, out, cycle, as_of, as_json)
    leave(outcome, problems)


def run_sync(
    sources: Sequence[str], out: str, cycle: str, as_of: Day | None, show_json: bool
) -> tuple[list[Problem], Outcome]:
    from ..reports.formats.files import SYNC_NAMES
    from ..sync.store.snapshot import snapshot_of
    from ..sync.store.store import Store

    workspace = workspace_of(sources, out)
    config, today = workspace.config, day_of(as_of, workspace.config.as_of)
    with Store(workspace.store) as store:
        outcome = read(store, workspace, today)
        snapshot = snapshot_of(store, outcome.sync, today, cycle or config.cycle, config.thresholds, outcome.skipped)
        choice = json.dumps([snapshot.cycle, config.language, dict(config.brand), *config.formats])
        files = [workspace.out / SYNC_NAMES[format] for format in config.formats]
        if store.made() != (outcome.sync, today, choice) or not all(file.exists() for file in files):
            _write_review(workspace, snapshot)
            store.note_made(outcome.sync, today, choice)
    if show_json:
        print_json(_outcome_json(outcome, snapshot.evaluation, snapshot.problems, files))
    else:
        _show_outcome(outcome, snapshot.evaluation, snapshot.problems, workspace, files)
    return list(snapshot.problems), outcome


def _write_review(workspace: Workspace, snapshot: Snapshot) -> None:
    """What a sync leaves behind: the organisation's review and the consolidated workbook."""
    from ..reports.brand import brand as checked_brand
    from ..reports.build import build
    from ..reports.data.report_data import report_data
    from ..reports.data.scope import of_all
    from ..reports.formats.files import write_consolidated_and_review
    from ..reports.i18n.language import load_language

    data, brand = report_data(snapshot, workspace.out), checked_brand(workspace.config.brand, workspace.base)
    report = build(of_all(data, load_language(workspace.config.language)), brand, data.links)
    write_consolidated_and_review(
        workspace.out, workspace.config.formats, report, snapshot.tables, snapshot.evaluation, snapshot.problems
    )


def _show_outcome(
    outcome: Outcome, evaluation: Evaluation, problems: Sequence[Problem], workspace: Workspace, files: Sequence[Path]
) -> None:
    gone = f", {len(outcome.gone)} gone" if outcome.gone else ""
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    say(f"read       {len(outcome.read)} workbooks, {outcome.unchanged} unchanged{gone}{faulty}")
    from ..reports.formats.terminal import counts

    say(
        f"found      {len(evaluation.objectives)} objectives, {len(evaluation.key_results)} key results: {counts(evaluation)}"
    )
    for problem in [each for each in problems if not each.note][:5]:
        say(f"  {problem.location}: {problem.what}")
    more = f"{counted(problems)}; `{ourselves()} check` lists them with what to do"
    say(f"problems   {more if problems else 'none'}")
    for file in files:
        say(f"wrote      {file}")
    say(f"store      {workspace.store}")
    pages = [file for file in files if file.suffix == ".html"]
    if pages:
        say(f"open first {pages[0]}")


def _outcome_json(
    outcome: Outcome, evaluation: Evaluation, problems: Sequence[Problem], files: Sequence[Path]
) -> dict[str, Any]:
    from ..reports.formats import json_values as shapes

    return {
        "sync": outcome.sync,
        "changed": outcome.changed,
        "read": list(outcome.read),
        "unchanged": outcome.unchanged,
        "gone": list(outcome.gone),
        "not readable": {name: fault.what for name, fault in outcome.faults.items()},
        "objectives": len(evaluation.objectives),
        "key results": len(evaluation.key_results),
        "problems": [shapes.problem(problem) for problem in problems],
        "files": [str(file) for file in files],
    }
