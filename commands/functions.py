"""`okrsheets functions`: the functions that can be used in a sheet."""

from __future__ import annotations

import click

from ..addin.catalogue import functions as catalogue
from ..addin.json_api import described
from .shell import as_json, print_json, show


@click.command()
@as_json
def functions(as_json: bool) -> None:
    """List the functions that can be used in a sheet.

    Each with its arguments, what it returns, and an example.

    \b
    Example: okrsheets functions
             okrsheets functions --json
    """
    if as_json:
        print_json([described(function) for function in catalogue()])
        return
    for function in catalogue():
        show(function.signature, f"    {function.help}", f"    {function.example}", "")
