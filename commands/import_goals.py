"""`okrsheets import goals`."""

from __future__ import annotations

import click


@click.command("goals")
def import_goals() -> None:
    """Later."""
