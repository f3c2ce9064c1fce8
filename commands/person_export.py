"""Everything that is held about a person, as a file: JSON, a workbook, or one plain table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.cells import Day, date_of
from ..core.errors import UsageError
from ..core.file_marks import REPORT
from ..core.grid import GridColumn
from ..core.mentions import PersonNames
from ..core.printable import printable_json
from ..core.privacy import PrivacySettings
from ..reports.formats.consolidated import write_tables
from ..reports.formats.consolidated_tables import ConsolidatedTable, by_column
from ..sync.store.person_rows import HeldRow

_WHY = {
    "about": "the row is about the person",
    "named": "the person is named as owner, author or manager",
    "mentioned": "a text names the person",
    "perhaps": "a text has a part of the name, and may mean somebody else",
}
NOT_HELD = (
    "Levels, gaps and scores are not kept: they are computed from these rows when a report is made.",
    "The workbooks themselves are not part of okrsheets: ask those who keep them.",
)


@dataclass(frozen=True)
class PersonExport:
    """What is held about a person: rows of every version of every workbook, other texts, and files with their name."""

    identity: PersonNames
    day: Day
    settings: PrivacySettings
    rows: Sequence[HeldRow]
    notes: Sequence[tuple[str, str]]
    files: Sequence[str]
    unsearched: Sequence[str]


_COLUMNS = ("Table", "Workbook", "Sheet", "Row", "Why", "Held since", "Held until", "Column", "Cell", "Value")
_WIDTHS = (16, 28, 18, 8, 34, 12, 12, 18, 8, 60)


def cells_of(export: PersonExport) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each cell that is held, with the columns of the plain table."""
    for row in export.rows:
        days = _iso(row.since), _iso(row.until)
        for cell in row.cells:
            yield (
                row.table, row.workbook, row.sheet, row.row, _WHY[row.why], *days, cell.column, cell.cell, cell.value,
            )  # fmt: skip
    for table, text in export.notes:
        yield table, "", "", "", "a message or a title names the person", "", "", "", "", text
    for name in export.files:
        yield "files", name, "", "", "the file names the person", "", "", "", "", ""


def _iso(day: Day | None) -> str:
    return date_of(day).isoformat() if day is not None else ""


def _json(export: PersonExport) -> Mapping[str, Any]:
    kept = export.settings.retention
    return {
        "person": {
            "names": sorted(export.identity.names),
            "ids": sorted(export.identity.ids),
            "e-mail addresses": sorted(export.identity.emails),
        },
        "as of": _iso(export.day),
        "purpose": export.settings.purpose or None,
        "retention": str(kept) if kept else None,
        "readers": {page: list(names) for page, names in export.settings.readers.items()},
        "rows": [
            {
                "table": row.table,
                "workbook": row.workbook,
                "sheet": row.sheet,
                "row": row.row,
                "why": _WHY[row.why],
                "held since": _iso(row.since) or None,
                "held until": _iso(row.until) or None,
                "cells": [{"column": cell.column, "cell": cell.cell, "value": cell.value} for cell in row.cells],
            }
            for row in export.rows
        ],
        "messages and titles": [{"table": table, "text": text} for table, text in export.notes],
        "files": list(export.files),
        "files that could not be searched": list(export.unsearched),
        "not held": list(NOT_HELD),
    }


def _write_json(path: Path, export: PersonExport) -> None:
    path.write_text(printable_json(json.dumps(_json(export), ensure_ascii=False, indent=1)) + "\n", "utf-8")


def _write_csv(path: Path, export: PersonExport) -> None:
    """Write the plain table; what begins like a formula gets an apostrophe, since spreadsheets open such files."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_without_formula(value) for value in row] for row in cells_of(export))
    path.write_text(text.getvalue(), "utf-8-sig")


def _without_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _write_xlsx(path: Path, export: PersonExport) -> None:
    about = [
        ("Person", str(export.identity)),
        ("As of", _iso(export.day)),
        ("Purpose", export.settings.purpose),
        ("Retention", str(export.settings.retention or "")),
        *(("Not held", text) for text in NOT_HELD),
        *(("Not searched", name) for name in export.unsearched),
    ]
    cells = [[str(value) for value in row] for row in cells_of(export)]
    columns = [GridColumn(name, "text", width) for name, width in zip(_COLUMNS, _WIDTHS)]
    tables = [
        _table(
            "Person", [GridColumn("What", "text", 16), GridColumn("Held", "long", 80)], [list(row) for row in about]
        ),
        _table("Cells", columns, cells),
    ]
    write_tables(path, "Held about a person", export.day, tables, REPORT)


def _table(title: str, columns: Sequence[GridColumn], rows: list[list[Any]]) -> ConsolidatedTable:
    return ConsolidatedTable(title, columns, (0,), len(rows), lambda: by_column(iter(rows)))


WRITERS: Mapping[str, Callable[[Path, PersonExport], None]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}


def writer_for(path: Path) -> Callable[[Path, PersonExport], None]:
    """Return how a file of this name is written; `UsageError` for another kind."""
    if path.suffix.lower() not in WRITERS:
        raise UsageError(f"no file of the kind {path.suffix!r} can be written", "name a .json, .xlsx or .csv file")
    return WRITERS[path.suffix.lower()]
