"""The consolidated tables as a push writes them: in memory, with objectives indented by spaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ...core.grid import Grid
from ...core.records import Tables
from .consolidated_tables import ConsolidatedTable, consolidated_tables

INDENT = "      "


def grids(
    tables: Tables, evaluation: Evaluation, problems: Sequence[Problem], with_people: bool = False
) -> tuple[Grid, ...]:
    """Return the tables of a push in the order of their sheets; those about single people only `with_people`."""
    return tuple(map(_grid, consolidated_tables(tables, evaluation, problems, with_people)))


def _grid(table: ConsolidatedTable) -> Grid:
    rows: list[Sequence[Any]] = list(table.rows())
    if table.depths:
        rows = [[INDENT * depth + row[0], *row[1:]] for depth, row in zip(table.depths, rows)]
    return Grid(table.title, table.columns, table.key, rows)
