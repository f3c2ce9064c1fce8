"""`okrsheets import`: files of other systems."""

from __future__ import annotations

from importlib import import_module

import click

KINDS = {
    "learning": "Read course records, badges and statements of learning systems.",
    "goals": "Make an OKR workbook out of another system's goals.",
    "skills": "Read ESCO and O*NET as a skill catalogue, and match your own skill names to it.",
}


class Imports(click.Group):
    """The kinds of imports, each imported when it is called."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the kinds in the order of the help."""
        return list(KINDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import a kind and return it, or None when there is none of this name."""
        if name not in KINDS:
            return None
        command: click.Command = getattr(import_module(f".import_{name}", __package__), f"import_{name}")
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of kinds into the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(KINDS.items()))


@click.group("import", cls=Imports)
def import_() -> None:
    """Read files of other systems: learning records, goals, skill catalogues.

    Each kind shows what it would write, and asks. docs/exchange.md lists the systems and their columns; for others, a
    mapping file describes the columns.

    \b
    Example: okrsheets import learning udemy.csv --folder team-sheets/
             okrsheets import goals betterworks.csv --to team-sheets/goals.xlsx
             okrsheets import skills skills_en.csv --folder team-sheets/
    """
