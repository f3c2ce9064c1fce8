"""Workbooks of the worked examples as other people would have changed them, and what a sync makes of them.

Run `python -m tests.support.mutations 2000` to print how many were read right, reported, and silently wrong.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.columns import Table
from okrsheets.core.errors import Location, Problem, column_letter
from okrsheets.core.evaluation import Evaluation
from okrsheets.core.model import Settings
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.worked import case_names, write_case
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.base import FileContent, FileInfo, RawWorkbook
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.evaluation import evaluate_state
from okrsheets.sync.store.replay import all_problems, state_at
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import sync

SURE = 0.9  # of a reading, from which on it says that it is sure
TODAY = needed_day("2026-06-30")
TOTALS = ("Total", "Total / average", "Average", "Sum", "Summe", "Gesamt", "Durchschnitt", "Totals", "Mean")
SIDES = (("Status", "Count"), ("Summary", ""), ("Owner", "Progress"), ("Metric", "Target"), ("Legend", "Meaning"))
CYCLES = ("2026-Q2", "Q2 2026", "2026 Q2", "Q2/2026", "2. Quartal 2026", "Apr–Jun 2026", "T2/2026", "Q2-2026")
DAMAGE = ("ten", "#REF!", "~4", ">= 95", True, "1,5,7", "see below", "#N/A!")
ANNOTATIONS = ("{} (Q2)", "{}\u00a0", "\ufeff{}", "{}\n(this quarter)", " {} ", "{}*", "{}:")
VALUES = {"key results": ("start", "target", "current"), "check-ins": ("value",), "assessments": ("level",)}

Books = dict[str, RawWorkbook]
Rows = list[list[Any]]


@dataclass
class _Books:
    """A source of workbooks that are already parsed."""

    books: Books
    root: str = "examples"
    at_once: int = 2
    is_local: bool = False

    def list(self) -> tuple[Sequence[FileInfo], Sequence[Problem]]:
        return [FileInfo(name, name, 0, number) for number, name in enumerate(self.books)], []

    def fetch(self, info: FileInfo) -> FileContent:
        return FileContent(f"{info.modified:x}", lambda: self.books[info.name])


@dataclass(frozen=True)
class ExampleTable:
    """Where a table is in a workbook of an example: its heading row and the column of each field."""

    book: str
    sheet: int
    table: Table
    header: int
    columns: Mapping[str, int]
    last: int  # its last filled row

    def location(self, books: Books, row: int, field: str) -> Location:
        cell = f"{column_letter(self.columns[field])}{row + 1}"
        return Location(self.book, books[self.book].sheets[self.sheet].title, cell)


Mutation = Callable[[random.Random, Books, Sequence[ExampleTable]], tuple[Books, list[Location]]]


@cache
def originals(case: str) -> Books:
    """Return the parsed workbooks of an example."""
    with tempfile.TemporaryDirectory() as folder:
        write_case(case, Path(folder), TODAY)
        source = FolderSource(Path(folder))
        books = {info.name: source.fetch(info).parse() for info in source.list()[0]}
    return {name: replace(book, name=name) for name, book in books.items()}


@cache
def tables(case: str) -> tuple[ExampleTable, ...]:
    """Return the tables that people fill in in the workbooks of an example."""
    found = []
    for name, book in originals(case).items():
        for number, sheet in enumerate(book.sheets):
            table = next((table for table in schema.TABLES if table.sheet == sheet.title), None)
            if table is None or table is schema.SETTINGS:
                continue
            headings = {column.heading: column.field for column in table.columns}
            for at, row in enumerate(sheet.rows):
                columns = {headings[cell]: column for column, cell in enumerate(row) if cell in headings}
                if len(columns) >= 3:
                    first = columns[table.inputs[0].field]
                    filled = [
                        index for index in range(at + 1, len(sheet.rows)) if sheet.rows[index][first] not in ("", None)
                    ]
                    if filled:
                        found.append(ExampleTable(name, number, table, at, columns, filled[-1]))
                    break
    return tuple(found)


def evaluated(books: Books) -> tuple[Evaluation, list[Problem]]:
    """Return what a sync over workbooks comes to."""
    with Store() as store:
        outcome = sync(store, [_Books(books)], TODAY)
        state = state_at(store, outcome.sync, TODAY, "")
        evaluation = evaluate_state(state, Settings())
        evaluation = dataclasses.replace(
            evaluation,
            people=tuple(dataclasses.replace(person, skills=tuple(person.skills)) for person in evaluation.people),
        )  # fetched while the store is open
        faults = [Problem(Location(name), fault.what, fault.hint) for name, fault in outcome.faults.items()]
        return evaluation, [*all_problems(state, evaluation), *faults]


def figures(evaluation: Evaluation) -> dict[str, object]:
    """Return every figure of an evaluation, rounded to what a reader could see."""
    found: dict[str, object] = {}
    for key_result in evaluation.key_results:
        progress = None if key_result.progress is None else round(key_result.progress, 6)
        found[f"key result {key_result.key_result.id}"] = (progress, key_result.status, len(key_result.check_ins))
    for objective in evaluation.objectives:
        score = None if objective.score is None else round(objective.score, 6)
        found[f"objective {objective.objective.id}"] = (score, objective.status, objective.alignment)
    for person in evaluation.people:
        for skill in person.skills:
            level = None if skill.level is None else round(skill.level, 6)
            found[f"skill {person.person.person_id} {skill.skill}"] = (level, skill.required)
    return found


# The ways in which people change a workbook


def _edited(books: Books, table: ExampleTable, change: Callable[[Rows], None], **fields: Any) -> Books:
    book = books[table.book]
    sheet = book.sheets[table.sheet]
    rows = [list(row) for row in sheet.rows]
    change(rows)
    width = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    sheets = [*book.sheets]
    sheets[table.sheet] = replace(sheet, rows=rows, **fields)
    return {**books, table.book: replace(book, sheets=sheets)}


def total_row(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        width = len(rows[table.header])
        row: list[Any] = [""] * width
        row[min(table.columns.values())] = chance.choice(TOTALS)
        for field in VALUES.get(table.table.name, ()):
            row[table.columns[field]] = round(chance.uniform(0, 500), 2)
        rows[table.last + 1 : table.last + 1 + chance.randint(0, 1)] = [[""] * width]
        rows.insert(table.last + 1, row)

    return _edited(books, table, change), []


def side_table(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        width = max(map(len, rows))
        for row in rows:
            row.extend([""] * (width - len(row) + 3))
        rows[table.header][width + 1], rows[table.header][width + 2] = chance.choice(SIDES)
        for number in range(chance.randint(1, 6)):
            at = table.header + 1 + number
            if at < len(rows):
                rows[at][width + 1], rows[at][width + 2] = (
                    chance.choice(["on track", "Ida", "red", "x"]),
                    chance.randint(0, 99),
                )

    return _edited(books, table, change), []


def default_rows(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        width = len(rows[table.header])
        words = [
            column for column in table.table.inputs if column.type in ("word", "flag") and column.field in table.columns
        ]
        for _ in range(chance.randint(1, 400)):
            row: list[Any] = [""] * width
            for column in words:
                row[table.columns[column.field]] = (
                    False if column.type == "flag" else (column.choices[0] if column.choices else "")
                )
            if not words:
                row[chance.choice(list(table.columns.values()))] = ""
            rows.insert(table.last + 1, row)

    return _edited(books, table, change), []


def blank_rows(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        for _ in range(chance.randint(1, 3)):
            rows.insert(chance.randint(table.header + 1, table.last), [""] * len(rows[table.header]))

    return _edited(books, table, change), []


def shuffled_columns(
    chance: random.Random, books: Books, tables: Sequence[ExampleTable]
) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        order = list(range(max(map(len, rows))))
        used = sorted(table.columns.values())
        moved = used[:]
        chance.shuffle(moved)
        for at, other in zip(used, moved):
            order[at] = other
        for row in rows:
            padded = [*row, *[""] * (len(order) - len(row))]
            row[:] = [padded[at] for at in order]

    return _edited(books, table, change, errors={}, formats={}, unsaved_formulas=(), merged=()), []


def shuffled_tabs(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    name = chance.choice(list(books))
    sheets = list(books[name].sheets)
    chance.shuffle(sheets)
    return {**books, name: replace(books[name], sheets=sheets)}, []


def other_unit(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    """One cell of a key result in per cent becomes a percent cell, which holds a hundredth."""
    own = [table for table in tables if table.table is schema.KEY_RESULTS and "unit" in table.columns]
    table = chance.choice(own)
    rows = books[table.book].sheets[table.sheet].rows
    candidates = [
        (at, table.columns[field])
        for at in range(table.header + 1, table.last + 1)
        for field in VALUES["key results"]
        if rows[at][table.columns["unit"]] == "%"
        and isinstance(rows[at][table.columns[field]], float)
        and rows[at][table.columns[field]] > 1
    ]
    if not candidates:
        return books, []
    at, column = chance.choice(candidates)

    def change(rows: Rows) -> None:
        rows[at][column] = rows[at][column] / 100

    formats = {**books[table.book].sheets[table.sheet].formats, (at, column): "0%"}
    return _edited(books, table, change, formats=formats), []


def other_cycle(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    name = chance.choice([name for name in books if any(sheet.title == "Settings" for sheet in books[name].sheets)])
    spelling = chance.choice(CYCLES)
    sheets = [
        replace(sheet, rows=[[spelling if cell == "2026-Q2" else cell for cell in row] for row in sheet.rows])
        if sheet.title == "Settings"
        else sheet
        for sheet in books[name].sheets
    ]
    return {**books, name: replace(books[name], sheets=sheets)}, []


def repeated_heading(
    chance: random.Random, books: Books, tables: Sequence[ExampleTable]
) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        rows.insert(chance.randint(table.header + 2, table.last + 1), list(rows[table.header]))

    return _edited(books, table, change), []


def annotated_heading(
    chance: random.Random, books: Books, tables: Sequence[ExampleTable]
) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)
    column = table.columns[chance.choice([each for each in table.table.inputs if each.field in table.columns]).field]

    def change(rows: Rows) -> None:
        rows[table.header][column] = chance.choice(ANNOTATIONS).format(rows[table.header][column])

    return _edited(books, table, change), []


def title_rows(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice(tables)

    def change(rows: Rows) -> None:
        for _ in range(chance.randint(1, 4)):
            rows.insert(
                0, [chance.choice(["Nordlicht", "Last updated 12 Aug", "Team plan", ""]), *[""] * (len(rows[0]) - 1)]
            )

    return _edited(books, table, change, merged=()), []


def invisible_in_id(
    chance: random.Random, books: Books, tables: Sequence[ExampleTable]
) -> tuple[Books, list[Location]]:
    fields = [
        (table, field)
        for table in tables
        for field in ("objective_id", "parent_id", "key_result_id")
        if field in table.columns
    ]
    table, field = chance.choice(fields)
    column = table.columns[field]

    def change(rows: Rows) -> None:
        at = chance.randint(table.header + 1, table.last)
        if isinstance(rows[at][column], str) and rows[at][column]:
            rows[at][column] = chance.choice(["{}\u00a0", "\u200b{}", " {}", "{}\ufeff"]).format(rows[at][column])

    return _edited(books, table, change), []


def damaged_cell(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    table = chance.choice([table for table in tables if table.table.name in VALUES])
    field = chance.choice(VALUES[table.table.name])
    rows = books[table.book].sheets[table.sheet].rows
    filled = [at for at in range(table.header + 1, table.last + 1) if isinstance(rows[at][table.columns[field]], float)]
    at = chance.choice(filled)

    def change(rows: Rows) -> None:
        rows[at][table.columns[field]] = chance.choice(DAMAGE)

    return _edited(books, table, change), [table.location(books, at, field)]


def copied_book(chance: random.Random, books: Books, tables: Sequence[ExampleTable]) -> tuple[Books, list[Location]]:
    name = chance.choice(list(books))
    copy = name.replace(".xlsx", chance.choice([" (1).xlsx", " - Copy.xlsx", "-LAPTOP.xlsx", " Kopie.xlsx"]))
    return {**books, copy: replace(books[name], name=copy)}, []


MUTATIONS: tuple[Mutation, ...] = (
    total_row, side_table, default_rows, blank_rows, shuffled_columns, shuffled_tabs, other_unit, other_cycle,
    repeated_heading, annotated_heading, title_rows, invisible_in_id, damaged_cell, copied_book,
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What became of one mutated set of workbooks: right, reported, or silently wrong with what differs."""

    kind: str
    difference: str = ""


def verdict(case: str, mutation: Mutation, seed: int) -> Verdict:
    """Change the workbooks of an example in one way, and compare every figure with the example's own."""
    chance = random.Random(f"{case} {mutation.__name__} {seed}")
    books, damaged = mutation(chance, dict(originals(case)), tables(case))
    evaluation, problems = evaluated(books)
    got, want = figures(evaluation), expected(case)
    wrong = [problem for problem in problems if not problem.note]
    if damaged:
        named = {(problem.location.workbook, problem.location.sheet, problem.location.cell) for problem in wrong}
        missing = [location for location in damaged if dataclasses.astuple(location) not in named]
        return (
            Verdict("silently wrong", f"nothing says what is wrong with {missing[0]}")
            if missing
            else Verdict("reported")
        )
    if got == want:
        return (
            Verdict("right, but with a false alarm", str(wrong[0]))
            if wrong and not mutation.__name__.startswith("copied")
            else Verdict("right")
        )
    if wrong:
        return Verdict("reported")
    differing = next(name for name in {**got, **want} if got.get(name) != want.get(name))
    return Verdict("silently wrong", f"{differing}: {got.get(differing)} in place of {want.get(differing)}")


@cache
def expected(case: str) -> dict[str, object]:
    """Return the figures of an example as it is."""
    evaluation, problems = evaluated(dict(originals(case)))
    assert not problems, problems[0]
    return figures(evaluation)


def confidence(books: Books) -> float:
    """Return how sure the least sure table of some workbooks is."""
    decisions = [each for book in books.values() for each in extract(book, HeadingIndex()).decisions]
    return min(each.confidence for each in decisions if each.confidence is not None)


def main(count: int) -> None:
    """Print how many mutations were read right, reported, and silently wrong, and of those that say they are 90 % sure."""
    sure: Counter[str] = Counter()
    chance = random.Random(1)
    totals: Counter[str] = Counter()
    for seed in range(count):
        case, mutation = chance.choice(case_names()), MUTATIONS[seed % len(MUTATIONS)]
        result = verdict(case, mutation, seed)
        totals[result.kind] += 1
        books, _ = mutation(random.Random(f"{case} {mutation.__name__} {seed}"), dict(originals(case)), tables(case))
        sure[result.kind] += confidence(books) >= SURE
        if result.difference:
            print(f"{result.kind}: {case} {mutation.__name__} {seed}: {result.difference}")
    print(f"{count} mutations tried: " + ", ".join(f"{number} {kind}" for kind, number in totals.most_common()))
    print(
        f"{sure.total()} say {SURE:.0%} or more: "
        + ", ".join(f"{number} {kind}" for kind, number in sure.most_common())
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
