"""Questions to the readers of values, as JSON that Code.gs and Python both answer: columns, tables, and names of cycles."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from google_code import run
from google_scenarios import cell_as_json
from google_spellings import COLUMNS, UNITS, cycle_name, examples, typed

from okrsheets.core import schema
from okrsheets.core.cells import Cell
from okrsheets.core.columns import Column, Table
from okrsheets.core.model import TableSource
from okrsheets.core.values import cycle_names, level_values, typed_values
from okrsheets.core.values.cell_reading import MEASURES
from okrsheets.core.values.column_values import read_cells
from okrsheets.core.values.unit_words import normalised_unit

RUNNER = Path(__file__).with_name("google_values.mjs")
WHOLE_COLUMN = {
    level_values.OWN_SCALE,
    "format the column as text and type the id again, e.g. 1.10",
}  # hints that no macro gives

Json = Any


@dataclass(frozen=True, eq=False)
class Question:
    """A column with the units of its rows, a table of rows, or a cycle's name."""

    kind: str
    table: Table | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    units: frozenset[str] = field(default_factory=frozenset)
    name: str = ""

    @property
    def cells(self) -> list[Cell]:
        """The cells of a question about one column."""
        return [cell for (cell,) in self.rows]


def columns(seed: int, count: int) -> Iterator[Question]:
    """Give that many columns of random tables; every example of the core's tests stands alone in one of each type first."""
    by_type = {column.type: (table, column) for table, column in COLUMNS}
    others = (_named("key results", "target"), _named("check-ins", "confidence"))
    for table, column in (*by_type.values(), *others):
        yield from (Question("column", table, (column,), ((cell,),)) for cell in examples())
    chance = random.Random(seed)
    for _ in range(count):
        table, column = chance.choice(chance.choice(_BY_KIND))
        units = frozenset(normalised_unit(chance.choice((*UNITS, "boats"))) for _ in range(chance.choice((0, 0, 1, 2))))
        cells = [typed(chance, column) for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20)))]
        yield Question("column", table, (column,), tuple((cell,) for cell in cells), units)


_BY_KIND = tuple(
    [each for each in COLUMNS if (each[1].type, each[1].name in MEASURES) == kind]
    for kind in sorted({(column.type, column.name in MEASURES) for _, column in COLUMNS})
)


def _named(table: str, name: str) -> tuple[Table, Column]:
    return schema.table(table), schema.table(table).column(name)


def tables(seed: int, count: int) -> Iterator[Question]:
    """Give that many tables, half of them key results whose measures are spelled alike in most rows."""
    chance = random.Random(seed)
    for _ in range(count):
        table = schema.KEY_RESULTS if chance.random() < 0.5 else chance.choice(schema.TABLES)
        columns = tuple(column for column in table.inputs if column.required or chance.random() < 0.8)
        rows = [tuple(_row(chance, columns)) for _ in range(chance.choice((1, 2, 3, 8)))]
        yield Question("table", table, columns, tuple(rows))


def _row(chance: random.Random, columns: tuple[Column, ...]) -> Iterator[Cell]:
    unit = chance.choice(("%", "%", "", "€", "hours", "min", "boats", chance.choice(UNITS)))
    styles = chance.choice((_STYLES, chance.choices(_STYLES, k=2), chance.choices(_STYLES, k=1)))
    for column in columns:
        if column.name == "unit" and chance.random() < 0.8:
            yield unit
        elif column.name == "kind" and chance.random() < 0.6:
            yield None
        elif column.name in MEASURES and chance.random() < 0.9:
            number = chance.choice((0, 1, 5, 20, 50, 70, 95, 100, 150, 250, 0.35, 0.8, 1.5, 2, chance.randint(0, 200)))
            yield chance.choice(styles)(number, unit)
        else:
            yield typed(chance, column)


_STYLES: Sequence[Callable[[float, str], Cell]] = (
    lambda number, unit: float(number),
    lambda number, unit: float(number),
    lambda number, unit: f"{number}%",
    lambda number, unit: f"{number}%",
    lambda number, unit: f"{number} {unit}",
    lambda number, unit: f"{number:g}k",
    lambda number, unit: f"{int(number)}:{int(number) % 60:02}",
    lambda number, unit: f"{number} h",
)


def cycles(seed: int, count: int) -> Iterator[Question]:
    """Give that many names of cycles, after those of the core's tests."""
    yield from (Question("cycle", name=cell) for cell in examples() if type(cell) is str)
    chance = random.Random(seed)
    yield from (Question("cycle", name=cycle_name(chance)) for _ in range(count))


def as_json(question: Question) -> Json:
    table, fields = question.table and question.table.name, [column.field for column in question.columns]
    rows = [list(map(cell_as_json, row)) for row in question.rows]
    if question.kind == "column":
        cells = [cell for (cell,) in rows]
        return {"kind": "column", "table": table, "field": fields[0], "cells": cells, "units": sorted(question.units)}
    return {"kind": question.kind, "table": table, "fields": fields, "rows": rows, "name": question.name}


@lru_cache(maxsize=100_000)
def in_python(question: Question) -> Json:
    """Return what Python's readers answer."""
    if question.kind == "cycle":
        cycle = cycle_names.parse(question.name)
        return [_cycle(cycle), _cycle(cycle and cycle_names.after(cycle))]
    if question.kind == "column":
        return _column(question)
    assert question.table is not None
    positions = {column.field: at for at, column in enumerate(question.columns)}
    source = TableSource("Q", question.table.sheet, dict.fromkeys(positions, "A") | {each: each for each in positions})
    records, _ = typed_values.read(question.table, source, positions, question.rows, 2)
    return [
        {"row": row, **{name: values[at] for name, values in records.columns.items()}}
        for at, row in enumerate(records.rows)
    ]


def _cycle(cycle: cycle_names.NamedCycle | None) -> Json:
    return cycle and [cycle.name, cycle.start, cycle.end]


def _column(question: Question) -> Json:
    (column,) = question.columns
    reading = read_cells(column, question.cells, units=question.units)
    faults = [[at, what, hint] for at, what, hint in reading.faults if hint not in WHOLE_COLUMN]
    units = [["", 1.0] for _ in question.cells]
    for at, unit in reading.units:
        units[at] = [unit.unit, unit.factor]
    return _as_told(column, reading.values, faults, units)


def _as_told(column: Column, values: list[Any], faults: list[list[Any]], units: list[list[Any]]) -> Json:
    """Only what is wrong with a share is told by a macro; only the units of measures are settled."""
    told = faults if column.type == "share" else [at for at, _, _ in faults]
    return {"values": values, "faults": told, "units": units if column.name in MEASURES else None}


def in_script(question: Question, answer: Json) -> Json:
    """Return what Code.gs answered in the form of `in_python`."""
    if question.kind == "cycle":
        named = (answer["cycle"], answer["next"])
        return [each and [each["name"], each["start"], each["end"]] for each in named]
    if question.kind == "table":
        return answer
    faults = [[fault["at"], fault["fault"], fault["hint"]] for fault in answer["faults"]]
    units = [[unit["unit"], unit["factor"]] for unit in answer["units"]]
    return _as_told(question.columns[0], answer["values"], faults, units)


def differences(script: Path, questions: list[Question]) -> list[str]:
    """Return the questions to which Code.gs has another answer than Python, with both answers."""
    lines = run(RUNNER, "\n".join(json.dumps(as_json(each)) for each in questions), script).rstrip("\n").split("\n")
    found = []
    for question, line in zip(questions, lines, strict=True):
        got, want = in_script(question, json.loads(line)), in_python(question)
        if not _is_same(got, want):
            found.append(_described(question, got, want))
    return found


def _is_same(got: Json, want: Json) -> bool:
    """Numbers exactly, but true is no 1."""
    if isinstance(got, Mapping) and isinstance(want, Mapping):
        return got.keys() == want.keys() and all(_is_same(got[key], want[key]) for key in got)
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(_is_same, got, want))
    return isinstance(got, bool) == isinstance(want, bool) and bool(got == want)


def _described(question: Question, got: Json, want: Json) -> str:
    """The question and both answers; of a table, the first row that differs."""
    if question.kind == "cycle":
        return f"{question.name!r}: {got}, in Python {want}"
    assert question.table is not None
    fields = [column.field for column in question.columns]
    if question.kind == "column":
        return f"{question.table.name} {fields[0]} {question.cells} {sorted(question.units)}: {got}, in Python {want}"
    pairs = zip(got, want, strict=True)
    one, other = next(((one, other) for one, other in pairs if not _is_same(one, other)))
    cells = dict(zip(fields, question.rows[other["row"] - 2], strict=True))
    other_values = {
        name: [cells.get(name), one[name], value] for name, value in other.items() if not _is_same(one[name], value)
    }
    return f"{question.table.name} {cells}: cell, Code.gs and Python: {other_values}"
