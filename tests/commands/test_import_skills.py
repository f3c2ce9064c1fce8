"""`okrsheets import skills`: suggestions that wait for the user, a catalogue, and role profiles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from okrsheets.cli import main
from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.skills import write_skills

ESCO = Path(__file__).parents[1] / "support" / "esco_skills.csv"


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, tables_of: Callable[..., Tables]) -> Path:
    """A folder with a skill matrix: two skills on its Skills sheet, one that only ratings name."""
    people = [{"person_id": "ida", "name": "Ida Brandt", "role": "Clerk", "team": "Support"}]
    rated = [
        {
            "person_id": "ida",
            "skill": "Working with spreadsheets",
            "rater_type": "self",
            "level": 3,
            "date": "2026-01-05",
        }
    ]
    skills = [{"skill": "Order picking"}, {"skill": "Quantum origami"}]
    tables = tables_of("Skills.xlsx", skills=skills, people=people, assessments=rated)
    write_skills(tmp_path / "Skills.xlsx", tables, needed_day("2026-04-01"))
    return tmp_path


@pytest.mark.slow
def test_nothing_is_taken_over_until_the_user_accepts_it(folder: Path) -> None:
    result = run("import", "skills", ESCO, "--folder", folder, "--yes")
    assert result.exit_code == 0, result.output
    assert "ESCO: 68 skills" in result.stdout
    assert "to write: 0 skills" in result.stdout
    assert "Order picking = pick orders in warehouse? (100%, Order picking)" in result.stdout
    assert "1 unlike any skill" in result.stdout
    assert not (folder / "skills-import.xlsx").exists()

    matches = load_workbook(folder / "import-matches.xlsx")
    rows = {row[0].value: row for row in matches["Skill Names"].iter_rows(min_row=2)}
    assert rows["Working with spreadsheets"][2].value == "use spreadsheets software"
    for row in rows.values():
        row[1].value = row[2].value
    matches.save(folder / "import-matches.xlsx")
    result = run("import", "skills", ESCO, "--folder", folder, "--yes")
    assert "to write: 1 skill," in result.stdout  # Order picking is on the Skills sheet already
    before = {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}
    assert "nothing has changed" in run("import", "skills", ESCO, "--folder", folder, "--yes").stderr
    assert {path.name: path.read_bytes() for path in folder.glob("*.xlsx")} == before
    run("sync", folder)
    rows_read = json.loads(run("sql", "SELECT skill FROM skills ORDER BY skill", folder, "--json").stdout)
    assert [row["skill"] for row in rows_read] == ["Order picking", "Quantum origami", "Working with spreadsheets"]


def test_a_profile_of_onet_has_our_levels(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    head = "O*NET-SOC Code\tTitle\tElement ID\tElement Name\tScale ID\tData Value\n"
    lines = [
        "1\tClerks\ta\tSpeaking\tLV\t4.2",
        "1\tClerks\ta\tSpeaking\tIM\t3.5",
        "2\tPilots\ta\tSpeaking\tLV\t7",
        "1\tClerks\tb\tRepairing\tLV\t0.2",
    ]
    path = tmp_path_factory.mktemp("onet") / "Skills.txt"
    path.write_text(head + "\n".join(lines), "utf-8")
    assert run("import", "skills", path, "--folder", folder, "--role", "clerks", "--yes").exit_code == 0
    run("sync", folder)
    rows = json.loads(run("sql", "SELECT role, skill, required_level, weight FROM roles", folder, "--json").stdout)
    assert [tuple(row.values()) for row in rows] == [("Clerks", "Speaking", 3.0, 3.5)]
    wrong = run("import", "skills", path, "--folder", folder, "--role", "Clerk", "--yes")
    assert wrong.exit_code == 2
    assert "did you mean: Clerks" in wrong.stderr


def test_other_files_are_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("x") / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    result = run("import", "skills", path, "--folder", folder)
    assert result.exit_code == 2
    assert "neither ESCO's table of skills nor O*NET's" in result.stderr
