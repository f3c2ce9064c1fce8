"""`okrsheets functions` and `okrsheets call`: what can be typed into a sheet."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from ..core.errors import OkrError, UsageError
from .shell import as_json, print_json


@click.command()
@as_json
def functions(as_json: bool) -> None:
    """List the functions that can be typed into a sheet.

    \b
    Example: okrsheets functions --json
    """
    from ..addin.catalogue import functions as catalogue
    from ..addin.json_api import described

    if as_json:
        print_json([described(function) for function in catalogue()])
        return
    for function in catalogue():
        click.echo(f"{function.signature}\n    {function.help}\n    {function.example}\n")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARG]...")
@click.option(
    "--json-lines", is_flag=True, help='Read {"function", "args"} a line, answer {"value"} or {"error"} a line.'
)
def call(name: str | None, arguments: Sequence[str], json_lines: bool) -> None:
    """Try a function without a spreadsheet; a range is JSON, such as [[0.5],[1]].

    \b
    Example: okrsheets call OKR_PROGRESS 20 50 35
    """
    from ..addin.catalogue import call as run
    from ..addin.json_api import answer, argument
    from ..core.errors import CellError

    if json_lines:
        for line in sys.stdin:
            if line.strip():
                click.echo(json.dumps(answer(line), ensure_ascii=False))
        return
    if name is None:
        raise UsageError("no function is named", "okrsheets call OKR_PROGRESS 20 50 35")
    try:
        value = run(name, [argument(text) for text in arguments])
    except CellError as error:
        raise OkrError(error.what, error.hint) from None
    click.echo(json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value)
