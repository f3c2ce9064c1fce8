"""`okrsheets export`."""

from __future__ import annotations

import click


@click.command()
def export() -> None:
    """Later."""
