"""`okrsheets demo`: the example organisations, synced."""

from __future__ import annotations

from pathlib import Path

import click

from ..core import cells
from ..sheets_templates.worked import write_case
from ..sync.config import workspace as workspace_of
from .shell import day_of, program_name, say
from .synced import show_result, sync_and_write

CASES = ("shop", "clinic", "startup")
LAST_DAY = "2026-06-30"
SETTINGS = f"""\
# The quarter of the examples is over: evaluate it on its last day.
sources = ["."]
as-of = {LAST_DAY}
"""


@click.command()
@click.argument("which", default="all", type=click.Choice((*CASES, "all")))
@click.option("--functions", is_flag=True, help="Use OKR_ and SKILL_ functions, which need the add-in.")
@click.option(
    "--out", metavar="DIR", default="okrsheets-demo", show_default=True, help="The folder to create the examples in."
)
def demo(which: str, functions: bool, out: str) -> None:
    """Create three example organisations with their workbooks and reports.

    An online shop, a clinic and a start-up, each with the OKR and skills workbooks of its teams; or only the one that is
    named. Workbooks that are there already are kept, so that you can change a value and sync again.

    \b
    Example: okrsheets demo
             okrsheets demo shop --out try-it
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    new: list[Path] = []
    kept: list[Path] = []
    for case in CASES if which == "all" else (which,):
        written, there = write_case(case, folder / case, cells.needed_day(LAST_DAY), functions)
        new, kept = new + written, kept + there
    settings = folder / "okrsheets.toml"
    if not settings.exists():
        settings.write_text(SETTINGS, "utf-8")
    say(f"workbooks  {len(new)} created" + (f", {len(kept)} kept as they were" if kept else ""))
    workspace = workspace_of([out])
    show_result(sync_and_write(workspace, day_of(None, workspace.config.as_of)), workspace)
    say("", f"next: change a current value in {(new or kept)[0]}, save it, then run", f"  {program_name()} sync {out}")
