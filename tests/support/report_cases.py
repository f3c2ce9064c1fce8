"""ReportData to make reports of: the worked cases as one organisation, and ways to look into what was made."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location
from okrsheets.core.evaluation import Past, evaluate
from okrsheets.core.model import TableSource, Workbook
from okrsheets.core.records import Records, Tables, together
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.i18n.language import Language, load_language
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import Brand
from okrsheets.reports.pack import PackPage, full_pack
from okrsheets.sheets_templates.worked import case_names, load

WORDS = load_language("en")
COMMENTARY = {
    "": "# The quarter\n\nTwo *certificates* came late: **book earlier** next time.\n\n"
    "1. See [the plan](https://example.org/plan).\n2. Ask\n   - Jürgen\n   - Renée\n",
    "support": "The queue is calm.\n\n- Hire one more.\n",
}
TODAY = needed_day("2026-06-30")
PERIOD = needed_day("2026-04-01"), TODAY


def merged(parts: Mapping[str, Tables]) -> Tables:
    """Many workbooks' tables as one, each row with its workbook."""
    names = {name for tables in parts.values() for name in tables.records}
    return Tables(
        {
            name: together(schema.table(name), [_from(book, tables[name]) for book, tables in parts.items()])
            for name in names
        }
    )


def _from(book: str, records: Records) -> Records:
    sources = [TableSource(book, source.sheet.removesuffix(".csv"), source.cells) for source in records.sources]
    return Records(records.table, records.columns, records.rows, sources)


@cache
def worked_tables() -> Tables:
    """The rows of the three worked cases, workbook by workbook."""
    return merged({f"{case}/{name}": tables for case in case_names() for name, tables in load(case).items()})


@cache
def shop() -> ReportData:
    """The online shop alone, with its names as the README has them."""
    books = {f"{name}.xlsx": tables for name, tables in load("shop").items()}
    return report_data_of(merged(books), organisation="Pebble & Pine", commentary=COMMENTARY)


@cache
def worked() -> ReportData:
    """The three worked cases as one organisation, on the last day of their quarter."""
    return report_data_of(worked_tables())


def report_data_of(tables: Tables, today: int = TODAY, **more: Any) -> ReportData:
    """The data of some rows."""
    books = sorted({source.workbook for records in tables.records.values() for source in records.sources})
    given = {"workbooks": [Workbook(book, today) for book in books], "cycle": "2026-Q2", "period": PERIOD} | more
    return ReportData(Snapshot(evaluate(tables, today), tables, **given))


def in_greek() -> ReportData:
    """The worked cases with everything that people type, ids too, in Greek letters, and nothing that a check says.

    Whatever Latin letters are on a page that is made of this are the product's own.
    """
    tables = Tables({name: _typed_in_greek(records) for name, records in worked_tables().records.items()})
    now = report_data_of(
        tables, since=TODAY - 14, earlier={}, cycle="Κ", compared=Past("Κ", evaluate(tables, TODAY - 30))
    )
    evaluation = dataclasses.replace(now.snapshot.evaluation, problems=())
    return ReportData(dataclasses.replace(now.snapshot, evaluation=evaluation))


def _typed_in_greek(records: Records) -> Records:
    def greek(value: Any) -> Any:
        return "".join(
            chr(0x391 + ord(letter) % 24) if letter.isascii() and letter.isalpha() else letter for letter in value
        )

    typed = {column.field for column in records.table.inputs if column.type in ("text", "id")}
    columns = {
        field: [greek(value) if field in typed and value is not None else value for value in values]
        for field, values in records.columns.items()
    }
    sources = [TableSource("Β", "Φ", source.cells) for source in records.sources]
    return Records(records.table, columns, records.rows, sources)


def pages(data: ReportData, words: Language = WORDS) -> Iterator[PackPage]:
    """The whole pack, one page at a time."""
    return full_pack(data, words, Brand()).pages()


def inside(value: object) -> Iterator[object]:
    """Everything that a report is made of, from the outside in."""
    yield value
    if isinstance(value, (tuple, list)):
        for each in value:
            yield from inside(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from inside(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from inside(getattr(value, field.name))


def figures(value: object) -> list[Figure]:
    """Every figure of a report."""
    return [each for each in inside(value) if isinstance(each, Figure)]


def rows_of(place: Location) -> Iterator[int]:
    """The rows that a place such as 'D5:D9, D11' names."""
    for part in place.cell.split(", "):
        first, _, last = part.partition(":")
        low = int(re.sub(r"\D", "", first))
        yield from range(low, int(re.sub(r"\D", "", last or first)) + 1)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
