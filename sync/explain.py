"""How workbooks are read, sheet by sheet, without storing anything: what `okrsheets check --explain` shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..core.addresses import column_number
from ..core.errors import Location, SourceError
from ..core.explanation import At, SheetExplanation
from ..core.records import Records
from ..core.tables.headings import HeadingIndex
from .reading.extract import Extract, extract
from .sources.base import RawWorkbook, Source


def explain(sources: Sequence[Source], headings: HeadingIndex) -> Iterator[SheetExplanation]:
    """Yield how each sheet of each workbook is read; a workbook that cannot be read is left to the check itself."""
    for source in sources:
        for info in source.list()[0]:
            try:
                raw = replace(source.fetch(info).parse(), name=info.name, changed_in=info.changed_in)
            except SourceError:
                continue
            yield from explain_workbook(raw, extract(raw, headings))


def explain_workbook(raw: RawWorkbook, reading: Extract) -> Iterator[SheetExplanation]:
    """Yield how each sheet of a workbook was read."""
    meanings: dict[str, dict[At, str]] = defaultdict(dict)
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for records in (records for part in reading.parts for records in part.tables):
        for source in records.sources:
            tables[source.sheet][records.table.name] += 1
        for title, at, meaning in _cells(records):
            meanings[title].setdefault(at, meaning)
    for sheet in raw.sheets:
        yield SheetExplanation(
            workbook=raw.name,
            title=sheet.title,
            rows=sheet.rows,
            meanings=meanings[sheet.title],
            tables=tables[sheet.title],
            decisions=[decision for decision in reading.decisions if _is_on(decision.location, sheet.title)],
            problems=[problem for problem in reading.problems if _is_on(problem.location, sheet.title)],
        )


def _is_on(location: Location, title: str) -> bool:
    return location.sheet == title


def _cells(records: Records) -> Iterator[tuple[str, At, str]]:
    """Yield the sheet, the position and the meaning of every cell that a table was read from."""
    for row, source in zip(records.rows, records.sources):
        for field, letters in source.cells.items():
            meaning = f"{records.table.name}: {records.table.column(field).name}"
            if letters[-1:].isdigit():  # a form, whose values stand below each other
                column = letters.rstrip("0123456789")
                yield source.sheet, (int(letters[len(column) :]) - 1, column_number(column)), meaning
            else:
                yield source.sheet, (row - 1, column_number(letters)), meaning
