"""`okrsheets close google:ID`: the plan of the menu, carried out by one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from click.testing import CliRunner, Result
from google_world import World, emulated
from rich_workbook import CHECK_INS, KEY_RESULTS, OBJECTIVES, SETTINGS

from okrsheets.addin.macros.book import Formula, MemoryBook, Spot
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.plan import apply
from okrsheets.cli import main
from okrsheets.core.cells import Cell, needed_day

pytestmark = pytest.mark.slow

LAST_DAY = "2026-06-30"
AFTER = ("--next", "2026-Q3", "--as-of", LAST_DAY)
FORMULAS = ["=F2*2", "=F3*2", "=1/0"]
SHEETS: dict[str, list[list[Any]]] = {
    "Settings": [list(row) for row in SETTINGS],
    "Objectives": [list(row) for row in OBJECTIVES],
    "Key results": [[*row, extra] for row, extra in zip(KEY_RESULTS, ["Double", *FORMULAS, "plain"])],
    "Check-ins": [list(row) for row in CHECK_INS],
}


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with emulated(monkeypatch) as made:
        yield made


@pytest.fixture
def sheet(world: World) -> str:
    rows: dict[str, Sequence[Sequence[Any]]] = {
        title: [["" if cell is None else cell for cell in row] for row in sheet] for title, sheet in SHEETS.items()
    }
    id = world.google.spreadsheet("Support", rows)
    formulas = {"range": "'Key results'!K2:K4", "values": [[formula] for formula in FORMULAS]}
    world.session("push").values_batch_update(id, {"valueInputOption": "USER_ENTERED", "data": [formulas]})
    world.google.requests.clear()
    return id


def contents(world: World, id: str) -> dict[str, list[list[Any]]]:
    """What every sheet holds, formulas as such, without blanks at the ends."""
    return {title: trimmed(world.google.values(id, f"'{title}'", "FORMULA")) for title in world.titles(id)}


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    kept = [[None if cell == "" else cell for cell in row] for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def by_menu(unfinished: bool) -> dict[str, list[list[Any]]]:
    """The same workbook, closed by the macro of the menu."""
    shown: dict[str, Cell] = {"=F2*2": 14.0, "=F3*2": 4.0, "=1/0": "#DIV/0!"}
    rows = {
        title: [[Formula(cell) if str(cell).startswith("=") else cell for cell in row] for row in sheet]
        for title, sheet in SHEETS.items()
    }
    book = MemoryBook({title: [] for title in rows}, needed_day(LAST_DAY), answers=shown)
    for title, sheet in rows.items():
        for number, row in enumerate(sheet, start=1):
            for column, cell in enumerate(row):
                if cell is not None:
                    book.held[title][number, column] = cell
    book.shown = {
        Spot(title, *at): shown[cell]
        for title, held in book.held.items()
        for at, cell in held.items()
        if isinstance(cell, Formula)
    }
    apply(plan_close(book, unfinished), book)
    grids = {}
    for title, held in book.held.items():
        height = max((row for row, _ in held), default=0)
        width = max((column for _, column in held), default=-1) + 1
        grids[title] = trimmed(
            [[plain(held.get((row, column))) for column in range(width)] for row in range(1, height + 1)]
        )
    return grids


def plain(cell: Cell) -> Any:
    if hasattr(cell, "toordinal"):
        return needed_day(cell)
    return str(cell) if isinstance(cell, Formula) else cell


@pytest.mark.parametrize("unfinished", [False, True])
def test_a_spreadsheet_is_closed_as_the_menu_closes_it(unfinished: bool, world: World, sheet: str) -> None:
    result = run("close", f"google:{sheet}", *AFTER, "--yes", *(["--unfinished"] if unfinished else []))
    assert result.exit_code == 0, result.output
    assert "closed Support; File › Version history has the old spreadsheet" in result.stderr
    assert contents(world, sheet) == by_menu(unfinished)
    writing = [seen.method for seen in world.google.requests if seen.writing]
    assert len(writing) == 1, "one request, which Google carries out whole or not at all"


def test_closing_twice_does_nothing(world: World, sheet: str) -> None:
    run("close", f"google:{sheet}", *AFTER, "--yes")
    closed = contents(world, sheet)
    again = run("close", f"google:{sheet}", *AFTER, "--yes")
    assert "Support is in 2026-Q3 already" in again.stderr
    assert contents(world, sheet) == closed


def test_a_dry_run_shows_the_plan_and_writes_nothing(world: World, sheet: str) -> None:
    result = run("close", f"google:{sheet}", *AFTER, "--dry-run")
    assert "Support: 2026-Q2 closes; 2026-Q3 begins, 2026-07-01 to 2026-09-30" in result.stdout
    assert "      K2 “Sorted tickets”: 40%" in result.stdout
    assert not [seen for seen in world.google.requests if seen.writing]


def test_the_days_of_the_next_cycle_are_shown_as_days(world: World, sheet: str) -> None:
    run("close", f"google:{sheet}", *AFTER, "--yes")
    assert world.google.values(sheet, "Settings!B3:B4", "FORMATTED_VALUE") == [["2026-07-01"], ["2026-09-30"]]


def test_a_folder_is_refused(world: World) -> None:
    assert "name the spreadsheets to close" in run("close", "google:folder/1AbcDefGhiJkl", *AFTER).stderr


def test_the_archive_warns_and_the_list_of_post_mortems_leads_to_it(world: World, sheet: str) -> None:
    run("close", f"google:{sheet}", *AFTER, "--yes")
    asked = world.session("push").fetch_sheet_metadata(
        sheet, {"fields": "sheets(properties(sheetId,title),protectedRanges(warningOnly),data(rowData(values(userEnteredFormat))))",
                "ranges": ["'Post-mortems 2026-Q2'!H4", "'Key results 2026-Q2'!A1"]},
    )["sheets"]  # fmt: skip
    by_title = {found["properties"]["title"]: found for found in asked}
    archive = by_title["Key results 2026-Q2"]
    assert [each["warningOnly"] for each in archive["protectedRanges"]] == [True]
    (cell,) = by_title["Post-mortems 2026-Q2"]["data"][0]["rowData"][0]["values"]
    link = cell["userEnteredFormat"]["textFormat"]["link"]["uri"]
    assert link == f"#gid={archive['properties']['sheetId']}&range=A2"


def test_a_spreadsheet_that_changes_meanwhile_is_left_alone(
    world: World, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_types(question: str) -> bool:
        world.session("push").values_batch_update(
            sheet, {"valueInputOption": "RAW", "data": [{"range": "Objectives!D4", "values": [["Enchant"]]}]}
        )
        return True

    monkeypatch.setattr("okrsheets.commands.close.agrees", somebody_types)
    result = run("close", f"google:{sheet}", *AFTER)
    assert (result.exit_code, "has been changed meanwhile" in result.stderr) == (1, True)
    assert "Key results 2026-Q2" not in world.titles(sheet)


def test_a_refused_request_changes_nothing(world: World, sheet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(world, sheet)
    monkeypatch.setattr("okrsheets.commands.google_book.DAY_FORMAT", {"numberFormat": {"type": "NONSENSE"}})
    result = run("close", f"google:{sheet}", *AFTER, "--yes")
    assert (result.exit_code, "Support can't be written" in result.stderr) == (1, True)
    assert contents(world, sheet) == before
