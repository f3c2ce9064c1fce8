"""What every command shares: its options, what it says, and how it ends."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import EXIT_FAILED, EXIT_OK, OkrError

if TYPE_CHECKING:
    from ..core.cells import Day


class Commands(click.Group):
    """Shows what went wrong in words, with the exit code of the error; a user's mistake never ends in a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except OkrError as error:
            click.echo(f"error: {error.what}", err=True)
            if error.hint:
                click.echo(f"  hint: {error.hint}", err=True)
            context.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            context.exit(EXIT_OK)
        except OSError as error:
            click.echo(f"error: {error.filename or 'a file'}: {error.strerror or error}", err=True)
            click.echo("  hint: is it open in another program, or on a disk that is full or not yours?", err=True)
            context.exit(EXIT_FAILED)


def _as_of(context: click.Context, parameter: click.Parameter, given: str | None) -> Day | None:
    from ..core import cells
    from ..core.errors import CellError

    try:
        day = cells.day(given)
    except CellError:
        day = cells.NO_SUCH_DAY
    if day is not None and not cells.FIRST_DAY <= day <= cells.LAST_DAY:
        raise click.BadParameter(f"{given!r} is no date; write it as 2026-03-31")
    return day


as_of = click.option(
    "--as-of", metavar="DATE", callback=_as_of, help="Look from this day instead of today, e.g. 2026-03-31."
)


out_option = click.option(
    "--out", metavar="DIR", default="", help="Where results go; okrsheets-out beside the sheets by default."
)


cycle_option = click.option(
    "--cycle", metavar="NAME", default="", help="The quarter, e.g. 2026-Q1; the one that today is in by default."
)


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


sources_argument = click.argument("sources", nargs=-1, metavar="[SOURCE]...")


def day_of(given: Day | None, configured: Day | None = None) -> Day:
    """Return the day to look from: the one that was asked for, that of the settings, or today."""
    from datetime import date

    from ..core import cells

    for day in (given, configured):
        if day is not None:
            return day
    return cells.needed_day(date.today())


def ourselves() -> str:
    """The command as this user can type it."""
    import shutil

    return "okrsheets" if shutil.which("okrsheets") else sys.argv[0]


def print_json(value: object) -> None:
    """Print what a program asked for."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say(line: str = "") -> None:
    """Say what happens, on the standard error, so that what a program reads stays alone on the standard output."""
    click.echo(line, err=True)


class WaitingBar:
    """Says how far reading has come, and what is waited for and why."""

    def __init__(self, bar: Any, title: str) -> None:
        self._bar, self._title, self._began = bar, title, time.monotonic()
        self._task = bar.add_task(title, visible=False)

    def __call__(self, done: int, total: int, name: str) -> None:
        self._show(name, completed=done, total=total)

    def waits(self, why: str, seconds: float) -> None:
        """Say that nothing happens for some seconds, and why."""
        self._show(f"waits {seconds:.0f} s {why}")

    def _show(self, what: str, **numbers: int) -> None:
        visible = time.monotonic() - self._began > 1 or what.startswith("waits ")
        self._bar.update(self._task, description=f"{self._title} {what}", visible=visible, **numbers)


@contextmanager
def progress_bar(title: str) -> Iterator[WaitingBar | None]:
    """A bar on a terminal, for what takes over a second; nothing when piped."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        yield WaitingBar(bar, title)
