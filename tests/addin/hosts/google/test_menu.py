"""The menu in Google Sheets: its functions, called on a stand-in for Google's services, leave the cells that Python's macros leave.

Google's own services do not exist outside Google: the stand-in (google_services.mjs) does what their documentation says.
"""

from __future__ import annotations

import copy
import html
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import browser
import pytest
from google_code import run
from google_scenarios import Click, Scenario, as_json, key_results, played
from macro_books import forget_functions, worked_cases

from okrsheets.addin.hosts.google import script as google
from okrsheets.addin.macros.book import MemoryBook, Spot
from okrsheets.addin.macros.menu import MENU, UNDO, UNDO_LABEL, Answer
from okrsheets.core.cells import needed_day

pytestmark = pytest.mark.slow

RUNNER = Path(__file__).parents[3].joinpath("support", "google_app.mjs")
FORM = RUNNER.with_name("google_form.mjs")
LABELS = {**{entry.name: entry.label for entry in MENU}, UNDO: UNDO_LABEL}
QUESTIONS = {question.name: question.label for entry in MENU for question in entry.questions}
CHECK_IN: dict[str, Answer] = {
    "value": "3",
    "confidence": "60%",
    "note": "=1+1",
    "by": "007",
    "day": "2026-06-30",
    "set_current": True,
}
CLOSE: dict[str, Answer] = {"unfinished": True, "early": True, "next_cycle": "2026-Q3"}
ZONES = ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return google.build(tmp_path_factory.mktemp("google")) / "Code.gs"


@pytest.fixture
def book() -> MemoryBook:
    found = copy.deepcopy(next(each for each in worked_cases() if each.name == "startup-platform"))
    for held in found.held.values():  # the day of the calendar is not the test's to choose
        for at, cell in list(held.items()):
            if cell == "Today":
                held[at[0], at[1] + 1] = needed_day("2026-06-30")
    return found


def in_google(script: Path, scenario: Scenario, zone: str = "UTC", **more: Any) -> list[Any]:
    asked = {**as_json(scenario), "zone": zone, **more}
    for click, written in zip(scenario.clicks, asked["clicks"], strict=True):
        written["label"] = LABELS[click.entry]
        written["said"] = click.answers and {QUESTIONS[name]: answer for name, answer in click.answers.items()}
    answered: list[Any] = json.loads(run(RUNNER, json.dumps(asked), script, zone="Asia/Tokyo"))
    return answered


def in_python(scenario: Scenario) -> list[dict[str, Any]]:
    """What the cells hold after every click, as the stand-in tells it."""
    colours = google.facts()["colours"]
    told = []
    for outcome in json.loads(json.dumps(played(scenario))):
        state = outcome["state"]
        cells: dict[str, Any] = {
            place: {"value": value} for place, value in state["cells"].items() if value is not None
        }
        for place, look in state["looks"].items():
            cells.setdefault(place, {"value": ""})["look"] = colours[look]
        for place, to in state["links"].items():
            sheet, _, at = to.rpartition("!")
            row, column = map(int, at.split(","))
            cells[place]["link"] = str(Spot(sheet, row, column))
        told.append(cells)
    return told


def differences(google: dict[str, Any], python: dict[str, Any]) -> list[str]:
    """Cells that hold something else; a look that was taken off again is none."""
    found = []
    for place in sorted({*google, *python}):
        one, other = google.get(place, {}), python.get(place, {})
        looks = [None if each.get("look") == [None, None] else each.get("look") for each in (one, other)]
        if not (
            _same(one.get("value", ""), other.get("value", ""))
            and looks[0] == looks[1]
            and one.get("link") == other.get("link")
        ):
            found.append(f"{place}: {one}, {other}")
    return found


def _same(one: Any, other: Any) -> bool:
    """A copy without formulas holds a date with the format of its cell, where Python's holds the number."""
    if isinstance(one, dict) and "date" in one and not isinstance(other, dict):
        return bool(one["date"] == other)
    return bool(one == other)


@pytest.mark.parametrize("zone", ZONES)
def test_every_entry_leaves_the_cells_that_it_leaves_in_python(script: Path, book: MemoryBook, zone: str) -> None:
    name = list(key_results(book))[2]
    row = next(at[0] for at, cell in book.held["Key results"].items() if cell == name)
    book.at = Spot("Key results", row, 3)
    named = Click("check_in", {**CHECK_IN, "key_result": name})
    others = [Click("check_alignment"), Click("refresh"), Click("close", CLOSE)]
    clicks = [
        Click("check_in", CHECK_IN),
        Click(UNDO),
        named,
        *(each for click in others for each in (click, Click(UNDO), click)),
    ]
    scenario = Scenario("menu", book, clicks)
    got = in_google(script, scenario, zone)
    for click, one, other in zip(scenario.clicks, got, in_python(scenario), strict=True):
        assert differences(one["cells"], other) == [], f"{click.entry}: {one['told']}"
        assert one["told"][-1] == "Continue?", one["told"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("wallClock = spreadsheetClock", "wallClock = wallClock"),
        ("range.setValue(fresh.serial)", "range.setValue(fresh.serial + 1)"),
        ("ranges.setBackground(ground)", "ranges.setBackground(ink)"),
        ("change.leadsTo.sheet", "change.spot.sheet"),
        ("getRangeList(blocksOf(emptied)).clearContent()", "getRangeList(blocksOf(emptied))"),
    ],
)
def test_one_thing_broken_between_the_macros_and_the_sheet_is_noticed(
    script: Path, book: MemoryBook, tmp_path: Path, before: str, after: str
) -> None:
    text = script.read_text("utf-8")
    assert before in text
    broken = tmp_path / "Code.gs"
    broken.write_text(text.replace(before, after), "utf-8")
    check_in = {**CHECK_IN, "key_result": next(key_results(book))}
    scenario = Scenario("broken", book, [Click("check_in", check_in), Click("check_alignment"), Click("close", CLOSE)])
    got, wanted = in_google(broken, scenario, "Pacific/Auckland"), in_python(scenario)
    assert [each for pair in zip(got, wanted, strict=True) for each in differences(pair[0]["cells"], pair[1])]


def test_without_functions_values_are_written_and_undone(script: Path, book: MemoryBook) -> None:
    forget_functions(book)
    scenario = Scenario("values", book, [Click("values"), Click("values"), Click(UNDO)])
    got, wanted = in_google(script, scenario), in_python(scenario)
    assert [differences(one["cells"], other) for one, other in zip(got, wanted, strict=True)] == [[], [], []]
    assert got[1]["told"] == ["OKR: Replace errors with values", "Refresh with values"]


def untouched(book: MemoryBook) -> dict[str, Any]:
    return in_python(Scenario("untouched", book, [Click("check_alignment", yes=False)]))[0]


def test_nothing_changes_after_a_no_and_after_a_cancelled_question(script: Path, book: MemoryBook) -> None:
    clicks = [Click("check_alignment", yes=False), Click("close"), Click("check_in"), Click("close", CLOSE, yes=False)]
    got = in_google(script, Scenario("no", book, clicks))
    assert [differences(each["cells"], untouched(book)) for each in got] == [[], [], [], []]


def test_the_form_has_every_question_once_and_escapes_what_the_sheet_holds(script: Path, book: MemoryBook) -> None:
    hostile = '<img src=x onerror="alert(1)">\'&'
    row = next(at[0] for at, cell in book.held["Key results"].items() if cell == next(key_results(book)))
    book.held["Key results"][row, 0] = hostile
    book.at = Spot("Key results", row, 3)
    (got,) = in_google(script, Scenario("hostile", book, [Click("check_in")]))
    assert "<img" not in got["form"]
    assert f'value="{html.escape(hostile)}"'.replace("&#x27;", "&#39;") in got["form"]
    entry = next(entry for entry in MENU if entry.name == "check_in")
    assert [got["form"].count(f' name="{question.name}"') for question in entry.questions] == [1] * len(entry.questions)
    assert ' name="set_current" checked>' in got["form"]


@pytest.mark.skipif(bool(browser.missing_programs()), reason="no Chromium on this machine")
def test_the_form_keeps_what_was_typed_shows_the_plan_and_sends_what_was_agreed_to(
    script: Path, book: MemoryBook, tmp_path: Path
) -> None:
    (got,) = in_google(script, Scenario("form", book, [Click("check_in")]))
    page = tmp_path / "form.html"
    page.write_text(got["form"], "utf-8")
    call = [
        "node",
        str(FORM),
        str(browser.ready()),
        str(shutil.which("chromium")),
        str(page),
        str(tmp_path / "form.png"),
    ]
    told = json.loads(subprocess.run(call, check=True, capture_output=True, text=True, timeout=60).stdout)
    refused, planned, done = told["seen"]
    assert (refused["problem"], refused["note"]) == ("the value is missing\n<b>type it</b>", "kept")
    assert (refused["form"], planned["form"], planned["plan"]) == (True, False, True)
    lines = ["Check in K1", "<img src=x onerror=alert(1)>"]
    assert (planned["problem"], planned["lines"], planned["images"]) == ("", lines, 0)
    assert done["closed"]
    assert not told["errors"]
    assert [(entry, agreed) for entry, _, agreed in told["sent"]] == [
        ("check_in", None), ("check_in", None), ("check_in", lines),
    ]  # fmt: skip
    assert told["sent"][2][1] == {
        "key_result": "", "value": "7", "confidence": "", "note": "kept", "by": "", "day": "2026-06-30", "set_current": False,
    }  # fmt: skip


def test_what_is_wrong_is_said_in_the_form_and_nothing_changes(script: Path, book: MemoryBook) -> None:
    answers = {**CHECK_IN, "key_result": next(key_results(book)), "value": "ten"}
    (got,) = in_google(script, Scenario("wrong", book, [Click("check_in", answers)]))
    assert got["told"] == ["OKR: Check in", "the value 'ten' is not a number", "type a number, e.g. 10"]
    assert differences(got["cells"], untouched(book)) == []


@pytest.mark.parametrize(("entry", "sheet"), [("check_in", "Key results"), ("close", "Settings")])
def test_cells_that_are_not_this_persons_to_change_stop_the_whole_entry(
    script: Path, book: MemoryBook, entry: str, sheet: str
) -> None:
    answers = {**CLOSE, **CHECK_IN, "key_result": next(key_results(book))}
    (got,) = in_google(script, Scenario("protected", book, [Click(entry, answers)]), forbidden=sheet)
    assert "the cell is protected, and you may not change it" in got["told"][-2]
    assert got["sheets"] == book.sheets()
    assert differences(got["cells"], untouched(book)) == []


def test_a_cell_that_google_refuses_in_the_middle_is_said_with_what_to_do(script: Path, book: MemoryBook) -> None:
    spot = next(Spot("Settings", *at) for at, cell in book.held["Settings"].items() if cell == "2026-Q2")
    scenario = Scenario("refused", book, [Click("close", CLOSE), Click(UNDO)])
    closed, undone = in_google(script, scenario, refusing=[spot.sheet, spot.row, spot.column])
    assert closed["told"][-2].startswith("Google stopped in the middle: The data you entered violates")
    assert closed["told"][-1] == "Edit › Undo reverts what was written so far"
    assert undone["told"][1] == "there is nothing to undo"


def test_one_person_at_a_time_changes_the_spreadsheet(script: Path, book: MemoryBook) -> None:
    (got,) = in_google(script, Scenario("busy", book, [Click("check_alignment")]), busy=True)
    assert got["told"][-2:] == ["someone else is using the OKR menu of this spreadsheet", "try again in a moment"]


def test_a_quarter_is_not_closed_while_figures_are_being_computed(script: Path, book: MemoryBook) -> None:
    book.shown[next(spot for spot in book.shown if spot.sheet == "Key results")] = "Loading..."
    (got,) = in_google(script, Scenario("loading", book, [Click("close", CLOSE)]))
    assert got["told"][1] == "some cells are still being computed"


def test_what_is_too_much_to_be_undone_is_said_before_it_is_done(script: Path, book: MemoryBook) -> None:
    notes = {(row, 4): "much happened " * 30 for row in range(40, 1200)}
    dates = {(row, 0): needed_day("2026-05-05") for row in range(40, 1200)}
    book.held["Check-ins"].update({**notes, **dates})
    done, undone = in_google(script, Scenario("large", book, [Click("close", CLOSE), Click(UNDO)]))
    assert any("File › Version history" in line for line in done["told"])
    assert undone["told"][1] == "there is nothing to undo"
