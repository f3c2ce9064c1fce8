"""The macros in Google Sheets: Code.gs plans, tells, changes and undoes cell by cell what the macros in Python do."""

from __future__ import annotations

import copy
import json
import os
import random
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from google_code import run
from google_scenarios import DELETES, EVERY, Click, Scenario, as_json, difference, edited, key_results, played
from macro_books import forget_functions, support, worked_cases

from okrsheets.addin.hosts.google import script as google
from okrsheets.addin.macros.book import MemoryBook, Spot
from okrsheets.addin.macros.menu import MENU, UNDO, Answer

pytestmark = pytest.mark.slow

RUNNER = Path(__file__).parents[3].joinpath("support", "google_macros.mjs")
FEW, MANY = 20, 100
LEADERS = "shop-leadership"
CHECK_IN: dict[str, Answer] = {"value": "3", "confidence": "60%", "note": "=1+1", "set_current": True}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return google.build(tmp_path_factory.mktemp("google")) / "Code.gs"


def differences(script: Path, scenarios: Sequence[Scenario]) -> list[str]:
    """What came out otherwise than in Python: the scenario, what was clicked, and the first place."""
    lines = run(RUNNER, "\n".join(json.dumps(as_json(each)) for each in scenarios), script).splitlines()
    found = []
    for scenario, line in zip(scenarios, lines, strict=True):
        place = difference(json.loads(line), in_python(scenario))
        if place:
            found.append(f"{scenario.name} {[click.entry for click in scenario.clicks]}: {place}")
    return found


@lru_cache
def in_python(scenario: Scenario) -> list[Any]:
    return list(json.loads(json.dumps(played(scenario))))


@lru_cache
def through_the_menu(only: str = "") -> tuple[Scenario, ...]:
    """Every entry on every workbook of the worked cases, one after the other, twice, and undone."""
    return scenarios_of([each for each in worked_cases() if each.name.startswith(only)], converts=bool(only))


def scenarios_of(books: Sequence[MemoryBook], converts: bool = False) -> tuple[Scenario, ...]:
    scenarios = []
    for book in books:
        name = next(key_results(book))
        check_in = Click("check_in", {**CHECK_IN, "key_result": name})
        others = [
            Click("check_alignment"),
            Click("values"),
            Click("refresh"),
            *([Click("use_plain_formulas"), Click("use_functions")] if converts else []),
            Click("close", {"unfinished": True, "early": True}),
        ]
        every = [each for click in (check_in, *others) for each in (click, click, Click(UNDO), click)]
        asleep = copy.deepcopy(book)
        forget_functions(asleep)
        scenarios += [Scenario(book.name, book, every), Scenario(f"{book.name} without functions", asleep, every)]
    return tuple(scenarios)


@pytest.mark.parametrize("language", ["de", "es"])
def test_every_entry_plans_the_same_cells_in_another_language(script: Path, language: str) -> None:
    assert differences(script, scenarios_of([support(language)], converts=True)) == []


def test_every_entry_plans_the_same_cells_as_in_python(script: Path) -> None:
    assert differences(script, through_the_menu(LEADERS)) == []


def test_every_entry_on_every_worked_case_plans_the_same_cells_as_in_python(script: Path) -> None:
    scenarios = through_the_menu()
    assert len(scenarios) == 2 * len(worked_cases()) == 18
    assert differences(script, scenarios) == []


def test_every_entry_does_something_in_these_scenarios() -> None:
    done = Counter(
        click.entry
        for scenario in through_the_menu(LEADERS)
        for click, outcome in zip(scenario.clicks, in_python(scenario), strict=True)
        if outcome["plan"] is not None
    )
    assert set(done) == {*EVERY, UNDO}


def _edited(script: Path, count: int) -> None:
    seed = int(os.environ.get("OKRSHEETS_SEED") or random.randrange(10**9))
    found = differences(script, list(edited(worked_cases(), seed, count)))
    assert found == [], f"OKRSHEETS_SEED={seed}, {count} edited workbooks"


def test_edited_workbooks_are_planned_for_as_in_python(script: Path) -> None:
    _edited(script, FEW)


def test_many_edited_workbooks_are_planned_for_as_in_python(script: Path) -> None:
    _edited(script, MANY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("filled.has(row)) row += 1", "filled.has(row)) row += 2"),
        ("each.score !== 1,", "each.score === 1,"),
        ("changeOf(spot, formula, formula)", "changeOf(spot, formula, null)"),
        ("'every objective has a correct parent'", "'none'"),
        ("Math.floor(after / 12), (after % 12) + 1, 1", "Math.floor(after / 12), (after % 12) + 1, 2"),
    ],
)
def test_one_thing_broken_in_a_macro_is_noticed(script: Path, tmp_path: Path, before: str, after: str) -> None:
    text = script.read_text("utf-8")
    assert before in text
    broken = tmp_path / "Code.gs"
    broken.write_text(text.replace(before, after), "utf-8")
    assert differences(broken, through_the_menu(LEADERS))


def test_the_menu_calls_a_function_of_the_script_for_every_entry(script: Path) -> None:
    text = script.read_text("utf-8")
    for entry in (*(each.name for each in MENU), UNDO):
        assert re.search(rf"^function okr\w+\(\) \{{\n  Okrsheets_\.click\('{entry}'\);\n\}}$", text, re.M)
    assert text.count("function onOpen(") == 1
    assert "function onOpen(" not in google.code(own_menu=False)


def test_a_selected_key_result_is_offered(script: Path) -> None:
    book = copy.deepcopy(next(each for each in worked_cases() if each.name == "shop-support"))
    book.at = Spot("Key results", 9, 6)
    assert differences(script, [Scenario("selected", book, [Click("check_in", {"value": "75"})])]) == []


def test_a_sheet_that_is_gone_cannot_be_undone_and_that_is_said(script: Path) -> None:
    book = next(each for each in worked_cases() if each.name == LEADERS)
    clicks = [Click("check_alignment"), Click(DELETES, {"sheet": "Alignment check"}), Click(UNDO)]
    scenario = Scenario("gone", book, clicks)
    assert differences(script, [scenario]) == []
    assert "the sheet 'Alignment check' no longer exists" in in_python(scenario)[2]["told"][-2]
