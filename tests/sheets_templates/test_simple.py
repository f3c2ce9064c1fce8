"""The small workbooks: what is typed into them is computed without an add-in, and read like the larger ones."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import plain_office
import pytest
from click.testing import CliRunner

from okrsheets.cli import main
from okrsheets.core.cells import needed_day
from okrsheets.core.records import Records
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sheets_templates.simple import FIRST, GAPS, MANAGER, REQUIRED, SELF, write_simple_okrs, write_skill_grid
from okrsheets.sheets_templates.wording import wording_in
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import parse

TODAY = needed_day("2026-08-15")
without_office = pytest.mark.skipif(plain_office.is_missing(), reason="soffice is not on this machine")


def computed(path: Path, folder: Path) -> tuple[Extract, openpyxl.Workbook]:
    """A workbook after LibreOffice has computed it: as a sync reads it, and its cells."""
    (done,) = plain_office.recalculated(folder, path)
    return extract(parse(done.name, done.read_bytes()), HeadingIndex()), openpyxl.load_workbook(done, data_only=True)


def table(found: Extract, name: str) -> list[Records]:
    return [records for records in found.tables if records.table.name == name]


@pytest.mark.slow
@without_office
def test_okrs_without_ids_compute_and_are_read(tmp_path: Path) -> None:
    path = tmp_path / "okrs.xlsx"
    write_simple_okrs(path, TODAY, "Hafen", "2026-Q3")
    book = openpyxl.load_workbook(path)
    rows = [
        ("Fill the berths", "Guest nights", "Ann", 100, 200, 150),
        ("", "Tickets", "Bo", 0, 40, 10),
        ("Calm", "Noise", "Cy", "", 10, 20),
    ]
    for number, row in enumerate(rows, start=FIRST):
        for column, value in enumerate(row, start=1):
            book["OKRs"].cell(number, column).value = value or (0 if value == 0 else None)
    book.save(path)
    found, shown = computed(path, tmp_path)
    assert [shown["OKRs"].cell(number, 7).value for number in range(FIRST, FIRST + 4)] == [0.5, 0.25, "start?", None]
    (results,) = table(found, "key results")
    assert results.columns["objective_id"] == ["Fill the berths", "Fill the berths", "Calm"]
    assert results.columns["current"] == [150, 10, 20]
    (settings,) = table(found, "settings")
    assert settings.columns["cycle"] == ["2026-Q3"]


@pytest.mark.slow
@without_office
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_matrix_of_skills_computes_its_gaps_and_is_read(language: str, tmp_path: Path) -> None:
    path, wording = tmp_path / "skills.xlsx", wording_in(language)
    manager, own, required_levels, gaps_sheet = map(wording.sheet, (MANAGER, SELF, REQUIRED, GAPS))
    write_skill_grid(path, TODAY, "Hafen", wording)
    book = openpyxl.load_workbook(path)
    for column, skill in enumerate(("Rigging", "Navigation"), start=3):
        book[manager].cell(FIRST - 1, column).value = skill
    for number, row in enumerate((("Ann Lee", "Skipper", 3, None), ("Bo Ray", "Mate", 2, 1)), start=FIRST):
        for column, value in enumerate(row, start=1):
            book[manager].cell(number, column).value = value
    book[own].cell(FIRST, 4).value = 4
    book[own].cell(FIRST + 1, 3).value = 3
    for number, (role, *levels) in enumerate((("Skipper", 4, 5), ("Mate", 2, 2)), start=FIRST):
        book[required_levels].cell(number, 1).value = role
        for column, level in enumerate(levels, start=3):
            book[required_levels].cell(number, column).value = level
    book.save(path)
    found, shown = computed(path, tmp_path)
    gaps = [[shown[gaps_sheet].cell(number, column).value for column in (1, 3, 4)] for number in (FIRST, FIRST + 1)]
    assert gaps == [["Ann Lee", 1, 1], ["Bo Ray", None, 1]]
    ratings = {
        row
        for records in table(found, "assessments")
        for row in zip(*(records.columns[field] for field in ("person_id", "skill", "rater_type", "level")))
    }
    assert ratings == {
        ("Ann Lee", "Rigging", "manager", 3),
        ("Ann Lee", "Navigation", "self", 4),
        ("Bo Ray", "Rigging", "self", 3),
        ("Bo Ray", "Rigging", "manager", 2),
        ("Bo Ray", "Navigation", "manager", 1),
    }
    required = (
        row
        for records in table(found, "roles")
        for row in zip(*(records.columns[field] for field in ("role", "skill", "required_level")))
    )
    assert sorted(required) == [
        ("Mate", "Navigation", 2), ("Mate", "Rigging", 2), ("Skipper", "Navigation", 5), ("Skipper", "Rigging", 4),
    ]  # fmt: skip
    assert [problem for problem in found.problems if not problem.note] == []


@pytest.mark.parametrize("options", [["okrs", "--matrix"], ["skills", "--simple"], ["okrs", "--simple", "--functions"]])
def test_options_that_do_not_fit_are_refused(options: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", options[0], str(tmp_path / "a.xlsx"), *options[1:]])
    assert done.exit_code == 2
    assert not (tmp_path / "a.xlsx").exists()


def test_the_command_writes_both(tmp_path: Path) -> None:
    for options in (["okrs", "--simple"], ["skills", "--matrix"]):
        path = tmp_path / f"{options[0]}.xlsx"
        assert CliRunner().invoke(main, ["new", options[0], str(path), options[1]]).exit_code == 0
        assert openpyxl.load_workbook(path).sheetnames[0] in ("OKRs", MANAGER)


def test_small_workbooks_that_nobody_filled_in_have_no_problem(tmp_path: Path) -> None:
    write_skill_grid(tmp_path / "s.xlsx", TODAY, "")
    write_simple_okrs(tmp_path / "o.xlsx", TODAY, "", "2026-Q3")
    for name in ("s.xlsx", "o.xlsx"):
        found = extract(parse(name, (tmp_path / name).read_bytes()), HeadingIndex())
        assert [str(problem) for problem in found.problems if not problem.note] == []
