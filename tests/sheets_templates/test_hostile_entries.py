"""What makes no sense is typed into every input of the workbooks: no cell shows an error, and the figures are core's.

Where a cell must be corrected first, the formulas show a short word; `core` reports the same cell as a problem.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import plain_office
import pytest
from alike_values import alike
from plain_office import recalculated

from okrsheets.addin.table_formulas import NO_DATES, NO_KIND, NO_START, NO_TARGET, NO_VALUE
from okrsheets.core import schema
from okrsheets.core.alignment import word_in_workbook
from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.layout import letters
from okrsheets.sheets_templates.new import write_new
from okrsheets.sheets_templates.objectives import TOP
from okrsheets.sheets_templates.simple import FIRST as SIMPLE_FIRST
from okrsheets.sheets_templates.simple import OKR_ROWS, write_simple_okrs, write_skill_grid
from okrsheets.sheets_templates.tables import FIRST
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.folder import parse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*xtension is not supported"),
    pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine"),
]

DAYS = [needed_day("2026-05-20"), needed_day("2026-07-10"), needed_day("2026-05-20")]
WORDS = {NO_TARGET, NO_START, NO_VALUE, NO_KIND, NO_DATES}
TEXTS = ["ten", "?", "soon", "x" * 300, "=", "-5 to 7"]
NUMBERS = [0, 0, 1, 2, 4, 5, 6, 7, 8, 10, 10, -3, 0.5, 1e200, -1e200, 1e-9]
DATES = [46120, 46150, 46200, 46300, "soon", None, None, None]
KINDS = [None, None, "metric", "increase", "decrease", "milestone", "binary", "at least", "at most", "between", "odd"]


def number(draw: random.Random) -> Any:
    return draw.choice([draw.choice(NUMBERS), draw.choice(NUMBERS), draw.choice(NUMBERS), None, draw.choice(TEXTS)])


def key_result(draw: random.Random, name: str) -> dict[str, Any]:
    kind = draw.choice(KINDS)
    return {
        "id": name,
        "objective_id": draw.choice(["O1", "O2", "O3", "O9", None]),
        "key_result": f"Result {name}",
        "kind": kind,
        "start": number(draw),
        "target": number(draw),
        "current": draw.choice(["yes", "no", "perhaps", 1, None]) if kind == "binary" else number(draw),
        "weight": draw.choice([None, None, None, 2, 0, -1, "heavy"]),
        "start_date": draw.choice([46120, 46150, 46200, "soon", None]),
        "due_date": draw.choice(DATES),
    }


def objectives(draw: random.Random) -> list[dict[str, Any]]:
    odd = [None, "O1", "O2", "O3", "O7", 3]
    return [
        {"id": f"O{at}", "objective": f"Objective {at}", "owner": "A", "parent_id": draw.choice(odd),
         "level": draw.choice(["Organisation", "CEO", "Team", "Skills", None]), "contributes": draw.choice(["yes", "no", "maybe", None]),
         "commitment": draw.choice(["committed", "aspirational", "odd", None]), "weight": draw.choice([None, 1, -2, "heavy", 0])}
        for at in range(1, 8)
    ]  # fmt: skip


def check_in(draw: random.Random) -> dict[str, Any]:
    return {"date": draw.choice(DATES), "key_result_id": f"K{draw.randrange(60)}", "value": number(draw)}


def fill(sheet: Any, table: Any, rows: Sequence[dict[str, Any]], first: int = FIRST) -> None:
    columns = letters(table)
    for row, record in enumerate(rows, start=first):
        for field, value in record.items():
            cell = sheet[f"{columns[field]}{row}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def hostile_okrs(path: Path, seed: int) -> None:
    """A new workbook in which a person typed what came to mind."""
    draw = random.Random(seed)
    write_new("okrs", path, DAYS[seed], live=False, cycle="2026-Q2")
    book = openpyxl.load_workbook(path)
    fill(book["Objectives"], schema.OBJECTIVES, objectives(draw))
    fill(book["Key results"], schema.KEY_RESULTS, [key_result(draw, f"K{at}") for at in range(100)])
    fill(book["Check-ins"], schema.CHECK_INS, [check_in(draw) for _ in range(40)])
    if seed == 2:  # gaps out of order, a text for days, and a quarter that ends before it starts
        for cell, value in (("C8", 46203), ("C9", 46113), ("C10", 0.6), ("C11", 0.2), ("C12", "two weeks")):
            book["Settings"][cell] = value
    book.save(path)


def tables_of(path: Path) -> Tables:
    found = extract(parse(path.name, path.read_bytes()), HeadingIndex()).tables
    return Tables({records.table.name: records for records in found})


def errors_of(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        f"{sheet.title}!{cell.coordinate}" for sheet in book for row in sheet for cell in row if cell.data_type == "e"
    ]


def blank_or(value: Any) -> Any:
    return "" if value is None else value


def is_typed_text(sheet: Any, columns: dict[str, str], row: int, fields: Sequence[str]) -> bool:
    return any(isinstance(sheet[f"{columns[field]}{row}"].value, str) for field in fields)


def test_hostile_okrs_show_no_error_and_the_figures_of_the_core(tmp_path: Path) -> None:
    paths = [tmp_path / f"{seed}.xlsx" for seed in range(len(DAYS))]
    for seed, path in enumerate(paths):
        hostile_okrs(path, seed)
    wrong: list[str] = []
    seen: set[Any] = set()
    compared = 0
    for day, path in zip(DAYS, recalculated(tmp_path / "office", *paths)):
        wrong += [f"{path.name} {error}" for error in errors_of(path)]
        shown, columns = openpyxl.load_workbook(path, data_only=True), letters(schema.KEY_RESULTS)
        sheet, view = shown["Key results"], shown["Alignment"]
        evaluation = evaluate(tables_of(path), day)
        for each in evaluation.key_results:
            row, name = each.key_result.origin.row, f"{path.stem} {each.key_result.id}"
            progress, expected, status = (
                blank_or(sheet[f"{columns[f]}{row}"].value) for f in ("progress", "expected", "status_word")
            )
            if is_typed_text(sheet, columns, row, ("start_date", "due_date")):
                continue
            seen |= {progress, expected, status}
            if progress in WORDS:
                text = is_typed_text(sheet, columns, row, ("kind", "start", "target", "current"))
                if not (each.fault or text) or status != "no data":
                    wrong.append(f"{name}: {progress} {status}, {each}")
                continue
            compared += 1
            pairs = [(progress, each.progress), (status, each.status)]
            pairs += [] if expected in WORDS else [(expected, each.expected)]
            wrong += [f"{name}: {one!r}, not {other!r}" for one, other in pairs if not alike(one, other)]
        for goal in evaluation.objectives:
            row = goal.objective.origin.row - FIRST + TOP
            if view[f"F{row}"].value != word_in_workbook(goal.alignment):
                wrong.append(f"{path.stem} {goal.objective.id}: {view[f'F{row}'].value}, not {goal.alignment}")
    print("\n".join(wrong))
    assert wrong == []
    assert seen >= WORDS
    assert {"no data", "missed", "partly", "not done", "achieved", "on track", "off track"} <= seen
    assert compared > 60


def test_hostile_skills_and_small_workbooks_show_no_error(tmp_path: Path) -> None:
    draw = random.Random(4)
    skills, simple, grid = (tmp_path / f"{name}.xlsx" for name in ("skills", "simple", "grid"))
    write_new("skills", skills, DAYS[0], live=False)
    write_simple_okrs(simple, DAYS[0], "A", "2026-Q2")
    write_skill_grid(grid, DAYS[0], "A")
    odd = [*TEXTS, *NUMBERS, None, 3, 4, 5]
    book = openpyxl.load_workbook(skills)
    names = ["Talking", "x" * 300, "what?*~", "5"]
    fill(book["Skills"], schema.SKILLS, [{"skill": name} for name in names])
    rows = [
        {"role": role, "skill": skill, "required_level": level, "weight": weight}
        for (role, skill), level, weight in zip(
            product(["Agent", "?"], names), [4, "ten", 2, -3, 5, None, 3, 1], [2, 1, "heavy", 1, 3, 1, -1, None]
        )
    ]
    fill(book["Roles"], schema.ROLES, rows)
    fill(
        book["People"],
        schema.PEOPLE,
        [{"person_id": f"P{at}", "name": "x" * 300, "role": draw.choice(["Agent", "?", 7])} for at in range(8)],
    )
    raters = ["self", "peer", "manager", "evidence", "somebody odd", None]
    rows = [
        {
            "person_id": f"P{draw.randrange(9)}",
            "skill": draw.choice(names),
            "rater_type": draw.choice(raters),
            "level": draw.choice([0, 1, 2, 3, 4, 5, None, "ten", -3]),
            "date": draw.choice([46120, 46150, 46300, "soon", None]),
        }
        for _ in range(200)
    ]
    fill(book["Assessments"], schema.ASSESSMENTS, rows)
    book.save(skills)
    book = openpyxl.load_workbook(simple)
    for row in range(SIMPLE_FIRST, SIMPLE_FIRST + OKR_ROWS):
        for letter, value in zip(
            "ABCDEFH", ("Goal", f"Result {row}", "A", number(draw), number(draw), number(draw), draw.choice(odd))
        ):
            book["OKRs"][f"{letter}{row}"] = value
    book.save(simple)
    book = openpyxl.load_workbook(grid)
    for sheet in ("Manager", "Self", "Required"):
        for row in range(5, 11):
            for letter in "CDEFG":
                book[sheet][f"{letter}{row}"] = draw.choice(odd)
            book[sheet][f"A{row}"] = "Agent" if sheet == "Required" else f"Person {row}"
            book[sheet][f"B{row}"] = None if sheet == "Required" else "Agent"
    book.save(grid)
    done = recalculated(tmp_path / "office", skills, simple, grid)
    assert [error for path in done for error in errors_of(path)] == []
    computed = openpyxl.load_workbook(done[0], data_only=True)
    evaluation = evaluate(tables_of(done[0]), DAYS[0])
    shown = [row[3].value for row in computed["Gaps"].iter_rows(min_row=7, max_row=14)]
    assert [alike(value, person.coverage) for value, person in zip(shown, evaluation.people)] == [True] * 8
    assert any(isinstance(value, float) for value in shown)
