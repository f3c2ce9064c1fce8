"""`okrsheets close` does the same to a workbook file as the menu does to an open workbook, and nothing else."""

from __future__ import annotations

import copy
import re
import warnings
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from macro_books import LAST_DAY, all_contents, worked_cases, write_support
from openpyxl import load_workbook
from rich_workbook import changed_parts, parts_of, rich_workbook

from okrsheets.addin.macros.book import Formula
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.plan import apply, same
from okrsheets.cli import main
from okrsheets.commands.file_book import FileBook
from okrsheets.core.archive import pack
from okrsheets.core.cells import Cell, ErrorCell, needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sync.xlsx.cell_xml import CellContent
from okrsheets.sync.xlsx.workbook import WorkbookFile

DAY = needed_day(LAST_DAY)
AFTER = ("--next", "2026-Q3", "--as-of", LAST_DAY)


def run(*words: str | Path, typed: str | None = None) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    path = tmp_path / "support.xlsx"
    path.write_bytes(rich_workbook())
    return path


@pytest.fixture
def support(tmp_path: Path) -> Path:
    return write_support(tmp_path / "support.xlsx")


def file_book(path: Path) -> FileBook:
    return FileBook(path.name, path.read_bytes(), DAY)


def teams() -> list[tuple[str, str]]:
    return [
        (case, team)
        for case in ("shop", "clinic", "startup")
        for team, tables in worked.load(case).items()
        if len(tables["objectives"])
    ]


def test_there_is_a_team_for_each_workbook_of_the_examples() -> None:
    assert [book.name for book in worked_cases()] == [f"{case}-{team}" for case, team in teams()]


@pytest.mark.parametrize("number", range(len(teams())), ids=lambda number: "-".join(teams()[number]))
@pytest.mark.parametrize("unfinished", [False, True])
def test_closing_by_command_equals_closing_by_menu(number: int, unfinished: bool, tmp_path: Path) -> None:
    case, team = teams()[number]
    by_menu = copy.deepcopy(worked_cases()[number])
    path = tmp_path / f"{by_menu.name}.xlsx"
    write_okrs(path, worked.load(case)[team], DAY, functions=True)
    apply(plan_close(by_menu, unfinished), by_menu)
    result = run("close", path, *AFTER, "--yes", *(["--unfinished"] if unfinished else []))
    assert result.exit_code == 0, result.output
    by_command = file_book(path)
    assert by_command.sheets() == by_menu.sheets()
    wanted, held = all_contents(by_menu), all_contents(by_command)
    for sheet, cells in wanted.items():
        assert set(cells) == {at for at, cell in held[sheet].items() if cell != ErrorCell("#NAME?")}, sheet
        assert not [
            (sheet, at, cell, held[sheet][at]) for at, cell in cells.items() if not alike(cell, held[sheet][at])
        ]


def alike(one: Cell, other: Cell) -> bool:
    if isinstance(one, Formula):
        return isinstance(other, Formula)
    return same(one, other)


def test_only_the_parts_of_the_plan_change_in_a_workbook_of_many_parts(rich: Path) -> None:
    before = rich.read_bytes()
    assert run("close", rich, *AFTER, "--yes").exit_code == 0
    changed = changed_parts(before, rich.read_bytes())
    old = {name for name in changed if name in parts_of(before)}
    assert old == {
        "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml",
        *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 5)),
    }  # fmt: skip
    assert (rich.parent / "okrsheets-out" / "backups" / "support before 2026-Q3.xlsx").read_bytes() == before


def test_the_next_cycle_begins_where_the_last_one_stopped(rich: Path) -> None:
    assert run("close", rich, *AFTER, "--yes").exit_code == 0
    book = load_workbook(rich)
    assert [row[1].value for row in book["Settings"].iter_rows()] == [
        "Support", "2026-Q3", *(cell_date(day) for day in ("2026-07-01", "2026-09-30")),
    ]  # fmt: skip
    rows = [[cell.value for cell in row[:8]] for row in book["Key results"].iter_rows()][1:5]
    assert [row for row in rows if row[0]] == [["K2", "O2", "Sorted tickets", 2, 5, None, "active", None]]
    assert {row[0].value for row in book["Objectives"].iter_rows(max_row=4)} == {"Id", "O1", "O2", None}
    lists = book["Post-mortems 2026-Q2"]
    assert [row[0].value for row in lists.iter_rows(min_row=4)] == ["K1", "K2"]
    assert lists["H4"].hyperlink.location == "'Key results 2026-Q2'!A2"


def cell_date(day: str) -> object:
    from datetime import datetime

    return datetime.fromisoformat(day)


def test_the_plan_speaks_of_objectives_and_key_results_by_name(rich: Path) -> None:
    before = rich.read_bytes()
    result = run("close", rich, *AFTER, "--unfinished", "--dry-run")
    assert result.stdout == (
        "support.xlsx: 2026-Q2 closes; 2026-Q3 begins, 2026-07-01 to 2026-09-30\n"
        "  archived as “… 2026-Q2”: Objectives, Key results, Check-ins\n"
        "  carried forward:\n"
        "    O1 “Grow & <thrive>”\n"
        "    O2 “Answer fast”\n"
        "      K2 “Sorted tickets”: 40%\n"
        "    O3 “Delight”\n"
        "      K3 “Stars”: 50%\n"
        "  archived only:\n"
        "    O2 “Answer fast” (the objective is carried forward)\n"
        "      K1 “Hours to answer”: 60%\n"
        "    O3 “Delight” (the objective is carried forward)\n"
        "      K4 “Parts”: 100%\n"
        "  post-mortem (committed, below target):\n"
        "    K1 “Hours to answer”: 60%\n"
        "    K2 “Sorted tickets”: 40%\n"
    )
    assert "would close 1 workbook" in result.stderr
    assert rich.read_bytes() == before
    assert not (rich.parent / "okrsheets-out").exists()


def test_what_is_carried_forward_can_be_chosen(rich: Path) -> None:
    result = run("close", rich, *AFTER, "--carry", "K1", "--leave", "K2", "--yes")
    assert "carried forward:\n    O1 “Grow & <thrive>”\n    O2 “Answer fast”\n      K1" in result.stdout
    book = load_workbook(rich)["Key results"]
    assert [cell.value for cell in book["A"][1:5] if cell.value] == ["K1"]


def test_closing_twice_does_nothing(rich: Path) -> None:
    run("close", rich, *AFTER, "--yes")
    closed = rich.read_bytes()
    again = run("close", rich, *AFTER, "--yes")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "support.xlsx is in 2026-Q3 already" in again.stderr
    assert rich.read_bytes() == closed


def test_a_closed_workbook_is_read_as_one_of_the_next_cycle(support: Path) -> None:
    run("close", support, *AFTER, "--unfinished", "--yes")
    result = run("check", support, "--as-of", "2026-07-01")
    assert "read 1 objective, 2 key results" in result.stderr


def test_several_workbooks_are_closed_together_or_not_at_all(rich: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"broken")
    before = rich.read_bytes()
    result = run("close", rich, other, *AFTER, "--yes")
    assert (result.exit_code, "other.xlsx: the file is damaged" in result.stderr) == (3, True)
    assert rich.read_bytes() == before
    other.write_bytes(before)
    assert run("close", rich, other, *AFTER, "--yes").exit_code == 0
    assert load_workbook(other)["Settings"]["B2"].value == "2026-Q3"


def test_nothing_is_written_without_agreement(rich: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rich.read_bytes()
    assert "add --yes" in run("close", rich, *AFTER).stderr
    monkeypatch.setattr("okrsheets.commands.shell.is_terminal", lambda: True)
    assert "nothing was changed" in run("close", rich, *AFTER, typed="n\n").stderr
    assert rich.read_bytes() == before
    assert run("close", rich, *AFTER, typed="y\n").exit_code == 0
    assert rich.read_bytes() != before


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (("--next", "2026-Q4", "--as-of", LAST_DAY), 2, "use --next 2026-Q3"),
        (("--next", "2026-Q3", "--as-of", "2026-06-29"), 1, "add --early"),
        (("--next", "2026-Q3", "--as-of", LAST_DAY, "--carry", "K9"), 2, "there is no key result 'K9'"),
    ],
)
def test_what_is_in_the_way_is_answered_with_what_to_do(
    words: tuple[str, ...], code: int, what: str, rich: Path
) -> None:
    before = rich.read_bytes()
    result = run("close", rich, *words, "--yes")
    assert (result.exit_code, what in result.stderr) == (code, True), result.stderr
    assert rich.read_bytes() == before


def changed_file(path: Path, title: str, cells: dict[tuple[int, int], CellContent]) -> None:
    file = WorkbookFile(path.read_bytes())
    file.set_cells(title, cells)
    path.write_bytes(file.packed())


def test_figures_that_no_add_in_computed_are_archived_as_they_should_be(support: Path) -> None:
    file = WorkbookFile(support.read_bytes())
    for title in file.sheets():
        ours = {at: text for at, text in file.formulas(title).items() if "OKR_" in text}
        file.set_cells(title, {at: CellContent(ErrorCell("#NAME?"), text.strip("{}")[1:]) for at, text in ours.items()})
    shown = WorkbookFile(write_support(support.with_name("as-it-was.xlsx")).read_bytes()).cells("Key results")
    support.write_bytes(file.packed())
    assert run("close", support, *AFTER, "--yes").exit_code == 0
    archived = WorkbookFile(support.read_bytes()).cells("Key results 2026-Q2")
    for at, value in shown.items():
        if at[1] < 19:
            assert archived[at] == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_formula_that_was_never_computed_is_not_archived(rich: Path) -> None:
    changed_file(rich, "Key results", {(2, 12): CellContent(formula="F2*2")})
    result = run("close", rich, *AFTER, "--yes")
    assert (result.exit_code, "Key results!M2: the value of this formula was never saved" in result.stderr) == (1, True)


def test_the_workbook_that_is_closed_opens_in_another_reader_with_all_its_values(support: Path) -> None:
    before = values(support)
    run("close", support, *AFTER, "--unfinished", "--yes")
    after = values(support)
    for sheet in ("Objectives", "Key results", "Check-ins", "Goal skills", "Alignment"):
        assert after[f"{sheet} 2026-Q2"] == before[sheet]


def values(path: Path) -> dict[str, list[list[object]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {
        sheet.title: [[plain(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets
    }


def plain(value: object) -> object:
    return value.isoformat()[:10] if isinstance(value, date) else value


def replaced(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change the text of one part of a workbook."""
    parts = parts_of(path.read_bytes())
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    path.write_bytes(pack(parts))


@pytest.mark.parametrize(
    ("part", "old", "new", "what"),
    [
        (
            "xl/worksheets/sheet3.xml",
            b"</sheetData>",
            b'</sheetData><sheetProtection password="CC1A" sheet="1"/>',
            "the sheet 'Key results' is protected with a password",
        ),
        (
            "xl/workbook.xml",
            b"<bookViews>",
            b'<workbookProtection lockStructure="1"/><bookViews>',
            "the workbook's structure is protected",
        ),
        ("xl/workbook.xml", b"<workbookPr ", b'<workbookPr date1904="1" ', "this workbook uses the 1904 date system"),
    ],
)
def test_a_workbook_that_is_protected_or_counts_otherwise_is_refused(
    part: str, old: bytes, new: bytes, what: str, rich: Path
) -> None:
    replaced(rich, part, old, new)
    before = rich.read_bytes()
    result = run("close", rich, *AFTER, "--yes")
    assert (result.exit_code, what in result.stderr) == (1, True), result.stderr
    assert rich.read_bytes() == before


def with_prefix(data: bytes) -> bytes:
    """The XML of a part as some programs write it: every element of the main namespace with a prefix."""
    data = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", data)
    return data.replace(b'xmlns="', b'xmlns:x="', 1)


def test_a_workbook_whose_tags_have_a_prefix_is_closed_as_well(rich: Path) -> None:
    parts = parts_of(rich.read_bytes())
    named = re.compile(r"xl/(workbook|styles|worksheets/sheet\d+|comments\d+)\.xml")
    rich.write_bytes(pack({name: with_prefix(data) if named.fullmatch(name) else data for name, data in parts.items()}))
    run("push", rich, "--as-of", "2026-06-22", "--yes")
    assert run("close", rich, *AFTER, "--yes").exit_code == 0
    book = load_workbook(rich)
    assert [cell.value for cell in book["Key results"]["A"][1:5] if cell.value] == ["K2"]
    assert book["Key results 2026-Q2"]["I2"].value == 0.6
    assert book["Objectives 2026-Q2"]["D3"].comment.text.startswith("Status: off track")


def test_the_macros_of_a_workbook_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsm"
    assert run("new", "okrs", path, "--team", "Support", "--cycle", "2026-Q2").exit_code == 0
    file = FileBook(path.name, path.read_bytes(), DAY)
    headings = {str(cell).strip("*").lower(): at for at, cell in enumerate(file.cells("Key results")[3])}
    row: dict[str, Cell] = {
        "id": "K1",
        "objective id": "O1",
        "key result": "Hours",
        "start": 0,
        "target": 5,
        "current": 1,
    }
    changed_file(path, "Key results", {(5, headings[name]): CellContent(value) for name, value in row.items()})
    before = path.read_bytes()
    assert run("close", path, *AFTER, "--yes").exit_code == 0
    assert "xl/vbaProject.bin" in set(parts_of(before)) - changed_parts(before, path.read_bytes())
