"""Options, messages and progress that the commands share."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from ..core import cells
from ..core.cells import Day
from ..core.errors import CellError, Problem, UsageError
from ..core.printable import printable, printable_json

CHOICE_MARGIN = 6  # columns before a choice


def chosen_day(context: click.Context, parameter: click.Parameter, typed: str | None) -> Day | None:
    """Return the day of an option that takes a date."""
    try:
        day = cells.day(typed)
    except CellError:
        day = cells.NO_SUCH_DAY
    if day is not None and not cells.FIRST_DAY <= day <= cells.LAST_DAY:
        raise click.BadParameter(f"{typed!r} isn't a recognised date. Use YYYY-MM-DD.")
    return day


as_of = click.option(
    "--as-of", metavar="DATE", callback=chosen_day, help="Evaluate on this date instead of today, e.g. 2026-03-31."
)

out_option = click.option(
    "--out", metavar="DIR", default="", help="The folder for results. Default: okrsheets-out beside the workbooks."
)

cycle_option = click.option(
    "--cycle", metavar="NAME", default="", help="The cycle, e.g. 2026-Q1. Default: the one that includes the date."
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")

sources_argument = click.argument("sources", nargs=-1, metavar="[SOURCE]...")

folder_argument = click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")


def day_of(chosen: Day | None, configured: Day | None = None) -> Day:
    """Return the day to evaluate on: the one that was asked for, that of okrsheets.toml, or today."""
    for day in (chosen, configured):
        if day is not None:
            return day
    return cells.needed_day(date.today())


def program_name() -> str:
    """Return how this user calls okrsheets."""
    return "okrsheets" if shutil.which("okrsheets") else sys.argv[0]


def print_json(value: object, indent: int | None = 1) -> None:
    """Print a value as JSON on the standard output."""
    click.echo(printable_json(json.dumps(value, ensure_ascii=False, indent=indent)))


def show(*lines: object) -> None:
    """Print lines of a result on the standard output, each on a line of its own whatever it holds."""
    _print(lines, err=False)


def say(*lines: object) -> None:
    """Print lines of a message on the standard error: the standard output is for results that a program may read."""
    _print(lines, err=True)


def _print(lines: Sequence[object], err: bool) -> None:
    for line in lines:
        click.echo(printable(str(line)), err=err)


def draw_choices(choices: Sequence[str], chosen: int, again: bool) -> None:
    """Draw choices on the terminal, one a line and the chosen one marked; `again` draws them over the last ones."""
    if again:
        click.echo(f"\x1b[{len(choices)}A", nl=False, err=True)
    width = shutil.get_terminal_size().columns - CHOICE_MARGIN
    for number, choice in enumerate(map(printable, choices)):
        text = choice if len(choice) <= width else f"{choice[: width - 1]}…"
        line = click.style(f"> {number + 1}  {text}", bold=True) if number == chosen else f"  {number + 1}  {text}"
        click.echo(f"\x1b[2K{line}", err=True)


def problem_lines(problem: Problem) -> tuple[str, ...]:
    """Return a problem as the lines in which it is shown."""
    mark = "note: " if problem.note else ""
    what = f"{mark}{problem.location}: {problem.what}"
    return (what, f"  hint: {problem.hint}") if problem.hint else (what,)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


class WaitingBar:
    """A progress bar that also shows what the program waits for."""

    def __init__(self, bar: Any, title: str, escape: Callable[[str], str]) -> None:
        self._bar, self._title, self._escape, self._began = bar, title, escape, time.monotonic()
        self._task = bar.add_task(title, visible=False)

    def __call__(self, done: int, total: int, name: str) -> None:
        self._show(name, completed=done, total=total)

    def waits(self, why: str, seconds: float) -> None:
        """Show that the program waits for some seconds, and why."""
        self._show(f"waits {seconds:.0f} s {why}")

    def _show(self, text: str, **numbers: int) -> None:
        visible = time.monotonic() - self._began > 1 or text.startswith("waits ")
        self._bar.update(
            self._task, description=self._escape(f"{self._title} {printable(text)}"), visible=visible, **numbers
        )


@contextmanager
def progress_bar(title: str) -> Iterator[WaitingBar | None]:
    """Show a progress bar on a terminal when the work takes over a second; yield None when the output is piped."""
    if not sys.stderr.isatty():
        yield None
        return
    # rich takes longer to import than most commands take to run
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        yield WaitingBar(bar, title, escape)


def is_terminal() -> bool:
    """Return whether a person can answer a question."""
    return sys.stdin.isatty()


def agrees(question: str) -> bool:
    """Ask on the terminal; `UsageError` where nobody can answer."""
    if not is_terminal():
        raise UsageError(
            "this needs your agreement", "add --yes to go on without a question, or --dry-run to look first"
        )
    return click.confirm(printable(question), err=True)
