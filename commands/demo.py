"""`okrsheets demo`: an example company and its quarter, synced; two more on request."""

from __future__ import annotations

from pathlib import Path

import click

from ..core import cells
from ..sheets_templates.worked import write_case
from ..sync.config import workspace as workspace_of
from .shell import day_of, program_name, say
from .synced import show_result, sync_and_write

CASES = ("shop", "clinic", "startup")
COMPANY = CASES[0]
LAST_DAY = "2026-06-30"
SETTINGS = f"""\
# The quarter of the example is over: evaluate it on its last day.
sources = ["."]
as-of = {LAST_DAY}
"""


@click.command()
@click.argument("which", default=COMPANY, type=click.Choice((*CASES, "all")))
@click.option("--all", "every", is_flag=True, help="Create all three organisations.")
@click.option("--functions", is_flag=True, help="Use OKR_ and SKILL_ functions, which need the add-in.")
@click.option(
    "--out", metavar="DIR", default="okrsheets-demo", show_default=True, help="The folder to create the example in."
)
def demo(which: str, every: bool, functions: bool, out: str) -> None:
    """Create an example company with its workbooks and reports.

    An online shop: the OKR workbooks of its leadership and two teams, the skill matrix, and a quarter of weekly check-ins
    up to its last day. `clinic` and `startup` are two more organisations; --all makes all three. Workbooks that are there
    already are kept, so that you can change a value and sync again.

    \b
    Example: okrsheets demo
             okrsheets demo clinic --out try-it
             okrsheets demo --all
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    new: list[Path] = []
    kept: list[Path] = []
    for case in CASES if every or which == "all" else (which,):
        written, there = write_case(case, folder / case, cells.needed_day(LAST_DAY), functions, every_week=True)
        new, kept = new + written, kept + there
    settings = folder / "okrsheets.toml"
    if not settings.exists():
        settings.write_text(SETTINGS, "utf-8")
    say(f"workbooks  {len(new)} created" + (f", {len(kept)} kept as they were" if kept else ""))
    workspace = workspace_of([out])
    show_result(sync_and_write(workspace, day_of(None, workspace.config.as_of)), workspace)
    say("", f"next: change a current value in {(new or kept)[0]}, save it, then run", f"  {program_name()} sync {out}")
