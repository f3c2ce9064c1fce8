"""The `okrsheets` command: what it is called with, and its subcommands."""

from __future__ import annotations

from typing import Any

import click

from .commands.addin import addin
from .commands.functions import call, functions
from .commands.google import google
from .commands.google_session import google_scripts
from .commands.look import check, status
from .commands.new import new
from .commands.push import push
from .commands.report import report
from .commands.shell import Commands
from .commands.sync import demo, sync

SETTINGS: dict[str, Any] = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "obj": google_scripts,  # the add-ins know no sessions: this one is carried to them
}


@click.group(cls=Commands, context_settings=SETTINGS)
@click.version_option(package_name="okrsheets")
def main() -> None:
    """OKRs and skill matrices in the spreadsheets that you already have.

    \b
    okrsheets demo                 see it: three small organisations, their workbooks and their review
    okrsheets new okrs FILE        a workbook for your team's OKRs
    okrsheets sync FOLDER          all workbooks of a folder into one store, one workbook, one review
    okrsheets report FOLDER --all  the quarter's pack: for the board, each team, each person, and on skills

    Exit codes: 0 fine, 1 failed, 2 usage, 3 a source could not be read, 4 problems found.
    """


for command in (demo, new, check, sync, status, report, push, functions, call, addin, google):
    main.add_command(command)
