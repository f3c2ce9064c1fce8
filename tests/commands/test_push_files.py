"""`okrsheets push` into workbooks: status and problems come back to the team, and nothing that people typed is touched."""

from __future__ import annotations

import json
import re
import shlex
from glob import glob
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from rich_workbook import changed_parts, parts_of, rich_workbook

from okrsheets.cli import main
from okrsheets.sync.push.team_notes import is_signed, own_text
from okrsheets.sync.xlsx.cell_xml import CellContent
from okrsheets.sync.xlsx.notes import CellNote
from okrsheets.sync.xlsx.workbook import WorkbookFile

DAY = ("--as-of", "2026-06-22")
BOOK = "team.xlsx"


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / BOOK
    path.write_bytes(rich_workbook())
    return path


@pytest.fixture
def company(team: Path) -> Path:
    """The workbook of the company, whose objective is the parent of the team's."""
    rows: dict[str, list[list[Any]]] = {
        "Settings": [["Team", "Company"], ["Cycle", "2026-Q2"], ["Cycle start", "2026-04-01"], ["Cycle end", "2026-06-30"]],
        "Objectives": [["Id", "Level", "Owner", "Objective"], ["TOP", "Organisation", "Eva", "Be loved"]],
        "Key results": [["Id", "Objective id", "Key result", "Start", "Target", "Current"], ["T1", "TOP", "Stars", 0, 10, 2]],
    }  # fmt: skip
    path = team.with_name("company.xlsx")
    book = xlsxwriter.Workbook(path)
    for title, cells in rows.items():
        sheet = book.add_worksheet(title)
        for row, values in enumerate(cells):
            sheet.write_row(row, 0, values)
    book.close()
    change(team, "Objectives", {(2, 4): "TOP"})
    return path


def change(path: Path, title: str, cells: dict[tuple[int, int], Any]) -> None:
    file = WorkbookFile(path.read_bytes())
    file.set_cells(title, {at: CellContent(value) for at, value in cells.items()})
    path.write_bytes(file.packed())


def notes(path: Path, title: str) -> dict[str, str]:
    """The texts of the notes that a push wrote on a sheet, by cell."""
    sheet = load_workbook(path)[title]
    texts = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    return {cell: text for cell, note in texts.items() if (text := own_text(note)) is not None}


def test_an_objective_gets_its_status_and_that_of_its_parent_in_another_workbook(team: Path, company: Path) -> None:
    change(team, "Objectives", {(3, 4): "TOP"})
    run("push", team, "--yes", *DAY)
    texts = notes(team, "Objectives")
    assert texts["D3"] == (
        "Status: off track, 50% (91% expected)\nKey results with a value: 2 of 2\n"
        "Parent TOP “Be loved”: off track, 48% (91% expected)"
    )


def test_columns_for_figures_that_are_empty_are_filled(team: Path) -> None:
    before = team.read_bytes()
    run("push", team, "--yes", *DAY)
    typed, shown = load_workbook(team)["Key results"], load_workbook(team, data_only=True)["Key results"]
    assert [[typed.cell(row, column).value for column in (9, 10)] for row in (2, 3)] == [
        ["=0.6", '="off track"'], ["=0.4", '="off track"'],
    ]  # fmt: skip
    assert [shown.cell(row, 9).value for row in (2, 3, 4, 5)] == [0.6, 0.4, 0.5, 1]
    assert shown["I2"].number_format == "0%"
    assert (team.parent / "okrsheets-out" / "backups" / "team before push 2026-06-22.xlsx").read_bytes() == before


def test_only_the_parts_of_the_plan_change_in_a_workbook_of_many_parts(team: Path) -> None:
    before = team.read_bytes()
    run("push", team, "--yes", *DAY)
    changed = changed_parts(before, team.read_bytes())
    assert changed == {
        "xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/calcChain.xml",
        "xl/_rels/workbook.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert len(parts_of(before)) >= 56


def test_the_same_push_twice_changes_nothing(team: Path) -> None:
    run("push", team, "--yes", *DAY)
    pushed = team.read_bytes()
    again = run("push", team, "--yes", *DAY)
    assert "nothing to write" in again.stderr
    assert team.read_bytes() == pushed


def test_on_another_day_with_the_same_figures_nothing_is_written(team: Path) -> None:
    late = ("--as-of", "2026-07-15"), ("--as-of", "2026-07-16")
    run("push", team, "--yes", *late[0])
    assert "nothing to write" in run("push", team, "--yes", *late[1]).stderr


def test_a_figure_that_changes_is_written_again_and_that_of_a_row_that_goes_is_cleared(team: Path) -> None:
    run("push", team, "--yes", *DAY)
    change(team, "Key results", {(2, 5): 5, **{(4, column): None for column in range(8)}})
    result = run("push", team, "--yes", *DAY)
    assert "Key results!I2 Progress of K1: 0.6 → 1" in result.stdout
    sheet = load_workbook(team)["Key results"]
    assert (sheet["I2"].value, sheet["I4"].value, sheet["J4"].value) == ("=1", None, None)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (CellContent("ask Mia"), "ask Mia"),
        (CellContent(0.9), 0.9),
        (CellContent(0.7, "F2/E2"), "=F2/E2"),
    ],
)
def test_what_people_typed_into_a_column_for_figures_stays(content: CellContent, shown: object, team: Path) -> None:
    file = WorkbookFile(team.read_bytes())
    file.set_cells("Key results", {(2, 8): content})
    team.write_bytes(file.packed())
    run("push", team, "--yes", *DAY)
    sheet = load_workbook(team)["Key results"]
    assert (sheet["I2"].value, sheet["I3"].value) == (shown, "=0.4")


def test_a_note_of_a_person_stays_and_is_reported(team: Path) -> None:
    result = run("push", team, "--yes", *DAY)
    assert result.exit_code == 4
    assert (
        "Objectives!D2: somebody's note is on this cell, and it stays; okrsheets would write: Status: off"
        in result.stdout
    )
    assert load_workbook(team)["Objectives"]["D2"].comment.text == "Since 2024"


def test_a_note_of_ours_that_a_person_changed_stays_and_is_reported(team: Path) -> None:
    run("push", team, "--yes", *DAY)
    file = WorkbookFile(team.read_bytes())
    note = file.notes("Objectives")[3, 3]
    file.set_notes("Objectives", {(3, 3): CellNote(note.author, f"{note.text}\nWhy? Ann")})
    team.write_bytes(file.packed())
    for words in ((), ("--remove",)):
        result = run("push", team, "--yes", *DAY, *words)
        assert "Objectives!D3: somebody changed the note of okrsheets" in result.stdout
        assert load_workbook(team)["Objectives"]["D3"].comment.text.endswith("Why? Ann")


def test_a_problem_gets_a_note_at_its_cell_which_goes_with_the_problem(team: Path) -> None:
    change(team, "Key results", {(2, 4): "ten"})
    run("push", team, "--yes", *DAY)
    assert "'ten'" in notes(team, "Key results")["E2"]
    change(team, "Key results", {(2, 4): 5})
    result = run("push", team, "--yes", *DAY)
    assert "Key results!E2: the note of okrsheets is removed" in result.stdout
    assert notes(team, "Key results") == {}
    assert load_workbook(team)["Key results"]["C2"].comment.text == "Ask Mia"


def test_everything_that_was_pushed_can_be_taken_out_again(team: Path) -> None:
    before = WorkbookFile(team.read_bytes())
    run("push", team, "--yes", *DAY)
    result = run("push", team, "--remove", "--yes", *DAY)
    assert result.exit_code == 0
    after = WorkbookFile(team.read_bytes())
    for title in before.sheets():
        assert (after.cells(title), after.formulas(title), after.notes(title)) == (
            before.cells(title), before.formulas(title), before.notes(title),
        )  # fmt: skip


def test_a_dry_run_shows_the_plan_and_writes_nothing(team: Path) -> None:
    before = team.read_bytes()
    result = run("push", team, "--dry-run", *DAY)
    assert "team.xlsx › Key results!J3 Status Now of K2: nothing → 'off track'" in result.stdout
    assert "would write into 1 workbook" in result.stderr
    assert team.read_bytes() == before
    assert "add --yes" in run("push", team, *DAY).stderr
    assert team.read_bytes() == before


def test_a_folder_is_written_workbook_by_workbook(team: Path, company: Path) -> None:
    (team.parent / "extra").mkdir()
    (team.parent / "extra" / "objectives.csv").write_text("id,level,owner,objective\nX1,Team,Ann,Else\n")
    result = run("push", team.parent, "--yes", *DAY)
    assert "extra: skipped: only .xlsx and .xlsm can be written" in result.stderr
    assert notes(company, "Objectives")["D2"].startswith("Status: off track")
    assert notes(team, "Objectives")["D3"].startswith("Status:")
    again = run("push", team.parent, "--yes", *DAY, "--json")
    assert [(each["workbook"], each["changes"], each["notes"]) for each in json.loads(again.stdout)] == [
        ("company.xlsx", [], []), ("team.xlsx", [], []),
    ]  # fmt: skip


def test_a_workbook_of_a_folder_that_is_open_elsewhere_is_skipped_and_the_others_are_written(
    team: Path, company: Path
) -> None:
    before = team.read_bytes()
    (team.parent / f"~${BOOK}").write_bytes(b"")
    result = run("push", team.parent, "--yes", *DAY)
    assert (result.exit_code, "team.xlsx: skipped: team.xlsx is open in another program" in result.stderr) == (1, True)
    assert team.read_bytes() == before
    assert notes(company, "Objectives")


def test_progress_is_not_written_where_it_would_be_read_as_typed(team: Path) -> None:
    change(team, "Key results", {(1, 3): None, (1, 5): None})
    assert "Progress" not in run("push", team, "--dry-run", *DAY).stdout


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nowhere.xlsx",), "there is no file or folder"),
        ((BOOK, "--people"), "are for Google spreadsheets"),
        (("google:1AbcDefGhiJkl", "--remove"), "--remove is for workbooks"),
        ((".", "."), "is a folder itself"),
        (("other.ods",), "OpenDocument"),
    ],
)
def test_what_cannot_be_done_is_answered_in_words(
    words: tuple[str, ...], what: str, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(team.parent)
    (team.parent / "other.ods").write_bytes(b"x")
    result = run("push", *words)
    assert (result.exit_code, what in result.stderr) == (2, True), result.stderr


def test_a_note_is_known_by_its_last_line_alone() -> None:
    assert is_signed("anything\n— okrsheets, 2026-06-22 · 00000000")
    assert own_text("anything\n— okrsheets, 2026-06-22 · 00000000") is None


def commands_of_the_pages() -> list[str]:
    """The commands on the pages about writing back and about closing, but those for Google."""
    docs = Path(__file__).parents[2] / "docs"
    pages = [
        (docs / "push.md").read_text("utf-8").partition("## A team's spreadsheet")[0],
        (docs / "close.md").read_text("utf-8"),
    ]
    commands = [
        command for page in pages for command in re.findall(r"^okrsheets (.*?)(?:  +#.*)?$", page, re.MULTILINE)
    ]
    return [command for command in commands if "google:" not in command]


def test_the_commands_of_the_pages_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("okrsheets.commands.shell.is_terminal", lambda: True)
    (tmp_path / "team-sheets").mkdir()
    for name in ("support.xlsx", "team-sheets/sales.xlsx"):
        (tmp_path / name).write_bytes(rich_workbook())
    commands = commands_of_the_pages()
    assert len(commands) == 7
    for command in commands:
        words = [name for word in shlex.split(command) for name in (sorted(glob(word)) if "*" in word else [word])]
        result = CliRunner().invoke(main, words, input="y\n")
        assert result.exit_code in (0, 4), (command, result.output)
