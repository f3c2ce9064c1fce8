"""`okrsheets import skills`."""

from __future__ import annotations

import click


@click.command("skills")
def import_skills() -> None:
    """Later."""
