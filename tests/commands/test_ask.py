"""`okrsheets ask`: sheets with a few questions, read back as self-ratings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bad_input import okrs, xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main

SKILLS = [f"Skill {number}" for number in range(12)]
HOSTILE = ['=HYPERLINK("x")', "Ann O'Brien; DROP", "山田太郎", "../../etc/passwd", "a\u202eb"]


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def organisation(folder: Path, names: list[str], skills: list[str] = SKILLS) -> Path:
    """A team with an objective that needs skills that nobody is rated in."""
    people = [(f"p{number}", name, "Cook", "Support") for number, name in enumerate(names, start=1)]
    book: dict[str, Any] = {
        **okrs(),
        "Goal skills": [["Objective ID", "Skill", "Level", "Headcount"], *(("O1", skill, 3, 1) for skill in skills)],
        "Skills": [["Skill", "Level 1", "Level 3"], *((skill, "begins", "does it alone") for skill in skills)],
        "People": [["Person ID", "Name", "Role", "Team"], *people],
    }
    folder.mkdir(exist_ok=True)
    (folder / "team.xlsx").write_bytes(xlsx(book))
    assert run("sync", folder, "--as-of", "2026-02-15").exit_code in (0, 4)
    return folder


def ask(folder: Path, *more: str, day: str = "2026-02-15") -> Result:
    return run("ask", folder, "--to", folder / "questions", "--as-of", day, *more)


def answer(path: Path, levels: dict[str, float]) -> None:
    """Fill in a sheet as a person does; openpyxl keeps the mark of the file, as spreadsheet programs do."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=5):
        if row[0].value in levels:
            row[2].value = levels[str(row[0].value)]
    book.save(path)


def ratings(folder: Path) -> list[Any]:
    query = "SELECT person_id, skill, rater_type, level, date FROM current_assessments ORDER BY ALL"
    return [tuple(row.values()) for row in json.loads(run("sql", query, folder, "--json").stdout)]


def test_ten_questions_with_their_reasons_are_asked_and_read_back(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    result = ask(folder)
    assert result.exit_code == 0, result.output
    path = folder / "questions" / "ida-brandt-2026-02-15.xlsx"
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == 10
    assert rows[0][1] == "“Skill 0” is needed by “Answer faster”. There is no rating yet."
    assert rows[0][7:] == ("begins", "", "does it alone", "", "")
    run("sync", folder, "--as-of", "2026-02-16")
    assert ratings(folder) == []
    answer(path, {"Skill 0": 3, "Skill 7": 2.5})
    assert run("sync", folder, "--as-of", "2026-02-16").exit_code in (0, 4)
    assert ratings(folder) == [
        ("p1", "Skill 0", "self", 3, "2026-02-15"),
        ("p1", "Skill 7", "self", 2.5, "2026-02-15"),
    ]
    later = ask(folder, "--dry-run", day="2026-06-01")
    assert "“Skill 0”" not in later.stdout
    assert "“Skill 10”" in later.stdout


def test_sheets_of_questions_make_no_problems_whether_answered_or_not(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt", "Jon Vik"])
    before = run("check", folder, "--as-of", "2026-02-15", "--json").stdout
    ask(folder, "--language", "de")
    answer(folder / "questions" / "jon-vik-2026-02-15.xlsx", {"Skill 1": 4})
    after = run("check", folder, "--as-of", "2026-02-15", "--json").stdout
    assert "questions/" not in after
    assert len(json.loads(after)["problems"]) == len(json.loads(before)["problems"])
    run("sync", folder, "--as-of", "2026-02-16")
    assert ratings(folder) == [("p2", "Skill 1", "self", 4, "2026-02-15")]


def test_nobody_is_asked_twice_within_the_interval(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    assert "asked: 1 of 1 person" in ask(folder, "--questions", "3").stderr
    again = ask(folder, day="2026-03-10")
    assert "not asked  Ida Brandt: was asked on 2026-02-15, 1 time so far" in again.stderr
    assert "asked: 1 of 1 person" in ask(folder, day="2026-03-20").stderr
    assert "asked: 1 of 1 person" in ask(folder, "--every", "1 day", day="2026-03-21").stderr
    rows = json.loads(run("sql", "SELECT person_id, questions FROM asked ORDER BY day", folder, "--json").stdout)
    assert [row["questions"] for row in rows] == [3, 10, 10]


def test_a_dry_run_writes_and_notes_nothing(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    result = ask(folder, "--dry-run")
    assert "Ida Brandt" in result.stdout
    assert not (folder / "questions").exists()
    assert json.loads(run("sql", "SELECT * FROM asked", folder, "--json").stdout) == []


def test_a_sheet_that_may_have_answers_is_not_written_over(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    ask(folder)
    path = folder / "questions" / "ida-brandt-2026-02-15.xlsx"
    before = path.read_bytes()
    result = ask(folder, "--every", "1 day", day="2026-02-15")
    assert result.exit_code in (0, 2)
    assert path.read_bytes() == before


def test_hostile_names_and_namesakes_each_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", [*HOSTILE, "Ida", "Ida"], skills=["=1+1", "C#"])
    assert ask(folder).exit_code == 0
    files = sorted((folder / "questions").rglob("*.xlsx"))
    assert len(files) == len(HOSTILE) + 2
    assert all(file.parent == folder / "questions" for file in files)
    for file in files:
        answer(file, {"=1+1": 2})
    run("sync", folder, "--as-of", "2026-02-16")
    assert len(ratings(folder)) == len(HOSTILE) + 2


def test_a_folder_that_no_sync_reads_is_said(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    result = run("ask", folder, "--to", tmp_path / "elsewhere", "--as-of", "2026-02-15")
    assert "a sync does not read" in result.stderr


def test_a_period_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    assert ask(folder, "--every", "often").exit_code == 2


def test_who_was_asked_leaves_with_the_person(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "team", ["Ida Brandt"])
    ask(folder)
    assert run("privacy", "erase", "Ida Brandt", folder, "--yes").exit_code == 0
    (row,) = json.loads(run("sql", "SELECT person_id, day FROM asked", folder, "--json").stdout)
    assert row["person_id"].startswith("erased-")


@pytest.mark.slow
def test_the_example_company_is_asked(tmp_path: Path) -> None:
    assert run("demo", "--out", tmp_path).exit_code == 0
    assert "asked: 0 of 12 people" in run("ask", tmp_path, "--to", tmp_path / "questions").stderr
    settings = tmp_path / "okrsheets.toml"
    settings.write_text(settings.read_text("utf-8") + '[skills]\nstale = "5 days"\n', "utf-8")
    assert "asked: 10 of 12 people" in run("ask", tmp_path, "--to", tmp_path / "questions").stderr
    assert run("sync", tmp_path).exit_code == 0
