"""`okrsheets forecast`, `what-if`, `plan` and `suggest` on the example company."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.core.cells import date_of
from okrsheets.core.percent import percent_text
from okrsheets.sync.planning.option_tables import as_typed, read_options
from tests.core.test_prediction import POINTS

EARLY = "2026-05-20"
WAREHOUSE = "Warehouse OKRs.xlsx"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company in the middle of its quarter."""
    folder = tmp_path_factory.mktemp("future") / "demo"
    assert run("demo", "--out", folder).exit_code == 0
    (folder / "okrsheets.toml").unlink()
    shutil.rmtree(folder / "okrsheets-out")
    assert run("sync", folder / "shop", "--as-of", EARLY).exit_code == 0
    return folder / "shop"


@pytest.fixture
def options(tmp_path: Path) -> Path:
    file = tmp_path / "options.csv"
    rows = [
        ("Skill", "Way", "Cost per person", "Weeks", "Capacity", "Levels"),
        ("Order tracing", "training", 900, 3, 1, 1),
        ("order tracing", "mentor", "100", 5, 2, 3),
        ("", "hire", 15000, 12, "", ""),
        ("", "", "", "", "", ""),
        ("Order tracing", "lend", 500, 1, 1, ""),
    ]
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows(rows)
    return file


def test_a_forecast_is_a_range_and_a_chance_and_says_what_it_does_not_know(shop: Path) -> None:
    said = run("forecast", shop, "--as-of", EARLY)
    assert said.exit_code == 0, said.output
    line = next(line for line in said.stdout.splitlines() if line.startswith("SHOP-C1.1"))
    assert "64%" in line
    assert " to " in line
    assert "no forecast for 2 key results: it is reached or not, with nothing in between" in said.stdout
    assert "back-test: the history has no cycle that is over" in said.stdout
    known = json.loads(run("forecast", shop, "--as-of", EARLY, "--json").stdout)
    assert known["key results"]["SHOP-C1.1"]["low"] < known["key results"]["SHOP-C1.1"]["high"]
    assert known["back-test"] == {"forecasts": 0, "held": None, "error": None, "error of a straight line": None}


def test_a_cycle_that_is_over_tests_the_forecasts_of_the_next(tmp_path: Path) -> None:
    for cycle, start, end, offset in (
        ("2026-Q1", "2026-01-01", "2026-03-31", 0),
        ("2026-Q2", "2026-04-01", "2026-06-30", 90),
    ):
        write_workbook(tmp_path / f"{cycle}.xlsx", cycle, start, end, offset)
    assert run("sync", tmp_path, "--as-of", "2026-05-05").exit_code in (0, 4)
    known = json.loads(run("forecast", tmp_path, "--as-of", "2026-05-05", "--json").stdout)
    assert known["back-test"]["forecasts"] == 18
    assert known["back-test"]["held"] is not None
    assert len(known["key results"]) == 6
    run("report", tmp_path, "--as-of", "2026-05-05", "--format", "md")
    (page,) = tmp_path.glob("okrsheets-out/*/2026-05-05/organisation.md")
    text = page.read_text("utf-8")
    assert f"Of 18 such forecasts in earlier cycles, {percent_text(known['back-test']['held'])} held" in text
    for each in known["key results"].values():
        assert f"| {percent_text(each['low'])} to {percent_text(each['high'])} |" in text.replace("\\-", "-")


def write_workbook(path: Path, cycle: str, start: str, end: str, offset: int) -> None:
    """Six key results of one objective with weekly check-ins."""
    book = openpyxl.Workbook()
    sheets: dict[str, list[list[Any]]] = {
        "Settings": [["Team", "Cycle", "Cycle start", "Cycle end"], ["Ops", cycle, start, end]],
        "Objectives": [["ID", "Level", "Owner", "Objective"], ["O-1", "Team", "Ana", "We answer fast"]],
        "Key results": [
            ["ID", "Objective ID", "Key result", "Start", "Target"],
            *([f"K-{number}", "O-1", f"Answers of kind {number}", 0, 100] for number in range(6)),
        ],
        "Check-ins": [
            ["Date", "Key result ID", "Value"],
            *(
                [date_of(46023 + offset + day).isoformat(), f"K-{number}", (80 + 5 * number) * value]
                for number in range(6)
                for day, value in [*POINTS, (70, 0.8), (89, 0.95)][: 5 if offset else None]
            ),
        ],
    }
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_what_if_names_the_objectives_and_is_arithmetic(shop: Path) -> None:
    said = run("what-if", shop, "--trains", "order tracing", "2", "--as-of", EARLY)
    assert "Order tracing, level 3: 1 → 3 of 3 people" in said.stdout
    assert "it does not say what would cause what" in said.stderr
    assert run("what-if", shop, "--leaves", "s12", "--as-of", EARLY, "--json").exit_code == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ([], "nothing would change"),
        (["--leaves", "nobody"], "there is no person 'nobody'"),
        (["--trains", "Flying", "2"], "no objective needs the skill 'Flying'"),
    ],
)
def test_what_cannot_be_asked_says_why(shop: Path, words: list[str], error: str) -> None:
    said = run("what-if", shop, *words)
    assert said.exit_code != 0
    assert error in said.stderr


def test_a_plan_is_the_cheapest_and_says_what_for(shop: Path, options: Path) -> None:
    said = run("plan", shop, "--options", options, "--as-of", EARLY)
    assert said.exit_code == 0, said.output
    assert "mentor 2 people of Warehouse: Order tracing to level 3; 2 × 100 = 200, 5 weeks" in said.stdout
    assert "for SHOP-WH2 " in said.stdout
    assert "(SHOP-WH1): no option is done in time" in said.stdout
    assert "Jürgen" not in said.stdout
    named = run("plan", shop, "--options", options, "--as-of", EARLY, "--names").stdout
    assert " could mentor " in named


def test_a_plan_is_written_into_a_workbook_after_agreement(shop: Path, options: Path, tmp_path: Path) -> None:
    book = tmp_path / WAREHOUSE
    shutil.copy(shop / WAREHOUSE, book)
    words = ("plan", shop, "--options", options, "--as-of", EARLY, "--apply", book)
    assert run(*words).exit_code == 2
    assert book.read_bytes() == (shop / WAREHOUSE).read_bytes()
    assert run(*words, "--yes").exit_code == 0
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["Key results"].iter_rows()]
    (row,) = [row for row in rows if row[0] == "SHOP-WH2.P1"]
    assert row[1:3] == ["SHOP-WH2", "People mentored: Order tracing, level 3"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("way,cost,weeks\nwish,1,2\n", "A2: way is none of train, mentor, hire, lend"),
        ("way,cost,weeks\ntrain,,2\n", "B2: cost is blank"),
        ("way,cost,weeks\ntrain,-1,2\n", "B2: cost is negative"),
        ("way,cost,weeks\ntrain,many,2\n", "B2: cost can't be read"),
        ("way,money\ntrain,1\n", "no sheet has the headings way, cost and weeks"),
    ],
)
def test_a_table_of_options_that_cannot_be_read_names_its_cell(
    shop: Path, tmp_path: Path, text: str, error: str
) -> None:
    file = tmp_path / "options.csv"
    file.write_text(text, "utf-8")
    said = run("plan", shop, "--options", file, "--as-of", EARLY)
    assert said.exit_code == 1
    assert error in said.stderr


def test_a_plan_begins_with_a_table_of_options(shop: Path, tmp_path: Path) -> None:
    assert "--new-options options.csv" in run("plan", shop, "--as-of", EARLY).stderr
    file = tmp_path / "options.csv"
    assert run("plan", shop, "--new-options", file, "--as-of", EARLY).exit_code == 0
    assert file.read_text("utf-8-sig").splitlines()[0] == "skill,way,cost,weeks,capacity,levels"
    assert run("plan", shop, "--new-options", file, "--as-of", EARLY).exit_code == 2
    assert "is over" in run("plan", shop, "--options", file, "--as-of", "2026-08-01").stderr


@pytest.mark.parametrize("skill", ["=cmd|' /C calc'!A0", "+1", "-x", "@a", "Excel", "'quoted'"])
def test_a_skill_in_a_table_of_options_is_no_formula_and_stays_what_it_is(tmp_path: Path, skill: str) -> None:
    file = tmp_path / "options.csv"
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows([["skill", "way", "cost", "weeks"], [as_typed(skill), "train", 1, 2]])
    assert not file.read_text("utf-8").splitlines()[1].lstrip('"').startswith(("=", "+", "-", "@"))
    assert [option.skill for option in read_options(file)] == [skill]


def test_suggestions_are_written_once_and_read_by_the_next_sync(shop: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(shop, folder, ignore=shutil.ignore_patterns("okrsheets-out"))
    assert run("sync", folder, "--as-of", EARLY).exit_code == 0
    shown = run("suggest", folder, "--all", "--as-of", EARLY)
    assert "id SHOP-WH2-S1, parent id SHOP-WH2" in shown.stdout
    assert "add --apply" in shown.stderr
    assert run("suggest", folder, "--for", "SHOP-WH2", "--as-of", EARLY, "--apply").exit_code == 2
    written = run("suggest", folder, "--for", "SHOP-WH2", "--as-of", EARLY, "--apply", "--yes")
    assert written.exit_code == 0, written.output
    assert "backups" in written.stderr
    twice = run("suggest", folder, "--for", "SHOP-WH2", "--as-of", EARLY, "--apply", "--yes")
    assert twice.exit_code == 1
    assert "SHOP-WH2-S1 is there already" in twice.stderr
    assert run("sync", folder, "--as-of", EARLY).exit_code == 0
    objectives = json.loads(run("status", folder, "--as-of", EARLY, "--json").stdout)
    assert any(objective["id"] == "SHOP-WH2-S1" for objective in objectives)
    assert "SHOP-WH2-S1" not in run("suggest", folder, "--all", "--as-of", EARLY).stdout
    assert "there is no objective" in run("suggest", folder, "--for", "NO-1").stderr
