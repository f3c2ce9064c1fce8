"""`okrsheets check`: the problems in workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..core.cells import Day
from ..core.explanation import SheetExplanation
from ..reports.formats import json_values
from ..reports.formats.explanation import explanation_lines, explanation_page
from ..reports.formats.whole_files import replace_whole
from ..sync.config import workspace as workspace_of
from ..sync.explain import explain as explanations
from .checking import find_problems
from .coaching import coach_counts, coach_json, coach_lines
from .shell import as_json, as_of, cycle_option, day_of, print_json, problem_lines, say, show, sources_argument
from .workspace import counts_text, leave, problem_counts, refuse_unknown_sources


@click.command()
@sources_argument
@cycle_option
@as_of
@as_json
@click.option(
    "--explain", is_flag=True, help="Show how each sheet is read: tables, headings, units, and what is left out."
)
@click.option("--quality", is_flag=True, help="Also list what a good OKR coach would ask: docs/quality.md.")
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write a page of your sheets, coloured by meaning.",
)
def check(
    sources: Sequence[str],
    cycle: str,
    as_of: Day | None,
    as_json: bool,
    explain: bool,
    quality: bool,
    page: str | None,
) -> None:
    """List every problem in workbooks, with its cell and how to fix it.

    A SOURCE is a workbook, a folder of workbooks, or a Google spreadsheet or folder (google:ID, google:folder/ID, or its
    address). Without a SOURCE, okrsheets.toml in the current folder names them. Nothing is written. In a folder that was
    synced, only workbooks that changed since are read.

    Exit code 4 when there are problems; notes, and what --quality lists, do not count. A rule of --quality is switched off
    in okrsheets.toml: under [quality], off = ["Q03"].

    \b
    Example: okrsheets check team-sheets/
             okrsheets check q1.xlsx --json
             okrsheets check q1.xlsx --quality
             okrsheets check q1.xlsx --explain --html reading.html
    """
    workspace = workspace_of(sources)
    refuse_unknown_sources(workspace)
    today = day_of(as_of, workspace.config.as_of)
    found = find_problems(workspace, today, cycle, quality)
    counts, problems, coached = found.counts, found.problems, found.quality
    if as_json:
        listed = {"quality": coach_json(coached)} if quality else {}
        print_json({"counts": counts, "problems": [json_values.problem(problem) for problem in problems], **listed})
    elif not explain:
        for problem in problems:
            show(*problem_lines(problem))
        show(*coach_lines(coached))
    if explain or page:
        _explain(list(explanations(workspace.sources, workspace.config.headings)), explain and not as_json, page)
    if not as_json:
        say(f"read {counts_text(counts)}")
        say(problem_counts(problems))
        if quality:
            say(coach_counts(coached))
    leave(found.outcome, problems)


def _explain(sheets: Sequence[SheetExplanation], in_terminal: bool, page: str | None) -> None:
    """Show how sheets are read, in the terminal and as a page."""
    if in_terminal:
        for sheet in sheets:
            show(*explanation_lines(sheet))
    if page:
        path = Path(page)
        replace_whole(path, lambda beside: beside.write_text(explanation_page(sheets), "utf-8"))
        say(f"wrote {path}")
