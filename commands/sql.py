"""`okrsheets sql`: a query over the history file."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import click

from ..core.cells import Day, date_of
from ..core.errors import UsageError
from ..reports.formats.terminal import show_rows
from ..sync.store.store import Store
from .shell import as_json, as_of, cycle_option, out_option, print_json, show_exactly
from .workspace import synced_workspace


@click.command()
@click.argument("query")
@click.argument("folder", default=".", type=click.Path(), metavar="[FOLDER]")
@out_option
@cycle_option
@as_of
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="Print CSV, with a row of headings. Texts are exact unless a terminal shows them.",
)
@as_json
def sql(query: str, folder: str, out: str, cycle: str, as_of: Day | None, as_csv: bool, as_json: bool) -> None:
    """Query the history file with SQL.

    QUERY is one in DuckDB's SQL. FOLDER is a folder, or a workbook, that was synced; the current folder by default. The views
    key_result_status, objective_status, skill_status and goal_readiness have the figures of the last sync, or of another day
    or cycle. The query can't change anything: neither the history nor other files.

    docs/store.md lists the views with their columns, the functions, and ten queries to begin with.

    \b
    Example: okrsheets sql "SELECT team, count(*), okr_rollup(score) FROM objective_status GROUP BY team" team-sheets/
             okrsheets sql "SELECT id, key_result, status FROM key_result_status" --as-of 2026-03-31 --csv
    """
    if as_csv and as_json:
        raise UsageError("--csv and --json exclude each other", "choose one")
    workspace = synced_workspace(folder, out)
    with Store(workspace.store, read_only=True) as store:
        columns, rows = store.query(query, None if as_of is None else date_of(as_of), cycle or None)
    if as_json:
        print_json([dict(zip(columns, map(_plain, row))) for row in rows])
    elif as_csv:
        for row in (columns, *rows):
            show_exactly(_csv_line(row))
    else:
        show_rows(columns, [["" if value is None else str(_plain(value)) for value in row] for row in rows])


def _plain(value: Any) -> Any:
    """A value as JSON can have it: a day in the form 2026-03-31, anything unusual as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _csv_line(row: Any) -> str:
    """A row of CSV; a text with line breaks is in quotes."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["" if value is None else _plain(value) for value in row])
    return line.getvalue().removesuffix("\n")
