"""Templates put into the emulated Google and read back: the same tables as their .xlsx twins, and nothing half made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from google_drawings import DRAWINGS, ONE_OF_EACH, TODAY, Draw, template
from google_world import World, emulated
from python_calamine import CalamineWorkbook

from okrsheets.cli import main
from okrsheets.core import cells, schema
from okrsheets.core.errors import PushError, UsageError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.build import XlsxBook
from okrsheets.sheets_templates.drawing import DrawnBook
from okrsheets.sheets_templates.google import GoogleBook
from okrsheets.sync.google.create import create, fill
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.base import RawWorkbook
from okrsheets.sync.sources.folder import parse
from tests.google_emulator.cells import Formula

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*xtension is not supported")]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with emulated(monkeypatch) as made:
        yield made


def small(book: DrawnBook) -> None:
    """Three sheets and a name, for what is the same with more of them."""
    for name in ("Start", "Goals", "View"):
        sheet = book.sheet(name)
        for row in range(1, 9):
            sheet.text(row, 0, f"{name} {row}", "input text")
            sheet.formula(row, 1, f"=A{row}", f"{name} {row}", "computed word")
    book.name("goals", "='Goals'!$A$1:$A$8")


def twin(draw: Draw, path: Path) -> RawWorkbook:
    with XlsxBook(path, "twin", TODAY) as book:
        draw(book)
    return parse("book", path.read_bytes())


def said(value: Any) -> Any:
    """A cell as both readers mean it: days are numbers."""
    if isinstance(value, (date, datetime)):
        return float(cells.needed_day(value))
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def compute(world: World, id: str, draw: Draw) -> int:
    """Through a back door, give the computed cells the figures of `core`, which the emulator cannot compute."""
    book, count = GoogleBook(), 0
    draw(book)
    for sheet in book.sheets:
        there = world.google.book(id).by_title(sheet.name)
        assert there is not None
        for (row, column), value in sheet.values.items():
            if value.formula:
                assert there.cells[row - 1, column].typed == Formula(value.formula)
                there.cells[row - 1, column].typed = None if value.value == "" else value.value
                count += 1
    return count


EACH = [name if name in ONE_OF_EACH else pytest.param(name, marks=pytest.mark.slow) for name in DRAWINGS]


@pytest.mark.parametrize("name", EACH)
def test_a_template_with_its_computed_cells_filled_in_is_read_back_cell_by_cell_as_its_xlsx_twin(
    name: str, world: World, tmp_path: Path
) -> None:
    """That it holds the formulas of its twin is compared on the way, and in test_templates_google.py."""
    id = world.google.spreadsheet("book")
    fill(world.session(), id, template(DRAWINGS[name]), is_new=True)
    assert compute(world, id, DRAWINGS[name]) > 50
    theirs = twin(DRAWINGS[name], tmp_path / "twin.xlsx")
    mine = world.read(id)
    found = {sheet.title: sheet for sheet in mine.sheets}
    compared = 0
    for title, rows in cells_of(tmp_path / "twin.xlsx").items():
        if title in schema.VIEWS:  # a sync leaves out what repeats the other sheets
            assert title not in found
            continue
        ours = found.pop(title)
        for number, values in enumerate(rows):
            row = list(ours.rows[number]) if number < len(ours.rows) else []
            row += [""] * (len(values) - len(row))
            if title != "Start":  # it says what is so in Google
                assert list(map(said, row)) == list(map(said, values)), (title, number)
            compared += sum(value != "" for value in values)
        assert len(ours.rows) <= len(rows)
    assert not found
    assert compared > 50
    assert [each.errors for each in mine.sheets] == [{}] * len(mine.sheets)
    same_records(mine, theirs)


@pytest.mark.parametrize("name", EACH)
def test_a_template_is_computed_and_read_within_two_seconds(name: str, world: World) -> None:
    """Of the processor's time, the emulator's and ours together."""
    id = world.google.spreadsheet("book")
    fill(world.session(), id, template(DRAWINGS[name]), is_new=True)
    begun = time.process_time()
    read = world.read(id)
    assert time.process_time() - begun < 2
    assert {sheet.title for sheet in read.sheets} == set(world.titles(id)) - set(schema.VIEWS)


def cells_of(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell of a workbook by sheet, views included, which a sync passes over."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def same_records(mine: RawWorkbook, theirs: RawWorkbook) -> None:
    """A sync finds the same tables, and no problem that the twin does not have."""
    ours, others = extract(mine, HeadingIndex()), extract(theirs, HeadingIndex())
    assert ours.tables
    for one, other in zip(ours.tables, others.tables, strict=True):
        assert one.table is other.table
        assert one.columns == other.columns
        assert list(one.rows) == list(other.rows)
    assert ours.problems == others.problems


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words, catch_exceptions=False)


def test_new_makes_a_spreadsheet_in_a_folder_with_our_sheets_only(world: World, run: Callable[..., Result]) -> None:
    folder = world.google.folder("Teams")
    result = run("new", "okrs", "google:Support Q3", "--folder", folder, "--team", "Support", "--cycle", "2026-Q3")
    assert result.exit_code == 0
    id = result.stdout.strip().removeprefix("google:")
    assert world.google.file(id).parents == [folder]
    assert world.google.file(id).name == "Support Q3"
    assert world.titles(id)[0] == "Start"
    assert "Sheet1" not in world.titles(id)
    assert world.google.values(id, "Settings!C6:C7") == [["Support"], ["2026-Q3"]]
    assert not world.google.book(id).metadata
    assert len(world.asked("spreadsheets.batchUpdate")) == 2  # as much as Google takes in one


@pytest.mark.parametrize("url", [False, True])
def test_new_fills_a_spreadsheet_before_its_own_sheets_which_stay(
    url: bool, world: World, run: Callable[..., Result]
) -> None:
    id = world.google.spreadsheet("Mine", {"Notes": [["keep me"]]})
    named = (f"https://docs.google.com/spreadsheets/d/{id}/edit#gid=0",) if url else (f"google:{id}", "--fill")
    assert run("new", "okrs", *named).exit_code == 0
    assert (world.titles(id)[0], world.titles(id)[-1]) == ("Start", "Notes")
    assert world.google.values(id, "Notes!A1") == [["keep me"]]
    again = run("new", "okrs", *named)
    assert again.exit_code == 2
    assert "already has a sheet 'Start'" in again.stderr


@pytest.mark.parametrize(
    ("named", "words", "says"),
    [
        ("google:Support Q3", (), "choose a destination for 'google:Support Q3'"),
        ("google:1MnoPqrStuVwx", ("--folder", "1AbcDefGhiJkl", "--fill"), "--folder is only for new spreadsheets"),
        ("google:folder/1AbcDefGhiJkl", ("--fill",), "is a folder"),
        ("google:1MnoPqrStuVwx", ("--fill", "--force"), "a Google spreadsheet is never overwritten"),
        ("q3.xlsx", ("--fill",), "are for Google spreadsheets"),
    ],
)
def test_new_says_what_is_missing_or_too_much(
    named: str, words: tuple[str, ...], says: str, world: World, run: Callable[..., Result]
) -> None:
    result = run("new", "okrs", named, *words)
    assert (result.exit_code, says in result.stderr, "hint:" in result.stderr) == (2, True, True), result.stderr


def test_a_service_account_without_storage_is_told_how_to_go_on(world: World, run: Callable[..., Result]) -> None:
    world.google.remove_storage()
    result = run("new", "okrs", "google:Support Q3", "--folder", world.google.folder("Teams"))
    assert result.exit_code == 3
    assert "service accounts cannot make files in My Drive" in result.stderr
    assert "make the spreadsheet yourself" in result.stderr
    id = world.google.spreadsheet("Made by hand")
    fill(world.session(), id, template(small))
    drive = world.google.shared_drive("Teams")
    assert run("new", "okrs", "google:Support Q3", "--folder", drive).exit_code == 0


def test_a_spreadsheet_that_may_only_be_read_is_said(world: World, run: Callable[..., Result]) -> None:
    id = world.google.spreadsheet("Mine", shared=False)
    world.google.share(id, world.google.service_account, "reader")
    result = run("new", "okrs", f"google:{id}", "--fill")
    assert result.exit_code == 1
    assert "as an editor" in result.stderr


THIRDS = 2400  # bytes of a batch, so that the small template takes several
SHEETS = ["Start", "Goals", "View"]


def everything(world: World, id: str) -> dict[str, Any]:
    return {title: world.google.values(id, f"'{title}'", "FORMULA") for title in world.titles(id)}


@pytest.mark.parametrize("kind", ["503", "reset", "drop"])
@pytest.mark.parametrize("after", [0, 2, 4])
def test_a_template_that_breaks_off_is_begun_anew_and_leaves_nothing_behind(
    kind: str, after: int, world: World
) -> None:
    id, whole = (world.google.spreadsheet("book", {"Notes": [["mine"]]}) for _ in range(2))
    fill(world.session(), whole, template(small, THIRDS))
    assert len(world.asked("spreadsheets.batchUpdate")) == 5
    world.google.faults.add(kind, where=":batchUpdate", after=after)
    fill(world.session(), id, template(small, THIRDS))
    assert world.titles(id) == [*SHEETS, "Notes"]
    assert everything(world, id) == everything(world, whole)
    assert not world.google.book(id).metadata
    assert [each["name"] for each in world.google.book(id).names] == ["goals"]


def test_a_template_that_was_given_up_is_completed_by_running_it_again(world: World) -> None:
    id = world.google.spreadsheet("book", {"Notes": []})
    world.google.faults.add("503", times=100, where=":batchUpdate", after=1)
    with pytest.raises(PushError, match="cannot be written") as raised:
        fill(world.session(), id, template(small, THIRDS))
    assert "--fill" in raised.value.hint
    world.google.faults.clear()
    fill(world.session(), id, template(small, THIRDS))
    assert world.titles(id) == [*SHEETS, "Notes"]
    with pytest.raises(UsageError):
        fill(world.session(), id, template(small, THIRDS))


def test_a_new_spreadsheet_of_a_given_up_attempt_loses_googles_own_sheet_all_the_same(world: World) -> None:
    id = create(world.session(), "book", world.google.folder("Teams"))
    world.google.faults.add("503", times=2, where=":batchUpdate", after=1)
    fill(world.session(), id, template(small, THIRDS), is_new=True)
    assert world.titles(id) == SHEETS


def test_the_locale_of_a_spreadsheet_is_what_it_was_wherever_it_breaks_off(world: World) -> None:
    id = world.google.spreadsheet("Mein Team")
    world.google.book(id).properties["locale"] = "de_DE"
    world.google.faults.add("503", times=100, where=":batchUpdate", after=2)
    with pytest.raises(PushError):
        fill(world.session(), id, template(small, THIRDS))
    assert world.google.book(id).properties["locale"] == "de_DE"
    world.google.faults.clear()
    fill(world.session(), id, template(small, THIRDS))
    assert world.google.book(id).properties["locale"] == "de_DE"


def test_names_that_sheets_of_an_attempt_left_behind_go_and_those_of_others_stay(world: World) -> None:
    id = world.google.spreadsheet("book", {"Notes": []})
    names = world.google.book(id).names
    names.append({"namedRangeId": "1", "name": "goals", "range": {"sheetId": 77}})  # its sheet was deleted by hand
    names.append({"namedRangeId": "2", "name": "mine", "range": {"sheetId": 0}})
    fill(world.session(), id, template(small))
    assert [each["name"] for each in world.google.book(id).names] == ["mine", "goals"]
