"""`okrsheets call`: a sheet function without a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ..addin.catalogue import call as call_function
from ..addin.json_api import answer, argument
from ..core.errors import CellError, OkrError, UsageError
from .shell import print_json, show


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARG]...")
@click.option(
    "--json-lines",
    is_flag=True,
    help='Read calls from the standard input, {"function": …, "args": […]} per line, and answer each with a line: '
    '{"value": …} or {"error": …}.',
)
def call(name: str | None, arguments: Sequence[str], json_lines: bool) -> None:
    """Call a sheet function without a spreadsheet.

    NAME is the function; `okrsheets functions` lists them. An ARG is a number, a date, a text, or a range written as
    JSON, such as [[0.5],[1]].

    \b
    Example: okrsheets call OKR_PROGRESS 20 50 35
             okrsheets call OKR_ROLLUP "[[0.5],[1]]" "[[3],[1]]"
    """
    if json_lines:
        for line in sys.stdin:
            if line.strip():
                print_json(answer(line), indent=None)
        return
    if name is None:
        raise UsageError("name the function to call", "e.g. okrsheets call OKR_PROGRESS 20 50 35")
    try:
        value = call_function(name, [argument(text) for text in arguments])
    except CellError as error:
        raise OkrError(error.what, error.hint) from None
    if isinstance(value, str):
        show(value)
    else:
        print_json(value, indent=None)
