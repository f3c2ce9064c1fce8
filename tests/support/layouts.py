"""What the reading makes of the books of `tests/layouts`, cell by cell.

Run `python -m tests.support.layouts [WORD]` from the root to print the result, of the books whose family or name has the word.
"""

from __future__ import annotations

import datetime
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from layout_books import ExpectedRow, LayoutBook, Percent, layout_books
from layout_files import write_layout

from okrsheets.core import schema
from okrsheets.core.cells import EPOCH
from okrsheets.core.errors import CellError, Problem
from okrsheets.core.names import fold_name
from okrsheets.core.progress import of as progress_of
from okrsheets.core.records import Records
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import FolderSource

Row = dict[str, Any]
COUNTED = ("key results", "check-ins", "assessments", "roles", "certifications", "learning", "goal skills")


@dataclass(frozen=True)
class LayoutResult:
    """How a book was read: the cells that are right, all of them, what is missing or wrong, and what was said.

    `confidence` is that of its least sure table, None where none was read.
    """

    book: LayoutBook
    ending: str
    right: int
    cells: int
    missing: Sequence[str]
    wrong: Sequence[str]
    problems: Sequence[Problem]
    confidence: float | None = None

    @property
    def whole(self) -> bool:
        """Whether everything was read right, and nothing else."""
        return not self.missing and not self.wrong


def read_layout(book: LayoutBook, ending: str, folder: Path) -> LayoutResult:
    """Write a book in one format, read it as `sync` does, and return the result."""
    path = write_layout(book, folder, ending)
    source = FolderSource(path)
    return compared(book, extract(source.fetch(source.list()[0][0]).parse(), HeadingIndex()), path.suffix[1:])


def compared(book: LayoutBook, reading: Extract, ending: str) -> LayoutResult:
    """Return how a reading of a book compares with the one that is right."""
    tables = [records for part in reading.parts for records in part.tables]
    actual = _actual_rows(tables)
    right, missing, wrong = _compared(book.reading, actual)
    cells = sum(max(1, len(row.values)) for row in book.reading)
    problems = [problem for part in reading.parts for problem in part.problems]
    sure = [each.confidence for each in reading.decisions if each.confidence is not None]
    confidence = min(sure, default=None) if any(map(len, tables)) else None
    return LayoutResult(book, ending, right, cells, missing, wrong, problems, confidence)


def _actual_rows(tables: Sequence[Records]) -> dict[str, list[Row]]:
    """The rows of every table, with the words of what an id refers to, and the progress of key results."""
    rows: dict[str, list[Row]] = {table.name: [] for table in schema.TABLES}
    for records in tables:
        columns = {column.field: records.columns[column.field] for column in records.table.inputs}
        seen = rows[records.table.name]
        fresh = [dict(zip(columns, values)) for values in zip(*columns.values())]
        seen += [row for row in fresh if row not in seen]
    objectives = {row["id"]: row["objective"] for row in rows["objectives"]}
    names = {row["person_id"]: row["name"] or row["person_id"] for row in rows["people"]}
    results = {row["id"]: row["key_result"] for row in rows["key results"]}
    for row in rows["key results"]:
        row["objective"] = objectives.get(row["objective_id"], row["objective_id"])
        row["owner"] = row["owner"] or next(
            (each["owner"] for each in rows["objectives"] if each["id"] == row["objective_id"]), None
        )
        row["progress"] = _progress(row)
    for row in rows["check-ins"]:
        row["key_result"] = results.get(row["key_result_id"], row["key_result_id"])
    for name in ("assessments", "certifications", "learning"):
        for row in rows[name]:
            row["person_id"] = names.get(row["person_id"], row["person_id"])
    return rows


def _progress(row: Mapping[str, Any]) -> float | None:
    try:
        return progress_of(row["kind"] or "metric", row["start"], row["target"], row["current"])
    except (CellError, TypeError):
        return None


def _compared(expected: Sequence[ExpectedRow], actual: Mapping[str, Sequence[Row]]) -> tuple[int, list[str], list[str]]:
    """The number of cells that are right, and those that are missing and those that are wrong, in words."""
    right = 0
    missing: list[str] = []
    wrong: list[str] = []
    free = {name: list(rows) for name, rows in actual.items()}
    for row in expected:
        label = f"{row.table}: {' / '.join(str(value) for _, value in row.key)}"
        candidates = [each for each in free[row.table] if _has(each, row.key)]
        match = max(candidates, key=partial(_likeness, row), default=None)
        if match is None:
            missing.append(label)
            continue
        free[row.table].remove(match)
        if not row.values:
            right += 1
        for field, value in row.values.items():
            if _same(match.get(field), value):
                right += 1
            elif match.get(field) is None:
                missing.append(f"{label}: no {field}")
            else:
                wrong.append(f"{label}: {field} is {match[field]!r}, not {value!r}")
    named = {row.table for row in expected} | ({"objectives", "people", "skills"} if not expected else set())
    for name in {*COUNTED, *named}:
        if not expected or name in named or name in ("key results", "assessments"):
            wrong += [f"{name}: too much: {_short(each)}" for each in free[name]]
    return right, missing, wrong


def _short(row: Row) -> str:
    return ", ".join(f"{field} {value}" for field, value in row.items() if value is not None)[:100]


def _has(row: Row, key: Sequence[tuple[str, Any]]) -> bool:
    return all(_same(row.get(field), value) for field, value in key)


def _likeness(row: ExpectedRow, other: Row) -> int:
    """How many values of a row another one has."""
    return sum(_same(other.get(field), value) for field, value in row.values.items())


def _same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, Percent):
        expected = expected.share
    if isinstance(expected, datetime.date):
        expected = expected.toordinal() - EPOCH
    if isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        return math.isclose(float(actual), float(expected), abs_tol=0.006)
    return actual is not None and fold_name(str(actual)) == fold_name(
        f"{expected:g}" if isinstance(expected, float) else str(expected)
    )


def read_all(books: Sequence[LayoutBook], folder: Path) -> Iterator[LayoutResult]:
    """Yield the result of every book in every format that it names."""
    for number, book in enumerate(books):
        for ending in book.endings:
            yield read_layout(book, ending, folder / str(number))


def summary(results: Sequence[LayoutResult]) -> list[str]:
    """Return what a run came to, a line for each half and for what is to be refused."""
    lines = []
    for name, ours in (
        ("OKRs", [each for each in results if each.book.reading and half(each.book) == "okrs"]),
        ("skills", [each for each in results if each.book.reading and half(each.book) == "skills"]),
    ):
        cells = Counter({"right": sum(each.right for each in ours), "all": sum(each.cells for each in ours)})
        whole = sum(each.whole for each in ours)
        wrong = sum(len(each.wrong) for each in ours)
        lines.append(
            f"{name}: {cells['right']} of {cells['all']} cells right; {whole} of {len(ours)} files whole; {wrong} wrong"
        )
    refused = [each for each in results if each.book.refused]
    lines.append(f"neither: {sum(each.whole for each in refused)} of {len(refused)} files refused")
    return lines


def half(book: LayoutBook) -> str:
    """Return which half of the product a book is for: "okrs" or "skills"."""
    tables = {row.table for row in book.reading}
    return "okrs" if tables & {"objectives", "key results", "check-ins"} else "skills"


def main(word: str = "") -> None:
    """Print the books that are not read whole, and the summary."""
    books = [book for book in layout_books() if word.lower() in f"{book.family}: {book.name}".lower()]
    with tempfile.TemporaryDirectory() as folder:
        results = list(read_all(books, Path(folder)))
    for result in results:
        if not result.whole:
            print(f"- {result.book.family}: {result.book.name} (.{result.ending}) {result.right}/{result.cells}")
            for line in (*[f"wrong: {each}" for each in result.wrong[:4]], *result.missing[: 8 if word else 2]):
                print(f"    {line}")
            if word:
                print(*(f"    > {problem}" for problem in result.problems), sep="\n")
    print(*summary(results), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
