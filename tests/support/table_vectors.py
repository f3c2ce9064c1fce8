"""Grids with the tables that are found in them: what the core, the macros and the script in Google Sheets all hold to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from okrsheets.core.cells import Cell
from okrsheets.core.tables.table_match import TableMatch
from okrsheets.core.tables.table_rows import table_rows

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "tables.json").read_text("utf-8"))


def described(match: TableMatch, rows: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    """A table as the vectors have it: rows and columns from 0."""
    there = {"table": match.table.name, "header": match.header}
    if match.form is not None:
        return {**there, "form": {field: list(spot) for field, spot in match.form.items()}}
    read = table_rows(match, rows)
    counted = [
        number for number, row in enumerate(read.rows, start=read.first) if any(c not in (None, "") for c in row)
    ]
    skipped = {str(number): each.kind for each in read.skipped for number in each.rows}
    return {**there, "columns": dict(match.positions), "rows": counted, "skipped": skipped}
