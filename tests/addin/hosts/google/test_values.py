"""The values of cells in Google Sheets: Code.gs reads columns, tables and names of cycles as core/values does."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from google_spellings import examples
from google_values import Question, columns, cycles, differences, in_python, tables

from okrsheets.addin.hosts.google import script as google
from okrsheets.core import schema
from okrsheets.core.values.cell_reading import MEASURES
from okrsheets.core.values.column_values import read_cells

pytestmark = pytest.mark.slow

Questions = Callable[[int, int], Iterator[Question]]

COUNTS: dict[Questions, int] = {columns: 6_000, tables: 1_500, cycles: 3_000}
FEW: dict[Questions, int] = {columns: 3_000, tables: 600, cycles: 1_000}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return google.build(tmp_path_factory.mktemp("google")) / "Code.gs"


@lru_cache
def few_questions() -> list[Question]:
    return [question for kind, count in FEW.items() for question in kind(1, count)]


@pytest.mark.parametrize("questions", COUNTS, ids=["columns", "tables", "cycles"])
def test_whatever_is_typed_is_read_as_in_python(
    script: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest, questions: Questions
) -> None:
    seed = int(os.environ.get("OKRSHEETS_SEED") or random.randrange(10**9))
    asked = list(questions(seed, COUNTS[questions]))
    with capsys.disabled():
        print(f"\n{len(asked)} {request.node.callspec.id} from OKRSHEETS_SEED={seed}")
    assert differences(script, asked) == []


def test_every_kind_of_column_is_asked_with_cells_that_are_read_and_cells_that_are_not() -> None:
    read: Counter[str] = Counter()
    faulty: Counter[str] = Counter()
    for question in columns(1, COUNTS[columns]):
        (column,), answer = question.columns, in_python(question)
        kind = "measure" if column.name in MEASURES else column.type
        read[kind] += sum(value is not None for value in answer["values"])
        faulty[kind] += len(answer["faults"])
    assert set(read) == {"text", "id", "word", "number", "measure", "share", "level", "date", "flag"}
    assert min(read.values()) > 300
    assert min(faulty.values()) > 100


def test_key_results_are_asked_in_which_units_are_brought_together_and_others_in_which_they_do_not_fit() -> None:
    settled: Counter[str] = Counter()
    for question in tables(1, COUNTS[tables]):
        if question.table is schema.KEY_RESULTS:
            records = in_python(question)
            for at, column in enumerate(question.columns):
                for record in records if column.name in MEASURES else ():
                    (alone,) = read_cells(column, [question.rows[record["row"] - 2][at]]).values
                    value = record[column.field]
                    if alone is not None:
                        settled["same" if value == alone else "none" if value is None else "other"] += 1
    assert min(settled["same"], settled["none"], settled["other"]) > 200, settled


def test_half_of_the_names_of_cycles_are_known() -> None:
    known = [in_python(question)[0] is not None for question in cycles(1, COUNTS[cycles])]
    assert 0.3 < sum(known) / len(known) < 0.8


def test_the_examples_of_the_core_are_found() -> None:
    assert {"7/10", "3 - Advanced", "1.200,50", "11. August 2026", "Q3 FY26/27", "#¡REF!", "€ 150"} <= set(examples())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("MINUS_SIGNS, '-'", "MINUS_SIGNS, ''"),
        ("units.indexOf(unit) !== at", "units.indexOf(unit) === at"),
        ("YEARS_IN_USE = [20, 31]", "YEARS_IN_USE = [40, 31]"),
        ("tens ? [1, 0.1]", "tens ? [1]"),
        ("OTHER_SCALE_SHARE = 0.1;", "OTHER_SCALE_SHARE = 0.5;"),
        ("FIRST_SERIAL = 18264", "FIRST_SERIAL = 1"),
        ("MISSING_TEXTS.has(text) ? NOTHING", "!MISSING_TEXTS.has(text) ? NOTHING"),
        ("if (table.name === 'key results') settleKeyResults", "if (table.name === 'key result') settleKeyResults"),
    ],
)
def test_one_thing_broken_in_the_reading_is_noticed(script: Path, tmp_path: Path, before: str, after: str) -> None:
    text = script.read_text("utf-8")
    assert before in text
    broken = tmp_path / "Code.gs"
    broken.write_text(text.replace(before, after), "utf-8")
    assert differences(broken, few_questions())
