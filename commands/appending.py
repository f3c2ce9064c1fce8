"""Rows that are offered for workbooks: shown, and on agreement written into the first empty rows of their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..addin.macros.append_rows import NewRows, plan_append
from ..addin.macros.plan import apply
from ..core.cells import Day
from ..sync.xlsx.files import errors_named, open_to_change, replace_file
from .file_book import FileBook

SHOWN = (
    "id",
    "objective_id",
    "parent_id",
    "level",
    "objective",
    "key_result",
    "start",
    "target",
    "unit",
    "owner",
    "due_date",
)


@dataclass(frozen=True)
class ReadyToAppend:
    """A workbook with the cells that would be written; `write` does it and returns what is said of it."""

    name: str
    cells: Sequence[str]
    write: Callable[[], str]


def ready_to_append(path: Path, title: str, rows: NewRows, today: Day) -> ReadyToAppend:
    """Return a workbook that is ready for new rows; `OkrError` when it can't be read or changed."""
    with errors_named(path.name):
        opened = open_to_change(path)
        book = FileBook(path.name, opened.data, today)
        plan = plan_append(book, title, rows)
        apply(plan, book)
        content = book.packed()

    def write() -> str:
        backup = replace_file(opened, content, f"before {title}")
        return f"wrote {path.name}; the old workbook is kept as {backup}"

    return ReadyToAppend(path.name, [f"{edit.spot}: {edit.new}" for edit in plan.changes], write)


def row_lines(rows: NewRows) -> Iterator[str]:
    """Return new rows as lines of a plan."""
    for table, new in rows.items():
        for fields in new:
            said = [f"{name.replace('_', ' ')} {_text(fields[name])}" for name in SHOWN if fields.get(name) is not None]
            yield f"  {table}: {', '.join(said)}"


def _text(cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
