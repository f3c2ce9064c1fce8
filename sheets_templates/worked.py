"""The three examples: rows in CSV files beside this module, written as the workbooks that teams would keep."""

from __future__ import annotations

import csv
import io
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ..core import schema
from ..core.cells import Day
from ..core.errors import OkrError, UsageError, column_letter
from ..core.model import Settings, TableSource
from ..core.records import Records, Tables
from ..core.values import typed_values
from .okrs import write_okrs
from .skills import write_skills
from .weekly import weekly

FIRST_ROW = 2  # of a CSV file, below its headings


def _cases() -> Traversable:
    return resources.files(__package__).joinpath("cases")


def case_names() -> list[str]:
    """Return the names of the examples."""
    return sorted(each.name for each in _cases().iterdir() if each.is_dir())


def load(case: str) -> dict[str, Tables]:
    """Return the tables of every workbook of a case, by the workbook's short name."""
    if case not in case_names():
        raise UsageError(f"no case {case!r}", f"use one of: {', '.join(case_names())}")
    folders = sorted(_cases().joinpath(case).iterdir(), key=lambda each: each.name)
    return {folder.name: load_workbook(folder) for folder in folders if folder.is_dir()}


def load_workbook(folder: Traversable) -> Tables:
    """Return the tables of one workbook from a folder with a CSV file for each."""
    files = sorted(folder.iterdir(), key=lambda each: each.name)
    read = [_table(folder.name, file) for file in files if file.name.endswith(".csv")]
    return Tables({records.table.name: records for records in read})


def _table(workbook: str, file: Traversable) -> Records:
    table = schema.table(file.name.removesuffix(".csv").replace("-", "_"))
    headings, *rows = csv.reader(io.StringIO(file.read_text("utf-8")))
    positions = {
        table.column(heading.replace(" ", "_").replace("-", "_")).field: at for at, heading in enumerate(headings)
    }
    source = TableSource(workbook, file.name, {field: column_letter(at) for field, at in positions.items()})
    records, problems = typed_values.read(table, source, positions, rows, FIRST_ROW)
    if problems:
        raise OkrError(f"an example is broken: {problems[0]}")
    return records


def write_case(
    case: str, folder: Path, today: Day, functions: bool = False, every_week: bool = False
) -> tuple[list[Path], list[Path]]:
    """Write the workbooks of a case into a folder, as things stand on a day.

    `functions` writes OKR_ and SKILL_ functions, which need the add-in, in place of plain formulas. `every_week` adds
    check-ins in the weeks that have none.
    Return the paths that were made, and those of workbooks that were there already and are kept as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    kept: list[Path] = []
    for tables in load(case).values():
        team = next((settings.team for settings in tables["settings"].nouns(Settings)), None)
        path = folder / (f"{team} OKRs.xlsx" if team else "Skill matrix.xlsx")
        if path.exists():
            kept.append(path)
            continue
        if every_week and team:
            tables = _every_week(tables)
        (write_okrs if team else write_skills)(path, tables, today, functions=functions)
        made.append(path)
    return made, kept


def _every_week(tables: Tables) -> Tables:
    start = next((settings.cycle_start for settings in tables["settings"].nouns(Settings)), None)
    names = [table.name for table in schema.tables_of("okrs")]
    return Tables({name: tables[name] for name in names} | {"check-ins": weekly(tables["check-ins"], start)})
