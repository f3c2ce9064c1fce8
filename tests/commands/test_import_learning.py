"""`okrsheets import learning` from a terminal to the workbook that a sync reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from learning_cases import COURSERA, LINKEDIN, UDEMY, write
from openpyxl import load_workbook

from okrsheets.cli import main
from okrsheets.commands import import_learning
from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sync.exchange.mapping_files import goal_mapping, learning_mapping

TODAY = needed_day("2026-04-01")


@pytest.fixture
def folder(tmp_path: Path, tables_of: Callable[..., Tables]) -> Path:
    """A folder with the skill matrix of two people."""
    people = [
        {"person_id": id, "name": name, "role": "Clerk", "team": "Support", "email": f"{id}@example.org"}
        for id, name in (("ida", "Ida Brandt"), ("jon", "Jon Vik"))
    ]
    roles = [{"role": "Clerk", "skill": "SQL", "required_level": 3}]
    tables = tables_of("Skill matrix.xlsx", skills=[{"skill": "SQL"}], roles=roles, people=people)
    write_skills(tmp_path / "Skill matrix.xlsx", tables, TODAY)
    return tmp_path


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}


@pytest.mark.slow
def test_a_course_is_imported_matched_by_the_user_and_read_by_a_sync(folder: Path, tmp_path: Path) -> None:
    report = write(
        tmp_path / "reports.csv", [UDEMY, {**UDEMY, "user_email": "jon@example.org", "completion_ratio": 100}]
    )
    report = report.rename(folder.parent / f"{folder.name}.csv")
    result = run("import", "learning", report, "--folder", folder, "--yes")
    assert result.exit_code == 0, result.output
    assert "learning records: 2 new" in result.stdout
    matches = load_workbook(folder / "import-matches.xlsx")
    sheet = matches["Course Skills"]
    assert [cell.value for cell in sheet[2]][:4] == ["SQL for analysts", None, None, "SQL"]
    assert 0 < sheet["E2"].value < 1
    sheet["B2"] = "SQL"
    matches.save(folder / "import-matches.xlsx")

    result = run("import", "learning", report, "--folder", folder, "--yes")
    assert "0 new, 2 changed" in result.stdout
    before = bytes_of(folder)
    result = run("import", "learning", report, "--folder", folder, "--yes")
    assert "nothing has changed" in result.stderr
    assert bytes_of(folder) == before

    synced = run("sync", folder)
    assert synced.exit_code == 0, run("check", folder).output
    query = "SELECT person_id, course, skill, progress, hours FROM learning ORDER BY person_id"
    found = json.loads(run("sql", query, folder, "--json").stdout)
    assert [tuple(row.values()) for row in found] == [
        ("ida", "SQL for analysts", "SQL", 0.4, 1.5),
        ("jon", "SQL for analysts", "SQL", 1.0, 1.5),
    ]
    assert run("check", folder).exit_code == 0


def test_a_dry_run_and_a_refusal_write_nothing(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = write(tmp_path_factory.mktemp("r") / "u.csv", [UDEMY])
    before = bytes_of(folder)
    assert "would write" in run("import", "learning", report, "--folder", folder, "--dry-run").stderr
    refused = run("import", "learning", report, "--folder", folder)
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert bytes_of(folder) == before


def test_the_folder_of_the_settings_is_read_without_a_file(folder: Path) -> None:
    (folder / "okrsheets.toml").write_text(
        'sources = ["."]\n[import]\nlearning = "exports"\nmappings = ["m.toml"]\ncourse-skills = "mine.tsv"\n', "utf-8"
    )
    exports = folder / "okrsheets-out" / "x"
    exports.mkdir(parents=True)
    (folder / "okrsheets.toml").write_text(
        (folder / "okrsheets.toml")
        .read_text()
        .replace('"exports"', '"okrsheets-out/x"')
        .replace("mine.tsv", "okrsheets-out/mine.tsv")
        .replace("m.toml", "okrsheets-out/m.toml"),
        "utf-8",
    )
    (folder / "okrsheets-out" / "m.toml").write_text(
        'system = "Moodle"\nread = "learning"\n[columns]\nWho = "email"\nWhat = "course"\nShare = "progress"\n', "utf-8"
    )
    (folder / "okrsheets-out" / "mine.tsv").write_text("Course\tSkill\tShare of weight\nSQL 1\tSQL\t40%\n", "utf-8")
    write(
        exports / "a.csv",
        [
            {"Who": "ida@example.org", "What": "SQL 1", "Share": "50%"},
            {"Who": "jon@example.org", "What": "R", "Share": "20%"},
        ],
    )
    write(exports / "b.csv", [COURSERA])
    result = run("import", "learning", "--folder", folder, "--yes", "--json")
    data = json.loads(result.stdout)
    assert {read["system"] for read in data["read"]} == {"Moodle", "Coursera"}
    assert data["learning"]["new"] == 3
    assert not (folder / "import-matches.xlsx").exists()  # the user's own table is used, and everybody is matched
    run("sync", folder)
    rows = json.loads(
        run("sql", "SELECT course, skill, progress FROM learning ORDER BY course", folder, "--json").stdout
    )
    assert [tuple(row.values()) for row in rows] == [("R", None, 0.2), ("SQL 1", "SQL", 0.5), ("SQL basics", None, 1.0)]


def test_people_who_are_not_matched_are_listed_for_the_user(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [UDEMY, {**UDEMY, "user_email": "x@example.org", "user_name": "Jon", "user_surname": "Vik"}]
    report = write(tmp_path_factory.mktemp("r") / "u.csv", rows)
    result = run("import", "learning", report, "--folder", folder, "--yes")
    assert "Jon Vik x@example.org (1 row): only the name is like that of Jon Vik (jon)" in result.stdout
    matches = load_workbook(folder / "import-matches.xlsx")
    matches["Unmatched People"]["D2"] = "jon"
    matches.save(folder / "import-matches.xlsx")
    assert "1 new" in run("import", "learning", report, "--folder", folder, "--yes").stdout


def test_totals_without_courses_keep_the_hours_and_say_so(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = write(tmp_path_factory.mktemp("r") / "l.csv", [LINKEDIN])
    result = run("import", "learning", report, "--folder", folder, "--yes")
    assert "totals without courses: the hours are kept" in result.stdout


@pytest.mark.slow
def test_many_rows_go_to_csv_files_and_back_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    reports = tmp_path_factory.mktemp("r")
    rows = [
        {**UDEMY, "course_id": n, "course_title": f"Course {n}", "course_completion_date": "2026-02-01"}
        for n in range(8)
    ]
    run("import", "learning", write(reports / "u.csv", rows[:3]), "--folder", folder, "--yes")
    assert (folder / "learning-import.xlsx").exists()
    monkeypatch.setattr(import_learning, "MOST_IN_WORKBOOK", 5)
    report = write(reports / "u.csv", rows)
    assert "5 new, 0 changed, 3 as before" in run("import", "learning", report, "--folder", folder, "--yes").stdout
    assert not (folder / "learning-import.xlsx").exists()
    again = run("import", "learning", report, "--folder", folder, "--yes")
    assert "0 new, 0 changed, 8 as before" in again.stdout
    assert "nothing has changed" in again.stderr
    run("sync", folder)
    (row,) = json.loads(
        run("sql", "SELECT count(*) AS n, min(completed_on) AS d FROM learning", folder, "--json").stdout
    )
    assert row == {"n": 8, "d": needed_day("2026-02-01")}


def test_the_example_mapping_can_be_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text(run("import", "learning", "--example-mapping").stdout, "utf-8")
    assert learning_mapping(tmp_path / "l.toml").name == "Moodle"
    (tmp_path / "g.toml").write_text(run("import", "goals", "--example-mapping").stdout, "utf-8")
    assert goal_mapping(tmp_path / "g.toml").system == "AssessTEAM"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("system = ", "m.toml: Invalid value"), ('system = "X"\nread = "goals"\n[columns]\n', "where 'learning' is needed"),
        ('system = "X"\nread = "learning"\n[columns]\nA = "courze"\n', "'courze' is not known"), ('system = "X"\nread = "learning"\n[columns]\nA = "course"\n', "a course and a person"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_says_why(folder: Path, text: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    result = run("import", "learning", path, "--mapping", path, "--folder", folder)
    assert result.exit_code == 2
    assert what in result.stderr
