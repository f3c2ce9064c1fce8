"""The `okrsheets` command: its subcommands, each imported when it is called, and how errors are shown."""

from __future__ import annotations

import errno
import gc
import sys
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from .core.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, OkrError
from .core.printable import printable
from .core.version import VERSION

# Each command is the function of the same name in commands/NAME.py, with _ for - (see `MODULES`); beside it the first sentence of its help.
COMMANDS = {
    "demo": "Create an example company with its workbooks and reports.",
    "new": "Create an empty workbook for OKRs or for skills.",
    "check": "List every problem in workbooks, with its cell and how to fix it.",
    "adopt": "Show how your own sheets are read, and ask about those that are not.",
    "grow": "Make the full workbook out of a simple one, with everything that was typed.",
    "sync": "Read workbooks and folders, and write the consolidated workbook and the review.",
    "status": "Show the status of every objective as of the last sync.",
    "report": "Write the quarter's reports, for today or any day since the first sync.",
    "remind": "Draft reminders of due check-ins for the owners of key results.",
    "close": "Close the cycle of workbooks and begin the next one.",
    "import": "Read files of other systems: learning records, goals, skill catalogues.",
    "export": "Write goals, skills, ratings or check-ins into a file for other systems.",
    "push": "Write status and problems into a Google spreadsheet or back into workbooks.",
    "forecast": "Show how key results are likely to end, and how often such forecasts held.",
    "what-if": "Show which objectives would lose or get the people that they need.",
    "suggest": "Draft objectives and key results for the skills that goals at risk lack.",
    "plan": "Find the cheapest way to get the skills that objectives lack.",
    "ask": "Make a short sheet for each person, about skills that a goal needs.",
    "privacy": "Export or erase what is held about a person, or write the annex for an agreement.",
    "sql": "Query the history file with SQL.",
    "store": "Check the history file, or rebuild it from the sheets.",
    "functions": "List the functions that can be used in a sheet.",
    "call": "Call a sheet function without a spreadsheet.",
    "addin": "Install the functions in LibreOffice, Excel, xlwings Lite or Google Sheets.",
    "google": "Sign in to Google, or show the account to share spreadsheets with.",
}

MODULES = {"import": "import_"}  # where a command's name is a word of Python

COLLECT_AFTER = 100_000  # new objects, before Python looks for unused circles of them
FULL_DISK = "the disk is full: make room, then run the command again; what was there before stays"
NOT_WRITTEN = "is it open in another program, is the disk full, or are you not allowed to?"
CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The subcommands of `COMMANDS`, imported only when they are called, so that help and completion stay fast.

    An error of ours is shown as a message and a hint with its own exit code; a user's mistake never shows a traceback.
    """

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all subcommands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import a subcommand and return it, or None when there is none of this name."""
        if name not in COMMANDS:
            return None
        gc.set_threshold(COLLECT_AFTER)  # nearly all that a command makes is needed until it ends
        module = MODULES.get(name, name.replace("-", "_"))
        command: click.Command = getattr(import_module(f".commands.{module}", __package__), module)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands into the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the subcommands and options that begin with what was typed."""
        names = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *super(click.Group, self).shell_complete(context, incomplete)]

    def invoke(self, context: click.Context) -> Any:
        """Run the subcommand; end with the error's exit code when it fails."""
        try:
            return super().invoke(context)
        except OkrError as error:
            _say(f"error: {error.what}")
            if error.hint:
                _say(f"  hint: {error.hint}")
            context.exit(error.exit_code)
        except click.ClickException as error:
            vars(error)["message"] = "\n".join(map(printable, error.message.split("\n")))  # declared as final
            raise
        except KeyboardInterrupt:
            _say("stopped: what was finished before is kept, and nothing is half done")
            context.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            context.exit(EXIT_OK)
        except OSError as error:
            name = error.filename or ("the disk is full" if error.errno == errno.ENOSPC else "a file")
            _say(f"error: {name}: {error.strerror or error}")
            _say(f"  hint: {FULL_DISK if error.errno == errno.ENOSPC else NOT_WRITTEN}")
            context.exit(EXIT_FAILED)


def _say(line: str) -> None:
    click.echo(printable(line), err=True)


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(VERSION, prog_name="okrsheets")
def main() -> None:
    """OKRs and skill matrices in the spreadsheets that you already have.

    \b
    okrsheets demo                 try it: three example organisations with their workbooks and reports
    okrsheets new okrs FILE        create a workbook for your team's OKRs
    okrsheets sync FOLDER          read all workbooks of a folder; write one workbook and one review
    okrsheets report FOLDER --all  write the quarter's reports: the organisation, each team, each person, skills

    Exit codes: 0 success, 1 failed, 2 wrong usage, 3 a source could not be read, 4 problems found in the workbooks,
    130 interrupted.
    """
