"""Every template is opened, filled in, saved and opened again in LibreOffice without the add-in: no error, and the
figures of `core`, in .xlsx and in .ods."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import plain_office
import pytest
from alike_values import alike

from okrsheets.core.alignment import word_in_workbook
from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.names import fold_name
from okrsheets.core.records import Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.sections.key_results import now
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.matrix import HEADINGS, LEFT
from okrsheets.sheets_templates.matrix import TOP as FIRST_PERSON
from okrsheets.sheets_templates.new import write_new
from okrsheets.sheets_templates.objectives import TOP
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.tables import FIRST
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.folder import parse

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*xtension is not supported"),
    pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine"),
]

TODAY = needed_day("2026-05-20")
Typed = list[tuple[str, str, str]]  # sheet, cell, and what a person types into it

NEW_OKRS: Typed = [
    ("Settings", "C6", "Support"),
    *(("Objectives", f"{letter}6", text) for letter, text in zip("ABCD", ("O1", "Answer fast", "CEO", "Ana"))),
    *(("Objectives", f"{letter}7", text) for letter, text in zip("ABCDE", ("O2", "Answer well", "Team", "Bo", "O1"))),
    *(("Key results", f"{letter}6", text) for letter, text in zip("ABCHIJ", ("K1", "O1", "Within a day", "60", "90", "70"))),
    *(("Key results", f"{letter}7", text) for letter, text in zip("ABCGHI", ("K2", "O2", "Errors", "%", "14%", "9%"))),
    *(("Check-ins", f"{letter}6", text) for letter, text in zip("ABCD", ("2026-05-12", "K2", "13%", "70%"))),
]  # fmt: skip
NEW_SKILLS: Typed = [
    ("Skills", "A5", "Talking"),
    ("Skills", "A6", "Listening"),
    *(("Roles", f"{letter}5", text) for letter, text in zip("ABC", ("Agent", "Talking", "4"))),
    *(("People", f"{letter}5", text) for letter, text in zip("ABCD", ("P1", "Ana", "Agent", "Support"))),
    *(("Assessments", f"{letter}5", text) for letter, text in zip("ABCDE", ("P1", "Talking", "peer", "3", "2026-05-01"))),
    *(("Assessments", f"{letter}6", text) for letter, text in zip("ABCDE", ("P1", "Talking", "self", "5", "2026-05-02"))),
]  # fmt: skip
DEMO_OKRS: Typed = [
    ("Key results", "J6", "60"),
    ("Key results", "H6", ""),
    ("Key results", "J9", "90"),
    ("Objectives", "E6", "SHOP-SUP1"),
    ("Objectives", "G7", "no"),
    ("Objectives", "J6", "abandoned"),
]
DEMO_SKILLS: Typed = [("Assessments", "D5", "1"), ("Roles", "C6", "5"), ("People", "C6", "")]


def written(name: str, folder: Path) -> Path:
    path = folder / f"{name}.xlsx"
    if name.startswith("new"):
        write_new("okrs" if name == "new okrs" else "skills", path, TODAY, live=False, cycle="2026-Q2")
    elif name == "demo okrs":
        write_okrs(path, worked.load("shop")["support"], TODAY)
    else:
        write_skills(path, worked.load("shop")["skills"], TODAY)
    return path


def tables_of(path: Path) -> Tables:
    """The tables of a saved workbook, as a sync reads them."""
    return Tables(
        {records.table.name: records for records in extract(parse(path.name, path.read_bytes()), HeadingIndex()).tables}
    )


def okr_differences(evaluation: Evaluation, results: list[list[Any]], view: list[list[Any]]) -> list[str]:
    """The figures of the OKRs workbook that are not those of `core`."""
    pairs: list[tuple[str, Any, Any]] = []
    for each in evaluation.key_results:
        row, name = results[each.key_result.origin.row - 1], each.key_result.id
        if not each.fault:
            pairs += [(name, row[3], each.progress), (name, row[4], each.status), (name, row[16], each.expected)]
    for status in evaluation.objectives:
        row, name = view[status.objective.origin.row - FIRST + TOP - 1], status.objective.id
        pairs += [
            (name, row[2], status.score),
            (name, row[4], status.status),
            (name, row[5], word_in_workbook(status.alignment)),
        ]
    assert pairs
    return [f"{name}: {shown!r}, not {said!r}" for name, shown, said in pairs if not alike(shown, said)]


def skill_differences(evaluation: Evaluation, matrix: list[list[Any]], gaps: list[list[Any]]) -> list[str]:
    """The levels and gaps of the skill matrix that are not those of `core`."""
    assert evaluation.people
    names = [fold_name(str(name)) for name in matrix[HEADINGS - 1][LEFT:] if isinstance(name, str) and name]
    pairs: list[tuple[str, Any, Any]] = []
    for at, person in enumerate(evaluation.people):
        known = {fold_name(each.skill): each for each in person.skills}
        row, gap_row = matrix[FIRST_PERSON - 1 + at], gaps[FIRST_PERSON - 1 + at]
        for column, name in enumerate(names, start=LEFT):
            status = known.get(name)
            pairs.append((f"{person.person.name} {name}", row[column], status.level if status else None))
            pairs.append((f"{person.person.name} {name} gap", gap_row[column], status.gap if status else None))
    return [f"{name}: {shown!r}, not {said!r}" for name, shown, said in pairs if not alike(shown, said)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("new okrs", NEW_OKRS), ("new skills", NEW_SKILLS), ("demo okrs", DEMO_OKRS), ("demo skills", DEMO_SKILLS)],
)
def test_a_template_that_is_edited_saved_and_opened_again_shows_no_error_and_the_figures_of_the_core(
    name: str, typed: Typed, tmp_path: Path
) -> None:
    book, sheets = written(name, tmp_path), ("Key results", "Alignment") if "okrs" in name else ("Matrix", "Gaps")
    saved = [tmp_path / f"saved.{ending}" for ending in ("xlsx", "ods")]
    steps: list[list[Any]] = [["open", str(book)], ["errors"], *(["type", *each] for each in typed), ["errors"]]
    steps += [*(["save", str(path)] for path in saved), ["close"]]
    for path in saved:
        again = path.with_stem("again")
        steps += [["open", str(path)], ["errors"], *(["values", sheet] for sheet in sheets)]
        steps += [["save", str(again)], ["close"], ["open", str(again)], ["errors"], ["close"]]
    answers = plain_office.play(tmp_path / "office", steps)
    errors = [answer for step, answer in zip(steps, answers) if step[0] == "errors"]
    assert len(errors) == 6
    assert not [found for found in errors if found]
    values = [answer for step, answer in zip(steps, answers) if step[0] == "values"]
    differences = okr_differences if "okrs" in name else skill_differences
    for path, first, second in zip(saved, values[::2], values[1::2], strict=True):
        assert differences(evaluate(tables_of(path), TODAY), first, second) == [], path.name


def test_percentages_are_shown_as_such_where_the_unit_is_percent(tmp_path: Path) -> None:
    path = written("new okrs", tmp_path)
    book = openpyxl.load_workbook(path)
    for row, (unit, start, target) in enumerate((("%", 0.14, 0.09), ("%", 14, 9), ("days", 0.14, 0.09)), start=6):
        for letter, value in zip("ABCGHI", (f"K{row}", "O1", "Errors", unit, start, target)):
            book["Key results"][f"{letter}{row}"] = value
    book.save(path)
    (page,) = plain_office.recalculated(tmp_path, path, ending="pdf")
    text = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, text=True, check=True).stdout
    shown = [line.split("no data")[1].split()[:3] for line in text.splitlines() if "Errors" in line]
    assert shown == [["%", "14%", "9%"], ["%", "14", "9"], ["days", "0.14", "0.09"]]


def test_a_typed_percentage_stays_one_whatever_the_unit_and_a_report_shows_it_so(tmp_path: Path) -> None:
    path, saved = written("new okrs", tmp_path), tmp_path / "saved.xlsx"
    typed = zip("ABCHIJ", ("K1", "O1", "Errors", "14%", "9%", "13%"))
    steps: list[list[Any]] = [["open", str(path)]]
    steps += [["type", "Key results", f"{letter}6", text] for letter, text in typed]
    steps += [["type", "Check-ins", "C6", "12.5%"], ["text", "Check-ins", "C6"]]
    steps += [["text", "Key results", cell] for cell in ("H6", "I6", "J6")]
    steps += [["save", str(saved)], ["close"]]
    shown = [answer for step, answer in zip(steps, plain_office.play(tmp_path / "office", steps)) if step[0] == "text"]
    assert shown == ["12.50%", "14.00%", "9.00%", "13.00%"]
    (result,) = [each for each in evaluate(tables_of(saved), TODAY).key_results if each.key_result.id == "K1"]
    assert now(load_language("en"), result) == "13% (14% → 9%)"
