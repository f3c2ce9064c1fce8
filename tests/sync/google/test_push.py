"""A push into the emulated Google: only what differs, nobody's cells, and to the end whatever happens."""

from __future__ import annotations

import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bad_input import okrs, xlsx
from click.testing import CliRunner, Result
from google_world import World, emulated

from okrsheets.cli import main
from okrsheets.core.errors import PushError
from okrsheets.core.grid import Grid, GridColumn
from okrsheets.reports.formats import push_style
from okrsheets.sync.google import push as pushing
from okrsheets.sync.google.push import PushResult, Styler, push
from okrsheets.sync.google.request_error import GoogleRequestError
from okrsheets.sync.push.tables import MEMORY

pytestmark = pytest.mark.slow

COLUMNS = (
    GridColumn("Id", "text", 9), GridColumn("Goal", "long", 30), GridColumn("Score", "share", 9),
    GridColumn("Due", "date", 12),
)  # fmt: skip
DUE = date(2026, 3, 31)
A, B, C = ("A", "grow", 0.5, DUE), ("B", "=IMPORTXML(1)", None, None), ("C", "stay", 1.0, DUE)


def goals(*rows: Sequence[Any], title: str = "Goals") -> Grid:
    return Grid(title, COLUMNS, (0,), rows)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with emulated(monkeypatch) as made:
        yield made


@pytest.fixture
def book(world: World) -> str:
    return world.google.spreadsheet("Leadership", {"Notes": [["ours", "=1"]]})


def pushed(world: World, book: str, *grids: Grid, **more: Any) -> PushResult:
    """Push and forget what was asked before."""
    world.google.requests.clear()
    return push(world.session("push"), book, grids, Styler(push_style.dress, push_style.body), **more)


def shown(world: World, book: str, title: str = "Goals") -> list[list[Any]]:
    """A sheet without what is remembered in its last column."""
    rows = world.google.values(book, f"'{title}'", "FORMULA")
    width = rows[0].index(MEMORY)
    return [[*row[:width], *[""] * (width - len(row[:width]))] for row in rows]


def writes(world: World) -> list[str]:
    return [seen.method.rpartition(".")[2] for seen in world.google.requests if seen.writing]


HEADINGS = ["Id", "Goal", "Score", "Due"]
ROW_A, ROW_B, ROW_C = ["A", "grow", 0.5, 46112], ["B", "=IMPORTXML(1)", "", ""], ["C", "stay", 1, 46112]


def test_a_push_makes_its_sheets_writes_once_and_the_second_time_writes_nothing(world: World, book: str) -> None:
    done = pushed(world, book, goals(A, B), goals(C, title="Others"))
    assert shown(world, book) == [HEADINGS, ROW_A, ROW_B]
    assert shown(world, book, "Others") == [HEADINGS, ROW_C]
    assert writes(world) == ["batchUpdate", "batchUpdate"]  # room for the sheets, and all values at once
    assert len(world.asked("values.batchUpdate")) == 1
    assert (done.written > 8, done.conflicts) == (True, [])
    again = pushed(world, book, goals(A, B), goals(C, title="Others"))
    assert writes(world) == []
    assert len([seen for seen in world.google.requests if seen.method]) == 2  # what there is, and what it says
    assert (again.written, again.plan.changes) == (0, [])


def test_only_the_cells_that_differ_are_sent(world: World, book: str) -> None:
    pushed(world, book, goals(A, B))
    sent: list[Any] = []
    meddle(world, "values:batchUpdate", lambda request: sent.append(request.json()))
    pushed(world, book, goals(A, ("B", "=IMPORTXML(1)", 0.25, None)))
    (body,) = sent
    assert body["valueInputOption"] == "RAW"
    assert [each["range"] for each in body["data"]] == ["'Goals'!C3", "'Goals'!E3"]
    assert body["data"][0]["values"] == [[0.25]]
    assert writes(world) == ["batchUpdate"]


def test_text_that_looks_like_a_formula_stays_text(world: World, book: str) -> None:
    texts = ["=IMPORTXML(1)", "+1", "-1", "@x", "{=1}", "'quoted", "2026-03-31", "TRUE", "007", "1e5", "=" * 3]
    pushed(world, book, goals(*((f"{at}", text, None, None) for at, text in enumerate(texts))))
    sheet = world.google.book(book).by_title("Goals")
    assert sheet is not None
    assert [sheet.cells[row + 1, 1].typed for row in range(len(texts))] == texts
    assert [sheet.cells[row + 1, 0].typed for row in range(len(texts))] == [str(at) for at in range(len(texts))]
    assert not pushed(world, book, goals(*((f"{at}", text, None, None) for at, text in enumerate(texts)))).written


def test_what_json_cannot_say_and_days_are_written_as_what_they_mean(world: World, book: str) -> None:
    pushed(
        world, book, goals(("A", None, math.nan, DUE), ("B", "x", np.float64("inf"), 46112), (np.int64(7), "y", 1, ""))
    )
    assert shown(world, book)[1:] == [["A", "", "", 46112], ["B", "x", "", 46112], [7, "y", 1, ""]]
    assert world.google.values(book, "Goals!C4:D3", "FORMATTED_VALUE") == [["", "2026-03-31"], ["100%"]]


def test_a_text_that_no_cell_holds_is_cut_and_says_so(world: World, book: str) -> None:
    pushed(world, book, goals(("A", "x" * 60_000, None, None)))
    text = shown(world, book)[1][1]
    assert len(text) == 50_000
    assert text.endswith("(cut: the workbook has all of it)")
    assert not pushed(world, book, goals(("A", "x" * 60_000, None, None))).written


def test_headings_stay_in_sight_and_a_narrow_first_column_too(world: World, book: str) -> None:
    wide = Grid("Tree", (GridColumn("Goal", "text", 88), *COLUMNS[2:]), (0,), [("grow", 0.5, DUE)])
    pushed(world, book, goals(A), wide)
    frozen = {sheet.title: sheet.grid for sheet in world.google.book(book).sheets[1:]}
    assert {title: (grid["frozenRowCount"], grid.get("frozenColumnCount", 0)) for title, grid in frozen.items()} == {
        "Goals": (1, 1), "Tree": (1, 0),
    }  # fmt: skip
    assert all(grid["hideGridlines"] for grid in frozen.values())


def test_other_sheets_and_what_stands_beside_a_table_stay(world: World, book: str) -> None:
    pushed(world, book, goals(A, B))
    world.google.write(book, "Goals!G3", [["call Ana"]])
    pushed(world, book, goals(C, B))
    assert world.google.values(book, "Notes") == [["ours", "=1"]]
    assert [(*row, "")[:1] + tuple(row[6:]) for row in world.google.values(book, "Goals")[1:]] == [
        ("",),
        ("B", "call Ana"),
        ("C",),
    ]


def test_a_sheet_grows_with_its_rows_and_their_number_formats(world: World, book: str) -> None:
    pushed(world, book, goals(A))
    pushed(world, book, goals(A, *((f"B{at}", "more", 0.5, DUE) for at in range(40))))
    assert len(shown(world, book)) == 42
    assert world.google.values(book, "Goals!C42:D42", "FORMATTED_VALUE") == [["50%", "2026-03-31"]]


def test_a_cell_that_a_person_changed_is_reported_kept_and_overwritten_only_on_demand(world: World, book: str) -> None:
    pushed(world, book, goals(A, B))
    world.google.write(book, "Goals!C2", [[0.9]])
    done = pushed(world, book, goals(("A", "grow more", 0.6, DUE), B))
    assert [str(each.location) for each in done.conflicts] == ["Leadership › Goals!C2"]
    assert shown(world, book)[1] == ["A", "grow more", 0.9, 46112]
    again = pushed(world, book, goals(("A", "grow more", 0.6, DUE), B))
    assert (writes(world), len(again.conflicts)) == ([], 1)
    assert not pushed(world, book, goals(("A", "grow more", 0.6, DUE), B), overwrite=True).conflicts
    assert shown(world, book)[1] == ["A", "grow more", 0.6, 46112]


def test_a_formula_that_a_person_put_into_a_cell_is_theirs_even_where_it_comes_to_our_figure(
    world: World, book: str
) -> None:
    pushed(world, book, goals(A, B))
    world.google.write(book, "Goals!C2", [["=1/2"]], typed=True)
    world.google.write(book, "Goals!C3", [["=0/1"]], typed=True)
    done = pushed(world, book, goals(A, B))
    assert [each.location.cell for each in done.conflicts] == ["C2", "C3"]
    assert "was changed in the spreadsheet to '=1/2'; okrsheets would write 0.5" in done.conflicts[0].what
    assert writes(world) == []
    assert not pushed(world, book, goals(A, B), overwrite=True).conflicts
    assert shown(world, book) == [HEADINGS, ROW_A, ROW_B]


def test_a_dry_run_says_old_and_new_and_writes_nothing(world: World, book: str) -> None:
    first = pushed(world, book, goals(A), dry_run=True)
    assert (writes(world), world.titles(book)) == ([], ["Notes"])
    assert "Goals!D2 Due of A: nothing → 2026-03-31" in map(str, first.plan.changes)
    pushed(world, book, goals(A))
    second = pushed(world, book, goals(("A", "grow", 0.75, DUE)), dry_run=True)
    assert [str(change) for change in second.plan.changes] == ["Goals!C2 Score of A: 0.5 → 0.75"]
    assert writes(world) == []


def test_a_sheet_that_is_not_ours_is_not_touched(world: World, book: str) -> None:
    with pytest.raises(PushError, match="'notes' that okrsheets did not write"):
        pushed(world, book, goals(A), goals(B, title="notes"))
    assert writes(world) == []


def test_what_would_not_fit_is_refused_before_anything_is_written(world: World, book: str) -> None:
    world.google.book(book).sheets[0].properties["gridProperties"].update(rowCount=384_615, columnCount=26)
    with pytest.raises(PushError, match="Google allows 10,000,000"):
        pushed(world, book, goals(A, B))
    assert writes(world) == []


def test_a_spreadsheet_that_may_only_be_read_is_said(world: World, book: str) -> None:
    pushed(world, book, goals(A))
    world.google.share(book, world.google.service_account, "reader")
    for wanted in (goals(B), goals(A, title="More")):
        with pytest.raises(PushError, match="no permission") as raised:
            pushed(world, book, wanted)
        assert "as an editor" in raised.value.hint
    with pytest.raises(GoogleRequestError, match="Google can't find the file"):
        pushed(world, "1AbcDefGhiJkl", goals(A))


# What goes wrong


def meddle(world: World, where: str, act: Callable[[Any], object], after: int = 0) -> None:
    """Do something just before a request is answered, once."""
    left, answer = [after], world.google.service.answer

    def meddled(request: Any) -> Any:
        if where in request.line:
            left[0] -= 1
            if left[0] == -1:
                act(request)
        return answer(request)

    world.google.service.answer = meddled  # type: ignore[method-assign]


@pytest.mark.parametrize("kind", ["429", "503", "500", "reset", "drop"])
@pytest.mark.parametrize("where", ["batchUpdate", "values:batchUpdate", "ranges=", "fields="])
def test_a_fault_in_the_middle_changes_nothing_of_the_result(kind: str, where: str, world: World, book: str) -> None:
    world.google.faults.add(kind, times=2, where=where)
    pushed(world, book, goals(A, B))
    assert shown(world, book) == [HEADINGS, ROW_A, ROW_B]
    world.google.faults.add(kind, where=where)
    pushed(world, book, goals(A, C))
    assert shown(world, book) == [HEADINGS, ROW_A, ROW_C]
    assert world.titles(book) == ["Notes", "Goals"]


def test_one_request_in_ten_goes_wrong_and_the_result_is_the_same(world: World, book: str) -> None:
    world.google.faults.share(0.1, ("429", "503", "reset", "drop"), seed=3)
    faults = 0
    for turn in range(12):
        pushed(world, book, goals(A, B, *((f"R{at}", f"turn {turn}", 0.5, DUE) for at in range(turn))))
        faults += len([seen for seen in world.google.requests if seen.fault])
    assert faults > 4
    world.google.faults.clear()
    assert len(shown(world, book)) == 14
    assert {row[1] for row in shown(world, book)[3:]} == {"turn 11"}


@pytest.mark.parametrize("given", ["Goals", "Notes"], ids=["its title went to another sheet", "renamed"])
def test_a_sheet_that_is_renamed_between_reading_and_writing_ends_the_push(given: str, world: World, book: str) -> None:
    pushed(world, book, goals(A))

    def rename(request: Any) -> None:
        world.google.book(book).sheets[0].properties["title"] = given
        world.google.book(book).sheets[1].properties["title"] = "Renamed"

    meddle(world, "ranges=", rename, after=1)
    with pytest.raises(PushError, match="'Goals' was renamed, cut or deleted just now"):
        pushed(world, book, goals(B))
    assert writes(world) == []
    assert world.google.values(book, given, "FORMULA") == [["ours", "=1"]]
    pushed(world, book, goals(B))
    assert shown(world, book, "Renamed")[1] == ROW_B


def test_a_sheet_that_is_deleted_between_reading_and_writing_ends_the_push(world: World, book: str) -> None:
    pushed(world, book, goals(A, B))
    gone = {"deleteSheet": {"sheetId": world.google.book(book).sheets[1].id}}
    meddle(world, "ranges=", lambda request: world.session().batch_update(book, {"requests": [gone]}), after=1)
    with pytest.raises(PushError, match="deleted just now"):
        pushed(world, book, goals(A))
    assert writes(world) == ["batchUpdate"]  # that of the person
    pushed(world, book, goals(A))
    assert shown(world, book) == [HEADINGS, ROW_A]


def test_a_sheet_that_somebody_deletes_again_and_again_ends_the_push(world: World, book: str) -> None:
    def delete(request: Any) -> None:
        world.google.book(book).sheets[:] = world.google.book(book).sheets[:1]

    for after in range(1, 9):
        meddle(world, "fields=", delete, after=after)
    with pytest.raises(PushError, match="keeps changing while it is being written"):
        pushed(world, book, goals(A))
    assert len(writes(world)) == pushing.TRIES + 1


def test_rows_that_are_cut_off_between_reading_and_writing_are_not_written(world: World, book: str) -> None:
    pushed(world, book, goals(A, B, C))
    properties = {"sheetId": world.google.book(book).sheets[1].id, "gridProperties": {"rowCount": 2}}
    cut = {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount"}}
    meddle(world, "ranges=", lambda request: world.session().batch_update(book, {"requests": [cut]}), after=1)
    done = pushed(world, book, goals(A, B, ("C", "new", 0.0, DUE)))
    assert [each.location.cell for each in done.conflicts] == ["A4"]
    assert shown(world, book) == [HEADINGS, ROW_A]
    pushed(world, book, goals(A, B, C))
    assert shown(world, book) == [HEADINGS, ROW_A, ROW_B, ROW_C]


def test_a_column_that_is_moved_between_reading_and_writing_ends_the_push(world: World, book: str) -> None:
    pushed(world, book, goals(A))
    sheet_id = world.google.book(book).sheets[1].id
    insert = {"range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    body = {"requests": [{"insertDimension": insert}]}
    meddle(world, "ranges=", lambda request: world.session().batch_update(book, body), after=1)
    with pytest.raises(PushError, match="columns of 'Goals' were moved just now"):
        pushed(world, book, goals(B))
    pushed(world, book, goals(B))
    assert [row[0] for row in world.google.values(book, "Goals!A2:C2")] == ["B"]
    assert world.google.values(book, "Goals!C2") == [["=IMPORTXML(1)"]]


def test_a_row_that_is_changed_between_reading_and_writing_is_left_and_the_others_are_written(
    world: World, book: str
) -> None:
    pushed(world, book, goals(A, B))
    meddle(world, "ranges=", lambda request: world.google.write(book, "Goals!B2", [["typed just now"]]), after=1)
    done = pushed(world, book, goals(("A", "new", 0.5, DUE), ("B", "new", None, None)))
    assert [str(each.location) for each in done.conflicts] == ["Leadership › Goals!A2"]
    assert [row[1] for row in shown(world, book)[1:]] == ["typed just now", "new"]
    (conflict,) = pushed(world, book, goals(("A", "new", 0.5, DUE), ("B", "new", None, None))).conflicts
    assert conflict.location.cell == "B2"


def test_rows_that_are_sorted_between_reading_and_writing_are_not_written_over(world: World, book: str) -> None:
    pushed(world, book, goals(A, C))

    def swap(request: Any) -> None:
        first, second = world.google.values(book, "Goals!A2:E3")
        world.google.write(book, "Goals!A2", [second, first])

    meddle(world, "ranges=", swap, after=1)
    done = pushed(world, book, goals(("A", "grow", 0.1, DUE), ("C", "stay", 0.2, DUE)))
    assert len(done.conflicts) == 2
    assert [row[:3] for row in shown(world, book)[1:]] == [["C", "stay", 1], ["A", "grow", 0.5]]
    assert not pushed(world, book, goals(("A", "grow", 0.1, DUE), ("C", "stay", 0.2, DUE))).conflicts
    assert [row[:3] for row in shown(world, book)[1:]] == [["A", "grow", 0.1], ["C", "stay", 0.2]]


def test_a_spreadsheet_that_is_deleted_meanwhile_is_said(world: World, book: str) -> None:
    pushed(world, book, goals(A))
    meddle(world, "values:batchUpdate", lambda request: world.google.delete(book))
    with pytest.raises(PushError, match="Google can't find the file"):
        pushed(world, book, goals(B))


def test_a_push_in_parts_that_is_given_up_is_completed_by_the_next(
    world: World, book: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing.parts, "__defaults__", (2_000,))
    rows = [(f"R{at}", f"text {at}", at / 100, DUE) for at in range(100)]
    world.google.faults.add("503", times=100, where="values:batchUpdate", after=2)
    with pytest.raises(PushError, match="cells were written before") as raised:
        pushed(world, book, goals(*rows))
    assert "continues where it stopped" in raised.value.hint
    assert 1 < len(shown(world, book)) < 101
    world.google.faults.clear()
    pushed(world, book, goals(*rows[50:], *rows[:40]))  # and the workbooks have changed meanwhile
    assert [row[0] for row in shown(world, book)[1:]] == [row[0] for row in (*rows[50:], *rows[:40])]
    assert not pushed(world, book, goals(*rows[50:], *rows[:40])).written


# The command


@pytest.fixture
def teams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one synced workbook, as the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "okrsheets.toml").write_text("as-of = 2026-02-15\n[report]\nformats = []\n", "utf-8")
    write(tmp_path, 10)
    return tmp_path


MANY = 1_600


def write(folder: Path, current: float, check_ins: int = 3, note: str = "") -> None:
    rows = [(date(2026, 1, 5), "O1.1", at, note) for at in range(check_ins)]
    made = okrs(key_results=[("O1.1", "O1", "Hours to a first answer", 20, 5, current)], check_ins=rows)
    (folder / "team.xlsx").write_bytes(xlsx(made))
    assert run("sync", ".").exit_code in (0, 4)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_command_shows_writes_and_says_what_it_left(world: World, book: str, teams: Path) -> None:
    dry = run("push", f"google:{book}", "--dry-run")
    assert dry.exit_code == 0
    assert "Key results!H2 Current of O1.1: nothing → 10" in dry.stdout
    assert "Objectives" not in world.titles(book)
    assert run("push", f"https://docs.google.com/spreadsheets/d/{book}/edit").exit_code == 0
    assert {"Alignment tree", "Objectives", "Key results", "Check-ins", "Settings"} <= set(world.titles(book))
    assert "nothing to write" in run("push", f"google:{book}").stderr

    write(teams, 8)
    world.google.write(book, "Key results!H2", [[7.5]])
    result = run("push", f"google:{book}", "--json")
    assert result.exit_code == 4
    said = json.loads(result.stdout)
    assert [each["cell"] for each in said["conflicts"]] == ["H2"]
    assert {(each["sheet"], each["heading"]) for each in said["changes"]} >= {("Key results", "Progress")}
    assert run("push", f"google:{book}", "--overwrite").exit_code == 0
    assert world.google.values(book, "Key results!H2") == [[8]]


def test_rows_about_people_are_written_on_demand_and_later_said_to_be_old(world: World, book: str, teams: Path) -> None:
    people = [["Person id", "Name", "Role", "Team"], ["P1", "Mia", "Agent", "Support"]]
    (teams / "skills.xlsx").write_bytes(xlsx({"People": people}))
    assert run("sync", ".").exit_code in (0, 4)
    assert "left out 1 row about people" in run("push", f"google:{book}").stderr
    assert "People" not in world.titles(book)
    assert "left out" not in run("push", f"google:{book}", "--people").stderr
    assert world.google.values(book, "People!A2:B2") == [["P1", "Mia"]]
    assert "not updated: the sheets People" in run("push", f"google:{book}").stderr


def test_a_sync_passes_over_the_sheets_that_a_push_wrote(world: World, book: str, teams: Path) -> None:
    assert run("push", f"google:{book}").exit_code == 0
    assert [sheet.title for sheet in world.read(book).sheets] == ["Notes"]


@pytest.mark.parametrize(
    ("target", "code", "says"),
    [
        ("google:folder/1AbcDefGhiJkl", 2, "is a folder"),
        ("google:1AbcDefGhiJkl", 3, "Google can't find the file"),
        ("leadership.xlsx", 2, "there is no file or folder"),
    ],
)
def test_a_target_that_is_none_is_said(target: str, code: int, says: str, world: World, teams: Path) -> None:
    result = run("push", target)
    assert (result.exit_code, says in result.stderr) == (code, True), result.stderr


def test_the_commands_of_the_page_about_writing_run_as_they_stand(world: World, book: str, teams: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "push.md").read_text("utf-8").partition("## A team's spreadsheet")[2]
    commands = re.findall(r"^okrsheets (.*?)(?:  +#.*)?$", page, re.MULTILINE)
    assert len(commands) == 5
    ids = {
        "1AbcDefGhiJkl": world.google.folder("Teams"),
        "1MnoPqrStuVwx": world.google.spreadsheet("Skills"),
        "1VwxYzaBcdEfg": book,
    }
    for command in commands:
        words = command
        for example, id in ids.items():
            words = words.replace(example, id)
        assert run(*shlex.split(words)).exit_code in (0, 4), command
    assert "Objectives" in world.titles(book)


def test_without_googles_libraries_the_command_that_installs_them_is_named(teams: Path) -> None:
    (teams / "sitecustomize.py").write_text(
        "import importlib.machinery as machinery\n"
        "real = machinery.PathFinder.find_spec\n"
        "hidden = ('gspread', 'google', 'requests', 'google_auth_oauthlib')\n"
        "machinery.PathFinder.find_spec = lambda name, *rest: None if name.split('.')[0] in hidden else real(name, *rest)\n",
        "utf-8",
    )
    for words in (("push", "google:1AbcDefGhiJkl"), ("new", "okrs", "google:1AbcDefGhiJkl", "--fill")):
        asked = [sys.executable, "-m", "okrsheets", *words]
        done = subprocess.run(asked, env={**os.environ, "PYTHONPATH": str(teams)}, capture_output=True, text=True)
        assert (done.returncode, "pip install 'okrsheets[google]'" in done.stderr) == (2, True), done.stderr


def start(*words: str) -> subprocess.Popen[str]:
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    asked = [sys.executable, "-m", "okrsheets", *words]
    return subprocess.Popen(asked, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("written", [False, True], ids=["before it is written", "after it was written"])
@pytest.mark.parametrize(
    ("where", "after"),
    [("{book}:batchUpdate", 0), ("values:batchUpdate", 0), ("values:batchUpdate", 1)],
)
def test_a_push_that_is_killed_in_the_middle_is_completed_by_the_next_with_no_row_twice_and_none_lost(
    where: str, after: int, written: bool, world: World, book: str, teams: Path
) -> None:
    write(teams, 8, check_ins=MANY, note="x" * 1_000)  # more than one request holds
    world.google.faults.add("hang", where=where.format(book=book), after=after)
    if written:  # the answer is what hangs, not the work
        carry_out_before_hanging(world)
    running = start("push", f"google:{book}")
    deadline = time.monotonic() + 120
    while not [seen for seen in world.google.requests if seen.fault == "hang"]:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert run("push", f"google:{book}").exit_code == 0
    rows = shown(world, book, "Check-ins")
    assert sorted(row[2] for row in rows[1:]) == list(range(MANY))
    assert "nothing to write" in run("push", f"google:{book}").stderr
    assert len(world.titles(book)) == len(set(world.titles(book)))


def carry_out_before_hanging(world: World) -> None:
    """A request that hangs is done all the same, as when only its answer is lost."""
    answer = world.google.service.answer

    def done_all_the_same(request: Any) -> Any:
        found, fault = answer(request)
        if fault and fault.kind == "hang":
            answer(request)
        return found, fault

    world.google.service.answer = done_all_the_same  # type: ignore[method-assign]
